/* double */
/* One change for all, on a linear classifier. */
#include "assault_help.h"

#define D 4
#define N 40

static const double w[2 * D] = { 1, -2, .5, 0, 0, 0, 0, 0 }, b[2] = { 0 };
static struct assault u;

/* Elements at distances 1/N, 2/N, ... 1 from the edge, all on the side of class 0. */
static void begin(double lo, double hi)
{
	double square = 0;

	for (int j = 0; j < D; j++)
		square += w[j] * w[j];
	assault_open(&u, D, 2, w, b);
	u.a.lo = lo;
	u.a.hi = hi;
	for (int i = 0; i < N; i++) {
		double x[D];

		for (int j = 0; j < D; j++)
			x[j] = (i + 1.) / N * w[j] / sqrt(square) + (j == 3 ? sin(i) : 0);
		assault_add(&u, x, 0);
	}
}

static int fooled(void)
{
	int n = 0;

	for (int i = 0; i < N; i++)
		n += assault_fooled(&u, i);
	return n;
}

/* Is the change of all elements the same? */
static int is_one(void)
{
	double worst = 0;

	for (int i = 0; i < N * D; i++)
		worst = fmax(worst, fabs((u.x[i] - u.x0[i]) - (u.x[i % D] - u.x0[i % D])));
	return worst < 1e-12;
}

int main(void)
{
	gan_real first[D];

	begin(-INFINITY, INFINITY);
	u.a.eps = .5;
	assault_run(&u, "universal", GAN_NORM_2, "passes=3");
	ok(is_one() && assault_near(assault_length(&u, GAN_NORM_2, 0), .5, 1e-9), "one change, of length eps: %g",
	   assault_length(&u, GAN_NORM_2, 0));
	ok(fooled() >= N / 2 - 1 && fooled() <= N / 2, "along the gradient: half of the elements are nearer, and %d are fooled",
	   fooled());
	u.a.eps = 2;
	assault_run(&u, "universal", GAN_NORM_2, "rate=0.5");
	ok(is_one() && fooled() >= N / 2 && assault_length(&u, GAN_NORM_2, 0) < 1.1, "it ends at rate, at %g of 2",
	   assault_length(&u, GAN_NORM_2, 0));
	assault_run(&u, "universal", GAN_NORM_2, "fit=1 rate=1");
	ok(is_one() && assault_near(assault_length(&u, GAN_NORM_2, 0), 1.02 / N, 1e-5) && fooled() == 1,
	   "from the first alone, done to all");
	u.a.eps = .2;
	assault_run(&u, "universal", GAN_NORM_INF, "");
	ok(is_one() && assault_length(&u, GAN_NORM_INF, 0) <= .2 + 1e-12, "norm inf: no number by more than eps");
	memcpy(first, u.x, sizeof first);
	assault_run(&u, "universal", GAN_NORM_INF, "");
	ok(!memcmp(first, u.x, sizeof first), "the same bytes again");
	assault_close(&u);
	begin(-.3, .3);
	u.a.eps = .5;
	for (int i = 0; i < N * D; i++)
		u.x0[i] = u.x0[i] > .3 ? .3 : u.x0[i] < -.3 ? -.3 : u.x0[i];
	assault_run(&u, "universal", GAN_NORM_2, "");
	for (int i = 0; i < N * D; i++)
		if (!(u.x[i] >= -.3 && u.x[i] <= .3))
			u.a.n = -1;
	ok(u.a.n == N && fooled() > 0, "inside lo..hi, %d are fooled", fooled());
	assault_close(&u);
	return done();
}
