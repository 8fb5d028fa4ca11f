#include "stream/parts.h"

int gan_host_is_little(void)
{
	const uint16_t one = 1;

	return *(const unsigned char *)&one == 1;
}

void gan_swap(enum gan_dtype t, void *p, size_t nbytes)
{
	size_t w = gan_dtype_bits(t) / 8, i, k;
	unsigned char *b = p;

	if (t == GAN_C64)
		w = 4; /* two floats */
	if (gan_host_is_little() || w < 2)
		return;
	for (i = 0; i + w <= nbytes; i += w)
		for (k = 0; k < w / 2; k++) {
			unsigned char c = b[i + k];

			b[i + k] = b[i + w - 1 - k];
			b[i + w - 1 - k] = c;
		}
}
