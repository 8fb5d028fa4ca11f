#include "net/unary.h"

GAN_UNARY_LAYER(cos, gan_cos, "cosine")
