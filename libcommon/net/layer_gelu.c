#include "net/unary.h"

/* The exact form, x * Phi(x), which is PyTorch's default. */
static struct gan_node *apply(struct gan_graph *g, struct gan_node *x)
{
	struct gan_node *phi = gan_affine(g, gan_erf(g, gan_muls(g, x, 0.70710678118654752440)), 0.5, 0.5);

	return gan_mul(g, x, phi);
}

GAN_UNARY_LAYER(gelu, apply, "x Phi(x), with the error function")
