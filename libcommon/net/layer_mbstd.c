#include "net/layer.h"

/* Minibatch standard deviation (Karras et al. 2018, sec. 3): the batch is N/G groups of G samples, as in its code sample i and
   those N/G, 2N/G, ... after it. Over a group each number has a deviation, sqrt(mean of squares + 1e-8); their mean becomes
   one more channel of all that are in the group. */
#define TINY 1e-8

/* The mean deviation of each group, [N/G]. */
static struct gan_node *deviation(struct gan_lb *b, struct gan_node *x, int64_t group)
{
	int64_t n = x->shape.dim[0];
	struct gan_shape s = gan_shape_of(3, group, n / group, gan_shape_count(&x->shape) / n);
	struct gan_node *d;

	x = gan_reshape(b->g, x, &s);
	d = gan_sub(b->g, x, gan_mean(b->g, x, 1, 1));
	d = gan_sqrt(b->g, gan_adds(b->g, gan_mean(b->g, gan_square(b->g, d), 1, 0), TINY));
	return gan_mean(b->g, d, 1u << 1, 0);
}

static struct gan_node *build(struct gan_lb *b)
{
	struct gan_node *x = b->in[0], *d, *both[2];
	int64_t group = gan_lb_int(b, "group"), n;
	struct gan_shape s;
	int k;

	if (!gan_lb_real_value(b, x))
		return NULL;
	if (x->shape.rank != 2 && x->shape.rank != 4)
		return gan_lb_fail(b, "expected a vector or a picture");
	b->across = GAN_ACROSS_COMPARES;
	n = x->shape.dim[0];
	if (group > n)
		group = n;
	if (n % group)
		return gan_lb_fail(b, "%lld samples at a time make no groups of group=%lld (give a batch= that is a multiple of group=, "
		                   "and of pack= and accum= times that)", (long long)n, (long long)group);
	if (!(d = deviation(b, x, group)))
		return NULL;
	s = x->shape.rank == 4 ? gan_shape_of(5, (int64_t)1, n / group, (int64_t)1, (int64_t)1, (int64_t)1) :
	    gan_shape_of(3, (int64_t)1, n / group, (int64_t)1);
	d = gan_reshape(b->g, d, &s);
	s.dim[0] = group;
	for (k = 2; k < s.rank - 1; k++)
		s.dim[k] = x->shape.dim[k - 1];
	d = gan_expand(b->g, d, &s);
	s = x->shape;
	s.dim[s.rank - 1] = 1;
	both[0] = x;
	both[1] = gan_reshape(b->g, d, &s);
	return gan_concat(b->g, both, 2, x->shape.rank - 1);
}

static const struct gan_setting setting[] = {
	{ "group", GAN_SET_INT, "4", 1, 65536, NULL, "samples", "in a group; a smaller batch is one group" },
};

const struct gan_layer_type gan_layer_mbstd = {
	"mbstd", "one more channel: how much the batch deviates", setting, GAN_COUNT(setting), NULL, 0, 1, 1, build
};
