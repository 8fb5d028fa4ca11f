#include "net/binary.h"

GAN_BINARY_LAYER(pow, 2, gan_pow, "a to the power b")
