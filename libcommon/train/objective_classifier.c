/* The objective of a classifier: net c gives a logit for each class, and a step descends their cross-entropy with the labels
   of the batch. */
#include <inttypes.h>
#include <string.h>
#include "train/train.h"

/* Beside those of updates, what acts here. */
static const char *const keys[] = { "augment", "batch", "ema", "objective", "precision", "seed", NULL };

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
	if (gan_train_only(s->hyper, "classifier", keys, e) || fits_net(net, e) || gan_data_fits(s, net, 1, e))
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

static void build_step(const struct gan_step_spec *s, struct gan_step_graph *sg, struct gan_scope *scope, struct gan_err *e)
{
	const struct gan_net *net = gan_nets_find(s->nets, "c");
	struct gan_shape batch = gan_shape_of(1, s->batch);
	struct gan_node *x = gan_data_batch(sg, s, &net->in[0], 0, s->batch), *label = gan_input(sg->g, "y", GAN_I64, &batch);
	struct gan_node *logits = NULL, *loss, *sumsq = NULL;
	struct gan_apply a = {
		.mode = GAN_NET_TRAIN, .scope = scope, .prefix = "", .rng = gan_rng(sg->g), .purpose = "c", .in = &x, .out = &logits,
	};

	if (!x || gan_net_apply(net, sg->g, &a, e))
		return;
	loss = gan_cross_entropy(sg->g, logits, label);
	gan_group_update(sg, scope, s, net, loss, 1, &sumsq);
	gan_group_tick(sg, s, net, 1);
	gan_ema_update(sg, scope, s, net);
	gan_step_watch(sg, "c.loss", loss, 1);
	gan_step_watch(sg, "c.accuracy", accuracy(sg->g, logits, label), 0);
	gan_step_watch(sg, "c.grad", gan_sqrt(sg->g, sumsq), 1);
	gan_scope_commit(scope);
}

static int build(const struct gan_step_spec *s, struct gan_step_graph *sg, struct gan_err *e)
{
	struct gan_scope *scope = gan_scope_new(sg->g, s->store, e);
	struct gan_err net_err = { 0 };

	if (!scope)
		return -1;
	build_step(s, sg, scope, &net_err);
	gan_scope_free(scope);
	if (net_err.code) {
		*e = net_err;
		return -1;
	}
	return gan_graph_ok(sg->g, e);
}

const struct gan_objective gan_objective_classifier = {
	.name = "classifier",
	.help = "net c's logits against labels, by cross-entropy",
	.fits = fits,
	.prepare = prepare,
	.build = build,
};
