/* See reference.h. */
#include "net/reference.h"

#include <stdio.h>
#include <string.h>

static int is(const struct gan_layer *l, const char *type)
{
	return !strcmp(l->type->name, type);
}

static int64_t rows_of(const struct gan_layer *l)
{
	return gan_setting_int(&l->set, l->type->setting, l->type->nsetting, "ref");
}

static const struct gan_layer *first(const struct gan_net *net)
{
	size_t i;

	for (i = 0; i < net->nlayer; i++)
		if (is(&net->layer[i], "vbn"))
			return &net->layer[i];
	return NULL;
}

int64_t gan_ref_rows(const struct gan_net *net)
{
	const struct gan_layer *l = first(net);

	return l ? rows_of(l) : 0;
}

int gan_ref_check(const struct gan_net *net, struct gan_err *e)
{
	const struct gan_layer *l = first(net), *k;
	size_t i;

	for (i = 0; l && i < net->nin; i++)
		if (net->in[i].kind == GAN_IO_IMAGE)
			return gan_fail(e, GAN_DATA, "%s: line %d: vbn: its reference batch is of latents, but net '%s' reads pictures, '%s' "
			                "(bn, inorm or lnorm instead)", net->source, l->line, net->name, net->in[i].name);
	for (i = 0; l && i < net->nlayer; i++) {
		k = &net->layer[i];
		if (is(k, "vbn") && rows_of(k) != rows_of(l))
			return gan_fail(e, GAN_DATA, "%s: line %d: vbn: ref=%lld, but ref=%lld in line %d: a net has one reference batch",
			                net->source, k->line, (long long)rows_of(k), (long long)rows_of(l), l->line);
		if (is(k, "bn") || is(k, "mbdisc") || is(k, "mbstd"))
			return gan_fail(e, GAN_DATA, "%s: line %d: %s would take the reference batch of vbn in line %d for samples (a net has "
			                "one or the other)", net->source, k->line, k->type->name, l->line);
	}
	return 0;
}

/* The reference of one input. */
static struct gan_node *reference(struct gan_build *nb, const struct gan_layer *l, const struct gan_io *io)
{
	static const struct gan_fill normal = { GAN_FILL_NORMAL, 0, 1 };
	struct gan_lb b = { .g = nb->g, .net = nb->net, .layer = l, .sink = nb->sink, .e = nb->e };
	struct gan_shape s = gan_shape_of(2, rows_of(l), io->n);
	struct gan_param_ask ask = { .shape = &s, .layout = GAN_LAYOUT_PLAIN, .fill = &normal };
	char name[GAN_NET_MAX_ENTRY];
	struct gan_node *k, *n;
	int64_t count;

	if (io->kind == GAN_IO_LABEL) { /* each class in turn */
		k = gan_cast(nb->g, gan_iota(nb->g, rows_of(l)), GAN_REAL);
		n = gan_muls(nb->g, gan_floor(nb->g, gan_muls(nb->g, gan_adds(nb->g, k, .5), 1 / (double)io->n)), (double)io->n);
		return gan_cast(nb->g, gan_sub(nb->g, k, n), GAN_I64);
	}
	if (snprintf(name, sizeof(name), "%s.vbn.%s", nb->net->name, io->name) >= (int)sizeof(name))
		return gan_lb_fail(&b, "the name of its reference is longer than %d", GAN_NET_MAX_ENTRY - 1);
	if (gan_shape_count_ok(&s, &count) < 0 || count > GAN_NET_MAX_ELEMENTS)
		return gan_lb_fail(&b, "its reference batch is too big");
	ask.name = name;
	return nb->sink->param(nb->sink, &b, &ask);
}

int gan_ref_join(struct gan_build *nb)
{
	const struct gan_layer *l = first(nb->net);
	struct gan_node *both[2];
	size_t i;

	for (i = 0; l && i < nb->net->nin; i++) {
		both[0] = reference(nb, l, &nb->net->in[i]);
		both[1] = nb->value[i];
		if (both[0] && !nb->sizing)
			nb->value[i] = gan_concat(nb->g, both, 2, 0);
		if (!both[0] || !nb->value[i])
			return gan_graph_ok(nb->g, nb->e) < 0 || nb->e->code ? -1 :
			       gan_fail(nb->e, GAN_INTERNAL, "net '%s': no reference batch", nb->net->name);
	}
	nb->ref = l && !nb->sizing ? rows_of(l) : 0;
	return 0;
}

struct gan_node *gan_ref_cut(const struct gan_build *nb, struct gan_node *x)
{
	int64_t all = nb->value[0]->shape.dim[0];

	if (!nb->ref || !x || !x->shape.rank || x->shape.dim[0] != all)
		return x;
	return gan_slice_axis(nb->g, x, 0, nb->ref, all - nb->ref, 1);
}
