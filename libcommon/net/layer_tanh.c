#include "net/unary.h"

GAN_UNARY_LAYER(tanh, gan_tanh, "hyperbolic tangent")
