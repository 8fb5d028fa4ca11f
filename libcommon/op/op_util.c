#include "op/op_util.h"

#include <stdlib.h>

#include "base/mem.h"

static struct gan_shape parse_dims(const char *dims)
{
	struct gan_shape s = {0};

	while (*dims) {
		char *end;

		s.dim[s.rank++] = strtol(dims, &end, 10);
		dims = *end == ',' ? end + 1 : end;
	}
	return s;
}

gan_n *gan_case_in(gan_g *g, const char *name, const char *dims)
{
	struct gan_shape s = parse_dims(dims);

	return gan_input(g, name, GAN_REAL, &s);
}

gan_n *gan_case_index(gan_g *g, const char *dims, int start, int step, int n)
{
	struct gan_shape s = parse_dims(dims);
	gan_n *i = gan_affine(g, gan_cast(g, gan_iota(g, gan_shape_count(&s)), GAN_REAL), step, start);
	gan_n *q = gan_floor(g, gan_affine(g, i, 1.0 / n, 1.0 / (3 * n)));

	return gan_reshape(g, gan_cast(g, gan_sub(g, i, gan_muls(g, q, n)), GAN_I64), &s);
}

int gan_want_type(const struct gan_node *n, int i, enum gan_dtype type, struct gan_err *e)
{
	if (n->in[i]->type == type)
		return 0;
	return gan_fail(e, GAN_INTERNAL, "%s: input %d: expected %s, found %s", n->op->name, i + 1,
	                gan_dtype_name(type), gan_dtype_name(n->in[i]->type));
}

int gan_want_axis(const struct gan_node *n, int i, int axis, struct gan_err *e)
{
	char buf[160];

	if (axis >= 0 && axis < n->in[i]->shape.rank)
		return 0;
	return gan_fail(e, GAN_INTERNAL, "%s: input %d of shape %s has no axis %d", n->op->name, i + 1,
	                gan_shape_str(&n->in[i]->shape, buf, sizeof(buf)), axis);
}

int gan_same_shape(struct gan_node *n, struct gan_err *e)
{
	(void)e;
	n->type = n->in[0]->type;
	n->shape = n->in[0]->shape;
	return 0;
}

int gan_reduce_shape(struct gan_node *n, struct gan_err *e)
{
	const struct gan_reduce_attr *a = n->attr;
	const struct gan_shape *x = &n->in[0]->shape;
	char buf[160];

	if (gan_want_type(n, 0, GAN_REAL, e))
		return -1;
	if (a->axes >> x->rank)
		return gan_fail(e, GAN_INTERNAL, "%s: axes %#x of a value of shape %s", n->op->name, (unsigned)a->axes,
		                gan_shape_str(x, buf, sizeof(buf)));
	n->type = GAN_REAL;
	for (int k = 0; k < x->rank; k++) {
		if (!(a->axes >> k & 1))
			n->shape.dim[n->shape.rank++] = x->dim[k];
		else if (a->keep)
			n->shape.dim[n->shape.rank++] = 1;
	}
	return 0;
}

int gan_slice_shape(const struct gan_node *n, const struct gan_shape *x, const struct gan_slice_attr *a,
                    struct gan_shape *y, struct gan_err *e)
{
	y->rank = x->rank;
	for (int k = 0; k < x->rank; k++) {
		int64_t d = x->dim[k], first = a->start[k], len = a->n[k], reach;
		bool fits = len >= 0 && (len == 0 || (first >= 0 && first < d && gan_mul64_ok(len - 1, a->step[k], &reach) &&
		                                      reach >= -first && reach < d - first && (len == 1 || a->step[k])));

		if (!fits)
			return gan_fail(e, GAN_DATA, "%s: %lld from %lld by %lld reach outside of the %lld elements of axis %d",
			                n->op->name, (long long)len, (long long)first, (long long)a->step[k], (long long)d, k);
		y->dim[k] = len;
	}
	return 0;
}

int gan_pad_check(const struct gan_node *n, const struct gan_shape *x, const struct gan_pad_attr *a, struct gan_err *e)
{
	if (a->mode < GAN_PAD_ZERO || a->mode > GAN_PAD_REPLICATE)
		return gan_fail(e, GAN_INTERNAL, "%s: no such mode", n->op->name);
	for (int k = 0; k < x->rank; k++) {
		int64_t d = x->dim[k];

		if (a->lo[k] < 0 || a->hi[k] < 0 || d < 0)
			return gan_fail(e, GAN_DATA, "%s: the padding of axis %d is negative", n->op->name, k);
		if ((a->mode == GAN_PAD_REFLECT && (a->lo[k] >= d || a->hi[k] >= d) && (a->lo[k] || a->hi[k])) ||
		    (a->mode != GAN_PAD_ZERO && d == 0))
			return gan_fail(e, GAN_DATA, "%s: padding by %d and %d is too much for the %lld elements of axis %d",
			                n->op->name, a->lo[k], a->hi[k], (long long)d, k);
	}
	return 0;
}

void gan_dense_strides(const struct gan_shape *s, int64_t *stride)
{
	int64_t n = 1;

	for (int k = s->rank - 1; k >= 0; k--) {
		stride[k] = n;
		n *= s->dim[k];
	}
}

size_t gan_elem_size(enum gan_dtype type)
{
	return gan_dtype_bits(type) / 8;
}

void gan_split_at(const struct gan_shape *s, int axis, long *outer, long *inner)
{
	long o = 1, i = 1;

	for (int k = 0; k < axis; k++)
		o *= (long)s->dim[k];
	for (int k = axis + 1; k < s->rank; k++)
		i *= (long)s->dim[k];
	*outer = o;
	*inner = i;
}
