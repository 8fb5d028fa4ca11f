/* Colours of one picture for another: by mean and covariance, by histograms, and the luma of one with the colours of another. */
#ifndef GAN_IMAGE_PALETTE_H
#define GAN_IMAGE_PALETTE_H

#include "image/image.h"

/* Which matrix A brings covariance S to C, A S A^T = C (Gatys et al. 2016, "Preserving color in neural artistic style transfer",
   sec. 4.1, has the first two):
     symmetric   C^1/2 S^-1/2 (Hertzmann et al. 2001, "Image analogies")
     cholesky    L_C L_S^-1, of Cholesky's factors
     transport   S^-1/2 (S^1/2 C S^1/2)^1/2 S^-1/2: colours move least (Pitie and Kokaram 2007) */
enum gan_palette_root { GAN_PALETTE_SYMMETRIC, GAN_PALETTE_CHOLESKY, GAN_PALETTE_TRANSPORT };
#define GAN_PALETTE_ROOTS "symmetric|cholesky|transport" /* in the enum's order */

/* Colours x of im become A (x - mean of im) + mean of like, clamped: then both have one mean and covariance, as far as bytes can
   say it. 1e-5 (of colours 0..1) is added to im's variances where they are divided by, so that a picture of one colour has an
   answer. Channels must be as many in both. */
void gan_palette_match(struct gan_image *im, const struct gan_image *like, enum gan_palette_root root);
/* Each channel of im through the monotone curve that gives it like's histogram: a value v, with the middle of its share of im's
   pixels at rank q, becomes the value at rank q of like. */
void gan_palette_histogram(struct gan_image *im, const struct gan_image *like);
/* im, of 1 or 3 channels, becomes a picture with its own luma (BT.601) and the colour differences R-Y, G-Y, B-Y of colours (3
   channels, the same size). Where that leaves 0..255 the differences are shrunk, all by one factor, until it does not: luma and
   hue stay. */
int gan_palette_lend(struct gan_image *im, const struct gan_image *colours, struct gan_err *e);

#endif
