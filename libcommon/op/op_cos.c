/* cosine of x in radians */
#include "op/op_util.h"
#include "kernel/vmath.h"

static inline gan_real slow(gan_real a)
{
	return a > GAN_VTRIG_MAX || a < -GAN_VTRIG_MAX ? gan_lib_cos(a) : gan_vcos(a);
}

/* The vector version is right up to GAN_VTRIG_MAX; a tile that holds greater numbers takes the slow way, which
   gives the others the same bytes. */
GAN_PW1(pw_small, gan_vcos)

static void pw(gan_real *y, const gan_real *const *x, long n, const void *attr)
{
	if (gan_vmaxabs(x[0], n) <= GAN_VTRIG_MAX) {
		pw_small(y, x, n, attr);
		return;
	}
	for (long i = 0; i < n; i++)
		y[i] = slow(x[0][i]);
}

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	(void)want;
	gx[0] = gan_neg(g, gan_mul(g, gy, gan_sin(g, n->in[0])));
}

GAN_CASE1(case1, gan_cos)

static const struct gan_op_case cases[] = {
	{ "cos", case1, -4, 4, 2 },
	{ 0 }
};

const struct gan_op gan_op_cos = {
	.name = "cos",
	.help = "cosine of x in radians",
	.nin_min = 1,
	.nin_max = 1,
	.flags = GAN_OP_POINTWISE,
	.grad = grad,
	.pw = pw,
	.pw_cost = 20,
	.cases = cases,
};
