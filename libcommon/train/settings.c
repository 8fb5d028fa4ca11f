/* The settings of training: one table, and how values are taken from it. */
#include <stdio.h>
#include <string.h>
#include "base/text.h"
#include "train/train.h"

/* "|a|b|c" out of a registry's list; [1] drops the first bar. */
#define GAN_LOSS(name) "|" #name
#define GAN_OPTIM(name) "|" #name
#define GAN_OBJECTIVE(name) "|" #name
#define GAN_AUGMENT(name) "|" #name
static const char augment_names[] =
#include "train/augments.def"
	;
/* Losses of G alone are choices of loss.g, not of loss. */
#define GAN_LOSS_G(name)
static const char loss_names[] =
#include "train/losses.def"
	;
#undef GAN_LOSS_G
#define GAN_LOSS_G(name) GAN_LOSS(name)
static const char g_loss_names[] =
#include "train/losses.def"
	;
static const char optim_names[] =
#include "train/optims.def"
	;
static const char objective_names[] =
#include "train/objectives.def"
	;

#define BOTH(key, type, def, min, max, choices, unit, help) \
	{ key, type, def, min, max, choices, unit, help }, \
	{ key ".d", type, "", min, max, choices, unit, "the same for the discriminator only" }, \
	{ key ".g", type, "", min, max, choices, unit, "the same for the generator only" }

const struct gan_setting gan_train_settings[] = {
	{ "accum", GAN_SET_INT, "1", 1, 65536, NULL, "parts",
	  "the batch is worked through in so many parts, and gradients are averaged: less memory, the same update" },
	{ "adv", GAN_SET_ENUM, "none", 0, 0, "fast|fgsm|none|pgd", "",
	  "a classifier is trained on what such an adversary makes of the batch (Goodfellow 2015, Madry 2018, Wong 2020)" },
	{ "adv-eps", GAN_SET_REAL, "0", 0, 1e6, NULL, "of 0..1", "adv: how far it may move each number (inf), or all (2)" },
	{ "adv-norm", GAN_SET_ENUM, "inf", 0, 0, "2|inf", "", "adv: the norm of adv-eps" },
	{ "adv-share", GAN_SET_REAL, "1", 0, 1, NULL, "", "adv: loss = adv-share J(x') + (1 - adv-share) J(x) (.5: Goodfellow 2015)" },
	{ "adv-step", GAN_SET_REAL, "0", 0, 1e6, NULL, "of 0..1", "adv: length of a step; 0: eps, 1.25 eps, or 2.5 eps / adv-steps" },
	{ "adv-steps", GAN_SET_INT, "7", 1, 100, NULL, "steps", "adv=pgd: steps of the adversary" },
	{ "adv-warmup", GAN_SET_INT, "0", 0, 9007199254740991., NULL, "steps", "adv: adv-eps grows over so many first steps" },
	BOTH("alpha", GAN_SET_REAL, "0.99", 0, 0.999999, NULL, "", "rmsprop: decay of the mean square"),
	{ "augment", GAN_SET_LIST, "none", 0, 0, &augment_names[1], "",
	  "random changes of the pictures trained on: colour, cutout, flip, shift, translation, warp (gan-step(1))" },
	{ "batch", GAN_SET_INT, "64", 1, 65536, NULL, "images", "images in a step; batch statistics are of so many" },
	{ "bcr", GAN_SET_REAL, "0", 0, 1e6, NULL, "",
	  "D's loss + bcr E (s(x) - s(Tx))^2 of real data and of fakes, T a random change (10: Zhao 2021)" },
	{ "bcr-augment", GAN_SET_LIST, "flip,shift", 0, 0, &augment_names[1], "", "bcr: how T changes pictures" },
	{ "bcr-noise", GAN_SET_REAL, "0.05", 0, 1e6, NULL, "", "bcr: deviation of the noise that T adds to points" },
	BOTH("beta1", GAN_SET_REAL, "0.5", 0, 0.999999, NULL, "", "adam: decay of the mean gradient (0.5: Radford 2016)"),
	BOTH("beta2", GAN_SET_REAL, "0.999", 0, 0.9999999, NULL, "", "adam: decay of the mean square"),
	{ "clip", GAN_SET_REAL, "0", 0, 1e6, NULL, "",
	  "before each update of D its weights are clipped to -clip..clip (WGAN: .01, Arjovsky 2017); 0: not" },
	BOTH("clip-grad", GAN_SET_REAL, "0", 0, 1e30, NULL, "",
	     "a net's gradients are scaled by min(1, clip-grad/(n+1e-6)), n their L2 norm (Pascanu 2013); 0: not"),
	{ "content-layers", GAN_SET_TEXT, "", 0, 0, NULL, "",
	  "perceptual: layers of net f whose values are to stay, LAYER[:WEIGHT],..." },
	{ "content-weight", GAN_SET_REAL, "1", 0, 1e12, NULL, "", "perceptual: weight of content; 0: a texture (Ulyanov 2016)" },
	{ "d-boost", GAN_SET_INT, "0", 0, 1000, NULL, "",
	  "updates of D in boosted steps: the first ones, and one now and then (WGAN: 100, Arjovsky 2017); 0: none is boosted" },
	{ "d-boost-every", GAN_SET_INT, "500", 0, 9007199254740991., NULL, "steps",
	  "steps whose number, from 0, is a multiple of it are boosted; 0: none but the first" },
	{ "d-boost-first", GAN_SET_INT, "25", 0, 9007199254740991., NULL, "steps", "so many steps at the beginning are boosted" },
	{ "d-skip", GAN_SET_REAL, "0", 0, 1e30, NULL, "",
	  "D is not updated while the running mean of its loss (decay 0.9) is under it; 0: it always is" },
	{ "d-steps", GAN_SET_INT, "1", 1, 1000, NULL, "", "updates of D in a step, each on a batch of its own" },
	{ "d-update", GAN_SET_ENUM, "joint", 0, 0, "joint|split", "",
	  "joint: one update of D on real + fake; split: one on real, then one on fake" },
	{ "diffaug", GAN_SET_LIST, "none", 0, 0, &augment_names[1], "",
	  "random changes of all that D sees; G's gradient flows through them (color,translation,cutout: Zhao 2020)" },
	{ "dragan", GAN_SET_REAL, "0", 0, 1e6, NULL, "",
	  "D's loss + dragan E (||ds/dx||_2 - 1)^2 around real data (10: Kodali 2017)" },
	{ "dragan-spread", GAN_SET_REAL, "0.5", 0, 1e6, NULL, "", "dragan: how far around, in deviations of the data" },
	{ "drift", GAN_SET_REAL, "0", 0, 1e6, NULL, "", "D's loss + drift E s(x_r)^2 (ProGAN: .001, Karras 2018)" },
	{ "ema", GAN_SET_REAL, "0.999", 0, 0.9999999, NULL, "1/step",
	  "running mean of the weights of G or a classifier: a <- b a + (1-b) w, b = min(ema, (1+t)/(10+t)); 0: none" },
	BOTH("eps", GAN_SET_REAL, "1e-8", 0, 1, NULL, "", "adam, rmsprop: added to the root of the mean square"),
	{ "fm-layer", GAN_SET_TEXT, "", 0, 0, NULL, "", "loss.g=fm, fmabs: the layer of D whose values are the features" },
	{ "freeze", GAN_SET_TEXT, "none", 0, 0, NULL, "",
	  "layers that training leaves as they are, with their nets and commas between: d.main.0,d.main.2 (FreezeD: Mo 2020)" },
	{ "g-steps", GAN_SET_INT, "1", 1, 1000, NULL, "", "updates of G in a step, each by latents of its own" },
	{ "gp", GAN_SET_REAL, "0", 0, 1e6, NULL, "",
	  "D's loss + gp E (||ds/dx||_2 - gp-target)^2 between real data and fakes (WGAN-GP: 10, Gulrajani 2017)" },
	{ "gp-sides", GAN_SET_ENUM, "two", 0, 0, "one|two", "", "gp: one: norms below gp-target cost nothing" },
	{ "gp-target", GAN_SET_REAL, "1", 0, 1e6, NULL, "", "gp: the norm that D's gradient should have" },
	BOTH("hist", GAN_SET_REAL, "0", 0, 1e6, NULL, "",
	     "loss + hist ||theta - mean of theta so far||^2 (historical averaging: Salimans 2016)"),
	{ "inst-noise", GAN_SET_REAL, "0", 0, 1e6, NULL, "",
	  "N(0, inst-noise^2) is added to all that D sees, in its numbers (instance noise: Sonderby 2017)" },
	{ "inst-noise-steps", GAN_SET_INT, "0", 0, 1e15, NULL, "steps", "inst-noise falls linearly to 0 until this step; 0: it stays" },
	{ "label-fake", GAN_SET_RANGE, "0", -2, 2, NULL, "",
	  "what D should say of fakes; of a range each has its own (Salimans 2016)" },
	{ "label-flip", GAN_SET_REAL, "0", 0, 1, NULL, "", "share of labels that are swapped in D's update" },
	{ "label-real", GAN_SET_RANGE, "1", -2, 2, NULL, "",
	  "what D should say of real data; .9: one-sided smoothing (Salimans 2016, sec. 3.4)" },
	{ "lecam", GAN_SET_REAL, "0", 0, 1e6, NULL, "",
	  "D's loss + lecam [E max(0, s_r - a_f)^2 + E max(0, a_r - s_f)^2], a: running means of logits (Tseng 2021)" },
	{ "lecam-ema", GAN_SET_REAL, "0.9", 0, 0.9999999, NULL, "", "lecam: decay of the running means" },
	{ "loss", GAN_SET_ENUM, "ns", 0, 0, &loss_names[1], "",
	  "what D and G minimise, made of D's logits (formulas: gan-step(1)); ns: non-saturating (Goodfellow 2014)" },
	{ "loss.g", GAN_SET_ENUM, "", 0, 0, &g_loss_names[1], "",
	  "another loss for G; fm, fmabs: means of D's features match (Salimans 2016, sec. 3.1)" },
	BOTH("lr", GAN_SET_REAL, "2e-4", 0, 1e6, NULL, "1/step", "learning rate"),
	BOTH("lr-end", GAN_SET_INT, "0", 0, 9007199254740991., NULL, "steps", "the step at which the schedule ends, from 0"),
	BOTH("lr-floor", GAN_SET_REAL, "0", 0, 1, NULL, "", "share of lr that is left at lr-end and after"),
	BOTH("lr-gamma", GAN_SET_REAL, "0.1", 0, 1, NULL, "", "lr-schedule=steps: what each of lr-steps multiplies lr by"),
	BOTH("lr-schedule", GAN_SET_ENUM, "constant", 0, 0, "constant|cosine|exponential|linear|steps", "",
	     "how lr falls with u = (step - lr-start)/(lr-end - lr-start) in 0..1, to lr-floor of it; or at lr-steps"),
	BOTH("lr-start", GAN_SET_INT, "0", 0, 9007199254740991., NULL, "steps", "the step at which the schedule begins, from 0"),
	BOTH("lr-steps", GAN_SET_TEXT, "", 0, 0, NULL, "steps", "lr-schedule=steps: up to 8 rising steps, with commas between"),
	BOTH("lr-warmup", GAN_SET_INT, "0", 0, 9007199254740991., NULL, "steps", "lr rises linearly over so many first steps"),
	BOTH("momentum", GAN_SET_REAL, "0", 0, 0.999999, NULL, "", "sgd, rmsprop: decay of the sum of steps"),
	{ "objective", GAN_SET_ENUM, "gan", 0, 0, &objective_names[1], "",
	  "what is trained: gan has nets g and d, classifier has net c, perceptual has nets g, f and s" },
	BOTH("optim", GAN_SET_ENUM, "adam", 0, 0, &optim_names[1], "", "optimiser"),
	{ "order", GAN_SET_ENUM, "alternating", 0, 0, "alternating|simultaneous", "",
	  "alternating: G's update goes through the updated D; simultaneous: through the D before (Mescheder 2018, sec. 2)" },
	BOTH("ortho", GAN_SET_REAL, "0", 0, 1e6, NULL, "",
	     "loss + ortho ||W W^T * (1 - I)||_F^2 over the weights (BigGAN: 1e-4, Brock 2019)"),
	{ "pack", GAN_SET_INT, "1", 1, 64, NULL, "samples", "samples that D judges at once, side by side (PacGAN: Lin 2018)" },
	{ "precision", GAN_SET_ENUM, "f32", 0, 0, "auto|bf16|f32", "",
	  "bf16: operands of products are rounded to bf16, all else stays f32; auto: bf16 with AMX, else f32" },
	{ "r1", GAN_SET_REAL, "0", 0, 1e6, NULL, "",
	  "D's loss + r1/2 E ||ds/dx||^2 at real data (Mescheder 2018); mind the half: code without it has its weight at r1/2" },
	{ "r2", GAN_SET_REAL, "0", 0, 1e6, NULL, "", "the same at fakes: D's loss + r2/2 E ||ds/dx||^2" },
	{ "seed", GAN_SET_INT, "0", 0, 9007199254740991., NULL, "", "of all random numbers: weights, latents, order of data" },
	{ "statistic", GAN_SET_ENUM, "gram", 0, 0, "gram|mean|w2", "", "perceptual: what of a layer is its style" },
	{ "style-layers", GAN_SET_TEXT, "", 0, 0, NULL, "", "perceptual: layers of net f whose statistic is to be the style's" },
	{ "style-weight", GAN_SET_REAL, "10", 0, 1e12, NULL, "", "perceptual: weight of style" },
	{ "tv", GAN_SET_REAL, "0.01", 0, 1e12, NULL, "", "perceptual: weight of total variation" },
	{ "tv-power", GAN_SET_REAL, "2", 1, 4, NULL, "", "perceptual: its exponent" },
	{ "unroll", GAN_SET_INT, "0", 0, 100, NULL, "updates",
	  "G's loss is taken under D after so many more updates, and differentiated through them (Metz 2017, sec. 2.2)" },
	BOTH("weight-decay", GAN_SET_REAL, "0", 0, 1, NULL, "", "adds weight-decay times w to w's gradient"),
	{ "z", GAN_SET_ENUM, "shared", 0, 0, "fresh|shared", "",
	  "latents of G's update: shared with D's (one forward pass of G), or fresh ones" },
	{ "z-dist", GAN_SET_ENUM, "normal", 0, 0, "normal|sphere|truncated|uniform", "",
	  "latents: N(0,1); of length sqrt(n); N(0,1) cut to +-z-truncate; or uniform in -1..1" },
	{ "z-truncate", GAN_SET_REAL, "2", 0.01, 4, NULL, "", "z-dist=truncated: the greatest size of a latent's numbers" },
	{ "zcr", GAN_SET_REAL, "0", 0, 1e6, NULL, "",
	  "D's loss + zcr.d E (s(G(z)) - s(G(z+delta)))^2, G's - zcr.g E (G(z) - G(z+delta))^2 (5 and .5: Zhao 2021)" },
	{ "zcr.d", GAN_SET_REAL, "", 0, 1e6, NULL, "", "the same for the discriminator only" },
	{ "zcr.g", GAN_SET_REAL, "", 0, 1e6, NULL, "", "the same for the generator only" },
	{ "zcr-noise", GAN_SET_REAL, "0.03", 0, 1e6, NULL, "", "zcr: deviation of delta" },
};
const size_t gan_train_nsettings = sizeof gan_train_settings / sizeof *gan_train_settings;

static const struct gan_setting *find(const char *key)
{
	return gan_setting_find(gan_train_settings, gan_train_nsettings, key);
}

static int unknown(const char *key, struct gan_err *e)
{
	const char *names[256];
	const char *near, *end = strrchr(key, '.');
	char plain[64];
	size_t n = 0;

	snprintf(plain, sizeof plain, "%.*s", end ? (int)(end - key) : 0, key);
	if (end && find(plain))
		return gan_fail(e, GAN_USAGE, "unknown setting '%s': %s= has none for one net alone (give %s=)", key, plain, plain);

	for (; n < gan_train_nsettings && n < 256; n++)
		names[n] = gan_train_settings[n].key;
	near = gan_nearest(key, names, n);
	if (near)
		return gan_fail(e, GAN_USAGE, "unknown setting '%s' (is '%s' meant?)", key, near);
	return gan_fail(e, GAN_USAGE, "unknown setting '%s' (gan-step(1) lists them)", key);
}

/* Is key "K.g" or "K.d" of a setting K? */
static int is_group_key(const char *key)
{
	size_t n = strlen(key);

	return n > 2 && key[n - 2] == '.' && (key[n - 1] == 'g' || key[n - 1] == 'd');
}

const char *gan_train_key(const char *key, const char *group)
{
	const struct gan_setting *s;
	char name[64];

	snprintf(name, sizeof name, "%s.%s", key, group);
	s = find(name);
	return s ? s->key : key;
}

static void remove_groups(struct gan_kv *hyper, const char *key)
{
	char name[64];

	snprintf(name, sizeof name, "%s.g", key);
	gan_kv_remove(hyper, name);
	snprintf(name, sizeof name, "%s.d", key);
	gan_kv_remove(hyper, name);
}

int gan_train_set(struct gan_kv *hyper, const struct gan_kv *given, struct gan_err *e)
{
	for (size_t i = 0; i < given->n; i++) {
		const struct gan_setting *s = find(given->key[i]);

		if (!s)
			return unknown(given->key[i], e);
		if (gan_setting_check(s, given->val[i], e))
			return -1;
	}
	for (int group = 0; group < 2; group++)
		for (size_t i = 0; i < given->n; i++) {
			if (is_group_key(given->key[i]) != group)
				continue;
			if (!group)
				remove_groups(hyper, given->key[i]);
			if (gan_kv_set(hyper, given->key[i], given->val[i], e))
				return -1;
		}
	return 0;
}

int gan_train_fill(struct gan_kv *hyper, struct gan_err *e)
{
	for (size_t i = 0; i < gan_train_nsettings; i++) {
		const struct gan_setting *s = &gan_train_settings[i];

		if (*s->def && !gan_kv_get(hyper, s->key) && gan_kv_set(hyper, s->key, s->def, e))
			return -1;
	}
	return 0;
}

int gan_train_check(const struct gan_kv *hyper, struct gan_err *e)
{
	for (size_t i = 0; i < hyper->n; i++) {
		const struct gan_setting *s = find(hyper->key[i]);

		if (s && gan_setting_check(s, hyper->val[i], e))
			return -1;
	}
	return 0;
}

int64_t gan_train_int(const struct gan_kv *hyper, const char *key)
{
	return gan_setting_int(hyper, gan_train_settings, gan_train_nsettings, key);
}

double gan_train_real(const struct gan_kv *hyper, const char *key)
{
	return gan_setting_real(hyper, gan_train_settings, gan_train_nsettings, key);
}

const char *gan_train_text(const struct gan_kv *hyper, const char *key)
{
	return gan_setting_text(hyper, gan_train_settings, gan_train_nsettings, key);
}

/* What gan_group_prepare and gan_group_update look at: they act in every objective. */
static const char *const update_keys[] = {
	"alpha", "beta1", "beta2", "clip-grad", "eps", "freeze", "lr", "lr-end", "lr-floor", "lr-gamma", "lr-schedule", "lr-start",
	"lr-steps", "lr-warmup", "momentum", "optim", "weight-decay", NULL
};

static int is_one_of(const char *const *keys, const char *key, size_t n)
{
	while (*keys && (strncmp(*keys, key, n) || (*keys)[n]))
		keys++;
	return *keys != NULL;
}

/* The first n letters of key, as a setting of o. */
static int acts(const struct gan_objective *o, const char *key, size_t n)
{
	return is_one_of(o->keys, key, n) || is_one_of(update_keys, key, n);
}

int gan_train_acts(const struct gan_objective *o, const char *key)
{
	size_t n = strlen(key);

	return acts(o, key, is_group_key(key) && o->duel ? n - 2 : n);
}

int gan_train_only(const struct gan_kv *hyper, const struct gan_objective *o, struct gan_err *e)
{
	for (size_t i = 0; i < hyper->n; i++) {
		const char *key = hyper->key[i];
		const struct gan_setting *s = find(key);
		size_t n = strlen(key);
		char plain[64];

		if (!s || gan_train_acts(o, key) || !strcmp(hyper->val[i], s->def))
			continue;
		if (is_group_key(key) && acts(o, key, n - 2))
			return gan_fail(e, GAN_USAGE, "%s=%s: objective %s has no nets g and d: say %.*s=%s", key, hyper->val[i], o->name,
			                (int)n - 2, key, hyper->val[i]);
		n -= is_group_key(key) ? 2 : 0;
		snprintf(plain, sizeof plain, "%.*s", (int)n, key);
		return gan_fail(e, GAN_USAGE, "%s=%s: objective %s does nothing with it (%s=%s, the default, takes it away)", key,
		                hyper->val[i], o->name, plain, find(plain) ? find(plain)->def : "");
	}
	return 0;
}

void gan_train_range(const struct gan_kv *hyper, const char *key, double ends[2])
{
	gan_setting_range(hyper, gan_train_settings, gan_train_nsettings, key, ends);
}

/* The key that holds for this group. A group is a net's name, which may be long: only g and d have keys. */
static const char *group_key(const struct gan_kv *hyper, const char *key, const char *group, char buf[64])
{
	if (strcmp(group, "g") && strcmp(group, "d"))
		return key;
	snprintf(buf, 64, "%s.%s", key, group);
	return gan_kv_get(hyper, buf) ? buf : key;
}

double gan_train_group_real(const struct gan_kv *hyper, const char *key, const char *group)
{
	char buf[64];

	return gan_train_real(hyper, group_key(hyper, key, group, buf));
}

const char *gan_train_group_text(const struct gan_kv *hyper, const char *key, const char *group)
{
	char buf[64];

	return gan_train_text(hyper, group_key(hyper, key, group, buf));
}
