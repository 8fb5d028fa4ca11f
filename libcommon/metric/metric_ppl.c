/* Perceptual path length: Karras et al. 2019, "A style-based generator architecture", sec. 4.1. Of random pairs of latents a, b,
     d = |f(G(s(a, b, t))) - f(G(s(a, b, t + eps)))|^2 / eps^2,  eps = 1e-4,
   with s the way that the latents' distribution asks for (in lines where they are uniform or single numbers, on arcs else), t even
   in 0..1 or 0, and f a layer's features (-f), or the points that G makes. G's pictures are not rounded to bytes, cut to their
   range all the same.
     ppl      mean of d over the pairs
     ppl.mid  mean of those from the first to the 99th percentile, as the paper's own program has it */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "data/zpath.h"
#include "metric/metric.h"
#include "infer/weights.h"
#include "data/zset.h"
#include "base/mem.h"
#include "base/rng.h"
#include "plan/plan.h"
#include "train/train.h"

#define B 32 /* pictures at a time, two of each pair */

extern const struct gan_metric gan_metric_ppl;

static const struct gan_setting settings[] = {
	{ "at", GAN_SET_ENUM, "full", 0, 0, "end|full", "", "where on the way: anywhere, or at its beginning" },
	{ "eps", GAN_SET_REAL, "1e-4", 1e-6, 1e-1, NULL, "", "length of the step" },
	{ "pairs", GAN_SET_INT, "10000", 2, 1e8, NULL, "", "random pairs to look at" },
};

/* ---- a net that runs: B rows in, B rows out ---- */

struct runner {
	struct gan_graph *g;
	struct gan_plan *plan;
	struct gan_node *out;
	const char *in;      /* the input's name */
};

static void runner_free(struct runner *r)
{
	gan_plan_free(r->plan);
	gan_graph_free(r->g);
}

static const gan_real *run(struct runner *r, const gan_real *x, struct gan_err *e)
{
	int64_t rng[3] = { 0 };

	gan_plan_bind(r->plan, "rng", rng);
	gan_plan_bind(r->plan, r->in, x);
	return gan_plan_run(r->plan, e) ? NULL : gan_plan_value(r->plan, r->out);
}

/* Latents to points, or to pictures in levels of 0 to 255. */
static int make_generator(struct runner *r, struct gan_model *m, int ema, struct gan_err *e)
{
	const struct gan_net *net = gan_nets_find(&m->nets, "g");
	struct gan_shape shape = gan_shape_of(2, (int64_t)B, net->in[0].n);
	struct gan_scope *scope;
	struct gan_node *z, *y = NULL;
	struct gan_apply a = { .mode = GAN_NET_EVAL, .prefix = ema ? "ema." : "", .purpose = "sample", .in = &z, .out = &y };
	int rc = -1;

	r->in = "z";
	r->g = gan_graph_new(e);
	scope = r->g ? gan_scope_new(r->g, &m->store, e) : NULL;
	if (!scope || gan_stream_max_bytes(&r->g->max_bytes, e) || gan_weights_finite(&m->store, net, a.prefix, e))
		goto out;
	z = gan_input(r->g, r->in, GAN_REAL, &shape);
	a.scope = scope;
	a.rng = gan_rng(r->g);
	if (gan_net_apply(net, r->g, &a, e))
		goto out;
	r->out = y && y->shape.rank == 4 ? gan_clamp(r->g, gan_io_bytes(r->g, &net->out[0], y), 0, 255) : y;
	if (!gan_graph_ok(r->g, e) && (r->plan = gan_plan_new(r->g, &m->store, &r->out, 1, 0, e)))
		rc = 0;
out:
	gan_scope_free(scope);
	return rc;
}

/* What the generator makes, to features. */
static int make_features(struct runner *r, struct gan_feature_net *f, const struct gan_node *y, struct gan_err *e)
{
	const int64_t *n = y->shape.dim;
	struct gan_dataset like = { .n = B };
	struct gan_scope *scope;
	int rc = -1;

	if (y->shape.rank == 4)
		like = (struct gan_dataset){ .n = B, .h = n[1], .w = n[2], .c = n[3] };
	like.d = y->shape.rank == 4 ? n[1] * n[2] * n[3] : n[1];
	if (gan_feature_net_fits(f, &like, e))
		return -1;
	r->in = "x";
	r->g = gan_graph_new(e);
	scope = r->g ? gan_scope_new(r->g, &f->m.store, e) : NULL;
	if (scope && !gan_stream_max_bytes(&r->g->max_bytes, e))
		r->out = gan_features_node(f, GAN_FEATURE_LAYER, r->g, scope, f->ema ? "ema." : "",
		                           gan_input(r->g, r->in, GAN_REAL, &y->shape), e);
	if (r->out && (r->plan = gan_plan_new(r->g, &f->m.store, &r->out, 1, 0, e)))
		rc = 0;
	gan_scope_free(scope);
	return rc;
}

/* ---- the pairs ---- */

struct path {
	struct runner g, f;
	int features;               /* f is there */
	struct gan_zset a, b;
	enum gan_curve curve;
	int end;
	double eps;
	uint64_t seed;
};

/* Rows 2i and 2i+1: the two ends of pair first+i's step. */
static int place(const struct path *p, gan_real *z, int64_t first, int64_t n, struct gan_err *e)
{
	const struct gan_rng at = gan_rng_make(p->seed, "ppl.t");
	int64_t d = p->a.d;
	float *out = gan_alloc((size_t)d, sizeof *out, e);
	int rc = out ? 0 : -1;

	for (int64_t i = 0; i < 2 * n && !rc; i++) {
		int64_t k = first + i / 2;
		double t;

		gan_rng_uniform_f64(at, 0, (uint64_t)k, 0, &t, 1);
		t = (p->end ? 0 : t) + (i % 2 ? p->eps : 0);
		/* between two that are opposite, which hardly ever are, there is no one arc */
		if (gan_zpath_between(out, p->a.z + k * d, p->b.z + k * d, d, t, p->curve, NULL))
			rc = gan_zpath_between(out, p->a.z + k * d, p->b.z + k * d, d, t, GAN_CURVE_LERP, e);
		for (int64_t j = 0; j < d; j++)
			z[i * d + j] = out[j];
	}
	gan_free(out);
	return rc;
}

/* length[pairs] */
static int walk(struct path *p, double *length, int64_t pairs, struct gan_err *e)
{
	gan_real *z = gan_alloc((size_t)p->a.d, B * sizeof *z, e);
	int rc = z ? 0 : -1;

	for (int64_t k = 0; k < pairs && !rc; k += B / 2) {
		int64_t n = pairs - k < B / 2 ? pairs - k : B / 2, d;
		const gan_real *y;

		if (place(p, z, k, n, e) || !(y = run(&p->g, z, e)) || (p->features && !(y = run(&p->f, y, e)))) {
			rc = -1;
			break;
		}
		d = p->features ? p->f.out->shape.dim[1] : p->g.out->shape.dim[1];
		for (int64_t i = 0; i < n; i++) {
			double sum = 0;

			for (int64_t j = 0; j < d; j++) {
				double v = (double)y[2 * i * d + j] - y[(2 * i + 1) * d + j];

				sum += v * v;
			}
			length[k + i] = sum / (p->eps * p->eps);
		}
	}
	gan_free(z);
	return rc;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* ---- the metric ---- */

static int open_path(struct path *p, const struct gan_metric_with *w, const struct gan_judged *in, int64_t pairs, struct gan_err *e)
{
	struct gan_model *m = in->model;
	const struct gan_net *net = gan_nets_find(&m->nets, "g");
	const char *dist = gan_train_text(&m->hyper, "z-dist");

	p->end = !strcmp(gan_metric_text(&gan_metric_ppl, w, "at"), "end");
	p->eps = gan_metric_real(&gan_metric_ppl, w, "eps");
	p->seed = w->seed >= 0 ? (uint64_t)w->seed : m->seed;
	p->curve = !strcmp(dist, "uniform") || (net && net->in[0].n == 1) ? GAN_CURVE_LERP : GAN_CURVE_SLERP;
	if (gan_zset_draw(&p->a, m, "ppl.a", p->seed, 0, pairs, e) || gan_zset_draw(&p->b, m, "ppl.b", p->seed, 0, pairs, e) ||
	    make_generator(&p->g, m, !w->no_ema && gan_weights_has_ema(&m->store, net), e))
		return -1;
	p->features = w->look->has_net;
	if (p->features)
		return make_features(&p->f, &w->look->net, p->g.out, e);
	if (p->g.out->shape.rank == 2)
		return 0;
	return gan_fail(e, GAN_USAGE, "pictures are compared by features of a network: expected -f MODEL:LAYER");
}

static void put(struct gan_metric_out *out, double *length, int64_t n)
{
	int64_t lo = n / 100, hi = n - n / 100;
	double sum = 0, mid = 0;

	qsort(length, (size_t)n, sizeof *length, by_value);
	for (int64_t i = 0; i < n; i++) {
		sum += length[i];
		mid += i >= lo && i < hi ? length[i] : 0;
	}
	gan_metric_value(out, "ppl", sum / (double)n, n);
	gan_metric_value(out, "ppl.mid", mid / (double)(hi - lo), n);
}

static int judge(void *state, const struct gan_metric_with *w, const struct gan_judged *in, struct gan_metric_out *out,
                 struct gan_err *e)
{
	int64_t pairs = gan_metric_int(&gan_metric_ppl, w, "pairs");
	struct path p = { .eps = 0 };
	double *length = gan_alloc((size_t)pairs, sizeof *length, e);
	char note[384];
	int rc = length ? open_path(&p, w, in, pairs, e) : -1;

	(void)state;
	if (!rc)
		rc = walk(&p, length, pairs, e);
	if (rc)
		gan_fail_prefix(e, "%s", in->name);
	else {
		gan_metric_note(out, "at=%s eps=%g seed=%" PRIu64 " %s", p.end ? "end" : "full", p.eps, p.seed,
		                gan_looker_note(w->look, GAN_FEATURE_LAYER, note, sizeof note));
		put(out, length, pairs);
	}
	runner_free(&p.g);
	runner_free(&p.f);
	gan_zset_free(&p.a);
	gan_zset_free(&p.b);
	gan_free(length);
	return rc;
}

const struct gan_metric gan_metric_ppl = {
	.name = "ppl",
	.help = "perceptual path length of a model's generator, in features or of points",
	.flags = GAN_METRIC_MODEL | GAN_METRIC_FEATURES,
	.setting = settings,
	.nsetting = sizeof settings / sizeof *settings,
	.judge = judge,
};
