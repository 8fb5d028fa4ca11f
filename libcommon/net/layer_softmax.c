/* softmax and its logarithms along an axis. */
#include "net/layer.h"

static struct gan_node *log_of(struct gan_lb *b)
{
	int axis;

	if (!gan_lb_real_value(b, b->in[0]) || (axis = gan_lb_axis(b, "axis", b->in[0])) < 0)
		return NULL;
	return gan_log_softmax(b->g, b->in[0], axis);
}

static struct gan_node *plain(struct gan_lb *b)
{
	return gan_exp(b->g, log_of(b));
}

static struct gan_node *sum_of(struct gan_lb *b)
{
	int axis;

	if (!gan_lb_real_value(b, b->in[0]) || (axis = gan_lb_axis(b, "axis", b->in[0])) < 0)
		return NULL;
	return gan_logsumexp(b->g, b->in[0], axis, 1);
}

static const struct gan_setting setting[] = {
	{ "axis", GAN_SET_TEXT, "-1", 0, 0, NULL, "", "axis: n h w c or a number" },
};

const struct gan_layer_type gan_layer_softmax = {
	"softmax", "e^x over its sum along an axis", setting, GAN_COUNT(setting), NULL, 0, 1, 1, plain
};
const struct gan_layer_type gan_layer_logsoftmax = {
	"logsoftmax", "logarithm of softmax", setting, GAN_COUNT(setting), NULL, 0, 1, 1, log_of
};
const struct gan_layer_type gan_layer_logsumexp = {
	"logsumexp", "log of the sum of e^x along an axis, which becomes 1", setting, GAN_COUNT(setting), NULL, 0, 1, 1, sum_of
};
