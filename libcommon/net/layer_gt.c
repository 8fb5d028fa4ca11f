#include "net/binary.h"

GAN_BINARY_LAYER(gt, 2, gan_gt, "1 where a > b, else 0")
