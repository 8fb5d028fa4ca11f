#include "net/layer.h"

static struct gan_node *build(struct gan_lb *b)
{
	struct gan_pad_attr a = { .mode = GAN_PAD_ZERO };
	struct gan_node *x = gan_lb_picture(b, b->in[0]);
	int64_t v[4];
	int n;

	if (!x || (n = gan_lb_ints(b, "p", v, 4, 0, 32768)) < 0)
		return NULL;
	if (n == 3)
		return gan_lb_fail(b, "p: expected one, two or four numbers");
	a.mode = gan_lb_is(b, "mode", "reflect") ? GAN_PAD_REFLECT : gan_lb_is(b, "mode", "circular") ? GAN_PAD_CIRCULAR :
	         gan_lb_is(b, "mode", "replicate") ? GAN_PAD_REPLICATE : GAN_PAD_ZERO;
	a.lo[1] = (int)v[0];
	a.hi[1] = (int)v[n == 4 ? 1 : 0];
	a.lo[2] = (int)v[n == 4 ? 2 : n - 1];
	a.hi[2] = (int)v[n - 1];
	if (x->shape.dim[1] <= a.lo[1] + a.hi[1] || x->shape.dim[2] <= a.lo[2] + a.hi[2])
		return gan_lb_fail(b, "it leaves nothing of the picture");
	return gan_pad_adj(b->g, x, &a);
}

static const struct gan_setting setting[] = {
	{ "p", GAN_SET_TEXT, NULL, 0, 0, NULL, "pixels", "as of pad: N, or H,W, or TOP,BOTTOM,LEFT,RIGHT" },
	{ "mode", GAN_SET_ENUM, "zero", 0, 0, "zero|reflect|circular|replicate", "", "as of pad" },
};

const struct gan_layer_type gan_layer_unpad = {
	"unpad", "pad's adjoint: the border added to where it came from", setting, GAN_COUNT(setting), NULL, 0, 1, 1, build
};
