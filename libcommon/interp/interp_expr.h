/* Arithmetic on sets of latents: 'mean(a)-mean(b)+.5*c'.

     sum     = product { ("+" | "-") product }
     product = sign { ("*" | "/") sign }
     sign    = ["-"] sign | number | name | "mean" "(" sum ")" | "(" sum ")"

   A name is a set [n,d]. mean gives a set of one. Two sets are added element by element; a set of one is added to each of the
   other. Sets are multiplied and divided by numbers alone. */
#ifndef GAN_INTERP_INTERP_EXPR_H
#define GAN_INTERP_INTERP_EXPR_H

#include "data/zset.h"

/* The set of a name: NULL where there is none, with e filled. */
typedef const struct gan_zset *(*gan_interp_name)(void *ctx, const char *name, struct gan_err *e);

/* Computes text into out (empty before). GAN_USAGE with the place where it cannot be read, GAN_DATA where sets do not fit. */
int gan_interp_eval(const char *text, gan_interp_name name, void *ctx, struct gan_zset *out, struct gan_err *e);

#endif
