/* The op registry: every descriptor named in ops.def, which is sorted by strcmp, so that finding is a binary search. */
#include <string.h>
#include "graph/op.h"

#define GAN_OP(name) extern const struct gan_op gan_op_##name;
#include "op/ops.def"
#undef GAN_OP

static const struct gan_op *const ops[] = {
#define GAN_OP(name) &gan_op_##name,
#include "op/ops.def"
#undef GAN_OP
};

size_t gan_op_count(void)
{
	return sizeof(ops) / sizeof(ops[0]);
}

const struct gan_op *gan_op_at(size_t i)
{
	return i < gan_op_count() ? ops[i] : NULL;
}

const struct gan_op *gan_op_find(const char *name)
{
	size_t lo = 0, hi = gan_op_count();

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int c = strcmp(name, ops[mid]->name);

		if (c == 0)
			return ops[mid];
		if (c < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return NULL;
}
