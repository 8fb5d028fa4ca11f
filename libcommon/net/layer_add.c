#include "net/binary.h"

GAN_BINARY_LAYER(add, -1, gan_add, "a + b + ...")
