/* both */
/* Every pointwise op of the registry against its formula, on numbers that include zeros, equals, infinities and NaN; with
   a tail, and with the result written over an input. test_op_vmath has the ulps of elementary functions. */
#include <math.h>
#include <string.h>

#include "graph/build.h"
#include "graph/op.h"
#include "tap.h"

static const struct gan_lrelu_attr slope = { .25 };
static const struct gan_clamp_attr limits = { -1, 2 };
static const struct gan_affine_attr line = { 3, -.5 };

static double add(double a, double b, double c) { (void)c; return a + b; }
static double sub(double a, double b, double c) { (void)c; return a - b; }
static double mul(double a, double b, double c) { (void)c; return a * b; }
static double quotient(double a, double b, double c) { (void)c; return a / b; }
static double power(double a, double b, double c) { (void)c; return pow(a, b); }
static double max(double a, double b, double c) { (void)c; return isnan(a) ? a : isnan(b) ? b : a > b ? a : b; }
static double min(double a, double b, double c) { (void)c; return isnan(a) ? a : isnan(b) ? b : a < b ? a : b; }
static double eq(double a, double b, double c) { (void)c; return a == b; }
static double ne(double a, double b, double c) { (void)c; return a != b; }
static double lt(double a, double b, double c) { (void)c; return a < b; }
static double le(double a, double b, double c) { (void)c; return a <= b; }
static double gt(double a, double b, double c) { (void)c; return a > b; }
static double ge(double a, double b, double c) { (void)c; return a >= b; }
static double select(double a, double b, double c) { return a != 0 ? b : c; }
static double normed(double a, double b, double c) { return (a - b) * c; }
static double neg(double a, double b, double c) { (void)b; (void)c; return -a; }
static double size(double a, double b, double c) { (void)b; (void)c; return fabs(a); }
static double sign(double a, double b, double c) { (void)b; (void)c; return (a > 0) - (a < 0); }
static double expo(double a, double b, double c) { (void)b; (void)c; return exp(a); }
static double logn(double a, double b, double c) { (void)b; (void)c; return log(a); }
static double root(double a, double b, double c) { (void)b; (void)c; return isnan(a) ? a : sqrt(a > 0 ? a : 0); }
static double square(double a, double b, double c) { (void)b; (void)c; return a * a; }
static double recip(double a, double b, double c) { (void)b; (void)c; return 1 / a; }
static double recip0(double a, double b, double c) { (void)b; (void)c; return a == 0 ? 0 : 1 / a; }
static double sine(double a, double b, double c) { (void)b; (void)c; return sin(a); }
static double cosine(double a, double b, double c) { (void)b; (void)c; return cos(a); }
static double erfn(double a, double b, double c) { (void)b; (void)c; return erf(a); }
static double tanhn(double a, double b, double c) { (void)b; (void)c; return tanh(a); }
static double sigmoid(double a, double b, double c) { (void)b; (void)c; return 1 / (1 + exp(-a)); }
static double softplus(double a, double b, double c) { (void)b; (void)c; return log1p(exp(-fabs(a))) + (a > 0 ? a : 0); }
static double relu(double a, double b, double c) { (void)b; (void)c; return isnan(a) ? a : a > 0 ? a : 0; }
static double down(double a, double b, double c) { (void)b; (void)c; return floor(a); }
static double nearest(double a, double b, double c) { (void)b; (void)c; return rint(a); }
static double finite(double a, double b, double c) { (void)b; (void)c; return isfinite(a) != 0; }
static double lrelu(double a, double b, double c) { (void)b; (void)c; return a > 0 ? a : .25 * a; }
static double lrelu_dx(double a, double b, double c) { (void)c; return a > 0 ? b : .25 * b; }
static double clamp(double a, double b, double c) { (void)b; (void)c; return a < -1 ? -1 : a > 2 ? 2 : a; }
static double affine(double a, double b, double c) { (void)b; (void)c; return 3 * a - .5; }
static double copy(double a, double b, double c) { (void)b; (void)c; return a; }

static const struct {
	const char *op;
	double (*f)(double a, double b, double c);
	const void *attr;
} table[] = {
	{ "add", add, NULL }, { "sub", sub, NULL }, { "mul", mul, NULL }, { "div", quotient, NULL }, { "pow", power, NULL },
	{ "max", max, NULL }, { "min", min, NULL }, { "eq", eq, NULL }, { "ne", ne, NULL }, { "lt", lt, NULL },
	{ "le", le, NULL },
	{ "gt", gt, NULL }, { "ge", ge, NULL }, { "select", select, NULL }, { "normed", normed, NULL },
	{ "neg", neg, NULL },
	{ "abs", size, NULL }, { "sign", sign, NULL }, { "exp", expo, NULL }, { "log", logn, NULL }, { "sqrt", root, NULL },
	{ "square", square, NULL }, { "recip", recip, NULL }, { "recip0", recip0, NULL }, { "sin", sine, NULL },
	{ "cos", cosine, NULL }, { "erf", erfn, NULL }, { "tanh", tanhn, NULL }, { "sigmoid", sigmoid, NULL },
	{ "softplus", softplus, NULL }, { "relu", relu, NULL }, { "floor", down, NULL }, { "round", nearest, NULL },
	{ "isfinite", finite, NULL }, { "lrelu", lrelu, &slope }, { "lrelu_dx", lrelu_dx, &slope },
	{ "clamp", clamp, &limits }, { "affine", affine, &line }, { "expand", copy, NULL },
};

#define V 12
#define N (V * V * V)

static gan_real a[N], b[N], c[N];

static void fill(void)
{
	static const double v[V] = { 0, -0.0, 1, -1, .5, -2.5, 3, 7.25, -40, INFINITY, -INFINITY, NAN };

	for (int i = 0; i < N; i++) {
		a[i] = (gan_real)v[i % V];
		b[i] = (gan_real)v[i / V % V];
		c[i] = (gan_real)v[i / V / V];
	}
}

/* Near to the last bits of gan_real, NaN and infinity alike. */
static int alike(gan_real got, double want)
{
	double eps = sizeof(gan_real) == 4 ? 1.2e-7 : 1e-14;

	if (isnan(want) || isinf((gan_real)want))
		return isnan(want) ? isnan(got) != 0 : got == (gan_real)want;
	return fabs((double)got - want) <= eps * fabs(want) + 1e-40;
}

static void check(const struct gan_op *op)
{
	static gan_real y[N + 1], over[N];
	const gan_real *x[3] = { a, b, c }, *in_place[3] = { over, b, c };
	int bad = 0, k = 0, n = (int)(sizeof(table) / sizeof(*table));

	while (k < n && strcmp(table[k].op, op->name))
		k++;
	if (!ok(k < n, "%s has a formula here", op->name))
		return;
	y[N - 3] = 77;
	op->pw(y, x, N - 3, table[k].attr);
	bad += y[N - 3] != 77;
	memcpy(over, a, sizeof(over));
	op->pw(over, in_place, N - 3, table[k].attr);
	for (int i = 0; i < N - 3; i++) {
		double want = table[k].f((double)a[i], (double)b[i], (double)c[i]);

		if (!alike(y[i], want) && !bad++)
			printf("# %s(%g, %g, %g) = %g, not %g\n", op->name, (double)a[i], (double)b[i], (double)c[i],
			       (double)y[i], want);
	}
	ok(!bad, "%s is as its formula", op->name);
	ok(!memcmp(y, over, (N - 3) * sizeof(*y)), "%s gives the same bytes in place", op->name);
}

int main(void)
{
	fill();
	for (size_t i = 0; i < gan_op_count(); i++)
		if (gan_op_at(i)->flags & GAN_OP_POINTWISE)
			check(gan_op_at(i));
	return done();
}
