/* Whole numbers that cut work into pieces. All arguments are 0 or more, what is divided by above 0. */
#ifndef GAN_KERNEL_ROUND_H
#define GAN_KERNEL_ROUND_H

static inline long gan_ceil_div(long a, long b)
{
	return (a + b - 1) / b;
}

/* The least multiple of `to` that is n or more. */
static inline long gan_round_up(long n, long to)
{
	return gan_ceil_div(n, to) * to;
}

static inline long gan_least(long a, long b)
{
	return a < b ? a : b;
}

#endif
