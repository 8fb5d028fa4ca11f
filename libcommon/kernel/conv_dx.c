/* Input gradient: the pixels (h,w) with the same h mod stride_h, w mod stride_w (a phase) see the same taps of the
   filter, and from pixel to pixel of a phase gy advances by one. So a phase is a product of its own: patches of gy,
   stride 1, with the taps in falling order (rising in gy), times the weights of those taps. */
#include <string.h>
#include "base/pool.h"
#include "kernel/conv.h"
#include "kernel/conv_depthwise.h"
#include "kernel/pairs.h"
#include "kernel/product.h"
#include "kernel/spread.h"
#include "kernel/winograd.h"

struct axis { /* a phase in one direction */
	long cells;      /* pixels */
	long taps, last; /* how many taps there are, and the last, which comes first */
	long delta;      /* from tap to tap */
	long off, d;     /* gy's index for the first pixel and tap; from tap to tap */
};

struct dx {
	const struct gan_conv *g;
	const struct gan_micro *mk;
	gan_real *gx, *b;
	const gan_real *gy, *w;
	long kg, cg, panels, phases; /* filters and channels of a group, panels of cg, phases */
	int plain;                   /* one matrix product, see is_plain */
};

static long gcd(long a, long b)
{
	return b ? gcd(b, a % b) : a;
}

static struct axis axis_of(long phase, long size, long pad, long r, long stride, long dil)
{
	struct axis a = { .cells = phase < size ? (size - phase - 1) / stride + 1 : 0,
		.delta = stride / gcd(stride, dil) };

	for (long t = 0; t < r; t++)
		if ((phase + pad - t * dil) % stride == 0) {
			a.taps++;
			a.last = t;
		}
	if (a.taps) {
		a.off = (phase + pad - a.last * dil) / stride;
		a.d = a.delta * dil / stride;
	}
	return a;
}

/* gy has one pixel and every pixel of gx its own tap: gx[N, R*S*C] = gy[N,K] w[K, R*S*C]. */
static int is_plain(const struct gan_conv *g)
{
	return g->p == 1 && g->q == 1 && g->h == g->r && g->w == g->s && !g->top && !g->left && g->dil_h == 1 &&
	       g->dil_w == 1 && g->groups == 1;
}

static void axes(const struct gan_conv *g, long phase, struct axis *v, struct axis *u)
{
	*v = axis_of(phase / g->stride_w, g->h, g->top, g->r, g->stride_h, g->dil_h);
	*u = axis_of(phase % g->stride_w, g->w, g->left, g->s, g->stride_w, g->dil_w);
}

/* Where the packed weights of (group, phase) begin. */
static size_t place(const struct dx *f, long group, long phase)
{
	const struct gan_conv *g = f->g;
	size_t at = gan_product_b(f->cg, f->kg * g->r * g->s) * (size_t)group;
	struct axis v, u;

	for (long i = 0; i < phase; i++) {
		axes(g, i, &v, &u);
		at += gan_product_b(f->cg, f->kg * v.taps * u.taps);
	}
	return at;
}

static void product_plain(const struct dx *f, struct gan_product *p)
{
	const struct gan_conv *g = f->g;

	*p = (struct gan_product){ .patch = { .n = g->n, .rows = 1, .cols = 1, .r = 1, .s = 1, .c = g->k, .h = 1,
		.w = 1, .ctotal = g->k, .step_h = 1, .step_w = 1, .dh = 1, .dw = 1 },
	                           .src = f->gy, .n = f->cg, .b = f->b, .out = f->gx, .out_pic = f->cg };
}

static struct gan_patch patches(const struct dx *f, long group, long phase)
{
	const struct gan_conv *g = f->g;
	struct axis v, u;

	axes(g, phase, &v, &u);
	return (struct gan_patch){ .n = g->n, .rows = v.cells, .cols = u.cells, .r = v.taps, .s = u.taps, .c = f->kg,
		.h = g->p, .w = g->q, .ctotal = g->k, .c0 = group * f->kg, .step_h = 1, .step_w = 1, .off_h = v.off,
		.off_w = u.off,
		.dh = v.d, .dw = u.d };
}

static void product(const void *ctx, long t, struct gan_product *p)
{
	const struct dx *f = ctx;
	const struct gan_conv *g = f->g;
	const long group = t / f->phases, phase = t % f->phases, ph = phase / g->stride_w, pw = phase % g->stride_w;

	if (f->plain) {
		product_plain(f, p);
		return;
	}
	*p = (struct gan_product){
		.patch = patches(f, group, phase),
		.src = f->gy, .n = f->cg, .b = f->b + place(f, group, phase),
		.out = f->gx + (ph * g->w + pw) * g->c + group * f->cg,
		.out_pic = g->h * g->w * g->c, .out_row = g->stride_h * g->w * g->c, .out_col = g->stride_w * g->c
	};
}

/* One tap's weights [kg][cg] into panel j (all columns where thin). */
static void pack_tap(const struct dx *f, long group, long r, long s, long j, long tap, long len, gan_real *b)
{
	const struct gan_conv *g = f->g;
	const long rs = g->r * g->s, nr = f->mk->nr;
	const gan_real *w = f->w + (group * f->kg * rs + r * g->s + s) * f->cg;

	if (f->cg >= GAN_PRODUCT_THIN) {
		gan_micro_pack(f->mk, f->cg, f->kg, w, rs * f->cg, 0, j, j + 1, b + (j * len + tap * f->kg) * nr, 0);
		return;
	}
	for (long c = 0; c < f->cg; c++)
		for (long k = 0; k < f->kg; k++)
			b[c * len + tap * f->kg + k] = w[k * rs * f->cg + c];
}

static void pack(void *ctx, long unit, int thread)
{
	const struct dx *f = ctx;
	const struct gan_conv *g = f->g;
	const long j = unit % f->panels, phase = unit / f->panels % f->phases, group = unit / f->panels / f->phases;
	struct axis v, u;

	(void)thread;
	if (f->plain) {
		gan_micro_pack(f->mk, f->cg, g->k, f->w, f->cg, 0, j, j + 1, f->b + j * g->k * f->mk->nr, 0);
		return;
	}
	axes(g, phase, &v, &u);
	for (long a = 0; a < v.taps; a++)
		for (long b = 0; b < u.taps; b++)
			pack_tap(f, group, v.last - a * v.delta, u.last - b * u.delta, j, a * u.taps + b,
			         v.taps * u.taps * f->kg, f->b + place(f, group, phase));
}

/* The greatest grid and patch of all phases. */
static struct gan_patch most(const struct dx *f)
{
	struct gan_patch m = patches(f, 0, 0);

	for (long i = 1; i < f->phases; i++) {
		const struct gan_patch p = patches(f, 0, i);

		m.r = p.r > m.r ? p.r : m.r;
		m.s = p.s > m.s ? p.s : m.s;
		m.dh = p.dh > m.dh ? p.dh : m.dh;
		m.dw = p.dw > m.dw ? p.dw : m.dw;
	}
	return m;
}

static struct gan_products plan(const struct gan_conv *g, struct dx *f)
{
	struct gan_products s = { .get = product, .ctx = f };
	struct gan_product p;

	f->g = g;
	s.mk = f->mk = gan_micro_for(g->bf16);
	f->plain = is_plain(g) && g->r * g->s * g->c >= GAN_PRODUCT_THIN;
	f->kg = g->k / g->groups;
	f->cg = f->plain ? g->r * g->s * g->c : g->c / g->groups;
	f->phases = f->plain ? 1 : g->stride_h * g->stride_w;
	f->panels = f->cg < GAN_PRODUCT_THIN ? 1 : gan_micro_panels(f->mk, f->cg);
	s.count = g->groups * f->phases;
	s.n = f->cg;
	if (f->plain) {
		product_plain(f, &p);
		s.most = p.patch;
	} else {
		s.most = most(f);
	}
	gan_products_plan(&s);
	return s;
}

static size_t packed(const struct dx *f)
{
	const long taps = f->plain ? 1 : f->g->r * f->g->s;
	const size_t n = gan_product_b(f->cg, f->kg * taps) * (size_t)f->g->groups;

	return (n + 15) & ~(size_t)15;
}

/* Few channels: see kernel/spread.h. */
static int is_spread(const struct gan_conv *g, struct gan_spread *s)
{
	*s = (struct gan_spread){ .n = g->n, .p = g->p, .q = g->q, .k = g->k, .h = g->h, .w = g->w, .c = g->c,
		.r = g->r, .s = g->s, .stride_h = g->stride_h, .stride_w = g->stride_w, .top = g->top, .left = g->left,
		.dil_h = g->dil_h, .dil_w = g->dil_w, .mk = gan_micro_for(g->bf16) };
	return g->groups == 1 && g->c < GAN_PRODUCT_THIN && g->r * g->s * g->c >= GAN_PRODUCT_THIN;
}

static void spread(const struct gan_spread *s, gan_real *gx, const gan_real *gy, const gan_real *w, gan_real *b)
{
	const struct gan_micro *mk = s->mk;
	const long n = s->r * s->s * s->c;

	gan_micro_pack(mk, n, s->k, w, n, 0, 0, gan_micro_panels(mk, n), b, s->k * mk->nr);
	gan_spread_run(s, gx, gy, b, b + gan_spread_b(s));
}

static size_t product_scratch(const struct gan_conv *g)
{
	struct dx f;
	struct gan_products s;
	struct gan_spread few;

	if (is_spread(g, &few))
		return (gan_spread_b(&few) + gan_spread_per_thread(&few) * (size_t)gan_pool_threads()) *
			sizeof(gan_real);
	s = plan(g, &f);
	return (packed(&f) + s.per_thread * (size_t)gan_pool_threads()) * sizeof(gan_real);
}

static void by_phases(const struct gan_conv *g, gan_real *gx, const gan_real *gy, const gan_real *w, gan_real *mem)
{
	struct dx f;
	struct gan_products s = plan(g, &f);

	f.gx = gx;
	f.gy = gy;
	f.w = w;
	f.b = mem;
	gan_pool_run(s.count * f.panels, pack, &f);
	gan_products_run(&s, f.b + packed(&f));
}

static void by_product(const struct gan_conv *g, gan_real *gx, const gan_real *gy, const gan_real *w, void *scratch)
{
	struct gan_spread few;

	if (is_spread(g, &few))
		spread(&few, gx, gy, w, scratch);
	else
		by_phases(g, gx, gy, w, scratch);
}

/* ---- bf16: filters in pairs ---- */

static struct gan_conv in_pairs(const struct gan_conv *g, size_t *gy, size_t *w)
{
	struct gan_conv h = *g;

	h.k = g->groups * gan_pairs(g->k / g->groups);
	*gy = (size_t)((h.n * h.p * h.q * h.k + 15) & ~15L);
	*w = (size_t)((h.k * h.r * h.s * (h.c / h.groups) + 15) & ~15L);
	return h;
}

size_t gan_conv_dx_scratch(const struct gan_conv *g)
{
	struct gan_wgrid few;
	struct gan_conv h;
	size_t gy, w;

	if (gan_conv_is_depthwise(g))
		return gan_depthwise_scratch(g);
	if (gan_wgrid_plan(g, 1, &few) == 0)
		return gan_winograd_scratch(&few);
	if (!g->bf16)
		return product_scratch(g);
	h = in_pairs(g, &gy, &w);
	return (gy + w) * sizeof(gan_real) + product_scratch(&h);
}

void gan_conv_dx(const struct gan_conv *g, gan_real *gx, const gan_real *gy, const gan_real *w, void *scratch)
{
	struct gan_wgrid few;
	gan_real *mem = scratch;
	struct gan_conv h;
	size_t ny, nw;

	if (gan_conv_is_depthwise(g)) {
		gan_depthwise_dx(g, gx, gy, w, scratch);
	} else if (gan_wgrid_plan(g, 1, &few) == 0) {
		gan_winograd(&few, gx, gy, w, scratch);
	} else if (!g->bf16) {
		by_product(g, gx, gy, w, scratch);
	} else {
		h = in_pairs(g, &ny, &nw);
		gan_pairs_along(mem, gy, g->n * g->p * g->q * g->groups, g->k / g->groups);
		gan_pairs_across(mem + ny, w, g->groups, g->k / g->groups, g->r * g->s * (g->c / g->groups));
		by_product(&h, gx, mem, mem + ny, mem + ny + nw);
	}
}
