/* The implementations of struct gan_micro that this build has. */
#ifndef GAN_KERNEL_MICRO_LIST_H
#define GAN_KERNEL_MICRO_LIST_H

#include "kernel/micro.h"

#if defined(__x86_64__) && defined(__GNUC__)
#define GAN_MICRO_X86
extern const struct gan_micro gan_micro_avx512, gan_micro_avx2;
#if !defined(GAN_REAL_DOUBLE) && (defined(__clang__) ? __clang_major__ >= 12 : __GNUC__ >= 11)
#define GAN_MICRO_BF16
extern const struct gan_micro gan_micro_avx512bf16;
#ifdef __linux__
#define GAN_MICRO_AMX
extern const struct gan_micro gan_micro_amx;
#endif
#endif
#endif
extern const struct gan_micro gan_micro_plain;

#endif
