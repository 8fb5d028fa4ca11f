/* double */
/* Attacks by decisions, on linear classifiers: how near they come to the edge, whose distance is known. */
#include "assault_help.h"

#define D 8
#define K 3

static const double w[K * D] = {
	1, 2, -1, 0, .5, 1, -.5, 1, /**/ -1, .5, 1, .2, -1, 0, 1, 0, /**/ 0, -1, 2, 0, 1, .5, 0, -1,
};
static const double b[K] = { .3, -.2, .1 };
static struct assault u;

static void begin(int n)
{
	assault_open(&u, D, K, w, b);
	for (int i = 0; i < n; i++) {
		double x[D];

		for (int j = 0; j < D; j++)
			x[j] = sin(1 + 3 * i + j * (i + 2));
		assault_add(&u, x, 0);
		u.label[i] = assault_class(&u, u.x0 + i * D);
	}
	assault_neighbours(&u);
}

/* The distance of element i to the edge of the class that it has gone to. */
static double edge(int i, enum gan_norm norm)
{
	int64_t k = assault_class(&u, u.x + i * D);

	return attack_margin(w, b, D, u.x0 + i * D, u.label[i], k) / attack_dual(w, D, u.label[i], k, norm);
}

/* Fools, and is no further than `most` times that, nor nearer. */
static void comes(const char *name, enum gan_norm norm, const char *set, double most)
{
	double worst = 0, least = INFINITY;
	int fooled = 1;

	begin(12);
	assault_run(&u, name, norm, set);
	for (int i = 0; i < 12; i++) {
		double ratio = assault_length(&u, norm, i) / edge(i, norm);

		worst = fmax(worst, ratio);
		least = fmin(least, ratio);
		fooled &= assault_fooled(&u, i);
	}
	ok(fooled && least >= 1 - 1e-6 && worst < most, "%s, norm %s, %s: fools at %.4f to %.4f of the edge's distance", name,
	   gan_norm_name(norm), set, least, worst);
	assault_close(&u);
}

static void bounds(const char *name)
{
	gan_real mask[D] = { 1, 1, 1, 0, 1, 1, 0, 1 };
	int inside = 1, stays = 1, fooled = 1;

	begin(6);
	u.a.lo = -1;
	u.a.hi = 1;
	u.a.mask = mask;
	assault_run(&u, name, GAN_NORM_2, "iters=30");
	for (int i = 0; i < 6 * D; i++) {
		inside &= u.x[i] >= -1 && u.x[i] <= 1;
		stays &= mask[i % D] != 0 || u.x[i] == u.x0[i];
	}
	for (int i = 0; i < 6; i++)
		fooled &= assault_fooled(&u, i);
	ok(inside && stays && fooled, "%s: inside lo..hi, masked numbers stay", name);
	assault_close(&u);
}

/* Toward a target; from noise; what is wrong to begin with, and what cannot be fooled. */
static void begins(const char *name)
{
	static const double flat[2 * D] = { 0 }, high[2] = { 1, 0 };
	int there = 1, queries = 1;
	int64_t asked, gradients;

	begin(6);
	for (int i = 0; i < 6; i++)
		u.target[i] = (u.label[i] + 1) % K;
	u.a.target = u.target;
	assault_run(&u, name, GAN_NORM_2, "iters=5");
	for (int i = 0; i < 6; i++)
		there &= assault_fooled(&u, i);
	ok(there, "%s: reaches its target", name);
	u.a.target = NULL;
	u.label[2] = (u.label[2] + 1) % K;
	assault_run(&u, name, GAN_NORM_2, "iters=5 begin=noise");
	there = assault_length(&u, GAN_NORM_2, 2) == 0;
	for (int i = 0; i < 6; i++)
		there &= assault_fooled(&u, i);
	gan_victim_asked(u.a.v, &asked, &gradients);
	queries = asked > 0 && gradients == 0;
	ok(there && queries, "%s: from noise; what is wrong to begin with stays; no gradient is asked for", name);
	assault_close(&u);
	assault_open(&u, D, 2, flat, high);
	assault_add(&u, w, 0);
	assault_neighbours(&u);
	assault_run(&u, name, GAN_NORM_2, "");
	ok(assault_length(&u, GAN_NORM_2, 0) == 0, "%s: where nothing fools the element stays", name);
	assault_close(&u);
}

static void alone(const char *name)
{
	begin(20);
	ok(assault_alone(&u, name, GAN_NORM_2, "iters=6"), "%s: a row's bytes are those it has alone", name);
	assault_close(&u);
}

int main(void)
{
	comes("boundary", GAN_NORM_2, "iters=2000", 1.02);
	comes("hsj", GAN_NORM_2, "iters=20", 1.02);
	comes("hsj", GAN_NORM_INF, "iters=20", 1.02);
	comes("hsj", GAN_NORM_2, "iters=3 restarts=3", 1.2);
	bounds("boundary");
	bounds("hsj");
	begins("boundary");
	begins("hsj");
	alone("boundary");
	alone("hsj");
	return done();
}
