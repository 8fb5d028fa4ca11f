#include "net/layer.h"

/* [...,M,K] x [...,K,N]; vectors of a sample are not matrices: view gives them two axes. */
static struct gan_node *build(struct gan_lb *b)
{
	struct gan_node *a = b->in[0], *c = b->in[1], *y;
	int ta = gan_lb_is(b, "ta", "1"), tb = gan_lb_is(b, "tb", "1");

	if (!gan_lb_real_value(b, a) || !gan_lb_real_value(b, c))
		return NULL;
	if (a->shape.rank < 3 || c->shape.rank < 3)
		return gan_lb_fail(b, "expected matrices for each sample (view to=ROWS,COLUMNS)");
	y = gan_matmul(b->g, a, c, ta, tb);
	if (y)
		b->macs = gan_shape_count(&y->shape) / y->shape.dim[0] * a->shape.dim[a->shape.rank - (ta ? 2 : 1)];
	return y;
}

static const struct gan_setting setting[] = {
	GAN_SET_FLAG("ta", "0", "the first is transposed"),
	GAN_SET_FLAG("tb", "0", "the second is transposed"),
};

const struct gan_layer_type gan_layer_matmul = {
	"matmul", "from=a,b: the matrix product for each sample", setting, GAN_COUNT(setting), NULL, 0, 2, 2, build
};
