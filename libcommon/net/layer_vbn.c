#include "net/norm.h"

/* Virtual batch norm (Salimans et al. 2016, sec. 3.4): a sample is normalised by the statistics of a reference batch of n
   samples and itself, mean = m_x/(n+1) + n m_ref/(n+1) and the mean of squares likewise, where of a picture m_x is the mean
   over its pixels. The reference itself is normalised by its own. The variance is that of the two taken together:
   v = v_x/(n+1) + n v_ref/(n+1) + n (m_x - m_ref)^2/(n+1)^2, which is their mean square less the squared mean. */

/* x over its pixels: means and biased variances for each sample and channel; of a vector the variance is NULL, that is 0. */
static struct gan_node *own_mean(struct gan_lb *b, struct gan_node *x, struct gan_node **var)
{
	uint32_t pixels = gan_axes_but(x, -1) & ~1u;
	struct gan_node *mean;

	*var = NULL;
	if (!pixels)
		return x;
	mean = gan_mean(b->g, x, pixels, 1);
	*var = gan_mean(b->g, gan_square(b->g, gan_sub(b->g, x, mean)), pixels, 1);
	return mean;
}

static struct gan_node *virtual(struct gan_lb *b, struct gan_node *x, struct gan_node *mean, struct gan_node *var)
{
	double n = (double)b->ref;
	struct gan_node *v, *m = own_mean(b, x, &v), *apart = gan_square(b->g, gan_sub(b->g, m, mean));

	var = gan_add(b->g, gan_muls(b->g, var, n / (n + 1)), gan_muls(b->g, apart, n / ((n + 1) * (n + 1))));
	if (v)
		var = gan_add(b->g, var, gan_muls(b->g, v, 1 / (n + 1)));
	m = gan_add(b->g, gan_muls(b->g, m, 1 / (n + 1)), gan_muls(b->g, mean, n / (n + 1)));
	return gan_mul(b->g, gan_sub(b->g, x, m), gan_recip(b->g, gan_sqrt(b->g, gan_adds(b->g, var, gan_lb_real(b, "eps")))));
}

static struct gan_node *build(struct gan_lb *b)
{
	struct gan_node *x = b->in[0], *mean, *var, *both[2];
	int64_t n;

	if (!gan_lb_real_value(b, x))
		return NULL;
	if (x->shape.rank < 2)
		return gan_lb_fail(b, "expected a vector or a picture");
	if (!b->ref) /* only its shape is asked for */
		return gan_lb_scale_shift(b, x);
	n = x->shape.dim[0];
	if (n != b->batch)
		return gan_lb_fail(b, "its value has %lld rows for a batch of %lld", (long long)n, (long long)b->batch);
	both[0] = gan_slice_axis(b->g, x, 0, 0, b->ref, 1);
	both[0] = gan_normalise(b->g, both[0], gan_axes_but(x, -1), gan_lb_real(b, "eps"), &mean, &var);
	if (!both[0])
		return NULL;
	both[1] = virtual(b, gan_slice_axis(b->g, x, 0, b->ref, n - b->ref, 1), mean, var);
	return gan_lb_scale_shift(b, gan_concat(b->g, both, 2, 0));
}

static const struct gan_setting setting[] = {
	{ "ref", GAN_SET_INT, "64", 1, 65536, NULL, "samples", "in the reference batch; the same in all vbn of a net" },
	GAN_SET_NORM("1e-5"),
};

const struct gan_layer_type gan_layer_vbn = {
	"vbn", "virtual batch norm: by a fixed reference batch and the sample itself", setting, GAN_COUNT(setting),
	gan_norm_entries, 2, 1, 1, build
};
