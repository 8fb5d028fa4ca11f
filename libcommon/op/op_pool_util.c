#include "op/op_pool_util.h"

const struct gan_pool_attr gan_pool_case[] = {
	{ .r = 2, .s = 2, .stride_h = 2, .stride_w = 2, .h = 6, .w = 5, .count_pad = 1 },
	{ .r = 3, .s = 3, .stride_h = 2, .stride_w = 2, .top = 1, .bottom = 1, .left = 1, .right = 1, .h = 6, .w = 5 },
	{ .r = 3, .s = 2, .stride_h = 1, .stride_w = 3, .top = 0, .bottom = 2, .left = 1, .right = 1, .h = 6, .w = 5,
	  .count_pad = 1, .real_bottom = 1, .real_right = 1 },
	{ .r = 2, .s = 1, .stride_h = 3, .stride_w = 3, .h = 6, .w = 5, .count_pad = 1 },
};
static const char *const results[] = { "2,3,2,3", "2,3,3,3", "2,6,2,3", "2,2,2,3" };

const char *gan_pool_case_result(const struct gan_pool_attr *a)
{
	return results[a - gan_pool_case];
}

int gan_pool_want(const struct gan_node *n, int i, struct gan_err *e)
{
	char s[160];

	if (gan_want_type(n, i, GAN_REAL, e))
		return -1;
	if (n->in[i]->shape.rank == 4)
		return 0;
	return gan_fail(e, GAN_DATA, "%s: expected pictures [N,H,W,C], found shape %s", n->op->name,
	                gan_shape_str(&n->in[i]->shape, s, sizeof(s)));
}

int gan_pool_want_shape(const struct gan_node *n, int i, const struct gan_shape *s, struct gan_err *e)
{
	char found[160], want[160];

	if (gan_shape_eq(&n->in[i]->shape, s))
		return 0;
	return gan_fail(e, GAN_DATA, "%s: input %d: expected shape %s, found %s", n->op->name, i + 1,
	                gan_shape_str(s, want, sizeof(want)), gan_shape_str(&n->in[i]->shape, found, sizeof(found)));
}

static int check_attr(const struct gan_node *n, const struct gan_pool_attr *a, struct gan_err *e)
{
	if (a->r < 1 || a->s < 1 || a->stride_h < 1 || a->stride_w < 1)
		return gan_fail(e, GAN_DATA, "%s: window %dx%d and stride %dx%d must be 1 or more", n->op->name, a->r,
		                a->s, a->stride_h, a->stride_w);
	if (a->top < 0 || a->bottom < 0 || a->left < 0 || a->right < 0 || a->real_bottom < 0 || a->real_right < 0)
		return gan_fail(e, GAN_DATA, "%s: negative padding (%d %d %d %d)", n->op->name, a->top, a->bottom,
		                a->left, a->right);
	return 0;
}

int gan_pool_geometry(const struct gan_node *n, const struct gan_shape *x, struct gan_pooling *p, struct gan_err *e)
{
	const struct gan_pool_attr *a = n->attr;
	long room_h, room_w;

	if (check_attr(n, a, e))
		return -1;
	*p = (struct gan_pooling){ .n = (long)x->dim[0], .h = (long)x->dim[1], .w = (long)x->dim[2],
		.c = (long)x->dim[3], .r = a->r, .s = a->s, .stride_h = a->stride_h, .stride_w = a->stride_w,
		.top = a->top, .left = a->left,
		.count_pad = a->count_pad, .real_bottom = a->real_bottom, .real_right = a->real_right };
	room_h = p->h + a->top + a->bottom - p->r;
	room_w = p->w + a->left + a->right - p->s;
	if (room_h < 0 || room_w < 0)
		return gan_fail(e, GAN_DATA,
		                "%s: a window of %dx%d does not fit a picture of %ldx%ld with padding %d %d %d %d",
		                n->op->name, a->r, a->s, p->h, p->w, a->top, a->bottom, a->left, a->right);
	p->p = room_h / p->stride_h + 1;
	p->q = room_w / p->stride_w + 1;
	if (a->top >= a->r || a->left >= a->s || (p->p - 1) * p->stride_h - p->top >= p->h ||
	    (p->q - 1) * p->stride_w - p->left >= p->w)
		return gan_fail(e, GAN_DATA,
		                "%s: with padding %d %d %d %d a window of %dx%d sees nothing of a picture of %ldx%ld",
		                n->op->name, a->top, a->bottom, a->left, a->right, a->r, a->s, p->h, p->w);
	return 0;
}

struct gan_shape gan_pool_result(const struct gan_pooling *p)
{
	return gan_shape_of(4, (int64_t)p->n, (int64_t)p->p, (int64_t)p->q, (int64_t)p->c);
}
