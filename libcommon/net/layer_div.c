#include "net/binary.h"

GAN_BINARY_LAYER(div, 2, gan_div, "a / b")
