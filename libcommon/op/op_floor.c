/* greatest integer not above x */
#include "op/op_util.h"
#include "kernel/vmath.h"

GAN_INLINE gan_real f(gan_real a)
{
	return gan_vfloor(a);
}

GAN_PW1(pw, f)

GAN_CASE1(case1, gan_floor)

static const struct gan_op_case cases[] = {
	{ "floor", case1, -3, 3, 0 },
	{ 0 }
};

const struct gan_op gan_op_floor = {
	.name = "floor",
	.help = "greatest integer not above x",
	.nin_min = 1,
	.nin_max = 1,
	.flags = GAN_OP_POINTWISE | GAN_OP_NOGRAD,
	.pw = pw,
	.pw_cost = 2,
	.cases = cases,
};
