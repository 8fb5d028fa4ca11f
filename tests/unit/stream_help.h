/* What the stream tests share: a writer into memory, a reader from memory. */
#ifndef GAN_TESTS_STREAM_HELP_H
#define GAN_TESTS_STREAM_HELP_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "stream/stream.h"

struct bytes {
	unsigned char *p;
	size_t n;
};

static inline struct bytes slurp(const char *path)
{
	struct bytes b = {NULL, 0};
	FILE *f = fopen(path, "rb");
	long n;

	if (!f)
		return b;
	if (!fseek(f, 0, SEEK_END) && (n = ftell(f)) >= 0 && !fseek(f, 0, SEEK_SET)) {
		b.p = malloc((size_t)n + 1);
		b.n = b.p ? fread(b.p, 1, (size_t)n, f) : 0;
	}
	fclose(f);
	return b;
}

/* A stream of k records: record i has x F32 [3] = i, i+1, i+2, and y I64 [2]. */
static inline struct bytes make_stream(int level, int series, int k)
{
	char path[] = "/tmp/gan-test-XXXXXX";
	struct gan_err e = {0};
	struct gan_shape s3 = gan_shape_of(1, (int64_t)3), s2 = gan_shape_of(1, (int64_t)2);
	struct bytes b = {NULL, 0};
	struct gan_writer *w;
	int fd = mkstemp(path), i, j, bad = 0;

	if (fd < 0)
		return b;
	close(fd);
	w = gan_writer_open(gan_out_open(path, &e), level, series, &e);
	for (i = 0; w && i < k && !bad; i++) {
		struct gan_doc d = {0};
		struct gan_doc_tensor *x = gan_doc_add(&d, "x", GAN_F32, &s3, &e);

		for (j = 0; x && j < 3; j++)
			((float *)x->t.data)[j] = (float)(i + j);
		x = gan_doc_add(&d, "y", GAN_I64, &s2, &e);
		bad = !x || gan_kv_set(&d.meta, "gan.kind", "data", &e) || gan_writer_put(w, &d, &e);
		gan_doc_free(&d);
	}
	if (bad)
		gan_writer_abort(w);
	else if (w && !gan_writer_close(w, &e))
		b = slurp(path);
	if (e.code)
		printf("# %s\n", e.msg);
	unlink(path);
	return b;
}

/* Number of records, or -1 and e. */
static inline int count_records(const void *p, size_t n, unsigned flags, struct gan_err *e)
{
	struct gan_reader *r = gan_reader_fd(-1, "test", p, n, flags, e);
	struct gan_doc d = {0};
	int k = 0, rc;

	if (!r)
		return -1;
	while ((rc = gan_reader_next(r, &d, e)) > 0)
		k++;
	gan_doc_free(&d);
	gan_reader_close(r);
	return rc < 0 ? -1 : k;
}

#endif
