#include "net/layer.h"

static struct gan_node *build(struct gan_lb *b)
{
	return gan_cast(b->g, b->in[0], gan_lb_is(b, "to", "int") ? GAN_I64 : GAN_REAL);
}

static const struct gan_setting setting[] = {
	{ "to", GAN_SET_ENUM, NULL, 0, 0, "real|int", "", "numbers, or whole numbers (cut off towards 0) for use as indices" },
};

const struct gan_layer_type gan_layer_cast = {
	"cast", "numbers as indices or indices as numbers; no gradient", setting, GAN_COUNT(setting), NULL, 0, 1, 1, build
};
