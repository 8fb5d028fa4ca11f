#include "net/geometry.h"
#include "net/spectral.h"

/* Zero padding is the convolution's own; other kinds are laid around the picture first. */
static struct gan_node *pad_first(struct gan_lb *b, struct gan_node *x, struct gan_window *w)
{
	struct gan_pad_attr a = { .mode = GAN_PAD_ZERO };

	if (gan_lb_is(b, "mode", "zero"))
		return x;
	a.mode = gan_lb_is(b, "mode", "reflect") ? GAN_PAD_REFLECT :
	         gan_lb_is(b, "mode", "circular") ? GAN_PAD_CIRCULAR : GAN_PAD_REPLICATE;
	a.lo[1] = w->top;
	a.hi[1] = w->bottom;
	a.lo[2] = w->left;
	a.hi[2] = w->right;
	w->top = w->bottom = w->left = w->right = 0;
	return gan_pad(b->g, x, &a);
}

static struct gan_node *convolve(struct gan_lb *b, struct gan_node *x, const struct gan_window *w)
{
	int64_t out = gan_lb_int(b, "out"), groups = gan_lb_int(b, "g"), in = x->shape.dim[3];
	struct gan_conv_attr a = { .stride_h = w->sh, .stride_w = w->sw, .top = w->top, .bottom = w->bottom, .left = w->left,
		.right = w->right, .dil_h = w->dh, .dil_w = w->dw, .groups = (int)groups };
	double taps = (double)w->kh * w->kw;
	struct gan_shape s;
	struct gan_node *y, *weight;

	if (in % groups || out % groups)
		return gan_lb_fail(b, "g=%lld groups do not divide %lld channels in and %lld out", (long long)groups,
		                   (long long)in, (long long)out);
	s = gan_shape_of(4, out, (int64_t)w->kh, (int64_t)w->kw, in / groups);
	weight = gan_lb_weight(b, &s, GAN_LAYOUT_CONV, taps * (double)(in / groups), taps * (double)(out / groups));
	y = gan_conv2d(b->g, x, gan_lb_spectral(b, weight, 0), &a);
	if (!y)
		return NULL;
	b->macs = y->shape.dim[1] * y->shape.dim[2] * out * (in / groups) * w->kh * w->kw;
	if (gan_lb_is(b, "bias", "1"))
		y = gan_add(b->g, y, gan_lb_bias(b, out, taps * (double)(in / groups)));
	return y;
}

static struct gan_node *build(struct gan_lb *b)
{
	struct gan_node *x = gan_lb_picture(b, b->in[0]);
	struct gan_window w;
	char say[200];

	if (!x || gan_lb_window(b, &w) < 0)
		return NULL;
	if (gan_lb_given(b, "in") && gan_lb_int(b, "in") != x->shape.dim[3])
		return gan_lb_fail(b, "expected %lld channels, found %lld", (long long)gan_lb_int(b, "in"),
		                   (long long)x->shape.dim[3]);
	gan_window_same(&w, x->shape.dim[1], x->shape.dim[2]);
	if (x->shape.dim[1] + w.top + w.bottom < (int64_t)w.dh * (w.kh - 1) + 1 ||
	    x->shape.dim[2] + w.left + w.right < (int64_t)w.dw * (w.kw - 1) + 1)
		return gan_lb_fail(b, "its window of %dx%d is bigger than %s with its padding", w.dh * (w.kh - 1) + 1,
		                   w.dw * (w.kw - 1) + 1, gan_shape_say(x, say, sizeof(say)));
	if (!(x = pad_first(b, x, &w)))
		return NULL;
	return convolve(b, x, &w);
}

static const struct gan_setting setting[] = {
	{ "out", GAN_SET_INT, NULL, 1, 1 << 20, NULL, "channels", "channels it gives" },
	{ "in", GAN_SET_INT, "", 1, 1 << 20, NULL, "channels", "channels it expects, where that is to be checked" },
	GAN_SET_WINDOW(NULL, "1"),
	{ "d", GAN_SET_TEXT, "1", 0, 0, NULL, "pixels", "dilation: N, or HEIGHT,WIDTH" },
	{ "g", GAN_SET_INT, "1", 1, 1 << 20, NULL, "", "groups (depthwise: as many as channels)" },
	{ "mode", GAN_SET_ENUM, "zero", 0, 0, "zero|reflect|circular|replicate", "", "what the padding holds" },
	GAN_SET_FLAG("bias", "1", "adds a number to each channel"),
	GAN_SET_INIT,
	GAN_SET_SPECTRAL,
};
static const struct gan_layer_entry entry[] = { { "weight", 1 }, { "bias", 1 }, GAN_ENTRY_SPECTRAL };

const struct gan_layer_type gan_layer_conv = {
	"conv", "convolution (cross-correlation, as in PyTorch)", setting, GAN_COUNT(setting), entry, GAN_COUNT(entry),
	1, 1, build
};
