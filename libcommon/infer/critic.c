#include "infer/critic.h"

#include <inttypes.h>
#include <string.h>
#include "infer/weights.h"
#include "base/mem.h"
#include "plan/plan.h"

#define B 256 /* points at a time, the last ones padded */

struct critic {
	struct gan_graph *g;
	struct gan_plan *plan;
	struct gan_node *out[2]; /* score [B], gradient [B,d] */
	gan_real *x;             /* [B,d] */
	int64_t rng[3];
	int64_t d;
};

static const struct gan_net *find_net(const struct gan_model *m, int64_t d, struct gan_err *e)
{
	const struct gan_net *net = gan_nets_find(&m->nets, "d");
	const struct gan_io *x = net ? &net->in[0] : NULL;

	if (!net) {
		gan_fail(e, GAN_DATA, "the model has no net d whose score could be drawn");
		return NULL;
	}
	if (net->nin != 1 || x->kind != GAN_IO_VECTOR) {
		gan_fail(e, GAN_DATA, "net d: expected one input of points, found %zu input%s, '%s' the first", net->nin,
		         net->nin == 1 ? "" : "s", x->name);
		return NULL;
	}
	if (x->n > 0 && x->n % d) {
		gan_fail(e, GAN_DATA, "net d: reads points of %" PRId64 " numbers, found points of %" PRId64, x->n, d);
		return NULL;
	}
	return net;
}

static int build(struct critic *c, struct gan_model *m, const struct gan_net *net, struct gan_err *e)
{
	struct gan_shape shape = gan_shape_of(2, (int64_t)B, c->d);
	struct gan_scope *scope = gan_scope_new(c->g, &m->store, e);
	struct gan_node *x = gan_input(c->g, "x", GAN_REAL, &shape), *in = x, *side[64], *y = NULL;
	int64_t pack = net->in[0].n > 0 ? net->in[0].n / c->d : 1;
	struct gan_apply a = {
		.mode = GAN_NET_EVAL, .scope = scope, .prefix = gan_weights_has_ema(&m->store, net) ? "ema." : "", .rng = gan_rng(c->g),
		.purpose = "critic", .in = &in, .out = &y,
	};
	int rc = -1;

	if (!scope)
		goto out;
	if (pack > 64) {
		gan_fail(e, GAN_DATA, "net d: more than 64 samples at once");
		goto out;
	}
	for (int64_t i = 0; i < pack; i++)
		side[i] = x;
	if (pack > 1)
		in = gan_concat(c->g, side, (int)pack, 1);
	if (gan_net_apply(net, c->g, &a, e) || !y)
		goto out;
	c->out[0] = y->shape.rank > 1 ? gan_mean(c->g, y, gan_axes_but(y, 0), 0) : y;
	rc = gan_grad(c->g, gan_sum_all(c->g, c->out[0]), &x, 1, &c->out[1]);
	if (gan_graph_ok(c->g, e) || rc)
		rc = -1;
	else if (!c->out[1])
		c->out[1] = gan_zeros(c->g, &shape);
out:
	gan_scope_free(scope);
	return rc;
}

static int run(struct critic *c, const float *x, int64_t n, float *score, float *grad, struct gan_err *e)
{
	const gan_real *s, *gx;

	for (int64_t i = 0; i < B * c->d; i++)
		c->x[i] = i < n * c->d ? x[i] : 0;
	gan_plan_bind(c->plan, "x", c->x);
	gan_plan_bind(c->plan, "rng", c->rng);
	if (gan_plan_run(c->plan, e))
		return -1;
	s = gan_plan_value(c->plan, c->out[0]);
	gx = gan_plan_value(c->plan, c->out[1]);
	for (int64_t i = 0; i < n; i++)
		score[i] = (float)s[i];
	for (int64_t i = 0; grad && i < n * c->d; i++)
		grad[i] = (float)gx[i];
	return 0;
}

int gan_critic(struct gan_model *m, const float *x, int64_t n, int64_t d, float *score, float *grad, struct gan_err *e)
{
	const struct gan_net *net = find_net(m, d, e);
	struct critic c = { .d = d };
	int rc = -1;

	if (!net)
		return -1;
	c.g = gan_graph_new(e);
	c.x = gan_alloc((size_t)(B * d), sizeof *c.x, e);
	if (c.g && c.x && !gan_stream_max_bytes(&c.g->max_bytes, e) && !build(&c, m, net, e))
		c.plan = gan_plan_new(c.g, &m->store, c.out, 2, 0, e);
	rc = c.plan ? 0 : -1;
	for (int64_t k = 0; k < n && !rc; k += B)
		rc = run(&c, x + k * d, n - k < B ? n - k : B, score + k, grad ? grad + k * d : NULL, e);
	gan_plan_free(c.plan);
	gan_graph_free(c.g);
	gan_free(c.x);
	return rc;
}
