#include "metric/judged.h"

#include <inttypes.h>
#include <string.h>
#include "infer/sampler.h"
#include "base/mem.h"

struct run {
	const struct gan_judged_opt *o;
	const struct gan_judged_want *w;
	int (*fn)(void *ctx, const struct gan_judged *in, struct gan_err *e);
	void *ctx;
	struct gan_stats stats; /* of all operands so far */
	char *stats_name;       /* the first one's */
};

static int check_like_ref(const struct gan_dataset *ref, const char *ref_name, const struct gan_dataset *s, const char *name,
                          struct gan_err *e)
{
	char want[96], found[96];

	if (ref && gan_data_same_features(ref->features, ref_name, s->features, name, e))
		return -1;
	if (!ref || (ref->h == s->h && ref->w == s->w && ref->c == s->c && ref->d == s->d))
		return 0;
	return gan_fail(e, GAN_DATA, "%s: expected %s as in %s, found %s", name,
	                gan_data_size_str(want, sizeof want, ref->h, ref->w, ref->c, ref->d), ref_name,
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
static int take_samples(const struct gan_judged_opt *o, struct gan_model *m, struct gan_dataset *s, struct gan_err *e)
{
	struct gan_sampler *sampler = gan_sampler_new(m, o->no_ema ? GAN_SAMPLE_NO_EMA : 0, e);
	void *x;
	int rc;

	if (!sampler)
		return -1;
	gan_sampler_size(sampler, &s->h, &s->w, &s->c, &s->d);
	s->n = o->n ? o->n : o->n_default;
	x = alloc_samples(s, e);
	rc = x ? gan_sampler_run(sampler, o->seed >= 0 ? (uint64_t)o->seed : m->seed, 0, s->n, NULL, x, e) : -1;
	gan_sampler_free(sampler);
	if (s->h)
		s->x8 = x;
	else
		s->xf = x;
	return rc;
}

int gan_judged_ref(const struct gan_judged_opt *o, struct gan_dataset *s, struct gan_stats *st, struct gan_err *e)
{
	struct gan_reader *r = o->ref ? gan_reader_open(o->ref, o->read_flags, e) : NULL;
	struct gan_doc d = { 0 };
	int rc;

	if (!r)
		return o->ref ? -1 : 0;
	rc = gan_reader_next(r, &d, e);
	if (!rc)
		rc = gan_fail(e, GAN_DATA, "%s: expected data, found a stream without records", gan_reader_name(r));
	else if (rc > 0 && st && gan_stats_is(&d))
		rc = gan_stats_add_stream(st, r, &d, e);
	else if (rc > 0)
		rc = gan_dataset_read(s, r, &d, e) || gan_dataset_finite(s, o->ref, e) ? -1 : 0;
	gan_doc_free(&d);
	gan_reader_close(r);
	return rc;
}

static int give(const struct run *r, const struct gan_judged *in, struct gan_err *e)
{
	if (in->set && (gan_dataset_finite(in->set, in->name, e) || check_like_ref(r->w->ref, r->o->ref, in->set, in->name, e)))
		return -1;
	return r->fn(r->ctx, in, e);
}

static int one_model(void *ctx, struct gan_doc *d, const char *name, struct gan_err *e)
{
	struct run *r = ctx;
	struct gan_model m = { 0 };
	struct gan_dataset set = { 0 };
	struct gan_judged in = { .name = name, .model = &m };
	int rc = gan_model_from_doc(&m, d, name, e);

	if (!rc && r->w->samples) {
		rc = take_samples(r->o, &m, &set, e);
		if (rc)
			gan_fail_prefix(e, "%s", name);
		in.set = &set;
	}
	if (!rc)
		rc = give(r, &in, e);
	gan_dataset_free(&set);
	gan_model_free(&m);
	return rc;
}

/* d is the stream's first record. */
static int models(struct run *r, struct gan_reader *in, struct gan_doc *d, struct gan_err *e)
{
	struct gan_series_want want = { .record = r->o->record, .fn = one_model, .ctx = r, .warn = r->o->warn,
		                        .warn_ctx = r->o->ctx };

	return gan_series_each(in, d, &want, e);
}

static int refuse_for_data(const struct run *r, const char *name, struct gan_err *e)
{
	const struct gan_judged_opt *o = r->o;

	if (r->w->model_only)
		return gan_fail(e, GAN_DATA, "%s: %s is about a model, found data", name, r->w->model_only);
	if (o->n)
		return gan_fail(e, GAN_USAGE, "%s: -n is how many samples are taken of a model, found data (gan-data -n takes a part)",
		                name);
	if (o->seed >= 0 || o->no_ema)
		return gan_fail(e, GAN_USAGE, "%s: %s is about samples of a model, found data", name,
		                o->no_ema ? "--no-ema" : "-s");
	if (o->record != GAN_SERIES_ALL)
		return gan_fail(e, GAN_USAGE, "%s: --record chooses among models, found data (gan-data --record chooses there)", name);
	return 0;
}

static int one_set(struct run *r, struct gan_reader *in, struct gan_doc *d, struct gan_err *e)
{
	struct gan_dataset set = { 0 };
	struct gan_judged what = { .name = gan_reader_name(in), .set = &set };
	int rc = refuse_for_data(r, what.name, e);

	if (!rc)
		rc = gan_dataset_read(&set, in, d, e);
	if (!rc && set.warning && r->o->warn)
		r->o->warn(r->o->ctx, set.warning);
	if (!rc)
		rc = give(r, &what, e);
	gan_dataset_free(&set);
	return rc;
}

/* Statistics wait until all operands are read. */
static int add_stats(struct run *r, struct gan_reader *in, struct gan_doc *d, struct gan_err *e)
{
	const char *name = gan_reader_name(in);

	if (!r->w->stats)
		return gan_fail(e, GAN_DATA, "%s: statistics are judged by -M fid alone, which needs no more", name);
	if (refuse_for_data(r, name, e) || (!r->stats_name && !(r->stats_name = gan_strdup(name, e))))
		return -1;
	return gan_stats_add_stream(&r->stats, in, d, e);
}

static int one_stream(struct run *r, const char *path, struct gan_err *e)
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
		if (gan_stats_is(&d))
			rc = add_stats(r, in, &d, e);
		else if (r->stats_name)
			rc = gan_fail(e, GAN_DATA, "%s: expected statistics, as in %s, found another kind of record", gan_reader_name(in),
			              r->stats_name);
		else
			rc = kind && !strcmp(kind, "model") ? models(r, in, &d, e) : one_set(r, in, &d, e);
	}
	gan_doc_free(&d);
	gan_reader_close(in);
	return rc;
}

int gan_judged_each(const struct gan_judged_opt *o, const struct gan_judged_want *w,
                    int (*fn)(void *ctx, const struct gan_judged *in, struct gan_err *e), void *ctx, struct gan_err *e)
{
	struct run r = { .o = o, .w = w, .fn = fn, .ctx = ctx };
	struct gan_judged all = { .stats = &r.stats };
	int rc = o->npaths ? 0 : one_stream(&r, NULL, e);

	for (size_t i = 0; i < o->npaths && !rc; i++)
		rc = one_stream(&r, o->paths[i], e);
	all.name = r.stats_name;
	if (!rc && r.stats_name)
		rc = fn(ctx, &all, e);
	gan_stats_free(&r.stats);
	gan_free(r.stats_name);
	return rc;
}
