#include "net/geometry.h"
#include "net/spectral.h"

/* Size of the picture that a convolution would have had to come from: (n-1)*s - p + d*(k-1) + 1 + op; p=same: n*s. */
static int64_t side(int64_t n, int s, int pad, int d, int k, int op, int same)
{
	return same ? n * s : (n - 1) * s - pad + (int64_t)d * (k - 1) + 1 + op;
}

static struct gan_node *convolve(struct gan_lb *b, struct gan_node *x, const struct gan_window *w,
                                 int64_t oh, int64_t ow)
{
	int64_t out = gan_lb_int(b, "out"), groups = gan_lb_int(b, "g"), in = x->shape.dim[3];
	struct gan_conv_attr a = { .stride_h = w->sh, .stride_w = w->sw, .top = w->top, .bottom = w->bottom, .left = w->left,
		.right = w->right, .dil_h = w->dh, .dil_w = w->dw, .groups = (int)groups, .h = oh, .w = ow };
	double taps = (double)w->kh * w->kw;
	struct gan_shape s;
	struct gan_node *y, *weight;

	if (in % groups || out % groups)
		return gan_lb_fail(b, "g=%lld groups do not divide %lld channels in and %lld out", (long long)groups,
		                   (long long)in, (long long)out);
	s = gan_shape_of(4, in, (int64_t)w->kh, (int64_t)w->kw, out / groups);
	/* PyTorch takes fan_in from the weight's second axis, which here is the output's */
	weight = gan_lb_weight(b, &s, GAN_LAYOUT_CONV, taps * (double)(out / groups), taps * (double)(in / groups));
	y = gan_conv2d_dx(b->g, x, gan_lb_spectral(b, weight, 1), &a);
	b->macs = x->shape.dim[1] * x->shape.dim[2] * in * (out / groups) * w->kh * w->kw;
	if (y && gan_lb_is(b, "bias", "1"))
		y = gan_add(b->g, y, gan_lb_bias(b, out, taps * (double)(out / groups)));
	return y;
}

static struct gan_node *build(struct gan_lb *b)
{
	struct gan_node *x = gan_lb_picture(b, b->in[0]);
	struct gan_window w;
	int64_t oh, ow;
	int oph, opw;

	if (!x || gan_lb_window(b, &w) < 0 || gan_lb_pair(b, "op", &oph, &opw, 0, 4095) < 0)
		return NULL;
	if (gan_lb_given(b, "in") && gan_lb_int(b, "in") != x->shape.dim[3])
		return gan_lb_fail(b, "expected %lld channels, found %lld", (long long)gan_lb_int(b, "in"),
		                   (long long)x->shape.dim[3]);
	if (w.same && (oph || opw))
		return gan_lb_fail(b, "op= and p=same exclude each other");
	if (oph >= w.sh || opw >= w.sw)
		return gan_lb_fail(b, "op must be smaller than the stride s");
	oh = side(x->shape.dim[1], w.sh, w.top + w.bottom, w.dh, w.kh, oph, w.same);
	ow = side(x->shape.dim[2], w.sw, w.left + w.right, w.dw, w.kw, opw, w.same);
	if (oh < 1 || ow < 1)
		return gan_lb_fail(b, "its padding leaves nothing of the picture");
	gan_window_same(&w, oh, ow);
	return convolve(b, x, &w, oh, ow);
}

static const struct gan_setting setting[] = {
	{ "out", GAN_SET_INT, NULL, 1, 1 << 20, NULL, "channels", "channels it gives" },
	{ "in", GAN_SET_INT, "", 1, 1 << 20, NULL, "channels", "channels it expects, where that is to be checked" },
	GAN_SET_WINDOW(NULL, "1"),
	{ "d", GAN_SET_TEXT, "1", 0, 0, NULL, "pixels", "dilation: N, or HEIGHT,WIDTH" },
	{ "op", GAN_SET_TEXT, "0", 0, 0, NULL, "pixels", "output padding: rows and columns added below and right" },
	{ "g", GAN_SET_INT, "1", 1, 1 << 20, NULL, "", "groups" },
	GAN_SET_FLAG("bias", "1", "adds a number to each channel"),
	GAN_SET_INIT,
	GAN_SET_SPECTRAL,
};
static const struct gan_layer_entry entry[] = { { "weight", 1 }, { "bias", 1 }, GAN_ENTRY_SPECTRAL };

const struct gan_layer_type gan_layer_convt = {
	"convt", "transposed convolution (a convolution's input gradient)", setting, GAN_COUNT(setting), entry,
	GAN_COUNT(entry), 1, 1, build
};
