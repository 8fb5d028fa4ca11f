/* DeepFool (Moosavi-Dezfooli, Fawzi and Frossard 2016, alg. 2): the classifier is taken as linear around x, and x goes to the
   nearest of its edges, again and again:
     w_k = grad z_k - grad z_from,  f_k = z_from - z_k,  l = argmin f_k / |w_k|_q,  r += f_l / |w_l|_2^2 w_l      (2, q = 2)
                                                                                    r += f_l / |w_l|_1 sign(w_l)  (inf, q = 1)
   x = x_start + (1 + overshoot) r, until another class is greater. What differs: numbers at lo or hi that would leave, and those
   that are masked, are no part of w, and x stays within lo..hi. */
#ifndef GAN_ATTACK_DEEPFOOL_H
#define GAN_ATTACK_DEEPFOOL_H

#include "attack/attack.h"

struct gan_deepfool {
	enum gan_norm norm;  /* 2 or inf */
	int64_t iters;
	int64_t classes;     /* that many of the greatest logits at the start are looked at, from's among them */
	double overshoot;
};

/* x[n,d] rows away from class from[n]; done[n] says which of them got there. Of a, the victim, lo, hi, d and mask count. */
int gan_deepfool(const struct gan_assault *a, const struct gan_deepfool *s, int64_t n, const int64_t *from, gan_real *x,
                 uint8_t *done, struct gan_err *e);

#endif
