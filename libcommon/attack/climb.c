#include "attack/climb.h"

#include <string.h>
#include "base/mem.h"

static int is_zero(const gan_real *g, int64_t d)
{
	for (int64_t j = 0; j < d; j++)
		if (g[j] != 0)
			return 0;
	return 1;
}

/* The rows whose gradient is zero take the margin's. */
static int mend(const struct gan_assault *a, gan_real *grad, struct gan_err *e)
{
	gan_real *other = NULL;
	int rc = 0;

	for (int64_t i = 0; i < a->n && !rc; i++) {
		if (!is_zero(grad + i * a->d, a->d))
			continue;
		if (!other) {
			other = gan_alloc((size_t)(a->n * a->d), sizeof *other, e);
			rc = other ? gan_victim_loss(a->v, GAN_ATTACK_MARGIN, a->x, a->n, a->label, a->target, NULL, other, NULL, e) : -1;
		}
		if (!rc)
			memcpy(grad + i * a->d, other + i * a->d, (size_t)a->d * sizeof *grad);
	}
	gan_free(other);
	return rc;
}

int gan_climb_grad(const struct gan_assault *a, gan_real *value, gan_real *grad, gan_real *logit, struct gan_err *e)
{
	enum gan_attack_loss loss = GAN_ATTACK_CE;

	gan_attack_loss_find(gan_assault_text(a, "loss"), &loss);
	if (gan_victim_loss(a->v, loss, a->x, a->n, a->label, a->target, value, grad, logit, e))
		return -1;
	return loss == GAN_ATTACK_MARGIN ? 0 : mend(a, grad, e);
}
