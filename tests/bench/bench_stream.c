/* bench_stream DIR: writes a document of 256 MB of weights to DIR and reads it again, raw and at zstd's level 1, and prints
   the megabytes a second of each: level, write, read. The file is in the page cache: this is the format's cost, not the disk's. */
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/rng.h"
#include "stream/stream.h"
#include "bench.h"

#define ROWS 64
#define COLS 1048576

static int write_file(const char *path, int level, struct gan_doc *d, struct gan_err *e)
{
	struct gan_out *o = gan_out_open(path, e);
	struct gan_writer *w = o ? gan_writer_open(o, level, 0, e) : NULL;

	if (!w || gan_writer_put(w, d, e)) {
		gan_writer_abort(w);
		return -1;
	}
	return gan_writer_close(w, e);
}

static int read_file(const char *path, struct gan_err *e)
{
	struct gan_reader *r = gan_reader_open(path, 0, e);
	struct gan_doc d = { 0 };
	int rc = r ? gan_reader_next(r, &d, e) : -1;

	gan_doc_free(&d);
	gan_reader_close(r);
	return rc == 1 ? 0 : -1;
}

static int bench(const char *path, int level, struct gan_doc *d, struct gan_err *e)
{
	double mb = 4e-6 * ROWS * COLS, start = now(), middle;

	if (write_file(path, level, d, e))
		return -1;
	middle = now();
	if (read_file(path, e))
		return -1;
	printf("%d\t%.0f\t%.0f\n", level, mb / (middle - start), mb / (now() - middle));
	return 0;
}

int main(int argc, char **argv)
{
	struct gan_err e = { 0 };
	struct gan_doc d = { 0 };
	struct gan_shape s = gan_shape_of(2, (int64_t)ROWS, (int64_t)COLS);
	struct gan_doc_tensor *t = gan_doc_add(&d, "w", GAN_F32, &s, &e);
	char path[4096];
	int rc = -1;

	if (argc == 2 && t && snprintf(path, sizeof(path), "%s/bench_stream.t", argv[1]) < (int)sizeof(path)) {
		gan_rng_normal_f32(gan_rng_make(1, "bench"), 0, 0, 0, t->t.data, (size_t)ROWS * COLS);
		rc = bench(path, 0, &d, &e) || bench(path, 1, &d, &e) ? -1 : 0;
		unlink(path);
	}
	if (rc)
		fprintf(stderr, "bench_stream: %s\n", e.msg);
	gan_doc_free(&d);
	return rc ? 70 : 0;
}
