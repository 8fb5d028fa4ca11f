#include "net/unary.h"

GAN_UNARY_LAYER(abs, gan_abs, "|x|")
