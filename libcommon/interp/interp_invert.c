#include "interp/interp_invert.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>
#include "base/mem.h"
#include "plan/plan.h"
#include "train/train.h"

#define CANDIDATES 16 /* drawn for each start */
#define RATE .1
#define LOOK .1       /* weight of what a network sees, which is near 1 for an unlike picture where the pixels' is near .1 */

struct gan_inverter {
	struct gan_inverter_opt o;
	struct gan_graph *g;
	struct gan_plan *plan;
	struct gan_node *out[3];       /* loss [starts], pixel error [starts], gradient [starts,nz] */
	int64_t nz, d;
	int pictures;
	gan_real *z, *x;               /* [starts,nz]; the element, where it is a point */
	double *mean, *square, *least; /* Adam's moments [starts,nz]; each start's least loss [starts] */
	gan_real *best;                /* and its latent [starts,nz] */
};

/* ---- the graph ---- */

/* The network that looks, as entries "look.<entry>" of the store that the plan reads. */
static int lend_entries(struct gan_store *to, const struct gan_feature_net *f, struct gan_err *e)
{
	char prefix[128];

	snprintf(prefix, sizeof prefix, "look.%s%s.", f->ema ? "ema." : "", f->net->name);
	return gan_feature_net_copy(f, to, prefix, e);
}

static struct gan_node *row_means(struct gan_graph *g, struct gan_node *x)
{
	return gan_mean(g, x, gan_axes_but(x, 0), 0);
}

/* What G makes of z: pictures as REAL 0..255, or points. */
static struct gan_node *generate(struct gan_inverter *v, struct gan_scope *scope, struct gan_node *z, struct gan_err *e)
{
	const struct gan_net *net = gan_nets_find(&v->o.m->nets, "g");
	struct gan_node *y = NULL;
	struct gan_apply a = {
		.mode = GAN_NET_EVAL, .scope = scope, .prefix = v->o.ema ? "ema." : "", .rng = gan_rng(v->g), .purpose = "sample",
		.in = &z, .out = &y,
	};

	if (gan_net_apply(net, v->g, &a, e))
		return NULL;
	return y && y->shape.rank == 4 ? gan_io_bytes(v->g, &net->out[0], y) : y;
}

/* Feature loss [starts] of y against x. */
static struct gan_node *look(struct gan_inverter *v, struct gan_scope *scope, struct gan_node *y, struct gan_node *x,
                             struct gan_err *e)
{
	struct gan_graph *g = v->g;
	const char *prefix = v->o.look->ema ? "look.ema." : "look.";
	struct gan_node *fy = gan_features_node(v->o.look, GAN_FEATURE_LAYER, g, scope, prefix, y, e);
	struct gan_node *fx = fy ? gan_features_node(v->o.look, GAN_FEATURE_LAYER, g, scope, prefix, x, e) : NULL;

	if (!fx)
		return NULL;
	return gan_div(g, row_means(g, gan_square(g, gan_sub(g, fy, fx))), gan_adds(g, gan_mean_all(g, gan_square(g, fx)), 1e-8));
}

/* Is what G makes, y, of the set's size? */
static int fits(const struct gan_node *y, const struct gan_dataset *s, const char *name, struct gan_err *e)
{
	const int64_t *d = y->shape.dim;
	int rank = y->shape.rank;
	char want[96], found[96];

	if (rank == 4 ? d[1] == s->h && d[2] == s->w && d[3] == s->c : !s->h && rank == 2 && d[1] == s->d)
		return 0;
	gan_data_size_str(want, sizeof want, rank == 4 ? d[1] : 0, rank == 4 ? d[2] : 0, rank == 4 ? d[3] : 0, d[1]);
	gan_data_size_str(found, sizeof found, s->h, s->w, s->c, s->d);
	return gan_fail(e, GAN_DATA, "%s: expected %s, as net g makes, found %s (gan-data -S and -C make pictures so)", name, want,
	                found);
}

static int build_in(struct gan_inverter *v, struct gan_scope *scope, const struct gan_dataset *s, const char *name,
                    struct gan_err *e)
{
	struct gan_graph *g = v->g;
	struct gan_shape latents = gan_shape_of(2, (int64_t)v->o.starts, v->nz), point = gan_shape_of(2, (int64_t)1, s->d);
	struct gan_shape picture = gan_shape_of(4, (int64_t)1, s->h, s->w, s->c);
	struct gan_node *z = gan_input(g, "z", GAN_REAL, &latents), *x, *y = generate(v, scope, z, e), *f;

	if (gan_graph_ok(g, e) || !y || fits(y, s, name, e))
		return -1;
	x = gan_input(g, "x", s->h ? GAN_U8 : GAN_REAL, s->h ? &picture : &point);
	if (s->h)
		x = gan_cast(g, x, GAN_REAL);
	v->out[1] = row_means(g, gan_square(g, gan_muls(g, gan_sub(g, y, x), s->h ? 1. / 255 : 1)));
	v->out[0] = v->out[1];
	if (v->o.look) {
		f = look(v, scope, y, x, e);
		if (!f)
			return -1;
		v->out[0] = gan_add(g, v->out[1], gan_muls(g, f, LOOK));
	}
	return gan_grad(g, gan_sum_all(g, v->out[0]), &z, 1, &v->out[2]) || gan_graph_ok(g, e);
}

static int build(struct gan_inverter *v, const struct gan_dataset *s, const char *name, struct gan_err *e)
{
	struct gan_scope *scope;
	int rc;

	v->g = gan_graph_new(e);
	if (!v->g || gan_stream_max_bytes(&v->g->max_bytes, e))
		return -1;
	if (v->o.look && (gan_feature_net_fits(v->o.look, s, e) || lend_entries(&v->o.m->store, v->o.look, e)))
		return -1;
	scope = gan_scope_new(v->g, &v->o.m->store, e);
	rc = scope ? build_in(v, scope, s, name, e) : -1;
	gan_scope_free(scope);
	if (!rc && !v->out[2])
		rc = gan_fail(e, GAN_DATA, "net g: what it makes does not depend on its latents");
	if (rc && gan_graph_ok(v->g, e))
		return -1;
	return rc ? -1 : 0;
}

struct gan_inverter *gan_inverter_new(const struct gan_inverter_opt *o, const struct gan_dataset *size, const char *name,
                                      struct gan_err *e)
{
	struct gan_inverter *v = gan_alloc(1, sizeof *v, e);
	size_t rows = (size_t)o->starts, n;

	if (!v)
		return NULL;
	v->o = *o;
	v->nz = gan_nets_find(&o->m->nets, "g")->in[0].n;
	v->d = size->d;
	v->pictures = size->h > 0;
	n = rows * (size_t)v->nz;
	if (!build(v, size, name, e) && (v->z = gan_alloc(n, sizeof *v->z, e)) && (v->best = gan_alloc(n, sizeof *v->best, e)) &&
	    (v->mean = gan_alloc(n, sizeof *v->mean, e)) && (v->square = gan_alloc(n, sizeof *v->square, e)) &&
	    (v->least = gan_alloc(rows, sizeof *v->least, e)) && (v->x = gan_alloc((size_t)v->d, sizeof *v->x, e)) &&
	    (v->plan = gan_plan_new(v->g, &o->m->store, v->out, 3, 0, e)))
		return v;
	gan_inverter_free(v);
	return NULL;
}

void gan_inverter_free(struct gan_inverter *v)
{
	if (!v)
		return;
	gan_plan_free(v->plan);
	gan_graph_free(v->g);
	gan_free(v->z);
	gan_free(v->x);
	gan_free(v->best);
	gan_free(v->mean);
	gan_free(v->square);
	gan_free(v->least);
	gan_free(v);
}

/* ---- the walk ---- */

static const gan_real *losses(struct gan_inverter *v, struct gan_err *e)
{
	return gan_plan_run(v->plan, e) ? NULL : gan_plan_value(v->plan, v->out[0]);
}

/* Keeps z's rows where they are the best of their start so far. */
static void keep_best(struct gan_inverter *v, const gan_real *loss)
{
	for (int r = 0; r < v->o.starts; r++)
		if (loss[r] < v->least[r]) {
			v->least[r] = loss[r];
			memcpy(v->best + r * v->nz, v->z + r * v->nz, (size_t)v->nz * sizeof *v->best);
		}
}

/* A candidate takes the place of the start that is worst, where it is better. */
static void offer(struct gan_inverter *v, const gan_real *loss)
{
	for (int c = 0; c < v->o.starts; c++) {
		int worst = 0;

		for (int r = 1; r < v->o.starts; r++)
			if (v->least[r] > v->least[worst])
				worst = r;
		if (!(loss[c] < v->least[worst]))
			continue;
		v->least[worst] = loss[c];
		memcpy(v->best + worst * v->nz, v->z + c * v->nz, (size_t)v->nz * sizeof *v->best);
	}
}

static int choose_starts(struct gan_inverter *v, int64_t k, struct gan_err *e)
{
	int64_t n = v->o.starts, all = n * CANDIDATES;
	struct gan_zset drawn = { 0 };
	int rc = gan_zset_draw(&drawn, v->o.m, "interp.start", v->o.seed, k * all, all, e);

	for (int r = 0; r < n; r++)
		v->least[r] = INFINITY;
	for (int64_t i = 0; i < all && !rc; i += n) {
		const gan_real *loss;

		for (int64_t j = 0; j < n * v->nz; j++)
			v->z[j] = drawn.z[i * v->nz + j];
		loss = losses(v, e);
		rc = loss ? 0 : -1;
		if (loss)
			offer(v, loss);
	}
	gan_zset_free(&drawn);
	if (!rc && !isfinite(v->least[0]))
		rc = gan_fail(e, GAN_DATA, "net g: its loss is not finite");
	memcpy(v->z, v->best, (size_t)(n * v->nz) * sizeof *v->z);
	return rc;
}

/* Back to where latents are drawn. */
static void bring_back(struct gan_inverter *v)
{
	const char *dist = gan_train_text(&v->o.m->hyper, "z-dist");
	double most = !strcmp(dist, "uniform") ? 1 : !strcmp(dist, "truncated") ? gan_train_real(&v->o.m->hyper, "z-truncate") : 0;
	int64_t n = v->o.starts * v->nz;

	for (int64_t i = 0; i < n && most > 0; i++)
		v->z[i] = (gan_real)(v->z[i] < -most ? -most : v->z[i] > most ? most : v->z[i]);
	for (int r = 0; r < v->o.starts && !strcmp(dist, "sphere"); r++) {
		gan_real *z = v->z + r * v->nz;
		double sum = 0;

		for (int64_t i = 0; i < v->nz; i++)
			sum += (double)z[i] * z[i];
		for (int64_t i = 0; i < v->nz && sum > 0; i++)
			z[i] = (gan_real)(z[i] * sqrt((double)v->nz / sum));
	}
}

/* One step of Adam by the gradient of the last run, t from 1. */
static void step(struct gan_inverter *v, int t)
{
	const gan_real *grad = gan_plan_value(v->plan, v->out[2]);
	double rate = RATE * .5 * (1 + cos(acos(-1) * (t - 1) / v->o.steps));
	double c1 = 1 - pow(.9, t), c2 = 1 - pow(.999, t);

	for (int64_t i = 0; i < v->o.starts * v->nz; i++) {
		v->mean[i] = .9 * v->mean[i] + .1 * grad[i];
		v->square[i] = .999 * v->square[i] + .001 * (double)grad[i] * grad[i];
		v->z[i] = (gan_real)(v->z[i] - rate * (v->mean[i] / c1) / (sqrt(v->square[i] / c2) + 1e-12));
	}
	bring_back(v);
}

static int walk(struct gan_inverter *v, struct gan_err *e)
{
	const gan_real *loss;
	size_t n = (size_t)(v->o.starts * v->nz);

	memset(v->mean, 0, n * sizeof *v->mean);
	memset(v->square, 0, n * sizeof *v->square);
	for (int t = 1; t <= v->o.steps + 1; t++) {
		loss = losses(v, e);
		if (!loss)
			return -1;
		keep_best(v, loss);
		if (t <= v->o.steps)
			step(v, t);
	}
	return 0;
}

int gan_inverter_run(struct gan_inverter *v, const struct gan_dataset *set, int64_t k, struct gan_zset *to, double *mse,
                     struct gan_err *e)
{
	int64_t rng[3] = { (int64_t)v->o.seed, 0, 0 };
	int best = 0;
	float *z;

	for (int64_t i = 0; i < v->d && !v->pictures; i++)
		v->x[i] = set->xf[k * v->d + i];
	gan_plan_bind(v->plan, "rng", rng);
	gan_plan_bind(v->plan, "z", v->z);
	gan_plan_bind(v->plan, "x", v->pictures ? (const void *)(set->x8 + k * v->d) : v->x);
	if (choose_starts(v, k, e) || walk(v, e))
		return -1;
	for (int r = 1; r < v->o.starts; r++)
		if (v->least[r] < v->least[best])
			best = r;
	memcpy(v->z, v->best, (size_t)(v->o.starts * v->nz) * sizeof *v->z);
	if (!losses(v, e) || !(z = gan_zset_grow(to, 1, v->nz, "inverted", e)))
		return -1;
	*mse = ((const gan_real *)gan_plan_value(v->plan, v->out[1]))[best];
	for (int64_t i = 0; i < v->nz; i++)
		z[i] = (float)v->best[best * v->nz + i];
	return 0;
}
