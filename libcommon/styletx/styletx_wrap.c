#include "styletx/styletx_wrap.h"

#include "style/reach.h"

#define LAYERS (2 * GAN_STYLE_MAX_LAYERS)

static int64_t common(int64_t a, int64_t b) /* the least common multiple */
{
	int64_t x = a, y = b, rest;

	while (y) {
		rest = x % y;
		x = y;
		y = rest;
	}
	return a / x * b;
}

/* Positions of a stride that cover n pixels. */
static int64_t cover(int64_t n, int64_t stride)
{
	return (n + stride - 1) / stride;
}

/* How many pixels of the other end each side of an axis wants, a multiple of all strides. */
static int64_t margin(const struct gan_style_reach *reach, int n, int axis, int64_t side)
{
	int64_t all = 1, most = 1;

	for (int k = 0; k < n; k++) {
		const struct gan_style_reach *r = &reach[k];
		int64_t last = (cover(side, r->stride[axis]) - 1) * r->stride[axis] + r->hi[axis] - (side - 1);

		all = common(all, r->stride[axis]);
		most = -r->lo[axis] > most ? -r->lo[axis] : most;
		most = last > most ? last : most;
	}
	return (most + all - 1) / all * all;
}

/* The picture itself and one row and column more, for differences; and 1 where these begin. */
static void edge(struct gan_styletx_sight *v, struct gan_node *around, const int64_t *more)
{
	struct gan_shape ones = gan_shape_of(4, (int64_t)1, v->x->shape.dim[1], v->x->shape.dim[2], (int64_t)1);
	struct gan_pad_attr none = { .mode = GAN_PAD_ZERO, .hi = { 0, 1, 1, 0 } };
	struct gan_node *y = gan_slice_axis(v->g, around, 1, more[0], v->x->shape.dim[1] + 1, 1);

	v->edge = gan_slice_axis(v->g, y, 2, more[1], v->x->shape.dim[2] + 1, 1);
	v->inner = gan_pad(v->g, gan_ones(v->g, &ones), &none);
}

int gan_styletx_wrap(struct gan_styletx_sight *v, const struct gan_styletx_goal_spec *s, const struct gan_style_look *look,
                     struct gan_err *e)
{
	struct gan_pad_attr pad = { .mode = GAN_PAD_CIRCULAR };
	struct gan_style_reach reach[LAYERS];
	const struct gan_style_recipe *r = s->recipe;
	int64_t more[2];
	struct gan_node *around;

	if (gan_style_look(look, v->g, v->scope, gan_muls(v->g, v->x, 255), r->layer, r->nlayer, v->value, e))
		return -1;
	for (int k = 0; k < r->nlayer; k++)
		if (gan_style_reach(v->g, v->x, v->value[k], &reach[k], e))
			return gan_fail_prefix(e, "tileable=1: layer '%s'", r->layer[k]);
	for (int axis = 0; axis < 2; axis++) {
		more[axis] = margin(reach, r->nlayer, axis, v->x->shape.dim[1 + axis]);
		pad.lo[1 + axis] = pad.hi[1 + axis] = (int)more[axis];
	}
	around = gan_pad(v->g, v->x, &pad);
	if (gan_style_look(look, v->g, v->scope, gan_muls(v->g, around, 255), r->layer, r->nlayer, v->value, e))
		return -1;
	for (int k = 0; k < r->nlayer; k++)
		for (int axis = 0; axis < 2; axis++) {
			int64_t stride = reach[k].stride[axis];

			v->value[k] = gan_slice_axis(v->g, v->value[k], 1 + axis, more[axis] / stride,
			                             cover(v->x->shape.dim[1 + axis], stride), 1);
		}
	edge(v, around, more);
	return gan_graph_ok(v->g, e);
}
