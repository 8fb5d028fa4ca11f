#include "net/net_reduce.h"

GAN_REDUCE_LAYER(mean, gan_mean, "mean over axes")
