#include "net/net_reduce.h"

GAN_REDUCE_LAYER(sum, gan_sum, "sum over axes")
