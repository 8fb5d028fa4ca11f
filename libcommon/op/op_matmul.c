/* Products of matrices, with leading axes as a batch. */
#include "kernel/gemm.h"
#include "op/op_util.h"

struct dims { /* of op(a)[batch of m,k] and op(b)[batch of k,n]; batch 0 of an operand: it has no leading axes */
	int64_t m, n, ka, kb;
};

static struct dims dims_of(const struct gan_node *n)
{
	const struct gan_matmul_attr *t = n->attr;
	const struct gan_shape *a = &n->in[0]->shape, *b = &n->in[1]->shape;
	const int64_t a0 = a->dim[a->rank - 2], a1 = a->dim[a->rank - 1], b0 = b->dim[b->rank - 2],
		b1 = b->dim[b->rank - 1];

	return (struct dims){ .m = t->ta ? a1 : a0, .ka = t->ta ? a0 : a1, .kb = t->tb ? b1 : b0,
		.n = t->tb ? b0 : b1 };
}

static int shape(struct gan_node *n, struct gan_err *e)
{
	const struct gan_matmul_attr *t = n->attr;
	const struct gan_shape *a = &n->in[0]->shape, *b = &n->in[1]->shape, *lead = a->rank > 2 ? a : b;
	char s1[160], s2[160];
	struct dims d;
	int good;

	if (gan_want_type(n, 0, GAN_REAL, e) || gan_want_type(n, 1, GAN_REAL, e))
		return -1;
	good = a->rank >= 2 && b->rank >= 2 && (a->rank == b->rank || a->rank == 2 || b->rank == 2);
	for (int k = 0; good && a->rank > 2 && b->rank > 2 && k < a->rank - 2; k++)
		good = a->dim[k] == b->dim[k];
	if (!good)
		return gan_fail(e, GAN_DATA, "matmul: leading axes of %s and %s must agree, or one must be a matrix",
		                gan_shape_str(a, s1, sizeof(s1)), gan_shape_str(b, s2, sizeof(s2)));
	d = dims_of(n);
	if (d.ka != d.kb)
		return gan_fail(e, GAN_DATA,
		                "matmul: %s%s times %s%s: expected %lld rows in the second factor, found %lld",
		                gan_shape_str(a, s1, sizeof(s1)), t->ta ? " transposed" : "",
		                gan_shape_str(b, s2, sizeof(s2)), t->tb ? " transposed" : "", (long long)d.ka,
		                (long long)d.kb);
	n->type = GAN_REAL;
	n->shape.rank = lead->rank;
	for (int k = 0; k < lead->rank - 2; k++)
		n->shape.dim[k] = lead->dim[k];
	n->shape.dim[lead->rank - 2] = d.m;
	n->shape.dim[lead->rank - 1] = d.n;
	return 0;
}

static struct gan_gemm product(const struct gan_node *n, int bf16)
{
	const struct gan_matmul_attr *t = n->attr;
	const struct gan_shape *a = &n->in[0]->shape, *b = &n->in[1]->shape;
	const struct dims d = dims_of(n);
	struct gan_gemm g = { .m = (long)d.m, .n = (long)d.n, .k = (long)d.ka, .ta = t->ta, .tb = t->tb, .batch = 1,
		.bf16 = bf16 };

	for (int k = 0; k < n->shape.rank - 2; k++)
		g.batch *= (long)n->shape.dim[k];
	if (b->rank == 2 && !t->ta) { /* one product of all rows */
		g.m *= g.batch;
		g.batch = 1;
	}
	if (g.batch == 0)
		g.m = 0;
	g.sa = a->rank > 2 ? (long)(d.m * d.ka) : 0;
	g.sb = b->rank > 2 ? (long)(d.ka * d.n) : 0;
	return g;
}

static void run(const struct gan_run *r)
{
	const struct gan_gemm g = product(r->node, r->bf16);

	gan_gemm(&g, r->y, r->x[0], r->x[1], r->scratch);
}

static size_t scratch(const struct gan_node *n, int bf16)
{
	const struct gan_gemm g = product(n, bf16);

	return gan_gemm_scratch(&g);
}

/* [...,r,c] as one matrix of all rows. */
static gan_n *all_rows(gan_g *g, gan_n *x)
{
	struct gan_shape s = { 2, { -1, x->shape.dim[x->shape.rank - 1] } };

	return gan_reshape(g, x, &s);
}

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	const struct gan_matmul_attr *t = n->attr;
	gan_n *a = n->in[0], *b = n->in[1];

	if (want[0])
		gx[0] = t->ta ? gan_matmul(g, b, gy, t->tb, 1) : gan_matmul(g, gy, b, 0, !t->tb);
	if (!want[1])
		return;
	if (!t->ta && a->shape.rank > 2 && b->shape.rank == 2) { /* the sum over the batch is a longer product */
		a = all_rows(g, a);
		gy = all_rows(g, gy);
	}
	gx[1] = t->tb ? gan_matmul(g, gy, a, 1, t->ta) : gan_matmul(g, a, gy, !t->ta, 0);
}

#define CASE(fn, da, db, ta, tb) \
	static gan_n *fn(gan_g *g) { return gan_matmul(g, gan_case_in(g, "a", da), gan_case_in(g, "b", db), ta, tb); }
CASE(plain, "3,5", "5,4", 0, 0)
CASE(left, "5,3", "5,4", 1, 0)
CASE(right, "3,5", "4,5", 0, 1)
CASE(both, "5,3", "4,5", 1, 1)
CASE(wide, "3,17", "17,43", 0, 0)
CASE(column, "9,19", "19,1", 0, 0)
CASE(batch, "2,3,5", "2,5,4", 0, 0)
CASE(batch_both, "2,2,5,3", "2,2,4,5", 1, 1)
CASE(shared_b, "2,3,5", "4,5", 0, 1)
CASE(shared_b_left, "2,5,3", "5,4", 1, 0)
CASE(shared_a, "3,5", "2,5,9", 0, 0)

static const struct gan_op_case cases[] = {
	{ "a b", plain, -1, 1, 2 },
	{ "a' b", left, -1, 1, 2 },
	{ "a b'", right, -1, 1, 2 },
	{ "a' b'", both, -1, 1, 2 },
	{ "more columns than a tile", wide, -1, 1, 2 },
	{ "one column", column, -1, 1, 2 },
	{ "batch", batch, -1, 1, 2 },
	{ "batch of two axes, both transposed", batch_both, -1, 1, 2 },
	{ "one b for all", shared_b, -1, 1, 2 },
	{ "one b for all, a transposed", shared_b_left, -1, 1, 2 },
	{ "one a for all", shared_a, -1, 1, 2 },
	{ 0 }
};

const struct gan_op gan_op_matmul = {
	.name = "matmul",
	.help = "y[...,M,N] = sum over k of a[...,M,K] b[...,K,N]",
	.nin_min = 2,
	.nin_max = 2,
	.attr_size = sizeof(struct gan_matmul_attr),
	.shape = shape,
	.grad = grad,
	.run = run,
	.scratch = scratch,
	.cases = cases,
};
