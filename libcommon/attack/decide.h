/* What attacks share that see decisions alone: whether a point fools, where to begin, and the way back to the edge. */
#ifndef GAN_ATTACK_DECIDE_H
#define GAN_ATTACK_DECIDE_H

#include "attack/attack.h"
#include "attack/rows.h"

/* The setting that says where to begin. */
#define GAN_ATTACK_SET_BEGIN \
	{ "begin", GAN_SET_ENUM, "other", 0, 0, "other|noise", "", "another element that the victim has elsewhere, or noise" }

struct gan_decide {
	struct gan_rows r;     /* elements under attack; r.a.x always fools */
	int64_t k;
	gan_real *try, *logit; /* [n,d], [n,K] */
	uint8_t *yes;          /* [n] does try fool? */
};

/* Zero-initialise. Elements that fool as they are, and those for which no place to begin is found, have left, as they were; x of
   the others lies on the edge. */
int gan_decide_open(struct gan_decide *w, const struct gan_assault *a, struct gan_err *e);
/* The x of those that are left goes to the assault's; frees. */
void gan_decide_close(struct gan_decide *w);

/* yes[r], r < n, of x[n,d], points for rows row[n] of the elements (NULL: 0, 1, ...). logit[n,K] is scratch. */
int gan_decide_ask(const struct gan_assault *a, const gan_real *x, const int64_t *row, int64_t n, gan_real *logit, uint8_t *yes,
                   struct gan_err *e);
/* Brings x back along the way to x0, by halving, until it only just fools: in norm 2 along the line, in norm inf through the cubes
   around x0. The edge is found to 1/d^1.5 of the way, 1/d^2 in norm inf (Chen, Jordan and Wainwright 2020, alg. 1 and sec. IV). */
int gan_decide_edge(struct gan_decide *w, struct gan_err *e);

#endif
