#include "net/layer.h"

/* The missing dimension (-1) of n, where the product of all is count; 0 or -1. */
static int complete(int64_t *v, int n, int64_t count)
{
	int64_t known = 1;
	int k, hole = -1;

	for (k = 0; k < n; k++) {
		if (v[k] == 0 || (v[k] < 0 && hole >= 0))
			return -1;
		if (v[k] < 0)
			hole = k;
		else if (__builtin_mul_overflow(known, v[k], &known))
			return -1;
	}
	if (hole >= 0 && (known == 0 || count % known))
		return -1;
	if (hole >= 0)
		v[hole] = count / known;
	return hole >= 0 || known == count ? 0 : -1;
}

static struct gan_node *build(struct gan_lb *b)
{
	struct gan_node *x = b->in[0];
	int chw = gan_lb_is(b, "order", "chw"), n, k;
	int64_t v[GAN_MAX_RANK], each;
	struct gan_shape s;
	char say[200];

	if (x->shape.rank < 1)
		return gan_lb_fail(b, "expected a value for each sample");
	if ((n = gan_lb_ints(b, "to", v, GAN_MAX_RANK - 1, -1, (int64_t)1 << 40)) < 0)
		return NULL;
	each = gan_shape_count(&x->shape) / x->shape.dim[0];
	if (complete(v, n, each) < 0)
		return gan_lb_fail(b, "to=%s does not hold the %lld numbers of %s", gan_lb_text(b, "to"), (long long)each,
		                   gan_shape_say(x, say, sizeof(say)));
	if (chw && x->shape.rank == 4)
		x = gan_flatten_chw(b->g, x);
	s.rank = n + 1;
	s.dim[0] = b->in[0]->shape.dim[0];
	for (k = 0; k < n; k++)
		s.dim[k + 1] = v[k];
	if (!chw || n != 3)
		return gan_reshape(b->g, x, &s);
	s = gan_shape_of(2, s.dim[0], each);
	return gan_unflatten_chw(b->g, gan_reshape(b->g, x, &s), v[1], v[2], v[0]);
}

static const struct gan_setting setting[] = {
	{ "to", GAN_SET_TEXT, NULL, 0, 0, NULL, "", "sizes: C,H,W makes a picture, N a vector; one may be -1" },
	{ "order", GAN_SET_ENUM, "chw", 0, 0, "chw|hwc", "", "hwc: to=H,W,C and counted so, as in TensorFlow" },
};

const struct gan_layer_type gan_layer_view = {
	"view", "the same numbers in another shape", setting, GAN_COUNT(setting), NULL, 0, 1, 1, build
};
