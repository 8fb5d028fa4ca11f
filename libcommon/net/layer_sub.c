#include "net/binary.h"

GAN_BINARY_LAYER(sub, 2, gan_sub, "a - b")
