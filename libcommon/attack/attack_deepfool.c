/* DeepFool (Moosavi-Dezfooli, Fawzi and Frossard 2016): the nearest edge of the classifier, taken as linear. It leaves the class
   that the victim gives to the element, whatever its label. */
#include <string.h>
#include "attack/deepfool.h"
#include "attack/logit.h"
#include "base/mem.h"

static int descend(const struct gan_assault *a, gan_real *logit, int64_t *from, uint8_t *done, struct gan_err *e)
{
	const struct gan_deepfool s = {
		.norm = a->norm, .iters = gan_assault_int(a, "iters"), .classes = gan_assault_int(a, "classes"),
		.overshoot = gan_assault_real(a, "overshoot"),
	};
	int64_t k = gan_victim_classes(a->v);

	if (gan_victim_logits(a->v, a->x, a->n, logit, e))
		return -1;
	for (int64_t i = 0; i < a->n; i++)
		from[i] = gan_logit_best(logit + i * k, k, -1);
	if (gan_deepfool(a, &s, a->n, from, a->x, done, e))
		return -1;
	for (int64_t i = 0; i < a->n; i++)
		if (!done[i] || gan_assault_fooled(a, logit + i * k, i))
			memcpy(a->x + i * a->d, a->x0 + i * a->d, (size_t)a->d * sizeof *a->x);
	return 0;
}

static int run(const struct gan_assault *a, struct gan_err *e)
{
	size_t n = (size_t)a->n;
	gan_real *logit = gan_alloc(n * (size_t)gan_victim_classes(a->v), sizeof *logit, e);
	int64_t *from = gan_alloc(n, sizeof *from, e);
	uint8_t *done = gan_alloc(n, 1, e);
	int rc = logit && from && done ? descend(a, logit, from, done, e) : -1;

	gan_free(logit);
	gan_free(from);
	gan_free(done);
	return rc;
}

static const struct gan_setting settings[] = {
	{ "iters", GAN_SET_INT, "50", 1, 1e6, NULL, "steps", "at most so many steps" },
	{ "overshoot", GAN_SET_REAL, "0.02", 0, 1e3, NULL, "", "the whole change is longer by this share, to cross the edge" },
	{ "classes", GAN_SET_INT, "10", 2, 1e6, NULL, "", "edges toward so many of the greatest logits, its own among them" },
};

const struct gan_attack gan_attack_deepfool = {
	.name = "deepfool",
	.help = "the nearest edge of the classifier, taken as linear, again and again (Moosavi-Dezfooli et al. 2016)",
	.flags = GAN_ATTACK_MINIMAL,
	.norms = 1 << GAN_NORM_INF | 1 << GAN_NORM_2,
	.setting = settings,
	.nsetting = sizeof settings / sizeof *settings,
	.run = run,
};
