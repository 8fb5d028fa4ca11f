#include "net/binary.h"

GAN_BINARY_LAYER(lt, 2, gan_lt, "1 where a < b, else 0")
