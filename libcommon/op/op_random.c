/* Random numbers of a purpose: normal, uniform in 0..1, or integers; the first axis counts samples. */
#include "base/rng.h"
#include "kernel/random.h"
#include "op/op_util.h"

static int shape(struct gan_node *n, struct gan_err *e)
{
	const struct gan_random_attr *a = n->attr;
	const struct gan_shape *rng = &n->in[0]->shape;

	if (!n->name)
		return gan_fail(e, GAN_INTERNAL, "random: no purpose");
	if (gan_want_type(n, 0, GAN_I64, e))
		return -1;
	if (rng->rank != 1 || rng->dim[0] != 3)
		return gan_fail(e, GAN_INTERNAL, "random '%s': expected seed, step and first sample", n->name);
	if (a->dist == GAN_DIST_INT && (a->bound < 1 || a->bound > (int64_t)1 << 32))
		return gan_fail(e, GAN_INTERNAL, "random '%s': integers below %lld", n->name, (long long)a->bound);
	n->type = a->dist == GAN_DIST_INT ? GAN_I64 : GAN_REAL;
	n->shape = a->shape;
	return 0;
}

static void run(const struct gan_run *r)
{
	const struct gan_random_attr *a = r->node->attr;
	const int64_t *in = r->x[0];
	struct gan_rng rng = gan_rng_make((uint64_t)in[0], r->node->name);
	uint64_t step = (uint64_t)in[1], first = (uint64_t)in[2];
	long total = (long)gan_shape_count(&a->shape), samples = a->shape.rank ? (long)a->shape.dim[0] : 1;
	long each = samples ? total / samples : 0;

	if (a->dist == GAN_DIST_NORMAL)
		gan_random_normal(r->y, rng, step, first, samples, each);
	else if (a->dist == GAN_DIST_UNIFORM)
		gan_random_uniform(r->y, rng, step, first, samples, each);
	else
		gan_random_int(r->y, rng, step, first, samples, each, (uint64_t)a->bound);
}

/* Seed, step and first sample 2, 5 and 8. */
static gan_n *case_rng(gan_g *g)
{
	return gan_case_index(g, "3", 2, 3, 9);
}

static gan_n *case_normal(gan_g *g)
{
	const struct gan_shape s = { 2, { 3, 5 } };

	return gan_normal(g, case_rng(g), "case", &s);
}

static gan_n *case_uniform(gan_g *g)
{
	const struct gan_shape s = { 1, { 9 } };

	return gan_uniform(g, case_rng(g), "case", &s);
}

static gan_n *case_int(gan_g *g)
{
	const struct gan_shape s = { 2, { 4, 3 } };

	return gan_randint(g, case_rng(g), "case", &s, 10);
}

static const struct gan_op_case cases[] = {
	{ "random normal", case_normal, -1, 1, 0 },
	{ "random uniform", case_uniform, -1, 1, 0 },
	{ "random integers", case_int, -1, 1, 0 },
	{ 0 }
};

const struct gan_op gan_op_random = {
	.name = "random",
	.help = "random numbers of a purpose: normal, uniform in 0..1, or integers; the first axis counts samples",
	.nin_min = 1,
	.nin_max = 1,
	.flags = GAN_OP_RANDOM | GAN_OP_NOGRAD,
	.attr_size = sizeof(struct gan_random_attr),
	.shape = shape,
	.run = run,
	.cases = cases,
};
