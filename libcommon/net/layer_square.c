#include "net/unary.h"

GAN_UNARY_LAYER(square, gan_square, "x^2")
