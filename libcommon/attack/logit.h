/* Rows of logits. */
#ifndef GAN_ATTACK_LOGIT_H
#define GAN_ATTACK_LOGIT_H

#include <stdint.h>
#include "tensor/tensor.h"

/* Which of z[k] is greatest, the first of equals, number but (-1: none) left out. */
static inline int64_t gan_logit_best(const gan_real *z, int64_t k, int64_t but)
{
	int64_t best = -1;

	for (int64_t i = 0; i < k; i++)
		if (i != but && (best < 0 || z[i] > z[best]))
			best = i;
	return best;
}

#endif
