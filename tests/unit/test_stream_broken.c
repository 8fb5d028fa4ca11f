/* Streams that are cut, altered, joined and recompressed. Frames of other makers are made here by libzstd. */
#include <zstd.h>

#include "stream/parts.h"
#include "stream_help.h"
#include "tap.h"

static struct bytes join(struct bytes a, struct bytes b)
{
	struct bytes c = {malloc(a.n + b.n + 1), a.n + b.n};

	memcpy(c.p, a.p, a.n);
	memcpy(c.p + a.n, b.p, b.n);
	return c;
}

/* n bytes as one frame; flags: what the frame has. */
static struct bytes frame(const void *p, size_t n, int checksum, int size, int window)
{
	ZSTD_CCtx *c = ZSTD_createCCtx();
	struct bytes b = {malloc(ZSTD_compressBound(n) + 64), 0};
	ZSTD_inBuffer in = {p, n, 0};
	ZSTD_outBuffer out = {b.p, ZSTD_compressBound(n) + 64, 0};

	ZSTD_CCtx_setParameter(c, ZSTD_c_checksumFlag, checksum);
	ZSTD_CCtx_setParameter(c, ZSTD_c_contentSizeFlag, size);
	if (window)
		ZSTD_CCtx_setParameter(c, ZSTD_c_windowLog, window);
	if (size)
		ZSTD_CCtx_setPledgedSrcSize(c, n);
	else /* a first call without the end keeps the size out of the frame */
		ZSTD_compressStream2(c, &out, &in, ZSTD_e_continue);
	ZSTD_compressStream2(c, &out, &in, ZSTD_e_end);
	b.n = out.pos;
	ZSTD_freeCCtx(c);
	return b;
}

static int count(struct bytes b, struct gan_err *e)
{
	memset(e, 0, sizeof *e);
	return count_records(b.p, b.n, 0, e);
}

static int count_salvaged(struct bytes b, struct gan_err *e)
{
	memset(e, 0, sizeof *e);
	return count_records(b.p, b.n, GAN_READ_SALVAGE, e);
}

static void refused(struct bytes b, const char *what, const char *says)
{
	struct gan_err e;
	int n = count(b, &e);

	ok(n < 0 && e.code == GAN_DATA && strstr(e.msg, says), "%s refused: %s", what, e.msg);
}

static void accepted(struct bytes b, int want, const char *what)
{
	struct gan_err e;
	int n = count(b, &e);

	ok(n == want, "%s: %d records (%s)", what, n, e.msg);
}

/* A series fails at every cut, and gives its whole records with salvage; one record passes without its mark. */
static void test_cuts(void)
{
	struct bytes two = make_stream(1, 1, 2), one = make_stream(1, 0, 1), plain = make_stream(0, 0, 1);
	int bad = 0, bad_one = 0, bad_plain = 0, bad_salvage = 0, most = 0;
	struct gan_err e;
	size_t i;

	for (i = 0; i < two.n; i++) {
		struct bytes b = {two.p, i};
		int n;

		bad += count(b, &e) >= 0 || e.code != GAN_DATA;
		if (i < 9)
			continue; /* not yet a stream */
		n = count_salvaged(b, &e);
		bad_salvage += n < most || n > 2;
		most = n > most ? n : most;
	}
	ok(!bad, "a series of two is refused at each of %zu cuts (%d were not)", two.n, bad);
	ok(!bad_salvage && most == 2, "salvage gives its whole records");
	for (i = 0; i < one.n; i++) {
		struct bytes b = {one.p, i};

		bad_one += (count(b, &e) >= 0) != (i == one.n - 24);
	}
	ok(!bad_one, "one record passes at the end of its frame and nowhere else (%d)", bad_one);
	for (i = 0; i < plain.n; i++) {
		struct bytes b = {plain.p, i};

		bad_plain += count(b, &e) >= 0;
	}
	ok(!bad_plain, "a plain record is refused at each cut (%d)", bad_plain);
	free(two.p);
	free(one.p);
	free(plain.p);
}

/* A flipped bit in a frame is seen; nothing but an error or the right records may come of any flip. */
static void test_flips(void)
{
	struct bytes b = make_stream(1, 1, 2);
	int silent = 0;
	struct gan_err e;
	size_t i, bit;

	for (i = 0; i < b.n; i++)
		for (bit = 0; bit < 8; bit++) {
			int n;

			b.p[i] ^= (unsigned char)(1u << bit);
			n = count(b, &e);
			/* a skippable frame's magic and the unused bits of a frame's head may change without harm */
			silent += n >= 0 && n != 2;
			b.p[i] ^= (unsigned char)(1u << bit);
		}
	ok(!silent, "no flipped bit goes unseen (%d did)", silent);
	b.p[b.n - 24 - 2] ^= 1;
	refused(b, "a flipped bit in a checksum", "checksum");
	free(b.p);
}

static void test_end_marks(void)
{
	struct bytes b = make_stream(1, 1, 2), one = make_stream(1, 0, 1), none = make_stream(1, 1, 0), all;
	struct bytes bare = {b.p, b.n - 24};

	refused(bare, "a series without its mark", "--salvage");
	b.p[b.n - 8] = 3;
	refused(b, "a mark that counts 3 of 2", "counts 3");
	b.p[b.n - 8] = 2;
	all = join(b, one);
	accepted(all, 3, "two streams in a row");
	free(all.p);
	all = join(bare, one);
	refused(all, "a cut series with a stream after it", "series");
	free(all.p);
	accepted(none, 0, "an end mark alone");
	free(b.p);
	free(one.p);
	free(none.p);
}

/* What is returned has been checked: a record whose frame has a wrong checksum never is. */
static void test_checked_first(void)
{
	struct bytes b = make_stream(1, 0, 1);
	struct gan_doc d = {0};
	struct gan_err e = {0};
	struct gan_reader *r;

	b.p[b.n - 24 - 1] ^= 1;
	r = gan_reader_fd(-1, "test", b.p, b.n, 0, &e);
	ok(gan_reader_next(r, &d, &e) < 0 && !d.n, "a record is not given before its checksum was seen");
	ok(gan_reader_next(r, &d, &e) < 0 && e.code == GAN_DATA, "and an error stays");
	gan_reader_close(r);
	r = gan_reader_fd(-1, "test", b.p, b.n - 24 - 2, 0, &e);
	ok(gan_reader_next(r, &d, &e) < 0 && !d.n, "nor where half of its checksum is missing");
	gan_reader_close(r);
	free(b.p);
}

static struct bytes document(const char *header, size_t ndata)
{
	struct bytes b = {calloc(1, 8 + strlen(header) + ndata), 8 + strlen(header) + ndata};

	gan_put_le64(b.p, strlen(header));
	memcpy(b.p + 8, header, strlen(header));
	return b;
}

static void test_headers(void)
{
	struct bytes b = document("{\"t\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},"
	                          "\"\\u0074\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,2]}}", 2);

	refused(b, "a name that stands twice, once escaped", "twice");
	free(b.p);
	b = document("{\"__metadata__\":{\"gan.seq\":\"1\"}}", 0);
	refused(b, "a series that does not begin at 0", "expected number 0");
	free(b.p);
	b = document("{\"__metadata__\":{\"gan.seq\":\"00\"}}", 0);
	refused(b, "a place in a series that is no number", "gan.seq");
	free(b.p);
}

static void test_recompressed(void)
{
	struct bytes one = make_stream(0, 0, 1), many = make_stream(0, 1, 2), f, g, h;

	f = frame(one.p, one.n, 1, 1, 0);
	accepted(f, 1, "one record, compressed by another");
	free(f.p);
	f = frame(many.p, many.n, 1, 1, 0);
	refused(f, "a series, compressed by another", "--salvage");
	free(f.p);
	f = frame(one.p, one.n, 0, 0, 0);
	accepted(f, 1, "no checksum and no size in the frame");
	g = join(f, one);
	refused(g, "a plain record after a frame", "expected a zstd frame");
	free(g.p);
	g = join(one, f);
	refused(g, "a frame after a plain record", "expected another record");
	free(g.p);
	free(f.p);
	f = frame(one.p, 50, 1, 1, 0);
	g = frame(one.p + 50, one.n - 50, 1, 1, 0);
	h = join(f, g);
	accepted(h, 1, "a record over two frames");
	free(h.p);
	free(f.p);
	free(g.p);
	g = join(one, one);
	f = frame(g.p, g.n, 1, 1, 0);
	accepted(f, 2, "two records in a frame");
	accepted(g, 2, "two plain records");
	free(f.p);
	free(g.p);
	free(one.p);
	free(many.p);
}

static void test_odd_frames(void)
{
	static unsigned char skip_big[8] = {0x53, 0x2a, 0x4d, 0x18, 0xff, 0xff, 0xff, 0xff};
	static unsigned char skip[12] = {0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4};
	static unsigned char almost[24] = {0x5d, 0x2a, 0x4d, 0x18, 16, 0, 0, 0, 'G', 'A', 'N', 'E', 'O', 'S', '2', '\n', 9};
	struct bytes one = make_stream(1, 0, 1), big = {skip_big, 8}, small = {skip, 12}, other = {almost, 24};
	struct bytes junk = {(unsigned char *)"junk", 4}, empty = frame("", 0, 1, 1, 0), a, b;

	a = join(big, one);
	refused(a, "a skippable frame of 4 GiB", "limit");
	free(a.p);
	a = join(small, one);
	b = join(a, other);
	accepted(b, 1, "skippable frames of others");
	free(a.p);
	free(b.p);
	a = join(one, junk);
	refused(a, "bytes after the last frame", "other bytes");
	free(a.p);
	a = join(empty, one);
	accepted(a, 1, "an empty frame");
	free(a.p);
	free(empty.p);
	free(one.p);
}

static void test_window(void)
{
	size_t n = (size_t)1 << 20;
	unsigned char *p = calloc(n, 1);
	struct bytes f = frame(p, n, 1, 0, 28);

	refused(f, "a window of 2^28", "window");
	free(f.p);
	free(p);
}

static void test_foreign(void)
{
	static const struct {
		const char *bytes;
		size_t n;
		const char *says;
	} t[] = {
		{"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16, "anytopnm"}, {"\xff\xd8\xff\xe0\0\x10JFIF", 10, "anytopnm"},
		{"P6\n1 1\n255\n...", 14, "gan-data"}, {"\x1f\x8b\x08\0\0\0\0\0\0\0", 10, "zcat"},
		{"PK\3\4\0\0\0\0\0\0", 10, "safetensors"}, {"\x80\x02}q\0.......", 12, "pickle"}, {"GGUF\3\0\0\0\0\0", 10, "GGUF"},
		{"\x89HDF\r\n\x1a\n\0\0", 10, "HDF5"}, {"", 0, "no bytes"}, {"abc", 3, "3 bytes"},
		{"hello, world", 12, "unknown kind"}, {"\0\0\x08\x03\0\0\0\0\0\0\0\0", 12, "--idx"},
		{"\x10\0\0\0\0\0\0\0[not json]......", 24, "unknown kind"},
	};
	size_t i;

	for (i = 0; i < sizeof t / sizeof *t; i++) {
		struct bytes b = {(unsigned char *)(uintptr_t)t[i].bytes, t[i].n};

		refused(b, "foreign bytes", t[i].says);
	}
}

/* A short stream whose header promises 2^40 bytes: refused by size, or cut, without the memory. */
static void test_lying(void)
{
	static const char json[] = "{\"x\":{\"dtype\":\"U8\",\"shape\":[1099511627776],\"data_offsets\":[0,1099511627776]}}";
	static const char small[] = "{\"x\":{\"dtype\":\"U8\",\"shape\":[11],\"data_offsets\":[0,11]}}";
	unsigned char b[256] = {0};
	struct bytes s = {b, 8 + sizeof json - 1};
	struct gan_err e = {0};

	gan_put_le64(b, sizeof json - 1);
	memcpy(b + 8, json, sizeof json - 1);
	refused(s, "a promise of 2^40 bytes", "");
	setenv("GAN_MAX_BYTES", "10", 1);
	memset(b + 8, ' ', sizeof json - 1);
	memcpy(b + 8, small, sizeof small - 1);
	refused(s, "11 bytes with GAN_MAX_BYTES=10", "GAN_MAX_BYTES");
	setenv("GAN_MAX_BYTES", "10x", 1);
	ok(count(s, &e) < 0 && e.code == GAN_USAGE, "GAN_MAX_BYTES=10x: %s", e.msg);
	unsetenv("GAN_MAX_BYTES");
}

int main(void)
{
	test_cuts();
	test_flips();
	test_end_marks();
	test_checked_first();
	test_headers();
	test_recompressed();
	test_odd_frames();
	test_window();
	test_foreign();
	test_lying();
	return done();
}
