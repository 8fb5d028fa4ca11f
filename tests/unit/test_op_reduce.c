/* both */
/* Sums and maxima against plain loops, for shapes that take each way through the kernels. */
#include <math.h>

#include "op_help.h"

#define CELLS (1 << 21)

static const struct {
	struct gan_shape s;
	uint32_t axes;
} cases[] = {
	{ { 1, { 7 } }, 1 },
	{ { 1, { 300000 } }, 1 },
	{ { 2, { 5, 200000 } }, 2 },
	{ { 2, { 3000, 3 } }, 2 },
	{ { 3, { 7, 1001, 5 } }, 4 },
	{ { 4, { 3, 5, 90, 4 } }, 10 },
	{ { 2, { 100000, 3 } }, 1 },
	{ { 2, { 40, 700 } }, 2 },
	{ { 2, { 3000, 64 } }, 1 },
	{ { 2, { 9, 5000 } }, 1 },
	{ { 2, { 500, 1200 } }, 1 },
	{ { 3, { 3, 400, 50 } }, 2 },
	{ { 3, { 2, 30000, 20 } }, 2 },
	{ { 3, { 2, 9000, 70 } }, 2 },
	{ { 3, { 60, 7, 90 } }, 5 },
	{ { 3, { 4, 7, 60000 } }, 5 },
	{ { 4, { 8, 16, 16, 20 } }, 7 },
	{ { 4, { 8, 16, 16, 20 } }, 6 },
	{ { 5, { 4, 5, 6, 7, 8 } }, 21 },
	{ { 5, { 4, 5, 6, 7, 8 } }, 10 },
	{ { 4, { 1, 30, 1, 4 } }, 5 },
	{ { 2, { 0, 4 } }, 1 },
	{ { 2, { 4, 0 } }, 1 },
};

/* want[outputs], the reduction of x by a plain loop in double, and the sum of absolute values. */
static void plain(double *want, double *size, const gan_real *x, const struct gan_shape *s, uint32_t axes, int max)
{
	struct gan_shape ys = { .rank = s->rank };
	int64_t n = gan_shape_count(s);

	for (int k = 0; k < s->rank; k++)
		ys.dim[k] = axes >> k & 1 ? 1 : s->dim[k];
	for (int64_t i = 0; i < gan_shape_count(&ys); i++) {
		want[i] = max ? -(double)INFINITY : 0;
		size[i] = 0;
	}
	for (int64_t i = 0; i < n; i++) {
		int64_t ix[GAN_MAX_RANK], o;

		unravel(s, i, ix);
		for (int k = 0; k < s->rank; k++)
			ix[k] = axes >> k & 1 ? 0 : ix[k];
		o = ravel(&ys, ix);
		want[o] = max ? fmax(want[o], (double)x[i]) : want[o] + (double)x[i];
		size[o] += fabs((double)x[i]);
	}
}

static void check(const gan_real *x, const struct gan_shape *s, uint32_t axes, int max, double *want, double *size)
{
	gan_g *g = gan_graph_new(NULL);
	gan_n *a = gan_input(g, "a", GAN_REAL, s), *y = max ? gan_amax(g, a, axes, 0) : gan_sum(g, a, axes, 0);
	const struct bound b = { "a", x };
	gan_real *got = eval(g, y, &b, 1);
	double eps = sizeof(gan_real) == 4 ? 6e-8 : 1e-13, worst = 0;
	char buf[128];

	plain(want, size, x, s, axes, max);
	for (int64_t i = 0; got && i < gan_shape_count(&y->shape); i++)
		if ((double)got[i] != want[i])
			worst = fmax(worst, fabs((double)got[i] - want[i]) / (eps * fabs(want[i]) + 1e-14 * size[i]));
	ok(got && worst <= 1, "%s of %s over %#x, and on any number of threads: %.2g", max ? "maximum" : "sum",
	   gan_shape_str(s, buf, sizeof(buf)), (unsigned)axes, worst);
	gan_free(got);
	gan_graph_free(g);
}

static void check_nan(void)
{
	gan_g *g = gan_graph_new(NULL);
	const struct gan_shape s = { 2, { 2, 100 } }, rows = { 2, { 50, 4 } };
	gan_real x[200] = { 0 }, *y;
	const struct bound b = { "a", x }, short_rows = { "b", x };
	int bad = 0;

	for (int i = 44; i < 48; i++)
		x[i] = -(gan_real)INFINITY;

	x[50] = (gan_real)NAN;
	x[51] = 3;
	y = eval(g, gan_amax(g, gan_input(g, "a", GAN_REAL, &s), 2, 0), &b, 1);
	ok(y && isnan(y[0]) && y[1] == 0, "a maximum keeps NaN");
	gan_free(y);
	y = eval(g, gan_amax(g, gan_input(g, "b", GAN_REAL, &rows), 2, 0), &short_rows, 1);
	for (int i = 0; y && i < 50; i++)
		bad += isnan(y[i]) != (i == 12) || (i == 13 && y[i] != 0) || (i == 11 && y[i] > -1);
	ok(y && !bad, "a maximum of short rows keeps NaN, and infinity");
	gan_free(y);
	gan_graph_free(g);
}

int main(void)
{
	gan_real *x = random_reals("x", CELLS);
	double *want = gan_alloc(CELLS, sizeof(double), NULL), *size = gan_alloc(CELLS, sizeof(double), NULL);

	for (size_t k = 0; k < sizeof(cases) / sizeof(*cases); k++)
		for (int max = 0; max < 2; max++)
			check(x, &cases[k].s, cases[k].axes, max, want, size);
	check_nan();
	gan_free(x);
	gan_free(want);
	gan_free(size);
	return done();
}
