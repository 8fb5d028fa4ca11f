#include "net/layer.h"

/* Batch norm (Ioffe and Szegedy 2015): over all axes but the last. Biased variance normalises; the unbiased one goes
   into the running figure, as in PyTorch. */

/* By running statistics: y = (x - mean) * scale + shift, where weight and shift may be NULL. */
static struct gan_node *apply(struct gan_lb *b, struct gan_node *x, struct gan_node *mean, struct gan_node *var,
                              struct gan_node *weight, struct gan_node *bias)
{
	struct gan_node *scale = gan_recip(b->g, gan_sqrt(b->g, gan_adds(b->g, var, gan_lb_real(b, "eps")))), *y;

	if (weight)
		scale = gan_mul(b->g, scale, weight);
	y = gan_mul(b->g, gan_sub(b->g, x, mean), scale);
	return bias ? gan_add(b->g, y, bias) : y;
}

/* entry = (1 - momentum) * entry + momentum * new[1,...,C] */
static void run_on(struct gan_lb *b, const char *entry, struct gan_node *old, struct gan_node *now, int64_t c)
{
	double m = gan_lb_real(b, "momentum");
	struct gan_shape s = gan_shape_of(1, c);

	if (!old || !now)
		return;
	now = gan_stop_gradient(b->g, gan_reshape(b->g, now, &s));
	gan_lb_set(b, entry, gan_add(b->g, gan_muls(b->g, old, 1 - m), gan_muls(b->g, now, m)));
}

static struct gan_node *build(struct gan_lb *b)
{
	struct gan_node *x = b->in[0], *weight = NULL, *bias = NULL, *rmean = NULL, *rvar = NULL, *mean, *var, *y;
	int running = gan_lb_is(b, "stats", "running"), affine = gan_lb_is(b, "affine", "1");
	struct gan_fill f = { GAN_FILL_CONSTANT, 1, 0 };
	struct gan_shape s;
	uint32_t axes;
	int64_t c, n;

	b->across = GAN_ACROSS_NORM;
	if (!gan_lb_real_value(b, x))
		return NULL;
	if (x->shape.rank < 2)
		return gan_lb_fail(b, "expected a vector or a picture");
	c = x->shape.dim[x->shape.rank - 1];
	s = gan_shape_of(1, c);
	if (affine && (gan_lb_fill(b, "init", (double)c, (double)c, 1, &f) < 0 ||
	               !(weight = gan_lb_param(b, "weight", &s, GAN_LAYOUT_PLAIN, &f)) ||
	               !(bias = gan_lb_vector(b, "bias", c, 0))))
		return NULL;
	if (running && (!(rmean = gan_lb_vector(b, "running_mean", c, 0)) || !(rvar = gan_lb_vector(b, "running_var", c, 1))))
		return NULL;
	if (running && b->mode == GAN_NET_EVAL)
		return apply(b, x, rmean, rvar, weight, bias);
	axes = gan_axes_but(x, -1);
	y = gan_normalise(b->g, x, axes, gan_lb_real(b, "eps"), &mean, &var);
	if (running && b->mode == GAN_NET_TRAIN) {
		n = gan_shape_count(&x->shape) / c;
		run_on(b, "running_mean", rmean, mean, c);
		run_on(b, "running_var", rvar, gan_muls(b->g, var, n > 1 ? (double)n / (double)(n - 1) : 1), c);
	}
	if (weight)
		y = gan_mul(b->g, y, weight);
	return bias ? gan_add(b->g, y, bias) : y;
}

static const struct gan_setting setting[] = {
	{ "eps", GAN_SET_REAL, "1e-5", 0, 1e6, NULL, "", "added to the variance" },
	{ "momentum", GAN_SET_REAL, "0.1", 0, 1, NULL, "", "weight of the new batch in the running statistics" },
	{ "stats", GAN_SET_ENUM, "running", 0, 0, "running|batch", "",
	  "outside training: running statistics, or the batch's own (then none are kept)" },
	GAN_SET_FLAG("affine", "1", "a trained scale and shift for each channel"),
	{ "init", GAN_SET_TEXT, "", 0, 0, NULL, "", "initial scales, around 1: normal:S uniform:S constant:C" },
};
static const struct gan_layer_entry entry[] = {
	{ "weight", 1 }, { "bias", 1 }, { "running_mean", 0 }, { "running_var", 0 }
};

const struct gan_layer_type gan_layer_bn = {
	"bn", "batch norm, per channel", setting, GAN_COUNT(setting), entry, GAN_COUNT(entry), 1, 1, build
};
