/* A discriminator at work: its score of points, and the score's gradient. With evaluation statistics and, where the model has
   some, the running averages of its weights. */
#ifndef GAN_INFER_CRITIC_H
#define GAN_INFER_CRITIC_H

#include "model/model.h"

/* score[n] = D's first output at x[n,d] (a mean over a map of them), grad[n,d] its gradient there (NULL: not wanted).
   A D that judges several samples at once (pack=m) is given m times the same one, and the gradient is that of all. GAN_DATA where
   the model has no net d, or one that does not judge such points alone. */
int gan_critic(struct gan_model *m, const float *x, int64_t n, int64_t d, float *score, float *grad, struct gan_err *e);

#endif
