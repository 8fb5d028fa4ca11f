#include "net/unary.h"

GAN_UNARY_LAYER(softplus, gan_softplus, "log(1 + e^x), without overflow")
