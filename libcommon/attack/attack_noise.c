/* A random point of the ball: the control that every attack must beat. */
#include "attack/ball.h"
#include "attack/rows.h"

static void draw(void *ctx, int64_t row)
{
	gan_ball_random(ctx, row, "attack.noise");
}

static int run(const struct gan_assault *a, struct gan_err *e)
{
	struct gan_assault all = *a;

	(void)e;
	gan_rows_each(a, draw, &all);
	return 0;
}

const struct gan_attack gan_attack_noise = {
	.name = "noise",
	.help = "uniform noise in the ball, the control",
	.flags = GAN_ATTACK_RANDOM,
	.norms = 1 << GAN_NORM_INF | 1 << GAN_NORM_2 | 1 << GAN_NORM_1,
	.run = run,
};
