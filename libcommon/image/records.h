/* Labelled pictures in two simple binary formats, read one at a time from a file or pipe: IDX (MNIST's: a big-endian
   header of dimensions, then bytes) and CIFAR-10's binary records. FILEs and names are borrowed. */
#ifndef GAN_IMAGE_RECORDS_H
#define GAN_IMAGE_RECORDS_H

#include "image/image.h"

struct gan_idx {
	FILE *f, *labels;
	const char *name, *labels_name;
	int64_t n, count; /* pictures promised; read */
	struct gan_image im;
};
/* Reads the headers: images of unsigned bytes with 3 dimensions (N,H,W) or 4 (N,H,W,C with C 1 or 3); labels (f may
   be NULL: none) of unsigned bytes with one, as many. */
int gan_idx_open(struct gan_idx *r, FILE *images, const char *name, FILE *labels, const char *labels_name,
		 struct gan_err *e);
/* The next picture into r->im, its label (or -1) into *label: 1; 0 after the last; -1 where a file ends too soon or
   goes on after its last. */
int gan_idx_next(struct gan_idx *r, int64_t *label, struct gan_err *e);
void gan_idx_close(struct gan_idx *r);
/* The bytes begin an IDX file of unsigned bytes: its number of dimensions, else 0. */
int gan_idx_detect(const void *head, size_t n);

#define GAN_CIFAR_CLASSES 10
/* One CIFAR-10 record: a label byte and 32x32 pixels as three planes. im is made by the caller, 32x32x3. number: for
   errors. 1, 0 at the end of the file, -1. */
int gan_cifar_next(FILE *f, const char *name, int64_t number, struct gan_image *im, int64_t *label, struct gan_err *e);

#endif
