#include "feature/featurise.h"

#include <string.h>
#include "feature/features.h"
#include "feature/stats.h"
#include "base/mem.h"

#define PART_BYTES (64 << 20)

struct run {
	const struct gan_featurise_opt *o;
	struct gan_feature_net net;
	struct gan_dataset set;
	struct gan_writer *writer;
};

/* Elements at..at+n as a set that owns nothing. */
static struct gan_dataset slice(const struct gan_dataset *s, int64_t at, int64_t n)
{
	struct gan_dataset part = *s;

	part.n = n;
	part.x8 = s->x8 ? s->x8 + at * s->d : NULL;
	part.xf = s->xf ? s->xf + at * s->d : NULL;
	part.y = s->y ? s->y + at : NULL;
	return part;
}

static int put_labels(struct gan_doc *d, const struct gan_dataset *part, struct gan_err *e)
{
	struct gan_shape labels = gan_shape_of(1, part->n);
	struct gan_doc_tensor *y;

	if (!part->y)
		return 0;
	y = gan_doc_add(d, "y", GAN_I64, &labels, e);
	if (!y)
		return -1;
	memcpy(y->t.data, part->y, (size_t)part->n * sizeof *part->y);
	return 0;
}

static int put_history(struct run *r, struct gan_doc *d, struct gan_err *e)
{
	const char *parent[64];
	size_t n = 0;

	if (r->net.m.pg)
		parent[n++] = r->net.m.pg;
	for (size_t i = 0; i < r->set.npg && n < 64; i++)
		if (*r->set.pg[i])
			parent[n++] = r->set.pg[i];
	return gan_pg_add(d, &r->o->pg, parent, n, 0, 0, e);
}

/* Opens the stream with its first record, which says whether others follow. */
static int open_writer(struct run *r, int series, struct gan_out **out, struct gan_err *e)
{
	int level = r->o->level;

	if (level == GAN_LEVEL_DEFAULT && gan_stream_level(&level, e))
		return -1;
	if (series && !level && r->o->warn)
		r->o->warn(r->o->ctx, "a plain series (-z 0) has no end mark: whether it is cut between records cannot be seen");
	r->writer = gan_writer_open(*out, level, series, e);
	*out = NULL;
	return r->writer ? 0 : -1;
}

static int put_part(struct run *r, const struct gan_dataset *part, struct gan_err *e)
{
	struct gan_doc d = { 0 };
	struct gan_doc_tensor *f;
	int64_t dim;
	char id[384];
	float *x = gan_features_of(&r->net, GAN_FEATURE_LAYER, part, &dim, e);
	struct gan_shape rows = gan_shape_of(2, part->n, x ? dim : 1);
	int rc = -1;

	f = x ? gan_doc_add(&d, "f", GAN_F32, &rows, e) : NULL;
	if (f) {
		memcpy(f->t.data, x, f->t.nbytes);
		gan_feature_id(&r->net, GAN_FEATURE_LAYER, id, sizeof id);
		if (!put_labels(&d, part, e) && !gan_kv_set(&d.meta, "gan.kind", "features", e) &&
		    !gan_kv_set(&d.meta, "gan.features", id, e) && !put_history(r, &d, e))
			rc = gan_writer_put(r->writer, &d, e);
	}
	gan_free(x);
	gan_doc_free(&d);
	return rc;
}

/* How many elements a record has: as few as one, so that its numbers fit PART_BYTES. An empty set has features too: none of so
   many numbers. */
static int64_t part_size(struct run *r, struct gan_err *e)
{
	struct gan_dataset none = slice(&r->set, 0, 0);
	int64_t dim, n;
	float *x = gan_features_of(&r->net, GAN_FEATURE_LAYER, &none, &dim, e);

	if (!x)
		return -1;
	gan_free(x);
	n = PART_BYTES / (dim * (int64_t)sizeof(float)) / GAN_FEATURE_BATCH * GAN_FEATURE_BATCH;
	return n > 0 ? n : 1;
}

static int put_stats(struct run *r, const struct gan_stats *s, struct gan_err *e)
{
	struct gan_doc d = { 0 };
	int rc = gan_stats_put(s, &d, e) || put_history(r, &d, e) || gan_writer_put(r->writer, &d, e) ? -1 : 0;

	gan_doc_free(&d);
	return rc;
}

/* The statistics of the whole set, of which so many elements are looked at at a time. */
static int put_partial(struct run *r, struct gan_err *e)
{
	enum { SOME = 64 * GAN_FEATURE_BATCH };
	struct gan_feature_net *f = r->o->net ? &r->net : NULL;
	struct gan_stats s = { 0 };
	char id[384];
	int rc = 0;

	for (int64_t k = 0; k < r->set.n && !rc; k += SOME) {
		struct gan_dataset part = slice(&r->set, k, r->set.n - k < SOME ? r->set.n - k : SOME);
		int64_t dim;
		float *x = gan_features_of(f, GAN_FEATURE_LAYER, &part, &dim, e);

		rc = x && !gan_features_finite(x, part.n, dim, e) && !gan_stats_add(&s, x, part.n, dim, e) ? 0 : -1;
		gan_free(x);
	}
	if (rc)
		gan_fail_prefix(e, "%s", r->o->npaths ? r->o->paths[0] : "standard input");
	if (!rc && (f || r->set.features))
		rc = (s.features = gan_strdup(f ? gan_feature_id(f, GAN_FEATURE_LAYER, id, sizeof id) : r->set.features, e)) ? 0 : -1;
	if (!rc)
		rc = put_stats(r, &s, e);
	gan_stats_free(&s);
	return rc;
}

static int run(struct run *r, struct gan_out **out, struct gan_err *e)
{
	static const char *const standard[] = { "-" };
	const struct gan_featurise_opt *o = r->o;
	int64_t size;

	if ((o->net && gan_feature_net_open(&r->net, o->net, o->read_flags, e)) ||
	    gan_dataset_load(&r->set, o->npaths ? o->paths : standard, o->npaths ? o->npaths : 1, o->read_flags, e))
		return -1;
	if (r->set.warning && o->warn)
		o->warn(o->ctx, r->set.warning);
	if (o->stats)
		return open_writer(r, 0, out, e) || put_partial(r, e) ? -1 : 0;
	size = part_size(r, e);
	if (size < 0)
		return gan_fail_prefix(e, "%s", o->npaths ? o->paths[0] : "standard input");
	if (open_writer(r, r->set.n > size, out, e))
		return -1;
	for (int64_t k = 0; k < r->set.n; k += size) {
		struct gan_dataset part = slice(&r->set, k, r->set.n - k < size ? r->set.n - k : size);

		if (put_part(r, &part, e))
			return -1;
	}
	return 0;
}

int gan_app_featurise(const struct gan_featurise_opt *o, struct gan_err *e)
{
	struct run r = { .o = o };
	struct gan_out *out = gan_out_open(o->output, e);
	struct gan_writer *w;
	int rc = out ? run(&r, &out, e) : -1;

	w = r.writer;
	if (!rc)
		rc = gan_writer_close(w, e);
	else
		gan_writer_abort(w);
	gan_out_abort(out);
	gan_dataset_free(&r.set);
	gan_feature_net_free(&r.net);
	return rc;
}
