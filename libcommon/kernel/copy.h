/* Copies of runs that are often short: inlined while they are, a call where that pays. */
#ifndef GAN_KERNEL_COPY_H
#define GAN_KERNEL_COPY_H

#include <string.h>
#include "tensor/tensor.h"

/* d[n] = s[n]; they do not overlap. */
static inline void gan_copy(gan_real *restrict d, const gan_real *restrict s, long n)
{
	enum { B = 8 };

	if (n >= 64) {
		memcpy(d, s, (size_t)n * sizeof(*d));
	} else if (n >= B) { /* the last block overlaps the one before */
		for (long i = 0; i < n - B; i += B)
			__builtin_memcpy(d + i, s + i, B * sizeof(*d));
		__builtin_memcpy(d + n - B, s + n - B, B * sizeof(*d));
	} else {
		for (long i = 0; i < n; i++)
			d[i] = s[i];
	}
}

#endif
