#include "infer/sampler.h"

#include <inttypes.h>
#include <string.h>
#include "infer/weights.h"
#include "base/mem.h"
#include "plan/plan.h"
#include "train/train.h"

#define B GAN_SAMPLE_BATCH

struct gan_sampler {
	struct gan_graph *g;
	struct gan_plan *plan;
	struct gan_node *out;
	int64_t nz, h, w, c, d;
	int64_t rng[3];
	int ema;
	gan_real *z; /* [B,nz], where latents are given */
};

static const struct gan_net *find_net(const struct gan_model *m, struct gan_err *e)
{
	const struct gan_net *net = gan_nets_find(&m->nets, "g");

	if (!net) {
		gan_fail(e, GAN_DATA, "the model has no net g to take samples from");
		return NULL;
	}
	if (net->nin == 1 && net->in[0].kind == GAN_IO_IMAGE) {
		gan_fail(e, GAN_DATA, "net g: makes pictures of pictures, not of latents (gan-sample -i FILE gives it pictures)");
		return NULL;
	}
	if (net->nin != 1 || net->in[0].kind != GAN_IO_VECTOR) {
		gan_fail(e, GAN_DATA, "net g: expected one input of latents, found %zu input%s, '%s' the first", net->nin,
		         net->nin == 1 ? "" : "s", net->in[0].name);
		return NULL;
	}
	return net;
}

/* What the net makes, as bytes where it is a picture. */
static int set_output(struct gan_sampler *s, const struct gan_net *net, struct gan_node *y, struct gan_err *e)
{
	if (y->shape.rank == 4) {
		s->h = y->shape.dim[1];
		s->w = y->shape.dim[2];
		s->c = y->shape.dim[3];
		s->d = s->h * s->w * s->c;
		s->out = gan_io_encode(s->g, &net->out[0], y);
	} else if (y->shape.rank == 2) {
		s->d = y->shape.dim[1];
		s->out = y;
	} else {
		return gan_fail(e, GAN_DATA, "net g: expected pictures or points as its output, found rank %d", y->shape.rank);
	}
	return 0;
}

static int build(struct gan_sampler *s, struct gan_model *m, const struct gan_net *net, unsigned flags, struct gan_err *e)
{
	const char *prefix = s->ema ? "ema." : "";
	struct gan_scope *scope = gan_scope_new(s->g, &m->store, e);
	struct gan_shape shape = gan_shape_of(2, (int64_t)B, s->nz);
	struct gan_node *y = NULL, *z;
	struct gan_apply a = {
		.mode = GAN_NET_EVAL, .scope = scope, .prefix = prefix, .rng = gan_rng(s->g), .purpose = "sample", .in = &z, .out = &y,
	};
	int rc = -1;

	if (!scope || gan_weights_finite(&m->store, net, prefix, e))
		goto out;
	if (flags & GAN_SAMPLE_LATENTS)
		z = gan_input(s->g, "z", GAN_REAL, &shape);
	else
		z = gan_latents(s->g, &m->hyper, GAN_SAMPLE_PURPOSE, B, s->nz);
	if (gan_net_apply(net, s->g, &a, e) || gan_graph_ok(s->g, e))
		goto out;
	rc = set_output(s, net, y, e);
out:
	gan_scope_free(scope);
	return rc;
}

struct gan_sampler *gan_sampler_new(struct gan_model *m, unsigned flags, struct gan_err *e)
{
	const struct gan_net *net = find_net(m, e);
	struct gan_sampler *s = net ? gan_alloc(1, sizeof *s, e) : NULL;

	if (!s)
		return NULL;
	s->nz = net->in[0].n;
	s->ema = gan_weights_has_ema(&m->store, net) && !(flags & GAN_SAMPLE_NO_EMA);
	s->g = gan_graph_new(e);
	if (!s->g || gan_stream_max_bytes(&s->g->max_bytes, e) || build(s, m, net, flags, e))
		goto fail;
	if ((flags & GAN_SAMPLE_LATENTS) && !(s->z = gan_alloc((size_t)(B * s->nz), sizeof *s->z, e)))
		goto fail;
	s->plan = gan_plan_new(s->g, &m->store, &s->out, 1, 0, e);
	if (s->plan)
		return s;
fail:
	gan_sampler_free(s);
	return NULL;
}

void gan_sampler_free(struct gan_sampler *s)
{
	if (!s)
		return;
	gan_plan_free(s->plan);
	gan_graph_free(s->g);
	gan_free(s->z);
	gan_free(s);
}

int gan_sampler_is_ema(const struct gan_sampler *s)
{
	return s->ema;
}

int64_t gan_sampler_latents(const struct gan_sampler *s)
{
	return s->nz;
}

void gan_sampler_size(const struct gan_sampler *s, int64_t *h, int64_t *w, int64_t *c, int64_t *d)
{
	*h = s->h;
	*w = s->w;
	*c = s->c;
	*d = s->d;
}

static void give_latents(struct gan_sampler *s, const float *z, int64_t n)
{
	for (int64_t i = 0; i < B * s->nz; i++)
		s->z[i] = i < n * s->nz ? z[i] : 0;
	gan_plan_bind(s->plan, "z", s->z);
}

static void take_samples(const struct gan_sampler *s, void *out, int64_t at, int64_t n)
{
	const void *y = gan_plan_value(s->plan, s->out);

	if (s->h) {
		memcpy((uint8_t *)out + at * s->d, y, (size_t)(n * s->d));
		return;
	}
	for (int64_t i = 0; i < n * s->d; i++)
		((float *)out)[at * s->d + i] = (float)((const gan_real *)y)[i];
}

int gan_sampler_run(struct gan_sampler *s, uint64_t seed, int64_t first, int64_t n, const float *z, void *out, struct gan_err *e)
{
	for (int64_t k = 0; k < n; k += B) {
		int64_t some = n - k < B ? n - k : B;

		s->rng[0] = (int64_t)seed;
		s->rng[1] = 0;
		s->rng[2] = first + k;
		gan_plan_bind(s->plan, "rng", s->rng);
		if (s->z)
			give_latents(s, z + k * s->nz, some);
		if (gan_plan_run(s->plan, e))
			return -1;
		take_samples(s, out, k, some);
	}
	return 0;
}
