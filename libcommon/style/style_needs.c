/* Settings that act only beside others: who gives one where it would do nothing is told so. */
#include <string.h>
#include "style/style.h"

/* key acts where `of` has one of the values "a|b", or, where values is NULL, a number above 0. Sorted by key. */
struct need {
	const char *key, *of, *values;
};

static const struct need needs[] = {
	{ "beta1", "optim", "adam" },
	{ "beta2", "optim", "adam" },
	{ "colour-root", "colour", "match" },
	{ "content", "content-weight", NULL },
	{ "history", "optim", "lbfgs" },
	{ "lr", "optim", "adam" },
	{ "statistic", "style-weight", NULL },
	{ "style", "style-weight", NULL },
	{ "style-scale", "style-weight", NULL },
	{ "tv-power", "tv", NULL },
};

static int is_met(const struct need *n, const struct gan_kv *set)
{
	return n->values ? gan_setting_is_choice(n->values, gan_style_text(set, n->of)) : gan_style_real(set, n->of) > 0;
}

int gan_style_needs(const struct gan_kv *set, struct gan_err *e)
{
	for (size_t k = 0; k < sizeof needs / sizeof *needs; k++) {
		const struct need *n = &needs[k];
		const char *given = gan_kv_get(set, n->key);

		if (!given || is_met(n, set) || !strcmp(given, gan_setting_find(gan_style_settings, gan_style_nsettings, n->key)->def))
			continue;
		if (n->values)
			return gan_fail(e, GAN_USAGE, "%s=%s: acts with %s=%s only (give that too)", n->key, given, n->of, n->values);
		return gan_fail(e, GAN_USAGE, "%s=%s: acts where %s= is above 0 only", n->key, given, n->of);
	}
	return 0;
}
