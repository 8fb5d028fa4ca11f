#include "net/unary.h"

GAN_UNARY_LAYER(relu, gan_relu, "max(x, 0)")
