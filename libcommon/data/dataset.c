/* Data streams as one set in memory. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "data/dataset.h"
#include "base/mem.h"
#include "image/image.h"
#include "stream/stream.h"

/* A record kept until the whole set is known: the tensors x and y, moved out of their document. */
struct part {
	int64_t n;
	struct gan_tensor x, y;
};

struct parts {
	struct part *part;
	size_t n, cap;
	int numbers; /* some are pictures as numbers */
	unsigned flags;
};

char *gan_data_size_str(char *buf, size_t n, int64_t h, int64_t w, int64_t c, int64_t d)
{
	if (!h)
		snprintf(buf, n, "%" PRId64 " number%s", d, d == 1 ? "" : "s");
	else if (c == 1 || c == 3)
		snprintf(buf, n, "%" PRId64 "x%" PRId64 " %s", w, h, c == 1 ? "gray" : "rgb");
	else
		snprintf(buf, n, "%" PRId64 "x%" PRId64 " with %" PRId64 " channels", w, h, c);
	return buf;
}

/* What a stream that is not data may be good for. */
static const char *kind_hint(const char *kind)
{
	if (!strcmp(kind, "model"))
		return " (gan-sample -t makes data of a model)";
	return "";
}

/* What a record has: pictures or points x; or features f or latents z, which are points to all who take them. */
static const char *elements_name(const struct gan_doc *d)
{
	const char *kind = gan_kv_get(&d->meta, "gan.kind");

	if (kind && !strcmp(kind, "features"))
		return "f";
	return kind && !strcmp(kind, "latents") ? "z" : "x";
}

static struct gan_doc_tensor *elements(const struct gan_doc *d)
{
	return gan_doc_find(d, elements_name(d));
}

static int check_kind(struct gan_doc *d, const char *name, struct gan_err *e)
{
	const char *kind = gan_kv_get(&d->meta, "gan.kind");

	if (*elements_name(d) != 'x') {
		const struct gan_doc_tensor *f = elements(d);

		if (!f || f->t.shape.rank != 2)
			return gan_fail(e, GAN_DATA, "%s: expected %s, a tensor '%s' [N,D]", name, kind, elements_name(d));
		return 0;
	}
	if (kind && strcmp(kind, "data"))
		return gan_fail(e, GAN_DATA, "%s: expected a data stream, found gan.kind '%s'%s", name, kind,
				kind_hint(kind));
	if (!elements(d))
		return gan_fail(e, GAN_DATA, "%s: expected a data stream, found a document without a tensor 'x'", name);
	return 0;
}

/* Pictures may be reals as well as bytes; whole numbers of other kinds would leave open what is white. */
static int is_pictures(const struct gan_tensor *x)
{
	int real = x->dtype == GAN_F32 || x->dtype == GAN_F64 || x->dtype == GAN_F16 || x->dtype == GAN_BF16;

	return x->shape.rank == 4 && (x->dtype == GAN_U8 || real) && x->shape.dim[1] > 0 && x->shape.dim[2] > 0 && x->shape.dim[3] > 0;
}

static int view_pictures(struct gan_data_view *v, const struct gan_shape *s, const char *name, struct gan_err *e)
{
	char buf[256];

	if (s->dim[1] > GAN_IMAGE_MAX || s->dim[2] > GAN_IMAGE_MAX || s->dim[3] > GAN_IMAGE_MAX)
		return gan_fail(e, GAN_DATA, "%s: tensor 'x': expected pictures up to %d on each side, found %s", name, GAN_IMAGE_MAX,
		                gan_shape_str(s, buf, sizeof buf));
	v->h = s->dim[1];
	v->w = s->dim[2];
	v->c = s->dim[3];
	v->d = v->h * v->w * v->c;
	return 0;
}

static int view_x(struct gan_data_view *v, struct gan_doc_tensor *x, const char *name, struct gan_err *e)
{
	const struct gan_shape *s = &x->t.shape;
	char buf[256];

	if (is_pictures(&x->t)) {
		if (view_pictures(v, s, name, e))
			return -1;
	} else if (s->rank == 2 && s->dim[1] > 0) {
		v->d = s->dim[1];
	} else {
		return gan_fail(e, GAN_DATA, "%s: tensor 'x': expected U8 or F32 [N,H,W,C], or F32 [N,D], found %s %s", name,
		                gan_dtype_name(x->t.dtype), gan_shape_str(s, buf, sizeof buf));
	}
	v->n = s->dim[0];
	if (v->h && x->t.dtype == GAN_U8) {
		v->x8 = x->t.data;
		return 0;
	}
	if (x->t.dtype != GAN_F32 && gan_doc_tensor_to(x, GAN_F32, e) < 0)
		return gan_fail_prefix(e, "%s", name);
	v->xf = x->t.data;
	return 0;
}

static int view_y(struct gan_data_view *v, struct gan_doc_tensor *y, const char *name, struct gan_err *e)
{
	char buf[256];

	if (y->t.shape.rank != 1 || y->t.shape.dim[0] != v->n)
		return gan_fail(e, GAN_DATA, "%s: labels 'y': expected [%" PRId64 "] as 'x' has elements, found %s",
				name, v->n, gan_shape_str(&y->t.shape, buf, sizeof buf));
	if (y->t.dtype != GAN_I64 && gan_doc_tensor_to(y, GAN_I64, e) < 0)
		return gan_fail_prefix(e, "%s", name);
	v->y = y->t.data;
	for (int64_t i = 0; i < v->n; i++)
		if (v->y[i] < 0 || v->y[i] > INT32_MAX)
			return gan_fail(e, GAN_DATA,
					"%s: label of element %" PRId64 ": expected 0 to %d, found %" PRId64, name, i,
					INT32_MAX, v->y[i]);
	return 0;
}

int gan_data_view(struct gan_data_view *v, struct gan_doc *d, const char *name, struct gan_err *e)
{
	struct gan_doc_tensor *y;

	memset(v, 0, sizeof *v);
	if (check_kind(d, name, e) < 0 || view_x(v, elements(d), name, e) < 0)
		return -1;
	y = gan_doc_find(d, "y");
	return y ? view_y(v, y, name, e) : 0;
}

int gan_data_same_features(const char *a, const char *as, const char *b, const char *name, struct gan_err *e)
{
	if (a == b || (a && b && !strcmp(a, b)))
		return 0;
	return gan_fail(e, GAN_DATA, "%s: expected %s%s as in %s, found %s%s", name, a ? "values of " : "data", a ? a : "", as,
	                b ? "values of " : "data", b ? b : "");
}

/* The first record makes the set what it is; the others must be like it. */
static int same_kind(struct gan_dataset *s, const struct gan_data_view *v, int first, const char *name,
		     struct gan_err *e)
{
	char want[96], found[96];

	if (first) {
		s->h = v->h;
		s->w = v->w;
		s->c = v->c;
		s->d = v->d;
		s->labelled = v->y != NULL;
	}
	if (s->h != v->h || s->w != v->w || s->c != v->c || s->d != v->d)
		return gan_fail(e, GAN_DATA, "%s: expected %s as in the records before, found %s%s", name,
		                gan_data_size_str(want, sizeof want, s->h, s->w, s->c, s->d),
		                gan_data_size_str(found, sizeof found, v->h, v->w, v->c, v->d),
		                v->h && s->h ? " (gan-data -S WxH -C gray|rgb makes them equal)" : "");
	if (s->labelled != (v->y != NULL))
		return gan_fail(e, GAN_DATA,
				"%s: expected %s as in the records before, found %s (gan-data -l labels a set)", name,
				s->labelled ? "labels" : "no labels", v->y ? "labels" : "none");
	s->n += v->n;
	for (int64_t i = 0; v->y && i < v->n; i++)
		if (v->y[i] >= s->nclass)
			s->nclass = v->y[i] + 1;
	return 0;
}

/* Of several streams, none: together they are something else. */
static int keep_toy(struct gan_dataset *s, const char *toy, struct gan_err *e)
{
	gan_free(s->toy);
	s->toy = toy && s->npg == 1 ? gan_strdup(toy, e) : NULL;
	return toy && s->npg == 1 && !s->toy ? -1 : 0;
}

static int keep_pg(struct gan_dataset *s, const struct gan_doc *d, struct gan_err *e)
{
	const char *pg = gan_kv_get(&d->meta, "gan.pg");
	char *copy = gan_strdup(pg ? pg : "", e);

	if (!copy)
		return -1;
	s->pg[s->npg++] = copy;
	return keep_toy(s, gan_kv_get(&d->meta, "gan.toy"), e);
}

/* The sum counts, not each record. */
static int check_sum(const struct gan_dataset *s, int numbers, const char *name, struct gan_err *e)
{
	uint64_t max, each = (uint64_t)s->d * (numbers ? 1 + sizeof(float) : s->h ? 1 : sizeof(float)) +
	                     (s->labelled ? sizeof *s->y : 0);

	if (gan_stream_max_bytes(&max, e) < 0)
		return -1;
	if ((uint64_t)s->n > max / each)
		return gan_fail(e, GAN_DATA,
				"%s: the set is larger than %" PRIu64
				" bytes, all that may be held (GAN_MAX_BYTES sets it)",
				name, max);
	return 0;
}

static int keep_warning(struct gan_dataset *s, const char *text, struct gan_err *e)
{
	if (!text || s->warning)
		return 0;
	s->warning = gan_strdup(text, e);
	return s->warning ? 0 : -1;
}

static int keep_part(struct parts *ps, struct gan_doc *d, const struct gan_data_view *v, struct gan_err *e)
{
	struct gan_doc_tensor *x = elements(d), *y = gan_doc_find(d, "y");
	struct part *p;

	if (gan_grow((void **)&ps->part, &ps->cap, ps->n + 1, sizeof *ps->part, e) < 0)
		return -1;
	p = &ps->part[ps->n++];
	p->n = v->n;
	p->x = x->t;
	memset(&x->t, 0, sizeof x->t);
	if (y) {
		p->y = y->t;
		memset(&y->t, 0, sizeof y->t);
	}
	return 0;
}

static void free_parts(struct parts *ps)
{
	for (size_t i = 0; i < ps->n; i++) {
		gan_tensor_free(&ps->part[i].x);
		gan_tensor_free(&ps->part[i].y);
	}
	gan_free(ps->part);
}

static int keep_features(struct gan_dataset *s, const char *id, int first, const char *name, struct gan_err *e)
{
	if (!first)
		return gan_data_same_features(s->features, "the records before", id, name, e);
	s->features = id ? gan_strdup(id, e) : NULL;
	return id && !s->features ? -1 : 0;
}

/* One record of a stream; ps NULL: look only. first: nothing of this stream was kept yet. */
static int read_record(struct gan_dataset *s, struct parts *ps, struct gan_reader *r, struct gan_doc *d,
		       struct gan_data_view *v, int first, struct gan_err *e)
{
	const char *name = gan_reader_name(r), *id = gan_kv_get(&d->meta, "gan.features");

	if (gan_data_view(v, d, name, e) < 0 || keep_features(s, id, s->d == 0, name, e) < 0 || same_kind(s, v, s->d == 0, name, e) < 0)
		return -1;
	if (first && keep_pg(s, d, e) < 0)
		return -1;
	if (!ps || !v->n)
		return 0;
	ps->numbers |= v->h && v->xf;
	if (v->h && v->xf && !(ps->flags & GAN_DATASET_ANY) && gan_data_view_range(v, name, e))
		return -1;
	return check_sum(s, ps->numbers, name, e) < 0 || keep_part(ps, d, v, e) < 0 ? -1 : 0;
}

/* All records of one stream, d (what was read of it, if have) the first. ps NULL: look only, and stop as soon as
   everything is known: the classes are at the end, also of streams one after another, which are not marked as a series. */
static int read_records(struct gan_dataset *s, struct parts *ps, struct gan_reader *r, struct gan_doc *d, int have,
			struct gan_err *e)
{
	struct gan_data_view v;
	int rc = 0, first = 1;

	while (have || (rc = gan_reader_next(r, d, e)) > 0) {
		have = 0;
		rc = read_record(s, ps, r, d, &v, first, e);
		first = 0;
		if (rc < 0 || (!ps && v.n && !v.y))
			break;
	}
	if (!rc)
		rc = keep_warning(s, gan_reader_warning(r), e);
	if (!rc && first)
		rc = gan_fail(e, GAN_DATA, "%s: expected data, found a stream without records", gan_reader_name(r));
	return rc;
}

static int read_stream(struct gan_dataset *s, struct parts *ps, const char *path, unsigned flags, struct gan_err *e)
{
	struct gan_reader *r = gan_reader_open(path, flags & ~GAN_DATASET_ANY, e);
	struct gan_doc d = { 0 };
	int rc;

	if (!r)
		return -1;
	rc = read_records(s, ps, r, &d, 0, e);
	gan_doc_free(&d);
	gan_reader_close(r);
	return rc;
}

static int start(struct gan_dataset *s, size_t npaths, struct gan_err *e)
{
	memset(s, 0, sizeof *s);
	s->pg = gan_alloc(npaths ? npaths : 1, sizeof *s->pg, e);
	return s->pg ? 0 : -1;
}

/* Elements of a part at x, bytes or, with numbers, floats; bytes become numbers there. */
static void copy_part(const struct gan_dataset *s, const struct part *p, int numbers, void *x)
{
	size_t count = (size_t)p->n * (size_t)s->d;
	const uint8_t *x8 = p->x.data;
	float *xf = x;

	if (!numbers || p->x.dtype == GAN_F32)
		memcpy(x, p->x.data, count * (p->x.dtype == GAN_F32 ? sizeof(float) : 1));
	else
		for (size_t i = 0; i < count; i++)
			xf[i] = (float)(x8[i] / 255.);
}

static int copy_parts(struct gan_dataset *s, struct parts *ps, char *x, size_t size, struct gan_err *e)
{
	size_t done = 0, ydone = 0;

	if (s->labelled && !(s->y = gan_alloc((size_t)s->n, sizeof *s->y, e)))
		return -1;
	for (size_t i = 0; i < ps->n; i++) {
		struct part *p = &ps->part[i];

		copy_part(s, p, ps->numbers, x + done);
		if (s->y)
			memcpy(s->y + ydone, p->y.data, (size_t)p->n * sizeof *s->y);
		done += (size_t)p->n * (size_t)s->d * size;
		ydone += (size_t)p->n;
		gan_tensor_free(&p->x);
		gan_tensor_free(&p->y);
	}
	return 0;
}

/* One record is moved, several are copied one by one and let go. */
static int join(struct gan_dataset *s, struct parts *ps, struct gan_err *e)
{
	size_t size = s->h && !ps->numbers ? 1 : sizeof(float), count;
	char *x;

	if (!gan_mul_ok((size_t)s->n, (size_t)s->d, &count))
		return gan_fail_nomem(e, UINT64_MAX);
	if (ps->n == 1) {
		x = ps->part[0].x.data;
		s->y = ps->part[0].y.data;
		ps->part[0].x.data = ps->part[0].y.data = NULL;
	} else {
		x = gan_alloc(count, size, e);
		if (!x || copy_parts(s, ps, x, size, e)) {
			gan_free(x);
			return -1;
		}
	}
	if (size == 1)
		s->x8 = (uint8_t *)x;
	else
		s->xf = (float *)(void *)x;
	if (!ps->numbers)
		return 0;
	s->x8 = gan_alloc(count, 1, e);
	if (s->x8)
		gan_data_round(s->x8, s->xf, (int64_t)count);
	return s->x8 ? 0 : -1;
}

/* What was read becomes the set. */
static int finish(struct gan_dataset *s, struct parts *ps, const char *name, int rc, struct gan_err *e)
{
	if (!rc && !s->n)
		rc = gan_fail(e, GAN_DATA, "%s: expected data, found a set without elements", name);
	if (!rc)
		rc = join(s, ps, e);
	free_parts(ps);
	if (rc < 0)
		gan_dataset_free(s);
	return rc;
}

int gan_dataset_load(struct gan_dataset *s, const char *const *paths, size_t n, unsigned flags, struct gan_err *e)
{
	struct parts ps = { .flags = flags };
	int rc = start(s, n, e), stdins = 0;

	for (size_t i = 0; i < n; i++)
		stdins += !strcmp(paths[i], "-");
	if (!rc && stdins > 1)
		rc = gan_fail(e, GAN_USAGE, "standard input (-) is named %d times as data: it can be read once", stdins);
	for (size_t i = 0; !rc && i < n; i++)
		rc = read_stream(s, &ps, paths[i], flags, e);
	return finish(s, &ps, n ? paths[0] : "data", rc, e);
}

int gan_dataset_read(struct gan_dataset *s, struct gan_reader *r, struct gan_doc *d, struct gan_err *e)
{
	struct parts ps = { 0 };
	int rc = start(s, 1, e);

	if (!rc)
		rc = read_records(s, &ps, r, d, 1, e);
	return finish(s, &ps, gan_reader_name(r), rc, e);
}

int gan_dataset_peek(struct gan_dataset *s, const char *path, unsigned flags, struct gan_err *e)
{
	int rc = start(s, 1, e);

	if (!rc)
		rc = read_stream(s, NULL, path, flags, e);
	if (!rc && !s->n)
		rc = gan_fail(e, GAN_DATA, "%s: expected data, found a set without elements", path);
	if (rc < 0)
		gan_dataset_free(s);
	return rc;
}

void gan_dataset_free(struct gan_dataset *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->npg; i++)
		gan_free(s->pg[i]);
	gan_free(s->pg);
	gan_free(s->toy);
	gan_free(s->features);
	gan_free(s->warning);
	gan_free(s->x8);
	gan_free(s->xf);
	gan_free(s->y);
	memset(s, 0, sizeof *s);
}

static int by_value(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;

	return (x > y) - (x < y);
}

float *gan_dataset_sorted(const struct gan_dataset *s, int64_t j, struct gan_err *e)
{
	float *v = gan_alloc((size_t)s->n, sizeof *v, e);

	for (int64_t i = 0; v && i < s->n; i++)
		v[i] = s->xf[i * s->d + j];
	if (v)
		qsort(v, (size_t)s->n, sizeof *v, by_value);
	return v;
}
