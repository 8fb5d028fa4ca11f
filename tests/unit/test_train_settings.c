/* The table of settings and how K, K.g and K.d hold. */
#include <string.h>
#include "tap.h"
#include "train/duel.h"

static struct gan_err err;

static int set(struct gan_kv *hyper, const char *k1, const char *v1, const char *k2, const char *v2)
{
	struct gan_kv given = { 0 };
	int rc;

	err.code = 0;
	gan_kv_set(&given, k1, v1, &err);
	if (k2)
		gan_kv_set(&given, k2, v2, &err);
	rc = gan_train_set(hyper, &given, &err);
	gan_kv_free(&given);
	return rc;
}

static int near(double a, double b)
{
	return a > b - 1e-12 && a < b + 1e-12;
}

static void groups(void)
{
	struct gan_kv h = { 0 };

	ok(!gan_train_fill(&h, &err) && near(gan_train_group_real(&h, "lr", "g"), 2e-4), "defaults fill");
	set(&h, "lr.d", "1e-4", "lr", "4e-4");
	ok(near(gan_train_group_real(&h, "lr", "g"), 4e-4) && near(gan_train_group_real(&h, "lr", "d"), 1e-4),
	   "K.d wins over K, in any order");
	set(&h, "lr", "3e-4", NULL, NULL);
	ok(near(gan_train_group_real(&h, "lr", "g"), 3e-4) && near(gan_train_group_real(&h, "lr", "d"), 3e-4),
	   "a later K holds for both");
	set(&h, "optim.g", "sgd", NULL, NULL);
	ok(!strcmp(gan_train_group_text(&h, "optim", "g"), "sgd") && !strcmp(gan_train_group_text(&h, "optim", "d"), "adam"),
	   "optimisers may differ");
	gan_kv_free(&h);
}

static void refusals(void)
{
	struct gan_kv h = { 0 };

	ok(set(&h, "betta1", ".5", NULL, NULL) && err.code == GAN_USAGE && strstr(err.msg, "'beta1'"), "nearest: %s", err.msg);
	ok(set(&h, "batch", "0", NULL, NULL) && err.code == GAN_USAGE, "range: %s", err.msg);
	ok(set(&h, "beta1", "1", NULL, NULL) && err.code == GAN_USAGE, "range: %s", err.msg);
	ok(set(&h, "loss", "best", NULL, NULL) && strstr(err.msg, "minimax|ns"), "choices: %s", err.msg);
	ok(set(&h, "optim.d", "adamw", NULL, NULL) && strstr(err.msg, "adam|rmsprop|sgd"), "choices: %s", err.msg);
	ok(set(&h, "lr", "nan", NULL, NULL) && err.code == GAN_USAGE, "not a number: %s", err.msg);
	ok(h.n == 0, "what is refused changes nothing");
	gan_kv_free(&h);
}

/* K, K.d, K.g, then what begins with K: lr.g stands before lr-end. */
static int order(const char *a, const char *b)
{
	size_t na = strcspn(a, "."), nb = strcspn(b, "."), n = na < nb ? na : nb;
	int c = strncmp(a, b, n);

	return c ? c : na != nb ? (na > nb) - (na < nb) : strcmp(a, b);
}

/* Every line of the table is well formed: its default passes its own check, and names are sorted. */
static void table(void)
{
	int defaults = 1, sorted = 1, helped = 1;

	for (size_t i = 0; i < gan_train_nsettings; i++) {
		const struct gan_setting *s = &gan_train_settings[i];

		if (*s->def && gan_setting_check(s, s->def, &err))
			defaults = 0;
		if (i && order(gan_train_settings[i - 1].key, s->key) >= 0)
			sorted = 0;
		helped &= s->help && *s->help;
	}
	ok(defaults, "defaults pass their own checks");
	ok(sorted, "keys are sorted");
	ok(helped, "each has a line of help");
}

/* A setting that no objective acts on would be taken and ignored; a key that is no setting would protect nothing. */
static void objectives(void)
{
	static const char *const names[] = { "classifier", "gan", "perceptual" };
	const size_t n = sizeof names / sizeof *names;

	for (size_t i = 0; i < gan_train_nsettings; i++) {
		const char *key = gan_train_settings[i].key;
		int acts = 0;

		for (size_t k = 0; k < n; k++)
			acts |= gan_train_acts(gan_objective_find(names[k]), key);
		if (!acts)
			ok(0, "%s acts in no objective", key);
	}
	for (size_t k = 0; k < n; k++) {
		const struct gan_objective *o = gan_objective_find(names[k]);
		int known = 1;

		for (const char *const *key = o->keys; *key; key++)
			known &= gan_setting_find(gan_train_settings, gan_train_nsettings, *key) != NULL;
		ok(known, "every key of objective %s is a setting", names[k]);
	}
	ok(!gan_train_acts(gan_objective_find("gan"), "adv") && gan_train_acts(gan_objective_find("gan"), "lr.g") &&
	   !gan_train_acts(gan_objective_find("classifier"), "lr.g"), "adv is not gan's, lr.g is gan's alone");
}

static void registries(void)
{
	int n = 0;

	for (size_t i = 0; i < gan_optim_count(); i++)
		n += gan_optim_find(gan_optim_at(i)->name) == gan_optim_at(i);
	ok(n == (int)gan_optim_count() && n >= 3, "optimisers are found by name");
	ok(gan_loss_find("ns") && gan_loss_find("minimax") && !gan_loss_find("x"), "losses too");
	ok(gan_objective_find("gan") && !gan_objective_find("x"), "objectives too");
}

int main(void)
{
	groups();
	refusals();
	table();
	objectives();
	registries();
	return done();
}
