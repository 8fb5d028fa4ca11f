/* The source of elements that are in files: PNM pictures and data streams, mixed, in order. */
#include <inttypes.h>
#include <string.h>
#include "data/data_priv.h"
#include "base/mem.h"

enum reading { NOTHING, PICTURES, RECORDS };

struct files {
	size_t next_path;
	enum reading reading;
	struct gan_input in;
	struct gan_pnm pnm;
	struct gan_image im;
	struct gan_reader *reader;
	size_t streams;           /* opened so far */
	int64_t records;          /* read of this stream */
	int finished;             /* this stream has no more of interest */
	struct gan_doc doc, ahead;
	struct gan_data_view view;
	int64_t at;               /* the next element of the view */
	int64_t given;            /* elements of this stream so far */
};

static const char *const only_stdin[] = { "-" };

static void close_input(struct files *f)
{
	gan_image_free(&f->im);
	gan_doc_free(&f->doc);
	gan_doc_free(&f->ahead);
	if (f->reader)
		gan_reader_close(f->reader);
	f->reader = NULL;
	gan_input_close(&f->in);
	f->reading = NOTHING;
}

/* 1: an input is open; 0: there is none left. */
static int open_next(struct gan_source *s, struct gan_err *e)
{
	struct files *f = s->state;
	const struct gan_data_opt *o = s->opt;
	size_t n = o->npaths ? o->npaths : 1;
	int kind;

	if (f->next_path == n)
		return 0;
	if (gan_input_open(&f->in, (o->npaths ? o->paths : only_stdin)[f->next_path++], e) < 0)
		return -1;
	kind = gan_input_kind(&f->in, e);
	if (kind < 0)
		return -1;
	if (kind == GAN_INPUT_PNM) {
		if (o->record != GAN_RECORD_ALL)
			return gan_fail(e, GAN_USAGE, "%s: --record chooses from a data stream, and this is PNM",
					f->in.name);
		f->pnm = (struct gan_pnm){ .f = gan_input_stdio(&f->in, e), .name = f->in.name };
		f->reading = PICTURES;
		return f->pnm.f ? 1 : -1;
	}
	f->reader = gan_reader_fd(f->in.fd, f->in.name, f->in.head, f->in.nhead, o->read_flags, e);
	f->in.fd = -1;
	f->reading = RECORDS;
	f->records = f->at = f->given = f->finished = 0;
	f->streams++;
	memset(&f->view, 0, sizeof f->view);
	return f->reader ? 1 : -1;
}

static int next_picture(struct files *f, struct gan_element *el, struct gan_err *e)
{
	int rc;

	gan_image_free(&f->im);
	rc = gan_pnm_next(&f->pnm, &f->im, e);
	if (rc > 0)
		*el = (struct gan_element){ .source = f->in.name, .number = f->pnm.count, .h = f->im.h, .w = f->im.w,
					    .c = f->im.c, .d = (int64_t)f->im.h * f->im.w * f->im.c,
					    .x8 = f->im.px, .label = -1 };
	return rc;
}

static void warn(const struct gan_source *s, const char *what)
{
	const struct files *f = s->state;
	char text[512];

	if (!what || !s->opt->warn)
		return;
	snprintf(text, sizeof text, "%s: %s", f->in.name, what);
	s->opt->warn(s->opt->ctx, text);
}

/* The next document of the stream, first seen: its provenance is kept. */
static int read_record(struct gan_source *s, struct gan_doc *d, struct gan_err *e)
{
	struct files *f = s->state;
	int rc = gan_reader_next(f->reader, d, e);
	const char *pg;

	if (rc > 0 && !f->records++) {
		pg = gan_kv_get(&d->meta, "gan.pg");
		if (pg && gan_source_add_pg(s, pg, e) < 0)
			return -1;
	}
	if (!rc) {
		warn(s, gan_reader_warning(f->reader));
		f->finished = 1;
		s->hash = gan_reader_hash(f->reader);
		s->have_hash = f->streams == 1;
	}
	return rc;
}

static int no_record(struct files *f, int64_t want, struct gan_err *e)
{
	if (!f->records)
		return gan_fail(e, GAN_DATA, "%s: expected data, found a stream without records", f->in.name);
	return gan_fail(e, GAN_DATA,
			"%s: expected a record %" PRId64 " (they count from 0), found %" PRId64 " record%s", f->in.name,
			want, f->records, f->records == 1 ? "" : "s");
}

/* Record number opt->record, or the last: 1, or -1 where there is none. */
static int chosen_record(struct gan_source *s, struct gan_err *e)
{
	struct files *f = s->state;
	int64_t want = s->opt->record;
	struct gan_doc swap;
	int rc;

	while ((rc = read_record(s, &f->ahead, e)) > 0) {
		swap = f->doc;
		f->doc = f->ahead;
		f->ahead = swap;
		if (f->records - 1 == want)
			break;
	}
	f->finished = 1;
	if (rc < 0)
		return -1;
	return f->records && (rc || want == GAN_RECORD_LAST) ? 1 : no_record(f, want, e);
}

/* What an element is a value of must be so of all. */
static int keep_features(struct gan_source *s, struct gan_err *e)
{
	const struct files *f = s->state;
	const char *id = gan_kv_get(&f->doc.meta, "gan.features");

	if (s->seen++)
		return gan_data_same_features(s->features, "the records before", id, f->in.name, e);
	s->features = id ? gan_strdup(id, e) : NULL;
	return id && !s->features ? -1 : 0;
}

/* Fills the view with the next record: 1, or 0 at the end of the stream. */
static int next_view(struct gan_source *s, struct gan_err *e)
{
	struct files *f = s->state;
	int rc;

	if (f->finished)
		return 0;
	rc = s->opt->record == GAN_RECORD_ALL ? read_record(s, &f->doc, e) : chosen_record(s, e);
	if (!rc && !f->records)
		return no_record(f, 0, e);
	if (rc <= 0)
		return rc;
	f->at = 0;
	if (gan_data_view(&f->view, &f->doc, f->in.name, e) < 0 || gan_data_view_bytes(&f->view, &f->doc, f->in.name, e) < 0)
		return -1;
	return keep_features(s, e) < 0 ? -1 : 1;
}

static int next_of_record(struct gan_source *s, struct gan_element *el, struct gan_err *e)
{
	struct files *f = s->state;
	const struct gan_data_view *v = &f->view;
	int rc;

	while (f->at == v->n) {
		rc = next_view(s, e);
		if (rc <= 0)
			return rc;
	}
	*el = (struct gan_element){ .source = f->in.name, .number = ++f->given, .h = v->h, .w = v->w, .c = v->c,
				    .d = v->d, .label = v->y ? v->y[f->at] : -1,
				    .x8 = v->x8 ? v->x8 + f->at * v->d : NULL,
				    .xf = v->xf ? v->xf + f->at * v->d : NULL };
	f->at++;
	return 1;
}

static int files_next(struct gan_source *s, struct gan_element *el, struct gan_err *e)
{
	struct files *f = s->state;
	int rc;

	for (;;) {
		if (f->reading == NOTHING) {
			rc = open_next(s, e);
			if (rc <= 0)
				return rc;
		}
		rc = f->reading == PICTURES ? next_picture(f, el, e) : next_of_record(s, el, e);
		if (rc)
			return rc;
		close_input(f);
	}
}

static void files_close(struct gan_source *s)
{
	if (!s->state)
		return;
	close_input(s->state);
	gan_free(s->state);
	s->state = NULL;
}

int gan_source_files(struct gan_source *s, struct gan_err *e)
{
	struct files *f = gan_alloc(1, sizeof *f, e);

	if (!f)
		return -1;
	f->in.fd = -1;
	s->state = f;
	s->next = files_next;
	s->close = files_close;
	return 0;
}
