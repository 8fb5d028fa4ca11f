#include "op/op_resize_util.h"

int gan_resize_shape(struct gan_node *n, struct gan_err *e)
{
	const struct gan_resize_attr *a = n->attr;
	const struct gan_shape *x = &n->in[0]->shape;
	char s[160];

	if (gan_want_type(n, 0, GAN_REAL, e))
		return -1;
	if (x->rank != 4 || x->dim[1] < 1 || x->dim[2] < 1)
		return gan_fail(e, GAN_DATA, "%s: expected pictures [N,H,W,C], found shape %s", n->op->name,
		                gan_shape_str(x, s, sizeof(s)));
	if (a->h < 1 || a->w < 1)
		return gan_fail(e, GAN_DATA, "%s: a picture cannot have %lld rows of %lld pixels", n->op->name,
		                (long long)a->h, (long long)a->w);
	n->type = GAN_REAL;
	n->shape = gan_shape_of(4, x->dim[0], a->h, a->w, x->dim[3]);
	return 0;
}

struct gan_resample gan_resize_geometry(const struct gan_node *n, int adjoint)
{
	const struct gan_resize_attr *a = n->attr;
	const struct gan_shape *x = adjoint ? &n->shape : &n->in[0]->shape, *y = adjoint ? &n->in[0]->shape : &n->shape;

	return (struct gan_resample){ .n = (long)x->dim[0], .c = (long)x->dim[3], .h = (long)x->dim[1],
		.w = (long)x->dim[2], .oh = (long)y->dim[1], .ow = (long)y->dim[2], .grid = (int)a->grid };
}
