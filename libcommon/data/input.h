/* An input file, looked at before it is known what will read it: pictures or a stream, on anything that can be read once. */
#ifndef GAN_DATA_INPUT_H
#define GAN_DATA_INPUT_H

#include <stdio.h>
#include "base/err.h"

struct gan_input {
	const char *name; /* borrowed path, or "standard input" */
	int fd;           /* -1: closed or given away */
	unsigned char head[9];
	size_t nhead;
	FILE *f;          /* once gan_input_stdio was called */
};

enum gan_input_kind { GAN_INPUT_PNM, GAN_INPUT_STREAM };

/* Opens path ("-": stdin) and takes its first 8 bytes; an empty file is GAN_DATA. */
int gan_input_open(struct gan_input *in, const char *path, struct gan_err *e);
/* PNM or stream; anything else is an error that names what it is and the cure. -1 on error. */
int gan_input_kind(struct gan_input *in, struct gan_err *e);
/* Compressed files and other kinds of picture: GAN_DATA, with the cure; idx: IDX or CIFAR was expected. */
int gan_input_refuse_foreign(const struct gan_input *in, int idx, struct gan_err *e);
/* The whole input as a stdio stream, its first bytes put back; belongs to in. */
FILE *gan_input_stdio(struct gan_input *in, struct gan_err *e);
void gan_input_close(struct gan_input *in);

#endif
