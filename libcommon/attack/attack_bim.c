/* The basic iterative method (Kurakin, Goodfellow and Bengio 2017, sec. 2.2): steps of the sign of the gradient from
   the element itself, each clipped to the ball and the range. */
#include "attack/kurakin.h"

static const struct gan_setting settings[] = {
	GAN_ATTACK_SET_KURAKIN,
	GAN_ATTACK_SET_STOP,
	GAN_ATTACK_SET_LOSS("ce"),
};

const struct gan_attack gan_attack_bim = {
	.name = "bim",
	.help = "basic iterative method, without a random start (Kurakin et al. 2017)",
	.flags = GAN_ATTACK_TARGETS,
	.norms = 1 << GAN_NORM_INF | 1 << GAN_NORM_2 | 1 << GAN_NORM_1,
	.setting = settings,
	.nsetting = sizeof settings / sizeof *settings,
	.run = gan_kurakin,
};
