/* Builders of sources, and the helpers of build_util.h. */
#include "graph/build_util.h"

#include <string.h>

#include "graph/op.h"

void gan_shape_clean(struct gan_shape *to, const struct gan_shape *from)
{
	memset(to, 0, sizeof(*to));
	to->rank = from->rank;
	for (int k = 0; k < from->rank; k++)
		to->dim[k] = from->dim[k];
}

int gan_build_axis(gan_g *g, const gan_n *x, int axis)
{
	int rank = x->shape.rank;
	char buf[160];

	if (axis >= -rank && axis < rank)
		return axis < 0 ? axis + rank : axis;
	gan_graph_fail(g, GAN_DATA, "a value of shape %s has no axis %d",
	               gan_shape_str(&x->shape, buf, sizeof(buf)), axis);
	return -1;
}

bool gan_is_op(const gan_n *n, const char *op)
{
	return strcmp(n->op->name, op) == 0;
}

bool gan_is_const(const gan_n *n, double *v)
{
	if (gan_is_op(n, "expand"))
		n = n->in[0];
	if (!gan_is_op(n, "const"))
		return false;
	*v = (gan_real)((const struct gan_const_attr *)n->attr)->value;
	return true;
}

bool gan_covers(const gan_n *y, const gan_n *x)
{
	int off = y->shape.rank - x->shape.rank;

	for (int k = 0; k < x->shape.rank; k++)
		if (off < 0 || (x->shape.dim[k] != 1 && x->shape.dim[k] != y->shape.dim[off + k]))
			return false;
	return true;
}

gan_n *gan_unary(gan_g *g, const char *op, gan_n *x, const void *attr)
{
	return gan_node(g, op, 1, &x, attr, NULL);
}

gan_n *gan_binary(gan_g *g, const char *op, gan_n *a, gan_n *b, const void *attr)
{
	gan_n *in[2] = { a, b };

	return gan_node(g, op, 2, in, attr, NULL);
}

static gan_n *source(gan_g *g, const char *op, const char *name, enum gan_dtype type, const struct gan_shape *shape)
{
	struct gan_source_attr a;

	memset(&a, 0, sizeof(a));
	a.type = (int)type;
	gan_shape_clean(&a.shape, shape);
	return gan_node(g, op, 0, NULL, &a, name);
}

gan_n *gan_input(gan_g *g, const char *name, enum gan_dtype type, const struct gan_shape *shape)
{
	return source(g, "input", name, type, shape);
}

gan_n *gan_state(gan_g *g, const char *name, enum gan_dtype type, const struct gan_shape *shape)
{
	return source(g, "state", name, type, shape);
}

gan_n *gan_const(gan_g *g, double v)
{
	const struct gan_const_attr a = { v == 0 ? 0 : v }; /* one zero */

	return gan_node(g, "const", 0, NULL, &a, NULL);
}

gan_n *gan_scalar(gan_g *g, const char *name)
{
	const struct gan_shape none = { 0 };

	return gan_input(g, name, GAN_REAL, &none);
}

gan_n *gan_const_like(gan_g *g, const gan_n *x, double v)
{
	return gan_expand(g, gan_const(g, v), &x->shape);
}

gan_n *gan_zeros(gan_g *g, const struct gan_shape *shape)
{
	return gan_expand(g, gan_const(g, 0), shape);
}

gan_n *gan_ones(gan_g *g, const struct gan_shape *shape)
{
	return gan_expand(g, gan_const(g, 1), shape);
}
