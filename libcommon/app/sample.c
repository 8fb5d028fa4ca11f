#include "app/sample.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "data/picture_source.h"
#include "infer/pictures.h"
#include "app/quiz.h"
#include "infer/redraw.h"
#include "infer/sampler.h"
#include "data/series.h"
#include "data/zset.h"
#include "train/train.h"

#define PART_BYTES (64 << 20) /* a record of a data stream holds no more, but for one batch */

struct run {
	const struct gan_sample_opt *o;
	struct gan_reader *in;
	struct gan_out *out;       /* pictures */
	struct gan_writer *writer; /* data */
	struct gan_zset z;         /* latents, where given */
	struct gan_picture_source *images; /* that are redrawn, or NULL */
	struct gan_dataset real;   /* of a quiz */
	struct gan_out *key;       /* its key; NULL where there is no quiz, or the key is written */
};

/* ---- before the first model ---- */

static int read_latents(struct run *r, struct gan_err *e)
{
	struct gan_reader *in;
	int rc;

	if (!r->o->latents)
		return 0;
	in = gan_reader_open(r->o->latents, r->o->read_flags, e);
	if (!in)
		return -1;
	rc = gan_zset_add_stream(&r->z, in, NULL, e);
	gan_reader_close(in);
	return rc;
}

static int open_quiz(struct run *r, struct gan_err *e)
{
	const struct gan_sample_opt *o = r->o;

	if (!o->quiz)
		return 0;
	if (gan_dataset_load(&r->real, &o->quiz, 1, o->read_flags, e))
		return -1;
	if (r->real.warning)
		o->warn(o->ctx, r->real.warning);
	r->key = gan_out_open_text(o->key, e);
	return r->key ? 0 : -1;
}

static int open_all(struct run *r, struct gan_err *e)
{
	int level = r->o->level;

	if (level == GAN_LEVEL_DEFAULT && gan_stream_level(&level, e))
		return -1;
	if (!r->o->tensors && gan_pictures_name(r->o->output, "gan-sample", e))
		return -1;
	r->out = gan_out_open(r->o->output, e);
	if (!r->out)
		return -1;
	if (r->o->tensors) {
		if (!level)
			r->o->warn(r->o->ctx, "a plain series (-z 0) has no end mark: whether it is cut between records cannot be seen");
		r->writer = gan_writer_open(r->out, r->o->level, 1, e);
		r->out = NULL;
		if (!r->writer)
			return -1;
	}
	if (read_latents(r, e) || open_quiz(r, e))
		return -1;
	if (r->o->image && !(r->images = gan_picture_source_open(r->o->image, r->o->read_flags, e)))
		return -1;
	r->in = gan_reader_open(r->o->model, r->o->read_flags, e);
	return r->in ? 0 : -1;
}

/* ---- one model ---- */

struct job {
	struct gan_model m;
	struct gan_sampler *s;
	int64_t n, h, w, c, d;
	uint64_t seed;
};

static int start_job(struct job *j, const struct run *r, struct gan_doc *d, const char *name, struct gan_err *e)
{
	const struct gan_sample_opt *o = r->o;

	if (gan_model_from_doc(&j->m, d, name, e))
		return -1;
	j->s = gan_sampler_new(&j->m, (o->no_ema ? GAN_SAMPLE_NO_EMA : 0) | (r->z.z ? GAN_SAMPLE_LATENTS : 0), e);
	if (!j->s)
		return gan_fail_prefix(e, "%s", name);
	gan_sampler_size(j->s, &j->h, &j->w, &j->c, &j->d);
	j->seed = o->seed >= 0 ? (uint64_t)o->seed : j->m.seed;
	j->n = o->n ? o->n : r->z.z ? r->z.n : o->quiz ? GAN_QUIZ_PICTURES : 64;
	if (r->z.z && gan_sampler_latents(j->s) != r->z.d)
		return gan_fail(e, GAN_DATA, "%s: expected latents of %" PRId64 " numbers, as net g takes, found %" PRId64, o->latents,
		                gan_sampler_latents(j->s), r->z.d);
	if (r->z.z && j->n > r->z.n)
		return gan_fail(e, GAN_DATA, "%s: expected %" PRId64 " latents, found %" PRId64, o->latents, j->n, r->z.n);
	if (!o->tensors && !j->h)
		return gan_fail(e, GAN_DATA, "%s: net g makes points of %" PRId64 " numbers, not pictures (-t writes them as data)",
		                name, j->d);
	return 0;
}

static void end_job(struct job *j)
{
	gan_sampler_free(j->s);
	gan_model_free(&j->m);
}

static int make(const struct run *r, struct job *j, int64_t first, int64_t n, void *out, struct gan_err *e)
{
	return gan_sampler_run(j->s, j->seed, first, n, r->z.z ? r->z.z + first * r->z.d : NULL, out, e);
}

static int write_pictures(struct run *r, struct job *j, struct gan_err *e)
{
	struct gan_pictures p = { j->s, j->seed, r->z.z, j->n };

	return r->o->one ? gan_pictures_singly(&p, r->out, e) : gan_pictures_grid(&p, r->out, r->o->cols, r->o->rows, e);
}

static int write_quiz(struct run *r, struct job *j, struct gan_err *e)
{
	struct gan_quiz q = { .real = &r->real, .name = r->o->quiz, .n = j->n, .seed = j->seed, .cols = r->o->cols,
		              .rows = r->o->rows };
	struct gan_image sheet = { 0 };
	struct gan_buf key = { 0 };
	FILE *f = gan_out_stdio(r->out, e);
	int rc = !f || gan_quiz_make(&q, j->s, &sheet, &key, e) || gan_pnm_write(f, &sheet, gan_out_name(r->out), e) ||
	         gan_out_write(r->key, key.s, key.len, e) ? -1 : 0;
	struct gan_out *out = r->key;

	gan_image_free(&sheet);
	gan_buf_free(&key);
	if (rc)
		return -1;
	r->key = NULL;
	return gan_out_commit(out, e);
}

static int write_part(struct run *r, struct job *j, int64_t first, int64_t n, uint64_t hash, struct gan_err *e)
{
	struct gan_shape pictures = gan_shape_of(4, n, j->h, j->w, j->c), points = gan_shape_of(2, n, j->d);
	const char *parents[2] = { j->m.pg, r->z.pg };
	struct gan_doc d = { 0 };
	struct gan_doc_tensor *x = gan_doc_add(&d, "x", j->h ? GAN_U8 : GAN_F32, j->h ? &pictures : &points, e);
	int rc = -1;

	if (x && !make(r, j, first, n, x->t.data, e) && !gan_kv_set(&d.meta, "gan.kind", "data", e) &&
	    !gan_pg_add(&d, &r->o->pg, parents, r->z.pg ? 2 : 1, hash, 0, e))
		rc = gan_writer_put(r->writer, &d, e);
	gan_doc_free(&d);
	return rc;
}

static int write_data(struct run *r, struct job *j, struct gan_err *e)
{
	int64_t row = j->d * (j->h ? 1 : (int64_t)sizeof(float)), part = PART_BYTES / row / GAN_SAMPLE_BATCH * GAN_SAMPLE_BATCH;

	if (part < GAN_SAMPLE_BATCH)
		part = GAN_SAMPLE_BATCH;
	for (int64_t k = 0; k < j->n; k += part)
		if (write_part(r, j, k, j->n - k < part ? j->n - k : part, 0, e))
			return -1;
	return 0;
}

static void note_model(const struct run *r, const struct gan_model *m, int ema, uint64_t seed)
{
	char line[160];

	if (!r->o->note)
		return;
	snprintf(line, sizeof line, "model: step %" PRIu64 ", %s weights, seed %" PRIu64, m->step, ema ? "averaged" : "its own", seed);
	r->o->note(r->o->ctx, line);
	if (!strcmp(gan_train_text(&m->hyper, "precision"), "bf16"))
		r->o->note(r->o->ctx, "precision: trained with bf16 products, sampled in f32");
}

/* ---- pictures of pictures ---- */

static int redraw_one(struct run *r, struct gan_redraw *d, uint64_t seed, const struct gan_picture *p, int64_t number,
                      struct gan_err *e)
{
	struct gan_image out = { 0 };
	int rc = gan_redraw_run(d, seed, number, &p->im, &out, e);

	if (rc)
		gan_fail_prefix(e, "%s: picture %" PRId64, p->source, p->number);
	else
		rc = gan_pictures_put(r->out, &out, e);
	gan_image_free(&out);
	return rc;
}

static int redraw_all(struct run *r, struct gan_redraw *d, uint64_t seed, struct gan_err *e)
{
	struct gan_picture p;
	int64_t number = 0;
	int c = gan_redraw_channels(d), rc, warned = 0;

	while ((rc = gan_picture_source_next(r->images, c, &p, e)) > 0) {
		if (p.channels > c && !warned++)
			r->o->warn(r->o->ctx, "net g takes gray pictures: of coloured ones it sees the luma alone");
		if (redraw_one(r, d, seed, &p, number++, e))
			return -1;
	}
	return rc;
}

static int do_redraw(void *ctx, struct gan_doc *doc, const char *name, struct gan_err *e)
{
	struct run *r = ctx;
	struct gan_model m = { 0 };
	struct gan_redraw *d = NULL;
	uint64_t seed;
	int rc = -1;

	if (gan_model_from_doc(&m, doc, name, e))
		return -1;
	seed = r->o->seed >= 0 ? (uint64_t)r->o->seed : m.seed;
	d = gan_redraw_new(&m, r->o->no_ema, e);
	if (d) {
		note_model(r, &m, gan_redraw_is_ema(d), seed);
		rc = redraw_all(r, d, seed, e);
	} else {
		gan_fail_prefix(e, "%s", name);
	}
	gan_redraw_free(d);
	gan_model_free(&m);
	return rc;
}

/* ---- all models ---- */

static int do_model(void *ctx, struct gan_doc *d, const char *name, struct gan_err *e)
{
	struct run *r = ctx;
	struct job j = { 0 };
	int rc = start_job(&j, r, d, name, e);

	if (!rc)
		note_model(r, &j.m, gan_sampler_is_ema(j.s), j.seed);
	if (!rc)
		rc = r->o->quiz ? write_quiz(r, &j, e) : r->o->tensors ? write_data(r, &j, e) : write_pictures(r, &j, e);
	end_job(&j);
	return rc;
}

static int close_output(struct run *r, struct gan_err *e)
{
	struct gan_writer *w = r->writer;
	struct gan_out *out = r->out;

	r->writer = NULL;
	r->out = NULL;
	return w ? gan_writer_close(w, e) : gan_out_commit(out, e);
}

int gan_app_sample(const struct gan_sample_opt *o, struct gan_err *e)
{
	struct run r = { .o = o };
	struct gan_series_want want = { .record = o->record, .fn = o->image ? do_redraw : do_model, .ctx = &r,
	                                .warn = o->warn, .warn_ctx = o->ctx };
	int rc = open_all(&r, e) || gan_series_each(r.in, NULL, &want, e) || close_output(&r, e) ? -1 : 0;

	gan_reader_close(r.in);
	gan_writer_abort(r.writer);
	gan_out_abort(r.out);
	gan_zset_free(&r.z);
	gan_picture_source_close(r.images);
	gan_dataset_free(&r.real);
	gan_out_abort(r.key);
	return rc;
}
