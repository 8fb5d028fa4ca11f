/* The adversarial data, as a stream like the one that was read: records of up to 64 MiB, with the set's labels. */
#include <string.h>
#include "advex/advex_priv.h"
#include "data/data.h"

static int put_history(const struct gan_advex *a, struct gan_doc *d, struct gan_err *e)
{
	const char *parent[64];
	size_t n = 0;

	if (a->m.pg)
		parent[n++] = a->m.pg;
	for (size_t i = 0; i < a->set.npg && n < 64; i++)
		if (*a->set.pg[i])
			parent[n++] = a->set.pg[i];
	return gan_pg_add(d, &a->o->pg, parent, n, 0, 0, e);
}

/* Elements at..at+n. */
static int put_part(const struct gan_advex *a, struct gan_writer *w, int64_t at, int64_t n, struct gan_err *e)
{
	const struct gan_dataset *s = &a->set;
	struct gan_shape x = s->h ? gan_shape_of(4, n, s->h, s->w, s->c) : gan_shape_of(2, n, s->d), y = gan_shape_of(1, n);
	struct gan_doc d = { 0 };
	struct gan_doc_tensor *t = gan_doc_add(&d, "x", a->x8 ? GAN_U8 : GAN_F32, &x, e);
	int rc = t && !gan_kv_set(&d.meta, "gan.kind", "data", e) ? 0 : -1;

	if (!rc && a->x8)
		memcpy(t->t.data, a->x8 + at * s->d, (size_t)(n * s->d));
	else if (!rc)
		memcpy(t->t.data, a->xf + at * s->d, (size_t)(n * s->d) * sizeof *a->xf);
	if (!rc && s->y) {
		t = gan_doc_add(&d, "y", GAN_I64, &y, e);
		rc = t ? 0 : -1;
		if (t)
			memcpy(t->t.data, s->y + at, (size_t)n * sizeof *s->y);
	}
	if (!rc)
		rc = put_history(a, &d, e) || gan_writer_put(w, &d, e) ? -1 : 0;
	gan_doc_free(&d);
	return rc;
}

int gan_advex_write(const struct gan_advex *a, struct gan_out *out, struct gan_err *e)
{
	int64_t row = a->set.d * (a->x8 ? 1 : (int64_t)sizeof(float)), most = (int64_t)GAN_DATA_RECORD / row;
	int level = a->o->level, rc = 0;
	struct gan_writer *w;

	most = most < 1 ? 1 : most;
	if (level == GAN_LEVEL_DEFAULT && gan_stream_level(&level, e)) {
		gan_out_abort(out);
		return -1;
	}
	w = gan_writer_open(out, level, a->set.n > most, e);
	if (!w)
		return -1;
	for (int64_t k = 0; k < a->set.n && !rc; k += most)
		rc = put_part(a, w, k, a->set.n - k < most ? a->set.n - k : most, e);
	if (!rc)
		return gan_writer_close(w, e);
	gan_writer_abort(w);
	return -1;
}
