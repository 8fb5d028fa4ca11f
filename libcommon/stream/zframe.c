/* Zstandard frames in and out (RFC 8878), by the stable part of libzstd's interface. Skippable frames are taken
   apart here: the library's own functions for them are not stable. */
#include <string.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "base/mem.h"
#include "base/pool.h"
#include "stream/parts.h"

#define OUT_SIZE (1u << 17)
#define WORKERS_FROM (8u << 20) /* records above are compressed by threads; any number of them gives the same bytes */

struct gan_zin {
	ZSTD_DCtx *ctx;
	struct gan_source *src;
	int in_frame;
	unsigned char ahead; /* a byte of content that settling had to look at */
	int has_ahead;
};

struct gan_zin *gan_zin_new(struct gan_source *s, struct gan_err *e)
{
	struct gan_zin *z = gan_alloc(1, sizeof *z, e);

	if (!z)
		return NULL;
	z->src = s;
	z->ctx = ZSTD_createDCtx();
	if (!z->ctx) {
		gan_free(z);
		gan_fail(e, GAN_NOMEM, "out of memory (a zstd decoder)");
		return NULL;
	}
	return z;
}

void gan_zin_free(struct gan_zin *z)
{
	if (!z)
		return;
	ZSTD_freeDCtx(z->ctx);
	gan_free(z);
}

static int cut_here(struct gan_zin *z, int *cut, struct gan_err *e)
{
	*cut = 1;
	return gan_fail(e, GAN_DATA, "truncated: the input ends at byte %llu, inside a zstd frame",
	                (unsigned long long)(z->src->taken + (z->src->len - z->src->pos)));
}

static int frame_error(struct gan_zin *z, size_t code, struct gan_err *e)
{
	unsigned long long at = (unsigned long long)z->src->taken;

	switch (ZSTD_getErrorCode(code)) {
	case ZSTD_error_checksum_wrong:
		return gan_fail(e, GAN_DATA, "byte %llu: checksum mismatch: the data are damaged", at);
	case ZSTD_error_frameParameter_windowTooLarge:
		return gan_fail(e, GAN_DATA, "byte %llu: a zstd window above 2^27 bytes (compress without --long=28 and up)",
		                at);
	case ZSTD_error_dictionary_wrong:
		return gan_fail(e, GAN_DATA, "byte %llu: a zstd frame that needs a dictionary; none is allowed", at);
	case ZSTD_error_memory_allocation:
		return gan_fail(e, GAN_NOMEM, "out of memory (the zstd window)");
	default:
		return gan_fail(e, GAN_DATA, "byte %llu: damaged zstd frame (%s)", at, ZSTD_getErrorName(code));
	}
}

/* A skippable frame whose 8 bytes of head are at hand: 0 skipped, 1 an end mark (*count set), -1. */
static int skip_frame(struct gan_zin *z, uint64_t *count, int *cut, struct gan_err *e)
{
	const unsigned char *p = z->src->buf + z->src->pos;
	uint32_t magic = gan_le32(p), left = gan_le32(p + 4);

	if (left > GAN_SKIPPABLE_MAX)
		return gan_fail(e, GAN_DATA, "byte %llu: a skippable frame of %lu bytes, the limit is %u",
		                (unsigned long long)z->src->taken, (unsigned long)left, GAN_SKIPPABLE_MAX);
	if (magic == GAN_EOS_MAGIC && left == GAN_EOS_SIZE - 8) {
		long n = gan_source_want(z->src, GAN_EOS_SIZE, e);

		if (n < GAN_EOS_SIZE)
			return n < 0 ? -1 : cut_here(z, cut, e);
		p = z->src->buf + z->src->pos;
		if (!memcmp(p + 8, GAN_EOS_TAG, 8)) {
			*count = gan_le64(p + 16);
			gan_source_take(z->src, GAN_EOS_SIZE);
			return 1;
		}
	}
	gan_source_take(z->src, 8);
	while (left) {
		long n = gan_source_want(z->src, 1, e);

		if (n <= 0)
			return n < 0 ? -1 : cut_here(z, cut, e);
		if ((uint32_t)n > left)
			n = (long)left;
		gan_source_take(z->src, (size_t)n);
		left -= (uint32_t)n;
	}
	return 0;
}

/* From between frames to the start of the next one with content (event BYTES), an end mark or the end. */
static int next_frame(struct gan_zin *z, enum gan_zevent *ev, uint64_t *count, int *cut, struct gan_err *e)
{
	for (;;) {
		long n = gan_source_want(z->src, 8, e);
		const unsigned char *p = z->src->buf + z->src->pos;
		int rc;

		if (n < 0)
			return -1;
		if (n == 0) {
			*ev = GAN_Z_END;
			return 0;
		}
		if (n < 4)
			return cut_here(z, cut, e);
		if (gan_le32(p) == GAN_ZSTD_MAGIC) {
			ZSTD_DCtx_reset(z->ctx, ZSTD_reset_session_only);
			z->in_frame = 1;
			*ev = GAN_Z_BYTES;
			return 0;
		}
		if ((gan_le32(p) & 0xfffffff0u) != GAN_SKIP_MAGIC)
			return gan_fail(e, GAN_DATA, "byte %llu: expected a zstd frame, found other bytes",
			                (unsigned long long)z->src->taken);
		if (n < 8)
			return cut_here(z, cut, e);
		rc = skip_frame(z, count, cut, e);
		if (rc < 0)
			return -1;
		if (rc) {
			*ev = GAN_Z_EOS;
			return 0;
		}
	}
}

/* Some more content of the frame into p[n], *got of it. */
static int decode(struct gan_zin *z, void *p, size_t n, size_t *got, int *cut, struct gan_err *e)
{
	ZSTD_outBuffer out = {p, n, 0};

	do {
		ZSTD_inBuffer in = {z->src->buf + z->src->pos, z->src->len - z->src->pos, 0};
		size_t rc = ZSTD_decompressStream(z->ctx, &out, &in);

		if (ZSTD_isError(rc))
			return frame_error(z, rc, e);
		gan_source_take(z->src, in.pos);
		if (rc == 0) {
			z->in_frame = 0;
			break;
		}
		if (!out.pos && in.pos == in.size) { /* nothing came out: it wants input */
			long more = gan_source_want(z->src, 1, e);

			if (more <= 0)
				return more < 0 ? -1 : cut_here(z, cut, e);
		}
	} while (!out.pos);
	*got = out.pos;
	return 0;
}

int gan_zin_read(struct gan_zin *z, void *p, size_t n, size_t *got, enum gan_zevent *ev, uint64_t *count, int *cut,
                 struct gan_err *e)
{
	unsigned char *to = p;

	*got = 0;
	*ev = GAN_Z_BYTES;
	if (n && z->has_ahead) {
		to[(*got)++] = z->ahead;
		z->has_ahead = 0;
	}
	while (*got < n) {
		size_t k = 0;

		if (!z->in_frame) {
			if (next_frame(z, ev, count, cut, e))
				return -1;
			if (*ev != GAN_Z_BYTES)
				return 0;
		}
		if (decode(z, to + *got, n - *got, &k, cut, e))
			return -1;
		*got += k;
	}
	return 0;
}

int gan_zin_settle(struct gan_zin *z, int *cut, struct gan_err *e)
{
	size_t k;

	while (z->in_frame && !z->has_ahead) {
		k = 0;
		if (decode(z, &z->ahead, 1, &k, cut, e))
			return -1;
		z->has_ahead = k == 1;
	}
	return 0;
}

/* ---- out ---- */

struct gan_zout {
	ZSTD_CCtx *ctx;
	char *buf;
};

void gan_zout_free(struct gan_zout *z)
{
	if (!z)
		return;
	ZSTD_freeCCtx(z->ctx);
	gan_free(z->buf);
	gan_free(z);
}

struct gan_zout *gan_zout_new(int level, struct gan_err *e)
{
	struct gan_zout *z = gan_alloc(1, sizeof *z, e);

	if (!z)
		return NULL;
	z->ctx = ZSTD_createCCtx();
	z->buf = gan_alloc(OUT_SIZE, 1, e);
	if (!z->ctx || !z->buf) {
		gan_fail(e, GAN_NOMEM, "out of memory (a zstd encoder)");
		goto fail;
	}
	if (ZSTD_isError(ZSTD_CCtx_setParameter(z->ctx, ZSTD_c_compressionLevel, level)) ||
	    ZSTD_isError(ZSTD_CCtx_setParameter(z->ctx, ZSTD_c_checksumFlag, 1)) ||
	    ZSTD_isError(ZSTD_CCtx_setParameter(z->ctx, ZSTD_c_contentSizeFlag, 1))) {
		gan_fail(e, GAN_INTERNAL, "libzstd refuses level %d", level);
		goto fail;
	}
	return z;
fail:
	gan_zout_free(z);
	return NULL;
}

int gan_zout_begin(struct gan_zout *z, uint64_t size, struct gan_err *e)
{
	int workers = size > WORKERS_FROM ? gan_pool_threads() : 0;

	ZSTD_CCtx_reset(z->ctx, ZSTD_reset_session_only);
	/* A libzstd without threads refuses; one thread does as well. */
	(void)ZSTD_CCtx_setParameter(z->ctx, ZSTD_c_nbWorkers, workers);
	if (ZSTD_isError(ZSTD_CCtx_setPledgedSrcSize(z->ctx, size)))
		return gan_fail(e, GAN_INTERNAL, "libzstd refuses a record of %llu bytes", (unsigned long long)size);
	return 0;
}

static int compress(struct gan_zout *z, struct gan_out *o, const void *p, size_t n, ZSTD_EndDirective end,
                    struct gan_err *e)
{
	ZSTD_inBuffer in = {p, n, 0};
	size_t left;

	do {
		ZSTD_outBuffer out = {z->buf, OUT_SIZE, 0};

		left = ZSTD_compressStream2(z->ctx, &out, &in, end);
		if (ZSTD_isError(left))
			return gan_fail(e, ZSTD_getErrorCode(left) == ZSTD_error_memory_allocation ? GAN_NOMEM : GAN_INTERNAL,
			                "compression failed: %s", ZSTD_getErrorName(left));
		if (out.pos && gan_out_write(o, z->buf, out.pos, e))
			return -1;
	} while (in.pos < in.size || (end == ZSTD_e_end && left));
	return 0;
}

int gan_zout_add(struct gan_zout *z, struct gan_out *o, const void *p, size_t n, struct gan_err *e)
{
	return n ? compress(z, o, p, n, ZSTD_e_continue, e) : 0;
}

int gan_zout_end(struct gan_zout *z, struct gan_out *o, struct gan_err *e)
{
	return compress(z, o, "", 0, ZSTD_e_end, e);
}
