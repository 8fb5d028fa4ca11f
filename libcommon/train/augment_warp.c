/* The random warp that gan-data --warp makes of bytes: rotation, scale, shear and shift about the middle. */
#include <math.h>
#include "train/augment.h"

#define TURN (10 * 3.14159265358979323846 / 180)
#define ZOOM 1.1
#define SHEAR .1
#define SHIFT .06

/* Pixel numbers of an axis, counted from the middle of the picture. */
static struct gan_node *centred(struct gan_graph *g, struct gan_node *x, int axis)
{
	return gan_adds(g, gan_augment_pixels(g, x, axis), .5 - (double)x->shape.dim[axis] / 2);
}

/* (a x + b y) * zoom + shift, and back to pixel numbers. */
static struct gan_node *place(struct gan_graph *g, struct gan_node *x, const char *purpose, struct gan_node *ax_by,
                              struct gan_node *zoom, int axis)
{
	double side = (double)x->shape.dim[axis];
	struct gan_node *shift = gan_muls(g, gan_augment_draw(g, x, purpose, axis == 2 ? "x" : "y"), SHIFT * side);

	return gan_adds(g, gan_add(g, gan_mul(g, ax_by, zoom), shift), side / 2 - .5);
}

static struct gan_node *apply(struct gan_graph *g, struct gan_node *x, const struct gan_range *range, const char *purpose)
{
	struct gan_node *turn = gan_muls(g, gan_augment_draw(g, x, purpose, "turn"), TURN);
	struct gan_node *zoom = gan_exp(g, gan_muls(g, gan_augment_draw(g, x, purpose, "zoom"), log(ZOOM)));
	struct gan_node *shear = gan_muls(g, gan_augment_draw(g, x, purpose, "shear"), SHEAR);
	struct gan_node *c = gan_cos(g, turn), *s = gan_sin(g, turn), *dx = centred(g, x, 2), *dy = centred(g, x, 1);
	struct gan_node *u = gan_add(g, dx, gan_mul(g, shear, dy)); /* sheared, then turned */
	struct gan_node *px = gan_sub(g, gan_mul(g, c, u), gan_mul(g, s, dy));
	struct gan_node *py = gan_add(g, gan_mul(g, s, u), gan_mul(g, c, dy));

	(void)range;
	return gan_augment_take(g, x, place(g, x, purpose, px, zoom, 2), place(g, x, purpose, py, zoom, 1));
}

const struct gan_augment gan_augment_warp = {
	"warp", "turned by up to 10 degrees, scaled by 1.1, sheared by .1, shifted by .06 of a side", apply, 0
};
