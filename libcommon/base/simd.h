/* GAN_SIMD before a hot loop's function compiles it for several instruction sets and picks one at load time
   (target_clones needs ifunc, and instrumented resolvers run too early for the sanitizers). The build uses
   -ffp-contract=off, so every clone gives the same bytes. */
#ifndef GAN_BASE_SIMD_H
#define GAN_BASE_SIMD_H

#if defined(__x86_64__) && defined(__gnu_linux__) && defined(__GNUC__) && !defined(__clang__) && !defined(GAN_NO_CLONES)
/* Levels, not models: "arch=haswell" would choose its clone on a Haswell alone, and every newer CPU would get the default. */
#if __GNUC__ >= 12
#define GAN_SIMD __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define GAN_SIMD __attribute__((target_clones("avx512f", "avx2", "default")))
#endif
#else
#define GAN_SIMD
#endif

/* What a GAN_SIMD loop calls for each element: a plain inline function would stay a call in the clones, because gcc
   inlines across instruction sets only where it must. */
#define GAN_INLINE static inline __attribute__((always_inline))

/* Before a loop: its turns do not depend on one another, though pointers may be equal. */
#if defined(__clang__)
#define GAN_IVDEP _Pragma("clang loop vectorize(assume_safety)")
#elif defined(__GNUC__)
#define GAN_IVDEP _Pragma("GCC ivdep")
#else
#define GAN_IVDEP
#endif

#endif
