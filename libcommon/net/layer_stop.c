#include "net/unary.h"

GAN_UNARY_LAYER(stop, gan_stop_gradient, "x, through which no gradient passes")
