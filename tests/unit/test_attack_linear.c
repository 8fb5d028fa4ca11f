/* double */
/* Attacks within a radius on a linear classifier of two classes: the best that can be done is known, and all of them
   must do it. */
#include "attack_help.h"

enum { D = 6, N = 3 };

static const double weight[2 * D] = { .3, -.2, .5, 0, .1, -.4, -.1, .6, .2, .3, .1, -.3 };
static const double bias[2] = { .1, -.2 };
static const gan_real points[N * D] = { 1, 0, .5, .25, 0, -1, .2, .3, -.4, .5, .6, -.7, 0, 0, 0, 0, 0, 0 };
static const int64_t label[N] = { 0, 1, 0 };

/* "key=value key=value" */
static void attack_sets(struct attack_use *u, const char *set)
{
	char copy[128], *p;

	snprintf(copy, sizeof copy, "%s", set);
	for (p = strtok(copy, " "); p; p = strtok(NULL, " ")) {
		char *value = strchr(p, '=');

		*value++ = 0;
		attack_set(u, p, value);
	}
}

/* The margin of the other class over the label must grow by eps times the dual norm of the weights' difference. */
static void moves(const char *name, enum gan_norm norm, double eps, const char *set)
{
	struct attack_use u;
	gan_real x[N * D];
	double worst = 0, length = 0;

	attack_open(&u, weight, bias, 2, D);
	attack_sets(&u, set);
	if (attack_run(&u, name, norm, eps, points, N, label, NULL, x))
		attack_die(&u, name);
	for (int i = 0; i < N; i++) {
		double before = attack_margin(weight, bias, D, points + i * D, 1 - label[i], label[i]);
		double after = attack_margin(weight, bias, D, x + i * D, 1 - label[i], label[i]);

		worst = fmax(worst, fabs(after - before - eps * attack_dual(weight, D, 0, 1, norm)));
		length = fmax(length, gan_ball_length(norm, x + i * D, points + i * D, D));
	}
	ok(worst < 1e-5 && length < eps + 1e-9, "%s -p %s %s: off by %.2g, length %.9g of %g", name, gan_norm_name(norm), set,
	   worst, length, eps);
	attack_close(&u);
}

/* With bounds, L1's budget goes to the numbers that gain most, as far as they may go: the knapsack with parts. */
static void fills_the_box(void)
{
	const double w[2 * 4] = { 0, 0, 0, 0, .9, .5, -.7, .1 }, b[2] = { 1, 0 };
	const gan_real x0[4] = { .8, .5, .3, .2 }, want[4] = { 1, .8, 0, .2 }; /* .2 of .9, .3 of -.7, and .3 is left for .5 */
	const int64_t y = 0;
	struct attack_use u;
	gan_real x[4];
	double worst = 0;

	attack_open(&u, w, b, 2, 4);
	if (attack_run_in(&u, "fgsm", GAN_NORM_1, .8, x0, 1, &y, NULL, 0, 1, x))
		attack_die(&u, "fgsm");
	for (int j = 0; j < 4; j++)
		worst = fmax(worst, fabs(x[j] - want[j]));
	ok(worst < 1e-9, "fgsm -p 1 fills the box in the order of the gradient: off by %.2g", worst);
	if (attack_run_in(&u, "pgd", GAN_NORM_1, .8, x0, 1, &y, NULL, 0, 1, x))
		attack_die(&u, "pgd");
	worst = 0;
	for (int j = 0; j < 4; j++)
		worst = fmax(worst, fabs(x[j] - want[j]));
	ok(worst < .05, "pgd -p 1 ends there, within a step: off by %.2g", worst);
	attack_close(&u);
}

/* What stops where it is fooled is fooled, and has not gone further than it had to; who is beside it does not matter. */
static void stops(void)
{
	struct attack_use u;
	gan_real x[N * D], alone[D];
	int fooled = 1, near = 1, same = 1;

	attack_open(&u, weight, bias, 2, D);
	attack_set(&u, "stop", "1");
	attack_set(&u, "start", "0");
	attack_set(&u, "step", ".05");
	if (attack_run(&u, "pgd", GAN_NORM_INF, 2, points, N, label, NULL, x))
		attack_die(&u, "pgd stop=1");
	for (int i = 0; i < N; i++) {
		double margin = attack_margin(weight, bias, D, x + i * D, 1 - label[i], label[i]);

		fooled &= margin > 0;
		near &= margin <= .05 * attack_dual(weight, D, 0, 1, GAN_NORM_INF) + 1e-9 ||
		        !memcmp(x + i * D, points + i * D, sizeof alone);
		if (attack_run(&u, "pgd", GAN_NORM_INF, 2, points + i * D, 1, label + i, NULL, alone))
			attack_die(&u, "pgd stop=1");
		same &= !memcmp(alone, x + i * D, sizeof alone);
	}
	ok(fooled, "stop=1: all are fooled");
	ok(near, "stop=1: and by less than a step, or were to begin with");
	ok(same, "stop=1: an element alone ends at the same place");
	attack_close(&u);
}

/* The nearest point of the other class is |f| / |w|_2 away; `near` is how much further an attack may end. */
static void finds(const char *name, const char *set, double near)
{
	struct attack_use u;
	gan_real x[N * D];
	double worst = 0;
	int fooled = 1;

	attack_open(&u, weight, bias, 2, D);
	attack_sets(&u, set);
	if (attack_run(&u, name, GAN_NORM_2, INFINITY, points, N, label, NULL, x))
		attack_die(&u, name);
	for (int i = 0; i < N; i++) {
		double before = attack_margin(weight, bias, D, points + i * D, 1 - label[i], label[i]);
		double want = before < 0 ? -before / attack_dual(weight, D, 0, 1, GAN_NORM_2) : 0;

		fooled &= attack_margin(weight, bias, D, x + i * D, 1 - label[i], label[i]) > 0;
		worst = fmax(worst, gan_ball_length(GAN_NORM_2, x + i * D, points + i * D, D) / want - 1);
	}
	ok(fooled && worst < near, "%s %s: fooled, and further than the edge by %.2g of the distance", name, set, worst);
	attack_close(&u);
}

/* Of four classes the target is reached, by `lead` at least. */
static void obeys(const char *name, enum gan_norm norm, double eps, const char *set, double lead)
{
	static const double w[4 * 3] = { 1, 0, .5, 0, 1, -.5, -1, -1, 0, .5, -.5, 1 }, b[4] = { 0, .1, -.1, .05 };
	static const gan_real x0[3] = { .2, .1, .4 };
	const int64_t y = 3, target = 1;
	struct attack_use u;
	double least = INFINITY;
	gan_real x[3];

	attack_open(&u, w, b, 4, 3);
	attack_sets(&u, set);
	if (attack_run(&u, name, norm, eps, x0, 1, &y, &target, x))
		attack_die(&u, name);
	for (int k = 0; k < 4; k++)
		least = k == target ? least : fmin(least, attack_margin(w, b, 3, x, target, k));
	ok(least > 0 && least >= lead - 1e-9, "%s %s: reaches its target, by %.3g", name, set, least);
	attack_close(&u);
}

int main(void)

{
	static const char *const names[] = { "fgsm", "pgd", "bim", "mi", "apgd" };

	/* In L2 pgd turns from its random start toward the weights geometrically: with long steps, soon. */
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		moves(names[i], GAN_NORM_INF, .25, "");
		moves(names[i], GAN_NORM_2, .7, strcmp(names[i], "pgd") ? "" : "step=2");
		moves(names[i], GAN_NORM_1, 1.5, "");
		moves(names[i], GAN_NORM_INF, .25, "loss=margin");
	}
	moves("pgd", GAN_NORM_2, .7, "start=0");
	moves("pgd", GAN_NORM_INF, .25, "restarts=3");
	fills_the_box();
	stops();
	finds("ddn", "iters=300", 1e-2);
	finds("cw", "iters=400 rate=.01 search=8", 1e-2);
	obeys("cw", GAN_NORM_2, INFINITY, "kappa=.5 iters=200 rate=.05", .5);
	obeys("ddn", GAN_NORM_2, INFINITY, "", 0);
	obeys("pgd", GAN_NORM_INF, 3, "", 0);
	obeys("apgd", GAN_NORM_2, 5, "loss=dlr", 0);
	obeys("ll", GAN_NORM_INF, 3, "", 0);
	return done();
}
