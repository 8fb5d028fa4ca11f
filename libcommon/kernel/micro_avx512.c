/* 8 x 32 tiles (8 x 16 in double) in AVX-512: 16 accumulators hide the latency of two FMA units. */
#include "kernel/micro_list.h"

#ifdef GAN_MICRO_X86
#include <immintrin.h>

#define MICRO_ATTR __attribute__((target("avx512f")))
#define MR 8
#ifdef GAN_REAL_DOUBLE
typedef __m512d vec;
#define LANES 8
#define VZERO _mm512_setzero_pd()
#define VLOAD(p) _mm512_loadu_pd(p)
#define VSTORE(p, v) _mm512_storeu_pd(p, v)
#define VSET(s) _mm512_set1_pd(s)
#define VFMA(a, b, c) _mm512_fmadd_pd(a, b, c)
#define VADD(a, b) _mm512_add_pd(a, b)
#else
typedef __m512 vec;
#define LANES 16
#define VZERO _mm512_setzero_ps()
#define VLOAD(p) _mm512_loadu_ps(p)
#define VSTORE(p, v) _mm512_storeu_ps(p, v)
#define VSET(s) _mm512_set1_ps(s)
#define VFMA(a, b, c) _mm512_fmadd_ps(a, b, c)
#define VADD(a, b) _mm512_add_ps(a, b)
#endif

static int usable(void)
{
	return __builtin_cpu_supports("avx512f");
}

#define MICRO_NAME "avx512"
#define MICRO_USABLE usable
#include "kernel/micro_tile.h"

const struct gan_micro gan_micro_avx512 = MICRO_INIT;
#endif
