/* The weights that a net is used with: its running averages where the model has some. */
#ifndef GAN_INFER_WEIGHTS_H
#define GAN_INFER_WEIGHTS_H

#include "net/net.h"
#include "tensor/tensor.h"

/* Does the store have running averages ("ema.<net>.") of the net's weights? */
int gan_weights_has_ema(const struct gan_store *store, const struct gan_net *net);
/* GAN_DATA where a number of the net's entries is not finite. prefix: "" or "ema.". */
int gan_weights_finite(const struct gan_store *store, const struct gan_net *net, const char *prefix, struct gan_err *e);

#endif
