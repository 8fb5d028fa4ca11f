/* What all attacks share: settings, restarts, and who is fooled. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "attack/attack.h"
#include "attack/ball.h"
#include "attack/rows.h"
#include "base/mem.h"
#include "base/text.h"

const struct gan_setting gan_attack_settings[] = {
	{ "draws", GAN_SET_INT, "20", 1, 10000, NULL, "", "with --eot: draws of the changes that a gradient is the mean of" },
	{ "looks", GAN_SET_INT, "100", 1, 10000, NULL, "",
	  "with --eot, --defend, --survive: draws that are looked at, where something is drawn" },
	{ "restarts", GAN_SET_INT, "1", 1, 1e6, NULL, "", "random starts, of which each element keeps its first success" },
	{ "seed", GAN_SET_INT, "1", 0, 9007199254740991., NULL, "", "of all random numbers" },
};
const size_t gan_attack_nsettings = sizeof gan_attack_settings / sizeof *gan_attack_settings;

static const char *const norms[GAN_NORMS] = { "inf", "2", "1", "0" };

int gan_norm_find(const char *name, enum gan_norm *norm, struct gan_err *e)
{
	for (int i = 0; i < GAN_NORMS; i++)
		if (!strcmp(name, norms[i])) {
			*norm = (enum gan_norm)i;
			return 0;
		}
	return gan_fail(e, GAN_USAGE, "norm %s: expected inf, 2, 1 or 0", name);
}

const char *gan_norm_name(enum gan_norm norm)
{
	return norms[norm];
}

/* ---- settings ---- */

static int refuse(const struct gan_attack *t, const char *key, struct gan_err *e)
{
	const char *names[64];
	size_t n = 0;
	char what[64];

	for (size_t i = 0; i < t->nsetting && n < 64; i++)
		names[n++] = t->setting[i].key;
	for (size_t i = 0; i < gan_attack_nsettings && n < 64; i++)
		names[n++] = gan_attack_settings[i].key;
	snprintf(what, sizeof what, "setting of attack %s", t->name);
	return gan_fail_unknown(e, what, key, names, n);
}

int gan_attack_check(const struct gan_attack *t, const struct gan_kv *set, struct gan_err *e)
{
	for (size_t i = 0; i < set->n; i++) {
		const struct gan_setting *s = gan_setting_find(t->setting, t->nsetting, set->key[i]);

		if (!s)
			s = gan_setting_find(gan_attack_settings, gan_attack_nsettings, set->key[i]);
		if (!s)
			return refuse(t, set->key[i], e);
		if (gan_setting_check(s, set->val[i], e))
			return -1;
		if (!strcmp(s->key, "restarts") && !(t->flags & GAN_ATTACK_RANDOM) && strcmp(set->val[i], "1"))
			return gan_fail(e, GAN_USAGE, "restarts=%s: attack %s draws nothing, so every start is the same", set->val[i], t->name);
	}
	return 0;
}

int64_t gan_assault_int(const struct gan_assault *a, const char *key)
{
	return gan_setting_int(a->set, a->attack->setting, a->attack->nsetting, key);
}

double gan_assault_real(const struct gan_assault *a, const char *key)
{
	return gan_setting_real(a->set, a->attack->setting, a->attack->nsetting, key);
}

const char *gan_assault_text(const struct gan_assault *a, const char *key)
{
	return gan_setting_text(a->set, a->attack->setting, a->attack->nsetting, key);
}

/* ---- restarts ---- */

int gan_assault_fooled(const struct gan_assault *a, const gan_real *logit, int64_t row)
{
	int64_t k = gan_victim_classes(a->v), best = 0;

	for (int64_t i = 1; i < k; i++)
		if (logit[i] > logit[best])
			best = i;
	return a->target ? best == a->target[row] : best != a->label[row];
}

/* What the restarts of a run are compared by: the best so far of every row, the logits of those that are left. */
struct best {
	struct gan_rows r;
	gan_real *x, *loss, *value, *logit; /* [n,d], [n], [n], [n,K] */
	double *length;                     /* [n] of attacks that look for the smallest change; INFINITY: not fooled */
	uint8_t *keep;                      /* [n] */
};

static void best_free(struct best *b)
{
	gan_rows_close(&b->r);
	gan_free(b->x);
	gan_free(b->loss);
	gan_free(b->value);
	gan_free(b->logit);
	gan_free(b->length);
	gan_free(b->keep);
}

static int best_alloc(struct best *b, const struct gan_assault *a, struct gan_err *e)
{
	size_t n = (size_t)a->n, real = sizeof(gan_real);

	b->x = gan_alloc(n * (size_t)a->d, real, e);
	b->loss = gan_alloc(n, real, e);
	b->value = gan_alloc(n, real, e);
	b->logit = gan_alloc(n * (size_t)gan_victim_classes(a->v), real, e);
	b->length = gan_alloc(n, sizeof *b->length, e);
	b->keep = gan_alloc(n, 1, e);
	for (int64_t i = 0; i < a->n && b->length; i++)
		b->length[i] = INFINITY;
	return b->x && b->loss && b->value && b->logit && b->length && b->keep ? gan_rows_open(&b->r, a, e) : -1;
}

/* Is row i, which is fooled or not, better than what its element has? Without a radius the smaller change is, else
   the greater loss. */
static int is_better(const struct best *b, int64_t i, int fooled)
{
	const struct gan_assault *a = &b->r.a;
	int64_t at = b->r.at[i];

	if (!a->restart || !(a->attack->flags & GAN_ATTACK_MINIMAL))
		return !a->restart || fooled || b->value[i] > b->loss[at];
	return fooled && gan_ball_length(a->norm, a->x + i * a->d, a->x0 + i * a->d, a->d) < b->length[at];
}

/* Takes the rows of a restart that are better than what was there. Those that are fooled within their radius are
   done with. */
static int compare(struct best *b, struct gan_err *e)
{
	const struct gan_assault *a = &b->r.a;
	int64_t k = gan_victim_classes(a->v), d = a->d;

	if (gan_victim_loss(a->v, GAN_ATTACK_CE, a->x, a->n, a->label, a->target, b->value, NULL, b->logit, e))
		return -1;
	for (int64_t i = 0; i < a->n; i++) {
		int fooled = gan_assault_fooled(a, b->logit + i * k, i);
		int64_t at = b->r.at[i];

		b->keep[i] = !fooled || a->attack->flags & GAN_ATTACK_MINIMAL;
		if (!is_better(b, i, fooled))
			continue;
		b->loss[at] = b->value[i];
		if (fooled)
			b->length[at] = gan_ball_length(a->norm, a->x + i * d, a->x0 + i * d, d);
		memcpy(b->x + at * d, a->x + i * d, (size_t)d * sizeof *a->x);
	}
	gan_rows_keep(&b->r, b->keep);
	return 0;
}

static int restarts(struct best *b, int64_t n, struct gan_err *e)
{
	struct gan_assault *a = &b->r.a;

	for (a->restart = 0; a->restart < n && a->n; a->restart++) {
		memcpy(a->x, a->x0, (size_t)(a->n * a->d) * sizeof *a->x);
		if (a->attack->run(a, e) || compare(b, e))
			return -1;
	}
	return 0;
}

int gan_assault_run(const struct gan_assault *a, struct gan_err *e)
{
	int64_t n = gan_setting_int(a->set, gan_attack_settings, gan_attack_nsettings, "restarts");
	size_t bytes = (size_t)(a->n * a->d) * sizeof *a->x;
	struct gan_assault one = *a;
	struct best b = { 0 };
	int rc;

	one.restart = 0;
	memcpy(a->x, a->x0, bytes);
	if (n == 1)
		return a->attack->run(&one, e);
	rc = best_alloc(&b, &one, e) || restarts(&b, n, e) ? -1 : 0;
	gan_rows_close(&b.r);
	if (!rc)
		memcpy(a->x, b.x, bytes);
	best_free(&b);
	return rc;
}
