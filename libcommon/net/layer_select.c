#include "net/layer.h"

static struct gan_node *build(struct gan_lb *b)
{
	int k;

	for (k = 0; k < 3; k++)
		if (!gan_lb_real_value(b, b->in[k]))
			return NULL;
	return gan_select(b->g, b->in[0], b->in[1], b->in[2]);
}

const struct gan_layer_type gan_layer_select = {
	"select", "from=c,a,b: a where c is not 0, else b", NULL, 0, NULL, 0, 3, 3, build
};
