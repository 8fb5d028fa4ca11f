#include "image/palette.h"

#include <math.h>
#include <string.h>
#include "base/mem.h"

#define FLAT 1e-5 /* of variances, colours being 0..1 */

struct m3 {
	double a[3][3];
};

/* ---- matrices of 3 x 3 (of one channel: the rest is that of the identity) ---- */

static struct m3 product(const struct m3 *x, const struct m3 *y)
{
	struct m3 z = { 0 };

	for (int i = 0; i < 3; i++)
		for (int j = 0; j < 3; j++)
			for (int k = 0; k < 3; k++)
				z.a[i][j] += x->a[i][k] * y->a[k][j];
	return z;
}

/* One rotation of Jacobi's method, which makes s[p][q] 0; v gathers the rotations. */
static void rotate(struct m3 *s, struct m3 *v, int p, int q)
{
	double theta = (s->a[q][q] - s->a[p][p]) / (2 * s->a[p][q]);
	double t = (theta < 0 ? -1 : 1) / (fabs(theta) + sqrt(theta * theta + 1)), c = 1 / sqrt(t * t + 1), sn = t * c;
	struct m3 r = { { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } } }, back, half;

	r.a[p][p] = r.a[q][q] = c;
	r.a[p][q] = sn;
	r.a[q][p] = -sn;
	back = r;
	back.a[p][q] = -sn;
	back.a[q][p] = sn;
	half = product(&back, s);
	*s = product(&half, &r);
	*v = product(v, &r);
}

/* f of the eigenvalues of the symmetric s: V diag(f(w)) V^T. */
static struct m3 of_eigenvalues(struct m3 s, double (*f)(double))
{
	struct m3 v = { { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } } }, out = { 0 };

	for (int sweep = 0; sweep < 32; sweep++)
		for (int p = 0; p < 2; p++)
			for (int q = p + 1; q < 3; q++)
				if (fabs(s.a[p][q]) > 1e-18)
					rotate(&s, &v, p, q);
	for (int i = 0; i < 3; i++)
		for (int j = 0; j < 3; j++)
			for (int k = 0; k < 3; k++)
				out.a[i][j] += v.a[i][k] * f(s.a[k][k]) * v.a[j][k];
	return out;
}

static double root(double w)
{
	return w > 0 ? sqrt(w) : 0;
}

static double inverse_root(double w)
{
	return 1 / sqrt(w > FLAT ? w : FLAT);
}

/* The lower triangular L, L L^T = s. */
static struct m3 cholesky(const struct m3 *s)
{
	struct m3 l = { 0 };

	for (int i = 0; i < 3; i++)
		for (int j = 0; j <= i; j++) {
			double sum = s->a[i][j];

			for (int k = 0; k < j; k++)
				sum -= l.a[i][k] * l.a[j][k];
			l.a[i][j] = i == j ? root(sum) : l.a[j][j] > 0 ? sum / l.a[j][j] : 0;
		}
	return l;
}

static struct m3 inverse_lower(const struct m3 *l)
{
	struct m3 x = { 0 };

	for (int j = 0; j < 3; j++)
		for (int i = j; i < 3; i++) {
			double sum = i == j;

			for (int k = j; k < i; k++)
				sum -= l->a[i][k] * x.a[k][j];
			x.a[i][j] = sum / l->a[i][i];
		}
	return x;
}

/* ---- mean and covariance ---- */

struct moments {
	double mean[3];
	struct m3 cov;
};

static struct moments moments_of(const struct gan_image *im)
{
	struct moments m = { { 0 }, { { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } } } };
	size_t n = (size_t)im->h * (size_t)im->w;

	for (size_t i = 0; i < n; i++)
		for (int k = 0; k < im->c; k++)
			m.mean[k] += im->px[i * (size_t)im->c + (size_t)k] / 255. / (double)n;
	for (int j = 0; j < im->c; j++)
		for (int k = 0; k < im->c; k++)
			m.cov.a[j][k] = 0;
	for (size_t i = 0; i < n; i++) {
		const uint8_t *p = im->px + i * (size_t)im->c;

		for (int j = 0; j < im->c; j++)
			for (int k = 0; k < im->c; k++)
				m.cov.a[j][k] += (p[j] / 255. - m.mean[j]) * (p[k] / 255. - m.mean[k]) / (double)n;
	}
	return m;
}

static struct m3 between(const struct m3 *s, const struct m3 *c, enum gan_palette_root how)
{
	struct m3 flat = *s, x = *s, y = *c;

	for (int k = 0; k < 3; k++)
		flat.a[k][k] += FLAT;
	if (how == GAN_PALETTE_CHOLESKY) {
		x = cholesky(&flat);
		x = inverse_lower(&x);
		y = cholesky(c);
		return product(&y, &x);
	}
	x = of_eigenvalues(flat, inverse_root);
	if (how == GAN_PALETTE_SYMMETRIC) {
		y = of_eigenvalues(*c, root);
		return product(&y, &x);
	}
	flat = of_eigenvalues(flat, root);
	y = product(&flat, &y);
	y = product(&y, &flat);
	y = of_eigenvalues(y, root);
	y = product(&x, &y);
	return product(&y, &x);
}

static uint8_t to_byte(double v)
{
	return (uint8_t)floor(fmin(fmax(v, 0), 255) + .5);
}

void gan_palette_match(struct gan_image *im, const struct gan_image *like, enum gan_palette_root how)
{
	struct moments from = moments_of(im), to = moments_of(like);
	struct m3 a = between(&from.cov, &to.cov, how);
	size_t n = (size_t)im->h * (size_t)im->w;
	int c = im->c == 1 ? 1 : 3;

	for (size_t i = 0; i < n; i++) {
		uint8_t *p = im->px + i * (size_t)c;
		double d[3] = { 0 };

		for (int k = 0; k < c; k++)
			d[k] = p[k] / 255. - from.mean[k];
		for (int k = 0; k < c; k++)
			p[k] = to_byte(255 * (to.mean[k] + a.a[k][0] * d[0] + a.a[k][1] * d[1] + a.a[k][2] * d[2]));
	}
}

/* ---- histograms ---- */

/* rank[v]: the share of pixels whose channel k is below v, with half of those that are v; above[v]: at most v. */
static void ranks(const struct gan_image *im, int k, double *rank, double *above)
{
	double count[256] = { 0 }, sum = 0;
	size_t n = (size_t)im->h * (size_t)im->w;

	for (size_t i = 0; i < n; i++)
		count[im->px[i * (size_t)im->c + (size_t)k]]++;
	for (int v = 0; v < 256; v++) {
		rank[v] = (sum + count[v] / 2) / (double)n;
		sum += count[v];
		above[v] = sum / (double)n;
	}
}

static uint8_t value_at(const double *above, double rank)
{
	int v = 0;

	while (v < 255 && above[v] < rank)
		v++;
	return (uint8_t)v;
}

void gan_palette_histogram(struct gan_image *im, const struct gan_image *like)
{
	size_t n = (size_t)im->h * (size_t)im->w;

	for (int k = 0; k < im->c; k++) {
		double rank[256], above[256], none[256];
		uint8_t curve[256];

		ranks(im, k, rank, none);
		ranks(like, k, none, above);
		for (int v = 0; v < 256; v++)
			curve[v] = value_at(above, rank[v]);
		for (size_t i = 0; i < n; i++)
			im->px[i * (size_t)im->c + (size_t)k] = curve[im->px[i * (size_t)im->c + (size_t)k]];
	}
}

/* ---- luma of one, colours of another ---- */

static double luma(const uint8_t *p, int c)
{
	return c == 1 ? p[0] : .299 * p[0] + .587 * p[1] + .114 * p[2];
}

/* out = y + the colour differences of p, shrunk where that is beyond black or full. */
static void with_colour(uint8_t *out, double y, const uint8_t *p)
{
	double from = luma(p, 3), shrink = 1;

	for (int k = 0; k < 3; k++) {
		double d = p[k] - from;

		if (y + d > 255)
			shrink = fmin(shrink, (255 - y) / d);
		if (y + d < 0)
			shrink = fmin(shrink, -y / d);
	}
	for (int k = 0; k < 3; k++)
		out[k] = to_byte(y + shrink * (p[k] - from));
}

int gan_palette_lend(struct gan_image *im, const struct gan_image *colours, struct gan_err *e)
{
	struct gan_image out = { 0 };
	size_t n = (size_t)im->h * (size_t)im->w;

	if (gan_image_alloc(&out, im->h, im->w, 3, e))
		return -1;
	for (size_t i = 0; i < n; i++)
		with_colour(out.px + 3 * i, luma(im->px + i * (size_t)im->c, im->c), colours->px + 3 * i);
	gan_image_free(im);
	*im = out;
	return 0;
}
