/* Patch matrix times weights: what forward convolution and its input gradient have in common. */
#ifndef GAN_KERNEL_PRODUCT_H
#define GAN_KERNEL_PRODUCT_H

#include <stddef.h>
#include "kernel/micro.h"
#include "kernel/patch.h"

#define GAN_PRODUCT_THIN 8 /* results of fewer columns than this are made by dot products */

/* out(row m = (i,a,b)) = patch row m times B[k,n], k = gan_patch_len. */
struct gan_product {
	struct gan_patch patch;
	const gan_real *src;
	long n;
	const gan_real *b;                /* panels [n/nr][k][nr]; [n][k] where n < GAN_PRODUCT_THIN */
	gan_real *out;
	long out_pic, out_row, out_col;   /* row (i,a,b) starts at out + i*out_pic + a*out_row + b*out_col */
};

/* A family of products of like size. */
struct gan_products {
	long count;
	void (*get)(const void *ctx, long t, struct gan_product *p);
	const void *ctx;
	struct gan_patch most;            /* the greatest grid and patch of all; offsets do not matter */
	long n;                           /* columns of each */
	const struct gan_micro *mk;
	/* filled by gan_products_plan: a unit of work is so many pictures, rows and columns of the grid, and columns of
	   B */
	long pics, rows, cols, nc;
	long lda;                         /* between rows of gathered patches */
	size_t per_thread;                /* elements */
};

/* Elements of packed B[k,n]. */
size_t gan_product_b(long n, long k);
void gan_products_plan(struct gan_products *s);
/* mem: per_thread elements for each pool thread. */
void gan_products_run(const struct gan_products *s, gan_real *mem);

#endif
