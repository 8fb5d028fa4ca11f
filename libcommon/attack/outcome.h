/* What became of each element of an attacked set, and the sums of it that a report shows. */
#ifndef GAN_ATTACK_OUTCOME_H
#define GAN_ATTACK_OUTCOME_H

#include "attack/attack.h"

struct gan_outcome {
	int right;                /* its greatest clean logit was the label's */
	int attacked;             /* else it was left as it was */
	int fooled;               /* attacked, and with success */
	int right_after;          /* its greatest logit is the label's */
	int64_t before, after;    /* where the greatest logit is */
	double conf_before, conf_after; /* the greatest probability */
	double norm[GAN_NORMS];   /* of the change */
	double relative;          /* its norm 2 over the element's */
};

struct gan_tally {
	int64_t n, attacked, fooled;
	double clean, robust;     /* shares of all n: right before, right after */
	double success;           /* fooled of attacked; NaN where none was */
	double conf_clean;        /* mean of the greatest probability, over all n */
	double conf_adv;          /* the same after, over those that are wrong then (Goodfellow et al. 2015, sec. 4); NaN: none is */
	double mean[GAN_NORMS], median[GAN_NORMS]; /* over those that are fooled; NaN: none is */
	double relative;          /* likewise, the mean (Moosavi-Dezfooli et al. 2016, eq. 2) */
};

/* Fills right, before, conf_before or, with after, right_after, after, conf_after from a row of logits. */
void gan_outcome_see(struct gan_outcome *o, const gan_real *logit, int64_t k, int64_t label, int after);
/* o->norm and relative of x against x0. */
void gan_outcome_measure(struct gan_outcome *o, const gan_real *x, const gan_real *x0, int64_t d);
int gan_tally(struct gan_tally *t, const struct gan_outcome *o, int64_t n, struct gan_err *e);

#endif
