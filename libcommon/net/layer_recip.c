#include "net/unary.h"

GAN_UNARY_LAYER(recip, gan_recip, "1/x")
