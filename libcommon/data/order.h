/* The order in which training sees its data: element p of the run (p = images seen so far) is element perm(epoch)[p mod n]
   of the set, epoch = p / n, perm(epoch) a permutation drawn from (seed, "data.order", epoch). So the order is a function
   of seed and counter, and a run that was cut goes on where it was. */
#ifndef GAN_DATA_ORDER_H
#define GAN_DATA_ORDER_H

#include <stdint.h>
#include "data/dataset.h"
#include "base/rng.h"

struct gan_order {
	const struct gan_dataset *set; /* must outlive it */
	struct gan_rng rng;
	uint32_t *perm;                /* of `epoch`, where drawn */
	uint64_t epoch;
	int drawn;
	int64_t cap;                   /* room in x and y */
	void *x;                       /* elements as filled: U8 [n,h,w,c] or gan_real [n,d] */
	int64_t *y;                    /* [n], or NULL unlabelled */
};

int gan_order_init(struct gan_order *o, const struct gan_dataset *set, uint64_t seed, struct gan_err *e);
/* Fills x and y with the n elements images..images+n. Allocates only where n is more than ever before. */
int gan_order_fill(struct gan_order *o, uint64_t images, int64_t n, struct gan_err *e);
void gan_order_free(struct gan_order *o); /* NULL-safe */

#endif
