/* 1 where x > 0, -1 where x < 0, else 0 */
#include "op/op_util.h"

GAN_INLINE gan_real f(gan_real a)
{
	return a > 0 ? 1 : a < 0 ? -1 : 0;
}

GAN_PW1(pw, f)

GAN_CASE1(case1, gan_sign)

static const struct gan_op_case cases[] = {
	{ "sign", case1, -1, 1, 0 },
	{ 0 }
};

const struct gan_op gan_op_sign = {
	.name = "sign",
	.help = "1 where x > 0, -1 where x < 0, else 0",
	.nin_min = 1,
	.nin_max = 1,
	.flags = GAN_OP_POINTWISE | GAN_OP_NOGRAD,
	.pw = pw,
	.pw_cost = 2,
	.cases = cases,
};
