/* Rows of x added to zeros at an index along an axis, in order: the adjoint of gather. */
#include "kernel/index.h"
#include "op/op_util.h"

static int shape(struct gan_node *n, struct gan_err *e)
{
	const struct gan_axis_attr *a = n->attr;
	const struct gan_shape *v = &n->in[0]->shape, *i = &n->in[1]->shape;
	bool fits = a->axis >= 0 && a->axis + i->rank <= v->rank && a->n >= 0;
	char s[160], t[160];

	if (gan_want_type(n, 0, GAN_REAL, e) || gan_want_type(n, 1, GAN_I64, e))
		return -1;
	for (int k = 0; k < i->rank && fits; k++)
		fits = v->dim[a->axis + k] == i->dim[k];
	if (!fits || v->rank - i->rank + 1 > GAN_MAX_RANK)
		return gan_fail(e, GAN_INTERNAL, "scatter_add: values %s and index %s do not fit at axis %d",
		                gan_shape_str(v, s, sizeof(s)), gan_shape_str(i, t, sizeof(t)), a->axis);
	n->type = GAN_REAL;
	for (int k = 0; k < a->axis; k++)
		n->shape.dim[n->shape.rank++] = v->dim[k];
	n->shape.dim[n->shape.rank++] = a->n;
	for (int k = a->axis + i->rank; k < v->rank; k++)
		n->shape.dim[n->shape.rank++] = v->dim[k];
	return 0;
}

static void run(const struct gan_run *r)
{
	const struct gan_node *n = r->node;
	const struct gan_axis_attr *a = n->attr;
	long outer, inner;

	gan_split_at(&n->shape, a->axis, &outer, &inner);
	gan_index_scatter_add(r->y, r->x[0], r->x[1], outer, (long)a->n, (long)gan_shape_count(&n->in[1]->shape), inner);
}

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	if (want[0])
		gx[0] = gan_gather(g, gy, n->in[1], ((const struct gan_axis_attr *)n->attr)->axis);
}

static gan_n *case1(gan_g *g)
{
	return gan_scatter_add(g, gan_case_in(g, "a", "2,2,3,4"), gan_case_index(g, "2,3", 1, 2, 5), 1, 5);
}

static const struct gan_op_case cases[] = {
	{ "scatter_add", case1, -1, 1, 2 },
	{ 0 }
};

const struct gan_op gan_op_scatter_add = {
	.name = "scatter_add",
	.help = "rows of x added to zeros at an index along an axis, in order: the adjoint of gather",
	.nin_min = 2,
	.nin_max = 2,
	.attr_size = sizeof(struct gan_axis_attr),
	.shape = shape,
	.grad = grad,
	.run = run,
	.cases = cases,
};
