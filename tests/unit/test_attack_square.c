/* double */
/* The Square attack on linear classifiers: what it can and cannot do within a radius, and what its changes look like. */
#include "assault_help.h"

#define H 6
#define W 5
#define C 2
#define D (H * W * C)
#define N 6

static struct assault u;
static double w[2 * D], b[2];

/* The margin of each picture is f; in norm p nothing nearer than f / |w|_q can fool it. */
static double begin(double f)
{
	double x[D], l1 = 0;

	for (int j = 0; j < D; j++) {
		w[j] = sin(1 + 3 * j);
		w[D + j] = 0;
		l1 += fabs(w[j]);
		x[j] = .5;
	}
	b[0] = f;
	for (int j = 0; j < D; j++)
		b[0] -= w[j] * x[j];
	assault_open(&u, D, 2, w, b);
	assault_pictures(&u, H, W, C);
	for (int i = 0; i < N; i++)
		assault_add(&u, x, 0);
	return l1;
}

static int all_fooled(int want)
{
	for (int i = 0; i < N; i++)
		if (assault_fooled(&u, i) != want)
			return 0;
	return 1;
}

static void within(void)
{
	double l1 = begin(1);
	int ends = 1;

	u.a.eps = .999 / l1;
	assault_run(&u, "square", GAN_NORM_INF, "iters=500");
	ok(all_fooled(0), "inf: no change below f / |w|_1 fools");
	for (int i = 0; i < N * D; i++)
		ends &= fabs(fabs(u.x[i] - u.x0[i]) - u.a.eps) < 1e-9;
	ok(ends, "inf: every number is at an end of its interval");
	assault_run(&u, "square", GAN_NORM_INF, "iters=5");
	ok(memcmp(u.x, u.x + D, D * sizeof *u.x), "each element has squares of its own");
	u.a.eps = 1.4 / l1;
	assault_run(&u, "square", GAN_NORM_INF, "iters=2000");
	ok(all_fooled(1), "inf: 1.4 times as far it finds the way");
	assault_close(&u);
}

/* The length is eps, each time; the best direction is not reached, but far more than at random. */
static void euclid(void)
{
	double l2 = 0, worst = 0;

	begin(1);
	for (int j = 0; j < D; j++)
		l2 += w[j] * w[j];
	u.a.eps = .999 / sqrt(l2);
	assault_run(&u, "square", GAN_NORM_2, "iters=300");
	for (int i = 0; i < N; i++)
		worst = fmax(worst, fabs(assault_length(&u, GAN_NORM_2, i) - u.a.eps));
	ok(all_fooled(0) && worst < 1e-9, "2: lengths are eps, off by %g", worst);
	u.a.eps = 2 / sqrt(l2);
	assault_run(&u, "square", GAN_NORM_2, "iters=3000");
	ok(all_fooled(1), "2: twice as far it finds the way");
	assault_close(&u);
}

/* A target, a mask, and points of two numbers. */
static void others(void)
{
	static const double three[3 * 2] = { 1, 0, 0, 1, -1, -1 }, none[3] = { 0 }, at[2] = { .6, .2 };
	gan_real mask[D];
	int stays = 1;

	begin(1);
	for (int j = 0; j < D; j++)
		mask[j] = j % 3 != 0;
	u.a.mask = mask;
	u.a.eps = .2;
	assault_run(&u, "square", GAN_NORM_INF, "");
	for (int j = 0; j < D; j++)
		stays &= mask[j] != 0 || u.x[j] == u.x0[j];
	assault_run(&u, "square", GAN_NORM_2, "iters=50");
	for (int j = 0; j < D; j++)
		stays &= mask[j] != 0 || u.x[j] == u.x0[j];
	ok(stays, "masked numbers stay");
	assault_close(&u);

	assault_open(&u, 2, 3, three, none);
	assault_add(&u, at, 0);
	u.target[0] = 2;
	u.a.target = u.target;
	u.a.eps = .7;
	assault_run(&u, "square", GAN_NORM_INF, "");
	ok(assault_fooled(&u, 0) && u.x[0] < 0, "points, and a target: %g %g", u.x[0], u.x[1]);
	u.a.norm = GAN_NORM_2;
	ok(gan_assault_run(&u.a, &u.u.e) == -1 && u.u.e.code == GAN_USAGE, "not in norm 2: %s", u.u.e.msg);
	assault_close(&u);
}

static void alone(void)
{
	double l1 = begin(1);

	u.a.eps = 1.2 / l1;
	ok(assault_alone(&u, "square", GAN_NORM_INF, "iters=60"), "inf: a row's bytes are those it has alone");
	u.a.eps = .5;
	ok(assault_alone(&u, "square", GAN_NORM_2, "iters=60"), "2: likewise");
	assault_close(&u);
}

int main(void)
{
	within();
	euclid();
	others();
	alone();
	return done();
}
