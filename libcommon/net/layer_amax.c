#include "net/net_reduce.h"

GAN_REDUCE_LAYER(amax, gan_amax, "greatest over axes")
