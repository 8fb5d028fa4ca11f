#include "feature/features.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "infer/weights.h"
#include "base/mem.h"
#include "plan/plan.h"

/* What a plan may take for the values of a batch: where a net's are larger, a batch has fewer samples. A constant, so that what is
   computed is the same on every machine. */
#define BATCH_BYTES ((size_t)256 << 20)

/* ---- which model, net, layer ---- */

/* The net that LAYER begins with, as "d.": then *layer moves past it. */
static const struct gan_net *named_net(const struct gan_nets *nets, const char **layer)
{
	for (size_t i = 0; i < nets->n; i++) {
		size_t n = strlen(nets->net[i].name);

		if (!strncmp(*layer, nets->net[i].name, n) && (*layer)[n] == '.') {
			*layer += n + 1;
			return &nets->net[i];
		}
	}
	return NULL;
}

const struct gan_net *gan_net_that_looks(const struct gan_nets *nets)
{
	const struct gan_net *net = nets->n == 1 ? &nets->net[0] : gan_nets_find(nets, "c");

	return net ? net : gan_nets_find(nets, "d");
}

static int choose_net(struct gan_feature_net *f, const char *layer, struct gan_err *e)
{
	const struct gan_nets *nets = &f->m.nets;

	f->net = layer ? named_net(nets, &layer) : NULL;
	if (!f->net)
		f->net = gan_net_that_looks(nets);
	if (!f->net)
		return gan_fail(e, GAN_DATA, "%s: has %zu nets, none of them c or d: say which, as MODEL:%s.LAYER", f->name, nets->n,
		                nets->net[0].name);
	if (f->net->nin != 1 || f->net->in[0].kind == GAN_IO_LABEL)
		return gan_fail(e, GAN_DATA, "%s: net %s: expected one input, of data, found %zu, '%s' the first", f->name, f->net->name,
		                f->net->nin, f->net->in[0].name);
	if (layer && *layer && !(f->layer = gan_strdup(layer, e)))
		return -1;
	return 0;
}

int gan_feature_net_open(struct gan_feature_net *f, const char *spec, unsigned read_flags, struct gan_err *e)
{
	const char *colon = strrchr(spec, ':');
	struct gan_model_source from;

	memset(f, 0, sizeof *f);
	f->name = gan_strdup(spec, e);
	if (!f->name)
		return -1;
	if (colon)
		f->name[colon - spec] = 0;
	if (gan_model_read(&f->m, f->name, -1, read_flags, &from, e) || choose_net(f, colon ? colon + 1 : NULL, e))
		goto fail;
	f->hash = from.hash;
	f->ema = gan_weights_has_ema(&f->m.store, f->net);
	if (!gan_weights_finite(&f->m.store, f->net, f->ema ? "ema." : "", e))
		return 0;
	gan_fail_prefix(e, "%s", f->name);
fail:
	gan_feature_net_free(f);
	return -1;
}

void gan_feature_net_free(struct gan_feature_net *f)
{
	if (!f)
		return;
	gan_model_free(&f->m);
	gan_free(f->layer);
	gan_free(f->name);
	memset(f, 0, sizeof *f);
}

int gan_feature_net_copy(const struct gan_feature_net *f, struct gan_store *to, const char *prefix, struct gan_err *e)
{
	char own[128], name[512];

	snprintf(own, sizeof own, "%s%s.", f->ema ? "ema." : "", f->net->name);
	for (size_t i = 0; i < f->m.store.n; i++) {
		const struct gan_entry *from = f->m.store.entry[i];
		struct gan_entry *copy;

		if (strncmp(from->name, own, strlen(own)))
			continue;
		snprintf(name, sizeof name, "%s%s", prefix, from->name + strlen(own));
		if (gan_store_find(to, name))
			continue;
		copy = gan_store_add(to, name, from->t.dtype, &from->t.shape, from->t.layout, e);
		if (!copy)
			return -1;
		memcpy(copy->t.data, from->t.data, from->t.nbytes);
	}
	return 0;
}

/* ---- the plan ---- */

struct extractor {
	struct gan_graph *g;
	struct gan_plan *plan;
	struct gan_node *out;
	int64_t h, w, c, d, dim, batch;
	int64_t rng[3];
	int bytes;
	void *x; /* bytes [batch,h,w,c], or gan_real [batch,h,w,c] of 0..255 or [batch,d] */
};

/* Says what the net reads, and what makes pictures so. */
static int misfit(const struct gan_net *net, const char *name, const struct gan_dataset *v, const char *found, struct gan_err *e)
{
	const struct gan_io *x = &net->in[0];
	const char *colour = x->c == v->c ? "" : x->c == 1 ? " -C gray" : x->c == 3 ? " -C rgb" : NULL;
	char w[24] = "*", h[24] = "*", resize[64] = "", cure[128] = "";

	if (x->w > 0)
		snprintf(w, sizeof w, "%" PRId64, x->w);
	if (x->h > 0)
		snprintf(h, sizeof h, "%" PRId64, x->h);
	if (x->h > 0 && x->w > 0)
		snprintf(resize, sizeof resize, " -S %sx%s", w, h);
	if (colour)
		snprintf(cure, sizeof cure, " (gan-data%s%s makes them so)", resize, colour);
	return gan_fail(e, GAN_DATA, "net %s of %s reads pictures of %sx%s with %" PRId64 " channels, found %s%s", net->name,
	                name, w, h, x->c, found, cure);
}

int gan_net_reads(const struct gan_net *net, const char *name, const struct gan_dataset *v, struct gan_err *e)
{
	const struct gan_io *x = &net->in[0];
	char found[96];

	gan_data_size_str(found, sizeof found, v->h, v->w, v->c, v->d);
	if (x->kind == GAN_IO_VECTOR) {
		if (v->h || (x->n > 0 && x->n != v->d))
			return gan_fail(e, GAN_DATA, "net %s of %s reads points of %" PRId64 " numbers, found %s", net->name, name, x->n,
			                found);
		return 0;
	}
	if (!v->h)
		return gan_fail(e, GAN_DATA, "net %s of %s reads pictures, found points of %s", net->name, name, found);
	if ((x->h > 0 && x->h != v->h) || (x->w > 0 && x->w != v->w) || x->c != v->c)
		return misfit(net, name, v, found, e);
	return 0;
}

int gan_feature_net_fits(const struct gan_feature_net *f, const struct gan_dataset *v, struct gan_err *e)
{
	return gan_net_reads(f->net, f->name, v, e);
}

static const char *layer_of(const struct gan_feature_net *f, enum gan_feature_which which)
{
	return f->layer ? f->layer : which == GAN_FEATURE_LAYER ? "features" : f->net->out[0].name ? f->net->out[0].name : "output";
}

/* A layer's value as rows of numbers. */
static struct gan_node *as_rows(struct gan_graph *g, struct gan_node *y, int64_t n, struct gan_err *e)
{
	struct gan_shape rows = gan_shape_of(2, n, (int64_t)-1);

	if (!y)
		return NULL;
	if (y->type != GAN_REAL || y->shape.rank < 1 || y->shape.dim[0] != n) {
		gan_fail(e, GAN_DATA, "its value is not numbers of each sample");
		return NULL;
	}
	return y->shape.rank == 4 ? gan_flatten_chw(g, y) : gan_reshape(g, y, &rows);
}

struct gan_node *gan_features_node(const struct gan_feature_net *f, enum gan_feature_which which, struct gan_graph *g,
                                   struct gan_scope *scope, const char *prefix, struct gan_node *x, struct gan_err *e)
{
	int64_t n = x ? x->shape.dim[0] : 0;
	struct gan_node *y = NULL, *rows;
	struct gan_apply a = {
		.mode = GAN_NET_EVAL, .scope = scope, .prefix = prefix, .rng = gan_rng(g), .purpose = "features", .in = &x, .out = &y,
	};

	if (x && x->shape.rank == 4)
		x = gan_io_decode(g, &f->net->in[0], x);
	if (f->layer || which == GAN_FEATURE_LAYER)
		y = gan_net_layer(f->net, g, &a, layer_of(f, which), e);
	else if (gan_net_apply(f->net, g, &a, e))
		y = NULL;
	rows = as_rows(g, y, n, e);
	if (!gan_graph_ok(g, e) && rows)
		return rows;
	gan_fail_prefix(e, "%s: layer '%s'", f->name, layer_of(f, which));
	return NULL;
}

static int build(struct extractor *s, struct gan_feature_net *f, enum gan_feature_which which, struct gan_err *e)
{
	struct gan_scope *scope = gan_scope_new(s->g, &f->m.store, e);
	struct gan_shape pictures = gan_shape_of(4, s->batch, s->h, s->w, s->c), points = gan_shape_of(2, s->batch, s->d);
	struct gan_node *x = gan_input(s->g, "x", s->bytes ? GAN_U8 : GAN_REAL, s->h ? &pictures : &points);

	if (!scope)
		return -1;
	s->out = gan_features_node(f, which, s->g, scope, f->ema ? "ema." : "", x, e);
	gan_scope_free(scope);
	if (!s->out)
		return -1;
	s->dim = s->out->shape.dim[1];
	return 0;
}

static int compile(struct extractor *s, struct gan_feature_net *f, enum gan_feature_which which, int64_t batch, struct gan_err *e)
{
	gan_plan_free(s->plan);
	gan_graph_free(s->g);
	s->plan = NULL;
	s->batch = batch;
	s->g = gan_graph_new(e);
	if (!s->g || gan_stream_max_bytes(&s->g->max_bytes, e) || build(s, f, which, e) ||
	    !(s->plan = gan_plan_new(s->g, &f->m.store, &s->out, 1, 0, e)))
		return -1;
	return 0;
}

/* Compiles for a batch of n samples, or as many as fit BATCH_BYTES: a power of two up to GAN_FEATURE_BATCH. */
static int compile_to_fit(struct extractor *s, struct gan_feature_net *f, enum gan_feature_which which, int64_t n,
                          struct gan_err *e)
{
	struct gan_plan_stats st;
	int64_t batch = 1, fits;

	while (batch < n && batch < GAN_FEATURE_BATCH)
		batch *= 2;
	if (compile(s, f, which, batch, e))
		return -1;
	gan_plan_stats(s->plan, &st);
	for (fits = batch; fits > 1 && st.arena_bytes / (size_t)batch * (size_t)fits > BATCH_BYTES;)
		fits /= 2;
	return fits < batch ? compile(s, f, which, fits, e) : 0;
}

static void extractor_free(struct extractor *s)
{
	if (!s)
		return;
	gan_plan_free(s->plan);
	gan_graph_free(s->g);
	gan_free(s->x);
	gan_free(s);
}

static struct extractor *extractor_new(struct gan_feature_net *f, enum gan_feature_which which, const struct gan_dataset *v,
                                       struct gan_err *e)
{
	struct extractor *s;

	if (gan_feature_net_fits(f, v, e) || !(s = gan_alloc(1, sizeof *s, e)))
		return NULL;
	s->h = v->h;
	s->w = v->w;
	s->c = v->c;
	s->d = v->d;
	s->bytes = v->h && !v->xf;
	if (!compile_to_fit(s, f, which, v->n, e) && (s->x = gan_alloc((size_t)(s->batch * s->d), s->bytes ? 1 : sizeof(gan_real), e)))
		return s;
	extractor_free(s);
	return NULL;
}

/* Samples at..at+n of v, zeros after them. */
static void fill(struct extractor *s, const struct gan_dataset *v, int64_t at, int64_t n)
{
	double unit = s->h ? 255 : 1;

	if (s->bytes) {
		memset(s->x, 0, (size_t)(s->batch * s->d));
		memcpy(s->x, v->x8 + at * s->d, (size_t)(n * s->d));
		return;
	}
	for (int64_t i = 0; i < s->batch * s->d; i++)
		((gan_real *)s->x)[i] = i < n * s->d ? (gan_real)(unit * v->xf[at * s->d + i]) : 0;
}

static int extract(struct extractor *s, const struct gan_dataset *v, float *out, struct gan_err *e)
{
	for (int64_t k = 0; k < v->n; k += s->batch) {
		int64_t some = v->n - k < s->batch ? v->n - k : s->batch;
		const gan_real *y;

		fill(s, v, k, some);
		s->rng[2] = k;
		gan_plan_bind(s->plan, "rng", s->rng);
		gan_plan_bind(s->plan, "x", s->x);
		if (gan_plan_run(s->plan, e))
			return -1;
		y = gan_plan_value(s->plan, s->out);
		for (int64_t i = 0; i < some * s->dim; i++)
			out[k * s->dim + i] = (float)y[i];
	}
	return 0;
}

/* ---- a whole set ---- */

static float *alloc_rows(int64_t n, int64_t d, struct gan_err *e)
{
	size_t bytes;
	uint64_t max;

	if (gan_stream_max_bytes(&max, e))
		return NULL;
	if (!gan_mul_ok((size_t)n, (size_t)d, &bytes) || !gan_mul_ok(bytes, sizeof(float), &bytes) || bytes > max) {
		gan_fail(e, GAN_DATA, "%" PRId64 " features of %" PRId64 " elements are more than %" PRIu64 " bytes, all that may be held "
		         "(name a smaller layer, or GAN_MAX_BYTES sets it)", d, n, max);
		return NULL;
	}
	return gan_alloc(bytes, 1, e);
}

static float *copy(const struct gan_dataset *s, int pictures, int64_t *d, struct gan_err *e)
{
	float *x;

	if (s->h && !pictures) {
		gan_fail(e, GAN_USAGE, "pictures are compared by features of a network: expected -f MODEL:LAYER");
		return NULL;
	}
	*d = s->d;
	x = alloc_rows(s->n, s->d, e);
	for (int64_t i = 0; x && !s->xf && i < s->n * s->d; i++)
		x[i] = (float)s->x8[i] / 255;
	if (x && s->xf)
		memcpy(x, s->xf, (size_t)(s->n * s->d) * sizeof *x);
	return x;
}

float *gan_features_of(struct gan_feature_net *f, enum gan_feature_which which, const struct gan_dataset *s, int64_t *d,
                       struct gan_err *e)
{
	struct extractor *x;
	float *out;

	if (!f || which == GAN_FEATURE_RAW)
		return copy(s, which == GAN_FEATURE_RAW, d, e);
	x = extractor_new(f, which, s, e);
	if (!x)
		return NULL;
	*d = x->dim;
	out = alloc_rows(s->n, x->dim, e);
	if (out && extract(x, s, out, e)) {
		gan_free(out);
		out = NULL;
	}
	extractor_free(x);
	return out;
}

static char *describe(const struct gan_feature_net *f, enum gan_feature_which which, const char *file, char *buf, size_t n)
{
	char resize[64];

	snprintf(buf, n, "net=%s%s%s.%s hash=%016" PRIx64 " weights=%s input=%s resize=%s", file, *file ? ":" : "", f->net->name,
	         layer_of(f, which), f->hash, f->ema ? "ema" : "own", f->net->in[0].kind == GAN_IO_IMAGE ? "bytes" : "points",
	         gan_net_resize(f->net, resize, sizeof resize));
	return buf;
}

char *gan_feature_id(const struct gan_feature_net *f, enum gan_feature_which which, char *buf, size_t n)
{
	return describe(f, which, "", buf, n);
}

char *gan_feature_note(const struct gan_feature_net *f, enum gan_feature_which which, char *buf, size_t n)
{
	if (f && which != GAN_FEATURE_RAW)
		describe(f, which, f->name, buf, n);
	else
		snprintf(buf, n, "net=none%s", which == GAN_FEATURE_RAW ? " input=raw" : "");
	return buf;
}

int gan_features_finite(const float *x, int64_t n, int64_t d, struct gan_err *e)
{
	for (int64_t i = 0; i < n * d; i++)
		if (!isfinite(x[i]))
			return gan_fail(e, GAN_DATA, "expected numbers, feature %" PRId64 " of sample %" PRId64 " is not finite", i % d + 1,
			                i / d + 1);
	return 0;
}
