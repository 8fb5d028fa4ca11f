/* Initial values: the words of init=, and the drawing. A tensor's values are a function of the seed and its name. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "base/rng.h"
#include "base/text.h"
#include "net/layer.h"

#ifdef GAN_REAL_DOUBLE
#define gan_rng_normal_real gan_rng_normal_f64
#define gan_rng_uniform_real gan_rng_uniform_f64
#else
#define gan_rng_normal_real gan_rng_normal_f32
#define gan_rng_uniform_real gan_rng_uniform_f32
#endif

double gan_fan_scale(double fan_in)
{
	return fan_in > 0 ? 1 / sqrt(fan_in) : 0;
}

/* "word" or "word:number"; 0 or -1. */
static int split(const char *text, char *word, size_t n, double *v, int *has)
{
	const char *colon = strchr(text, ':');
	size_t len = colon ? (size_t)(colon - text) : strlen(text);

	*has = colon != NULL;
	if (len >= n || (colon && (gan_parse_double(colon + 1, v) < 0 || !isfinite(*v))))
		return -1;
	memcpy(word, text, len);
	word[len] = 0;
	return 0;
}

static int understand(const char *text, double fan_in, double fan_out, double mean, struct gan_fill *f)
{
	char word[24];
	double v = 0;
	int has;

	if (split(text, word, sizeof(word), &v, &has) < 0)
		return -1;
	f->mean = mean;
	f->scale = v;
	if (!strcmp(word, "normal") || !strcmp(word, "uniform")) {
		f->kind = word[0] == 'n' ? GAN_FILL_NORMAL : GAN_FILL_UNIFORM;
		return has && v >= 0 ? 0 : -1;
	}
	if (!strcmp(word, "constant")) {
		f->kind = GAN_FILL_CONSTANT;
		f->mean = v;
		return has ? 0 : -1;
	}
	if (!strcmp(word, "orthogonal")) {
		f->kind = GAN_FILL_ORTHOGONAL;
		f->scale = has ? v : 1;
		return 0;
	}
	if (!strcmp(word, "glorot")) { /* Glorot and Bengio 2010, eq. 16 */
		f->kind = GAN_FILL_UNIFORM;
		f->scale = sqrt(6 / (fan_in + fan_out));
		return has ? -1 : 0;
	}
	if (!strcmp(word, "he")) { /* He et al. 2015, eq. 10 */
		f->kind = GAN_FILL_NORMAL;
		f->scale = sqrt(2 / fan_in);
		return has ? -1 : 0;
	}
	return -1;
}

int gan_lb_fill(struct gan_lb *b, const char *key, double fan_in, double fan_out, double mean, struct gan_fill *fill)
{
	if (!gan_lb_given(b, key))
		return 0;
	if (understand(gan_lb_text(b, key), fan_in, fan_out, mean, fill) == 0)
		return 0;
	gan_lb_fail(b, "%s: expected normal:S uniform:S glorot he orthogonal:G or constant:C, found '%s'", key,
	            gan_lb_text(b, key));
	return -1;
}

/* v -= (v.u) u, twice for accuracy by the caller. */
static void remove_part(double *v, const double *u, int64_t n)
{
	double dot = 0;
	int64_t k;

	for (k = 0; k < n; k++)
		dot += v[k] * u[k];
	for (k = 0; k < n; k++)
		v[k] -= dot * u[k];
}

static void normalise(double *v, int64_t n)
{
	double sum = 0;
	int64_t k;

	for (k = 0; k < n; k++)
		sum += v[k] * v[k];
	sum = sum > 0 ? 1 / sqrt(sum) : 0;
	for (k = 0; k < n; k++)
		v[k] *= sum;
}

/* Gram-Schmidt on m <= n rows of n normal numbers: a uniformly distributed orthonormal set (Saxe et al. 2013). */
static void orthonormal_rows(double *a, int64_t m, int64_t n)
{
	int64_t i, j;
	int twice;

	for (i = 0; i < m; i++) {
		for (twice = 0; twice < 2; twice++)
			for (j = 0; j < i; j++)
				remove_part(a + i * n, a + j * n, n);
		normalise(a + i * n, n);
	}
}

static int draw_orthogonal(const struct gan_fill *f, const struct gan_shape *shape, struct gan_rng rng, gan_real *y,
                           struct gan_err *e)
{
	int64_t count = gan_shape_count(shape), rows = shape->rank ? shape->dim[0] : 1;
	int64_t cols = rows ? count / rows : 0, i, j;
	int wide = rows <= cols;
	double *a = gan_alloc((size_t)count, sizeof(*a), e);

	if (!a)
		return -1;
	gan_rng_normal_f64(rng, 0, 0, 0, a, (size_t)count);
	orthonormal_rows(a, wide ? rows : cols, wide ? cols : rows);
	for (i = 0; i < rows; i++)
		for (j = 0; j < cols; j++)
			y[i * cols + j] = (gan_real)(f->scale * (wide ? a[i * cols + j] : a[j * rows + i]));
	gan_free(a);
	return 0;
}

int gan_fill_draw(const struct gan_fill *f, const struct gan_shape *shape, uint64_t seed, const char *entry,
                  gan_real *y, struct gan_err *e)
{
	int64_t n = gan_shape_count(shape), k;
	char purpose[GAN_NET_MAX_ENTRY + 8];
	struct gan_rng rng;

	snprintf(purpose, sizeof(purpose), "init.%s", entry);
	rng = gan_rng_make(seed, purpose);
	switch (f->kind) {
	case GAN_FILL_CONSTANT:
		for (k = 0; k < n; k++)
			y[k] = (gan_real)f->mean;
		return 0;
	case GAN_FILL_ORTHOGONAL:
		return draw_orthogonal(f, shape, rng, y, e);
	case GAN_FILL_SINGULAR:
		gan_rng_normal_real(rng, 0, 0, 0, y, (size_t)n);
		return 0;
	case GAN_FILL_NORMAL:
		gan_rng_normal_real(rng, 0, 0, 0, y, (size_t)n);
		for (k = 0; k < n; k++)
			y[k] = (gan_real)(f->mean + f->scale * y[k]);
		return 0;
	case GAN_FILL_UNIFORM:
		break;
	}
	gan_rng_uniform_real(rng, 0, 0, 0, y, (size_t)n);
	for (k = 0; k < n; k++)
		y[k] = (gan_real)(f->mean + f->scale * (2.0 * y[k] - 1));
	return 0;
}

/* y = W x, or W^T x, where W is rows x cols in memory. */
static void matrix_vector(const gan_real *w, int64_t rows, int64_t cols, int transposed, const double *x, double *y)
{
	int64_t i, k;

	for (i = 0; i < (transposed ? cols : rows); i++)
		y[i] = 0;
	for (i = 0; i < rows; i++) {
		double dot = 0;

		for (k = 0; k < cols; k++)
			if (transposed)
				y[k] += (double)w[i * cols + k] * x[i];
			else
				dot += (double)w[i * cols + k] * x[k];
		if (!transposed)
			y[i] = dot;
	}
}

#define ITERATIONS 20

int gan_fill_iterate(const gan_real *w, int64_t rows, int64_t cols, int last, gan_real *u, struct gan_err *e)
{
	double *x = gan_alloc((size_t)(rows + cols), sizeof(*x), e), *y = x + rows;
	int64_t k;
	int i;

	if (!x)
		return -1;
	for (k = 0; k < rows; k++)
		x[k] = u[k];
	for (i = 0; i < ITERATIONS; i++) {
		matrix_vector(w, last ? cols : rows, last ? rows : cols, !last, x, y);
		normalise(y, cols);
		matrix_vector(w, last ? cols : rows, last ? rows : cols, last, y, x);
		normalise(x, rows);
	}
	for (k = 0; k < rows; k++)
		u[k] = (gan_real)x[k];
	gan_free(x);
	return 0;
}
