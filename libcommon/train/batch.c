/* The batch of a step: does it fit a net, and as the node that the net reads. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "train/train.h"

static int dim_fits(int64_t declared, int64_t found)
{
	return declared <= 0 || declared == found;
}

static int fits_points(const struct gan_net *net, const struct gan_step_spec *s, int64_t pack, struct gan_err *e)
{
	const struct gan_io *x = &net->in[0];

	if (s->h)
		return gan_fail(e, GAN_DATA, "net %s: input '%s': expected points of %" PRId64 " numbers, found pictures of %" PRId64
		                "x%" PRId64 "x%" PRId64 " (gan-init like=DATA makes nets for them)", net->name, x->name, x->n, s->w, s->h,
		                s->c);
	if (!dim_fits(x->n, s->d * pack))
		return gan_fail(e, GAN_DATA, "net %s: input '%s': expected points of %" PRId64 " numbers, found %" PRId64 "%s (gan-init "
		                "like=DATA makes nets for them)", net->name, x->name, x->n, s->d * pack, pack > 1 ? " with pack=" : "");
	if (gan_augments(s->hyper))
		return gan_augment_fits(x, 0, "augment", gan_train_text(s->hyper, "augment"), e);
	return 0;
}

/* "16x16 pictures of 3 channels": what is left open is left out. */
static const char *wanted(const struct gan_io *x, int64_t pack, char *buf, size_t n)
{
	size_t at = 0;

	*buf = 0;
	if (x->w > 0 && x->h > 0)
		at += (size_t)snprintf(buf, n, "%" PRId64 "x%" PRId64 " ", x->w, x->h);
	at += (size_t)snprintf(buf + at, n - at, "pictures");
	if (x->c > 0)
		snprintf(buf + at, n - at, " of %" PRId64 " channel%s", x->c / pack, x->c == pack ? "" : "s");
	return buf;
}

/* The options of gan-data that make them. */
static const char *cure(const struct gan_io *x, const struct gan_step_spec *s, int64_t pack, char *buf, size_t n)
{
	size_t at = 0;

	*buf = 0;
	if (x->w > 0 && x->h > 0)
		at += (size_t)snprintf(buf, n, " -S %" PRId64 "x%" PRId64, x->w, x->h);
	if (x->c > 0 && x->c != s->c * pack)
		snprintf(buf + at, n - at, " -C %s", x->c == pack ? "gray" : "rgb");
	return buf;
}

static int fits_pictures(const struct gan_net *net, const struct gan_step_spec *s, int64_t pack, struct gan_err *e)
{
	const struct gan_io *x = &net->in[0];
	char want[96], how[96];

	if (!s->h)
		return gan_fail(e, GAN_DATA, "net %s: input '%s': expected pictures, found points of %" PRId64 " numbers (gan-init "
		                "like=DATA makes nets for them)", net->name, x->name, s->d);
	if (dim_fits(x->h, s->h) && dim_fits(x->w, s->w) && dim_fits(x->c, s->c * pack))
		return 0;
	return gan_fail(e, GAN_DATA, "expected %s, as the model has, found %" PRId64 "x%" PRId64 " of %" PRId64 " (gan-data%s, or "
	                "gan-init like=DATA)", wanted(x, pack, want, sizeof want), s->w, s->h, s->c, cure(x, s, pack, how, sizeof how));
}

int gan_data_fits(const struct gan_step_spec *s, const struct gan_net *net, int64_t pack, struct gan_err *e)
{
	int rc;

	if (gan_net_has(net, "vbn"))
		return gan_fail(e, GAN_DATA, "net %s has a vbn layer, which normalises by a batch of latents, and it reads data: net g can "
		                "have one (bn, lnorm or nothing for net %s)", net->name, net->name);
	rc = net->in[0].kind == GAN_IO_VECTOR ? fits_points(net, s, pack, e) : fits_pictures(net, s, pack, e);

	return rc && s->source ? gan_fail_prefix(e, "%s", s->source) : rc;
}

struct gan_node *gan_data_raw(struct gan_step_graph *sg, const struct gan_step_spec *s, int64_t first, int64_t n)
{
	struct gan_shape pictures = gan_shape_of(4, sg->samples, s->h, s->w, s->c), points = gan_shape_of(2, sg->samples, s->d);
	struct gan_node *x = gan_input(sg->g, "x", s->h ? GAN_U8 : GAN_REAL, s->h ? &pictures : &points);

	if (n != sg->samples)
		x = gan_slice_axis(sg->g, x, 0, first, n, 1);
	if (s->h && gan_augments(s->hyper))
		x = gan_augment(sg->g, s->hyper, gan_cast(sg->g, x, GAN_REAL), "data");
	return x;
}

struct gan_node *gan_data_batch(struct gan_step_graph *sg, const struct gan_step_spec *s, const struct gan_io *io, int64_t first,
                                int64_t n)
{
	struct gan_node *x = gan_data_raw(sg, s, first, n);

	return s->h ? gan_io_decode(sg->g, io, x) : x;
}
