#include "net/layer.h"

static struct gan_node *build(struct gan_lb *b)
{
	double lo = gan_lb_real(b, "lo"), hi = gan_lb_real(b, "hi");

	if (!gan_lb_real_value(b, b->in[0]))
		return NULL;
	if (lo > hi)
		return gan_lb_fail(b, "lo=%s is above hi=%s", gan_lb_text(b, "lo"), gan_lb_text(b, "hi"));
	return gan_clamp(b->g, b->in[0], lo, hi);
}

static const struct gan_setting setting[] = {
	{ "lo", GAN_SET_REAL, "-1", -1e30, 1e30, NULL, "", "least value" },
	{ "hi", GAN_SET_REAL, "1", -1e30, 1e30, NULL, "", "greatest value" },
};

const struct gan_layer_type gan_layer_clamp = {
	"clamp", "x kept in lo..hi", setting, GAN_COUNT(setting), NULL, 0, 1, 1, build
};
