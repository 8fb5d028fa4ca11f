#include "net/unary.h"

GAN_UNARY_LAYER(sin, gan_sin, "sine")
