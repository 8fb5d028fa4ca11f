#include "net/layer.h"

/* A place along n as in Python: from the end where negative, kept in lo..hi. */
static int64_t place(int64_t v, int64_t n, int64_t lo, int64_t hi)
{
	if (v < 0)
		v += n;
	return v < lo ? lo : v > hi ? hi : v;
}

static struct gan_node *build(struct gan_lb *b)
{
	struct gan_node *x = b->in[0];
	int axis = gan_lb_axis(b, "axis", x);
	int64_t step = gan_lb_int(b, "step"), n, start, end, count;

	if (axis < 0)
		return NULL;
	if (axis == 0)
		return gan_lb_fail(b, "samples cannot be cut");
	if (!step)
		return gan_lb_fail(b, "step=0");
	n = x->shape.dim[axis];
	start = step > 0 ? 0 : n - 1;
	end = step > 0 ? n : -1;
	if (gan_lb_given(b, "start"))
		start = place(gan_lb_int(b, "start"), n, step > 0 ? 0 : -1, step > 0 ? n : n - 1);
	if (gan_lb_given(b, "end"))
		end = place(gan_lb_int(b, "end"), n, step > 0 ? 0 : -1, step > 0 ? n : n - 1);
	count = step > 0 ? (end - start + step - 1) / step : (start - end - step - 1) / -step;
	if (count < 1)
		return gan_lb_fail(b, "it leaves nothing of %lld", (long long)n);
	return gan_slice_axis(b->g, x, axis, start, count, step);
}

static const struct gan_setting setting[] = {
	{ "axis", GAN_SET_TEXT, NULL, 0, 0, NULL, "", "axis: h w c or a number" },
	{ "start", GAN_SET_INT, "0", -1e12, 1e12, NULL, "", "first place, as in Python: negative from the end" },
	{ "end", GAN_SET_INT, "0", -1e12, 1e12, NULL, "", "place behind the last; left out: the end" },
	{ "step", GAN_SET_INT, "1", -1e6, 1e6, NULL, "", "every how manieth; negative: backwards" },
};

const struct gan_layer_type gan_layer_slice = {
	"slice", "a part of an axis", setting, GAN_COUNT(setting), NULL, 0, 1, 1, build
};
