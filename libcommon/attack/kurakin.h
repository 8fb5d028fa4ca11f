/* The walk that bim and ll share, and its rule for steps (Kurakin, Goodfellow and Bengio 2017, sec. 2.2). */
#ifndef GAN_ATTACK_KURAKIN_H
#define GAN_ATTACK_KURAKIN_H

#include "attack/walk.h"

#define GAN_ATTACK_SET_KURAKIN \
	{ "iters", GAN_SET_INT, "0", 0, 1e6, NULL, "steps", "0: of pictures with -p inf min(E + 4, 1.25 E), E = 255 eps; else 10" }, \
	{ "step", GAN_SET_REAL, "0", 0, 1e6, NULL, "as eps", "of a step; 0: of pictures with -p inf 1/255, else 2.5 eps / iters" }

int gan_kurakin(const struct gan_assault *a, struct gan_err *e);

#endif
