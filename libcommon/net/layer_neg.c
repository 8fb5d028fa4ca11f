#include "net/unary.h"

GAN_UNARY_LAYER(neg, gan_neg, "-x")
