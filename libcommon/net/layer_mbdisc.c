#include "net/layer.h"

/* Minibatch discrimination (Salimans et al. 2016, sec. 3.2): M = T x, seen as [kernels,dims,N], and
   o_b(x_i) = sum over the other j of exp(-|M_bi - M_bj|_1), put behind x's own numbers. The sum over dims is written out,
   so that it is one pointwise program over [kernels,N,N] and nothing of dims times that size is kept. */
static struct gan_node *near(struct gan_lb *b, struct gan_node *m, int64_t kernels, int64_t dims)
{
	int64_t n = m->shape.dim[1], k;
	struct gan_shape split = gan_shape_of(3, kernels, dims, n), row = gan_shape_of(3, kernels, n, (int64_t)1);
	struct gan_node *far = NULL, *d;

	m = gan_reshape(b->g, m, &split);
	for (k = 0; k < dims; k++) {
		struct gan_node *part = gan_slice_axis(b->g, m, 1, k, 1, 1);

		d = gan_abs(b->g, gan_sub(b->g, gan_reshape(b->g, part, &row), part));
		far = far ? gan_add(b->g, far, d) : d;
	}
	/* less 1, which is j = i */
	d = gan_adds(b->g, gan_sum(b->g, gan_exp(b->g, gan_neg(b->g, far)), 1u << 2, 0), -1);
	return gan_permute(b->g, d, (const int[]){ 1, 0 });
}

static struct gan_node *build(struct gan_lb *b)
{
	int64_t kernels = gan_lb_int(b, "kernels"), dims = gan_lb_int(b, "dims"), in;
	struct gan_node *x = b->in[0], *o, *w, *both[2];
	struct gan_fill f = { GAN_FILL_CONSTANT, -1, 0 };
	struct gan_shape s;
	char say[200];

	if (!gan_lb_real_value(b, x))
		return NULL;
	if (x->shape.rank == 4 && x->shape.dim[1] == 1 && x->shape.dim[2] == 1 && !(x = gan_flatten_chw(b->g, x)))
		return NULL;
	if (x->shape.rank != 2)
		return gan_lb_fail(b, "expected a vector, found %s (put a flatten line before it)", gan_shape_say(x, say, sizeof(say)));
	b->across = GAN_ACROSS_COMPARES;
	in = x->shape.dim[1];
	s = gan_shape_of(2, kernels * dims, in);
	b->macs = in * kernels * dims;
	w = gan_lb_weight(b, &s, GAN_LAYOUT_PLAIN, (double)in, (double)(kernels * dims));
	if (!w || !(o = near(b, gan_matmul(b->g, w, x, 0, 1), kernels, dims)))
		return NULL;
	if (gan_lb_is(b, "bias", "1")) {
		s = gan_shape_of(1, kernels);
		if (gan_lb_fill(b, "init.bias", (double)in, (double)kernels, 0, &f) < 0 ||
		    !(w = gan_lb_param(b, "bias", &s, GAN_LAYOUT_PLAIN, &f)))
			return NULL;
		o = gan_add(b->g, o, w);
	}
	both[0] = x;
	both[1] = o;
	return gan_concat(b->g, both, 2, 1);
}

static const struct gan_setting setting[] = {
	{ "kernels", GAN_SET_INT, NULL, 1, 65536, NULL, "", "numbers it adds to the vector" },
	{ "dims", GAN_SET_INT, "5", 1, 64, NULL, "", "numbers by which each kernel compares two samples" },
	GAN_SET_FLAG("bias", "1", "adds a number to each sum, -1 at the start"),
	GAN_SET_INIT,
};
static const struct gan_layer_entry entry[] = { { "weight", 1 }, { "bias", 1 } };

const struct gan_layer_type gan_layer_mbdisc = {
	"mbdisc", "minibatch discrimination: how near a sample is to the others of its batch", setting, GAN_COUNT(setting),
	entry, GAN_COUNT(entry), 1, 1, build
};
