/* See binary.h. */
#include "net/binary.h"

/* A vector against pictures counts as one pixel, so that it meets their channels. */
static struct gan_node *fit(struct gan_lb *b, struct gan_node *x, int picture)
{
	struct gan_shape s;

	if (!picture || x->shape.rank != 2)
		return x;
	s = gan_shape_of(4, x->shape.dim[0], (int64_t)1, (int64_t)1, x->shape.dim[1]);
	return gan_reshape(b->g, x, &s);
}

static int broadcasts(const struct gan_node *a, const struct gan_node *b)
{
	int ra = a->shape.rank, rb = b->shape.rank, k;

	for (k = 1; k <= ra && k <= rb; k++) {
		int64_t x = a->shape.dim[ra - k], y = b->shape.dim[rb - k];

		if (x != y && x != 1 && y != 1)
			return 0;
	}
	return 1;
}

struct gan_node *gan_lb_fold(struct gan_lb *b, gan_pair_fn fn)
{
	struct gan_node *y, *x;
	char p[200], q[200];
	int k, picture = 0;

	for (k = 0; k < b->nin; k++) {
		if (!gan_lb_real_value(b, b->in[k]))
			return NULL;
		picture |= b->in[k]->shape.rank == 4;
	}
	y = fit(b, b->in[0], picture);
	if (gan_lb_given(b, "by"))
		y = fn(b->g, y, gan_const(b->g, gan_lb_real(b, "by")));
	else if (b->nin < 2)
		return gan_lb_fail(b, "needs two values (from=a,b) or by=NUMBER");
	for (k = 1; k < b->nin && y; k++) {
		if (!(x = fit(b, b->in[k], picture)))
			return NULL;
		if (!broadcasts(y, x))
			return gan_lb_fail(b, "its values do not fit: %s and %s", gan_shape_say(y, p, sizeof(p)),
			                   gan_shape_say(x, q, sizeof(q)));
		y = fn(b->g, y, x);
	}
	return y;
}

const struct gan_setting gan_binary_settings[1] = {
	{ "by", GAN_SET_REAL, "", -1e30, 1e30, NULL, "", "a number in place of the second value" },
};
