/* double */
/* What positions see, by changing each pixel of a picture: inside the reach a position changes, outside it stays. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "base/pool.h"
#include "base/rng.h"
#include "graph/build.h"
#include "plan/plan.h"
#include "style/reach.h"
#include "tap.h"

#define H 17
#define W 14

static double x[H * W], kernel[64];

static gan_n *conv(gan_g *g, gan_n *v, int size, int stride, int before, int after, int dil)
{
	struct gan_shape s = gan_shape_of(4, (int64_t)1, (int64_t)size, (int64_t)size, (int64_t)1);
	struct gan_conv_attr a = { .stride_h = stride, .stride_w = stride, .top = before, .left = before, .bottom = after,
	                           .right = after, .dil_h = dil, .dil_w = dil, .groups = 1 };
	char name[8];

	snprintf(name, sizeof name, "k%d", size);
	return gan_conv2d(g, v, gan_input(g, name, GAN_REAL, &s), &a);
}

static gan_n *pool(gan_g *g, gan_n *v, int size, int stride)
{
	struct gan_pool_attr a = { .r = size, .s = size, .stride_h = stride, .stride_w = stride };

	return gan_avgpool(g, v, &a);
}

static gan_n *pad(gan_g *g, gan_n *v, int mode, int n)
{
	struct gan_pad_attr a = { .mode = mode, .lo = { 0, n, n + 1 }, .hi = { 0, n, n } };

	return gan_pad(g, v, &a);
}

static gan_n *plain(gan_g *g, gan_n *v)
{
	return gan_tanh(g, conv(g, v, 3, 1, 1, 1, 1));
}

static gan_n *deep(gan_g *g, gan_n *v)
{
	return conv(g, pool(g, gan_relu(g, gan_adds(g, conv(g, v, 3, 1, 1, 1, 1), 99)), 2, 2), 3, 1, 1, 1, 1);
}

static gan_n *odd(gan_g *g, gan_n *v)
{
	return conv(g, pad(g, conv(g, v, 4, 2, 1, 2, 1), GAN_PAD_ZERO, 1), 2, 1, 0, 0, 3);
}

static gan_n *joined(gan_g *g, gan_n *v)
{
	gan_n *part[2] = { conv(g, v, 3, 2, 1, 1, 1), conv(g, v, 5, 2, 2, 2, 1) };

	return gan_sum(g, gan_concat(g, part, 2, 3), 1u << 3, 1);
}

static gan_n *cut(gan_g *g, gan_n *v)
{
	return gan_slice_axis(g, gan_slice_axis(g, conv(g, v, 3, 1, 0, 0, 1), 1, 2, 5, 2), 2, 1, 9, 1);
}

static gan_n *wraps(gan_g *g, gan_n *v)
{
	return conv(g, pad(g, v, GAN_PAD_CIRCULAR, 1), 3, 1, 0, 0, 1);
}

static gan_n *whole(gan_g *g, gan_n *v)
{
	return gan_normalise(g, conv(g, v, 3, 1, 1, 1, 1), 1u << 1 | 1u << 2, 1e-5, NULL, NULL);
}

static gan_n *turned(gan_g *g, gan_n *v)
{
	return gan_permute(g, v, (int[]){ 0, 2, 1, 3 });
}

static int inside(const struct gan_style_reach *r, int axis, int64_t i, int64_t pixel)
{
	return pixel >= i * r->stride[axis] + r->lo[axis] && pixel <= i * r->stride[axis] + r->hi[axis];
}

static double *run(struct gan_plan *p, const gan_n *y)
{
	struct gan_err e = { 0 };
	size_t bytes = (size_t)(y->shape.dim[1] * y->shape.dim[2]) * sizeof(double);
	double *out = gan_alloc(1, bytes, &e);

	gan_plan_bind(p, "x", x);
	for (int k = 2; k < 6; k++)
		gan_plan_bind(p, (char[]){ 'k', (char)('0' + k), 0 }, kernel);
	if (gan_plan_run(p, &e))
		printf("# %s\n", e.msg);
	memcpy(out, gan_plan_value(p, y), bytes);
	return out;
}

/* dense: all that is in reach is seen. */
static void check(const char *label, gan_n *(*build)(gan_g *, gan_n *), int dense)
{
	struct gan_err e = { 0 };
	gan_g *g = gan_graph_new(&e);
	struct gan_shape s = gan_shape_of(4, (int64_t)1, (int64_t)H, (int64_t)W, (int64_t)1);
	gan_n *v = gan_input(g, "x", GAN_REAL, &s), *y = build(g, v);
	struct gan_plan *p = gan_plan_new(g, NULL, &y, 1, 0, &e);
	struct gan_style_reach r;
	int64_t w = y->shape.dim[2];
	double *was = run(p, y);
	int outside = 0, missed = 0;

	ok(!gan_style_reach(g, v, y, &r, &e), "%s: has a reach %s", label, e.msg);
	for (int k = 0; k < H * W; k++) {
		double keep = x[k], *is;

		x[k] += 1;
		is = run(p, y);
		for (int64_t i = 0; i < y->shape.dim[1] * w; i++) {
			int sees = inside(&r, 0, i / w, k / W) && inside(&r, 1, i % w, k % W), changed = is[i] != was[i];

			outside += changed && !sees;
			missed += sees && !changed;
		}
		x[k] = keep;
		gan_free(is);
	}
	ok(!outside && (!dense || !missed), "%s: %d changed outside, %d inside did not", label, outside, missed);
	gan_free(was);
	gan_plan_free(p);
	gan_graph_free(g);
}

static void refused(const char *label, gan_n *(*build)(gan_g *, gan_n *), const char *what)
{
	struct gan_err e = { 0 };
	gan_g *g = gan_graph_new(&e);
	struct gan_shape s = gan_shape_of(4, (int64_t)1, (int64_t)H, (int64_t)W, (int64_t)1);
	gan_n *v = gan_input(g, "x", GAN_REAL, &s), *y = build(g, v);
	struct gan_style_reach r;

	ok(gan_style_reach(g, v, y, &r, &e) && strstr(e.msg, what), "%s: %s", label, e.msg);
	gan_graph_free(g);
}

int main(void)
{
	struct gan_err e = { 0 };
	gan_g *g;
	gan_n *v;
	struct gan_style_reach r;
	struct gan_shape s = gan_shape_of(4, (int64_t)1, (int64_t)H, (int64_t)W, (int64_t)1);

	gan_pool_start(2, NULL);
	gan_rng_normal_f64(gan_rng_make(1, "x"), 0, 0, 0, x, H * W);
	gan_rng_normal_f64(gan_rng_make(1, "k"), 0, 0, 0, kernel, 64);
	check("a convolution", plain, 1);
	check("with a pool between", deep, 1);
	check("even kernels, padding on one side, dilation", odd, 0);
	check("two reaches joined", joined, 1);
	check("a cut", cut, 1);
	refused("normalisation by the whole picture", whole, "sum");
	refused("axes in another order", turned, "permute");
	g = gan_graph_new(&e);
	v = gan_input(g, "x", GAN_REAL, &s);
	ok(!gan_style_reach(g, v, wraps(g, v), &r, &e) && r.wraps && r.lo[0] == -1 && r.lo[1] == -2 && r.hi[0] == 1,
	   "circular padding says so");
	gan_graph_free(g);
	gan_pool_stop();
	return done();
}
