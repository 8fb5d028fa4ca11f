/* Toy sets: labelled pictures or points without end, made from nothing but a seed. Element i is a function of (seed,
   i). */
#ifndef GAN_IMAGE_TOY_H
#define GAN_IMAGE_TOY_H

#include <stddef.h>
#include "image/image.h"

struct gan_toy {
	const char *name, *summary;
	int w, h;    /* default size of its pictures; 0: points */
	int d;       /* numbers of a point; 0: pictures */
	int nclass;
	/* Once, before the others; state is the toy's own, freed by end (NULL-safe). May be NULL. */
	int (*start)(void **state, struct gan_err *e);
	void (*end)(void *state);
	/* Element i: px [h,w,1], or x[d], and its label in 0..nclass-1. */
	int (*picture)(void *state, uint8_t *px, int h, int w, struct gan_rng r, uint64_t i);
	int (*point)(void *state, float *x, struct gan_rng r, uint64_t i);
};

/* The toys, sorted by name; n of them. */
extern const struct gan_toy *const gan_toys[];
extern const size_t gan_ntoys;
/* GAN_USAGE with the nearest name where there is none such. */
const struct gan_toy *gan_toy_find(const char *name, struct gan_err *e);

#endif
