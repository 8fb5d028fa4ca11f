/* 1 where a >= b, else 0 */
#include "op/op_util.h"

GAN_INLINE gan_real f(gan_real a, gan_real b)
{
	return a >= b ? 1 : 0;
}

GAN_PW2(pw, f)

GAN_CASE2(case1, gan_ge)

static const struct gan_op_case cases[] = {
	{ "ge", case1, -1, 1, 0 },
	{ 0 }
};

const struct gan_op gan_op_ge = {
	.name = "ge",
	.help = "1 where a >= b, else 0",
	.nin_min = 2,
	.nin_max = 2,
	.flags = GAN_OP_POINTWISE | GAN_OP_NOGRAD,
	.pw = pw,
	.pw_cost = 1,
	.cases = cases,
};
