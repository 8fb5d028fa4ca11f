/* The GAN objective: net g makes data of latents, net d scores data with a logit. A step updates d on the batch and on
   fakes, then g through the updated d.

   With z=shared g runs forward once: its fakes serve d's update, and g's gradient comes back through the same pass. With
   z=fresh g draws again for its own update. d sees real and fake data in two passes, so each has batch statistics of
   its own. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "train/train.h"

struct build {
	const struct gan_step_spec *s;
	struct gan_step_graph *sg;
	struct gan_scope *scope;
	const struct gan_net *gen, *dis;
	const struct gan_loss *loss;
	struct gan_err *e;
	struct gan_node *d_real, *d_fake, *sumsq; /* halves of d's loss, squared gradients of d */
	struct gan_node *s_real, *s_fake;         /* logits in d's update */
};

static int fits_io(const struct gan_net *net, enum gan_io_kind kind, const char *what, struct gan_err *e)
{
	if (net->nin != 1)
		return gan_fail(e, GAN_DATA, "net %s: objective gan feeds it %s only, but it has %zu inputs", net->name, what, net->nin);
	if (net->in[0].kind == GAN_IO_LABEL || (kind == GAN_IO_VECTOR && net->in[0].kind != kind))
		return gan_fail(e, GAN_DATA, "net %s: input '%s': objective gan feeds it %s", net->name, net->in[0].name, what);
	return 0;
}

static int dim_fits(int64_t declared, int64_t found)
{
	return declared <= 0 || declared == found;
}

static int fits_data(const struct gan_io *x, const struct gan_step_spec *s, struct gan_err *e)
{
	if (x->kind == GAN_IO_VECTOR) {
		if (s->h)
			return gan_fail(e, GAN_DATA, "net d: input '%s': expected points of %" PRId64 " numbers, found pictures of %" PRId64
			                "x%" PRId64 "x%" PRId64, x->name, x->n, s->w, s->h, s->c);
		if (!dim_fits(x->n, s->d))
			return gan_fail(e, GAN_DATA, "net d: input '%s': expected points of %" PRId64 " numbers, found %" PRId64, x->name,
			                x->n, s->d);
		return 0;
	}
	if (!s->h)
		return gan_fail(e, GAN_DATA, "net d: input '%s': expected pictures, found points of %" PRId64 " numbers", x->name, s->d);
	if (!dim_fits(x->h, s->h) || !dim_fits(x->w, s->w) || !dim_fits(x->c, s->c))
		return gan_fail(e, GAN_DATA, "expected %" PRId64 "x%" PRId64 " pictures of %" PRId64 " channels, as the model has, found %"
		                PRId64 "x%" PRId64 " of %" PRId64 " (gan-data -S %" PRId64 "x%" PRId64 "%s, or gan-init like=DATA)",
		                x->w, x->h, x->c, s->w, s->h, s->c, x->w, x->h, x->c == s->c ? "" : x->c == 1 ? " -C gray" : " -C rgb");
	return 0;
}

static int same_numbers(const double *a, int na, const double *b, int nb)
{
	return na == nb && !memcmp(a, b, (size_t)na * sizeof *a);
}

/* d gets g's numbers as they are, and real bytes as it reads them: both must mean the same. */
static int fits_range(const struct gan_io *made, const struct gan_io *seen, struct gan_err *e)
{
	if (seen->kind != GAN_IO_IMAGE)
		return 0;
	if (!same_numbers(&made->lo, 1, &seen->lo, 1) || !same_numbers(&made->hi, 1, &seen->hi, 1))
		return gan_fail(e, GAN_DATA, "net g makes pictures of range=%g:%g, net d reads them as range=%g:%g: give both the same",
		                made->lo, made->hi, seen->lo, seen->hi);
	if (made->bgr != seen->bgr || !same_numbers(made->mean, made->nmean, seen->mean, seen->nmean) ||
	    !same_numbers(made->std, made->nstd, seen->std, seen->nstd))
		return gan_fail(e, GAN_DATA, "net g's output and net d's input differ in order=, mean= or std=: give both the same");
	return 0;
}

static int fits(const struct gan_step_spec *s, struct gan_err *e)
{
	const struct gan_net *gen = gan_nets_find(s->nets, "g"), *dis = gan_nets_find(s->nets, "d");

	if (!gen || !dis)
		return gan_fail(e, GAN_DATA, "objective gan needs nets named g and d, the model has no net %s", gen ? "d" : "g");
	if (fits_io(gen, GAN_IO_VECTOR, "latents", e) || fits_io(dis, GAN_IO_IMAGE, "data", e))
		return -1;
	if (gen->nout != 1 || dis->nout != 1)
		return gan_fail(e, GAN_DATA, "net %s: objective gan needs one output, it has %zu", gen->nout != 1 ? "g" : "d",
		                gen->nout != 1 ? gen->nout : dis->nout);
	if (fits_data(&dis->in[0], s, e))
		return s->source ? gan_fail_prefix(e, "%s", s->source) : -1;
	return fits_range(&gen->out[0], &dis->in[0], e);
}

static int prepare(const struct gan_step_spec *s, struct gan_err *e)
{
	const struct gan_net *gen = gan_nets_find(s->nets, "g"), *dis = gan_nets_find(s->nets, "d");

	return gan_group_prepare(s, gen, e) || gan_group_prepare(s, dis, e) || gan_ema_prepare(s, gen, e) ? -1 : 0;
}

/* The batch as the discriminator wants it. */
static struct gan_node *real_data(struct build *b)
{
	const struct gan_step_spec *s = b->s;
	struct gan_shape pictures = gan_shape_of(4, s->batch, s->h, s->w, s->c), points = gan_shape_of(2, s->batch, s->d);

	if (!s->h)
		return gan_input(b->sg->g, "x", GAN_REAL, &points);
	return gan_io_decode(b->sg->g, &b->dis->in[0], gan_input(b->sg->g, "x", GAN_U8, &pictures));
}

static struct gan_node *apply(struct build *b, const struct gan_net *net, struct gan_node *in, const char *purpose)
{
	struct gan_node *out = NULL;
	struct gan_apply a = {
		.mode = GAN_NET_TRAIN, .scope = b->scope, .prefix = "", .rng = gan_rng(b->sg->g), .purpose = purpose,
		.in = &in, .out = &out,
	};

	if (!in || gan_net_apply(net, b->sg->g, &a, b->e))
		return NULL;
	return out;
}

/* Fakes from latents drawn for `purpose`. */
static struct gan_node *fakes(struct build *b, const char *purpose)
{
	int64_t n = b->gen->in[0].n;
	struct gan_shape shape = gan_shape_of(2, b->s->batch, n);
	struct gan_node *z;

	if (b->s->z_input)
		z = gan_input(b->sg->g, purpose, GAN_REAL, &shape);
	else
		z = gan_latents(b->sg->g, b->s->hyper, purpose, b->s->batch, n);
	return apply(b, b->gen, z, purpose);
}

static void update_d_joint(struct build *b, struct gan_node *real, struct gan_node *fake)
{
	struct gan_graph *g = b->sg->g;

	b->s_real = apply(b, b->dis, real, "d.real");
	b->s_fake = apply(b, b->dis, fake, "d.fake");
	b->d_real = b->loss->d_real(g, b->s_real);
	b->d_fake = b->loss->d_fake(g, b->s_fake);
	gan_group_update(b->sg, b->scope, b->s, b->dis, gan_add(g, b->d_real, b->d_fake), 1, &b->sumsq);
	gan_group_tick(b->sg, b->s, b->dis, 1);
}

static void update_d_split(struct build *b, struct gan_node *real, struct gan_node *fake)
{
	struct gan_graph *g = b->sg->g;
	struct gan_node *first, *second;

	b->s_real = apply(b, b->dis, real, "d.real");
	b->d_real = b->loss->d_real(g, b->s_real);
	gan_group_update(b->sg, b->scope, b->s, b->dis, b->d_real, 1, &first);
	b->s_fake = apply(b, b->dis, fake, "d.fake");
	b->d_fake = b->loss->d_fake(g, b->s_fake);
	gan_group_update(b->sg, b->scope, b->s, b->dis, b->d_fake, 2, &second);
	b->sumsq = gan_add(g, first, second);
	gan_group_tick(b->sg, b->s, b->dis, 2);
}

static void watch_all(struct build *b, struct gan_node *g_loss, struct gan_node *g_sumsq)
{
	struct gan_graph *g = b->sg->g;
	struct gan_node *zero = gan_const(g, 0);

	gan_step_watch(b->sg, "d.loss", gan_add(g, b->d_real, b->d_fake), 1);
	gan_step_watch(b->sg, "d.real", b->d_real, 1);
	gan_step_watch(b->sg, "d.fake", b->d_fake, 1);
	gan_step_watch(b->sg, "g.loss", g_loss, 1);
	gan_step_watch(b->sg, "d.acc.real", gan_mean_all(g, gan_gt(g, b->s_real, zero)), 0);
	gan_step_watch(b->sg, "d.acc.fake", gan_mean_all(g, gan_lt(g, b->s_fake, zero)), 0);
	gan_step_watch(b->sg, "d.grad", gan_sqrt(g, b->sumsq), 1);
	gan_step_watch(b->sg, "g.grad", gan_sqrt(g, g_sumsq), 1);
}

static void build_step(struct build *b)
{
	int shared = !strcmp(gan_train_text(b->s->hyper, "z"), "shared");
	int split = !strcmp(gan_train_text(b->s->hyper, "d-update"), "split");
	struct gan_node *fake = fakes(b, shared ? "z" : "z.d"), *g_loss, *g_sumsq = NULL;

	/* detached: g's loss goes through the updated d, whose update must not lead back to g (that would be unrolling) */
	(split ? update_d_split : update_d_joint)(b, real_data(b), gan_stop_gradient(b->sg->g, fake));
	if (!shared)
		fake = fakes(b, "z.g");
	g_loss = b->loss->g(b->sg->g, apply(b, b->dis, fake, "d.g"));
	gan_group_update(b->sg, b->scope, b->s, b->gen, g_loss, 1, &g_sumsq);
	gan_group_tick(b->sg, b->s, b->gen, 1);
	gan_ema_update(b->sg, b->scope, b->s, b->gen);
	watch_all(b, g_loss, g_sumsq);
	gan_scope_commit(b->scope);
}

static int build(const struct gan_step_spec *s, struct gan_step_graph *sg, struct gan_err *e)
{
	struct build b = {
		.s = s, .sg = sg, .e = e, .gen = gan_nets_find(s->nets, "g"), .dis = gan_nets_find(s->nets, "d"),
		.loss = gan_loss_find(gan_train_text(s->hyper, "loss")), .scope = gan_scope_new(sg->g, s->store, e),
	};
	struct gan_err net_err = { 0 };

	if (!b.scope)
		return -1;
	b.e = &net_err;
	build_step(&b);
	gan_scope_free(b.scope);
	if (net_err.code) {
		*e = net_err;
		return -1;
	}
	return gan_graph_ok(sg->g, e);
}

const struct gan_objective gan_objective_gan = {
	.name = "gan",
	.help = "generator g against discriminator d (Goodfellow et al. 2014)",
	.fits = fits,
	.prepare = prepare,
	.build = build,
};
