/* A net's layers become nodes of a graph: for a run (parameters from a scope), or to learn shapes and
   parameters (from nothing, for gan_net_params, gan_net_table and the parser's check). */
#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "net/net_build.h"
#include "net/parse.h"
#include "net/reference.h"

/* ---- entries ---- */

int gan_entry_name(const struct gan_net *net, const struct gan_layer *l, const char *entry, char *buf, size_t n)
{
	const char *name = gan_kv_get(&l->rename, entry);
	int len;

	if (name)
		len = snprintf(buf, n, "%s.%s", net->name, name);
	else
		len = snprintf(buf, n, "%s.%s.%s", net->name, l->name, entry);
	return len < 0 || (size_t)len >= n ? -1 : 0;
}

static int is_trained(const struct gan_layer *l, const char *entry)
{
	size_t i;

	for (i = 0; i < l->type->nentry; i++)
		if (!strcmp(l->type->entry[i].name, entry))
			return l->type->entry[i].trained && l->train;
	return 0;
}

int gan_net_is_trained(const struct gan_net *net, const char *entry)
{
	char name[GAN_NET_MAX_ENTRY];
	size_t i, k;

	for (i = 0; i < net->nlayer; i++) {
		const struct gan_layer *l = &net->layer[i];

		for (k = 0; k < l->type->nentry; k++) {
			const char *part = l->type->entry[k].name;

			if (!l->name && !gan_kv_get(&l->rename, part))
				continue;
			if (!gan_entry_name(net, l, part, name, sizeof(name)) && !strcmp(name, entry))
				return is_trained(l, part);
		}
	}
	return 0;
}

int gan_net_has(const struct gan_net *net, const char *type)
{
	size_t i;

	for (i = 0; i < net->nlayer && strcmp(net->layer[i].type->name, type); i++)
		;
	return i < net->nlayer;
}

struct gan_node *gan_lb_param(struct gan_lb *b, const char *entry, const struct gan_shape *shape,
                              enum gan_layout layout, const struct gan_fill *fill)
{
	struct gan_param_ask ask = { .shape = shape, .layout = layout, .fill = fill };
	char name[GAN_NET_MAX_ENTRY];
	int64_t count;
	size_t i;

	if (!b->layer->name && !gan_kv_get(&b->layer->rename, entry))
		return gan_lb_fail(b, "it has parameters and so needs a name instead of '-'");
	if (gan_entry_name(b->net, b->layer, entry, name, sizeof(name)) < 0)
		return gan_lb_fail(b, "the name of its %s is longer than %d", entry, GAN_NET_MAX_ENTRY - 1);
	if (gan_shape_count_ok(shape, &count) < 0 || count > GAN_NET_MAX_ELEMENTS)
		return gan_lb_fail(b, "its %s is too big", entry);
	for (i = 0; i < b->layer->type->nentry; i++)
		if (!strcmp(b->layer->type->entry[i].name, entry))
			b->asked |= 1u << i;
	ask.name = name;
	ask.trained = is_trained(b->layer, entry);
	return b->sink->param(b->sink, b, &ask);
}

void gan_lb_set(struct gan_lb *b, const char *entry, struct gan_node *value)
{
	char name[GAN_NET_MAX_ENTRY];

	if (value && b->sink->set && !gan_entry_name(b->net, b->layer, entry, name, sizeof(name)))
		b->sink->set(b->sink, name, value);
}

int gan_net_ignores(const struct gan_net *net, const char *entry)
{
	static const char *const word[] = { "num_batches_tracked", "running_mean", "running_var", "weight_v" };
	char name[GAN_NET_MAX_ENTRY];
	size_t i, k;

	for (i = 0; i < net->nlayer; i++) {
		const struct gan_layer *l = &net->layer[i];
		const char *stats = gan_kv_get(&l->set, "stats"), *sn = gan_kv_get(&l->set, "sn");
		int bn = !strcmp(l->type->name, "bn"), from = bn ? 0 : 3, to = !bn ? 4 : stats && !strcmp(stats, "batch") ? 3 : 1;

		if (!l->name || (!bn && (!sn || strcmp(sn, "1"))))
			continue;
		for (k = (size_t)from; k < (size_t)to; k++)
			if (snprintf(name, sizeof(name), "%s.%s.%s", net->name, l->name, word[k]) > 0 && !strcmp(name, entry))
				return 1;
	}
	return 0;
}

/* ---- parameters from a scope ---- */

struct scope_sink {
	struct gan_sink sink;
	struct gan_scope *scope;
	const char *prefix;
};

static const char *prefixed(const struct scope_sink *s, const char *name, char *buf, size_t n)
{
	snprintf(buf, n, "%s%s", s->prefix ? s->prefix : "", name);
	return buf;
}

static struct gan_node *scope_param(struct gan_sink *sink, struct gan_lb *b, const struct gan_param_ask *ask)
{
	const struct scope_sink *s = (const struct scope_sink *)sink;
	char name[GAN_NET_MAX_ENTRY + 64], want[160], got[160];
	struct gan_node *x;

	prefixed(s, ask->name, name, sizeof(name));
	if (!gan_scope_has(s->scope, name))
		return gan_lb_fail(b, "the model has no tensor '%s'", name);
	x = gan_scope_get(s->scope, name);
	if (!x)
		return NULL;
	if (!gan_shape_eq(&x->shape, ask->shape))
		return gan_lb_fail(b, "tensor '%s': expected %s, found %s", name, gan_shape_str(ask->shape, want, sizeof(want)),
		                   gan_shape_str(&x->shape, got, sizeof(got)));
	return x;
}

static void scope_set(struct gan_sink *sink, const char *name, struct gan_node *value)
{
	const struct scope_sink *s = (const struct scope_sink *)sink;
	char buf[GAN_NET_MAX_ENTRY + 64];

	gan_scope_set(s->scope, prefixed(s, name, buf, sizeof(buf)), value);
}

/* ---- building ---- */


int gan_build_init(struct gan_build *nb, const struct gan_net *net, struct gan_graph *g, struct gan_err *e)
{
	nb->net = net;
	nb->g = g;
	nb->e = e;
	nb->value = gan_alloc(net->nin + net->nlayer, sizeof(*nb->value), e);
	return nb->value ? 0 : -1;
}

void gan_build_free(struct gan_build *nb)
{
	gan_free(nb->value);
	nb->value = NULL;
}

/* A value that no machine can hold is refused before a plan meets it; so is a name for a tensor that the layer, as
   it is set, does not have. */
static int check_value(struct gan_lb *b, struct gan_node *x)
{
	const struct gan_layer_type *t = b->layer->type;
	int64_t count;
	size_t i;

	for (i = 0; i < t->nentry; i++)
		if (!(b->asked & 1u << i) && gan_kv_get(&b->layer->rename, t->entry[i].name)) {
			gan_lb_fail(b, "%s=%s: it has no %s as it is set", t->entry[i].name,
			            gan_kv_get(&b->layer->rename, t->entry[i].name), t->entry[i].name);
			return -1;
		}

	if (gan_shape_count_ok(&x->shape, &count) < 0 || count > GAN_NET_MAX_ELEMENTS) {
		gan_lb_fail(b, "its result is too big");
		return -1;
	}
	return 0;
}

/* row (may be NULL) is filled. */
static int build_layer(struct gan_build *nb, size_t i, struct gan_layer_row *row)
{
	const struct gan_net *net = nb->net;
	const struct gan_layer *l = &net->layer[i];
	struct gan_lb b = { .g = nb->g, .net = net, .layer = l, .nin = l->nfrom, .mode = nb->mode, .rng = nb->rng,
	                    .purpose = nb->purpose, .sink = nb->sink, .e = nb->e };
	struct gan_node *in[8], **many = in, *x = NULL;
	struct gan_err e = { 0 };
	int k;

	if (l->nfrom > 8 && !(many = gan_alloc((size_t)l->nfrom, sizeof(*many), nb->e)))
		return -1;
	for (k = 0; k < l->nfrom; k++)
		many[k] = nb->value[l->from[k]];
	b.in = many;
	b.batch = nb->value[0]->shape.rank ? nb->value[0]->shape.dim[0] : 1;
	b.ref = nb->ref;
	nb->e->code = GAN_OK;
	x = l->type->build(&b);
	if (x && check_value(&b, x) < 0)
		x = NULL;
	if (!x && nb->e->code == GAN_OK) { /* a builder of the graph failed: its message, our place */
		gan_graph_ok(nb->g, &e);
		gan_lb_fail(&b, "%s", e.code ? e.msg : "cannot be built");
		if (e.code == GAN_NOMEM)
			nb->e->code = e.code;
	}
	if (many != in)
		gan_free(many);
	nb->value[net->nin + i] = x;
	if (x && row)
		gan_row_fill(row, &b, x);
	return x ? 0 : -1;
}

/* Marks what value `last` needs. */
static void mark(const struct gan_net *net, int last, char *need)
{
	int i, k;

	need[last] = 1;
	for (i = last; i >= (int)net->nin; i--)
		for (k = 0; need[i] && k < net->layer[i - (int)net->nin].nfrom; k++)
			need[net->layer[i - (int)net->nin].from[k]] = 1;
}

int gan_build_run(struct gan_build *nb, struct gan_node *const *in, int only, struct gan_layer_row *row)
{
	const struct gan_net *net = nb->net;
	char *need = NULL;
	size_t i;
	int rc = 0;

	for (i = 0; i < net->nin; i++)
		if (!(nb->value[i] = in[i]))
			return gan_graph_ok(nb->g, nb->e) < 0 ? -1 :
			       gan_fail(nb->e, GAN_INTERNAL, "net '%s': input '%s' is missing", net->name, net->in[i].name);
	if (gan_ref_join(nb))
		return -1;
	if (only >= 0) {
		if (!(need = gan_alloc(net->nin + net->nlayer, 1, nb->e)))
			return -1;
		mark(net, only, need);
	}
	for (i = 0; i < net->nlayer && !rc; i++) {
		if (need && !need[net->nin + i])
			continue;
		if (nb->sink->begin)
			nb->sink->begin(nb->sink);
		rc = build_layer(nb, i, row ? &row[i] : NULL);
	}
	gan_free(need);
	return rc;
}

/* ---- one application ---- */

static int apply(const struct gan_net *net, struct gan_graph *g, struct gan_apply *a, int only,
                 struct gan_build *nb, struct gan_err *e)
{
	struct scope_sink sink = { .sink = { .param = scope_param }, .scope = a->scope, .prefix = a->prefix };
	int rc;

	if (gan_build_init(nb, net, g, e) < 0)
		return -1;
	nb->mode = a->mode;
	nb->rng = a->rng;
	nb->purpose = a->purpose;
	nb->sink = &sink.sink;
	if (a->mode == GAN_NET_TRAIN)
		sink.sink.set = scope_set;
	rc = gan_build_run(nb, a->in, only, NULL);
	nb->sink = NULL;
	return rc;
}

int gan_net_apply(const struct gan_net *net, struct gan_graph *g, struct gan_apply *a, struct gan_err *e)
{
	struct gan_build nb = { 0 };
	struct gan_err local = { 0 };
	size_t i, n = a->nout ? a->nout : 1;
	int rc;

	rc = apply(net, g, a, -1, &nb, e ? e : &local);
	for (i = 0; !rc && i < n && i < net->nout; i++)
		a->out[i] = gan_ref_cut(&nb, nb.value[net->out[i].value]);
	gan_build_free(&nb);
	return rc;
}

/* The number of a named value, or -1 with e naming those that exist. */
static int find_layer(const struct gan_net *net, const char *name, struct gan_err *e)
{
	struct gan_buf b = { 0 };
	size_t i;

	for (i = 0; i < net->nlayer; i++)
		if (net->layer[i].name && !strcmp(net->layer[i].name, name))
			return (int)(net->nin + i);
	for (i = 0; i < net->nout; i++)
		if (!strcmp(net->out[i].name, name))
			return net->out[i].value;
	for (i = 0; i < net->nin; i++)
		if (!strcmp(net->in[i].name, name))
			return (int)i;
	for (i = 0; i < net->nlayer && b.len < 700; i++)
		if (net->layer[i].name)
			gan_buf_printf(&b, " %s", net->layer[i].name);
	gan_fail(e, GAN_DATA, "net '%s' has no layer '%s'; there are:%s", net->name, name, b.s ? b.s : " none with a name");
	gan_buf_free(&b);
	return -1;
}

int gan_net_has_layer(const struct gan_net *net, const char *layer, struct gan_err *e)
{
	return find_layer(net, layer, e) < 0 ? -1 : 0;
}

/* One value of an application, by its number; none where that is negative. */
static struct gan_node *value_of(const struct gan_net *net, struct gan_graph *g, struct gan_apply *a, int v, struct gan_err *e)
{
	struct gan_build nb = { 0 };
	struct gan_node *x = NULL;
	struct gan_err local = { 0 };

	if (v < 0)
		return NULL;
	if (!apply(net, g, a, v, &nb, e ? e : &local))
		x = gan_ref_cut(&nb, nb.value[v]);
	gan_build_free(&nb);
	return x;
}

struct gan_node *gan_net_layer(const struct gan_net *net, struct gan_graph *g, struct gan_apply *a, const char *layer,
                               struct gan_err *e)
{
	return value_of(net, g, a, find_layer(net, layer, e), e);
}

/* Has the layer weights, frozen or not? Running statistics are none. */
static int has_weights(const struct gan_layer *l)
{
	for (size_t k = 0; k < l->type->nentry; k++)
		if (l->type->entry[k].trained)
			return 1;
	return 0;
}

/* The number of the value that the last layer with weights takes, among those that value `last` needs; or -1. */
static int find_hidden(const struct gan_net *net, int last, struct gan_err *e)
{
	char *need = gan_alloc(net->nin + net->nlayer, 1, e);
	int v = -1;

	if (!need)
		return -1;
	mark(net, last, need);
	for (int i = last - (int)net->nin; i >= 0 && v < 0; i--)
		if (need[(int)net->nin + i] && net->layer[i].nfrom && has_weights(&net->layer[i]))
			v = net->layer[i].from[0];
	gan_free(need);
	if (v >= (int)net->nin)
		return v;
	gan_fail(e, GAN_DATA, "net '%s' has no hidden layer: its last layer with weights takes what the net is given", net->name);
	return -1;
}

struct gan_node *gan_net_hidden(const struct gan_net *net, struct gan_graph *g, struct gan_apply *a, struct gan_err *e)
{
	return value_of(net, g, a, find_hidden(net, net->out[0].value, e), e);
}

/* The layer that turns the first output into probabilities, or NULL. */
static const struct gan_layer *find_end(const struct gan_net *net)
{
	static const char *const ends[] = { "sigmoid", "logsigmoid", "softmax", "logsoftmax" };
	static const char *const shapes[] = { "flatten", "view", "id" };
	int v = net->out[0].value;

	while (v >= (int)net->nin) {
		const struct gan_layer *l = &net->layer[v - (int)net->nin];
		int moves = 0;

		for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
			if (!strcmp(l->type->name, ends[i]))
				return l;
		for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
			moves |= !strcmp(l->type->name, shapes[i]);
		if (!moves)
			return NULL;
		v = l->from[0];
	}
	return NULL;
}

const char *gan_net_end(const struct gan_net *net)
{
	const struct gan_layer *l = find_end(net);

	return l ? l->type->name : NULL;
}

struct gan_node *gan_net_logits(const struct gan_net *net, struct gan_graph *g, struct gan_apply *a, struct gan_err *e)
{
	const struct gan_layer *l = find_end(net);

	return value_of(net, g, a, l ? l->from[0] : net->out[0].value, e);
}
