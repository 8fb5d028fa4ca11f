/* Patches of pictures as the rows of a matrix that never exists whole. */
#ifndef GAN_KERNEL_PATCH_H
#define GAN_KERNEL_PATCH_H

#include "tensor/tensor.h"

/* Row (i,a,b) of the matrix, i < n pictures, a < rows, b < cols, has for r < R, s < S, c < C the element
   src[i][a*step_h + off_h + r*dh][b*step_w + off_w + s*dw][c0 + c], 0 outside the picture. */
struct gan_patch {
	long n, rows, cols;        /* of the grid of patches */
	long r, s, c;              /* a patch */
	long h, w, ctotal, c0;     /* a picture, and the first channel taken */
	long step_h, step_w, off_h, off_w, dh, dw;
};

static inline long gan_patch_count(const struct gan_patch *p)
{
	return p->n * p->rows * p->cols;
}

static inline long gan_patch_len(const struct gan_patch *p)
{
	return p->r * p->s * p->c;
}

/* Elements k0..k1 of rows m0..m1 to dst[m - m0][ld]. */
void gan_patch_rows(const struct gan_patch *p, const gan_real *src, long m0, long m1, long k0, long k1, gan_real *dst,
                    long ld);

/* The same to packed panels: element k of row m to dst[(k-k0)/nr][m - m0][(k-k0) % nr], panels ld elements apart; zeros
   beyond k1. */
void gan_patch_panels(const struct gan_patch *p, const gan_real *src, long m0, long m1, long k0, long k1, gan_real *dst,
                      long nr, long ld);

#endif
