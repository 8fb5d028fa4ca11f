#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "stream/parts.h"

struct gan_writer {
	struct gan_out *out;
	struct gan_zout *zout; /* NULL: plain */
	int series;
	uint64_t records;
};

void gan_writer_abort(struct gan_writer *w)
{
	if (!w)
		return;
	gan_zout_free(w->zout);
	gan_out_abort(w->out);
	gan_free(w);
}

struct gan_writer *gan_writer_open(struct gan_out *o, int level, int series, struct gan_err *e)
{
	struct gan_writer *w = gan_alloc(1, sizeof *w, e);

	if (!w) {
		gan_out_abort(o);
		return NULL;
	}
	w->out = o;
	w->series = series;
	if (level == GAN_LEVEL_DEFAULT && gan_stream_level(&level, e))
		goto fail;
	if (level < 0 || level > 19) {
		gan_fail(e, GAN_USAGE, "compression level %d: expected 0..19", level);
		goto fail;
	}
	if (level) {
		w->zout = gan_zout_new(level, e);
		if (!w->zout)
			goto fail;
	}
	return w;
fail:
	gan_writer_abort(w);
	return NULL;
}

static int put_bytes(struct gan_writer *w, const void *p, size_t n, struct gan_err *e)
{
	return w->zout ? gan_zout_add(w->zout, w->out, p, n, e) : gan_out_write(w->out, p, n, e);
}

/* Little-endian to the stream; big-endian hosts go through a copy, a piece at a time. */
static int put_tensor(struct gan_writer *w, const struct gan_tensor *t, struct gan_err *e)
{
	size_t at, n;
	char *copy;
	int rc = 0;

	if (gan_host_is_little() || gan_dtype_bits(t->dtype) < 16)
		return put_bytes(w, t->data, t->nbytes, e);
	copy = gan_alloc(GAN_PIECE, 1, e);
	if (!copy)
		return -1;
	for (at = 0; at < t->nbytes && !rc; at += n) {
		n = t->nbytes - at < GAN_PIECE ? t->nbytes - at : GAN_PIECE;
		memcpy(copy, (const char *)t->data + at, n);
		gan_swap(t->dtype, copy, n);
		rc = put_bytes(w, copy, n, e);
	}
	gan_free(copy);
	return rc;
}

/* What this writer says of a record, whatever it carried before. */
static int set_meta(struct gan_writer *w, struct gan_doc *d, struct gan_err *e)
{
	char seq[24];

	if (gan_kv_set(&d->meta, "format", "pt", e) || gan_kv_set(&d->meta, "gan.stream", "1", e))
		return -1;
	gan_kv_remove(&d->meta, "gan.seq");
	if (!w->series)
		return 0;
	snprintf(seq, sizeof seq, "%" PRIu64, w->records);
	return gan_kv_set(&d->meta, "gan.seq", seq, e);
}

static int put_record(struct gan_writer *w, const struct gan_doc *d, const struct gan_buf *head, const size_t *order,
                      struct gan_err *e)
{
	uint64_t size = 8 + head->len;
	unsigned char len[8];
	size_t i;

	for (i = 0; i < d->n; i++)
		size += d->tensor[i].t.nbytes;
	gan_put_le64(len, head->len);
	if (w->zout && gan_zout_begin(w->zout, size, e))
		return -1;
	if (put_bytes(w, len, sizeof len, e) || put_bytes(w, head->s, head->len, e))
		return -1;
	for (i = 0; i < d->n; i++)
		if (put_tensor(w, &d->tensor[order[i]].t, e))
			return -1;
	return w->zout ? gan_zout_end(w->zout, w->out, e) : 0;
}

int gan_writer_put(struct gan_writer *w, struct gan_doc *d, struct gan_err *e)
{
	struct gan_buf head = {0};
	size_t *order = NULL;
	int rc;

	if (w->records && !w->series)
		return gan_fail(e, GAN_INTERNAL, "a second record in a stream that was to have one");
	rc = set_meta(w, d, e);
	if (!rc)
		rc = gan_header_write(d, &head, &order, e);
	if (!rc)
		rc = put_record(w, d, &head, order, e);
	if (!rc)
		rc = gan_out_flush(w->out, e);
	if (!rc)
		w->records++;
	gan_free(order);
	gan_buf_free(&head);
	return rc;
}

int gan_writer_close(struct gan_writer *w, struct gan_err *e)
{
	unsigned char eos[GAN_EOS_SIZE] = {0x5d, 0x2a, 0x4d, 0x18, 16};
	struct gan_out *o = w->out;

	memcpy(eos + 8, GAN_EOS_TAG, 8);
	gan_put_le64(eos + 16, w->records);
	if (w->zout && gan_out_write(o, eos, sizeof eos, e)) {
		gan_writer_abort(w);
		return -1;
	}
	gan_zout_free(w->zout);
	gan_free(w);
	return gan_out_commit(o, e);
}
