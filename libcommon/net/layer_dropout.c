#include "net/layer.h"

/* Whole channels: one number for each sample and channel, the same at all pixels. */
static struct gan_node *channels(struct gan_lb *b, struct gan_node *x, const char *purpose, double p)
{
	struct gan_shape s = x->shape;
	struct gan_node *keep;
	int k;

	for (k = 1; k < s.rank - 1; k++)
		s.dim[k] = 1;
	keep = gan_ge(b->g, gan_uniform(b->g, b->rng, purpose, &s), gan_const(b->g, p));
	return gan_mul(b->g, x, gan_muls(b->g, keep, 1 / (1 - p)));
}

static struct gan_node *build(struct gan_lb *b)
{
	char purpose[GAN_NET_MAX_ENTRY + 128];
	double p = gan_lb_real(b, "p");
	struct gan_node *x = b->in[0];

	if (!gan_lb_real_value(b, x))
		return NULL;
	if (b->mode == GAN_NET_EVAL || p == 0)
		return x;
	if (!b->rng)
		return gan_lb_fail(b, "it needs random numbers, and this use of the net has none");
	gan_lb_purpose(b, purpose, sizeof(purpose));
	return gan_lb_is(b, "per", "channel") ? channels(b, x, purpose, p) : gan_dropout(b->g, x, b->rng, purpose, p);
}

static const struct gan_setting setting[] = {
	{ "p", GAN_SET_REAL, "0.5", 0, 0.999999, NULL, "", "share that is set to 0; the rest is scaled by 1/(1-p)" },
	{ "per", GAN_SET_ENUM, "element", 0, 0, "element|channel", "", "what is dropped: single numbers or whole channels" },
};

const struct gan_layer_type gan_layer_dropout = {
	"dropout", "sets numbers to 0 at random, in training only", setting, GAN_COUNT(setting), NULL, 0, 1, 1, build
};
