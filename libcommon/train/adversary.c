/* Adversarial training (Goodfellow, Shlens and Szegedy 2015, sec. 6; Madry et al. 2018, sec. 2.1; Wong, Rice and Kolter 2020,
   sec. 4): x' in the ball of radius eps around x, by K steps of length a along the gradient of the cross-entropy, each projected
   back:

       adv    begins at        K          a
       fgsm   x                1          eps
       fast   uniform in ball  1          1.25 eps
       pgd    uniform in ball  adv-steps  2.5 eps / adv-steps

   The steps are part of the step's graph. */
#include "train/adversary.h"

#include <stdio.h>
#include <string.h>

struct method {
	const char *name;
	int random;
	double factor; /* a = factor * eps / K */
};

static const struct method methods[] = {
	{ "fast", 1, 1.25 }, { "fgsm", 0, 1 }, { "pgd", 1, 2.5 },
};

static const struct method *method_of(const struct gan_kv *hyper)
{
	const char *name = gan_train_text(hyper, "adv");

	for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
		if (!strcmp(name, methods[i].name))
			return &methods[i];
	return NULL;
}

int gan_adversary_on(const struct gan_kv *hyper)
{
	return method_of(hyper) != NULL;
}

int gan_adversary_fits(const struct gan_kv *hyper, struct gan_err *e)
{
	const struct method *m = method_of(hyper);

	if (m && gan_train_real(hyper, "adv-eps") == 0)
		return gan_fail(e, GAN_USAGE, "adv=%s: expected adv-eps=EPS, how far it may go (of the range 0..1 of pictures)", m->name);
	if (m && gan_train_real(hyper, "adv-share") == 0)
		return gan_fail(e, GAN_USAGE, "adv=%s: adv-share=0 gives what it makes no weight (give adv=none, or a share above 0)",
		                m->name);
	return 0;
}

/* What an adversary does, and where. */
struct adversary {
	struct gan_graph *g;
	const struct gan_step_spec *s;
	const struct gan_net *net;
	struct gan_scope *scope;
	struct gan_node *x0, *label, *eps, *step; /* eps, step: scalars, in numbers of x0 */
	int l2;
};

/* The radius at a step: it grows to its full size over the first adv-warmup steps. */
static double radius(const double *a, const struct gan_when *w)
{
	return a[1] > 0 && (double)w->step < a[1] ? a[0] * (double)w->step / a[1] : a[0];
}

static uint32_t all_but_rows(const struct gan_node *x)
{
	return gan_axes_but(x, 0);
}

static struct gan_node *length(struct gan_graph *g, struct gan_node *x)
{
	return gan_sqrt(g, gan_sum(g, gan_square(g, x), all_but_rows(x), 1));
}

/* Onto the ball around x0, then into 0..255 where these are pictures. */
static struct gan_node *project(const struct adversary *a, struct gan_node *x)
{
	struct gan_graph *g = a->g;
	struct gan_node *v = gan_sub(g, x, a->x0);

	if (a->l2)
		v = gan_mul(g, v, gan_min(g, gan_const(g, 1), gan_div(g, a->eps, gan_adds(g, length(g, v), 1e-12))));
	else
		v = gan_max(g, gan_neg(g, a->eps), gan_min(g, a->eps, v));
	x = gan_add(g, a->x0, v);
	return a->s->h ? gan_clamp(g, x, 0, 255) : x;
}

/* A point of the ball: each number uniform in -eps..eps; or a normal vector's direction, eps u^(1/d) long. */
static struct gan_node *random_start(const struct adversary *a)
{
	struct gan_graph *g = a->g;
	struct gan_shape row = { 0 };
	struct gan_node *v;
	int64_t d = 1;

	if (!a->l2) {
		v = gan_affine(g, gan_uniform(g, gan_rng(g), "adv", &a->x0->shape), 2, -1);
		return project(a, gan_add(g, a->x0, gan_mul(g, v, a->eps)));
	}
	row.rank = a->x0->shape.rank;
	for (int i = 0; i < row.rank; i++) {
		row.dim[i] = i ? 1 : a->x0->shape.dim[0];
		d *= i ? a->x0->shape.dim[i] : 1;
	}
	v = gan_normal(g, gan_rng(g), "adv", &a->x0->shape);
	v = gan_div(g, v, gan_adds(g, length(g, v), 1e-12));
	v = gan_mul(g, v, gan_pow(g, gan_uniform(g, gan_rng(g), "adv.length", &row), gan_const(g, 1. / (double)d)));
	return project(a, gan_add(g, a->x0, gan_mul(g, v, a->eps)));
}

/* One step up the cross-entropy. A gradient of 0 moves nothing. */
static struct gan_node *climb(const struct adversary *a, struct gan_node *x, struct gan_err *e)
{
	struct gan_graph *g = a->g;
	struct gan_node *in, *logits = NULL, *grad = NULL;
	struct gan_apply apply = {
		.mode = GAN_NET_EVAL, .scope = a->scope, .prefix = "", .rng = gan_rng(g), .purpose = "adv", .in = &in, .out = &logits,
	};

	x = gan_stop_gradient(g, x);
	in = a->s->h ? gan_io_decode(g, &a->net->in[0], x) : x;
	if (gan_net_apply(a->net, g, &apply, e))
		return NULL;
	if (gan_grad(g, gan_cross_entropy(g, logits, a->label), &x, 1, &grad) || !grad)
		return x;
	grad = a->l2 ? gan_div(g, grad, gan_adds(g, length(g, grad), 1e-20)) : gan_sign(g, grad);
	return project(a, gan_add(g, x, gan_mul(g, grad, a->step)));
}

struct gan_node *gan_adversary(struct gan_step_graph *sg, const struct gan_step_spec *s, const struct gan_net *net,
                               struct gan_scope *scope, struct gan_node *x, struct gan_node *label, struct gan_err *e)
{
	const struct method *m = method_of(s->hyper);
	double unit = s->h ? 255 : 1, step = gan_train_real(s->hyper, "adv-step");
	double args[2] = { unit * gan_train_real(s->hyper, "adv-eps"), (double)gan_train_int(s->hyper, "adv-warmup") };
	int64_t steps = !strcmp(m->name, "pgd") ? gan_train_int(s->hyper, "adv-steps") : 1;
	struct adversary a = {
		.g = sg->g, .s = s, .net = net, .scope = scope, .x0 = x, .label = label,
		.l2 = !strcmp(gan_train_text(s->hyper, "adv-norm"), "2"),
	};

	a.eps = gan_step_host(sg, "adv-eps", "", 0, radius, args, 2);
	a.step = step > 0 ? gan_const(sg->g, unit * step) : gan_muls(sg->g, a.eps, m->factor / (double)steps);
	x = m->random ? random_start(&a) : x;
	for (int64_t k = 0; k < steps && x; k++)
		x = climb(&a, x, e);
	return x ? gan_stop_gradient(sg->g, x) : NULL;
}
