#include "attack/climb.h"

#include <string.h>
#include "attack/rows.h"
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
	struct gan_rows r = { 0 };
	struct gan_assault of = *a;
	uint8_t *keep = gan_alloc((size_t)a->n, 1, e);
	gan_real *other = NULL;
	int64_t zero = 0, d = a->d;
	int rc = keep ? 0 : -1;

	for (int64_t i = 0; i < a->n && !rc; i++)
		zero += keep[i] = (uint8_t)is_zero(grad + i * d, d);
	if (!rc && zero) {
		other = gan_alloc((size_t)(zero * d), sizeof *other, e);
		rc = other && !gan_rows_open(&r, &of, e) ? 0 : -1;
		if (!rc)
			gan_rows_keep(&r, keep);
		if (!rc)
			rc = gan_victim_loss(a->v, GAN_ATTACK_MARGIN, r.a.x, r.a.n, r.a.label, r.a.target, NULL, other, NULL, e);
		for (int64_t i = 0; i < r.a.n && !rc; i++)
			memcpy(grad + r.at[i] * d, other + i * d, (size_t)d * sizeof *grad);
		gan_rows_close(&r);
	}
	gan_free(other);
	gan_free(keep);
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
