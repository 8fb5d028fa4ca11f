#include "net/binary.h"

GAN_BINARY_LAYER(le, 2, gan_le, "1 where a <= b, else 0")
