/* See spectral.h. */
#include "net/spectral.h"

#define TINY 1e-12

static struct gan_node *unit(struct gan_graph *g, struct gan_node *x)
{
	struct gan_node *length = gan_sqrt(g, gan_sum_all(g, gan_square(g, x)));

	return gan_stop_gradient(g, gan_mul(g, x, gan_recip(g, gan_max(g, length, gan_const(g, TINY)))));
}

/* The entry, which starts near the vector it looks for: drawn, and iterated as the weight stands. */
static struct gan_node *left_vector(struct gan_lb *b, int64_t n, int last)
{
	struct gan_shape s = gan_shape_of(1, n), row = gan_shape_of(2, (int64_t)1, n);
	struct gan_fill f = { GAN_FILL_SINGULAR, 0, last };
	struct gan_node *u = gan_lb_param(b, "u", &s, GAN_LAYOUT_PLAIN, &f);

	return u ? gan_stop_gradient(b->g, gan_reshape(b->g, u, &row)) : NULL;
}

struct gan_node *gan_lb_spectral(struct gan_lb *b, struct gan_node *w, int last)
{
	struct gan_shape s, flat;
	struct gan_node *u, *v, *m, *a;
	int64_t rows;

	if (!w || gan_lb_is(b, "sn", "0"))
		return w;
	rows = w->shape.dim[last ? w->shape.rank - 1 : 0];
	s = last ? gan_shape_of(2, (int64_t)-1, rows) : gan_shape_of(2, rows, (int64_t)-1);
	m = gan_reshape(b->g, w, &s);
	u = left_vector(b, rows, last);
	a = gan_matmul(b->g, u, m, 0, last); /* W^T u */
	if (!a)
		return NULL;
	v = unit(b->g, a);
	if (b->mode == GAN_NET_TRAIN) {
		a = gan_matmul(b->g, v, m, 0, !last); /* W v */
		v = u = unit(b->g, a);
		flat = gan_shape_of(1, rows);
		gan_lb_set(b, "u", gan_reshape(b->g, u, &flat));
	}
	/* either way sigma is the product of a vector that W made with its own direction, and only W's part has a gradient */
	return gan_mul(b->g, w, gan_recip(b->g, gan_max(b->g, gan_sum_all(b->g, gan_mul(b->g, a, v)), gan_const(b->g, TINY))));
}
