#include "net/norm.h"

/* Wu and He 2018: channels in groups, each normalised over its pixels and channels. */
static struct gan_node *build(struct gan_lb *b)
{
	struct gan_node *x = gan_lb_picture(b, b->in[0]), *y;
	int64_t groups = gan_lb_int(b, "g"), c;
	struct gan_shape s;

	if (!x)
		return NULL;
	c = x->shape.dim[3];
	if (c % groups)
		return gan_lb_fail(b, "g=%lld groups do not divide %lld channels", (long long)groups, (long long)c);
	s = gan_shape_of(5, x->shape.dim[0], x->shape.dim[1], x->shape.dim[2], groups, c / groups);
	y = gan_normalise(b->g, gan_reshape(b->g, x, &s), 1u << 1 | 1u << 2 | 1u << 4, gan_lb_real(b, "eps"), NULL, NULL);
	return gan_lb_scale_shift(b, gan_reshape(b->g, y, &x->shape));
}

static const struct gan_setting setting[] = {
	{ "g", GAN_SET_INT, NULL, 1, 1 << 20, NULL, "", "groups" },
	GAN_SET_NORM("1e-5"),
};

const struct gan_layer_type gan_layer_gnorm = {
	"gnorm", "group norm: groups of channels of each picture", setting, GAN_COUNT(setting),
	gan_norm_entries, 2, 1, 1, build
};
