/* Where the elements go: one record or a series of them, pictures one after another, or grids. */
#include <inttypes.h>
#include <string.h>
#include "data/data_priv.h"
#include "base/mem.h"

int gan_sink_open(struct gan_sink *k, const struct gan_data_opt *o, const struct gan_source *s,
		  struct gan_data_done *done, struct gan_err *e)
{
	memset(k, 0, sizeof *k);
	k->opt = o;
	k->source = s;
	k->done = done;
	k->out = gan_out_open(o->output, e);
	return k->out ? 0 : -1;
}

int gan_sink_start(struct gan_sink *k, int labelled, struct gan_err *e)
{
	const struct gan_data_opt *o = k->opt;

	k->size = (size_t)k->done->d * (k->done->h ? 1 : sizeof(float));
	k->labelled = labelled;
	if (o->pnm) {
		k->f = gan_out_stdio(k->out, e);
		k->most = o->pnm == 1 ? 1 : o->cols ? (size_t)o->cols * (size_t)o->rows : SIZE_MAX;
		if (!k->f)
			return -1;
		return o->pnm == 2 ? gan_grid_check(o->cols, o->rows, (int)k->done->w, (int)k->done->h, e) : 0;
	}
	k->most = GAN_DATA_RECORD / (k->size + (labelled ? sizeof *k->y : 0));
	if (!k->most)
		k->most = 1;
	return 0;
}

/* The buffer becomes the data of a new tensor, without a copy; the sink gets an empty one. */
static int move_tensor(struct gan_doc *d, const char *name, enum gan_dtype t, const struct gan_shape *shape, void **buf,
                       struct gan_err *e)
{
	struct gan_shape none = *shape;
	struct gan_doc_tensor *x;

	none.dim[0] = 0;
	x = gan_doc_add(d, name, t, &none, e);
	if (!x)
		return -1;
	gan_free(x->t.data);
	x->t.shape = *shape;
	x->t.nbytes = (size_t)gan_shape_count(shape) * gan_dtype_bits(t) / 8;
	x->t.data = *buf;
	*buf = NULL;
	return 0;
}

static int fill_record(struct gan_sink *k, struct gan_doc *d, int last, struct gan_err *e)
{
	const struct gan_data_done *s = k->done;
	const struct gan_source *src = k->source;
	struct gan_shape x =
		s->h ? gan_shape_of(4, (int64_t)k->n, s->h, s->w, s->c) : gan_shape_of(2, (int64_t)k->n, s->d);
	struct gan_shape y = gan_shape_of(1, (int64_t)k->n);

	if (gan_kv_set(&d->meta, "gan.kind", "data", e) < 0 ||
	    (src->toy && gan_kv_set(&d->meta, "gan.toy", src->toy, e) < 0) ||
	    (src->features && gan_kv_set(&d->meta, "gan.features", src->features, e) < 0) ||
	    move_tensor(d, "x", s->h ? GAN_U8 : GAN_F32, &x, (void **)&k->x, e) < 0 ||
	    (k->labelled && move_tensor(d, "y", GAN_I64, &y, (void **)&k->y, e) < 0))
		return -1;
	k->xcap = k->ycap = k->n = 0;
	return gan_pg_add(d, &k->opt->pg, (const char *const *)src->pg, src->npg, src->hash, last && src->have_hash, e);
}

/* Writes what is buffered as one record; the first one decides whether this is a series. */
static int put_record(struct gan_sink *k, int last, struct gan_err *e)
{
	struct gan_doc d = { 0 };
	int rc, series = !last, level = k->opt->level;

	if (!k->writer) {
		if (level == GAN_LEVEL_DEFAULT && gan_stream_level(&level, e) < 0)
			return -1;
		if (series && level == 0 && k->opt->warn)
			k->opt->warn(k->opt->ctx, "the set is larger than one record, and plain safetensors (-z 0) of "
						  "several cannot show "
						  "whether the last ones are missing");
		k->writer = gan_writer_open(k->out, level, series, e);
		k->out = NULL;
		if (!k->writer)
			return -1;
	}
	rc = fill_record(k, &d, last, e);
	if (!rc)
		rc = gan_writer_put(k->writer, &d, e);
	gan_doc_free(&d);
	k->done->records++;
	return rc;
}

/* A grid of open size must not grow beyond what can be a picture. */
static int check_open_grid(const struct gan_sink *k, struct gan_err *e)
{
	int cols = 0, rows = 0;

	gan_grid_shape((int64_t)k->n + 1, &cols, &rows);
	return gan_grid_check(cols, rows, (int)k->done->w, (int)k->done->h, e);
}

static int put_grid(struct gan_sink *k, struct gan_err *e)
{
	struct gan_image grid;
	int rc = gan_image_grid(&grid, k->x, (int64_t)k->n, (int)k->done->h, (int)k->done->w, (int)k->done->c,
				k->opt->cols, k->opt->rows, e);

	if (rc < 0)
		return -1;
	rc = gan_pnm_write(k->f, &grid, gan_out_name(k->out), e);
	gan_image_free(&grid);
	k->n = 0;
	k->done->records++;
	return rc;
}

static int put_picture(struct gan_sink *k, const void *x, struct gan_err *e)
{
	struct gan_image im = { (int)k->done->h, (int)k->done->w, (int)k->done->c, (uint8_t *)x };

	k->done->records++;
	return gan_pnm_write(k->f, &im, gan_out_name(k->out), e);
}

int gan_sink_put(struct gan_sink *k, const void *x, int64_t label, struct gan_err *e)
{
	k->done->n++;
	if (label >= k->done->nclass)
		k->done->nclass = label + 1;
	if (k->opt->pnm == 1)
		return put_picture(k, x, e);
	/* A full buffer waits for one more element: only then is there more than one record. */
	if (k->n == k->most && (k->opt->pnm ? put_grid(k, e) : put_record(k, 0, e)) < 0)
		return -1;
	if (k->opt->pnm && !k->opt->cols && (k->n % 256 == 0 || k->size > 65536) && check_open_grid(k, e) < 0)
		return -1;
	if (gan_grow((void **)&k->x, &k->xcap, (k->n + 1) * k->size, 1, e) < 0 ||
	    (k->labelled && gan_grow((void **)&k->y, &k->ycap, k->n + 1, sizeof *k->y, e) < 0))
		return -1;
	memcpy(k->x + k->n * k->size, x, k->size);
	if (k->labelled)
		k->y[k->n] = label;
	k->n++;
	return 0;
}

int gan_sink_finish(struct gan_sink *k, struct gan_err *e)
{
	struct gan_writer *w;
	struct gan_out *out;

	if (k->opt->pnm) {
		if (k->n && put_grid(k, e) < 0)
			return -1;
		out = k->out;
		k->out = NULL;
		return gan_out_commit(out, e);
	}
	if (put_record(k, 1, e) < 0)
		return -1;
	w = k->writer;
	k->writer = NULL;
	return gan_writer_close(w, e);
}

void gan_sink_close(struct gan_sink *k)
{
	gan_writer_abort(k->writer);
	gan_out_abort(k->out);
	gan_free(k->x);
	gan_free(k->y);
	memset(k, 0, sizeof *k);
}
