#include "net/layer.h"

static struct gan_node *build(struct gan_lb *b)
{
	struct gan_node *target;

	if (!gan_lb_real_value(b, b->in[0]))
		return NULL;
	if (b->nin == 2 && !gan_lb_real_value(b, b->in[1]))
		return NULL;
	if (b->nin == 1 && !gan_lb_given(b, "target"))
		return gan_lb_fail(b, "needs from=logits,targets or target=NUMBER");
	target = b->nin == 2 ? b->in[1] : gan_const(b->g, gan_lb_real(b, "target"));
	return gan_bce_logits(b->g, b->in[0], target);
}

static const struct gan_setting setting[] = {
	{ "target", GAN_SET_REAL, "", 0, 1, NULL, "", "one target for all, in place of a second value" },
};

const struct gan_layer_type gan_layer_bce = {
	"bce", "mean binary cross-entropy of logits", setting, GAN_COUNT(setting), NULL, 0, 1, 2, build
};
