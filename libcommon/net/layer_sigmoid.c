#include "net/unary.h"

GAN_UNARY_LAYER(sigmoid, gan_sigmoid, "1/(1 + e^-x)")
