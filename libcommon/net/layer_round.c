#include "net/unary.h"

GAN_UNARY_LAYER(round, gan_round, "nearest whole number, halves to even; no gradient")
