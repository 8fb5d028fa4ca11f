#include "net/binary.h"

GAN_BINARY_LAYER(eq, 2, gan_eq, "1 where a = b, else 0")
