/* Which net of a model is attacked, and, of a discriminator, which scores mean real. */
#include <inttypes.h>
#include <math.h>
#include <string.h>
#include "advex/advex_priv.h"
#include "feature/features.h"
#include "infer/weights.h"
#include "train/train.h"

static const struct gan_net *choose_net(const struct gan_nets *nets, struct gan_err *e)
{
	const struct gan_net *net = gan_net_that_looks(nets);

	if (!net)
		gan_fail(e, GAN_DATA, "the model has %zu nets, none of them c or d (gan-init --only keeps one)", nets->n);
	return net;
}

/* A net that ends in a sigmoid says how likely an element is real; T is then such a probability. */
static int of_probability(const struct gan_advex *a, double *t, struct gan_err *e)
{
	double p = a->o->has_threshold ? a->o->threshold : .5;

	if (!(p > 0 && p < 1))
		return gan_fail(e, GAN_USAGE, "--threshold %g: the net ends in a sigmoid: expected a probability between 0 and 1", p);
	*t = log(p) - log1p(-p);
	return 0;
}

/* What least squares bring scores to: halfway between real and fake. */
static double middle(const struct gan_model *m)
{
	double real[2], fake[2];

	gan_train_range(&m->hyper, "label-real", real);
	gan_train_range(&m->hyper, "label-fake", fake);
	return (real[0] + real[1] + fake[0] + fake[1]) / 4;
}

static int of_score(const struct gan_advex *a, const struct gan_model *m, const struct gan_net *net, double *t, struct gan_err *e)
{
	const char *loss = gan_train_text(&m->hyper, "loss"), *end = gan_net_end(net);

	if (end && !strcmp(end, "sigmoid"))
		return of_probability(a, t, e);
	*t = a->o->threshold;
	if (a->o->has_threshold || !strcmp(loss, "ns") || !strcmp(loss, "minimax"))
		return 0;
	if (!strcmp(loss, "lsgan")) {
		*t = middle(m);
		return 0;
	}
	return gan_fail(e, GAN_USAGE, "net %s: scores of loss=%s have no zero between real and fake: expected --threshold T, above "
	                "which they mean real (halfway between the mean scores of data and of samples, say)", net->name, loss);
}

static int find_threshold(const struct gan_advex *a, const struct gan_model *m, const struct gan_net *net, double *t,
                          struct gan_err *e)
{
	int64_t pack = gan_train_int(&m->hyper, "pack");

	*t = 0;
	if (!gan_victim_scores(net)) {
		if (!a->o->has_threshold)
			return 0;
		return gan_fail(e, GAN_USAGE, "--threshold: net %s is no discriminator: it has %" PRId64 " classes", net->name,
		                net->out[0].n);
	}
	if (pack > 1)
		return gan_fail(e, GAN_DATA, "net %s judges %" PRId64 " samples at once (pack=): there is no score of one element",
		                net->name, pack);
	return of_score(a, m, net, t, e);
}

int gan_advex_victim(const struct gan_advex *a, struct gan_model *m, const char *name, struct gan_victim_spec *s, struct gan_err *e)
{
	const struct gan_net *net = choose_net(&m->nets, e);

	*s = (struct gan_victim_spec){ .m = m, .net = net, .h = a->set.h, .w = a->set.w, .c = a->set.c, .d = a->set.d };
	if (!net || find_threshold(a, m, net, &s->threshold, e))
		return -1;
	s->ema = gan_weights_has_ema(&m->store, net);
	return gan_weights_finite(&m->store, net, s->ema ? "ema." : "", e) || gan_net_reads(net, name, &a->set, e) ? -1 : 0;
}
