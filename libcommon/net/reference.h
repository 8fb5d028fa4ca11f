/* Private to net/: the reference batch of nets with virtual batch norm (Salimans et al. 2016, sec. 3.4).

   It is `ref` latents, drawn when the model is made and kept as "<net>.vbn.<input>". Each application of the net puts it before
   its batch, so that the layers see both, and cuts it off its results: who applies a net need not know. */
#ifndef GAN_NET_REFERENCE_H
#define GAN_NET_REFERENCE_H

#include "net/net_build.h"

/* How many samples it has; 0: the net has no vbn. */
int64_t gan_ref_rows(const struct gan_net *net);
/* Can the net have one? All vbn agree, its inputs are latents and labels, and no other layer looks at the whole batch. */
int gan_ref_check(const struct gan_net *net, struct gan_err *e);
/* Asks for its entries; value[] of nb's inputs, which are set, then have it before the batch, unless nb is sizing. */
int gan_ref_join(struct gan_build *nb);
/* A value without it. */
struct gan_node *gan_ref_cut(const struct gan_build *nb, struct gan_node *x);

#endif
