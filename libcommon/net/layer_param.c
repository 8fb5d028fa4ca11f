/* Values that no input gives: trained ones and constants. */
#include "net/layer.h"

/* to=N or C,H,W as a shape for one sample, with PyTorch's memory order at the stream's edge; 0 or -1 (reported). */
static int shape_of(struct gan_lb *b, struct gan_shape *s, enum gan_layout *layout)
{
	int64_t v[3];
	int n = gan_lb_ints(b, "to", v, 3, 1, 1 << 24);

	if (n < 0)
		return -1;
	if (n == 2) {
		gan_lb_fail(b, "to: expected N for a vector or C,H,W for a picture");
		return -1;
	}
	*layout = n == 3 ? GAN_LAYOUT_CONV : GAN_LAYOUT_PLAIN;
	*s = n == 3 ? gan_shape_of(4, (int64_t)1, v[1], v[2], v[0]) : gan_shape_of(2, (int64_t)1, v[0]);
	return 0;
}

static struct gan_node *param(struct gan_lb *b)
{
	struct gan_fill f = { GAN_FILL_NORMAL, 0, 1 };
	enum gan_layout layout;
	struct gan_shape s;
	struct gan_node *x;

	if (shape_of(b, &s, &layout) < 0 ||
	    gan_lb_fill(b, "init", (double)gan_shape_count(&s), (double)gan_shape_count(&s), 0, &f) < 0 ||
	    !(x = gan_lb_param(b, "weight", &s, layout, &f)))
		return NULL;
	s.dim[0] = b->batch;
	return gan_expand(b->g, x, &s);
}

static struct gan_node *constant(struct gan_lb *b)
{
	enum gan_layout layout;
	struct gan_shape s;

	if (shape_of(b, &s, &layout) < 0)
		return NULL;
	s.dim[0] = b->batch;
	return gan_expand(b->g, gan_const(b->g, gan_lb_real(b, "value")), &s);
}

static const struct gan_setting param_setting[] = {
	{ "to", GAN_SET_TEXT, NULL, 0, 0, NULL, "", "its size: N, or C,H,W" },
	{ "init", GAN_SET_TEXT, "", 0, 0, NULL, "", "initial values: normal:S (S is 1 if left out) uniform:S constant:C ..." },
};
static const struct gan_setting const_setting[] = {
	{ "to", GAN_SET_TEXT, "1", 0, 0, NULL, "", "its size: N, or C,H,W" },
	{ "value", GAN_SET_REAL, NULL, -1e30, 1e30, NULL, "", "the number" },
};
static const struct gan_layer_entry entry[] = { { "weight", 1 } };

const struct gan_layer_type gan_layer_param = {
	"param", "trained numbers, the same for every sample", param_setting, GAN_COUNT(param_setting),
	entry, GAN_COUNT(entry), 0, 0, param
};
const struct gan_layer_type gan_layer_const = {
	"const", "a number, for every sample", const_setting, GAN_COUNT(const_setting), NULL, 0, 0, 0, constant
};
