#include "kernel/round.h"
#include "kernel/winograd_grid.h"

enum {
	AROUND = 14, /* what a transformed element costs, in multiplications */
	WORTH = 5    /* quarters of the time that must be saved: 5/4 */
};

/* Cell a of the results takes tap q from the source's pixel step*(a+q) + off, and is the result's pixel ostep*a + ooff. Tap q
   is the filter's tap + q*dtap, if there is such. */
struct axis {
	long step, off, ostep, ooff, cells, tap, dtap;
};

static struct axis axis_of(const struct gan_wgrid *w, long phase, int wide)
{
	const struct gan_conv *g = w->g;
	const long st = g->stride_h, pad = wide ? g->left : g->top, size = wide ? g->w : g->h;
	long last = g->r - 1;

	if (!w->dx)
		return (struct axis){ .step = st, .off = phase - pad, .ostep = 1, .cells = wide ? g->q : g->p, .tap = phase,
			.dtap = st };
	while ((phase + pad - last) % st != 0)
		last--;
	return (struct axis){ .step = 1, .off = (phase + pad - last) / st, .ostep = st, .ooff = phase,
		.cells = phase < size ? (size - phase - 1) / st + 1 : 0, .tap = last, .dtap = -st };
}

/* Multiplications and what goes with them, for one picture, with tiles of m x m. */
static double cost(const struct gan_wgrid *w, int m)
{
	const struct gan_conv *g = w->g;
	const double points = (m + w->t - 1) * (m + w->t - 1), parts = (double)w->parts, c = (double)g->c, k = (double)g->k;
	const double tiles = (double)gan_ceil_div(axis_of(w, 0, 0).cells, m) * (double)gan_ceil_div(axis_of(w, 0, 1).cells, m);

	return tiles * points * (parts * c * k + AROUND * (parts * c + (w->dx ? parts : 1) * k));
}

int gan_wgrid_plan(const struct gan_conv *g, int dx, struct gan_wgrid *w)
{
	const double direct = (double)(g->p * g->q) * (double)(g->r * g->s) * (double)(g->c * g->k);
	double best = direct * 4 / WORTH;
	int fits = -1;

	if (g->groups != 1 || g->r != g->s || g->stride_h != g->stride_w || g->stride_h > 2 || g->dil_h != 1 || g->dil_w != 1 ||
	    g->bf16 || g->direct || g->n < 1)
		return -1;
	*w = (struct gan_wgrid){ .g = g, .dx = dx, .t = (int)gan_ceil_div(g->r, g->stride_h), .parts = g->stride_h * g->stride_h };
	if (w->t < 2 || w->t > 3)
		return -1;
	for (int m = 2; m + w->t - 1 <= GAN_WTILE_MAX; m++)
		if (cost(w, m) < best) {
			best = cost(w, m);
			w->m = m;
			fits = 0;
		}
	w->n = w->m + w->t - 1;
	w->points = w->n * w->n;
	if (fits == 0) {
		w->th = gan_ceil_div(axis_of(w, 0, 0).cells, w->m);
		w->tw = gan_ceil_div(axis_of(w, 0, 1).cells, w->m);
		w->tiles = g->n * w->th * w->tw;
	}
	return fits;
}

static void axes(const struct gan_wgrid *w, long part, struct axis *v, struct axis *u)
{
	*v = axis_of(w, part / w->g->stride_h, 0);
	*u = axis_of(w, part % w->g->stride_h, 1);
}

void gan_wgrid_source(const struct gan_wgrid *w, long part, long tile, const gan_real *src, const gan_real *zeros,
                      const gan_real **px)
{
	const struct gan_conv *g = w->g;
	const long hh = w->dx ? g->p : g->h, ww = w->dx ? g->q : g->w, c = w->dx ? g->k : g->c;
	const long a = tile / w->tw % w->th * w->m, b = tile % w->tw * w->m;
	const gan_real *pic = src + tile / (w->th * w->tw) * hh * ww * c;
	struct axis v, u;

	axes(w, part, &v, &u);
	for (int i = 0; i < w->n; i++) {
		const long y = v.step * (a + i) + v.off, inside = y >= 0 && y < hh;

		for (int j = 0; j < w->n; j++) {
			const long x = u.step * (b + j) + u.off;

			*px++ = inside && x >= 0 && x < ww ? pic + (y * ww + x) * c : zeros;
		}
	}
}

void gan_wgrid_result(const struct gan_wgrid *w, long part, long tile, gan_real *out, gan_real **px)
{
	const struct gan_conv *g = w->g;
	const long hh = w->dx ? g->h : g->p, ww = w->dx ? g->w : g->q, c = w->dx ? g->c : g->k;
	const long a0 = tile / w->tw % w->th * w->m, b0 = tile % w->tw * w->m;
	gan_real *pic = out + tile / (w->th * w->tw) * hh * ww * c;
	struct axis v, u;

	axes(w, part, &v, &u);
	for (long a = a0; a < a0 + w->m; a++)
		for (long b = b0; b < b0 + w->m; b++)
			*px++ = a < v.cells && b < u.cells ? pic + ((v.ostep * a + v.ooff) * ww + u.ostep * b + u.ooff) * c : NULL;
}

void gan_wgrid_taps(const struct gan_wgrid *w, long part, long *rs)
{
	const struct gan_conv *g = w->g;
	struct axis v, u;

	axes(w, part, &v, &u);
	for (int i = 0; i < w->t; i++)
		for (int j = 0; j < w->t; j++) {
			const long r = v.tap + i * v.dtap, s = u.tap + j * u.dtap;

			*rs++ = r >= 0 && r < g->r && s >= 0 && s < g->s ? r * g->s + s : -1;
		}
}
