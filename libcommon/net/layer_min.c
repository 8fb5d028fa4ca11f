#include "net/binary.h"

GAN_BINARY_LAYER(min, -1, gan_min, "the least of a, b, ...")
