/* The iterative least-likely class method (Kurakin, Goodfellow and Bengio 2017, sec. 2.3): the basic iterative
   method, toward the label that the victim finds least likely of the clean element. */
#include "attack/kurakin.h"

static const struct gan_setting settings[] = {
	GAN_ATTACK_SET_KURAKIN,
	GAN_ATTACK_SET_STOP,
	GAN_ATTACK_SET_LOSS("ce"),
};

const struct gan_attack gan_attack_ll = {
	.name = "ll",
	.help = "iterative, toward the least likely class (Kurakin et al. 2017)",
	.flags = GAN_ATTACK_PICKS,
	.norms = 1 << GAN_NORM_INF | 1 << GAN_NORM_2 | 1 << GAN_NORM_1,
	.setting = settings,
	.nsetting = sizeof settings / sizeof *settings,
	.run = gan_kurakin,
};
