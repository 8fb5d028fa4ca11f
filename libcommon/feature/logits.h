/* A classifier's outputs, taken as logits. */
#ifndef GAN_FEATURE_LOGITS_H
#define GAN_FEATURE_LOGITS_H

#include <stdint.h>

/* Where the greatest of logit[k] is, the first of equals. */
int64_t gan_logits_best(const float *logit, int64_t k);
/* p[k] = softmax(logit[k]). */
void gan_logits_softmax(const float *logit, int64_t k, double *p);

#endif
