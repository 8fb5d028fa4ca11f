#include "metric/distances.h"

#include <stddef.h>
#include "base/mem.h"
#include "base/pool.h"
#include "kernel/gemm.h"

#define ROWS 512   /* of a, and */
#define COLS 2048  /* of b, in a block */
#define CHUNK 16   /* rows that one thread takes */

struct block {
	const struct gan_distances *s;
	float *mean;            /* [d] */
	gan_real *a, *b, *dot;  /* [ROWS,d] [COLS,d] [ROWS,COLS] */
	gan_real *aa, *bb;      /* squared lengths */
	void *scratch;
	int64_t i, ni, j, nj;
};

double gan_distance2(const float *a, const float *b, int64_t d)
{
	double sum = 0;

	for (int64_t k = 0; k < d; k++)
		sum += ((double)a[k] - b[k]) * ((double)a[k] - b[k]);
	return sum;
}

void gan_nearest_keep(double *best, int64_t *at, int k, double v, int64_t i)
{
	int p = k - 1;

	if (!(v < best[p]))
		return;
	for (; p > 0 && v < best[p - 1]; p--) {
		best[p] = best[p - 1];
		if (at)
			at[p] = at[p - 1];
	}
	best[p] = v;
	if (at)
		at[p] = i;
}

static void centre(const struct block *k, const float *x, int64_t n, gan_real *y, gan_real *yy)
{
	int64_t d = k->s->d;

	for (int64_t i = 0; i < n; i++) {
		double sum = 0;

		for (int64_t c = 0; c < d; c++) {
			gan_real v = (gan_real)x[i * d + c] - (gan_real)k->mean[c];

			y[i * d + c] = v;
			sum += (double)v * v;
		}
		yy[i] = (gan_real)sum;
	}
}

static void subtract(const struct block *k, int64_t r, gan_real *row)
{
	int64_t d = k->s->d;

	for (int64_t c = 0; c < k->nj; c++) {
		double sum = 0;

		for (int64_t t = 0; t < d; t++) {
			double v = (double)k->a[r * d + t] - k->b[c * d + t];

			sum += v * v;
		}
		row[c] = (gan_real)sum;
	}
}

static void add_lengths(const struct block *k, int64_t r, gan_real *row)
{
	for (int64_t c = 0; c < k->nj; c++) {
		gan_real v = k->aa[r] + k->bb[c] - 2 * row[c];

		row[c] = v > 0 ? v : 0;
	}
}

static void finish_rows(void *ctx, long chunk, int thread)
{
	struct block *k = ctx;
	int64_t end = (chunk + 1) * CHUNK < k->ni ? (chunk + 1) * CHUNK : k->ni;

	(void)thread;
	for (int64_t r = chunk * CHUNK; r < end; r++) {
		gan_real *row = k->dot + r * k->nj;

		if (k->s->d > GAN_DISTANCES_DIRECT)
			add_lengths(k, r, row);
		else
			subtract(k, r, row);
		k->s->row(k->s->ctx, k->i + r, k->j, k->nj, row);
	}
}

static int mean_of(struct block *k, struct gan_err *e)
{
	const struct gan_distances *s = k->s;
	double *sum = gan_alloc((size_t)s->d, sizeof *sum, e);

	if (!sum)
		return -1;
	for (int64_t i = 0; s->d > GAN_DISTANCES_DIRECT && i < s->nb; i++)
		for (int64_t c = 0; c < s->d; c++)
			sum[c] += s->b[i * s->d + c];
	for (int64_t c = 0; c < s->d; c++)
		k->mean[c] = (float)(sum[c] / (double)s->nb);
	gan_free(sum);
	return 0;
}

static int make(struct block *k, struct gan_err *e)
{
	struct gan_gemm g = { .m = ROWS, .n = COLS, .k = (long)k->s->d, .tb = 1 };
	size_t d = (size_t)k->s->d;

	k->mean = gan_alloc(d, sizeof *k->mean, e);
	k->a = gan_alloc(d, ROWS * sizeof *k->a, e);
	k->b = gan_alloc(d, COLS * sizeof *k->b, e);
	k->dot = gan_alloc(ROWS * COLS, sizeof *k->dot, e);
	k->aa = gan_alloc(ROWS + COLS, sizeof *k->aa, e);
	k->scratch = gan_alloc(gan_gemm_scratch(&g), 1, e);
	if (!k->mean || !k->a || !k->b || !k->dot || !k->aa || !k->scratch)
		return -1;
	k->bb = k->aa + ROWS;
	return mean_of(k, e);
}

static void run(struct block *k)
{
	const struct gan_distances *s = k->s;

	for (k->i = 0; k->i < s->na; k->i += ROWS) {
		k->ni = s->na - k->i < ROWS ? s->na - k->i : ROWS;
		centre(k, s->a + k->i * s->d, k->ni, k->a, k->aa);
		for (k->j = 0; k->j < s->nb; k->j += COLS) {
			struct gan_gemm g = { .m = (long)k->ni, .k = (long)s->d, .tb = 1 };

			k->nj = s->nb - k->j < COLS ? s->nb - k->j : COLS;
			g.n = (long)k->nj;
			centre(k, s->b + k->j * s->d, k->nj, k->b, k->bb);
			if (s->d > GAN_DISTANCES_DIRECT)
				gan_gemm(&g, k->dot, k->a, k->b, k->scratch);
			gan_pool_run((k->ni + CHUNK - 1) / CHUNK, finish_rows, k);
		}
	}
}

int gan_distances_run(const struct gan_distances *s, struct gan_err *e)
{
	struct block k = { .s = s };
	int rc = make(&k, e);

	if (!rc)
		run(&k);
	gan_free(k.mean);
	gan_free(k.a);
	gan_free(k.b);
	gan_free(k.dot);
	gan_free(k.aa);
	gan_free(k.scratch);
	return rc;
}
