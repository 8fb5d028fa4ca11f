/* Onlookers: what others than the model itself make of the elements before and after. Kurakin, Goodfellow and Bengio 2017, sec.
   3.3: a change destroys an attack where the element was right, is wrong after the attack, and right again after the change. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "advex/advex_priv.h"
#include "base/mem.h"

#define SURE .8 /* Kurakin's filter: clean and adversarial elements that the model is so sure of */

static void onlooker_free(struct gan_onlooker *o)
{
	if (!o)
		return;
	gan_victim_free(o->v);
	gan_free(o);
}

void gan_advex_onlook_free(struct gan_advex *a)
{
	for (size_t i = 0; i < a->onlookers.n; i++)
		onlooker_free(a->onlookers.at[i]);
	gan_free(a->onlookers.at);
}

int gan_advex_onlook(struct gan_advex *a, const char *name, const struct gan_victim_spec *s, const struct gan_changes *changes,
                     int64_t looks, struct gan_err *e)
{
	struct gan_onlookers *all = &a->onlookers;
	struct gan_onlooker *o;
	struct gan_victim_spec own = *s;

	if (gan_grow((void **)&all->at, &all->cap, all->n + 1, sizeof(struct gan_onlooker *), e) || !(o = gan_alloc(1, sizeof *o, e)))
		return -1;
	all->at[all->n++] = o;
	snprintf(o->name, sizeof o->name, "%s", name);
	o->looks = changes && gan_changes_random(changes) ? looks : 1;
	if (changes) {
		o->changes = *changes;
		own.view = gan_changes_view;
		own.ctx = &o->changes;
		own.seed = a->seed + 1; /* not what the attack saw */
	}
	o->v = gan_victim_new(&own, e);
	return o->v ? 0 : -1;
}

/* ---- what the options ask for ---- */

static int parse(struct gan_changes *c, const char *text, const char *option, struct gan_err *e)
{
	return text && gan_changes_parse(c, text, e) ? gan_fail_prefix(e, "%s", option) : 0;
}

/* Settings that act beside an option alone. */
static int check_draws(const struct gan_advex *a, struct gan_err *e)
{
	if (gan_kv_get(a->o->set, "draws") && !a->o->eot)
		return gan_fail(e, GAN_USAGE, "draws=%s: acts with --eot only", gan_kv_get(a->o->set, "draws"));
	if (gan_kv_get(a->o->set, "looks") && !a->o->eot && !a->o->defend && !a->o->survive)
		return gan_fail(e, GAN_USAGE, "looks=%s: acts with --eot, --defend or --survive only", gan_kv_get(a->o->set, "looks"));
	if (a->o->adaptive && !a->o->defend)
		return gan_fail(e, GAN_USAGE, "--adaptive: expected --defend CHANGES, which the attack is to know");
	if (a->o->adaptive && a->o->eot)
		return gan_fail(e, GAN_USAGE, "--adaptive and --eot: give the defence to --eot as well, behind its changes");
	return 0;
}

int gan_advex_onlook_parse(struct gan_advex *a, struct gan_err *e)
{
	return check_draws(a, e) || parse(&a->eot, a->o->eot, "--eot", e) || parse(&a->defence, a->o->defend, "--defend", e) ||
	       parse(&a->survived, a->o->survive, "--survive", e) ? -1 : 0;
}

static int64_t common_int(const struct gan_advex *a, const char *key)
{
	return gan_setting_int(a->o->set, gan_attack_settings, gan_attack_nsettings, key);
}

/* The model behind each change that was asked for. */
int gan_advex_onlook_open(struct gan_advex *a, struct gan_err *e)
{
	int64_t looks = common_int(a, "looks");

	if (!a->set.h && (a->o->eot || a->o->defend || a->o->survive))
		return gan_fail(e, GAN_DATA, "--eot, --defend and --survive change pictures, and the data are points");
	if ((a->eot.n && gan_advex_onlook(a, "eot", &a->plain, &a->eot, looks, e)) ||
	    (a->defence.n && gan_advex_onlook(a, "defend", &a->plain, &a->defence, looks, e)))
		return -1;
	for (size_t i = 0; i < a->survived.n; i++) {
		struct gan_changes one = { .n = 1, .item = { a->survived.item[i] } };

		if (gan_advex_onlook(a, one.item[0].text, &a->plain, &one, looks, e))
			return -1;
	}
	return 0;
}

/* ---- looking ---- */

/* What an onlooker saw. Counts are over all looks. */
struct seen {
	double right;                     /* elements that it has right */
	double undone, fooled;            /* those that were right and then fooled the model: that it has right; all */
	double sure_undone, sure_fooled;  /* the same of those that the model was sure of, both times */
};

static void count(const struct gan_advex *a, int64_t i, const gan_real *logit, int64_t k, struct seen *s)
{
	const struct gan_outcome *was = &a->outcome[i];
	struct gan_outcome now = { 0 };
	int sure = was->conf_before >= SURE && was->conf_after >= SURE;

	gan_outcome_see(&now, logit, k, a->label[i], 1);
	s->right += now.right_after;
	if (!was->right || was->right_after)
		return;
	s->fooled++;
	s->undone += now.right_after;
	s->sure_fooled += sure;
	s->sure_undone += sure && now.right_after;
}

/* All elements as they were or as they are written, o->looks times. */
static int look(const struct gan_advex *a, const struct gan_onlooker *o, int written, struct seen *s, struct gan_err *e)
{
	int64_t k = gan_victim_classes(o->v), B = GAN_VICTIM_BATCH;
	gan_real *x = gan_alloc((size_t)(B * a->set.d), sizeof *x, e), *logit = gan_alloc((size_t)(B * k), sizeof *logit, e);
	int rc = x && logit ? 0 : -1;

	memset(s, 0, sizeof *s);
	gan_victim_restart(o->v);
	for (int64_t at = 0; at < a->set.n && !rc; at += B) {
		int64_t n = a->set.n - at < B ? a->set.n - at : B;

		gan_advex_rows(a, at, n, written, x);
		for (int64_t l = 0; l < o->looks && !rc; l++) {
			rc = gan_victim_logits(o->v, x, n, logit, e);
			for (int64_t i = 0; i < n && !rc; i++)
				count(a, at + i, logit + i * k, k, s);
		}
	}
	gan_free(x);
	gan_free(logit);
	return rc;
}

static double share(double part, double all)
{
	return all > 0 ? part / all : NAN;
}

int gan_advex_onlook_clean(struct gan_advex *a, struct gan_err *e)
{
	for (size_t i = 0; i < a->onlookers.n; i++) {
		struct gan_onlooker *o = a->onlookers.at[i];
		struct seen s;

		if (look(a, o, 0, &s, e))
			return -1;
		o->right = share(s.right, (double)(a->set.n * o->looks));
	}
	return 0;
}

static void put(struct gan_table *t, const char *onlooker, const char *what, double v)
{
	char name[80];

	snprintf(name, sizeof name, "%s.%s", onlooker, what);
	gan_table_real(t, name, v);
}

int gan_advex_onlook_report(const struct gan_advex *a, int blank, struct gan_table *t, struct gan_err *e)
{
	for (size_t i = 0; i < a->onlookers.n; i++) {
		const struct gan_onlooker *o = a->onlookers.at[i];
		struct seen s = { 0 };

		if (!blank && look(a, o, 1, &s, e))
			return -1;
		put(t, o->name, "clean", blank ? NAN : o->right);
		put(t, o->name, "robust", blank ? NAN : share(s.right, (double)(a->set.n * o->looks)));
		put(t, o->name, "destroyed", share(s.undone, s.fooled));
		put(t, o->name, "destroyed.sure", share(s.sure_undone, s.sure_fooled));
	}
	return 0;
}
