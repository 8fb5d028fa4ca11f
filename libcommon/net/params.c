/* What a net needs and makes, learnt by building it for one sample on a scratch graph: shapes, parameters, costs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "net/net_build.h"
#include "net/parse.h"
#include "net/reference.h"

/* Pictures of any size are tried at two; what differs depends on the size. Multiples of 64, so that nets that halve
   and double come out even. */
static const int64_t stand_in[2] = { 256, 320 };

struct need {
	char *name;
	struct gan_shape shape;
	int line;
};

struct sizing {
	struct gan_sink sink;
	struct gan_graph *g;
	struct gan_store *store; /* where entries are added, or NULL */
	int init;
	uint64_t seed;
	struct need *need;       /* all that was asked for */
	size_t n, cap;
	struct gan_err *e;
};

static void sizing_begin(struct gan_sink *s)
{
	s->count = 0;
}

static int add_need(struct sizing *s, const struct gan_lb *b, const struct gan_param_ask *ask)
{
	struct need *n;

	if (gan_grow((void **)&s->need, &s->cap, s->n + 1, sizeof(*s->need), s->e) < 0)
		return -1;
	n = &s->need[s->n];
	if (!(n->name = gan_strdup(ask->name, s->e)))
		return -1;
	s->n++;
	n->shape = *ask->shape;
	n->line = b->layer->line;
	return 0;
}

/* Initial values of a new entry. */
static int draw(struct sizing *s, const struct gan_lb *b, const struct gan_param_ask *ask, gan_real *y)
{
	const struct gan_entry *w;
	char name[GAN_NET_MAX_ENTRY];
	int64_t n = gan_shape_count(ask->shape);

	if (gan_fill_draw(ask->fill, ask->shape, s->seed, ask->name, y, s->e))
		return -1;
	if (ask->fill->kind != GAN_FILL_SINGULAR)
		return 0;
	if (gan_entry_name(b->net, b->layer, "weight", name, sizeof(name)) || !(w = gan_store_find(s->store, name)))
		return gan_fail(s->e, GAN_INTERNAL, "'%s': its weight was not asked for", ask->name);
	return gan_fill_iterate(w->t.data, n, gan_shape_count(&w->t.shape) / n, ask->fill->scale > 0, y, s->e);
}

static int add_entry(struct sizing *s, struct gan_lb *b, const struct gan_param_ask *ask)
{
	struct gan_entry *old = gan_store_find(s->store, ask->name);
	char want[160], got[160];

	if (old) {
		if (old->t.dtype == GAN_REAL && gan_shape_eq(&old->t.shape, ask->shape))
			return 0;
		gan_lb_fail(b, "tensor '%s': expected %s %s, found %s %s", ask->name, gan_dtype_name(GAN_REAL),
		            gan_shape_str(ask->shape, want, sizeof(want)), gan_dtype_name(old->t.dtype),
		            gan_shape_str(&old->t.shape, got, sizeof(got)));
		return -1;
	}
	if (!(old = gan_store_add(s->store, ask->name, GAN_REAL, ask->shape, ask->layout, s->e)))
		return -1;
	return s->init ? draw(s, b, ask, old->t.data) : 0;
}

static struct gan_node *sizing_param(struct gan_sink *sink, struct gan_lb *b, const struct gan_param_ask *ask)
{
	struct sizing *s = (struct sizing *)sink;

	if (ask->trained)
		sink->count += gan_shape_count(ask->shape);
	if (add_need(s, b, ask) < 0 || (s->store && add_entry(s, b, ask) < 0))
		return NULL;
	return gan_state(s->g, ask->name, GAN_REAL, ask->shape);
}

static struct gan_node *stand_in_input(struct gan_graph *g, const struct gan_io *io, int64_t any)
{
	struct gan_shape s;

	switch (io->kind) {
	case GAN_IO_IMAGE:
		s = gan_shape_of(4, (int64_t)1, io->h < 0 ? any : io->h, io->w < 0 ? any : io->w, io->c);
		return gan_input(g, io->name, GAN_REAL, &s);
	case GAN_IO_LABEL:
		s = gan_shape_of(1, (int64_t)1);
		return gan_input(g, io->name, GAN_I64, &s);
	case GAN_IO_VECTOR:
		break;
	}
	s = gan_shape_of(2, (int64_t)1, io->n);
	return gan_input(g, io->name, GAN_REAL, &s);
}

/* One pass; nb keeps the values (they live as long as s->g). */
static int size_pass(const struct gan_net *net, struct sizing *s, int64_t any, struct gan_build *nb,
                     struct gan_layer_row *row, struct gan_err *e)
{
	struct gan_node **in;
	size_t i;
	int rc = -1;

	s->sink.param = sizing_param;
	s->sink.begin = sizing_begin;
	s->e = e;
	if (!s->g && !(s->g = gan_graph_new(e)))
		return -1;
	if (!(in = gan_alloc(net->nin, sizeof(*in), e)) || gan_build_init(nb, net, s->g, e) < 0)
		goto out;
	for (i = 0; i < net->nin; i++)
		in[i] = stand_in_input(s->g, &net->in[i], any);
	nb->mode = GAN_NET_EVAL;
	nb->sizing = 1;
	nb->rng = gan_rng(s->g);
	nb->purpose = "";
	nb->sink = &s->sink;
	rc = gan_build_run(nb, in, -1, row);
out:
	gan_free(in);
	return rc;
}

static void sizing_free(struct sizing *s)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		gan_free(s->need[i].name);
	gan_free(s->need);
	gan_graph_free(s->g);
}

static int has_any(const struct gan_net *net)
{
	size_t i;

	for (i = 0; i < net->nin; i++)
		if (net->in[i].kind == GAN_IO_IMAGE && (net->in[i].h < 0 || net->in[i].w < 0))
			return 1;
	return 0;
}

int gan_net_params(const struct gan_net *net, struct gan_store *store, int init, uint64_t seed, struct gan_err *e)
{
	struct sizing s = { .store = store, .init = init, .seed = seed };
	struct gan_build nb = { 0 };
	struct gan_err local = { 0 };
	int rc = size_pass(net, &s, stand_in[0], &nb, NULL, e ? e : &local);

	gan_build_free(&nb);
	sizing_free(&s);
	return rc;
}

void gan_row_fill(struct gan_layer_row *row, const struct gan_lb *b, const struct gan_node *x)
{
	snprintf(row->name, sizeof(row->name), "%s", b->layer->name ? b->layer->name : "-");
	snprintf(row->type, sizeof(row->type), "%s", b->layer->type->name);
	row->out = x->shape;
	row->params = b->sink->count;
	row->macs = b->macs;
	row->across = b->across;
}

int gan_net_table(const struct gan_net *net, struct gan_layer_row **rows, size_t *n, struct gan_err *e)
{
	struct sizing s = { 0 };
	struct gan_build nb = { 0 };
	struct gan_err local = { 0 };
	int rc;

	*n = net->nlayer;
	if (!(*rows = gan_alloc(net->nlayer, sizeof(**rows), e)))
		return -1;
	rc = size_pass(net, &s, stand_in[0], &nb, *rows, e ? e : &local);
	gan_build_free(&nb);
	sizing_free(&s);
	if (rc < 0) {
		gan_free(*rows);
		*rows = NULL;
		*n = 0;
	}
	return rc;
}

/* ---- the parser's check ---- */

static int by_name(const void *a, const void *b)
{
	const struct need *x = a, *y = b;
	int c = strcmp(x->name, y->name);

	return c ? c : (x->line > y->line) - (x->line < y->line);
}

/* One entry, one shape: whoever shares it, and at every picture size. */
static int check_needs(const struct gan_net *net, struct sizing *s, struct gan_err *e)
{
	char a[160], b[160];
	size_t i;

	if (s->n)
		qsort(s->need, s->n, sizeof(*s->need), by_name);
	for (i = 1; i < s->n; i++) {
		const struct need *x = &s->need[i - 1], *y = &s->need[i];

		if (strcmp(x->name, y->name) || gan_shape_eq(&x->shape, &y->shape))
			continue;
		gan_shape_str(&x->shape, a, sizeof(a));
		gan_shape_str(&y->shape, b, sizeof(b));
		if (x->line != y->line)
			return gan_fail(e, GAN_DATA, "%s: line %d: tensor '%s' is %s here and %s in line %d", net->source, y->line,
			                y->name, b, a, x->line);
		return gan_fail(e, GAN_DATA, "%s: line %d: the shape of '%s' depends on the picture's size (%s, %s), which is * here",
		                net->source, y->line, y->name, a, b);
	}
	return 0;
}

/* What an output is, from its value at two picture sizes. */
static void describe(struct gan_io *io, const struct gan_node *a, const struct gan_node *b)
{
	const int64_t *p = a->shape.dim, *q = b->shape.dim;

	if (a->shape.rank == 4) {
		io->kind = GAN_IO_IMAGE;
		io->h = p[1] == q[1] ? p[1] : -1;
		io->w = p[2] == q[2] ? p[2] : -1;
		io->c = p[3] == q[3] ? p[3] : -1;
	} else {
		io->kind = a->type == GAN_I64 ? GAN_IO_LABEL : GAN_IO_VECTOR;
		io->n = a->shape.rank == 2 && p[1] == q[1] ? p[1] : -1;
	}
}

/* What needs an output's channels. */
static int check_output(const struct gan_net *net, const struct gan_io *io, struct gan_err *e)
{
	if (io->kind != GAN_IO_IMAGE || io->c < 0)
		return 0;
	if ((io->nmean > 1 && io->nmean != io->c) || (io->nstd > 1 && io->nstd != io->c))
		return gan_fail(e, GAN_DATA, "%s: net '%s': output '%s': mean= and std= have one number, or one for each of its "
		                "%lld channels", net->source, net->name, io->name, (long long)io->c);
	if (io->bgr && io->c != 3)
		return gan_fail(e, GAN_DATA, "%s: net '%s': output '%s': order=bgr needs 3 channels, found %lld", net->source,
		                net->name, io->name, (long long)io->c);
	return 0;
}

int gan_net_check(struct gan_net *net, struct gan_err *e)
{
	struct sizing s = { 0 };
	struct gan_build nb[2] = { { 0 } };
	struct gan_err local = { 0 };
	int any = has_any(net), rc;
	size_t i;

	if (!e)
		e = &local;
	rc = gan_ref_check(net, e) || size_pass(net, &s, stand_in[0], &nb[0], NULL, e) ? -1 : 0;
	if (!rc && any)
		rc = size_pass(net, &s, stand_in[1], &nb[1], NULL, e);
	if (!rc)
		rc = check_needs(net, &s, e);
	for (i = 0; !rc && i < net->nout; i++) {
		describe(&net->out[i], nb[0].value[net->out[i].value], nb[any].value[net->out[i].value]);
		rc = check_output(net, &net->out[i], e);
	}
	gan_build_free(&nb[0]);
	gan_build_free(&nb[1]);
	sizing_free(&s);
	return rc;
}
