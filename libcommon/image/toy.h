/* Toy sets: pictures or points without end, made from nothing but a seed and a few settings. Element i is a function of
   (seed, settings, i). */
#ifndef GAN_IMAGE_TOY_H
#define GAN_IMAGE_TOY_H

#include <stddef.h>
#include "base/setting.h"
#include "image/image.h"
#include "image/mixture.h"

struct gan_toy;

/* A toy set with its settings, ready to make elements. */
struct gan_toy_set {
	const struct gan_toy *toy;
	struct gan_kv set; /* every setting, defaults too */
	int w, h;          /* default size of its pictures; 0: points */
	int d;             /* numbers of a point; 0: pictures */
	int nclass;        /* labels are 0..nclass-1; 0: there are none */
	void *state;       /* the toy's own */
};

struct gan_toy {
	const char *name, *summary;
	const struct gan_setting *setting;
	size_t nsetting;
	/* Sets w and h or d, nclass, and perhaps state, from t's settings, which are checked. */
	int (*start)(struct gan_toy_set *t, struct gan_err *e);
	void (*end)(struct gan_toy_set *t); /* frees state; also after a start that failed. May be NULL */
	/* Element i: px [h,w,1], or x[d]; returns its label, -1 where nclass is 0. */
	int (*picture)(const struct gan_toy_set *t, uint8_t *px, int h, int w, struct gan_rng r, uint64_t i);
	int (*point)(const struct gan_toy_set *t, float *x, struct gan_rng r, uint64_t i);
	/* What it is a mixture of (t's own, unchanged), where it is one; else NULL. */
	const struct gan_mixture *(*mixture)(const struct gan_toy_set *t);
};

/* The toys, sorted by name; n of them. */
extern const struct gan_toy *const gan_toys[];
extern const size_t gan_ntoys;

/* The toy of that name under these settings (NULL: none given). GAN_USAGE with the nearest name where there is no such toy or
   setting. Closed also after a failure. */
int gan_toy_open(struct gan_toy_set *t, const char *name, const struct gan_kv *set, struct gan_err *e);
void gan_toy_close(struct gan_toy_set *t);

/* As text, "ring modes=8 radius=2 ...", which a data stream carries as gan.toy; and back. */
void gan_toy_print(const struct gan_toy_set *t, struct gan_buf *b);
int gan_toy_parse(struct gan_toy_set *t, const char *text, struct gan_err *e);

/* For toys: a setting's value; the numbers that element i draws, whose purposes differ. */
double gan_toy_real(const struct gan_toy_set *t, const char *key);
int64_t gan_toy_int(const struct gan_toy_set *t, const char *key);
const char *gan_toy_text(const struct gan_toy_set *t, const char *key);
void gan_toy_draw_normal(struct gan_rng r, uint64_t i, float *y, size_t n);
void gan_toy_draw_uniform(struct gan_rng r, uint64_t i, float *y, size_t n);

#endif
