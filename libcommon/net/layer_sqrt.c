#include "net/unary.h"

GAN_UNARY_LAYER(sqrt, gan_sqrt, "square root of max(x, 0); derivative 0 at 0")
