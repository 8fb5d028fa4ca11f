#include "net/unary.h"

GAN_UNARY_LAYER(isfinite, gan_isfinite, "1 where x is a finite number, else 0; no gradient")
