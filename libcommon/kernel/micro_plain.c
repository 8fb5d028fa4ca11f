/* 4 x 8 tiles (4 x 4 in double) of 128-bit vectors, for every CPU: multiply and add, no fused operation. */
#include <string.h>
#include "kernel/micro_list.h"

#define MICRO_ATTR
#define MR 4
#define LANES ((int)(16 / sizeof(gan_real)))
typedef gan_real vec __attribute__((vector_size(16)));

static inline vec vload(const gan_real *p)
{
	vec v;

	memcpy(&v, p, sizeof(v));
	return v;
}

static inline void vstore(gan_real *p, vec v)
{
	memcpy(p, &v, sizeof(v));
}

#define VZERO (vec){ 0 }
#define VLOAD(p) vload(p)
#define VSTORE(p, v) vstore(p, v)
#define VSET(s) ((s) + (vec){ 0 })
#define VFMA(a, b, c) ((a) * (b) + (c))
#define VADD(a, b) ((a) + (b))

static int usable(void)
{
	return 1;
}

#define MICRO_NAME "plain"
#define MICRO_USABLE usable
#include "kernel/micro_tile.h"

const struct gan_micro gan_micro_plain = MICRO_INIT;
