/* Average and max pooling. */
#include "net/geometry.h"

/* PyTorch's ceil mode: one more window where cells are left over, unless it would begin beyond the picture. */
static void ceil_side(int64_t n, int k, int s, int lo, int *hi)
{
	int64_t out = (n + lo + *hi - k + s - 1) / s + 1;

	if ((out - 1) * s >= n + lo)
		out--;
	*hi = (int)((out - 1) * s + k - n - lo);
	if (*hi < 0)
		*hi = 0;
}

static int attributes(struct gan_lb *b, const struct gan_node *x, struct gan_pool_attr *a)
{
	struct gan_window w;
	int whole = gan_lb_is(b, "k", "all");
	char say[200];

	if (whole)
		*a = (struct gan_pool_attr){ .r = (int)x->shape.dim[1], .s = (int)x->shape.dim[2], .stride_h = 1, .stride_w = 1 };
	if (whole)
		return 0;
	if (gan_lb_window(b, &w) < 0)
		return -1;
	gan_window_same(&w, x->shape.dim[1], x->shape.dim[2]);
	*a = (struct gan_pool_attr){ .r = w.kh, .s = w.kw, .stride_h = w.sh, .stride_w = w.sw, .top = w.top,
		.bottom = w.bottom, .left = w.left, .right = w.right, .real_bottom = w.bottom, .real_right = w.right };
	if (w.top >= w.kh || w.bottom >= w.kh || w.left >= w.kw || w.right >= w.kw) {
		gan_lb_fail(b, "its padding must be smaller than its window");
		return -1;
	}
	if (x->shape.dim[1] + w.top + w.bottom < w.kh || x->shape.dim[2] + w.left + w.right < w.kw) {
		gan_lb_fail(b, "its window of %dx%d is bigger than %s", w.kh, w.kw, gan_shape_say(x, say, sizeof(say)));
		return -1;
	}
	if (gan_lb_is(b, "ceil", "1")) {
		ceil_side(x->shape.dim[1], w.kh, w.sh, w.top, &a->bottom);
		ceil_side(x->shape.dim[2], w.kw, w.sw, w.left, &a->right);
	}
	return 0;
}

static struct gan_node *average(struct gan_lb *b)
{
	struct gan_node *x = gan_lb_picture(b, b->in[0]);
	struct gan_pool_attr a;

	if (!x || attributes(b, x, &a) < 0)
		return NULL;
	/* p=same is TensorFlow's, which never counts padding */
	a.count_pad = gan_lb_is(b, "count-pad", "1") && !gan_lb_is(b, "p", "same");
	if (!a.count_pad)
		a.real_bottom = a.real_right = 0;
	return gan_avgpool(b->g, x, &a);
}

static struct gan_node *greatest(struct gan_lb *b)
{
	struct gan_node *x = gan_lb_picture(b, b->in[0]);
	struct gan_pool_attr a;

	if (!x || attributes(b, x, &a) < 0)
		return NULL;
	a.real_bottom = a.real_right = 0;
	return gan_maxpool(b->g, x, &a);
}

#define WINDOW \
	{ "k", GAN_SET_TEXT, "2", 0, 0, NULL, "pixels", "window: N, or HEIGHT,WIDTH, or all: the whole picture" }, \
	{ "s", GAN_SET_TEXT, "", 0, 0, NULL, "pixels", "stride: N, or HEIGHT,WIDTH; left out: the window's size" }, \
	{ "p", GAN_SET_TEXT, "0", 0, 0, NULL, "pixels", "padding: N, or H,W, or TOP,BOTTOM,LEFT,RIGHT, or same" }, \
	GAN_SET_FLAG("ceil", "0", "cells left over get a window of their own")

static const struct gan_setting avg_setting[] = {
	WINDOW,
	GAN_SET_FLAG("count-pad", "1", "padding counts in the mean (PyTorch's count_include_pad)"),
};
static const struct gan_setting max_setting[] = { WINDOW };

const struct gan_layer_type gan_layer_avgpool = {
	"avgpool", "means of windows", avg_setting, GAN_COUNT(avg_setting), NULL, 0, 1, 1, average
};
const struct gan_layer_type gan_layer_maxpool = {
	"maxpool", "greatest of windows", max_setting, GAN_COUNT(max_setting), NULL, 0, 1, 1, greatest
};
