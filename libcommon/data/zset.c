#include "data/zset.h"

#include <inttypes.h>
#include <string.h>
#include "infer/sampler.h"
#include "base/mem.h"
#include "plan/plan.h"
#include "train/train.h"

#define B GAN_SAMPLE_BATCH

void gan_zset_free(struct gan_zset *s)
{
	if (!s)
		return;
	gan_free(s->z);
	gan_free(s->pg);
	memset(s, 0, sizeof *s);
}

float *gan_zset_grow(struct gan_zset *s, int64_t n, int64_t d, const char *name, struct gan_err *e)
{
	size_t rows, bytes;
	uint64_t max;
	float *all;

	if (s->n && d != s->d) {
		gan_fail(e, GAN_DATA, "%s: expected latents of %" PRId64 " numbers, found %" PRId64, name, s->d, d);
		return NULL;
	}
	if (gan_stream_max_bytes(&max, e))
		return NULL;
	if (!gan_add_ok((size_t)s->n, (size_t)n, &rows) || !gan_mul_ok(rows, (size_t)d, &bytes) ||
	    !gan_mul_ok(bytes, sizeof *all, &bytes) || bytes > max) {
		gan_fail(e, GAN_DATA, "%s: so many latents are more than %" PRIu64 " bytes, all that may be held (GAN_MAX_BYTES sets it)",
		         name, max);
		return NULL;
	}
	all = gan_alloc(bytes, 1, e);
	if (!all)
		return NULL;
	if (s->n)
		memcpy(all, s->z, (size_t)(s->n * d) * sizeof *all);
	gan_free(s->z);
	s->z = all;
	s->d = d;
	s->n += n;
	return all + (s->n - n) * d;
}

int gan_zset_add_doc(struct gan_zset *s, struct gan_doc *d, const char *name, struct gan_err *e)
{
	struct gan_doc_tensor *z = gan_doc_find(d, "z");
	const char *pg = gan_kv_get(&d->meta, "gan.pg");
	float *to;

	if (!z || z->t.shape.rank != 2)
		return gan_fail(e, GAN_DATA, "%s: expected latents, a tensor 'z' [N,D]; found %s", name, z ? "another shape" : "no 'z'");
	if (z->t.dtype != GAN_F32 && gan_doc_tensor_to(z, GAN_F32, e))
		return gan_fail_prefix(e, "%s", name);
	if (pg && !s->pg && !(s->pg = gan_strdup(pg, e)))
		return -1;
	to = gan_zset_grow(s, z->t.shape.dim[0], z->t.shape.dim[1], name, e);
	if (!to)
		return -1;
	memcpy(to, z->t.data, z->t.nbytes);
	return 0;
}

int gan_zset_add_stream(struct gan_zset *s, struct gan_reader *in, struct gan_doc *d, struct gan_err *e)
{
	struct gan_doc own = { 0 };
	int64_t before = s->n;
	int rc = d ? 1 : gan_reader_next(in, &own, e);

	if (!d)
		d = &own;
	for (; rc > 0; rc = gan_reader_next(in, d, e))
		if (gan_zset_add_doc(s, d, gan_reader_name(in), e)) {
			rc = -1;
			break;
		}
	if (!rc && s->n == before)
		rc = gan_fail(e, GAN_DATA, "%s: expected latents, found none", gan_reader_name(in));
	gan_doc_free(&own);
	return rc;
}

/* ---- drawn ---- */

struct drawer {
	struct gan_graph *g;
	struct gan_plan *plan;
	struct gan_node *z; /* [B,d]: as many rows as a sampler's, so that each is computed as there */
};

static int drawer_init(struct drawer *w, const struct gan_model *m, const char *purpose, int64_t d, struct gan_err *e)
{
	w->g = gan_graph_new(e);
	if (!w->g)
		return -1;
	w->z = gan_latents(w->g, &m->hyper, purpose, B, d);
	if (gan_graph_ok(w->g, e))
		return -1;
	w->plan = gan_plan_new(w->g, NULL, &w->z, 1, 0, e);
	return w->plan ? 0 : -1;
}

/* The batch that begins at sample `at`, a multiple of B. */
static const gan_real *draw_batch(struct drawer *w, uint64_t seed, int64_t at, struct gan_err *e)
{
	int64_t rng[3] = { (int64_t)seed, 0, at };

	gan_plan_bind(w->plan, "rng", rng);
	return gan_plan_run(w->plan, e) ? NULL : gan_plan_value(w->plan, w->z);
}

int gan_zset_draw(struct gan_zset *s, const struct gan_model *m, const char *purpose, uint64_t seed, int64_t first, int64_t n,
                  struct gan_err *e)
{
	const struct gan_net *net = gan_nets_find(&m->nets, "g");
	struct drawer w = { 0 };
	float *to;
	int64_t d;
	int rc;

	if (!net || net->nin != 1 || net->in[0].kind != GAN_IO_VECTOR)
		return gan_fail(e, GAN_DATA, "the model has no net g that takes latents alone");
	d = net->in[0].n;
	to = gan_zset_grow(s, n, d, "drawn", e);
	rc = to ? drawer_init(&w, m, purpose, d, e) : -1;
	for (int64_t at = first / B * B; at < first + n && !rc; at += B) {
		int64_t lo = at < first ? first : at, hi = at + B < first + n ? at + B : first + n;
		const gan_real *z = draw_batch(&w, seed, at, e);

		rc = z ? 0 : -1;
		for (int64_t i = (lo - at) * d; i < (hi - at) * d && z; i++)
			to[(at - first) * d + i] = (float)z[i];
	}
	gan_plan_free(w.plan);
	gan_graph_free(w.g);
	return rc;
}
