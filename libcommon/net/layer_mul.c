#include "net/binary.h"

GAN_BINARY_LAYER(mul, -1, gan_mul, "a b ...")
