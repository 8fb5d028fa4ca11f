#include "net/unary.h"

GAN_UNARY_LAYER(sign, gan_sign, "-1, 0 or 1; no gradient")
