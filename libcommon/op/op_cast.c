/* X in another type; real numbers become bytes rounded and saturated, integers truncated. */
#include "kernel/index.h"
#include "op/op_util.h"

static int shape(struct gan_node *n, struct gan_err *e)
{
	enum gan_dtype to = (enum gan_dtype)((const struct gan_cast_attr *)n->attr)->type;

	if (to != GAN_REAL && to != GAN_U8 && to != GAN_I64)
		return gan_fail(e, GAN_INTERNAL, "cast: a graph has no numbers of type %s", gan_dtype_name(to));
	n->type = to;
	n->shape = n->in[0]->shape;
	return 0;
}

static void run(const struct gan_run *r)
{
	const struct gan_node *n = r->node;

	gan_index_cast(r->y, n->type, r->x[0], n->in[0]->type, (long)gan_shape_count(&n->shape));
}

static gan_n *case1(gan_g *g)
{
	return gan_cast(g, gan_cast(g, gan_case_in(g, "a", "3,5"), GAN_U8), GAN_REAL);
}

static const struct gan_op_case cases[] = {
	{ "cast", case1, -100, 400, 0 },
	{ 0 }
};

const struct gan_op gan_op_cast = {
	.name = "cast",
	.help = "x in another type; real numbers become bytes rounded and saturated, integers truncated",
	.nin_min = 1,
	.nin_max = 1,
	.flags = GAN_OP_NOGRAD,
	.attr_size = sizeof(struct gan_cast_attr),
	.shape = shape,
	.run = run,
	.cases = cases,
};
