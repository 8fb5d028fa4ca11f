/* both */
/* What programs fold into chains gives the bytes of the single operations: an optimiser's update with numbers from outside,
   on sizes around a tile, with zeros of both signs, infinities and what is not a number. */
#include <math.h>
#include <string.h>

#include "base/pool.h"
#include "graph/build.h"
#include "plan/plan.h"
#include "tap.h"

enum { MOST = 40000, NIN = 5, NOUT = 8 };

static gan_real in[NIN][MOST], want[NOUT][MOST], got[NOUT][MOST];

static void fill(void)
{
	static const gan_real odd[] = { 0, (gan_real)-0.0, INFINITY, -INFINITY, NAN, (gan_real)1e-42, 1e30f };

	for (int k = 0; k < NIN; k++)
		for (int i = 0; i < MOST; i++)
			in[k][i] = i % 97 == k ? odd[i / 97 % 7] : (gan_real)((i * 37 + k * 61) % 211) / 50 - 2;
}

static void build(struct gan_graph *g, int64_t n, struct gan_node **out)
{
	struct gan_shape s = gan_shape_of(1, n), one = gan_shape_of(0);
	struct gan_node *w = gan_input(g, "w", GAN_REAL, &s), *gr = gan_input(g, "g", GAN_REAL, &s);
	struct gan_node *m = gan_input(g, "m", GAN_REAL, &s), *v = gan_input(g, "v", GAN_REAL, &s);
	struct gan_node *avg = gan_input(g, "avg", GAN_REAL, &s);
	struct gan_node *step = gan_input(g, "step", GAN_REAL, &one), *scale = gan_input(g, "scale", GAN_REAL, &one);
	struct gan_node *root;

	out[0] = m = gan_add(g, gan_muls(g, m, 0.9), gan_muls(g, gr, 0.1));
	out[1] = v = gan_add(g, gan_muls(g, v, 0.999), gan_muls(g, gan_square(g, gr), 0.001));
	root = gan_adds(g, gan_mul(g, gan_sqrt(g, v), scale), 1e-7);
	out[2] = w = gan_sub(g, w, gan_mul(g, step, gan_div(g, m, root)));
	out[3] = gan_add(g, gan_mul(g, avg, scale), gan_mul(g, w, step));
	out[4] = gan_sub(g, avg, gan_mul(g, gr, step));
	out[5] = gan_sub(g, w, gan_mul(g, step, gan_div(g, scale, m))); /* a number where a chain wants a tile */
	out[6] = gan_add(g, gan_affine(g, step, 2, 1), gan_affine(g, gr, -3, 0.5));
	out[7] = gan_sum_all(g, gan_add(g, gan_mul(g, step, scale), gan_mul(g, step, w)));
}

static int run(gan_real (*y)[MOST], int64_t n, unsigned flags)
{
	static const char *const name[NIN] = { "w", "g", "m", "v", "avg" };
	struct gan_err e = { 0 };
	struct gan_graph *g = gan_graph_new(&e);
	struct gan_node *out[NOUT];
	struct gan_plan *p;
	int rc = -1;

	build(g, n, out);
	p = gan_plan_new(g, NULL, out, NOUT, flags, &e);
	for (int k = 0; p && k < NIN; k++)
		gan_plan_bind(p, name[k], in[k]);
	if (p) {
		gan_plan_bind_scalar(p, "step", 0.0375);
		gan_plan_bind_scalar(p, "scale", 1.3);
		rc = gan_plan_run(p, &e);
	}
	for (int k = 0; !rc && k < NOUT; k++)
		memcpy(y[k], gan_plan_value(p, out[k]), (size_t)gan_shape_count(&out[k]->shape) * sizeof(gan_real));
	gan_plan_free(p);
	gan_graph_free(g);
	return rc;
}

/* NaNs are alike whatever their bits: which one a sum of two gives is the compiler's choice. */
static int same(const gan_real *a, const gan_real *b, int64_t n)
{
	for (int64_t i = 0; i < n; i++)
		if (memcmp(&a[i], &b[i], sizeof(*a)) != 0 && !(isnan(a[i]) && isnan(b[i])))
			return 0;
	return 1;
}

int main(void)
{
	static const int64_t size[] = { 1, 7, 1023, 1024, 1025, 16385, MOST };

	fill();
	for (size_t i = 0; i < sizeof(size) / sizeof(size[0]); i++)
		for (int threads = 1; threads <= 2; threads++) {
			int good;

			gan_pool_start(threads, NULL);
			good = run(want, size[i], GAN_PLAN_NAIVE) == 0 && run(got, size[i], 0) == 0;
			for (int k = 0; good && k < NOUT; k++)
				good = same(want[k], got[k], k == 7 ? 1 : size[i]);
			ok(good, "%d elements, %d threads", (int)size[i], threads);
		}
	gan_pool_stop();
	return done();
}
