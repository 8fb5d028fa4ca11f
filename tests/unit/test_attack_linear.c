/* double */
/* Attacks within a radius on a linear classifier of two classes: the best that can be done is known, and all of them must do it. */
#include "attack_help.h"

enum { D = 6, N = 3 };

static const double weight[2 * D] = { .3, -.2, .5, 0, .1, -.4, -.1, .6, .2, .3, .1, -.3 };
static const double bias[2] = { .1, -.2 };
static const gan_real points[N * D] = { 1, 0, .5, .25, 0, -1, .2, .3, -.4, .5, .6, -.7, 0, 0, 0, 0, 0, 0 };
static const int64_t label[N] = { 0, 1, 0 };

/* The margin of the other class over the label must grow by eps times the dual norm of the weights' difference. */
static void moves(const char *name, enum gan_norm norm, double eps, const char *set)
{
	struct attack_use u;
	gan_real x[N * D];
	double worst = 0, length = 0;
	char copy[128], *p;

	attack_open(&u, weight, bias, 2, D);
	snprintf(copy, sizeof copy, "%s", set);
	for (p = strtok(copy, " "); p; p = strtok(NULL, " ")) {
		char *value = strchr(p, '=');

		*value++ = 0;
		attack_set(&u, p, value);
	}
	if (attack_run(&u, name, norm, eps, points, N, label, NULL, x))
		attack_die(&u, name);
	for (int i = 0; i < N; i++) {
		double before = attack_margin(weight, bias, D, points + i * D, 1 - label[i], label[i]);
		double after = attack_margin(weight, bias, D, x + i * D, 1 - label[i], label[i]);

		worst = fmax(worst, fabs(after - before - eps * attack_dual(weight, D, 0, 1, norm)));
		length = fmax(length, gan_ball_length(norm, x + i * D, points + i * D, D));
	}
	ok(worst < 1e-5 && length < eps + 1e-9, "%s -p %s %s: off by %.2g, length %.9g of %g", name, gan_norm_name(norm), set, worst, length,
	   eps);
	attack_close(&u);
}

int main(void)
{
	moves("fgsm", GAN_NORM_INF, .25, "");
	moves("fgsm", GAN_NORM_2, .7, "");
	moves("fgsm", GAN_NORM_1, 1.5, "");
	moves("fgsm", GAN_NORM_INF, .25, "loss=margin");
	moves("pgd", GAN_NORM_INF, .25, "");
	moves("pgd", GAN_NORM_2, .7, "start=0");
	moves("pgd", GAN_NORM_2, .7, "step=2");
	moves("pgd", GAN_NORM_1, 1.5, "");
	return done();
}
