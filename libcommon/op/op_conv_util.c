#include "op/op_conv_util.h"

const struct gan_conv_case gan_conv_case[] = {
	{ "2,5,7,3", "4,3,3,3", "2,5,7,4",
	  { .stride_h = 1, .stride_w = 1, .top = 1, .bottom = 1, .left = 1, .right = 1, .dil_h = 1, .dil_w = 1,
	    .groups = 1, .r = 3, .s = 3, .h = 5, .w = 7 } },
	{ "2,6,4,2", "9,4,4,2", "2,3,2,9",
	  { .stride_h = 2, .stride_w = 2, .top = 1, .bottom = 1, .left = 1, .right = 1, .dil_h = 1, .dil_w = 1,
	    .groups = 1, .r = 4, .s = 4, .h = 6, .w = 4 } },
	{ "1,8,5,2", "3,3,2,2", "1,3,3,3",
	  { .stride_h = 3, .stride_w = 2, .top = 0, .bottom = 1, .left = 2, .right = 0, .dil_h = 1, .dil_w = 1,
	    .groups = 1, .r = 3, .s = 2, .h = 8, .w = 5 } },
	{ "2,4,4,4", "6,3,3,2", "2,4,4,6",
	  { .stride_h = 1, .stride_w = 1, .top = 1, .bottom = 1, .left = 1, .right = 1, .dil_h = 1, .dil_w = 1,
	    .groups = 2, .r = 3, .s = 3, .h = 4, .w = 4 } },
	{ "2,5,4,3", "3,3,3,1", "2,3,2,3",
	  { .stride_h = 2, .stride_w = 2, .top = 1, .bottom = 1, .left = 1, .right = 1, .dil_h = 1, .dil_w = 1,
	    .groups = 3, .r = 3, .s = 3, .h = 5, .w = 4 } },
	{ "1,9,8,2", "2,3,3,2", "1,4,3,2",
	  { .stride_h = 2, .stride_w = 2, .top = 1, .bottom = 1, .left = 1, .right = 1, .dil_h = 2, .dil_w = 2,
	    .groups = 1, .r = 3, .s = 3, .h = 9, .w = 8 } },
	{ "2,3,3,5", "4,1,1,5", "2,3,3,4",
	  { .stride_h = 1, .stride_w = 1, .dil_h = 1, .dil_w = 1, .groups = 1,
	    .r = 1, .s = 1, .h = 3, .w = 3 } },
	{ "3,2,3,4", "2,2,3,4", "3,1,1,2",
	  { .stride_h = 1, .stride_w = 1, .dil_h = 1, .dil_w = 1, .groups = 1,
	    .r = 2, .s = 3, .h = 2, .w = 3 } },
	{ "1,6,8,2", "3,3,3,2", "1,3,4,3",
	  { .stride_h = 2, .stride_w = 2, .top = 1, .bottom = 1, .left = 1, .right = 1, .dil_h = 1, .dil_w = 1,
	    .groups = 1, .r = 3, .s = 3, .h = 6, .w = 8 } },
	{ "1,7,7,2", "2,2,2,2", "1,2,2,2",
	  { .stride_h = 4, .stride_w = 4, .dil_h = 1, .dil_w = 1, .groups = 1,
	    .r = 2, .s = 2, .h = 7, .w = 7 } },
};

int gan_want_picture(const struct gan_node *n, int i, const char *what, struct gan_err *e)
{
	char s[160];

	if (gan_want_type(n, i, GAN_REAL, e))
		return -1;
	if (n->in[i]->shape.rank == 4)
		return 0;
	return gan_fail(e, GAN_DATA, "%s: expected %s, found shape %s", n->op->name, what,
	                gan_shape_str(&n->in[i]->shape, s, sizeof(s)));
}

static int check_attr(const struct gan_node *n, const struct gan_conv_attr *a, struct gan_err *e)
{
	if (a->stride_h < 1 || a->stride_w < 1 || a->dil_h < 1 || a->dil_w < 1 || a->groups < 1)
		return gan_fail(e, GAN_DATA, "%s: stride %dx%d, dilation %dx%d and %d groups must all be 1 or more",
		                n->op->name, a->stride_h, a->stride_w, a->dil_h, a->dil_w, a->groups);
	if (a->top < 0 || a->bottom < 0 || a->left < 0 || a->right < 0)
		return gan_fail(e, GAN_DATA, "%s: negative padding (%d %d %d %d); slice the picture instead",
		                n->op->name, a->top, a->bottom, a->left, a->right);
	return 0;
}

int gan_conv_geometry(const struct gan_node *n, const struct gan_shape *x, const struct gan_shape *w,
                      struct gan_conv *c, struct gan_err *e)
{
	const struct gan_conv_attr *a = n->attr;

	if (check_attr(n, a, e))
		return -1;
	*c = (struct gan_conv){ .n = (long)x->dim[0], .h = (long)x->dim[1], .w = (long)x->dim[2], .c = (long)x->dim[3],
		.k = (long)w->dim[0], .r = (long)w->dim[1], .s = (long)w->dim[2], .stride_h = a->stride_h,
		.stride_w = a->stride_w, .top = a->top, .left = a->left, .dil_h = a->dil_h, .dil_w = a->dil_w,
		.groups = a->groups };
	if (c->k % c->groups || c->k < 1 || c->r < 1 || c->s < 1)
		return gan_fail(e, GAN_DATA, "%s: %ld filters of %ldx%ld cannot be divided into %ld groups",
		                n->op->name, c->k, c->r, c->s, c->groups);
	if (c->c != w->dim[3] * c->groups)
		return gan_fail(e, GAN_DATA, "%s: expected %lld channels%s, found %ld", n->op->name,
		                (long long)(w->dim[3] * c->groups), c->groups > 1 ? " (in all groups)" : "", c->c);
	c->p = gan_conv_out(c->h, (long)a->top + a->bottom, c->r, c->stride_h, c->dil_h);
	c->q = gan_conv_out(c->w, (long)a->left + a->right, c->s, c->stride_w, c->dil_w);
	if (c->p < 1 || c->q < 1)
		return gan_fail(e, GAN_DATA,
		                "%s: a filter of %ldx%ld does not fit a picture of %ldx%ld with padding %d %d %d %d",
		                n->op->name, c->dil_h * (c->r - 1) + 1, c->dil_w * (c->s - 1) + 1, c->h, c->w, a->top,
		                a->bottom, a->left, a->right);
	return 0;
}

struct gan_shape gan_conv_picture(const struct gan_conv_attr *a, int64_t n, int64_t h, int64_t w,
                                  const struct gan_shape *f)
{
	return gan_shape_of(4, n, h, w, f->dim[3] * (int64_t)a->groups);
}

int gan_conv_want_y(const struct gan_node *n, const struct gan_shape *s, const struct gan_conv *c, struct gan_err *e)
{
	const struct gan_shape y = gan_shape_of(4, (int64_t)c->n, (int64_t)c->p, (int64_t)c->q, (int64_t)c->k);
	char found[160], want[160];

	if (gan_shape_eq(s, &y))
		return 0;
	return gan_fail(e, GAN_DATA, "%s: expected the convolution's result of shape %s, found %s", n->op->name,
	                gan_shape_str(&y, want, sizeof(want)), gan_shape_str(s, found, sizeof(found)));
}
