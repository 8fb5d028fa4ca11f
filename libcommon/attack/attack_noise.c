/* A random point of the ball: the control that every attack must beat. */
#include "attack/ball.h"

static int run(const struct gan_assault *a, struct gan_err *e)
{
	(void)e;
	for (int64_t i = 0; i < a->n; i++)
		gan_ball_random(a, i, "attack.noise");
	return 0;
}

const struct gan_attack gan_attack_noise = {
	.name = "noise",
	.help = "uniform noise in the ball, the control",
	.flags = GAN_ATTACK_RANDOM,
	.norms = 1 << GAN_NORM_INF | 1 << GAN_NORM_2 | 1 << GAN_NORM_1,
	.run = run,
};
