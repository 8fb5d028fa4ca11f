/* The momentum iterative method (Dong et al. 2018, sec. 3.1): m <- decay m + g / |g|_1, and a step along the sign of m. */
#include "attack/walk.h"

static int run(const struct gan_assault *a, struct gan_err *e)
{
	struct gan_walk w = {
		.iters = gan_assault_int(a, "iters"), .step = gan_assault_real(a, "step"), .spread = .01,
		.momentum = gan_assault_real(a, "decay"), .stop = (int)gan_assault_int(a, "stop"),
	};

	if (w.step == 0)
		w.step = a->eps / (double)w.iters;
	return gan_walk(a, &w, e);
}

static const struct gan_setting settings[] = {
	{ "iters", GAN_SET_INT, "10", 1, 1e6, NULL, "steps", "steps along the gathered gradient" },
	{ "step", GAN_SET_REAL, "0", 0, 1e6, NULL, "as eps", "length of a step; 0: eps / iters" },
	{ "decay", GAN_SET_REAL, "1", 0, 10, NULL, "", "mu of m <- mu m + g / |g|_1" },
	GAN_ATTACK_SET_STOP,
	GAN_ATTACK_SET_LOSS("ce"),
};

const struct gan_attack gan_attack_mi = {
	.name = "mi",
	.help = "momentum iterative method, for examples that fool other models too (Dong et al. 2018)",
	.flags = GAN_ATTACK_TARGETS,
	.norms = 1 << GAN_NORM_INF | 1 << GAN_NORM_2 | 1 << GAN_NORM_1,
	.setting = settings,
	.nsetting = sizeof settings / sizeof *settings,
	.run = run,
};
