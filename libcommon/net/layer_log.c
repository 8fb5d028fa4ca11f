#include "net/unary.h"

GAN_UNARY_LAYER(log, gan_log, "natural logarithm")
