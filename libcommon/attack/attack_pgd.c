/* Projected gradient descent (Madry et al. 2018, sec. 2.1): from a random point of the ball, iters steps along the
   gradient, each projected back. In L1 a step along one number would be too narrow, and is spread (Tramer and Boneh
   2019, sec. 3). */
#include "attack/walk.h"

static int run(const struct gan_assault *a, struct gan_err *e)
{
	struct gan_walk w = {
		.iters = gan_assault_int(a, "iters"), .step = gan_assault_real(a, "step"),
		.spread = gan_assault_real(a, "spread"), .momentum = -1, .start = (int)gan_assault_int(a, "start"),
		.stop = (int)gan_assault_int(a, "stop"),
	};

	if (w.step == 0)
		w.step = 2.5 * a->eps / (double)w.iters;
	return gan_walk(a, &w, e);
}

static const struct gan_setting settings[] = {
	{ "iters", GAN_SET_INT, "40", 1, 1e6, NULL, "steps", "steps of the gradient" },
	{ "step", GAN_SET_REAL, "0", 0, 1e6, NULL, "as eps", "length of a step; 0: 2.5 eps / iters" },
	{ "start", GAN_SET_INT, "1", 0, 1, NULL, "", "1: begin at a random point of the ball; 0: at the element itself" },
	GAN_ATTACK_SET_STOP,
	{ "spread", GAN_SET_REAL, ".01", 0, 1, NULL, "", "-p 1: a step moves this share of the numbers at least" },
	GAN_ATTACK_SET_LOSS("ce"),
};

const struct gan_attack gan_attack_pgd = {
	.name = "pgd",
	.help = "projected gradient descent from a random start (Madry et al. 2018)",
	.flags = GAN_ATTACK_RANDOM | GAN_ATTACK_TARGETS,
	.norms = 1 << GAN_NORM_INF | 1 << GAN_NORM_2 | 1 << GAN_NORM_1,
	.setting = settings,
	.nsetting = sizeof settings / sizeof *settings,
	.run = run,
};
