/* Private to net/: spectral norm (Miyato et al. 2018, sec. 2.1 and algorithm 1), sn=1 of a layer with a weight. */
#ifndef GAN_NET_SPECTRAL_H
#define GAN_NET_SPECTRAL_H

#include "net/layer.h"

/* w over its greatest singular value, where sn=1; else w. The matrix has w's first axis as rows (outputs) and all others as
   columns, or where last is set, the last axis as rows, as a transposed convolution's outputs lie. Entry u[rows] is the
   estimate of the left singular vector. In training each application makes one step of power iteration, v = W^T u / |.|,
   u = W v / |.|, and keeps u; outside training v alone is computed. sigma = u^T W v; u and v have no gradient. */
struct gan_node *gan_lb_spectral(struct gan_lb *b, struct gan_node *w, int last);

#define GAN_SET_SPECTRAL \
	GAN_SET_FLAG("sn", "0", "spectral norm: divides the weight by its greatest singular value (Miyato 2018)")
#define GAN_ENTRY_SPECTRAL { "u", 0 }

#endif
