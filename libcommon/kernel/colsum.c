/* Column sums in slices of fixed size. */
#include "kernel/colsum.h"

#include <string.h>

#include "base/pool.h"
#include "base/simd.h"

#define MIN_LANES 16
#define SLICE 16384   /* elements, about: enough for a thread to take at a time */
#define MIN_ROWS 16   /* keeps the partial sums small beside x where rows are long */

int64_t gan_colsum_cols(const struct gan_shape *x, uint32_t axes)
{
	int64_t rows = 1, cols = 1;

	for (int d = 0; d < x->rank; d++) {
		if (x->dim[d] == 1)
			continue;
		if (!(axes >> d & 1))
			cols *= x->dim[d];
		else if (cols > 1)
			return 0;
		else
			rows *= x->dim[d];
	}
	return rows > 1 ? cols : 0;
}

int64_t gan_colsum_lanes(int64_t cols)
{
	return cols >= MIN_LANES ? cols : cols * ((MIN_LANES + cols - 1) / cols);
}

int64_t gan_colsum_slice(int64_t cols)
{
	int64_t lanes = gan_colsum_lanes(cols);

	return lanes * (SLICE / lanes > MIN_ROWS ? SLICE / lanes : MIN_ROWS);
}

GAN_SIMD static void add_row(double *restrict acc, const gan_real *restrict x, int64_t n)
{
	for (int64_t i = 0; i < n; i++)
		acc[i] += (double)x[i];
}

/* Rows of 16 lanes, the narrowest, with the sums in registers. */
GAN_SIMD static void add_rows_16(double *acc, const gan_real *x, int64_t rows)
{
	double a[16];

	memcpy(a, acc, sizeof(a));
	for (; rows > 0; rows--, x += 16)
		for (int i = 0; i < 16; i++)
			a[i] += (double)x[i];
	memcpy(acc, a, sizeof(a));
}

void gan_colsum_add(double *acc, int64_t lanes, int64_t first, const gan_real *x, int64_t n)
{
	int64_t at = first % lanes;

	if (at == 0 && lanes == 16) {
		add_rows_16(acc, x, n / 16);
		x += n / 16 * 16;
		n %= 16;
	}
	while (n > 0) {
		int64_t run = lanes - at < n ? lanes - at : n;

		add_row(acc + at, x, run);
		x += run;
		n -= run;
		at = 0;
	}
}

void gan_colsum_fold(gan_real *y, const double *partial, int64_t nslices, int64_t cols)
{
	int64_t lanes = gan_colsum_lanes(cols);

	for (int64_t c = 0; c < cols; c++) {
		double sum = 0;

		for (int64_t s = 0; s < nslices; s++)
			for (int64_t l = c; l < lanes; l += cols)
				sum += partial[s * lanes + l];
		y[c] = (gan_real)sum;
	}
}

static int64_t slices(int64_t count, int64_t cols)
{
	int64_t slice = gan_colsum_slice(cols);

	return (count + slice - 1) / slice;
}

size_t gan_colsum_scratch(int64_t count, int64_t cols)
{
	return (size_t)(slices(count, cols) * gan_colsum_lanes(cols)) * sizeof(double);
}

struct job {
	double *partial;
	const gan_real *x;
	int64_t count, lanes, slice;
};

static void sum_slice(void *ctx, long chunk, int thread)
{
	const struct job *j = ctx;
	int64_t start = chunk * j->slice, n = j->count - start < j->slice ? j->count - start : j->slice;
	double *acc = j->partial + chunk * j->lanes;

	(void)thread;
	memset(acc, 0, (size_t)j->lanes * sizeof(*acc));
	gan_colsum_add(acc, j->lanes, 0, j->x + start, n);
}

void gan_colsum(gan_real *y, const gan_real *x, int64_t count, int64_t cols, void *scratch)
{
	struct job j = { scratch, x, count, gan_colsum_lanes(cols), gan_colsum_slice(cols) };

	gan_pool_run((long)slices(count, cols), sum_slice, &j);
	gan_colsum_fold(y, j.partial, slices(count, cols), cols);
}
