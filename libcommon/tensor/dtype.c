#include <string.h>

#include "tensor/tensor.h"

static const struct {
	const char *name;
	unsigned bits;
} dtypes[GAN_NDTYPES] = {
	[GAN_BOOL] = {"BOOL", 8},
	[GAN_F4] = {"F4", 4},
	[GAN_F6_E2M3] = {"F6_E2M3", 6},
	[GAN_F6_E3M2] = {"F6_E3M2", 6},
	[GAN_U8] = {"U8", 8},
	[GAN_I8] = {"I8", 8},
	[GAN_F8_E5M2] = {"F8_E5M2", 8},
	[GAN_F8_E4M3] = {"F8_E4M3", 8},
	[GAN_F8_E8M0] = {"F8_E8M0", 8},
	[GAN_F8_E4M3FNUZ] = {"F8_E4M3FNUZ", 8},
	[GAN_F8_E5M2FNUZ] = {"F8_E5M2FNUZ", 8},
	[GAN_I16] = {"I16", 16},
	[GAN_U16] = {"U16", 16},
	[GAN_F16] = {"F16", 16},
	[GAN_BF16] = {"BF16", 16},
	[GAN_I32] = {"I32", 32},
	[GAN_U32] = {"U32", 32},
	[GAN_F32] = {"F32", 32},
	[GAN_C64] = {"C64", 64},
	[GAN_F64] = {"F64", 64},
	[GAN_I64] = {"I64", 64},
	[GAN_U64] = {"U64", 64},
};

const char *gan_dtype_name(enum gan_dtype t)
{
	return (unsigned)t < GAN_NDTYPES ? dtypes[t].name : "?";
}

unsigned gan_dtype_bits(enum gan_dtype t)
{
	return (unsigned)t < GAN_NDTYPES ? dtypes[t].bits : 0;
}

int gan_dtype_find(const char *name, size_t n, enum gan_dtype *t)
{
	int i;

	for (i = 0; i < GAN_NDTYPES; i++)
		if (strlen(dtypes[i].name) == n && !memcmp(dtypes[i].name, name, n)) {
			*t = (enum gan_dtype)i;
			return 0;
		}
	return -1;
}
