/* both */
/* What D is shown: the changes of diffaug=, instance noise, packing. */
#include <math.h>
#include <string.h>
#include "plan/plan.h"
#include "tap.h"
#include "train/duel.h"

#define N 96
#define H 16
#define W 12
#define C 3
#define SIZE (H * W * C)

static struct gan_err err;
static gan_real x[N * SIZE], y[N * SIZE], grad[N * SIZE];

/* What D sees of x [n,H,W,C] in `step` under settings of the form "key=value\n...", into y; with grad the derivative of
   sum sin(i) y_i in x. The shape is that of y, rank 0 where it failed. */
static struct gan_shape see_as(const char *settings, const char *purpose, uint64_t step, int64_t n, int with_grad)
{
	struct gan_shape s = gan_shape_of(4, n, (int64_t)H, (int64_t)W, (int64_t)C), none = gan_shape_of(0), shape;
	struct gan_io io = { .lo = -1, .hi = 1 };
	struct gan_net dis = { .in = &io, .nin = 1 };
	struct gan_kv hyper = { 0 };
	struct gan_step_spec spec = { .hyper = &hyper };
	struct gan_step_graph sg = { .g = gan_graph_new(&err) };
	struct gan_duel d = { .s = &spec, .sg = &sg, .g = sg.g, .dis = &dis, .pack = 1, .e = &err };
	struct gan_pass pass = { .sub = "" };
	int64_t rng[3] = { 5, (int64_t)step, 0 };
	struct gan_when when = { .t = step, .step = step };
	struct gan_node *out[2], *in = gan_input(sg.g, "x", GAN_REAL, &s), *w;
	static gan_real weight[N * SIZE];
	struct gan_plan *p;

	gan_kv_parse(&hyper, settings, &err);
	d.pack = gan_train_int(&hyper, "pack");
	out[0] = gan_duel_see(&d, &pass, in, purpose);
	shape = out[0] ? out[0]->shape : none;
	if (with_grad && out[0]) {
		w = gan_input(sg.g, "w", GAN_REAL, &shape);
		if (gan_grad(sg.g, gan_sum_all(sg.g, gan_mul(sg.g, out[0], w)), &in, 1, &out[1]))
			shape = none;
	}
	p = gan_graph_ok(sg.g, &err) ? NULL : gan_plan_new(sg.g, NULL, out, with_grad ? 2 : 1, 0, &err);
	for (int i = 0; i < N * SIZE; i++)
		weight[i] = (gan_real)sin(i);
	if (p) {
		gan_plan_bind(p, "x", x);
		gan_plan_bind(p, "rng", rng);
		gan_plan_bind(p, "w", weight);
		for (size_t i = 0; i < sg.nhost; i++)
			gan_plan_bind_scalar(p, sg.host[i].name, sg.host[i].value(sg.host[i].a, &when));
		if (gan_plan_run(p, &err))
			shape = none;
		memcpy(y, gan_plan_value(p, out[0]), (size_t)(n * SIZE) * sizeof *y);
		if (with_grad)
			memcpy(grad, gan_plan_value(p, out[1]), (size_t)(n * SIZE) * sizeof *grad);
	}
	gan_plan_free(p);
	gan_step_graph_free(&sg);
	gan_kv_free(&hyper);
	return p ? shape : none;
}

static int see(const char *settings, uint64_t step)
{
	struct gan_shape s = see_as(settings, "d.real", step, N, 0);

	return ok(s.rank == 4 && s.dim[0] == N, "%.*s: built %s", (int)strcspn(settings, "\n"), settings, err.msg);
}

static void nothing(void)
{
	see("diffaug=none\ninst-noise=0\n", 1);
	ok(!memcmp(x, y, sizeof x), "with all of it off D sees what there is");
}

/* ---- colour ---- */

static double mean(const gan_real *v, int n)
{
	double sum = 0;

	for (int i = 0; i < n; i++)
		sum += (double)v[i];
	return sum / n;
}

struct color {
	double brightness, contrast, saturation, worst;
};

/* The three numbers that make b of a, and how far b is from what they make. */
static struct color color_of(const gan_real *a, const gan_real *b)
{
	struct color c = { 0 };
	double ma = mean(a, SIZE), mb = mean(b, SIZE), pp = 0, pq = 0, dd = 0, de = 0;

	for (int k = 0; k < SIZE; k++) {
		double p = mean(a + k / C * C, C), q = mean(b + k / C * C, C), u = (double)a[k] - p, v = (double)b[k] - q;

		pp += (p - ma) * (p - ma);
		pq += (p - ma) * (q - mb);
		dd += u * u;
		de += u * v;
	}
	c.brightness = mb - ma;
	c.contrast = pq / pp;
	c.saturation = de / dd / c.contrast;
	for (int k = 0; k < SIZE; k++) {
		double p = mean(a + k / C * C, C);
		double want = mb + c.contrast * (p - ma + c.saturation * ((double)a[k] - p));

		c.worst = fmax(c.worst, fabs(want - (double)b[k]));
	}
	return c;
}

static int spread(double lo, double hi, double want_lo, double want_hi)
{
	double most = want_hi - want_lo;

	return lo >= want_lo - 1e-5 && hi <= want_hi + 1e-5 && hi - lo > .85 * most;
}

static void colors(void)
{
	struct color lo = { 9, 9, 9, 0 }, hi = { -9, -9, -9, 0 };

	see("diffaug=color\n", 1);
	for (int i = 0; i < N; i++) {
		struct color c = color_of(x + i * SIZE, y + i * SIZE);

		lo.brightness = fmin(lo.brightness, c.brightness);
		lo.contrast = fmin(lo.contrast, c.contrast);
		lo.saturation = fmin(lo.saturation, c.saturation);
		hi.brightness = fmax(hi.brightness, c.brightness);
		hi.contrast = fmax(hi.contrast, c.contrast);
		hi.saturation = fmax(hi.saturation, c.saturation);
		hi.worst = fmax(hi.worst, c.worst);
	}
	ok(hi.worst < 1e-5, "color: three numbers for each picture make it: %.1e", hi.worst);
	ok(spread(lo.brightness, hi.brightness, -.5, .5), "brightness from -.5 to .5: %.3f %.3f", lo.brightness, hi.brightness);
	ok(spread(lo.saturation, hi.saturation, 0, 2), "saturation from 0 to 2: %.3f %.3f", lo.saturation, hi.saturation);
	ok(spread(lo.contrast, hi.contrast, .5, 1.5), "contrast from .5 to 1.5: %.3f %.3f", lo.contrast, hi.contrast);
}

/* ---- places ---- */

static int is_moved(int i, int dx, int dy)
{
	const gan_real *a = x + i * SIZE, *b = y + i * SIZE;

	for (int k = 0; k < SIZE; k++) {
		int r = k / C / W + dy, q = k / C % W + dx;
		gan_real want = r < 0 || r >= H || q < 0 || q >= W ? 0 : a[(r * W + q) * C + k % C];

		if (b[k] != want)
			return 0;
	}
	return 1;
}

static void translations(void)
{
	int seen[5][5] = { { 0 } }, all = 0, kinds = 0;

	see("diffaug=translation\n", 1);
	for (int i = 0; i < N; i++)
		for (int k = 0; k < 25; k++)
			seen[k / 5][k % 5] += is_moved(i, k % 5 - 2, k / 5 - 2);
	for (int k = 0; k < 25; k++) {
		all += seen[k / 5][k % 5];
		kinds += seen[k / 5][k % 5] > 0;
	}
	ok(all == N && kinds > 18, "translation: 16x12 by up to 2 rows and columns (12/8 rounds to 2), grey coming in: %d, %d kinds",
	   all, kinds);
}

/* The grey rectangle of picture i: rows r0..r1-1, columns q0..q1-1. 0 where the rest is not as it was. at[] counts those that
   stick out above, below, left and right. */
static int rectangle(int i, int *rows, int *cols, int *at)
{
	const gan_real *a = x + i * SIZE, *b = y + i * SIZE;
	int r0 = H, r1 = 0, q0 = W, q1 = 0, grey = 0;

	for (int k = 0; k < H * W; k++)
		if (b[k * C] == 0 && b[k * C + 1] == 0 && b[k * C + 2] == 0) {
			grey++;
			r0 = k / W < r0 ? k / W : r0;
			r1 = k / W >= r1 ? k / W + 1 : r1;
			q0 = k % W < q0 ? k % W : q0;
			q1 = k % W >= q1 ? k % W + 1 : q1;
		} else if (memcmp(a + k * C, b + k * C, C * sizeof *a)) {
			return 0;
		}
	*rows = r1 - r0;
	*cols = q1 - q0;
	at[0] += !r0 && *rows < H / 2;
	at[1] += r1 == H && *rows < H / 2;
	at[2] += !q0 && *cols < W / 2;
	at[3] += q1 == W && *cols < W / 2;
	return grey == *rows * *cols && (*rows == H / 2 || !r0 || r1 == H) && (*cols == W / 2 || !q0 || q1 == W);
}

static void cutouts(void)
{
	int all = 0, whole = 0, at[4] = { 0 };

	see("diffaug=cutout\n", 1);
	for (int i = 0; i < N; i++) {
		int rows = 0, cols = 0;

		all += rectangle(i, &rows, &cols, at) && rows >= H / 4 && cols >= W / 4 && rows <= H / 2 && cols <= W / 2;
		whole += rows == H / 2 && cols == W / 2;
	}
	ok(all == N && whole > N / 8 && whole < N / 2, "cutout: grey rectangles, %d of %d wholly inside", whole, N);
	ok(at[0] > N / 8 && at[1] > N / 8 && at[2] > N / 8 && at[3] > N / 8, "they stick out on all sides alike: %d %d %d %d",
	   at[0], at[1], at[2], at[3]);
}

/* What cutout covers, translation does not move: the rectangle of both is that of cutout alone. */
static void order(void)
{
	static gan_real cut[N * SIZE];
	int kept = 1;

	see("diffaug=cutout\n", 3);
	memcpy(cut, y, sizeof y);
	see("diffaug=cutout,translation,color\n", 3);
	for (int i = 0; i < N * SIZE; i++)
		kept &= cut[i] != 0 || y[i] == 0;
	ok(kept, "cutout comes last");
}

/* ---- gradient, randomness ---- */

/* Every change is affine in x: the derivative in a direction is a difference. */
static void gradient(void)
{
	const char *all = "diffaug=color,translation,cutout,flip,shift,warp\ninst-noise=.3\n";
	static gan_real before[N * SIZE];
	double want = 0, got = 0;

	ok(see_as(all, "d.g", 2, 8, 1).rank == 4, "the gradient of all: built %s", err.msg);
	for (int i = 0; i < 8 * SIZE; i++)
		got += (double)grad[i] * cos(i);
	memcpy(before, y, sizeof y);
	for (int i = 0; i < 8 * SIZE; i++)
		x[i] += (gan_real)cos(i);
	see_as(all, "d.g", 2, 8, 0);
	for (int i = 0; i < 8 * SIZE; i++)
		want += sin(i) * ((double)y[i] - (double)before[i]);
	for (int i = 0; i < 8 * SIZE; i++)
		x[i] -= (gan_real)cos(i);
	ok(fabs(got - want) < 1e-4 * fabs(want) + 1e-3, "it flows back through: %.6g, %.6g", got, want);
}

static void numbers(void)
{
	static gan_real first[N * SIZE];
	const char *all = "diffaug=color,translation,cutout\ninst-noise=1\n";
	int fake, later;

	see_as(all, "d.real", 4, N, 0);
	memcpy(first, y, sizeof y);
	see_as(all, "d.fake", 4, N, 0);
	fake = memcmp(first, y, sizeof y) != 0;
	see_as(all, "d.real", 5, N, 0);
	later = memcmp(first, y, sizeof y) != 0;
	see_as(all, "d.real", 4, 7, 0);
	ok(fake && later && !memcmp(first, y, 7 * SIZE * sizeof *y), "numbers are those of pass, step and sample");
}

/* ---- noise ---- */

static double noise_at(const char *settings, uint64_t step)
{
	double sq = 0;

	see_as(settings, "d.real", step, N, 0);
	for (int i = 0; i < N * SIZE; i++)
		sq += ((double)y[i] - (double)x[i]) * ((double)y[i] - (double)x[i]);
	return sqrt(sq / (N * SIZE));
}

static void noise(void)
{
	const char *falls = "inst-noise=.5\ninst-noise-steps=4\n";

	ok(fabs(noise_at(falls, 1) - .5) < .01, "noise begins as it is set");
	ok(fabs(noise_at(falls, 3) - .25) < .005, "after half of the steps it is half");
	ok(noise_at(falls, 4) > .1 && noise_at(falls, 5) == 0 && noise_at(falls, 1000) == 0, "then it is gone");
	ok(fabs(noise_at("inst-noise=.5\n", 1000000) - .5) < .01, "or it stays");
}

static void packing(void)
{
	struct gan_shape s = see_as("pack=3\ninst-noise=0\n", "d.real", 1, 6, 0);
	int right = s.rank == 4 && s.dim[0] == 2 && s.dim[1] == H && s.dim[3] == 3 * C;

	for (int i = 0; right && i < 6 * SIZE; i++) {
		int c = i % (3 * C), px = i / (3 * C) % (H * W), pack = i / (3 * SIZE);

		right = y[i] == x[((pack * 3 + c / C) * H * W + px) * C + c % C];
	}
	ok(right, "three pictures side by side are one of nine channels");
}

int main(void)
{
	for (int i = 0; i < N * SIZE; i++)
		x[i] = (gan_real)(.4 * sin(i * .37) + .3 * sin(i * .011) + .05);
	nothing();
	colors();
	translations();
	cutouts();
	order();
	gradient();
	numbers();
	noise();
	packing();
	return done();
}
