/* 6 x 16 tiles (6 x 8 in double) in AVX2 with FMA: 12 of the 16 registers accumulate. */
#include "kernel/micro_list.h"

#ifdef GAN_MICRO_X86
#include <immintrin.h>

#define MICRO_ATTR __attribute__((target("avx2,fma")))
#define MR 6
#ifdef GAN_REAL_DOUBLE
typedef __m256d vec;
#define LANES 4
#define VZERO _mm256_setzero_pd()
#define VLOAD(p) _mm256_loadu_pd(p)
#define VSTORE(p, v) _mm256_storeu_pd(p, v)
#define VSET(s) _mm256_set1_pd(s)
#define VFMA(a, b, c) _mm256_fmadd_pd(a, b, c)
#define VADD(a, b) _mm256_add_pd(a, b)
#else
typedef __m256 vec;
#define LANES 8
#define VZERO _mm256_setzero_ps()
#define VLOAD(p) _mm256_loadu_ps(p)
#define VSTORE(p, v) _mm256_storeu_ps(p, v)
#define VSET(s) _mm256_set1_ps(s)
#define VFMA(a, b, c) _mm256_fmadd_ps(a, b, c)
#define VADD(a, b) _mm256_add_ps(a, b)
#endif

static int usable(void)
{
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}

#define MICRO_NAME "avx2"
#define MICRO_USABLE usable
#include "kernel/micro_tile.h"

const struct gan_micro gan_micro_avx2 = MICRO_INIT;
#endif
