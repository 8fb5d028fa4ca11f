/* A chunk is a row of the result. The adjoints ask, for each row and column of x, which of y's used it. */
#include <math.h>
#include <string.h>
#include "base/pool.h"
#include "base/simd.h"
#include "kernel/resample.h"

struct job {
	const struct gan_resample *g;
	gan_real *out;
	const gan_real *in;
};

struct line { /* one direction */
	long in, out; /* x's size, y's size */
	int grid;
};

struct mix { /* (1-t) x[i] + t x[k] */
	long i, k;
	gan_real t;
};

static struct line rows(const struct gan_resample *g)
{
	return (struct line){ g->h, g->oh, g->grid };
}

static struct line columns(const struct gan_resample *g)
{
	return (struct line){ g->w, g->ow, g->grid };
}

static double scale(const struct line *l)
{
	if (l->grid != GAN_GRID_CORNERS)
		return (double)l->in / (double)l->out;
	return l->out > 1 ? (double)(l->in - 1) / (double)(l->out - 1) : 0;
}

/* A pixel's place, from its upper left corner. */
static double inset(const struct line *l)
{
	return l->grid == GAN_GRID_CENTRES ? 0.5 : 0;
}

static struct mix mix_of(const struct line *l, long o)
{
	const double in = inset(l), at = fmax(scale(l) * ((double)o + in) - in, 0);
	struct mix m = { .i = (long)at };

	if (m.i > l->in - 1)
		m.i = l->in - 1;
	m.k = m.i + 1 < l->in ? m.i + 1 : m.i;
	m.t = (gan_real)(at - (double)m.i);
	return m;
}

/* Weight of x[i] in a mix. */
static gan_real weight(struct mix m, long i)
{
	return (m.i == i ? 1 - m.t : 0) + (m.k == i ? m.t : 0);
}

static long clamp(double v, long hi)
{
	return v <= 0 ? 0 : v >= (double)hi ? hi : (long)v;
}

/* A range lo..hi of y that holds all rows which use x[i], and perhaps some that do not. */
static void users(const struct line *l, long i, long *lo, long *hi)
{
	const double s = scale(l), in = inset(l);

	*lo = 0;
	*hi = l->out;
	if (s <= 0)
		return;
	if (i > 0)
		*lo = clamp(((double)i - 1 + in) / s - in - 1, l->out);
	if (i < l->in - 1)
		*hi = clamp(((double)i + 1 + in) / s - in + 2, l->out);
}

GAN_SIMD static void blend(gan_real *restrict y, const gan_real *restrict a, const gan_real *restrict b,
                           const gan_real *restrict c, const gan_real *restrict d, gan_real t, gan_real u, long n)
{
	for (long i = 0; i < n; i++)
		y[i] = (1 - u) * ((1 - t) * a[i] + t * b[i]) + u * ((1 - t) * c[i] + t * d[i]);
}

GAN_SIMD static void add_scaled(gan_real *restrict y, const gan_real *restrict x, gan_real s, long n)
{
	for (long i = 0; i < n; i++)
		y[i] += s * x[i];
}

static void nearest_row(void *ctx, long chunk, int thread)
{
	const struct job *j = ctx;
	const struct gan_resample *g = j->g;
	const gan_real *x = j->in + (chunk / g->oh * g->h + chunk % g->oh * g->h / g->oh) * g->w * g->c;
	gan_real *y = j->out + chunk * g->ow * g->c;

	(void)thread;
	for (long w = 0; w < g->ow; w++)
		memcpy(y + w * g->c, x + w * g->w / g->ow * g->c, (size_t)g->c * sizeof(*y));
}

/* First o with floor(o*in/out) >= i. */
static long first_user(long i, long in, long out)
{
	return (i * out + in - 1) / in;
}

static void nearest_adjoint_row(void *ctx, long chunk, int thread)
{
	const struct job *j = ctx;
	const struct gan_resample *g = j->g;
	const long i = chunk % g->h, h0 = first_user(i, g->h, g->oh), h1 = first_user(i + 1, g->h, g->oh);
	const gan_real *gy = j->in + chunk / g->h * g->oh * g->ow * g->c;

	(void)thread;
	for (long k = 0; k < g->w; k++) {
		const long w0 = first_user(k, g->w, g->ow), w1 = first_user(k + 1, g->w, g->ow);
		gan_real *gx = j->out + (chunk * g->w + k) * g->c;

		memset(gx, 0, (size_t)g->c * sizeof(*gx));
		for (long h = h0; h < h1; h++)
			for (long w = w0; w < w1; w++)
				add_scaled(gx, gy + (h * g->ow + w) * g->c, 1, g->c);
	}
}

static void bilinear_row(void *ctx, long chunk, int thread)
{
	const struct job *j = ctx;
	const struct gan_resample *g = j->g;
	const struct line l = rows(g), m = columns(g);
	const struct mix v = mix_of(&l, chunk % g->oh);
	const gan_real *x = j->in + chunk / g->oh * g->h * g->w * g->c, *top = x + v.i * g->w * g->c,
		*low = x + v.k * g->w * g->c;

	(void)thread;
	for (long w = 0; w < g->ow; w++) {
		const struct mix u = mix_of(&m, w);

		blend(j->out + (chunk * g->ow + w) * g->c, top + u.i * g->c, top + u.k * g->c, low + u.i * g->c,
		      low + u.k * g->c, u.t, v.t, g->c);
	}
}

static void bilinear_adjoint_row(void *ctx, long chunk, int thread)
{
	const struct job *j = ctx;
	const struct gan_resample *g = j->g;
	const struct line l = rows(g), m = columns(g);
	const long i = chunk % g->h;
	const gan_real *gy = j->in + chunk / g->h * g->oh * g->ow * g->c;
	long h0, h1, w0, w1;

	(void)thread;
	users(&l, i, &h0, &h1);
	for (long k = 0; k < g->w; k++) {
		gan_real *gx = j->out + (chunk * g->w + k) * g->c;

		memset(gx, 0, (size_t)g->c * sizeof(*gx));
		users(&m, k, &w0, &w1);
		for (long h = h0; h < h1; h++) {
			const gan_real a = weight(mix_of(&l, h), i);

			for (long w = w0; a != 0 && w < w1; w++) {
				const gan_real b = weight(mix_of(&m, w), k);

				if (b != 0)
					add_scaled(gx, gy + (h * g->ow + w) * g->c, a * b, g->c);
			}
		}
	}
}

void gan_nearest_forward(const struct gan_resample *g, gan_real *y, const gan_real *x)
{
	gan_pool_run(g->n * g->oh, nearest_row, &(struct job){ g, y, x });
}

void gan_nearest_adjoint(const struct gan_resample *g, gan_real *gx, const gan_real *gy)
{
	gan_pool_run(g->n * g->h, nearest_adjoint_row, &(struct job){ g, gx, gy });
}

void gan_bilinear_forward(const struct gan_resample *g, gan_real *y, const gan_real *x)
{
	gan_pool_run(g->n * g->oh, bilinear_row, &(struct job){ g, y, x });
}

void gan_bilinear_adjoint(const struct gan_resample *g, gan_real *gx, const gan_real *gy)
{
	gan_pool_run(g->n * g->h, bilinear_adjoint_row, &(struct job){ g, gx, gy });
}
