#include "net/unary.h"

GAN_UNARY_LAYER(erf, gan_erf, "error function")
