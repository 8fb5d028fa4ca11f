/* gan-init --from: one model, a mean of several, or nets of different models. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "app/init_priv.h"
#include "base/mem.h"
#include "base/text.h"

/* One --from: [NET=]MODEL[:WEIGHT]. */
struct part {
	const char *spec;
	char *net, *path;   /* net NULL: all nets */
	double weight;      /* NaN: a share of what the others leave */
	struct gan_buf text; /* of its nets, where it is the first of its group */
};

struct from {
	const struct gan_init_from_opt *o;
	struct part *part;
	size_t n;
	struct gan_model *m;
	double **sum;         /* [entries of m's store]: weighted sums; NULL where the entry is the first model's */
	size_t nsum, cap;
	int started;          /* settings are there */
};

/* ---- what was asked for ---- */

static int parse_part(struct part *p, const char *spec, struct gan_err *e)
{
	const char *eq = strchr(spec, '='), *path = spec, *colon;
	size_t n;

	p->spec = spec;
	p->weight = NAN;
	if (eq && strcspn(spec, "./") > (size_t)(eq - spec)) {
		if (!(p->net = gan_strndup(spec, (size_t)(eq - spec), e)))
			return -1;
		path = eq + 1;
	}
	colon = strrchr(path, ':');
	n = colon && !gan_parse_double(colon + 1, &p->weight) ? (size_t)(colon - path) : strlen(path);
	if (colon && n < strlen(path) && !isfinite(p->weight))
		return gan_fail(e, GAN_USAGE, "--from %s: expected a weight that is a finite number", spec);
	if (!n || (p->net && !*p->net))
		return gan_fail(e, GAN_USAGE, "--from %s: expected [NET=]MODEL[:WEIGHT]", spec);
	return (p->path = gan_strndup(path, n, e)) ? 0 : -1;
}

static int same_group(const struct part *a, const struct part *b)
{
	return a->net == b->net || (a->net && b->net && !strcmp(a->net, b->net));
}

/* The weights of a group's models are 1 together: those without one share what is left. */
static int share_out(struct from *f, const struct part *like, struct gan_err *e)
{
	double sum = 0, rest;
	size_t open = 0;
	char text[32];

	for (size_t i = 0; i < f->n; i++) {
		if (!same_group(&f->part[i], like))
			continue;
		open += isnan(f->part[i].weight);
		sum += isnan(f->part[i].weight) ? 0 : f->part[i].weight;
	}
	rest = 1 - sum;
	if (!open && fabs(rest) > 1e-6)
		return gan_fail(e, GAN_USAGE, "--from %s: expected weights that are 1 together, found %s (a model without a weight takes "
		                "what is left)", like->spec, gan_format_double(text, sizeof text, sum));
	for (size_t i = 0; i < f->n; i++)
		if (same_group(&f->part[i], like) && isnan(f->part[i].weight))
			f->part[i].weight = rest / (double)open;
	return 0;
}

static int take_parts(struct from *f, struct gan_err *e)
{
	const struct gan_kv *from = f->o->from;

	f->part = gan_alloc(from->n, sizeof *f->part, e);
	if (!f->part)
		return -1;
	for (f->n = 0; f->n < from->n; f->n++)
		if (parse_part(&f->part[f->n], from->val[f->n], e)) {
			f->n++; /* what it holds is freed */
			return -1;
		}
	for (size_t i = 0; i < f->n; i++)
		if (!f->part[i].net != !f->part[0].net)
			return gan_fail(e, GAN_USAGE, "--from %s and --from %s: NET= stands before each or before none", f->part[0].spec,
			                f->part[i].spec);
	for (size_t i = 0; i < f->n; i++)
		if (share_out(f, &f->part[i], e))
			return -1;
	return 0;
}

/* ---- taking a model in ---- */

static int of_net(const char *entry, const char *net)
{
	size_t n = strlen(net);

	return !strncmp(entry, net, n) && entry[n] == '.';
}

/* The name without "ema.": running averages of weights are what samples are made with, and go the way of the weights. */
static const char *bare(const char *entry)
{
	return strncmp(entry, "ema.", 4) ? entry : entry + 4;
}

/* Running statistics are averaged as weights are; directions, references and counts are those of the first. */
static int is_averaged(const struct gan_nets *nets, const struct gan_entry *x)
{
	const char *name = bare(x->name), *last = strrchr(name, '.');

	if (x->t.dtype != GAN_F32)
		return 0;
	if (last && (!strcmp(last, ".running_mean") || !strcmp(last, ".running_var")))
		return 1;
	for (size_t i = 0; i < nets->n; i++)
		if (of_net(name, nets->net[i].name))
			return gan_net_is_trained(&nets->net[i], name);
	return 0;
}

/* Is the entry one that this part gives? */
static int is_given(const struct part *p, const struct gan_nets *nets, const char *entry)
{
	entry = bare(entry);
	if (p->net)
		return of_net(entry, p->net);
	for (size_t i = 0; i < nets->n; i++)
		if (of_net(entry, nets->net[i].name))
			return 1;
	return 0;
}

/* The text of what the part gives. */
static int text_of(const struct part *p, const struct gan_nets *nets, struct gan_buf *b, struct gan_err *e)
{
	if (p->net && !gan_nets_find(nets, p->net))
		return gan_fail(e, GAN_USAGE, "--from %s: the model has no net '%s'", p->spec, p->net);
	if (p->net)
		return gan_init_cut_text(nets, p->net, b, e);
	gan_buf_puts(b, nets->text);
	return gan_buf_ok(b, e);
}

/* Adds weight times the entry's numbers, in double. */
static void add_to(double *sum, const struct gan_entry *x, double weight)
{
	const float *v = x->t.data;

	for (size_t i = 0; i < x->t.nbytes / sizeof *v; i++)
		sum[i] += weight * v[i];
}

/* A copy of x, called name, with room for its sum where it is averaged: its index, or -1. */
static int64_t add_copy(struct from *f, const char *name, const struct gan_entry *x, int averaged, struct gan_err *e)
{
	struct gan_entry *to = gan_store_add(&f->m->store, name, x->t.dtype, &x->t.shape, x->t.layout, e);
	void *sum = f->sum;

	if (!to || gan_grow(&sum, &f->cap, f->nsum + 1, sizeof *f->sum, e))
		return -1;
	f->sum = sum;
	f->sum[f->nsum] = NULL;
	memcpy(to->t.data, x->t.data, x->t.nbytes);
	if (averaged && !(f->sum[f->nsum] = gan_alloc(x->t.nbytes / sizeof(float), sizeof **f->sum, e)))
		return -1;
	return (int64_t)f->nsum++;
}

/* Is there another model in the part's group, one that counts? */
static int is_mean(const struct from *f, const struct part *p)
{
	for (size_t i = 0; i < f->n; i++)
		if (&f->part[i] != p && same_group(&f->part[i], p) && f->part[i].weight != 0)
			return 1;
	return p->weight != 1;
}

static int add_entry(struct from *f, const struct part *p, const struct gan_nets *nets, const struct gan_entry *x,
                     struct gan_err *e)
{
	int64_t k = add_copy(f, x->name, x, is_mean(f, p) && is_averaged(nets, x), e);

	if (k >= 0 && f->sum[k])
		add_to(f->sum[k], x, p->weight);
	return k < 0 ? -1 : 0;
}

/* The first model of a group: its nets are taken. */
static int add_first(struct from *f, struct part *p, struct gan_model *x, struct gan_err *e)
{
	if (text_of(p, &x->nets, &p->text, e))
		return -1;
	for (size_t i = 0; i < x->store.n; i++)
		if (is_given(p, &x->nets, x->store.entry[i]->name) && add_entry(f, p, &x->nets, x->store.entry[i], e))
			return -1;
	return 0;
}

static int differ(const struct part *p, const struct part *first, struct gan_err *e)
{
	return gan_fail(e, GAN_DATA, "--from %s: its nets differ from those of %s, and only like nets have a mean (gan-init --text "
	                "--from shows them)", p->spec, first->spec);
}

/* A running average that the models before have not: theirs are their weights, which is what they make samples with. */
static int add_average(struct from *f, const char *name, struct gan_err *e)
{
	const struct gan_store *s = &f->m->store;

	for (size_t i = 0; i < f->nsum; i++) {
		int64_t k;

		if (strcmp(s->entry[i]->name, bare(name)))
			continue;
		k = add_copy(f, name, s->entry[i], f->sum[i] != NULL, e);
		if (k >= 0 && f->sum[i])
			memcpy(f->sum[k], f->sum[i], s->entry[i]->t.nbytes / sizeof(float) * sizeof(double));
		return k < 0 ? -1 : 0;
	}
	return 0;
}

/* Of the entry and, where it is a running average that the model does not have, of its weights. */
static const struct gan_entry *counterpart(const struct gan_store *s, const char *name)
{
	const struct gan_entry *x = gan_store_find(s, name);

	return x ? x : gan_store_find(s, bare(name));
}

static int add_averages(struct from *f, const struct part *p, const struct gan_model *x, struct gan_err *e)
{
	for (size_t i = 0; i < x->store.n; i++) {
		const char *name = x->store.entry[i]->name;

		if (bare(name) != name && is_given(p, &x->nets, name) && !gan_store_find(&f->m->store, name) && add_average(f, name, e))
			return -1;
	}
	return 0;
}

/* A later model of a group, whose nets must be the first one's. */
static int add_later(struct from *f, const struct part *p, const struct part *first, struct gan_model *x, struct gan_err *e)
{
	struct gan_buf text = { 0 };
	int rc = text_of(p, &x->nets, &text, e);

	if (!rc && strcmp(first->text.s, text.s))
		rc = differ(p, first, e);
	gan_buf_free(&text);
	if (!rc)
		rc = add_averages(f, p, x, e);
	for (size_t k = 0; k < f->nsum && !rc; k++) {
		const struct gan_entry *to = f->m->store.entry[k], *add = counterpart(&x->store, to->name);

		if (!is_given(p, &x->nets, to->name))
			continue;
		if (!add || add->t.dtype != to->t.dtype || !gan_shape_eq(&add->t.shape, &to->t.shape))
			rc = differ(p, first, e);
		else if (f->sum[k])
			add_to(f->sum[k], add, p->weight);
	}
	return rc;
}

static const struct part *first_of(const struct from *f, const struct part *p)
{
	const struct part *first = f->part;

	while (!same_group(first, p))
		first++;
	return first;
}

/* What is not of nets is the first model's: settings, seed; provenance is of all. */
static int take_rest(struct from *f, struct gan_model *x, struct gan_err *e)
{
	struct gan_init_source *s = f->o->source;
	void *pg = s->pg;

	if (!f->started) {
		struct gan_kv none = { 0 };

		f->started = 1;
		f->m->seed = x->seed;
		f->m->hyper = x->hyper;
		x->hyper = none;
	}
	if (gan_grow(&pg, &s->cap, s->npg + 1, sizeof *s->pg, e))
		return -1;
	s->pg = pg;
	s->pg[s->npg] = x->pg;
	s->npg += x->pg != NULL;
	x->pg = NULL;
	return 0;
}

static int one_model(struct from *f, struct part *p, struct gan_err *e)
{
	struct gan_model_source from = { 0 };
	const struct part *first = first_of(f, p);
	struct gan_model x = { 0 };
	int rc = gan_model_read(&x, p->path, f->o->record, f->o->read_flags, &from, e);

	if (!rc && *from.warning && f->o->warn)
		f->o->warn(f->o->ctx, from.warning);
	if (!rc)
		rc = first == p ? add_first(f, p, &x, e) : add_later(f, p, first, &x, e);
	if (!rc)
		rc = take_rest(f, &x, e);
	f->o->source->hash = from.hash;
	gan_model_free(&x);
	return rc;
}

/* Sums become weights, and texts nets. */
static int finish(struct from *f, struct gan_err *e)
{
	struct gan_buf text = { 0 };
	int rc;

	for (size_t k = 0; k < f->nsum; k++) {
		struct gan_entry *x = f->m->store.entry[k];
		float *v = x->t.data;

		for (size_t i = 0; f->sum[k] && i < x->t.nbytes / sizeof *v; i++)
			v[i] = (float)f->sum[k][i];
	}
	for (size_t i = 0; i < f->n; i++) {
		const struct gan_buf *b = &f->part[i].text;

		if (b->len)
			gan_buf_printf(&text, "%s%s", text.len && text.s[text.len - 1] != '\n' ? "\n" : "", b->s);
	}
	rc = gan_buf_ok(&text, e) || gan_nets_parse(&f->m->nets, text.s, text.len, f->part[0].path, e) ? -1 : 0;
	gan_buf_free(&text);
	return rc;
}

int gan_init_from(struct gan_model *m, const struct gan_init_from_opt *o, struct gan_err *e)
{
	struct from f = { .o = o, .m = m };
	int rc = take_parts(&f, e);

	for (size_t i = 0; i < f.n && !rc; i++)
		rc = one_model(&f, &f.part[i], e);
	if (!rc)
		rc = finish(&f, e);
	for (size_t i = 0; i < f.n; i++) {
		gan_free(f.part[i].net);
		gan_free(f.part[i].path);
		gan_buf_free(&f.part[i].text);
	}
	for (size_t k = 0; k < f.nsum; k++)
		gan_free(f.sum[k]);
	gan_free(f.sum);
	gan_free(f.part);
	return rc;
}

void gan_init_source_free(struct gan_init_source *s)
{
	for (size_t i = 0; i < s->npg; i++)
		gan_free(s->pg[i]);
	gan_free(s->pg);
}
