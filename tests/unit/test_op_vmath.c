/* Elementary functions against libm in double: error in ulp, special values, and the same bytes in a vector and alone. */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "graph/op.h"
#include "tap.h"

#define N 65536

static float a[N], b[N], y[N];

static double softplus(double x) { return (x > 0 ? x : 0) + log1p(exp(-fabs(x))); }
static double sigmoid(double x) { return 1 / (1 + exp(-x)); }

static const struct {
	const char *op;
	double (*f)(double);
	double lo, hi;
} unary[] = {
	{ "exp", exp, -110, 95 }, { "exp", exp, -1, 1 }, { "log", log, 0, 4 }, { "log", log, 0, 3e38 },
	{ "log", log, 0, 1e-38 }, { "tanh", tanh, -12, 12 }, { "tanh", tanh, -1e-3, 1e-3 }, { "tanh", tanh, -1e-40, 1e-40 },
	{ "sigmoid", sigmoid, -110, 110 }, { "sigmoid", sigmoid, -3, 3 }, { "softplus", softplus, -110, 110 },
	{ "softplus", softplus, -3, 3 }, { "sin", sin, -10, 10 }, { "sin", sin, -1e6, 1e6 }, { "sin", sin, -2e9, 2e9 },
	{ "cos", cos, -10, 10 }, { "cos", cos, -9e8, 9e8 }, { "erf", erf, -5, 5 }, { "erf", erf, -1e-3, 1e-3 },
	{ "sqrt", sqrt, 0, 10 },
};

static void apply(const char *op, float *to, const float *p, const float *q, long n)
{
	const gan_real *x[2] = { p, q };

	gan_op_find(op)->pw(to, x, n, NULL);
}

/* Distance in units of the last place of the float nearest to want. */
static double ulps(float got, double want)
{
	float w = (float)want, up = nextafterf(fabsf(w), INFINITY);

	if (isnan(want) || isinf(w))
		return (isnan(want) && isnan(got)) || w == got ? 0 : INFINITY;
	return fabs((double)got - want) / ((double)up - (double)fabsf(w));
}

static void fill(float *p, double lo, double hi, const char *purpose)
{
	gan_rng_uniform_f32(gan_rng_make(3, purpose), 0, 0, 0, p, N);
	for (long i = 0; i < N; i++)
		p[i] = (float)(lo + (hi - lo) * (double)p[i]);
}

/* Elements one by one, from an odd place, give the bytes of the whole. */
static int same_alone(const char *op)
{
	for (long i = 0; i < 2000; i++) {
		float one;

		apply(op, &one, a + i, b + i, 1);
		if (memcmp(&one, y + i, sizeof(one)))
			return 0;
	}
	return 1;
}

static void test_unary(void)
{
	for (size_t k = 0; k < sizeof(unary) / sizeof(*unary); k++) {
		double worst = 0;

		fill(a, unary[k].lo, unary[k].hi, unary[k].op);
		apply(unary[k].op, y, a, NULL, N);
		for (long i = 0; i < N; i++)
			worst = fmax(worst, ulps(y[i], unary[k].f((double)a[i])));
		ok(worst <= 0.51, "%s on %g..%g: %.4f ulp", unary[k].op, unary[k].lo, unary[k].hi, worst);
		ok(same_alone(unary[k].op), "%s: a number alone gives the same bytes", unary[k].op);
	}
}

static void test_pow(void)
{
	static const float special[] = { 0, -0.0f, 1, -1, 2, -2, 3, -3, .5f, -.5f, 1e30f, -1e30f, 16777218, -16777215, INFINITY,
	                                 -INFINITY, NAN, FLT_MIN, 1e-42f };
	long n = sizeof(special) / sizeof(*special);
	double worst = 0;
	int bad = 0;

	fill(a, 0, 10, "base");
	fill(b, -40, 40, "exponent");
	apply("pow", y, a, b, N);
	for (long i = 0; i < N; i++)
		worst = fmax(worst, ulps(y[i], pow((double)a[i], (double)b[i])));
	ok(worst <= 0.52, "pow: %.4f ulp", worst);
	ok(same_alone("pow"), "pow: a number alone gives the same bytes");
	for (long i = 0; i < n * n; i++) {
		float u = special[i / n], v = special[i % n], want = powf(u, v);

		apply("pow", y, &u, &v, 1);
		if (!(ulps(y[0], (double)want) <= 1 && (isnan(want) || signbit(want) == signbit(y[0])))) {
			bad++;
			printf("# pow(%g, %g) = %g, not %g\n", (double)u, (double)v, (double)y[0], (double)want);
		}
	}
	ok(!bad, "pow of zeros, signs, infinities and NaN as in libm");
}

/* f(in) is out, to the bit but for NaN. */
static void special(const char *op, float in, float out)
{
	float got;

	apply(op, &got, &in, NULL, 1);
	ok(isnan(out) ? isnan(got) : memcmp(&got, &out, sizeof(got)) == 0, "%s(%g) is %g: %g", op, (double)in, (double)out,
	   (double)got);
}

static void test_special(void)
{
	static const char *const odd[] = { "sin", "tanh", "erf" };
	static const char *const all[] = { "exp", "log", "tanh", "sigmoid", "softplus", "sin", "cos", "erf", "sqrt", "relu",
	                                   "square", "recip", "abs", "neg", "floor", "round" };

	for (size_t k = 0; k < 3; k++) {
		special(odd[k], 0, 0);
		special(odd[k], -0.0f, -0.0f);
	}
	for (size_t k = 0; k < sizeof(all) / sizeof(*all); k++)
		special(all[k], NAN, NAN);
	special("exp", INFINITY, INFINITY);
	special("exp", -INFINITY, 0);
	special("exp", 0, 1);
	special("log", 0, -INFINITY);
	special("log", -0.0f, -INFINITY);
	special("log", -1, NAN);
	special("log", INFINITY, INFINITY);
	special("log", 1, 0);
	special("tanh", INFINITY, 1);
	special("tanh", -INFINITY, -1);
	special("sigmoid", INFINITY, 1);
	special("sigmoid", -INFINITY, 0);
	special("softplus", INFINITY, INFINITY);
	special("softplus", -INFINITY, 0);
	special("erf", INFINITY, 1);
	special("erf", -INFINITY, -1);
	special("sin", INFINITY, NAN);
	special("cos", -INFINITY, NAN);
	special("sqrt", -4, 0);
	special("relu", -INFINITY, 0);
	special("round", 2.5f, 2);
	special("round", -3.5f, -4);
	special("floor", -.5f, -1);
	special("isfinite", INFINITY, 0);
	special("isfinite", NAN, 0);
	special("isfinite", 3e38f, 1);
	special("sign", -0.0f, 0);
	special("recip0", 0, 0);
}

int main(void)
{
	test_unary();
	test_pow();
	test_special();
	return done();
}
