/* The implementations of struct gan_micro that this build has. */
#ifndef GAN_KERNEL_MICRO_LIST_H
#define GAN_KERNEL_MICRO_LIST_H

#include "kernel/micro.h"

#if defined(__x86_64__) && defined(__GNUC__)
#define GAN_MICRO_X86
extern const struct gan_micro gan_micro_avx512, gan_micro_avx2;
#endif
extern const struct gan_micro gan_micro_plain;

#endif
