#include "train/augment.h"

/* The translation of DiffAugment (Zhao et al. 2020): by whole pixels each way, up to an eighth of the side, all equally often;
   what comes in is grey. One gather of pixels moves a batch. */

#define MOST (1 << 24) /* whole numbers of a float */

/* Where each row or column comes from. */
static struct gan_node *source(struct gan_graph *g, struct gan_node *x, const char *purpose, int axis)
{
	int64_t n = (x->shape.dim[axis] + 4) / 8;
	struct gan_node *by = gan_augment_whole(g, x, purpose, axis == 2 ? "x" : "y", 2 * n + 1);

	return gan_add(g, gan_augment_pixels(g, x, axis), gan_adds(g, by, (double)-n));
}

static struct gan_node *inside(struct gan_graph *g, struct gan_node *at, int64_t side)
{
	return gan_mul(g, gan_ge(g, at, gan_const(g, 0)), gan_lt(g, at, gan_const(g, (double)side)));
}

static struct gan_node *apply(struct gan_graph *g, struct gan_node *x, const struct gan_range *range, const char *purpose)
{
	int64_t n = x->shape.dim[0], h = x->shape.dim[1], w = x->shape.dim[2], c = x->shape.dim[3];
	struct gan_shape rows = gan_shape_of(2, n * h * w, c), places = gan_shape_of(1, n * h * w), s = x->shape;
	struct gan_shape each = gan_shape_of(4, n, (int64_t)1, (int64_t)1, (int64_t)1);
	struct gan_node *y = source(g, x, purpose, 1), *px = source(g, x, purpose, 2), *sample, *at, *in;

	if (n * h * w > MOST)
		return gan_graph_fail(g, GAN_DATA, "translation: more than 2^24 pixels in a batch (a smaller batch=)");
	sample = gan_reshape(g, gan_cast(g, gan_iota(g, n), GAN_REAL), &each);
	in = gan_mul(g, inside(g, y, h), inside(g, px, w));
	at = gan_add(g, gan_muls(g, gan_add(g, gan_muls(g, sample, (double)h), y), (double)w), px);
	at = gan_select(g, in, at, gan_const(g, 0));
	at = gan_cast(g, gan_reshape(g, at, &places), GAN_I64);
	x = gan_reshape(g, gan_gather(g, gan_reshape(g, x, &rows), at, 0), &s);
	return gan_select(g, in, x, gan_const(g, (range->lo + range->hi) / 2));
}

const struct gan_augment gan_augment_translation = {
	"translation", "whole pixels each way, up to an eighth of the side, grey coming in", apply, GAN_AUGMENT_RANGE
};
