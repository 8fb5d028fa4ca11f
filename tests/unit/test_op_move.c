/* both */
/* Ops that move elements, against plain loops: each element of the result is asked where it comes from. */
#include "op_help.h"

#define CELLS (1 << 19)

static int64_t *data; /* distinct integers, at least CELLS */
static int64_t draws;

static int64_t pick(int64_t n)
{
	int64_t v;

	gan_rng_int(gan_rng_make(5, "move"), 0, 0, (uint64_t)draws++, (uint64_t)n, &v, 1);
	return v;
}

/* Some shape of at most CELLS elements. */
static struct gan_shape some_shape(int big)
{
	struct gan_shape s = { .rank = 1 + (int)pick(4) };

	for (int k = 0; k < s.rank; k++)
		s.dim[k] = 1 + pick(big && k < 2 ? 90 : 7);
	return s;
}

/* Does y, an I64 node of input "a" of shape s, hold data[from(ctx, ix)] at each ix, 0 where that is negative? */
static int holds(gan_g *g, gan_n *y, int64_t (*from)(const void *ctx, const int64_t *ix), const void *ctx)
{
	const struct bound b = { "a", data };
	int64_t *got = y ? eval(g, y, &b, 1) : NULL;
	int good = got != NULL;

	for (int64_t i = 0; good && i < gan_shape_count(&y->shape); i++) {
		int64_t ix[GAN_MAX_RANK], at;

		unravel(&y->shape, i, ix);
		at = from(ctx, ix);
		good = got[i] == (at < 0 ? 0 : data[at]);
	}
	gan_free(got);
	return good;
}

struct permute {
	struct gan_shape s;
	int perm[GAN_MAX_RANK];
};

static int64_t permute_from(const void *ctx, const int64_t *ix)
{
	const struct permute *p = ctx;
	int64_t at[GAN_MAX_RANK];

	for (int k = 0; k < p->s.rank; k++)
		at[p->perm[k]] = ix[k];
	return ravel(&p->s, at);
}

static int test_permute(void)
{
	struct permute p = { .s = some_shape(1) };
	gan_g *g = gan_graph_new(NULL);
	int good;

	for (int k = 0; k < p.s.rank; k++) {
		int j = (int)pick(k + 1);

		p.perm[k] = p.perm[j];
		p.perm[j] = k;
	}
	good = holds(g, gan_permute(g, gan_input(g, "a", GAN_I64, &p.s), p.perm), permute_from, &p);
	gan_graph_free(g);
	return good;
}

struct slice {
	struct gan_shape s;
	struct gan_slice_attr a;
};

static int64_t slice_from(const void *ctx, const int64_t *ix)
{
	const struct slice *p = ctx;
	int64_t at[GAN_MAX_RANK];

	for (int k = 0; k < p->s.rank; k++)
		at[k] = p->a.start[k] + ix[k] * p->a.step[k];
	return ravel(&p->s, at);
}

static struct slice some_slice(void)
{
	struct slice p = { .s = some_shape(1) };

	for (int k = 0; k < p.s.rank; k++) {
		int64_t d = p.s.dim[k], step = 1 + pick(3), n = 1 + pick((d - 1) / step + 1), reach = (n - 1) * step;

		p.a.start[k] = pick(d - reach);
		p.a.step[k] = step;
		p.a.n[k] = n;
		if (pick(2)) {
			p.a.start[k] += reach;
			p.a.step[k] = -step;
		}
	}
	return p;
}

static int test_slice(void)
{
	struct slice p = some_slice();
	gan_g *g = gan_graph_new(NULL);
	int good = holds(g, gan_slice(g, gan_input(g, "a", GAN_I64, &p.s), &p.a), slice_from, &p);

	gan_graph_free(g);
	return good;
}

/* A slice of slice_adj(x) is x, and the sum says that all else is 0. */
static int test_slice_adj(void)
{
	struct slice p = some_slice();
	struct gan_shape part = { .rank = p.s.rank };
	gan_g *g = gan_graph_new(NULL);
	gan_real *x = random_reals("slice", CELLS), *y, *z;
	const struct bound b = { "a", x };
	gan_n *adj;
	int good;
	int64_t n = 1, others = 0;

	for (int k = 0; k < p.s.rank; k++)
		n *= part.dim[k] = p.a.n[k];
	adj = gan_slice_adj(g, gan_input(g, "a", GAN_REAL, &part), &p.a, &p.s);
	y = eval(g, adj, &b, 1);
	z = eval(g, gan_slice(g, adj, &p.a), &b, 1);
	good = y && z && !memcmp(z, x, (size_t)n * sizeof(*x));
	for (int64_t i = 0; good && i < gan_shape_count(&p.s); i++)
		others += y[i] != 0;
	good = good && others == n;
	gan_free(x);
	gan_free(y);
	gan_free(z);
	gan_graph_free(g);
	return good;
}

struct pad {
	struct gan_shape s;
	struct gan_pad_attr a;
};

static int64_t pad_from(const void *ctx, const int64_t *ix)
{
	const struct pad *p = ctx;
	int64_t at[GAN_MAX_RANK];

	for (int k = 0; k < p->s.rank; k++) {
		int64_t d = p->s.dim[k], i = ix[k] - p->a.lo[k];

		if ((i < 0 || i >= d) && p->a.mode == GAN_PAD_ZERO)
			return -1;
		while (p->a.mode == GAN_PAD_CIRCULAR && (i < 0 || i >= d))
			i += i < 0 ? d : -d;
		if (p->a.mode == GAN_PAD_REPLICATE)
			i = i < 0 ? 0 : i >= d ? d - 1 : i;
		if (p->a.mode == GAN_PAD_REFLECT && i >= d)
			i = d - 1 - (i - (d - 1));
		at[k] = i < 0 ? -i : i;
	}
	return ravel(&p->s, at);
}

static int test_pad(int mode)
{
	struct pad p = { .s = some_shape(0), .a = { .mode = mode } };
	gan_g *g = gan_graph_new(NULL);
	int good;

	for (int k = 0; k < p.s.rank; k++) {
		int64_t most = mode == GAN_PAD_REFLECT ? p.s.dim[k] : 9;

		p.a.lo[k] = pick(2) ? (int)pick(most) : 0;
		p.a.hi[k] = pick(2) ? (int)pick(most) : 0;
	}
	good = holds(g, gan_pad(g, gan_input(g, "a", GAN_I64, &p.s), &p.a), pad_from, &p);
	gan_graph_free(g);
	return good;
}

struct concat {
	struct gan_shape s;
	int axis;
};

/* The concatenation of a, a and a. */
static int64_t concat_from(const void *ctx, const int64_t *ix)
{
	const struct concat *p = ctx;
	int64_t at[GAN_MAX_RANK];

	for (int k = 0; k < p->s.rank; k++)
		at[k] = k == p->axis ? ix[k] % p->s.dim[k] : ix[k];
	return ravel(&p->s, at);
}

static int test_concat(void)
{
	struct concat p = { .s = some_shape(1) };
	gan_g *g = gan_graph_new(NULL);
	gan_n *a = gan_input(g, "a", GAN_I64, &p.s), *x[3] = { a, a, a };
	int good;

	p.axis = (int)pick(p.s.rank);
	good = holds(g, gan_concat(g, x, 3, p.axis), concat_from, &p);
	gan_graph_free(g);
	return good;
}

/* Bytes move as other elements do. */
static int test_bytes(void)
{
	const struct gan_shape s = { 3, { 40, 50, 3 } };
	static const int perm[3] = { 2, 0, 1 };
	gan_g *g = gan_graph_new(NULL);
	uint8_t *x = gan_alloc(6000, 1, NULL), *y;
	const struct bound b = { "a", x };
	int good;

	for (int i = 0; i < 6000; i++)
		x[i] = (uint8_t)(i * 7 + i / 256);
	y = eval(g, gan_permute(g, gan_input(g, "a", GAN_U8, &s), perm), &b, 1);
	good = y != NULL;
	for (int i = 0; good && i < 6000; i++)
		good = y[i] == x[i % 2000 * 3 + i / 2000];
	gan_free(x);
	gan_free(y);
	gan_graph_free(g);
	return good;
}

static int test_chw(void)
{
	const struct gan_shape s = { 4, { 2, 3, 4, 5 } };
	gan_g *g = gan_graph_new(NULL);
	gan_n *a = gan_input(g, "a", GAN_I64, &s), *f = gan_flatten_chw(g, a), *back = gan_unflatten_chw(g, f, 3, 4, 5);
	const struct bound b = { "a", data };
	int64_t *y = eval(g, f, &b, 1), *z = eval(g, back, &b, 1);
	int good = y && z && !memcmp(z, data, 120 * sizeof(*z)) && gan_shape_eq(&back->shape, &s);

	for (int64_t i = 0; good && i < 120; i++)
		good = y[i] == data[i / 60 * 60 + i % 12 * 5 + i % 60 / 12];
	gan_free(y);
	gan_free(z);
	gan_graph_free(g);
	return good;
}

static void refusals(void)
{
	const struct gan_shape s = { 2, { 3, 4 } };
	const struct gan_pad_attr reflect = { GAN_PAD_REFLECT, { 3 }, { 0 } };
	const struct gan_shape bad = { 2, { 5, -1 } };
	static const int perm[2] = { 1, 1 };

	for (int k = 0; k < 5; k++) {
		gan_g *g = gan_graph_new(NULL);
		gan_n *a = gan_input(g, "a", GAN_REAL, &s), *y = a;
		struct gan_err e = { 0 };

		y = k == 0 ? gan_slice_axis(g, a, 1, 2, 3, 1) : k == 1 ? gan_pad(g, a, &reflect)
			: k == 2 ? gan_reshape(g, a, &bad) : k == 3 ? gan_permute(g, a, perm) : gan_slice_axis(g, a, 2, 0, 1, 1);
		ok(!y && gan_graph_ok(g, &e), "refused: %s", e.msg);
		gan_graph_free(g);
	}
}

int main(void)
{
	int permutes = 0, slices = 0, adjs = 0, concats = 0, pads[4] = { 0 };

	data = gan_alloc(CELLS, sizeof(*data), NULL);
	for (int64_t i = 0; i < CELLS; i++)
		data[i] = 3 * i + 1;
	for (int i = 0; i < 60; i++) {
		permutes += test_permute();
		slices += test_slice();
		adjs += test_slice_adj();
		concats += test_concat();
		for (int m = 0; m < 4; m++)
			pads[m] += test_pad(m);
	}
	ok(permutes == 60, "60 permutations");
	ok(slices == 60, "60 slices");
	ok(adjs == 60, "60 adjoints of slices");
	ok(concats == 60, "60 concatenations");
	for (int m = 0; m < 4; m++)
		ok(pads[m] == 60, "60 paddings of mode %d", m);
	ok(test_bytes(), "a permutation of bytes");
	ok(test_chw(), "flatten and unflatten count in C,H,W order");
	refusals();
	gan_free(data);
	return done();
}
