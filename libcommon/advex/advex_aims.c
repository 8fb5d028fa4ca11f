/* Labels, targets, and which elements are attacked. */
#include <inttypes.h>
#include <stdio.h>
#include "advex/advex_priv.h"
#include "base/mem.h"
#include "base/rng.h"

static int64_t best(const gan_real *z, int64_t k, int64_t but, int least)
{
	int64_t at = -1;

	for (int64_t i = 0; i < k; i++)
		if (i != but && (at < 0 || (least ? z[i] < z[at] : z[i] > z[at])))
			at = i;
	return at;
}

static int choose_labels(struct gan_advex *a, struct gan_err *e)
{
	a->label = gan_alloc((size_t)a->set.n, sizeof *a->label, e);
	if (!a->label)
		return -1;
	if (!a->o->predicted && !a->set.y)
		return gan_fail(e, GAN_DATA, "expected labelled data, found no labels (gan-data -l labels a set; --label pred takes the "
		                "victim's own guess)");
	if (!a->o->predicted && a->set.nclass > a->k)
		return gan_fail(e, GAN_DATA, "expected labels 0 to %" PRId64 ", as many as the victim has classes, found %" PRId64,
		                a->k - 1, a->set.nclass - 1);
	for (int64_t i = 0; i < a->set.n; i++)
		a->label[i] = a->o->predicted ? best(a->clean + i * a->k, a->k, -1, 0) : a->set.y[i];
	return 0;
}

/* Any label but the element's, each as likely. */
static int64_t random_other(const struct gan_advex *a, int64_t i)
{
	int64_t draw;

	gan_rng_int(gan_rng_make(a->seed, "attack.target"), 0, (uint64_t)i, 0, (uint64_t)a->k - 1, &draw, 1);
	return draw + (draw >= a->label[i]);
}

static int choose_targets(struct gan_advex *a, struct gan_err *e)
{
	enum gan_advex_target how = a->o->target;

	if (a->attack && a->attack->flags & GAN_ATTACK_PICKS)
		how = GAN_TARGET_LEAST;
	if (how == GAN_TARGET_NONE)
		return 0;
	if (how == GAN_TARGET_LABEL && a->o->target_label >= a->k)
		return gan_fail(e, GAN_USAGE, "--target %" PRId64 ": the victim has classes 0 to %" PRId64, a->o->target_label, a->k - 1);
	a->target = gan_alloc((size_t)a->set.n, sizeof *a->target, e);
	if (!a->target)
		return -1;
	for (int64_t i = 0; i < a->set.n; i++) {
		const gan_real *z = a->clean + i * a->k;

		a->target[i] = how == GAN_TARGET_LABEL ? a->o->target_label : how == GAN_TARGET_RANDOM ? random_other(a, i) :
		               best(z, a->k, a->label[i], how == GAN_TARGET_LEAST);
	}
	return 0;
}

/* Elements whose label is the target have nowhere to go. */
static int choose_attacked(struct gan_advex *a, struct gan_err *e)
{
	int64_t idle = 0;
	char line[160];

	a->outcome = gan_alloc((size_t)a->set.n, sizeof *a->outcome, e);
	if (!a->outcome)
		return -1;
	for (int64_t i = 0; i < a->set.n; i++) {
		struct gan_outcome *o = &a->outcome[i];
		int there = a->target && a->target[i] == a->label[i];

		gan_outcome_see(o, a->clean + i * a->k, a->k, a->label[i], 0);
		o->attacked = !there && (o->right || a->o->attack_wrong);
		idle += there;
	}
	if (idle == a->set.n)
		return gan_fail(e, GAN_DATA, "expected elements that are not of label %" PRId64 ", the target, found none",
		                a->o->target_label);
	snprintf(line, sizeof line, "elements that have the target for their label, and %s: %" PRId64,
	         a->o->verify ? "do not count as attacked" : "stay as they are", idle);
	if (idle && a->o->warn)
		a->o->warn(a->o->ctx, line);
	return 0;
}

int gan_advex_aim(struct gan_advex *a, struct gan_err *e)
{
	return choose_labels(a, e) || choose_targets(a, e) || choose_attacked(a, e) ? -1 : 0;
}
