#include "attack/victim.h"

#include <math.h>
#include <string.h>
#include "base/mem.h"
#include "plan/plan.h"

#define B GAN_VICTIM_BATCH
#define NONE (-1e30) /* below every logit */

/* One program, compiled when it is first asked for: the logits alone, a loss without or with a target, or a weighted sum of
   logits; each for full batches, and for the few rows that are left at their end. A row's bytes are the same in both. */
struct program {
	int64_t rows;
	struct gan_graph *g;
	struct gan_plan *plan;
	struct gan_node *out[3]; /* logits [rows,K]; value [rows], gradient as x */
	int nout;
};

enum { LOGITS, PULL, LOSS, PROGRAMS = LOSS + 2 * GAN_ATTACK_LOSSES };
enum { FEW = 8, MANY_FEW = 6 }; /* rows of a small batch; how many such are made before a full one is */

struct gan_victim {
	struct gan_victim_spec s;
	struct gan_io *in;
	int64_t k;
	struct program program[2][PROGRAMS]; /* of B rows, of FEW */
	gan_real *x, *weight; /* [B,d], [B,K]: a batch, padded */
	int64_t label[B], target[B], rng[3];
	int64_t drawn;        /* draws made since the restart */
	int64_t queries, gradients, flat;
};

int gan_attack_loss_find(const char *name, enum gan_attack_loss *loss)
{
	static const char *const names[GAN_ATTACK_LOSSES] = { "ce", "ce-exact", "margin", "dlr" };

	for (int i = 0; i < GAN_ATTACK_LOSSES; i++)
		if (!strcmp(name, names[i])) {
			*loss = (enum gan_attack_loss)i;
			return 0;
		}
	return -1;
}

/* ---- the graph ---- */

/* A score s[rows] or a map of them becomes the logits (0, s). */
static struct gan_node *two_logits(struct gan_graph *g, struct gan_node *s, double threshold)
{
	struct gan_shape column = gan_shape_of(2, s->shape.dim[0], (int64_t)1);
	struct gan_node *side[2];

	s = s->shape.rank > 1 ? gan_mean(g, s, gan_axes_but(s, 0), 0) : s;
	side[1] = gan_adds(g, gan_reshape(g, s, &column), -threshold);
	side[0] = gan_zeros(g, &column);
	return gan_concat(g, side, 2, 1);
}

/* A value for each class, as rows. */
static struct gan_node *class_logits(struct gan_graph *g, struct gan_node *z, int64_t k)
{
	struct gan_shape rows = gan_shape_of(2, z->shape.dim[0], k);

	return z->shape.rank == 4 ? gan_flatten_chw(g, z) : gan_reshape(g, z, &rows);
}

static struct gan_node *build_logits(struct gan_victim *v, struct gan_graph *g, struct gan_node *x, struct gan_err *e)
{
	struct gan_scope *scope = gan_scope_new(g, &v->s.m->store, e);
	struct gan_node *z, *in = v->s.view ? v->s.view(v->s.ctx, g, x) : x;
	struct gan_apply a = {
		.mode = GAN_NET_EVAL, .scope = scope, .prefix = v->s.ema ? "ema." : "", .rng = gan_rng(g), .purpose = "victim", .in = &in,
	};

	if (!scope)
		return NULL;
	if (in && v->s.h)
		in = gan_io_decode(g, &v->s.net->in[0], gan_muls(g, in, 255));
	z = in ? gan_net_logits(v->s.net, g, &a, e) : NULL;
	gan_scope_free(scope);
	if (!z)
		return NULL;
	return gan_victim_scores(v->s.net) ? two_logits(g, z, v->s.threshold) : class_logits(g, z, v->k);
}

/* z[rows,K] where one logit, index[rows], is out of the running. */
static struct gan_node *others(struct gan_graph *g, struct gan_node *z, struct gan_node *index)
{
	return gan_select(g, gan_onehot(g, index, z->shape.dim[1]), gan_const(g, NONE), z);
}

static struct gan_node *chosen(struct gan_graph *g, struct gan_node *z, struct gan_node *index)
{
	return gan_sum(g, gan_mul(g, z, gan_onehot(g, index, z->shape.dim[1])), 2, 0);
}

/* The k-th greatest logit of each row, from 1. */
static struct gan_node *ranked(struct gan_graph *g, struct gan_node *z, int64_t k)
{
	return gan_sum(g, gan_slice_axis(g, gan_topk(g, z, 1, k, NULL), 1, k - 1, 1, 1), 2, 0);
}

static struct gan_node *cross_entropy(struct gan_graph *g, struct gan_node *z, struct gan_node *t, struct gan_node *zt, int exact)
{
	if (exact)
		return gan_softplus(g, gan_sub(g, gan_logsumexp(g, others(g, z, t), 1, 0), zt));
	return gan_sub(g, gan_logsumexp(g, z, 1, 0), zt);
}

static struct gan_node *dlr(struct gan_graph *g, struct gan_node *z, struct gan_node *gain, int targeted)
{
	struct gan_node *most = gan_amax(g, z, 2, 0), *less = ranked(g, z, 3);

	if (targeted)
		less = gan_muls(g, gan_add(g, less, ranked(g, z, 4)), .5);
	return gan_div(g, gain, gan_adds(g, gan_sub(g, most, less), 1e-12));
}

static struct gan_node *build_loss(struct gan_graph *g, struct gan_node *z, enum gan_attack_loss loss, int targeted)
{
	struct gan_shape rows = gan_shape_of(1, z->shape.dim[0]);
	struct gan_node *y = gan_input(g, "label", GAN_I64, &rows), *t = targeted ? gan_input(g, "target", GAN_I64, &rows) : y;
	struct gan_node *zt = chosen(g, z, t);
	int64_t k = z->shape.dim[1];

	if (loss == GAN_ATTACK_CE || loss == GAN_ATTACK_CE_EXACT) {
		struct gan_node *ce = cross_entropy(g, z, t, zt, loss == GAN_ATTACK_CE_EXACT);

		return targeted ? gan_neg(g, ce) : ce;
	}
	if (loss == GAN_ATTACK_DLR && k >= 3 + targeted)
		return dlr(g, z, targeted ? gan_sub(g, zt, chosen(g, z, y)) : gan_sub(g, gan_amax(g, others(g, z, y), 2, 0), zt), targeted);
	zt = gan_sub(g, zt, gan_amax(g, others(g, z, t), 2, 0));
	return targeted ? zt : gan_neg(g, zt);
}

static int build(struct gan_victim *v, struct program *p, int which, struct gan_err *e)
{
	const struct gan_victim_spec *s = &v->s;
	struct gan_shape pictures = gan_shape_of(4, p->rows, s->h, s->w, s->c), points = gan_shape_of(2, p->rows, s->d), all;
	struct gan_node *x = gan_input(p->g, "x", GAN_REAL, s->h ? &pictures : &points), *z = build_logits(v, p->g, x, e), *of = NULL;

	if (!z || gan_graph_ok(p->g, e))
		return -1;
	p->out[p->nout++] = z;
	all = z->shape;
	if (which == PULL)
		of = gan_sum(p->g, gan_mul(p->g, z, gan_input(p->g, "weight", GAN_REAL, &all)), 2, 0);
	else if (which >= LOSS)
		of = build_loss(p->g, z, (enum gan_attack_loss)((which - LOSS) / 2), (which - LOSS) % 2);
	if (of) {
		p->out[p->nout++] = of;
		if (gan_grad(p->g, gan_sum_all(p->g, of), &x, 1, &p->out[p->nout]))
			return -1;
		if (!p->out[p->nout])
			p->out[p->nout] = gan_zeros(p->g, &x->shape);
		p->nout++;
	}
	return gan_graph_ok(p->g, e);
}

static struct program *program(struct gan_victim *v, int few, int which, struct gan_err *e)
{
	struct program *p = &v->program[few][which];

	if (p->plan)
		return p;
	p->rows = few ? FEW : B;
	p->g = gan_graph_new(e);
	if (p->g && !gan_stream_max_bytes(&p->g->max_bytes, e) && !build(v, p, which, e))
		p->plan = gan_plan_new(p->g, &v->s.m->store, p->out, p->nout, 0, e);
	if (p->plan)
		return p;
	gan_graph_free(p->g);
	memset(p, 0, sizeof *p);
	return NULL;
}

/* ---- running ---- */

/* Rows at..at+n of all that is given; where they end, the first of them again: values that no net chokes on. */
struct batch {
	const gan_real *x, *weight;
	const int64_t *label, *target;
	gan_real *value, *grad, *logit;
};

static void fill(struct gan_victim *v, const struct batch *b, int64_t at, int64_t n, int64_t rows)
{
	int64_t d = v->s.d;

	for (int64_t i = 0; i < rows; i++) {
		int64_t row = at + (i < n ? i : 0);

		memcpy(v->x + i * d, b->x + row * d, (size_t)d * sizeof *v->x);
		if (b->weight)
			memcpy(v->weight + i * v->k, b->weight + row * v->k, (size_t)v->k * sizeof *v->weight);
		v->label[i] = b->label ? b->label[row] : 0;
		v->target[i] = b->target ? b->target[row] : 0;
	}
}

/* to += what was computed, over the number of draws. */
static void take(const struct gan_victim *v, const struct program *p, int which, gan_real *to, int64_t at, int64_t n, int64_t d)
{
	const gan_real *from = gan_plan_value(p->plan, p->out[which]), share = (gan_real)(1. / (double)v->s.draws);

	for (int64_t i = 0; to && i < n * d; i++)
		to[at * d + i] = v->s.draws == 1 ? from[i] : to[at * d + i] + share * from[i];
}

static void clear(gan_real *to, int64_t at, int64_t n, int64_t d)
{
	if (to)
		memset(to + at * d, 0, (size_t)(n * d) * sizeof *to);
}

/* Rows at..at+n, under all draws. */
static int ask_some(struct gan_victim *v, struct program *p, const struct batch *b, int64_t at, int64_t n, struct gan_err *e)
{
	fill(v, b, at, n, p->rows);
	clear(b->logit, at, n, v->k);
	clear(b->value, at, n, 1);
	clear(b->grad, at, n, v->s.d);
	for (int64_t k = 0; k < v->s.draws; k++) {
		v->rng[0] = (int64_t)v->s.seed;
		v->rng[1] = v->drawn + k;
		v->rng[2] = at;
		if (gan_plan_run(p->plan, e))
			return -1;
		take(v, p, 0, b->logit, at, n, v->k);
		if (p->nout > 1) {
			take(v, p, 1, b->value, at, n, 1);
			take(v, p, 2, b->grad, at, n, v->s.d);
		}
	}
	return 0;
}

static int64_t count_flat(const gan_real *grad, int64_t n, int64_t d)
{
	int64_t flat = 0;

	for (int64_t i = 0; i < n; i++) {
		int64_t j = 0;

		while (j < d && grad[i * d + j] == 0)
			j++;
		flat += j == d;
	}
	return flat;
}

static int ask(struct gan_victim *v, int which, const struct batch *b, int64_t n, struct gan_err *e)
{
	struct program *p;

	for (int64_t at = 0; at < n; at += p->rows) {
		p = program(v, n - at <= FEW * MANY_FEW, which, e);
		if (!p)
			return -1;
		gan_plan_bind(p->plan, "x", v->x);
		gan_plan_bind(p->plan, "weight", v->weight);
		gan_plan_bind(p->plan, "label", v->label);
		gan_plan_bind(p->plan, "target", v->target);
		gan_plan_bind(p->plan, "rng", v->rng);
		if (ask_some(v, p, b, at, n - at < p->rows ? n - at : p->rows, e))
			return -1;
	}
	v->drawn += v->s.draws;
	v->queries += n * v->s.draws;
	if (which != LOGITS)
		v->gradients += n * v->s.draws;
	if (which >= LOSS && b->grad)
		v->flat += count_flat(b->grad, n, v->s.d);
	return 0;
}

void gan_victim_restart(struct gan_victim *v)
{
	v->drawn = 0;
}

int gan_victim_logits(struct gan_victim *v, const gan_real *x, int64_t n, gan_real *logit, struct gan_err *e)
{
	struct batch b = { .x = x, .logit = logit };

	return ask(v, LOGITS, &b, n, e);
}

int gan_victim_loss(struct gan_victim *v, enum gan_attack_loss loss, const gan_real *x, int64_t n, const int64_t *label,
                    const int64_t *target, gan_real *value, gan_real *grad, gan_real *logit, struct gan_err *e)
{
	struct batch b = { .x = x, .label = label, .target = target, .value = value, .grad = grad, .logit = logit };

	return ask(v, LOSS + 2 * (int)loss + !!target, &b, n, e);
}

int gan_victim_pull(struct gan_victim *v, const gan_real *x, int64_t n, const gan_real *weight, gan_real *grad, gan_real *logit,
                    struct gan_err *e)
{
	struct batch b = { .x = x, .weight = weight, .grad = grad, .logit = logit };

	return ask(v, PULL, &b, n, e);
}

int64_t gan_victim_flat(const struct gan_victim *v)
{
	return v->flat;
}

void gan_victim_asked(const struct gan_victim *v, int64_t *queries, int64_t *gradients)
{
	*queries = v->queries;
	*gradients = v->gradients;
}

int64_t gan_victim_classes(const struct gan_victim *v)
{
	return v->k;
}

/* ---- life ---- */

/* How many classes the net tells apart by a number for each: 1 or fewer where it has one score, or a map of them. */
static int64_t classes(const struct gan_net *net)
{
	const struct gan_io *y = &net->out[0];

	return y->kind == GAN_IO_VECTOR ? y->n : y->h == 1 && y->w == 1 ? y->c : 1;
}

int gan_victim_scores(const struct gan_net *net)
{
	return classes(net) <= 1;
}

static int fits(const struct gan_net *net, struct gan_err *e)
{
	const struct gan_io *y = &net->out[0];

	if (net->nin != 1 || net->in[0].kind == GAN_IO_LABEL)
		return gan_fail(e, GAN_DATA, "net %s: expected one input, of data, found %zu, '%s' the first", net->name, net->nin,
		                net->in[0].name);
	if (y->kind == GAN_IO_VECTOR ? y->n < 1 : classes(net) <= 1 && y->c != 1)
		return gan_fail(e, GAN_DATA, "net %s: expected a logit for each class, or one score of each element, found '%s'", net->name,
		                y->name ? y->name : "its output");
	return 0;
}

struct gan_victim *gan_victim_new(const struct gan_victim_spec *s, struct gan_err *e)
{
	struct gan_victim *v;

	if (fits(s->net, e))
		return NULL;
	v = gan_alloc(1, sizeof *v, e);
	if (!v)
		return NULL;
	v->s = *s;
	v->s.draws = s->draws > 0 ? s->draws : 1;
	v->k = gan_victim_scores(s->net) ? 2 : classes(s->net);
	if ((v->x = gan_alloc((size_t)(B * s->d), sizeof *v->x, e)) &&
	    (v->weight = gan_alloc((size_t)(B * v->k), sizeof *v->weight, e)) && program(v, 0, LOGITS, e))
		return v;
	gan_victim_free(v);
	return NULL;
}

void gan_victim_free(struct gan_victim *v)
{
	if (!v)
		return;
	for (int i = 0; i < 2 * PROGRAMS; i++) {
		gan_plan_free(v->program[i / PROGRAMS][i % PROGRAMS].plan);
		gan_graph_free(v->program[i / PROGRAMS][i % PROGRAMS].g);
	}
	gan_free(v->x);
	gan_free(v->weight);
	gan_free(v);
}
