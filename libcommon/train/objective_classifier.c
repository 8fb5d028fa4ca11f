/* The objective of a classifier: net c gives a logit for each class, and a step descends their cross-entropy with the labels
   of the batch; with adv=, those of what an adversary makes of the batch (train/adversary.h). */
#include <inttypes.h>
#include <string.h>
#include "train/adversary.h"

/* Beside those of updates, what acts here. */
static const char *const keys[] = { "adv", "adv-eps", "adv-norm", "adv-share", "adv-step", "adv-steps", "adv-warmup", "augment",
	"batch", "ema", "objective", "precision", "seed", NULL };

static int fits_net(const struct gan_net *net, struct gan_err *e)
{
	if (net->nin != 1 || net->in[0].kind == GAN_IO_LABEL)
		return gan_fail(e, GAN_DATA, "net c: objective classifier feeds it data only, a picture or a vector, but its inputs are "
		                "%zu, '%s' the first", net->nin, net->in[0].name);
	if (net->nout != 1 || net->out[0].kind != GAN_IO_VECTOR || net->out[0].n < 2)
		return gan_fail(e, GAN_DATA, "net c: objective classifier needs one output, a vector with a logit for each of 2 classes or "
		                "more (linear out=CLASSES)");
	return 0;
}

static int fits_labels(const struct gan_step_spec *s, const struct gan_net *net, struct gan_err *e)
{
	const char *at = s->source ? s->source : "data";

	if (!s->has_labels)
		return gan_fail(e, GAN_DATA, "%s: expected labelled data, found no labels (gan-data -l labels a set, --idx IMAGES LABELS "
		                "takes them from a file)", at);
	if (s->nclass > net->out[0].n)
		return gan_fail(e, GAN_DATA, "%s: expected labels 0 to %" PRId64 ", as many as net c has outputs, found %" PRId64
		                " (gan-init classifier like=DATA, or classes=%" PRId64 ")", at, net->out[0].n - 1, s->nclass - 1,
		                s->nclass);
	return 0;
}

static int fits(const struct gan_step_spec *s, struct gan_err *e)
{
	const struct gan_net *net = gan_nets_find(s->nets, "c");

	if (!net)
		return gan_fail(e, GAN_DATA, "objective classifier needs a net named c, the model has none (gan-init classifier)");
	if (gan_adversary_fits(s->hyper, e) || fits_net(net, e) || gan_data_fits(s, net, 1, e))
		return -1;
	return fits_labels(s, net, e);
}

static int prepare(const struct gan_step_spec *s, struct gan_err *e)
{
	const struct gan_net *net = gan_nets_find(s->nets, "c");

	return gan_group_prepare(s, net, e) || gan_ema_prepare(s, net, e) ? -1 : 0;
}

/* The share of the batch whose greatest logit is the label's. */
static struct gan_node *accuracy(struct gan_graph *g, struct gan_node *logits, struct gan_node *label)
{
	struct gan_node *guess = gan_cast(g, gan_argmax(g, logits, 1), GAN_REAL);

	return gan_mean_all(g, gan_eq(g, guess, gan_cast(g, label, GAN_REAL)));
}

/* What a step is made of. */
struct step {
	const struct gan_step_spec *s;
	struct gan_step_graph *sg;
	struct gan_scope *scope;
	const struct gan_net *net;
	struct gan_node *label;
	struct gan_node *right, *right_adv; /* accuracies, where they are known */
};

/* The net's logits of raw data; purpose tells its random layers from those of another application. */
static struct gan_node *classify(const struct step *p, struct gan_node *raw, const char *purpose, struct gan_err *e)
{
	struct gan_node *x = p->s->h ? gan_io_decode(p->sg->g, &p->net->in[0], raw) : raw, *logits = NULL;
	struct gan_apply a = {
		.mode = GAN_NET_TRAIN, .scope = p->scope, .prefix = "", .rng = gan_rng(p->sg->g), .purpose = purpose, .in = &x,
		.out = &logits,
	};

	return x && !gan_net_apply(p->net, p->sg->g, &a, e) ? logits : NULL;
}

/* Loss and accuracy of the step: of the batch, of what an adversary made of it, or of both. */
static struct gan_node *losses(struct step *p, struct gan_err *e)
{
	const struct gan_kv *hyper = p->s->hyper;
	struct gan_graph *g = p->sg->g;
	struct gan_node *raw = gan_data_raw(p->sg, p->s, 0, p->s->batch), *logits, *loss = NULL, *hard;
	double share = gan_adversary_on(hyper) ? gan_train_real(hyper, "adv-share") : 0;

	if (share < 1) {
		logits = classify(p, raw, "c", e);
		if (!logits)
			return NULL;
		loss = gan_cross_entropy(g, logits, p->label);
		p->right = accuracy(g, logits, p->label);
	}
	if (share == 0)
		return loss;
	raw = gan_adversary(p->sg, p->s, p->net, p->scope, p->s->h ? gan_cast(g, raw, GAN_REAL) : raw, p->label, e);
	logits = raw ? classify(p, raw, "c.adv", e) : NULL;
	if (!logits)
		return NULL;
	hard = gan_cross_entropy(g, logits, p->label);
	p->right_adv = accuracy(g, logits, p->label);
	return loss ? gan_add(g, gan_muls(g, loss, 1 - share), gan_muls(g, hard, share)) : hard;
}

static void build_step(struct step *p, struct gan_err *e)
{
	struct gan_node *loss = losses(p, e), *sumsq = NULL;

	if (!loss)
		return;
	gan_group_update(p->sg, p->scope, p->s, p->net, loss, 1, &sumsq);
	gan_group_tick(p->sg, p->s, p->net, 1);
	gan_ema_update(p->sg, p->scope, p->s, p->net);
	gan_step_watch(p->sg, "c.loss", loss, 1);
	if (p->right)
		gan_step_watch(p->sg, "c.accuracy", p->right, 0);
	if (p->right_adv)
		gan_step_watch(p->sg, "c.adv", p->right_adv, 0);
	gan_step_watch(p->sg, "c.grad", gan_sqrt(p->sg->g, sumsq), 1);
	gan_scope_commit(p->scope);
}

static int build(const struct gan_step_spec *s, struct gan_step_graph *sg, struct gan_err *e)
{
	struct gan_shape batch = gan_shape_of(1, s->batch);
	struct step p = { .s = s, .sg = sg, .net = gan_nets_find(s->nets, "c") };
	struct gan_err net_err = { 0 };

	p.scope = gan_scope_new(sg->g, s->store, e);
	if (!p.scope)
		return -1;
	p.label = gan_input(sg->g, "y", GAN_I64, &batch);
	build_step(&p, &net_err);
	gan_scope_free(p.scope);
	if (net_err.code) {
		*e = net_err;
		return -1;
	}
	return gan_graph_ok(sg->g, e);
}

const struct gan_objective gan_objective_classifier = {
	.name = "classifier",
	.help = "net c's logits against labels, by cross-entropy",
	.keys = keys,
	.fits = fits,
	.prepare = prepare,
	.build = build,
};
