/* Projected gradient descent (Madry et al. 2018, sec. 2.1): from a random point of the ball, iters steps along the gradient, each
   projected back. */
#include "attack/ball.h"
#include "attack/climb.h"
#include "base/mem.h"

static int run(const struct gan_assault *a, struct gan_err *e)
{
	gan_real *grad = gan_alloc((size_t)(a->n * a->d), sizeof *grad, e);
	int64_t iters = gan_assault_int(a, "iters");
	double step = gan_assault_real(a, "step");
	int rc = grad ? 0 : -1;

	if (step == 0)
		step = 2.5 * a->eps / (double)iters;
	for (int64_t i = 0; i < a->n && gan_assault_int(a, "start"); i++)
		gan_ball_random(a, i, "attack.start");
	for (int64_t t = 0; t < iters && !rc; t++) {
		rc = gan_climb_grad(a, NULL, grad, NULL, e);
		for (int64_t i = 0; i < a->n && !rc; i++) {
			gan_ball_step(a, i, grad + i * a->d, step);
			gan_ball_project(a, i);
		}
	}
	gan_free(grad);
	return rc;
}

static const struct gan_setting settings[] = {
	{ "iters", GAN_SET_INT, "40", 1, 1e6, NULL, "steps", "steps of the gradient" },
	{ "step", GAN_SET_REAL, "0", 0, 1e6, NULL, "as eps", "length of a step; 0: 2.5 eps / iters" },
	{ "start", GAN_SET_INT, "1", 0, 1, NULL, "", "1: begin at a random point of the ball; 0: at the element itself" },
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
