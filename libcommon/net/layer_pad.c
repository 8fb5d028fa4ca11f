#include "net/layer.h"

#define MOST 32768

static int mode_of(struct gan_lb *b)
{
	return gan_lb_is(b, "mode", "reflect") ? GAN_PAD_REFLECT : gan_lb_is(b, "mode", "circular") ? GAN_PAD_CIRCULAR :
	       gan_lb_is(b, "mode", "replicate") ? GAN_PAD_REPLICATE : GAN_PAD_ZERO;
}

/* lo and hi of every axis, negative to crop. */
static int amounts(struct gan_lb *b, const struct gan_node *x, int *lo, int *hi)
{
	int64_t v[4];
	int n, axis;

	if (gan_lb_given(b, "axis")) {
		if (gan_lb_given(b, "p") || (axis = gan_lb_axis(b, "axis", x)) < 0) {
			if (gan_lb_given(b, "p"))
				gan_lb_fail(b, "p= and axis= exclude each other");
			return -1;
		}
		lo[axis] = (int)gan_lb_int(b, "lo");
		hi[axis] = (int)gan_lb_int(b, "hi");
		return 0;
	}
	if (x->shape.rank != 4 || !gan_lb_given(b, "p")) {
		gan_lb_fail(b, "expected p= on a picture, or axis= with lo= and hi=");
		return -1;
	}
	if ((n = gan_lb_ints(b, "p", v, 4, -MOST, MOST)) < 0)
		return -1;
	if (n == 3) {
		gan_lb_fail(b, "p: expected one, two or four numbers");
		return -1;
	}
	lo[1] = (int)v[0];
	hi[1] = (int)v[n == 4 ? 1 : 0];
	lo[2] = (int)v[n == 4 ? 2 : n - 1];
	hi[2] = (int)v[n - 1];
	return 0;
}

static int crop(struct gan_lb *b, struct gan_node **x, int *lo, int *hi)
{
	int k;

	for (k = 0; k < (*x)->shape.rank; k++) {
		int64_t cut_lo = lo[k] < 0 ? -lo[k] : 0, cut_hi = hi[k] < 0 ? -hi[k] : 0, n = (*x)->shape.dim[k];

		if (!cut_lo && !cut_hi)
			continue;
		if (cut_lo + cut_hi >= n) {
			gan_lb_fail(b, "it leaves nothing of %lld along axis %d", (long long)n, k);
			return -1;
		}
		if (!(*x = gan_slice_axis(b->g, *x, k, cut_lo, n - cut_lo - cut_hi, 1)))
			return -1;
		lo[k] = lo[k] < 0 ? 0 : lo[k];
		hi[k] = hi[k] < 0 ? 0 : hi[k];
	}
	return 0;
}

static struct gan_node *build(struct gan_lb *b)
{
	struct gan_pad_attr a = { .mode = mode_of(b) };
	struct gan_node *x = b->in[0];
	int k, any = 0;

	if (!gan_lb_real_value(b, x) || amounts(b, x, a.lo, a.hi) < 0)
		return NULL;
	if (a.lo[0] || a.hi[0])
		return gan_lb_fail(b, "samples cannot be added or cut");
	if (crop(b, &x, a.lo, a.hi) < 0)
		return NULL;
	for (k = 0; k < x->shape.rank; k++)
		any |= a.lo[k] || a.hi[k];
	return any ? gan_pad(b->g, x, &a) : x;
}

static const struct gan_setting setting[] = {
	{ "p", GAN_SET_TEXT, "0", 0, 0, NULL, "pixels", "N, or H,W, or TOP,BOTTOM,LEFT,RIGHT; negative numbers crop" },
	{ "axis", GAN_SET_TEXT, "c", 0, 0, NULL, "", "instead of p: the axis that lo and hi are for (n h w c or a number)" },
	{ "lo", GAN_SET_INT, "0", -MOST, MOST, NULL, "", "how much is added before" },
	{ "hi", GAN_SET_INT, "0", -MOST, MOST, NULL, "", "how much is added after" },
	{ "mode", GAN_SET_ENUM, "zero", 0, 0, "zero|reflect|circular|replicate", "", "what is added" },
};

const struct gan_layer_type gan_layer_pad = {
	"pad", "adds a border, or cuts one off", setting, GAN_COUNT(setting), NULL, 0, 1, 1, build
};
