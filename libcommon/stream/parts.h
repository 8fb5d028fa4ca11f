/* What the files of stream/ share with each other; nobody else includes this. */
#ifndef GAN_STREAM_PARTS_H
#define GAN_STREAM_PARTS_H

#include "stream/stream.h"

#define GAN_PIECE (1u << 20)               /* what is read, and so touched, at a time */
#define GAN_HEADER_MAX (16u << 20)         /* bytes of a document's header */
#define GAN_HEADER_HARD_MAX 100000000u     /* of the reference implementation; both zstd magics are above */
#define GAN_TENSORS_MAX 1000000u
#define GAN_NAME_MAX 1024u
#define GAN_DIM_MAX ((uint64_t)1 << 48)
#define GAN_SKIPPABLE_MAX (16u << 20)
#define GAN_ZSTD_MAGIC 0xFD2FB528u
#define GAN_SKIP_MAGIC 0x184D2A50u         /* and the 15 after it */
#define GAN_EOS_MAGIC 0x184D2A5Du
#define GAN_EOS_TAG "GANEOS1\n"
#define GAN_EOS_SIZE 24

static inline uint32_t gan_le32(const unsigned char *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static inline uint64_t gan_le64(const unsigned char *p)
{
	return gan_le32(p) | (uint64_t)gan_le32(p + 4) << 32;
}

static inline void gan_put_le64(unsigned char *p, uint64_t v)
{
	for (int i = 0; i < 8; i++)
		p[i] = (unsigned char)(v >> 8 * i);
}

/* ---- header_read.c: the JSON of a document, checked by every rule of gan-stream(5) ---- */
struct gan_span {
	char *name;
	enum gan_dtype dtype;
	struct gan_shape shape;
	uint64_t begin, end; /* bytes in the data */
};

struct gan_header {
	struct gan_span *span; /* in the order of the data */
	size_t n, cap;
	uint64_t data;         /* bytes */
	struct gan_kv meta;
};

int gan_header_read(struct gan_header *h, const char *text, size_t n, struct gan_err *e);
void gan_header_free(struct gan_header *h);

/* ---- header_write.c: the canonical form; order[d->n] becomes the order of the data ---- */
int gan_header_write(const struct gan_doc *d, struct gan_buf *text, size_t **order, struct gan_err *e);

/* ---- source.c: bytes of a file, a little ahead ---- */
struct gan_source {
	int fd;             /* -1: the head is all there is */
	unsigned char *buf; /* GAN_PIECE or the head, if that is larger */
	size_t pos, len, cap;
	uint64_t taken;     /* offset in the file of buf[pos] */
	int at_end;
};

/* Tries to have at least n (<= cap) bytes at buf + pos: the number there, less only at the end; -1 on a read error. */
long gan_source_want(struct gan_source *s, size_t n, struct gan_err *e);
void gan_source_take(struct gan_source *s, size_t n);

/* ---- zframe.c: the one includer of <zstd.h> ---- */
enum gan_zevent {
	GAN_Z_BYTES, /* what was asked for, in full */
	GAN_Z_END,   /* end of the input between frames; fewer bytes, perhaps none */
	GAN_Z_EOS    /* an end mark; fewer bytes, perhaps none */
};

struct gan_zin;
struct gan_zin *gan_zin_new(struct gan_source *s, struct gan_err *e);
void gan_zin_free(struct gan_zin *z);
/* n bytes of content to p, *got of them; event as above and for an end mark its count; -1 on errors. *cut is set
   where the error is the end of the input inside a frame. */
int gan_zin_read(struct gan_zin *z, void *p, size_t n, size_t *got, enum gan_zevent *ev, uint64_t *count, int *cut,
                 struct gan_err *e);
/* Reads on until the frame's checksum has been checked or content beyond is at hand. */
int gan_zin_settle(struct gan_zin *z, int *cut, struct gan_err *e);

struct gan_zout;
struct gan_zout *gan_zout_new(int level, struct gan_err *e);
void gan_zout_free(struct gan_zout *z);
int gan_zout_begin(struct gan_zout *z, uint64_t size, struct gan_err *e); /* a frame of so many bytes of content */
int gan_zout_add(struct gan_zout *z, struct gan_out *o, const void *p, size_t n, struct gan_err *e);
int gan_zout_end(struct gan_zout *z, struct gan_out *o, struct gan_err *e);

/* ---- swap.c: streams are little-endian; nothing happens where the host is ---- */
void gan_swap(enum gan_dtype t, void *p, size_t nbytes);
int gan_host_is_little(void);

/* ---- magic.c ---- */
/* What the bytes are if they are something else: "a PNG picture (...cure...)"; NULL where unknown. */
const char *gan_foreign(const unsigned char *p, size_t n);

#endif
