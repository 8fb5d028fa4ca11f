/* nearest integer, ties to even */
#include "op/op_util.h"
#include "kernel/vmath.h"

GAN_INLINE gan_real f(gan_real a)
{
	return gan_vrint(a);
}

GAN_PW1(pw, f)

GAN_CASE1(case1, gan_round)

static const struct gan_op_case cases[] = {
	{ "round", case1, -3, 3, 0 },
	{ 0 }
};

const struct gan_op gan_op_round = {
	.name = "round",
	.help = "nearest integer, ties to even",
	.nin_min = 1,
	.nin_max = 1,
	.flags = GAN_OP_POINTWISE | GAN_OP_NOGRAD,
	.pw = pw,
	.pw_cost = 2,
	.cases = cases,
};
