#include "net/spectral.h"

/* y[...,out] = x[...,in] W[out,in]^T + b[out] */
static struct gan_node *build(struct gan_lb *b)
{
	struct gan_node *x = b->in[0], *y;
	int64_t out = gan_lb_int(b, "out"), in;
	struct gan_shape s;
	char say[200];

	if (!gan_lb_real_value(b, x))
		return NULL;
	if (x->shape.rank == 4 && x->shape.dim[1] == 1 && x->shape.dim[2] == 1)
		x = gan_flatten_chw(b->g, x);
	if (!x)
		return NULL;
	if (x->shape.rank < 2 || x->shape.rank > 3)
		return gan_lb_fail(b, "expected a vector, found %s (put a flatten line before it)",
		                   gan_shape_say(x, say, sizeof(say)));
	in = x->shape.dim[x->shape.rank - 1];
	s = gan_shape_of(2, out, in);
	b->macs = in * out * (x->shape.rank == 3 ? x->shape.dim[1] : 1);
	y = gan_matmul(b->g, x, gan_lb_spectral(b, gan_lb_weight(b, &s, GAN_LAYOUT_PLAIN, (double)in, (double)out), 0), 0, 1);
	if (y && gan_lb_is(b, "bias", "1"))
		y = gan_add(b->g, y, gan_lb_bias(b, out, (double)in));
	return y;
}

static const struct gan_setting setting[] = {
	{ "out", GAN_SET_INT, NULL, 1, 1 << 26, NULL, "", "values it gives" },
	GAN_SET_FLAG("bias", "1", "adds a vector"),
	GAN_SET_INIT,
	GAN_SET_SPECTRAL,
};
static const struct gan_layer_entry entry[] = { { "weight", 1 }, { "bias", 1 }, GAN_ENTRY_SPECTRAL };

const struct gan_layer_type gan_layer_linear = {
	"linear", "W x + b on vectors", setting, GAN_COUNT(setting), entry, GAN_COUNT(entry), 1, 1, build
};
