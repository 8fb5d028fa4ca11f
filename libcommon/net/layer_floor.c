#include "net/unary.h"

GAN_UNARY_LAYER(floor, gan_floor, "greatest whole number below; no gradient")
