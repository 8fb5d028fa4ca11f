#include "net/binary.h"

GAN_BINARY_LAYER(ge, 2, gan_ge, "1 where a >= b, else 0")
