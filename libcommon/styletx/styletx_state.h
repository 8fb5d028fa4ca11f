/* Private to styletx/: a run that goes on where it was cut. Its state is one store, the solver's entries and those
   below, and a file of it is a stream of one document, gan.kind=style, whose gan.hyper says of what run it is.

     picture    REAL [n]     the picture at its scale
     reference  F64 [parts]  of balance
     place      I64 [3]      scale, steps made at it, steps made in all
     trace      F64 [rows * columns]  the rows of the trace so far, where there are any */
#ifndef GAN_STYLETX_STYLETX_STATE_H
#define GAN_STYLETX_STYLETX_STATE_H

#include "styletx/styletx_input.h"
#include "tensor/tensor.h"

/* What a run is of: settings but for steps, sizes, and hashes of its network and pictures, key=value. */
int gan_styletx_state_of(struct gan_kv *of, const struct gan_styletx_opt *o, const struct gan_styletx_input *in, uint64_t net,
                         struct gan_err *e);
/* A copy of data [n] becomes the entry's value, whatever it was. */
int gan_styletx_state_put(struct gan_store *s, const char *name, enum gan_dtype type, const void *data, int64_t n,
                          struct gan_err *e);
/* The entry's n numbers; NULL and e where it is not there or of another type or length. n -1: any. */
const void *gan_styletx_state_get(const struct gan_store *s, const char *name, enum gan_dtype type, int64_t n, struct gan_err *e);

/* A file's head: of what run it is, and its history. */
struct gan_styletx_state_head {
	struct gan_kv of;
	const struct gan_pg *pg; /* borrowed: this run's */
	char *parent;            /* gan.pg of the state that was read, or NULL */
};
void gan_styletx_state_head_free(struct gan_styletx_state_head *h);

int gan_styletx_state_write(const struct gan_store *s, const char *path, const struct gan_styletx_state_head *h, struct gan_err *e);
/* 1: read into s (empty), and h->parent is set; 0: there is no such file; -1: it is no state, or that of another run than h->of
   (the message says of what). */
int gan_styletx_state_read(struct gan_store *s, const char *path, struct gan_styletx_state_head *h, struct gan_err *e);

#endif
