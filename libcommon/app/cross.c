#include "app/cross.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>
#include "feature/features.h"
#include "data/table.h"
#include "infer/weights.h"
#include "base/mem.h"
#include "train/duel.h"

/* A model and its samples; of the model what D needs is kept. */
struct player {
	struct gan_feature_net d;
	struct gan_dataset set;
	const char *file;
	int64_t step;
	double edge;            /* NaN: the other side's mean */
};

struct run {
	const struct gan_cross_opt *o;
	struct player **player;
	size_t n, cap;
	struct gan_dataset ref;
	struct gan_buf text;
	struct gan_table table;
};

/* ---- taking the models ---- */

static int keep_samples(struct player *p, const struct gan_dataset *s, struct gan_err *e)
{
	size_t bytes = (size_t)(s->n * s->d) * (s->h ? 1 : sizeof(float));
	void *x = gan_alloc(bytes, 1, e);

	if (!x)
		return -1;
	memcpy(x, s->h ? (void *)s->x8 : (void *)s->xf, bytes);
	p->set = (struct gan_dataset){ .n = s->n, .h = s->h, .w = s->w, .c = s->c, .d = s->d, .x8 = s->h ? x : NULL,
		                       .xf = s->h ? NULL : x };
	return 0;
}

static int keep_d(struct player *p, const struct gan_judged *in, struct gan_err *e)
{
	struct gan_model *m = &p->d.m;
	const struct gan_loss *loss;

	*m = *in->model;
	memset(in->model, 0, sizeof *in->model);
	p->d.net = gan_nets_find(&m->nets, "d");
	if (!p->d.net)
		return gan_fail(e, GAN_DATA, "%s: the model of step %" PRId64 " has no net d", in->name, p->step);
	for (size_t i = m->store.n; i-- > 0;)
		if (strncmp(m->store.entry[i]->name, "d.", 2) && strncmp(m->store.entry[i]->name, "ema.d.", 6))
			gan_store_remove(&m->store, m->store.entry[i]->name);
	p->d.ema = gan_weights_has_ema(&m->store, p->d.net);
	loss = gan_loss_find(gan_train_text(&m->hyper, "loss"));
	p->edge = loss && !(loss->flags & GAN_LOSS_SHIFT) ? loss->edge : NAN;
	p->d.name = gan_strdup(in->name, e);
	if (!p->d.name)
		return -1;
	if (gan_weights_finite(&m->store, p->d.net, p->d.ema ? "ema." : "", e))
		return gan_fail_prefix(e, "%s", in->name);
	return 0;
}

static int take(void *ctx, const struct gan_judged *in, struct gan_err *e)
{
	struct run *r = ctx;
	void *all = (void *)r->player;
	struct player *p;

	if (gan_grow(&all, &r->cap, r->n + 1, sizeof *r->player, e))
		return -1;
	r->player = all;
	p = gan_alloc(1, sizeof *p, e);
	if (!p)
		return -1;
	r->player[r->n++] = p;
	p->step = (int64_t)in->model->step;
	if (keep_samples(p, in->set, e) || keep_d(p, in, e))
		return -1;
	p->file = p->d.name;
	return 0;
}

/* ---- scores ---- */

/* D's output for each element, a map's mean: [s->n], which the caller frees. */
static float *scores(struct player *p, const struct gan_dataset *s, double *mean, struct gan_err *e)
{
	int64_t d;
	float *y = gan_features_of(&p->d, GAN_FEATURE_OUTPUT, s, &d, e);

	*mean = 0;
	for (int64_t i = 0; y && i < s->n; i++) {
		double sum = 0;

		for (int64_t k = 0; k < d; k++)
			sum += y[i * d + k] / (double)d;
		y[i] = (float)sum;
		*mean += sum / (double)s->n;
	}
	return y;
}

/* The share above the edge. */
static double above(const float *y, int64_t n, double edge)
{
	int64_t k = 0;

	for (int64_t i = 0; i < n; i++)
		k += y[i] > edge;
	return isnan(edge) ? NAN : (double)k / (double)n;
}

static double below(const float *y, int64_t n, double edge)
{
	int64_t k = 0;

	for (int64_t i = 0; i < n; i++)
		k += y[i] < edge;
	return isnan(edge) ? NAN : (double)k / (double)n;
}

static void put(struct gan_table *t, const char *name, double v)
{
	if (isnan(v))
		gan_table_none(t, name);
	else
		gan_table_real(t, name, v);
}

static int one_pair(struct run *r, struct player *d, struct player *g, const float *real, double real_mean, struct gan_err *e)
{
	double mean, fake, truth;
	float *y = scores(d, &g->set, &mean, e);

	if (!y)
		return -1;
	fake = below(y, g->set.n, isnan(d->edge) && real ? real_mean : d->edge);
	truth = real ? above(real, r->ref.n, isnan(d->edge) ? mean : d->edge) : NAN;
	gan_free(y);
	if (r->o->from.npaths > 1)
		gan_table_text(&r->table, "d.file", d->file);
	gan_table_int(&r->table, "d", d->step);
	if (r->o->from.npaths > 1)
		gan_table_text(&r->table, "g.file", g->file);
	gan_table_int(&r->table, "g", g->step);
	gan_table_real(&r->table, "score", mean);
	put(&r->table, "fake", fake);
	if (real) {
		gan_table_real(&r->table, "real.score", real_mean);
		put(&r->table, "real", truth);
		put(&r->table, "accuracy", (fake + truth) / 2);
	}
	gan_table_row(&r->table);
	return 0;
}

static int one_d(struct run *r, struct player *d, struct gan_err *e)
{
	double mean = 0;
	float *real = r->o->from.ref ? scores(d, &r->ref, &mean, e) : NULL;
	int rc = r->o->from.ref && !real ? -1 : 0;

	for (size_t i = 0; i < r->n && !rc; i++)
		rc = one_pair(r, d, r->player[i], real, mean, e);
	gan_free(real);
	return rc;
}

static int play(struct run *r, struct gan_err *e)
{
	struct gan_judged_want want = { .samples = 1, .model_only = "--cross", .ref = r->o->from.ref ? &r->ref : NULL };

	if (gan_judged_ref(&r->o->from, &r->ref, NULL, e) || gan_judged_each(&r->o->from, &want, take, r, e))
		return -1;
	for (size_t i = 0; i < r->n; i++)
		if (one_d(r, r->player[i], e))
			return -1;
	return gan_buf_ok(&r->text, e);
}

static int check_stdin(const struct gan_judged_opt *o, struct gan_err *e)
{
	size_t n = !o->npaths + (size_t)(o->ref && !strcmp(o->ref, "-"));

	for (size_t i = 0; i < o->npaths; i++)
		n += !strcmp(o->paths[i], "-");
	return n > 1 ? gan_fail(e, GAN_USAGE, "'-' (stdin) may stand once, found %zu times", n) : 0;
}

int gan_app_cross(const struct gan_cross_opt *o, struct gan_err *e)
{
	struct run r = { .o = o };
	struct gan_out *out = check_stdin(&o->from, e) ? NULL : gan_out_open_text(o->output, e);
	int rc;

	r.table = (struct gan_table){ .out = &r.text, .json = o->json };
	rc = out ? play(&r, e) : -1;
	if (!rc)
		rc = gan_out_write(out, r.text.s, r.text.len, e);
	for (size_t i = 0; i < r.n; i++) {
		gan_feature_net_free(&r.player[i]->d);
		gan_dataset_free(&r.player[i]->set);
		gan_free(r.player[i]);
	}
	gan_free((void *)r.player);
	gan_dataset_free(&r.ref);
	gan_table_free(&r.table);
	gan_buf_free(&r.text);
	if (!rc)
		return gan_out_commit(out, e);
	gan_out_abort(out);
	return -1;
}
