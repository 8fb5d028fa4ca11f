/* Settings that act only beside others. Who gives one where it would do nothing is told so; one that was given before, and
   whose companion is off now, waits. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "base/setting.h"
#include "base/text.h"
#include "train/train.h"

/* key acts where `of` has one of the values "a|b", or, where values is NULL, anything but its default. Sorted by key. */
struct need {
	const char *key, *of, *values;
};

static const struct need needs[] = {
	{ "adv-eps", "adv", NULL },
	{ "adv-norm", "adv", NULL },
	{ "adv-share", "adv", NULL },
	{ "adv-step", "adv", NULL },
	{ "adv-steps", "adv", "pgd" },
	{ "adv-warmup", "adv", NULL },
	{ "alpha", "optim", "rmsprop" },
	{ "bcr-augment", "bcr", NULL },
	{ "bcr-noise", "bcr", NULL },
	{ "beta1", "optim", "adam" },
	{ "beta2", "optim", "adam" },
	{ "d-boost-every", "d-boost", NULL },
	{ "d-boost-first", "d-boost", NULL },
	{ "dragan-spread", "dragan", NULL },
	{ "eps", "optim", "adam|rmsprop" },
	{ "fm-layer", "loss.g", "fm|fmabs" },
	{ "gp-sides", "gp", NULL },
	{ "gp-target", "gp", NULL },
	{ "inst-noise-steps", "inst-noise", NULL },
	{ "lecam-ema", "lecam", NULL },
	{ "lr-end", "lr-schedule", "cosine|exponential|linear" },
	{ "lr-floor", "lr-schedule", "cosine|exponential|linear" },
	{ "lr-gamma", "lr-schedule", "steps" },
	{ "lr-start", "lr-schedule", "cosine|exponential|linear" },
	{ "lr-steps", "lr-schedule", "steps" },
	{ "momentum", "optim", "rmsprop|sgd" },
	{ "zcr-noise", "zcr", NULL },
};

static const char *default_of(const char *key)
{
	return gan_setting_find(gan_train_settings, gan_train_nsettings, key)->def;
}

static int is_met(const struct need *n, const struct gan_kv *hyper, const char *key)
{
	const char *val = gan_train_text(hyper, key);

	return n->values ? gan_setting_is_choice(n->values, val) : strcmp(val, default_of(n->of)) != 0;
}

/* suffix: ".g" or ".d" of the key that was given, or "": then it may act in one of both. */
static int acts(const struct need *n, const struct gan_kv *hyper, const char *suffix)
{
	static const char *const groups[] = { ".g", ".d" };
	char key[64];

	snprintf(key, sizeof key, "%s%s", n->of, suffix);
	if (gan_kv_get(hyper, key) || !*suffix ? is_met(n, hyper, key) : is_met(n, hyper, n->of))
		return 1;
	for (int i = 0; i < 2 && !*suffix; i++) {
		snprintf(key, sizeof key, "%s%s", n->of, groups[i]);
		if (gan_kv_get(hyper, key) && is_met(n, hyper, key))
			return 1;
	}
	return 0;
}

/* Is key that setting's, or its .g or .d? */
static const char *suffix_of(const char *setting, const char *key)
{
	size_t len = strlen(setting);

	if (strncmp(key, setting, len))
		return NULL;
	return !key[len] || !strcmp(key + len, ".g") || !strcmp(key + len, ".d") ? key + len : NULL;
}

int gan_train_needs(const struct gan_kv *hyper, const struct gan_kv *given, struct gan_err *e)
{
	for (size_t i = 0; i < given->n; i++)
		for (size_t k = 0; k < sizeof needs / sizeof *needs; k++) {
			const struct need *n = &needs[k];
			const char *suffix = suffix_of(n->key, given->key[i]);

			if (!suffix || !strcmp(given->val[i], default_of(n->key)) || acts(n, hyper, suffix))
				continue;
			if (n->values)
				return gan_fail(e, GAN_USAGE, "%s=%s: acts with %s=%s only (give that too)", given->key[i], given->val[i],
				                n->of, n->values);
			return gan_fail(e, GAN_USAGE, "%s=%s: acts beside %s= only (give that too)", given->key[i], given->val[i], n->of);
		}
	return 0;
}

/* Settings that name a step, after which they do nothing. 0 means that they are off. */
static const struct {
	const char *key, *what;
} ends[] = {
	{ "inst-noise-steps", "there is no noise from there on" },
	{ "lr-end", "the rate stays where its schedule ends" },
	{ "lr-warmup", "the rate has its full height from there on" },
};

int gan_train_late(const struct gan_kv *hyper, const struct gan_kv *given, uint64_t step, struct gan_err *e)
{
	for (size_t i = 0; i < given->n; i++)
		for (size_t k = 0; k < sizeof ends / sizeof *ends; k++) {
			const char *old = gan_kv_get(hyper, given->key[i]);
			int64_t end;

			if (!suffix_of(ends[k].key, given->key[i]) || (old && !strcmp(old, given->val[i])) ||
			    gan_parse_int(given->val[i], &end) || end < 1 || (uint64_t)end > step)
				continue;
			return gan_fail(e, GAN_USAGE, "%s=%s: the model has made %" PRIu64 " steps, %s (steps count from the model's "
			                "beginning: give a later one)", given->key[i], given->val[i], step, ends[k].what);
		}
	return 0;
}
