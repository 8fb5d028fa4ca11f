/* bench_sample RUNS THREADS MODEL: makes 64 samples RUNS times with a generator that stands ready, latents drawn and pictures as
   bytes, and prints the median seconds. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "infer/sampler.h"
#include "base/mem.h"
#include "base/pool.h"
#include "bench.h"

#define MAX_RUNS 99
#define SAMPLES 64

static int time_runs(struct gan_sampler *s, int runs, double *t, struct gan_err *e)
{
	int64_t h, w, c, d;
	char *out;
	int rc;

	gan_sampler_size(s, &h, &w, &c, &d);
	out = gan_alloc(SAMPLES, (size_t)d * (h ? 1 : sizeof(float)), e);
	rc = out ? gan_sampler_run(s, 0, 0, SAMPLES, NULL, out, e) : -1; /* touches memory for the first time */
	for (int i = 0; i < runs && !rc; i++) {
		double start = now();

		rc = gan_sampler_run(s, (uint64_t)i, 0, SAMPLES, NULL, out, e);
		t[i] = now() - start;
	}
	gan_free(out);
	return rc;
}

static int bench(int runs, const char *model, double *t, struct gan_err *e)
{
	struct gan_model m = { 0 };
	struct gan_sampler *s = gan_model_read(&m, model, -1, 0, NULL, e) ? NULL : gan_sampler_new(&m, 0, e);
	int rc = s ? time_runs(s, runs, t, e) : -1;

	gan_sampler_free(s);
	gan_model_free(&m);
	return rc;
}

int main(int argc, char **argv)
{
	int runs = argc == 4 ? atoi(argv[1]) : 0, rc;
	double t[MAX_RUNS];
	struct gan_err e = { 0 };

	if (runs < 1 || runs > MAX_RUNS) {
		fputs("usage: bench_sample RUNS THREADS MODEL\n", stderr);
		return 64;
	}
	rc = gan_pool_start(atoi(argv[2]), NULL);
	if (!rc)
		rc = bench(runs, argv[3], t, &e);
	gan_pool_stop();
	if (rc) {
		fprintf(stderr, "bench_sample: %s\n", e.msg);
		return 70;
	}
	printf("%.5f\n", median(t, runs));
	return 0;
}
