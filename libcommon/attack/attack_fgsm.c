/* The fast gradient method (Goodfellow, Shlens and Szegedy 2015, sec. 4): x' = x + eps sign(dJ/dx), and in other norms eps along
   the steepest direction. */
#include "attack/ball.h"
#include "attack/climb.h"
#include "attack/rows.h"
#include "base/mem.h"

struct step {
	const struct gan_assault *a;
	const gan_real *grad;
};

static void step(void *ctx, int64_t row)
{
	const struct step *s = ctx;

	gan_ball_step(s->a, row, s->grad + row * s->a->d, s->a->eps);
	gan_ball_project(s->a, row);
}

static int run(const struct gan_assault *a, struct gan_err *e)
{
	gan_real *grad = gan_alloc((size_t)(a->n * a->d), sizeof *grad, e);
	int rc = grad ? gan_climb_grad(a, NULL, grad, NULL, e) : -1;

	if (!rc)
		gan_rows_each(a, step, &(struct step){ a, grad });
	gan_free(grad);
	return rc;
}

static const struct gan_setting settings[] = {
	GAN_ATTACK_SET_LOSS("ce"),
};

const struct gan_attack gan_attack_fgsm = {
	.name = "fgsm",
	.help = "one step of eps along the gradient (Goodfellow et al. 2015)",
	.flags = GAN_ATTACK_TARGETS,
	.norms = 1 << GAN_NORM_INF | 1 << GAN_NORM_2 | 1 << GAN_NORM_1,
	.setting = settings,
	.nsetting = sizeof settings / sizeof *settings,
	.run = run,
};
