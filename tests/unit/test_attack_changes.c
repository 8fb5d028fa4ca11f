/* both */
/* Changes of pictures: what each does to pictures where that is known, and its gradient. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "attack/changes.h"
#include "plan/plan.h"
#include "tap.h"

#define N 2
#define H 7
#define W 6
#define ALL (N * H * W)

static struct gan_err err;
static gan_real x[ALL], y[ALL], grad[ALL];

static int apply(const char *list, int64_t draw)
{
	struct gan_shape s = gan_shape_of(4, (int64_t)N, (int64_t)H, (int64_t)W, (int64_t)1);
	struct gan_graph *g = gan_graph_new(&err);
	struct gan_node *in = gan_input(g, "x", GAN_REAL, &s), *out[2] = { 0 };
	struct gan_changes c;
	struct gan_plan *p = NULL;
	int64_t rng[3] = { 5, draw, 0 };
	int rc = gan_changes_parse(&c, list, &err) || !(out[0] = gan_changes_view(&c, g, in)) ||
	         gan_grad(g, gan_sum_all(g, gan_square(g, out[0])), &in, 1, &out[1]) || gan_graph_ok(g, &err);

	if (!rc)
		rc = (p = gan_plan_new(g, NULL, out, 2, 0, &err)) ? 0 : -1;
	if (!rc) {
		gan_plan_bind(p, "x", x);
		gan_plan_bind(p, "rng", rng);
		rc = gan_plan_run(p, &err);
		memcpy(y, gan_plan_value(p, out[0]), sizeof y);
		memcpy(grad, gan_plan_value(p, out[1]), sizeof grad);
	}
	gan_plan_free(p);
	gan_graph_free(g);
	return rc;
}

static void fill(double v)
{
	for (int i = 0; i < ALL; i++)
		x[i] = (gan_real)v;
}

/* The greatest |y - v|. */
static double away(double v)
{
	double worst = 0;

	for (int i = 0; i < ALL; i++)
		worst = fmax(worst, fabs((double)y[i] - v));
	return worst;
}

static double sum(void)
{
	double s = 0;

	for (int i = 0; i < ALL; i++)
		s += y[i];
	return s;
}

static void filters(void)
{
	fill(.3);
	ok(!apply("blur:1.5", 0) && away(.3) < 1e-6, "a blurred grey is that grey");
	ok(!apply("median:5", 0) && away(.3) < 1e-6, "so is its median");
	ok(!apply("tv:.5", 0) && away(.3) < 1e-6, "and what has no variation keeps its total variation");
	ok(!apply("bits:2", 0) && away(1. / 3) < 1e-6, ".3 in two bits is a third");
	ok(fabs((double)grad[0] - 2 * y[0]) < 1e-6, "gradients pass straight through");
	fill(0);
	x[3 * W + 3] = 1;
	ok(!apply("median", 0) && away(0) < 1e-9, "a median takes a speck away");
	ok(!apply("blur:.5", 0) && fabs(sum() - 1) < 1e-6 && fabs((double)y[3 * W + 3] - .6187) < 2e-3 &&
	   fabs((double)y[3 * W + 2] - y[2 * W + 3]) < 1e-7, "a blur spreads it evenly");
	ok(!apply("tv:.2", 0) && y[3 * W + 3] < .9 && y[3 * W + 3] > 0, "less variation makes it fainter (%g)", (double)y[3 * W + 3]);
}

static void draws(void)
{
	gan_real first[ALL];
	double mean = 0, square = 0;

	fill(.5);
	ok(!apply("noise:.1", 0), "noise");
	for (int i = 0; i < ALL; i++) {
		mean += (y[i] - .5) / ALL;
		square += (y[i] - .5) * (y[i] - .5) / ALL;
	}
	ok(fabs(mean) < .04 && fabs(sqrt(square) - .1) < .03, "noise has the deviation that was asked for (%g)", sqrt(square));
	memcpy(first, y, sizeof first);
	ok(!apply("noise:.1", 1) && memcmp(first, y, sizeof y), "another draw is another noise");
	ok(!apply("noise:.1", 0) && !memcmp(first, y, sizeof y), "the same draw is the same");
	ok(!apply("brightness:.2", 0) && y[0] == y[H * W - 1] && y[0] != y[H * W] && away(.5) <= .2, "each picture has its brightness");
	x[0] = 1;
	ok(!apply("contrast:.5", 0) && fabs(sum() - ALL / 2 - .5) < 1e-4, "contrast keeps a picture's mean");
	ok(!apply("shift,noise:.01,bits", 0), "changes come one after another, those of augment= among them");
}

static void refuses(const char *list, const char *say)
{
	struct gan_changes c;

	ok(gan_changes_parse(&c, list, &err) && err.code == GAN_USAGE && strstr(err.msg, say), "refused: %s", err.msg);
}

int main(void)
{
	filters();
	draws();
	refuses("blurr", "blur");
	refuses("blur:-1", "from 0 to 10");
	refuses("warp:2", "takes no number");
	refuses("", "");
	refuses("bits,bits,bits,bits,bits,bits,bits,bits,bits", "more than 8");
	return done();
}
