/* 1 where x is neither infinite nor NaN, else 0 */
#include "op/op_util.h"

GAN_INLINE gan_real f(gan_real a)
{
	return a - a == 0 ? 1 : 0;
}

GAN_PW1(pw, f)

GAN_CASE1(case1, gan_isfinite)

static const struct gan_op_case cases[] = {
	{ "isfinite", case1, -1, 1, 0 },
	{ 0 }
};

const struct gan_op gan_op_isfinite = {
	.name = "isfinite",
	.help = "1 where x is neither infinite nor NaN, else 0",
	.nin_min = 1,
	.nin_max = 1,
	.flags = GAN_OP_POINTWISE | GAN_OP_NOGRAD,
	.pw = pw,
	.pw_cost = 1,
	.cases = cases,
};
