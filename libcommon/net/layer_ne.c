#include "net/binary.h"

GAN_BINARY_LAYER(ne, 2, gan_ne, "1 where a is not b, else 0")
