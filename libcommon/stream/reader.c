/* Documents out of a stream. Nothing is believed before it was read: a header is taken in pieces, a tensor's memory
   is asked for when its turn comes and touched as its bytes arrive. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include "base/mem.h"
#include "base/text.h"
#include "stream/parts.h"

enum mode { MODE_NEW, MODE_RAW, MODE_ZSTD };

struct gan_reader {
	struct gan_source src;
	struct gan_zin *zin;
	char *name;
	unsigned flags;
	enum mode mode;
	uint64_t records;   /* read so far */
	uint64_t since_eos; /* of them, since the last end mark */
	int in_series;      /* the last one had gan.seq */
	uint64_t next_seq;
	int finished, failed, salvaged, raw_series;
	struct gan_err why;
	XXH64_state_t *hash;
};

/* ---- open and close ---- */

void gan_reader_close(struct gan_reader *r)
{
	if (!r)
		return;
	gan_zin_free(r->zin);
	if (r->src.fd > 2)
		close(r->src.fd);
	gan_free(r->src.buf);
	gan_free(r->name);
	if (r->hash)
		XXH64_freeState(r->hash);
	gan_free(r);
}

struct gan_reader *gan_reader_fd(int fd, const char *name, const void *head, size_t nhead, unsigned flags,
                                 struct gan_err *e)
{
	struct gan_reader *r = gan_alloc(1, sizeof *r, e);
	size_t least = fd < 0 ? 64 : GAN_PIECE; /* what looks ahead wants up to GAN_EOS_SIZE bytes */

	if (!r) {
		if (fd > 2)
			close(fd);
		return NULL;
	}
	r->src.fd = fd;
	r->flags = flags;
	r->src.cap = nhead > least ? nhead : least;
	r->src.buf = gan_alloc(r->src.cap, 1, e);
	r->name = gan_strdup(name, e);
	r->hash = XXH64_createState();
	if (!r->hash)
		gan_fail_nomem(e, sizeof *r);
	if (!r->src.buf || !r->name || !r->hash) {
		gan_reader_close(r);
		return NULL;
	}
	XXH64_reset(r->hash, 0);
	if (nhead)
		memcpy(r->src.buf, head, nhead);
	r->src.len = nhead;
	return r;
}

struct gan_reader *gan_reader_open(const char *path, unsigned flags, struct gan_err *e)
{
	struct stat st;
	int fd;

	if (!path || !strcmp(path, "-")) {
		if (isatty(STDIN_FILENO)) {
			gan_fail(e, GAN_USAGE,
			         "standard input is a terminal; expected a tensor stream: name a file or pipe one in (gan-init makes "
			         "a model, gan-data makes data)");
			return NULL;
		}
		return gan_reader_fd(STDIN_FILENO, "standard input", NULL, 0, flags, e);
	}
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0) {
		gan_fail(e, GAN_NOINPUT, "%s: %s", path, strerror(errno));
		return NULL;
	}
	if (!fstat(fd, &st) && S_ISDIR(st.st_mode)) {
		close(fd);
		gan_fail(e, GAN_NOINPUT, "%s: is a folder; expected a tensor stream", path);
		return NULL;
	}
	return gan_reader_fd(fd, path, NULL, 0, flags, e);
}

const char *gan_reader_name(const struct gan_reader *r)
{
	return r->name;
}

uint64_t gan_hash(const void *p, size_t n)
{
	return XXH64(p, n, 0);
}

int gan_reader_is_zstd(const struct gan_reader *r)
{
	return r->mode == MODE_ZSTD;
}

uint64_t gan_reader_hash(const struct gan_reader *r)
{
	return XXH64_digest(r->hash);
}

const char *gan_reader_warning(const struct gan_reader *r)
{
	if (r->salvaged)
		return "the stream is cut; its whole records were taken";
	if (r->raw_series)
		return "a plain series has no end mark: whether it is cut between records cannot be seen";
	return NULL;
}

/* ---- the first bytes ---- */

static int refuse(struct gan_reader *r, const unsigned char *p, size_t n, struct gan_err *e)
{
	const char *what = gan_foreign(p, n);

	if (what)
		return gan_fail(e, GAN_DATA, "expected a tensor stream, found %s", what);
	if (n < 9)
		return gan_fail(e, GAN_DATA, "expected a tensor stream, found only %zu bytes", n);
	if (r->records)
		return gan_fail(e, GAN_DATA, "expected another record or the end, found other bytes");
	return gan_fail(e, GAN_DATA, "expected a tensor stream, found an unknown kind of file");
}

static int begin(struct gan_reader *r, struct gan_err *e)
{
	long n = gan_source_want(&r->src, 9, e);
	const unsigned char *p = r->src.buf + r->src.pos;

	if (n < 0)
		return -1;
	if (n == 0)
		return gan_fail(e, GAN_DATA,
		                "expected a tensor stream, found no bytes at all (did the program before it fail? gan-init makes a "
		                "model, gan-data makes data)");
	if (!gan_stream_detect(p, (size_t)n))
		return refuse(r, p, (size_t)n, e);
	if (gan_le32(p) != GAN_ZSTD_MAGIC && (gan_le32(p) & 0xfffffff0u) != GAN_SKIP_MAGIC) {
		r->mode = MODE_RAW;
		return 0;
	}
	r->mode = MODE_ZSTD;
	r->zin = gan_zin_new(&r->src, e);
	return r->zin ? 0 : -1;
}

/* ---- bytes ---- */

static int raw_read(struct gan_reader *r, unsigned char *p, size_t n, size_t *got, enum gan_zevent *ev,
                    struct gan_err *e)
{
	*got = 0;
	*ev = GAN_Z_BYTES;
	while (*got < n) {
		long k = gan_source_want(&r->src, 1, e);

		if (k < 0)
			return -1;
		if (k == 0) {
			*ev = GAN_Z_END;
			return 0;
		}
		if ((size_t)k > n - *got)
			k = (long)(n - *got);
		memcpy(p + *got, r->src.buf + r->src.pos, (size_t)k);
		gan_source_take(&r->src, (size_t)k);
		*got += (size_t)k;
	}
	return 0;
}

static int read_bytes(struct gan_reader *r, void *p, size_t n, size_t *got, enum gan_zevent *ev, uint64_t *count,
                      int *cut, struct gan_err *e)
{
	int rc = r->mode == MODE_RAW ? raw_read(r, p, n, got, ev, e) : gan_zin_read(r->zin, p, n, got, ev, count, cut, e);

	if (!rc)
		XXH64_update(r->hash, p, *got);
	return rc;
}

/* All of n bytes, in pieces; anything else is an error. */
static int read_all(struct gan_reader *r, void *p, size_t n, const char *what, int *cut, struct gan_err *e)
{
	unsigned char *to = p;
	enum gan_zevent ev;
	uint64_t count;
	size_t got;

	while (n) {
		size_t piece = n < GAN_PIECE ? n : GAN_PIECE;

		if (read_bytes(r, to, piece, &got, &ev, &count, cut, e))
			return -1;
		if (ev == GAN_Z_EOS)
			return gan_fail(e, GAN_DATA, "an end mark inside a record, in %s", what);
		if (got < piece) {
			*cut = 1;
			return gan_fail(e, GAN_DATA, "truncated: the input ends in %s, %zu bytes early", what, n - got);
		}
		to += piece;
		n -= piece;
	}
	return 0;
}

/* ---- one record ---- */

static int read_header(struct gan_reader *r, size_t n, struct gan_header *h, int *cut, struct gan_err *e)
{
	size_t cap = 0, at = 0;
	void *text = NULL;
	int rc = 0;

	while (at < n && !rc) {
		size_t piece = n - at < GAN_PIECE ? n - at : GAN_PIECE;

		rc = gan_grow(&text, &cap, at + piece, 1, e);
		if (!rc)
			rc = read_all(r, (char *)text + at, piece, "the header", cut, e);
		at += piece;
	}
	if (!rc)
		rc = gan_header_read(h, text, n, e);
	gan_free(text);
	return rc;
}

static int read_data(struct gan_reader *r, const struct gan_header *h, struct gan_doc *d, int *cut, struct gan_err *e)
{
	char what[96];
	size_t i;

	for (i = 0; i < h->n; i++) {
		const struct gan_span *s = &h->span[i];
		struct gan_doc_tensor *t = gan_doc_add(d, s->name, s->dtype, &s->shape, e);

		if (!t)
			return -1;
		snprintf(what, sizeof what, "tensor '%.64s'", s->name);
		if (read_all(r, t->t.data, t->t.nbytes, what, cut, e))
			return -1;
		gan_swap(t->t.dtype, t->t.data, t->t.nbytes);
	}
	return 0;
}

static int check_limit(uint64_t data, struct gan_err *e)
{
	uint64_t max;

	if (gan_stream_max_bytes(&max, e))
		return -1;
	if (data > max)
		return gan_fail(e, GAN_DATA,
		                "a record of %" PRIu64 " bytes, the limit is %" PRIu64 " (GAN_MAX_BYTES sets it)", data, max);
	return 0;
}

/* The place in a series: 0, 1, ... from the start or an end mark on. */
static int check_seq(struct gan_reader *r, const struct gan_doc *d, struct gan_err *e)
{
	const char *s = gan_kv_get(&d->meta, "gan.seq");
	uint64_t seq;

	if (!s) {
		if (r->in_series && r->mode == MODE_ZSTD)
			return gan_fail(e, GAN_DATA,
			                "the series before it has no end mark: it is cut (--salvage takes its whole records)");
		r->in_series = 0;
		return 0;
	}
	if (*s < '0' || *s > '9' || (*s == '0' && s[1]) || gan_parse_uint(s, &seq))
		return gan_fail(e, GAN_DATA, "gan.seq is '%.32s', expected a number", s);
	if (r->mode == MODE_RAW && seq == 0)
		r->next_seq = 0; /* plain series that were joined: there is no end mark to say so */
	if (seq != r->next_seq)
		return gan_fail(e, GAN_DATA, "expected number %" PRIu64 " of a series, found %" PRIu64 ": records are missing",
		                r->next_seq, seq);
	r->next_seq = seq + 1;
	r->in_series = 1;
	return 0;
}

static int read_record(struct gan_reader *r, uint64_t n, struct gan_doc *d, int *cut, struct gan_err *e)
{
	struct gan_header h;
	int rc;

	memset(&h, 0, sizeof h);
	rc = read_header(r, (size_t)n, &h, cut, e);
	if (!rc)
		rc = check_limit(h.data, e);
	if (!rc)
		rc = read_data(r, &h, d, cut, e);
	if (!rc && r->mode == MODE_ZSTD)
		rc = gan_zin_settle(r->zin, cut, e);
	if (!rc) {
		d->meta = h.meta;
		memset(&h.meta, 0, sizeof h.meta);
		rc = check_seq(r, d, e);
	}
	gan_header_free(&h);
	return rc;
}

/* ---- the stream ---- */

static int end_mark(struct gan_reader *r, uint64_t count, struct gan_err *e)
{
	if (count != r->since_eos)
		return gan_fail(e, GAN_DATA, "the end mark counts %" PRIu64 " records, found %" PRIu64 ": records are missing",
		                count, r->since_eos);
	r->since_eos = 0;
	r->in_series = 0;
	r->next_seq = 0;
	return 0;
}

static int at_end(struct gan_reader *r, int *cut, struct gan_err *e)
{
	if (r->in_series && r->mode == MODE_ZSTD) {
		*cut = 1;
		return gan_fail(e, GAN_DATA, "truncated: the series has no end mark after record %" PRIu64
		                " (--salvage takes its whole records)", r->records - 1);
	}
	r->raw_series = r->in_series;
	r->finished = 1;
	return 0;
}

/* The length of the next record: 1, 0 at the end of the stream, -1. */
static int next_length(struct gan_reader *r, uint64_t *n, int *cut, struct gan_err *e)
{
	unsigned char p[8];
	enum gan_zevent ev;
	uint64_t count = 0;
	size_t got;

	for (;;) {
		if (read_bytes(r, p, sizeof p, &got, &ev, &count, cut, e))
			return -1;
		if (ev == GAN_Z_EOS) {
			if (got)
				return gan_fail(e, GAN_DATA, "an end mark inside a record");
			if (end_mark(r, count, e))
				return -1;
			continue;
		}
		if (ev == GAN_Z_END && !got)
			return at_end(r, cut, e);
		if (got < sizeof p) {
			*cut = 1;
			return gan_fail(e, GAN_DATA, "truncated: the input ends in the length of a record");
		}
		break;
	}
	*n = gan_le64(p);
	if (*n < 2 || *n > GAN_HEADER_HARD_MAX)
		return refuse(r, p, 9, e);
	if (*n > GAN_HEADER_MAX)
		return gan_fail(e, GAN_DATA, "a header of %" PRIu64 " bytes, the limit is %u", *n, GAN_HEADER_MAX);
	return 1;
}

static int fail_next(struct gan_reader *r, struct gan_doc *d, int cut, struct gan_err *e)
{
	gan_doc_free(d);
	if (cut && (r->flags & GAN_READ_SALVAGE)) {
		r->finished = r->salvaged = 1;
		return 0;
	}
	if (r->mode == MODE_NEW || (r->records == 0 && r->mode == MODE_RAW && !r->src.taken))
		gan_fail_prefix(e, "%s", r->name);
	else
		gan_fail_prefix(e, "%s: record %" PRIu64, r->name, r->records);
	r->failed = 1;
	if (e)
		r->why = *e;
	return -1;
}

int gan_reader_next(struct gan_reader *r, struct gan_doc *d, struct gan_err *e)
{
	uint64_t n = 0;
	int cut = 0, rc;

	gan_doc_free(d);
	if (r->failed) {
		if (e)
			*e = r->why;
		return -1;
	}
	if (r->finished)
		return 0;
	if (r->mode == MODE_NEW && begin(r, e))
		return fail_next(r, d, 0, e);
	rc = next_length(r, &n, &cut, e);
	if (rc < 0)
		return fail_next(r, d, cut, e);
	if (rc == 0)
		return 0;
	if (read_record(r, n, d, &cut, e))
		return fail_next(r, d, cut, e);
	r->records++;
	r->since_eos++;
	return 1;
}
