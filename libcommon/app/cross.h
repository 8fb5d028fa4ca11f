/* Cross-play: each discriminator of some models against each generator. A D that has kept learning knows older generators and is
   fooled by newer ones; where it forgets older ones, training goes in circles. */
#ifndef GAN_APP_CROSS_H
#define GAN_APP_CROSS_H

#include "metric/judged.h"

#define GAN_CROSS_SAMPLES 500

struct gan_cross_opt {
	struct gan_judged_opt from; /* the models, in order; ref may be NULL */
	int json;
	const char *output;
};
/* A row for each D and each G: d, g (steps; d.file and g.file before them where there are several files), score (D's mean output
   for the samples), fake (the share that D takes for generated), and with a reference real.score, real (the share of it that D
   takes for real) and accuracy, the mean of both shares. D takes for real what scores above its loss's edge; where only differences
   count, above the other side's mean, which without a reference nobody knows. Peak memory: the nets and samples of all models. */
int gan_app_cross(const struct gan_cross_opt *o, struct gan_err *e);

#endif
