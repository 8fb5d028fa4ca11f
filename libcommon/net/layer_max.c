#include "net/binary.h"

GAN_BINARY_LAYER(max, -1, gan_max, "the greatest of a, b, ...")
