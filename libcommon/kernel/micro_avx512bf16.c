/* bf16 in AVX512-BF16: the f32 tile with a dot product of two for each multiply-add. */
#include "kernel/micro_list.h"

#ifdef GAN_MICRO_BF16
#include <immintrin.h>

#define MICRO_ATTR __attribute__((target("avx512f,avx512bf16")))
#define MR 8
typedef __m512 vec;
#define LANES 16
#define VZERO _mm512_setzero_ps()
#define VLOAD(p) _mm512_loadu_ps(p)
#define VSTORE(p, v) _mm512_storeu_ps(p, v)
#define VSET(s) _mm512_set1_ps(s)
#define VFMA(a, b, c) _mm512_dpbf16_ps(c, (__m512bh)(a), (__m512bh)(b))
#define VADD(a, b) _mm512_add_ps(a, b)
#define VLAST(p, n) _mm512_maskz_loadu_ps((__mmask16)((1u << (n)) - 1), p)

static int usable(void)
{
	return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bf16");
}

#define MICRO_NAME "avx512bf16"
#define MICRO_USABLE usable
#include "kernel/micro_tile.h"

const struct gan_micro gan_micro_avx512bf16 = MICRO_INIT;
#endif
