/* See net_pool.h. */
#include "net/net_pool.h"

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

static int geometry(struct gan_lb *b, int64_t h, int64_t ww, struct gan_pool_attr *a)
{
	struct gan_window w;
	int whole = gan_lb_is(b, "k", "all");

	if (whole)
		*a = (struct gan_pool_attr){ .r = (int)h, .s = (int)ww, .stride_h = 1, .stride_w = 1 };
	if (whole)
		return 0;
	if (gan_lb_window(b, &w) < 0)
		return -1;
	gan_window_same(&w, h, ww);
	*a = (struct gan_pool_attr){ .r = w.kh, .s = w.kw, .stride_h = w.sh, .stride_w = w.sw, .top = w.top,
		.bottom = w.bottom, .left = w.left, .right = w.right, .real_bottom = w.bottom, .real_right = w.right };
	if (w.top >= w.kh || w.bottom >= w.kh || w.left >= w.kw || w.right >= w.kw) {
		gan_lb_fail(b, "its padding must be smaller than its window");
		return -1;
	}
	if (h + w.top + w.bottom < w.kh || ww + w.left + w.right < w.kw) {
		gan_lb_fail(b, "its window of %dx%d is bigger than a picture of %lldx%lld", w.kh, w.kw, (long long)h, (long long)ww);
		return -1;
	}
	if (gan_lb_is(b, "ceil", "1")) {
		ceil_side(h, w.kh, w.sh, w.top, &a->bottom);
		ceil_side(ww, w.kw, w.sw, w.left, &a->right);
	}
	return 0;
}

int gan_lb_pool(struct gan_lb *b, const struct gan_node *x, struct gan_pool_attr *a)
{
	return geometry(b, x->shape.dim[1], x->shape.dim[2], a);
}

int gan_lb_unpool(struct gan_lb *b, const struct gan_node *y, struct gan_pool_attr *a)
{
	int h, w;

	if (gan_lb_pair(b, "to", &h, &w, 1, 32768) < 0 || geometry(b, h, w, a) < 0)
		return -1;
	a->h = h;
	a->w = w;
	if (y->shape.dim[1] == (h + a->top + a->bottom - a->r) / a->stride_h + 1 &&
	    y->shape.dim[2] == (w + a->left + a->right - a->s) / a->stride_w + 1)
		return 0;
	gan_lb_fail(b, "a pool of to=%s does not give %lldx%lld", gan_lb_text(b, "to"), (long long)y->shape.dim[1],
	            (long long)y->shape.dim[2]);
	return -1;
}
