#include "data/columns.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/buf.h"
#include "base/mem.h"
#include "stream/stream.h"

enum { HEAD = 9 }; /* what gan_stream_detect looks at */

static void free_column(struct gan_column *c)
{
	for (size_t i = 0; i < c->nwords; i++)
		gan_free(c->word[i]);
	gan_free(c->word);
	gan_free(c->is);
	gan_free(c->v);
	gan_free(c->name);
}

static void drop_columns(struct gan_columns *t)
{
	for (size_t i = 0; i < t->n; i++)
		free_column(&t->col[i]);
	gan_free(t->col);
	t->col = NULL;
	t->n = t->cap = 0;
}

void gan_columns_free(struct gan_columns *t)
{
	drop_columns(t);
	gan_free(t->name);
	gan_free(t->warning);
	memset(t, 0, sizeof *t);
}

const struct gan_column *gan_columns_get(const struct gan_columns *t, const char *name, struct gan_err *e)
{
	struct gan_buf b = { 0 };

	for (size_t i = 0; i < t->n; i++)
		if (!strcmp(t->col[i].name, name))
			return &t->col[i];
	for (size_t i = 0; i < t->n; i++)
		gan_buf_printf(&b, "%s%s", i ? ", " : "", t->col[i].name);
	if (!gan_buf_ok(&b, e))
		gan_fail(e, GAN_DATA, "%s: has no column '%s' (it has: %s)", t->name, name, b.s);
	gan_buf_free(&b);
	return NULL;
}

int gan_column_add(struct gan_column *c, double v, struct gan_err *e)
{
	void *p = c->v;

	if (gan_grow(&p, &c->cap, c->n + 1, sizeof *c->v, e))
		return -1;
	c->v = p;
	c->v[c->n++] = v;
	return 0;
}

int64_t gan_columns_make(struct gan_columns *t, const char *name, size_t rows, struct gan_err *e)
{
	struct gan_column *c;
	void *p = t->col;

	for (size_t i = 0; i < t->n; i++)
		if (!strcmp(t->col[i].name, name))
			return (int64_t)i;
	if (gan_grow(&p, &t->cap, t->n + 1, sizeof *t->col, e))
		return -1;
	t->col = p;
	c = &t->col[t->n];
	if (!(c->name = gan_strdup(name, e)))
		return -1;
	t->n++;
	for (size_t i = 0; i < rows; i++)
		if (gan_column_add(c, NAN, e))
			return -1;
	return (int64_t)t->n - 1;
}

/* ---- streams ---- */

static int add_tensor(struct gan_columns *t, const char *name, struct gan_doc_tensor *x, struct gan_err *e)
{
	int64_t k = gan_columns_make(t, name, 0, e), n = gan_shape_count(&x->t.shape);

	if (k < 0)
		return -1;
	if (x->t.dtype != GAN_I64 && x->t.dtype != GAN_F32 && gan_doc_tensor_to(x, GAN_F32, e))
		return gan_fail_prefix(e, "%s", t->name);
	for (int64_t i = 0; i < n; i++)
		if (gan_column_add(&t->col[k], x->t.dtype == GAN_I64 ? (double)((int64_t *)x->t.data)[i] : ((float *)x->t.data)[i], e))
			return -1;
	return 0;
}

static int take_log(struct gan_columns *t, struct gan_doc *d, struct gan_err *e)
{
	struct gan_doc_tensor *step = gan_doc_find(d, "log.step");

	if (!step || step->t.shape.rank != 1 || step->t.dtype != GAN_I64)
		return gan_fail(e, GAN_DATA, "%s: has no log (a model has one when gan-step has trained it)", t->name);
	if (add_tensor(t, "step", step, e))
		return -1;
	for (size_t i = 0; i < d->n; i++) {
		struct gan_doc_tensor *x = &d->tensor[i];

		if (!strncmp(x->name, "log.", 4) && x != step && x->t.shape.rank == 1 && x->t.shape.dim[0] == step->t.shape.dim[0] &&
		    add_tensor(t, x->name + 4, x, e))
			return -1;
	}
	return 0;
}

static int take_tensor(struct gan_columns *t, struct gan_doc *d, const char *name, struct gan_err *e)
{
	static const char *const data[] = { "x", "f", "z" };
	struct gan_doc_tensor *x = name ? gan_doc_find(d, name) : NULL;

	for (size_t i = 0; !name && !x && i < 3; i++)
		x = gan_doc_find(d, data[i]);
	if (!x && name)
		return gan_fail(e, GAN_DATA, "%s: has no tensor '%s' (gan-stat -w tensors lists what it has)", t->name, name);
	if (!x)
		return gan_fail(e, GAN_USAGE, "%s: expected of=NAME, the tensor (gan-stat -w tensors lists what it has)", t->name);
	return add_tensor(t, x->name, x, e);
}

/* Columns of each record are taken in its turn: a series may be longer than memory. */
static int take_records(struct gan_columns *t, struct gan_reader *r, const struct gan_columns_opt *o, struct gan_err *e)
{
	struct gan_doc d = { 0 };
	int64_t n = 0;
	int rc;

	while ((rc = gan_reader_next(r, &d, e)) > 0) {
		const char *kind = gan_kv_get(&d.meta, "gan.kind");
		int data = kind && strcmp(kind, "model");

		if (!data && (o->record < 0 || o->record == n))
			drop_columns(t);
		if ((data || o->record < 0 || o->record == n) && (o->tensors ? take_tensor(t, &d, o->tensor, e) : take_log(t, &d, e))) {
			rc = -1;
			break;
		}
		n++;
	}
	if (!rc && !t->n)
		rc = gan_fail(e, GAN_DATA, "%s: no record %" PRId64 ": there are %" PRId64, t->name, o->record < 0 ? 0 : o->record, n);
	if (!rc && gan_reader_warning(r) && !(t->warning = gan_strdup(gan_reader_warning(r), e)))
		rc = -1;
	gan_doc_free(&d);
	return rc;
}

/* ---- all ---- */

static int open_source(struct gan_columns *t, const char *path, int *fd, struct gan_err *e)
{
	int in = !path || !strcmp(path, "-");
	struct stat st;

	t->name = gan_strdup(in ? "standard input" : path, e);
	if (!t->name)
		return -1;
	*fd = in ? dup(0) : open(path, O_RDONLY | O_CLOEXEC);
	if (*fd < 0)
		return gan_fail(e, GAN_NOINPUT, "%s: cannot open: %s", t->name, strerror(errno));
	if (in && isatty(0))
		return gan_fail(e, GAN_USAGE, "standard input is a terminal: expected a tensor stream or a table (name files, or pipe "
		                "something in)");
	if (!fstat(*fd, &st) && S_ISDIR(st.st_mode))
		return gan_fail(e, GAN_NOINPUT, "%s: is a folder, expected a tensor stream or a table", t->name);
	return 0;
}

static int read_source(struct gan_columns *t, int *fd, const struct gan_columns_opt *o, struct gan_err *e)
{
	struct gan_reader *r;
	char head[HEAD];
	size_t nhead = 0;
	ssize_t n = 1;
	int rc;

	while (nhead < HEAD && n) {
		n = read(*fd, head + nhead, HEAD - nhead);
		if (n < 0 && errno != EINTR)
			return gan_fail(e, GAN_IOERR, "%s: cannot read: %s", t->name, strerror(errno));
		nhead += n > 0 ? (size_t)n : 0;
	}
	if (!gan_stream_detect(head, nhead))
		return gan_columns_read_tsv(t, *fd, head, nhead, e);
	r = gan_reader_fd(*fd, t->name, head, nhead, o->read_flags, e);
	*fd = -1;
	rc = r ? take_records(t, r, o, e) : -1;
	gan_reader_close(r);
	return rc;
}

int gan_columns_read(struct gan_columns *t, const char *path, const struct gan_columns_opt *o, struct gan_err *e)
{
	int fd = -1, rc = open_source(t, path, &fd, e) || read_source(t, &fd, o, e) ? -1 : 0;

	if (fd >= 0)
		close(fd);
	return rc;
}
