#include "net/layer.h"

static struct gan_node *build(struct gan_lb *b)
{
	if (!gan_lb_real_value(b, b->in[0]))
		return NULL;
	if (b->in[0]->shape.rank != 2 || b->in[1]->type != GAN_I64)
		return gan_lb_fail(b, "expected from=LOGITS,LABELS, logits being a vector");
	return gan_cross_entropy(b->g, b->in[0], b->in[1]);
}

const struct gan_layer_type gan_layer_xent = {
	"xent", "from=logits,labels: mean cross-entropy", NULL, 0, NULL, 0, 2, 2, build
};
