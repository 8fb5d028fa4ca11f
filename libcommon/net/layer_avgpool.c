#include "net/net_pool.h"

static struct gan_node *build(struct gan_lb *b)
{
	struct gan_node *x = gan_lb_picture(b, b->in[0]);
	struct gan_pool_attr a;

	if (!x || gan_lb_pool(b, x, &a) < 0)
		return NULL;
	/* p=same is TensorFlow's, which never counts padding */
	a.count_pad = gan_lb_is(b, "count-pad", "1") && !gan_lb_is(b, "p", "same");
	if (!a.count_pad)
		a.real_bottom = a.real_right = 0;
	return gan_avgpool(b->g, x, &a);
}

static const struct gan_setting setting[] = {
	GAN_SET_POOL,
	GAN_SET_FLAG("count-pad", "1", "padding counts in the mean (PyTorch's count_include_pad)"),
};

const struct gan_layer_type gan_layer_avgpool = {
	"avgpool", "means of windows", setting, GAN_COUNT(setting), NULL, 0, 1, 1, build
};
