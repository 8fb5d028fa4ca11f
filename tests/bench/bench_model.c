/* bench_model RUNS LEVEL MODEL FILE: reads a model, with whatever a trainer keeps in it, RUNS times into a store, and writes it
   as often to FILE at zstd's LEVEL (0: plain safetensors). Prints the median seconds of a write and of reading FILE back. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "model/model.h"
#include "bench.h"

#define MAX_RUNS 99

static int save(const struct gan_model *m, const char *path, int level, struct gan_err *e)
{
	struct gan_doc d = { 0 };
	struct gan_out *o = gan_out_open(path, e);
	struct gan_writer *w = o ? gan_writer_open(o, level, 0, e) : NULL;
	int rc = w && !gan_model_to_doc(m, &d, e) ? gan_writer_put(w, &d, e) : -1;

	gan_doc_free(&d);
	if (!rc)
		return gan_writer_close(w, e);
	gan_writer_abort(w);
	return rc;
}

static int load(const char *path, struct gan_err *e)
{
	struct gan_model m = { 0 };
	int rc = gan_model_read(&m, path, -1, 0, NULL, e);

	gan_model_free(&m);
	return rc;
}

static int bench(int runs, int level, const char *model, const char *file, struct gan_err *e)
{
	double w[MAX_RUNS], r[MAX_RUNS], start;
	struct gan_model m = { 0 };
	int rc = gan_model_read(&m, model, -1, 0, NULL, e);

	for (int i = 0; i < runs && !rc; i++) {
		start = now();
		rc = save(&m, file, level, e);
		w[i] = now() - start;
		start = now();
		rc = rc || load(file, e) ? -1 : 0;
		r[i] = now() - start;
	}
	gan_model_free(&m);
	if (!rc)
		printf("%.4f\t%.4f\n", median(w, runs), median(r, runs));
	return rc;
}

int main(int argc, char **argv)
{
	int runs = argc == 5 ? atoi(argv[1]) : 0;
	struct gan_err e = { 0 };

	if (runs < 1 || runs > MAX_RUNS) {
		fputs("usage: bench_model RUNS LEVEL MODEL FILE\n", stderr);
		return 64;
	}
	if (!bench(runs, atoi(argv[2]), argv[3], argv[4], &e))
		return 0;
	fprintf(stderr, "bench_model: %s\n", e.msg);
	return 70;
}
