/* Walks among latents, and arithmetic on them: by hand. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "interp/interp_expr.h"
#include "data/zpath.h"
#include "base/mem.h"
#include "tap.h"

static struct gan_err err;

static int near(const float *a, const double *b, int n)
{
	for (int i = 0; i < n; i++)
		if (fabs(a[i] - b[i]) > 1e-6)
			return 0;
	return 1;
}

static void between(void)
{
	const float a[2] = { 1, 0 }, b[2] = { 0, 2 }, same[2] = { 2, 1e-5f };
	const float twice[2] = { 4, 0 }, back[2] = { -3, 0 }, zero[2] = { 0, 0 };
	float z[2];

	ok(!gan_zpath_between(z, a, b, 2, .25, GAN_CURVE_LERP, &err) && near(z, (double[]){ .75, .5 }, 2), "lerp");
	ok(!gan_zpath_between(z, a, b, 2, 1. / 3, GAN_CURVE_SLERP, &err) && near(z, (double[]){ sin(acos(-1) / 3), 2 * .5 }, 2),
	   "slerp of a right angle: 30 degrees along");
	ok(!gan_zpath_between(z, twice, same, 2, .5, GAN_CURVE_SLERP, &err) && near(z, (double[]){ 3, .5e-5 }, 2),
	   "slerp is lerp where the angle is less than 1e-4");
	ok(!gan_zpath_between(z, zero, b, 2, .5, GAN_CURVE_SLERP, &err) && near(z, (double[]){ 0, 1 }, 2),
	   "and from 0, which has none");
	ok(gan_zpath_between(z, a, back, 2, .5, GAN_CURVE_SLERP, &err) && err.code == GAN_USAGE, "opposite points have no arc");
	ok(!gan_zpath_between(z, a, back, 2, .5, GAN_CURVE_LERP, &err) && near(z, (double[]){ -1, 0 }, 2), "but a line");
}

static void path(void)
{
	const float p[3] = { 0.1f, 0.7f, 0.3f };
	float z[9];

	ok(!gan_zpath_through(z, 5, p, 3, 1, GAN_CURVE_LERP, 0, &err) && near(z, (double[]){ .1, .4, .7, .5, .3 }, 5), "an open path");
	ok(z[0] == p[0] && z[2] == p[1] && z[4] == p[2], "meets its points exactly");
	ok(!gan_zpath_through(z, 6, p, 3, 1, GAN_CURVE_LERP, 1, &err) && near(z, (double[]){ .1, .4, .7, .5, .3, .2 }, 6),
	   "a closed one");
	ok(!gan_zpath_through(z, 4, p, 3, 1, GAN_CURVE_LERP, 0, &err) && z[0] == p[0] && z[3] == p[2] &&
	   near(z, (double[]){ .1, .5, .7 - .4 / 3, .3 }, 4), "steps that miss a point go past it");
}

static void sheet(void)
{
	const float p[4] = { 0, 1, 2, 5 };
	float z[9], v[9], w[3];

	ok(!gan_zpath_sheet(z, 3, 3, p, 1, GAN_CURVE_LERP, &err) &&
	   near(z, (double[]){ 0, .5, 1, 1, 2, 3, 2, 3.5, 5 }, 9), "a sheet is bilinear");
	gan_zpath_vary(v, 9, p + 1, 1, .25, 7);
	ok(v[4] == 1, "variations surround the point");
	for (int i = 0; i < 9; i++)
		if (fabs(v[i] - 1) > .25 || (i != 4 && v[i] == 1))
			v[4] = 0;
	ok(v[4] == 1, "and are at most so far from it");
	gan_zpath_along(w, 3, p + 1, p + 2, 1, -1, 2);
	ok(near(w, (double[]){ -1, 2, 5 }, 3), "along a direction");
}

/* ---- arithmetic ---- */

static const struct gan_zset *name(void *ctx, const char *s, struct gan_err *e)
{
	struct gan_zset *set = ctx;

	if (strlen(s) == 1 && *s >= 'a' && *s <= 'c')
		return &set[*s - 'a'];
	gan_fail(e, GAN_USAGE, "no %s", s);
	return NULL;
}

static void evaluates(struct gan_zset *set, const char *text, int n, const double *want)
{
	struct gan_zset v = { 0 };

	ok(!gan_interp_eval(text, name, set, &v, &err) && v.n == n && v.d == 2 && near(v.z, want, 2 * n), "%s", text);
	gan_zset_free(&v);
}

static void refused(struct gan_zset *set, const char *text, const char *message)
{
	struct gan_zset v = { 0 };

	err.msg[0] = 0;
	ok(gan_interp_eval(text, name, set, &v, &err) && !v.z && strstr(err.msg, message), "'%s': %s", text, err.msg);
}

static void arithmetic(void)
{
	float a[2] = { 1, 2 }, b[4] = { 3, 4, 5, 8 }, c[6] = { 0, 1, 0, 1, 3, 1 };
	struct gan_zset set[3] = { { a, 1, 2, NULL }, { b, 2, 2, NULL }, { c, 3, 2, NULL } };

	evaluates(set, "mean(b)", 1, (double[]){ 4, 6 });
	evaluates(set, "mean(b) - mean(c)+a", 1, (double[]){ 4, 7 });
	evaluates(set, "b-a", 2, (double[]){ 2, 2, 4, 6 });
	evaluates(set, "a-b", 2, (double[]){ -2, -2, -4, -6 });
	evaluates(set, "a-a-a", 1, (double[]){ -1, -2 });
	evaluates(set, "a-(a-a)", 1, (double[]){ 1, 2 });
	evaluates(set, "-2*a*1e-1/.2", 1, (double[]){ -1, -2 });
	evaluates(set, "(1+2*3)*a", 1, (double[]){ 7, 14 });
	evaluates(set, " 2 * ( b + a ) ", 2, (double[]){ 8, 12, 12, 20 });
	refused(set, "b+c", "2 latents and 3 cannot be added");
	refused(set, "a*b", "character 2: latents are multiplied by numbers alone");
	refused(set, "2/a", "cannot divide by latents");
	refused(set, "a+1", "character 2: a number cannot be added");
	refused(set, "(a+b", "a ')' is missing");
	refused(set, "a b", "character 3: expected an operator");
	refused(set, "a+$", "character 3: expected a name");
	refused(set, "a+d", "character 3: no d");
	refused(set, "max(a)", "the only function is mean");
	refused(set, "1+1", "is a number, expected latents");
	refused(set, "----------------------------------------------------------------------a", "nested too deeply");
	ok(a[0] == 1 && b[3] == 8, "names keep their sets");
}

int main(void)
{
	between();
	path();
	sheet();
	arithmetic();
	return done();
}
