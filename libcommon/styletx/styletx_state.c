#include "styletx/styletx_state.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "base/mem.h"
#include "stream/stream.h"
#include "style/style.h"

/* ---- of what a run is ---- */

static int put_hash(struct gan_kv *of, const char *key, uint64_t hash, const char *more, struct gan_err *e)
{
	char text[96];

	snprintf(text, sizeof text, "%016" PRIx64 "%s", hash, more);
	return gan_kv_set(of, key, text, e);
}

static int put_picture(struct gan_kv *of, const char *key, const struct gan_image *im, double weight, struct gan_err *e)
{
	char more[64];

	if (!im->px)
		return 0;
	snprintf(more, sizeof more, " %dx%dx%d %.17g", im->w, im->h, im->c, weight);
	return put_hash(of, key, gan_hash(im->px, (size_t)im->h * (size_t)im->w * (size_t)im->c), more, e);
}

int gan_styletx_state_of(struct gan_kv *of, const struct gan_styletx_opt *o, const struct gan_styletx_input *in, uint64_t net,
                         struct gan_err *e)
{
	char text[64];

	for (size_t i = 0; i < gan_style_nsettings; i++) {
		const char *key = gan_style_settings[i].key;

		if (strcmp(key, "steps") && gan_kv_set(of, key, gan_style_text(o->set, key), e))
			return -1;
	}
	snprintf(text, sizeof text, "%dx%dx%d", in->w, in->h, in->c);
	if (gan_kv_set(of, "picture.size", text, e) || put_hash(of, "net", net, "", e) ||
	    put_picture(of, "picture.content", &in->content, 1, e) || put_picture(of, "picture.start", &in->start, 1, e) ||
	    put_picture(of, "picture.colours", &in->colours, 1, e))
		return -1;
	for (int k = 0; k < in->nstyle; k++) {
		snprintf(text, sizeof text, "picture.style.%d", k + 1);
		if (put_picture(of, text, &in->style[k], in->weight[k], e))
			return -1;
		snprintf(text, sizeof text, "picture.mask.%d", k + 1);
		if (put_picture(of, text, &in->regions.here[k], 1, e))
			return -1;
		snprintf(text, sizeof text, "picture.style-mask.%d", k + 1);
		if (put_picture(of, text, &in->regions.style[k], 1, e))
			return -1;
	}
	return 0;
}

/* The first key whose value differs. */
static int same(const struct gan_kv *was, const struct gan_kv *is, struct gan_err *e)
{
	for (int k = 0; k < 2; k++) {
		const struct gan_kv *a = k ? is : was, *b = k ? was : is;

		for (size_t i = 0; i < a->n; i++) {
			const char *va = a->val[i], *vb = gan_kv_get(b, a->key[i]);

			if (!vb || strcmp(va, vb))
				return gan_fail(e, GAN_DATA, "it is the state of another run: %s was '%s', is '%s'", a->key[i],
				                k ? vb ? vb : "none" : va, k ? va : vb ? vb : "none");
		}
	}
	return 0;
}

/* ---- entries ---- */

int gan_styletx_state_put(struct gan_store *s, const char *name, enum gan_dtype type, const void *data, int64_t n,
                          struct gan_err *e)
{
	struct gan_shape shape = gan_shape_of(1, n);
	struct gan_entry *t;

	gan_store_remove(s, name);
	if (!(t = gan_store_add(s, name, type, &shape, GAN_LAYOUT_PLAIN, e)))
		return -1;
	memcpy(t->t.data, data, t->t.nbytes);
	return 0;
}

const void *gan_styletx_state_get(const struct gan_store *s, const char *name, enum gan_dtype type, int64_t n, struct gan_err *e)
{
	const struct gan_entry *t = gan_store_find(s, name);

	if (t && t->t.dtype == type && t->t.shape.rank == 1 && (n < 0 || t->t.shape.dim[0] == n))
		return t->t.data;
	gan_fail(e, GAN_DATA, "its '%s' is missing, or not that of this run", name);
	return NULL;
}

/* ---- the file ---- */

void gan_styletx_state_head_free(struct gan_styletx_state_head *h)
{
	gan_kv_free(&h->of);
	gan_free(h->parent);
	h->parent = NULL;
}

static int fill(struct gan_doc *d, const struct gan_store *s, const struct gan_styletx_state_head *h, struct gan_err *e)
{
	const char *parent = h->parent;
	struct gan_buf b = { 0 };
	int rc;

	gan_kv_print(&h->of, &b);
	rc = gan_buf_ok(&b, e) || gan_kv_set(&d->meta, "gan.kind", "style", e) || gan_kv_set(&d->meta, "gan.hyper", b.s, e) ? -1 : 0;
	gan_buf_free(&b);
	if (!rc)
		rc = gan_pg_add(d, h->pg, &parent, parent ? 1 : 0, 0, 0, e);
	for (size_t i = 0; i < s->n && !rc; i++) {
		const struct gan_entry *n = s->entry[i];
		struct gan_doc_tensor *t = gan_doc_add(d, n->name, n->t.dtype, &n->t.shape, e);

		rc = t ? 0 : -1;
		if (t)
			memcpy(t->t.data, n->t.data, n->t.nbytes);
	}
	return rc;
}

int gan_styletx_state_write(const struct gan_store *s, const char *path, const struct gan_styletx_state_head *h,
                            struct gan_err *e)
{
	struct gan_doc d = { 0 };
	struct gan_out *out = NULL;
	struct gan_writer *w = NULL;
	int rc = fill(&d, s, h, e);

	if (!rc && (out = gan_out_open(path, e)))
		w = gan_writer_open(out, GAN_LEVEL_DEFAULT, 0, e);
	if (!w) {
		rc = -1;
	} else if (rc || gan_writer_put(w, &d, e)) {
		gan_writer_abort(w);
		rc = -1;
	} else {
		rc = gan_writer_close(w, e);
	}
	gan_doc_free(&d);
	return rc;
}

static int take(struct gan_store *s, struct gan_doc *d, struct gan_styletx_state_head *h, struct gan_err *e)
{
	const char *pg = gan_kv_get(&d->meta, "gan.pg"), *kind = gan_kv_get(&d->meta, "gan.kind");
	const char *hyper = gan_kv_get(&d->meta, "gan.hyper");
	struct gan_kv was = { 0 };
	int rc;

	if (!kind || strcmp(kind, "style") || !hyper)
		return gan_fail(e, GAN_DATA, "expected the state of a run (gan.kind 'style'), found %s", kind ? kind : "no gan.kind");
	rc = gan_kv_parse(&was, hyper, e) || same(&was, &h->of, e) ? -1 : 0;
	gan_kv_free(&was);
	if (!rc && pg && !(h->parent = gan_strdup(pg, e)))
		rc = -1;
	for (size_t i = 0; i < d->n && !rc; i++) {
		const struct gan_doc_tensor *t = &d->tensor[i];
		struct gan_entry *n = gan_store_add(s, t->name, t->t.dtype, &t->t.shape, GAN_LAYOUT_PLAIN, e);

		rc = n ? 0 : -1;
		if (n)
			memcpy(n->t.data, t->t.data, t->t.nbytes);
	}
	return rc;
}

int gan_styletx_state_read(struct gan_store *s, const char *path, struct gan_styletx_state_head *h, struct gan_err *e)
{
	struct gan_doc d = { 0 };
	struct gan_reader *r;
	int rc;

	if (access(path, F_OK))
		return 0;
	if (!(r = gan_reader_open(path, 0, e)))
		return -1;
	rc = gan_reader_next(r, &d, e);
	if (!rc)
		rc = gan_fail(e, GAN_DATA, "%s: it is empty", path);
	else if (rc > 0 && take(s, &d, h, e))
		rc = gan_fail_prefix(e, "%s", path);
	gan_reader_close(r);
	gan_doc_free(&d);
	return rc;
}
