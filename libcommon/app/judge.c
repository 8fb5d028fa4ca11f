/* gan-stat -M: opens what is judged, takes samples of models, and asks the metrics one after another. */
#include "app/judge.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>
#include "app/metric.h"
#include "app/sampler.h"
#include "base/mem.h"
#include "base/text.h"

#define MAX_METRICS 32

struct run {
	const struct gan_judge_opt *o;
	struct gan_out *out;
	struct gan_buf text;
	struct gan_table table;
	const struct gan_metric *metric[MAX_METRICS];
	void *state[MAX_METRICS];
	size_t n, started;
	unsigned flags;      /* of all metrics */
	int samples;         /* does any of them judge samples? */
	struct gan_metric_with with;
	struct gan_dataset ref;
};

/* ---- the metrics and their settings ---- */

static int add_metric(struct run *r, const char *name, struct gan_err *e)
{
	const struct gan_metric *m = gan_metric_find(name, e);

	if (!m)
		return -1;
	for (size_t i = 0; i < r->n; i++)
		if (r->metric[i] == m)
			return gan_fail(e, GAN_USAGE, "-M: metric '%s' is named twice", name);
	if (r->n == MAX_METRICS)
		return gan_fail(e, GAN_USAGE, "-M: more than %d metrics", MAX_METRICS);
	r->metric[r->n++] = m;
	r->flags |= m->flags;
	r->samples |= !(m->flags & GAN_METRIC_MODEL);
	return 0;
}

static int parse_metrics(struct run *r, struct gan_err *e)
{
	const char *p = r->o->metrics;

	for (;;) {
		size_t n = strcspn(p, ",");
		char *name = gan_strndup(p, n, e);
		int rc = name ? add_metric(r, name, e) : -1;

		gan_free(name);
		if (rc)
			return -1;
		if (!p[n])
			return 0;
		p += n + 1;
	}
}

static int unknown_setting(const struct run *r, const char *key, struct gan_err *e)
{
	const char *names[256], *near;
	size_t n = 0;

	for (size_t i = 0; i < gan_metric_count(); i++)
		if (gan_setting_find(gan_metric_at(i)->setting, gan_metric_at(i)->nsetting, key))
			return gan_fail(e, GAN_USAGE, "setting '%s' is the metric %s's, and -M is %s", key, gan_metric_at(i)->name,
			                r->o->metrics);
	for (size_t i = 0; i < r->n; i++)
		for (size_t k = 0; k < r->metric[i]->nsetting && n < 256; k++)
			names[n++] = r->metric[i]->setting[k].key;
	near = gan_nearest(key, names, n);
	return gan_fail(e, GAN_USAGE, "unknown setting '%s'%s%s%s", key, near ? " (did you mean '" : "", near ? near : "",
	                near ? "'?)" : "");
}

static int check_settings(const struct run *r, struct gan_err *e)
{
	const struct gan_kv *set = r->o->set;

	for (size_t k = 0; set && k < set->n; k++) {
		int known = 0;

		for (size_t i = 0; i < r->n; i++) {
			const struct gan_setting *s = gan_setting_find(r->metric[i]->setting, r->metric[i]->nsetting, set->key[k]);

			known |= s != NULL;
			if (s && gan_setting_check(s, set->val[k], e))
				return -1;
		}
		if (!known)
			return unknown_setting(r, set->key[k], e);
	}
	return 0;
}

/* An option that no metric looks at is a mistake. */
static int check_options(const struct run *r, struct gan_err *e)
{
	const struct gan_judge_opt *o = r->o;

	for (size_t i = 0; i < r->n; i++) {
		unsigned f = r->metric[i]->flags;

		if (!o->ref && (f & GAN_METRIC_NEEDS_REF) == GAN_METRIC_NEEDS_REF)
			return gan_fail(e, GAN_USAGE, "-M %s: expected --ref REAL, the data to compare with", r->metric[i]->name);
		if (!o->features && (f & GAN_METRIC_NEEDS_FEATURES) == GAN_METRIC_NEEDS_FEATURES)
			return gan_fail(e, GAN_USAGE, "-M %s: expected -f MODEL:LAYER, the network to look with", r->metric[i]->name);
	}
	if (o->ref && !(r->flags & GAN_METRIC_REF))
		return gan_fail(e, GAN_USAGE, "--ref: -M %s compares with nothing", o->metrics);
	if (o->features && !(r->flags & GAN_METRIC_FEATURES))
		return gan_fail(e, GAN_USAGE, "-f: -M %s looks at no features", o->metrics);
	return 0;
}

static int check_stdin_once(const struct gan_judge_opt *o, struct gan_err *e)
{
	size_t n = o->npaths ? 0 : 1;

	for (size_t i = 0; i < o->npaths; i++)
		n += !strcmp(o->paths[i], "-");
	n += o->ref && !strcmp(o->ref, "-");
	n += o->features && (!strcmp(o->features, "-") || !strncmp(o->features, "-:", 2));
	return n < 2 ? 0 : gan_fail(e, GAN_USAGE, "'-' (stdin) may stand once, found %zu times", n);
}

/* ---- sets ---- */

static int check_finite(const struct gan_dataset *s, const char *name, struct gan_err *e)
{
	for (int64_t i = 0; s->xf && i < s->n * s->d; i++)
		if (!isfinite(s->xf[i]))
			return gan_fail(e, GAN_DATA, "%s: element %" PRId64 ": expected numbers, number %" PRId64 " is not finite",
			                name, i / s->d + 1, i % s->d + 1);
	return 0;
}

static int load_ref(struct run *r, struct gan_err *e)
{
	if (!r->o->ref)
		return 0;
	if (gan_dataset_load(&r->ref, &r->o->ref, 1, r->o->read_flags, e) || check_finite(&r->ref, r->o->ref, e))
		return -1;
	r->with.ref = &r->ref;
	return 0;
}

static int check_like_ref(const struct run *r, const struct gan_dataset *s, const char *name, struct gan_err *e)
{
	const struct gan_dataset *ref = r->with.ref;
	char want[96], found[96];

	if (!ref || (ref->h == s->h && ref->w == s->w && ref->c == s->c && ref->d == s->d))
		return 0;
	return gan_fail(e, GAN_DATA, "%s: expected %s as in %s, found %s", name,
	                gan_data_size_str(want, sizeof want, ref->h, ref->w, ref->c, ref->d), r->o->ref,
	                gan_data_size_str(found, sizeof found, s->h, s->w, s->c, s->d));
}

static void *alloc_samples(const struct gan_dataset *s, struct gan_err *e)
{
	size_t bytes, row = (size_t)s->d * (s->h ? 1 : sizeof(float));
	uint64_t max;

	if (gan_stream_max_bytes(&max, e))
		return NULL;
	if (!gan_mul_ok((size_t)s->n, row, &bytes) || bytes > max) {
		gan_fail(e, GAN_USAGE, "-n %" PRId64 ": so many samples are more than %" PRIu64 " bytes, all that may be held "
		         "(GAN_MAX_BYTES sets it)", s->n, max);
		return NULL;
	}
	return gan_alloc(bytes, 1, e);
}

/* Samples of a model as a set, which the caller frees. */
static int take_samples(const struct run *r, struct gan_model *m, struct gan_dataset *s, struct gan_err *e)
{
	const struct gan_judge_opt *o = r->o;
	struct gan_sampler *sampler = gan_sampler_new(m, o->no_ema ? GAN_SAMPLE_NO_EMA : 0, e);
	void *x;
	int rc;

	if (!sampler)
		return -1;
	gan_sampler_size(sampler, &s->h, &s->w, &s->c, &s->d);
	s->n = o->n ? o->n : GAN_JUDGE_SAMPLES;
	x = alloc_samples(s, e);
	rc = x ? gan_sampler_run(sampler, o->seed >= 0 ? (uint64_t)o->seed : m->seed, 0, s->n, NULL, x, e) : -1;
	gan_sampler_free(sampler);
	if (s->h)
		s->x8 = x;
	else
		s->xf = x;
	return rc;
}

/* ---- judging ---- */

static int send(struct run *r, struct gan_err *e)
{
	int rc = gan_buf_ok(&r->text, e);

	if (!rc && r->text.len)
		rc = gan_out_write(r->out, r->text.s, r->text.len, e) || gan_out_flush(r->out, e) ? -1 : 0;
	r->text.len = 0;
	return rc;
}

static int judge(struct run *r, const struct gan_metric_in *in, struct gan_err *e)
{
	if (in->set && (check_finite(in->set, in->name, e) || check_like_ref(r, in->set, in->name, e)))
		return -1;
	for (size_t i = 0; i < r->n; i++) {
		const struct gan_metric *m = r->metric[i];
		struct gan_metric_out out = { .table = &r->table, .metric = m->name, .file = r->o->npaths > 1 ? in->name : NULL,
			                      .step = in->model ? (int64_t)in->model->step : -1 };

		if (m->judge(r->state[i], &r->with, in, &out, e))
			return -1;
	}
	return send(r, e);
}

static int judge_model(struct run *r, struct gan_doc *d, const char *name, struct gan_err *e)
{
	struct gan_model m = { 0 };
	struct gan_dataset set = { 0 };
	struct gan_metric_in in = { .name = name, .model = &m };
	int rc = gan_model_from_doc(&m, d, name, e);

	if (!rc && r->samples) {
		rc = take_samples(r, &m, &set, e);
		if (rc)
			gan_fail_prefix(e, "%s", name);
		in.set = &set;
	}
	if (!rc)
		rc = judge(r, &in, e);
	gan_dataset_free(&set);
	gan_model_free(&m);
	return rc;
}

/* d is the stream's first record. */
static int judge_models(struct run *r, struct gan_reader *in, struct gan_doc *d, struct gan_err *e)
{
	struct gan_doc kept = { 0 };
	int64_t want = r->o->record, n = 0;
	int rc = 1;

	while (rc > 0) {
		if (want == GAN_JUDGE_ALL || want == n)
			if (judge_model(r, d, gan_reader_name(in), e)) {
				rc = -1;
				break;
			}
		if (want == GAN_JUDGE_LAST) {
			struct gan_doc swap = kept;

			kept = *d;
			*d = swap;
		}
		n++;
		rc = gan_reader_next(in, d, e);
	}
	if (!rc && want >= n)
		rc = gan_fail(e, GAN_DATA, "%s: no record %" PRId64 ": there are %" PRId64, gan_reader_name(in), want, n);
	if (!rc && gan_reader_warning(in) && r->o->warn)
		r->o->warn(r->o->ctx, gan_reader_warning(in));
	if (!rc && want == GAN_JUDGE_LAST)
		rc = judge_model(r, &kept, gan_reader_name(in), e);
	gan_doc_free(&kept);
	return rc;
}

static int refuse_for_data(const struct run *r, const char *name, struct gan_err *e)
{
	const struct gan_judge_opt *o = r->o;

	for (size_t i = 0; i < r->n; i++)
		if (r->metric[i]->flags & GAN_METRIC_MODEL)
			return gan_fail(e, GAN_DATA, "%s: -M %s judges a model, found data", name, r->metric[i]->name);
	if (o->n)
		return gan_fail(e, GAN_USAGE, "%s: -n is how many samples are taken of a model, found data (gan-data -n takes a part)",
		                name);
	if (o->seed >= 0 || o->no_ema)
		return gan_fail(e, GAN_USAGE, "%s: %s is about samples of a model, found data", name,
		                o->no_ema ? "--no-ema" : "-s");
	if (o->record != GAN_JUDGE_ALL)
		return gan_fail(e, GAN_USAGE, "%s: --record chooses among models, found data (gan-data --record chooses there)", name);
	return 0;
}

static int judge_data(struct run *r, struct gan_reader *in, struct gan_doc *d, struct gan_err *e)
{
	struct gan_dataset set = { 0 };
	struct gan_metric_in what = { .name = gan_reader_name(in), .set = &set };
	int rc = refuse_for_data(r, what.name, e);

	if (!rc)
		rc = gan_dataset_read(&set, in, d, e);
	if (!rc && set.warning && r->o->warn)
		r->o->warn(r->o->ctx, set.warning);
	if (!rc)
		rc = judge(r, &what, e);
	gan_dataset_free(&set);
	return rc;
}

static int judge_stream(struct run *r, const char *path, struct gan_err *e)
{
	struct gan_reader *in = gan_reader_open(path, r->o->read_flags, e);
	struct gan_doc d = { 0 };
	const char *kind;
	int rc;

	if (!in)
		return -1;
	rc = gan_reader_next(in, &d, e);
	if (!rc)
		rc = gan_fail(e, GAN_DATA, "%s: expected data or a model, found a stream without records", gan_reader_name(in));
	if (rc > 0) {
		kind = gan_kv_get(&d.meta, "gan.kind");
		rc = kind && !strcmp(kind, "model") ? judge_models(r, in, &d, e) : judge_data(r, in, &d, e);
	}
	gan_doc_free(&d);
	gan_reader_close(in);
	return rc;
}

/* ---- all ---- */

static int start(struct run *r, struct gan_err *e)
{
	const struct gan_judge_opt *o = r->o;

	r->with = (struct gan_metric_with){ .ref_name = o->ref, .features = o->features, .read_flags = o->read_flags,
		                            .set = o->set, .warn = o->warn, .ctx = o->ctx };
	if (parse_metrics(r, e) || check_settings(r, e) || check_options(r, e) || check_stdin_once(o, e))
		return -1;
	r->out = gan_out_open_text(o->output, e);
	if (!r->out || load_ref(r, e))
		return -1;
	for (; r->started < r->n; r->started++) {
		const struct gan_metric *m = r->metric[r->started];

		if (m->start && m->start(&r->state[r->started], &r->with, e))
			return -1;
	}
	return 0;
}

static int finish(struct run *r, int rc, struct gan_err *e)
{
	for (size_t i = 0; i < r->started; i++)
		if (r->metric[i]->end)
			r->metric[i]->end(r->state[i]);
	gan_dataset_free(&r->ref);
	gan_table_free(&r->table);
	gan_buf_free(&r->text);
	if (!rc)
		return gan_out_commit(r->out, e);
	gan_out_abort(r->out);
	return -1;
}

int gan_app_judge(const struct gan_judge_opt *o, struct gan_err *e)
{
	struct run r = { .o = o };
	int rc;

	r.table.out = &r.text;
	r.table.json = o->json;
	rc = start(&r, e);
	if (!rc && !o->npaths)
		rc = judge_stream(&r, NULL, e);
	for (size_t i = 0; i < o->npaths && !rc; i++)
		rc = judge_stream(&r, o->paths[i], e);
	return finish(&r, rc, e);
}
