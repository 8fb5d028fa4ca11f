/* GAN_SIMD before a hot loop's function compiles it for several instruction sets and picks one at load time
   (target_clones needs ifunc, and instrumented resolvers run too early for the sanitizers). The build uses
   -ffp-contract=off, so every clone gives the same bytes. */
#ifndef GAN_BASE_SIMD_H
#define GAN_BASE_SIMD_H

#if defined(__x86_64__) && defined(__gnu_linux__) && defined(__GNUC__) && !defined(__clang__) && !defined(GAN_NO_CLONES)
#define GAN_SIMD __attribute__((target_clones("arch=skylake-avx512", "arch=haswell", "default")))
#else
#define GAN_SIMD
#endif


/* Before a loop: its turns do not depend on one another, though pointers may be equal. */
#if defined(__clang__)
#define GAN_IVDEP _Pragma("clang loop vectorize(assume_safety)")
#elif defined(__GNUC__)
#define GAN_IVDEP _Pragma("GCC ivdep")
#else
#define GAN_IVDEP
#endif

#endif
