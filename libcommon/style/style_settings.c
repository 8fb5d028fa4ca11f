/* The settings of styles: one table. */
#include <string.h>
#include "base/text.h"
#include "style/style.h"

const struct gan_setting gan_style_settings[] = {
	{ "balance", GAN_SET_ENUM, "1", 0, 0, "0|1", "",
	  "each term is divided by its size for the content picture, so that weights hold for any network" },
	{ "beta1", GAN_SET_REAL, "0.9", 0, 0.999999, NULL, "", "Adam: decay of the mean gradient (Kingma and Ba 2015)" },
	{ "beta2", GAN_SET_REAL, "0.999", 0, 0.9999999, NULL, "", "Adam: decay of the mean squared gradient" },
	{ "colour", GAN_SET_ENUM, "free", 0, 0, "free|hist|keep|luma|match", "", "whose colours the result has, and how" },
	{ "colour-root", GAN_SET_ENUM, "symmetric", 0, 0, "symmetric|cholesky|transport", "",
	  "colour=match: the matrix between the covariances" },
	{ "content", GAN_SET_TEXT, "", 0, 0, NULL, "", "layers of the content term, LAYER[:WEIGHT],... (default: a deep one)" },
	{ "content-weight", GAN_SET_REAL, "1", 0, 1e12, NULL, "", "weight of content: mean over positions and channels of (F - F')^2" },
	{ "history", GAN_SET_INT, "10", 1, 1000, NULL, "steps", "L-BFGS: pairs of differences that are kept (Nocedal 1980)" },
	{ "lr", GAN_SET_REAL, "0.02", 1e-9, 1e3, NULL, "", "Adam: learning rate, pictures being 0..1" },
	{ "mask-erode", GAN_SET_ENUM, "0", 0, 0, "0|1", "",
	  "a position counts to a region as far as all that it sees belongs to it" },
	{ "optim", GAN_SET_ENUM, "lbfgs", 0, 0, "adam|lbfgs", "", "how the loss is brought down" },
	{ "scales", GAN_SET_INT, "0", 0, 12, NULL, "",
	  "sizes from coarse to fine, each twice the one before; 0: as many as keep 64 pixels" },
	{ "seed", GAN_SET_INT, "0", 0, 9007199254740991., NULL, "", "seed of noise" },
	{ "start", GAN_SET_TEXT, "", 0, 0, NULL, "", "content, grey, noise or a PNM file (default: content; of textures noise)" },
	{ "statistic", GAN_SET_ENUM, "gram", 0, 0, "gram|mean|w2", "", "what of a layer is its style" },
	{ "steps", GAN_SET_INT, "100", 0, 1e6, NULL, "steps", "steps at each scale" },
	{ "style", GAN_SET_TEXT, "", 0, 0, NULL, "", "layers of the style term, LAYER[:WEIGHT],... (default: all that have names)" },
	{ "style-scale", GAN_SET_REAL, "1", 0.01, 100, NULL, "", "the styles' size, 1 being where their longer side is the result's" },
	{ "style-weight", GAN_SET_REAL, "300", 0, 1e12, NULL, "", "weight of style: what statistic= says, of each layer" },
	{ "tile", GAN_SET_INT, "0", 0, 32768, NULL, "pixels",
	  "pictures are looked at in tiles so wide and high, to the same gradient; 0: as wholes" },
	{ "tileable", GAN_SET_ENUM, "0", 0, 0, "0|1", "", "a texture whose borders meet, to be laid side by side with itself" },
	{ "tv", GAN_SET_REAL, "0.1", 0, 1e12, NULL, "",
	  "weight of total variation: mean of (dx^2 + dy^2)^(p/2), pictures being 0..1" },
	{ "tv-power", GAN_SET_REAL, "1.25", 1, 4, NULL, "", "its exponent p" },
};
const size_t gan_style_nsettings = sizeof gan_style_settings / sizeof *gan_style_settings;

int gan_style_check(const struct gan_kv *set, struct gan_err *e)
{
	const char *names[sizeof gan_style_settings / sizeof *gan_style_settings];

	for (size_t k = 0; k < gan_style_nsettings; k++)
		names[k] = gan_style_settings[k].key;
	for (size_t i = 0; i < set->n; i++) {
		const struct gan_setting *s = gan_setting_find(gan_style_settings, gan_style_nsettings, set->key[i]);

		if (!s)
			return gan_fail_unknown(e, "setting", set->key[i], names, gan_style_nsettings);
		if (gan_setting_check(s, set->val[i], e))
			return -1;
	}
	return 0;
}

int64_t gan_style_int(const struct gan_kv *set, const char *key)
{
	return gan_setting_int(set, gan_style_settings, gan_style_nsettings, key);
}

double gan_style_real(const struct gan_kv *set, const char *key)
{
	return gan_setting_real(set, gan_style_settings, gan_style_nsettings, key);
}

const char *gan_style_text(const struct gan_kv *set, const char *key)
{
	return gan_setting_text(set, gan_style_settings, gan_style_nsettings, key);
}
