#include "net/lb_index.h"
#include "net/spectral.h"

/* Rows of a trained table, N(0,1) at the start as in PyTorch. */
static struct gan_node *build(struct gan_lb *b)
{
	struct gan_fill f = { GAN_FILL_NORMAL, 0, 1 };
	int64_t n = gan_lb_classes(b), out = gan_lb_int(b, "out");
	struct gan_shape s;

	if (n < 0 || gan_lb_fill(b, "init", (double)n, (double)out, 0, &f) < 0)
		return NULL;
	s = gan_shape_of(2, n, out);
	return gan_gather(b->g, gan_lb_spectral(b, gan_lb_param(b, "weight", &s, GAN_LAYOUT_PLAIN, &f), 0), b->in[0], 0);
}

static const struct gan_setting setting[] = {
	{ "out", GAN_SET_INT, NULL, 1, 1 << 20, NULL, "", "numbers for each class" },
	GAN_SET_CLASSES,
	{ "init", GAN_SET_TEXT, "", 0, 0, NULL, "", "initial table: normal:S uniform:S glorot he orthogonal:G constant:C" },
	GAN_SET_SPECTRAL,
};
static const struct gan_layer_entry entry[] = { { "weight", 1 }, GAN_ENTRY_SPECTRAL };

const struct gan_layer_type gan_layer_embedding = {
	"embedding", "a trained vector for each label", setting, GAN_COUNT(setting), entry, GAN_COUNT(entry), 1, 1, build
};
