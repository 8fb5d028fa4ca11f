#include "net/unary.h"

GAN_UNARY_LAYER(exp, gan_exp, "e^x")
