/* Forward: one product a group, patches of x times the filters; with few filters and stride 1, the transposed
   convolution by the filters turned round, which gathers nothing. */
#include <string.h>
#include "base/pool.h"
#include "kernel/conv.h"
#include "kernel/conv_depthwise.h"
#include "kernel/pairs.h"
#include "kernel/product.h"
#include "kernel/spread.h"
#include "kernel/winograd.h"

long gan_conv_out(long in, long pad_both, long r, long stride, long dil)
{
	const long room = in + pad_both - dil * (r - 1) - 1;

	return room < 0 ? 0 : room / stride + 1;
}

struct forward {
	const struct gan_conv *g;
	const struct gan_micro *mk;
	gan_real *y, *b;
	const gan_real *x, *w;
	/* filters and channels of a group, elements of a filter, panels of a group's filters */
	long kg, cg, len, panels;
};

static struct gan_patch patches(const struct gan_conv *g, long cg, long group)
{
	return (struct gan_patch){ .n = g->n, .rows = g->p, .cols = g->q, .r = g->r, .s = g->s, .c = cg, .h = g->h,
		.w = g->w, .ctotal = g->c, .c0 = group * cg, .step_h = g->stride_h, .step_w = g->stride_w,
		.off_h = -g->top,
		.off_w = -g->left, .dh = g->dil_h, .dw = g->dil_w };
}

static void product(const void *ctx, long t, struct gan_product *p)
{
	const struct forward *f = ctx;
	const struct gan_conv *g = f->g;

	*p = (struct gan_product){
		.patch = patches(g, f->cg, t),
		.src = f->x, .n = f->kg,
		.b = f->kg < GAN_PRODUCT_THIN ? f->w + t * f->kg * f->len :
		                                f->b + (size_t)t * gan_product_b(f->kg, f->len),
		.out = f->y + t * f->kg, .out_pic = g->p * g->q * g->k, .out_row = g->q * g->k, .out_col = g->k
	};
}

static void pack(void *ctx, long unit, int thread)
{
	const struct forward *f = ctx;
	const long t = unit / f->panels, j = unit % f->panels;

	(void)thread;
	gan_micro_pack(f->mk, f->kg, f->len, f->w + t * f->kg * f->len, f->len, 1, j, j + 1,
	               f->b + (size_t)t * gan_product_b(f->kg, f->len) + j * f->len * f->mk->nr, 0);
}

static struct gan_products plan(const struct gan_conv *g, struct forward *f)
{
	struct gan_products s = { .count = g->groups, .get = product, .ctx = f };

	f->g = g;
	s.mk = f->mk = gan_micro_for(g->bf16);
	f->kg = g->k / g->groups;
	f->cg = g->c / g->groups;
	f->len = g->r * g->s * f->cg;
	f->panels = gan_micro_panels(f->mk, f->kg);
	s.most = patches(g, f->cg, 0);
	s.n = f->kg;
	gan_products_plan(&s);
	return s;
}

static size_t packed(const struct forward *f)
{
	const size_t n = f->kg < GAN_PRODUCT_THIN ? 0 : gan_product_b(f->kg, f->len) * (size_t)f->g->groups;

	return (n + 15) & ~(size_t)15;
}

/* y = transposed convolution of x[N,H,W,C] to K channels: y's pixel p meets x's h = p - top + r*dil, that is
   p = h - top' + r'*dil with r' = R-1-r, top' = dil*(R-1) - top. */
static int is_spread(const struct gan_conv *g, struct gan_spread *s)
{
	*s = (struct gan_spread){ .n = g->n, .p = g->h, .q = g->w, .k = g->c, .h = g->p, .w = g->q, .c = g->k,
		.r = g->r, .s = g->s, .stride_h = 1, .stride_w = 1, .top = g->dil_h * (g->r - 1) - g->top,
		.left = g->dil_w * (g->s - 1) - g->left, .dil_h = g->dil_h, .dil_w = g->dil_w,
		.mk = gan_micro_for(g->bf16) };
	return g->groups == 1 && g->stride_h == 1 && g->stride_w == 1 && g->k < GAN_PRODUCT_THIN &&
	       g->r * g->s * g->k >= GAN_PRODUCT_THIN && g->h * g->w <= 2 * g->p * g->q;
}

static void spread(const struct gan_spread *s, gan_real *y, const gan_real *x, const gan_real *w, gan_real *b)
{
	const struct gan_micro *mk = s->mk;
	const long rs = s->r * s->s, n = rs * s->c;
	gan_real *turned = b + gan_spread_b(s); /* [(r',s',k)][c] */

	for (long t = 0; t < rs; t++)
		for (long k = 0; k < s->c; k++)
			memcpy(turned + (t * s->c + k) * s->k, w + (k * rs + rs - 1 - t) * s->k,
			       (size_t)s->k * sizeof(*w));
	gan_micro_pack(mk, n, s->k, turned, s->k, 1, 0, gan_micro_panels(mk, n), b, s->k * mk->nr);
	gan_spread_run(s, y, x, b, turned + ((n * s->k + 15) & ~15L));
}

static size_t product_scratch(const struct gan_conv *g)
{
	struct forward f;
	struct gan_products s;
	struct gan_spread few;

	if (is_spread(g, &few))
		return (gan_spread_b(&few) + (size_t)((few.r * few.s * few.c * few.k + 15) & ~15L) +
		        gan_spread_per_thread(&few) * (size_t)gan_pool_threads()) * sizeof(gan_real);
	s = plan(g, &f);
	return (packed(&f) + s.per_thread * (size_t)gan_pool_threads()) * sizeof(gan_real);
}

static void by_patches(const struct gan_conv *g, gan_real *y, const gan_real *x, const gan_real *w, gan_real *mem)
{
	struct forward f;
	struct gan_products s = plan(g, &f);

	f.x = x;
	f.w = w;
	f.y = y;
	f.b = mem;
	if (f.kg >= GAN_PRODUCT_THIN)
		gan_pool_run(g->groups * f.panels, pack, &f);
	gan_products_run(&s, f.b + packed(&f));
}

static void by_product(const struct gan_conv *g, gan_real *y, const gan_real *x, const gan_real *w, void *scratch)
{
	struct gan_spread few;

	if (is_spread(g, &few))
		spread(&few, y, x, w, scratch);
	else
		by_patches(g, y, x, w, scratch);
}

/* ---- bf16: channels in pairs ---- */

static struct gan_conv in_pairs(const struct gan_conv *g, size_t *x, size_t *w)
{
	struct gan_conv h = *g;

	h.c = g->groups * gan_pairs(g->c / g->groups);
	*x = (size_t)((h.n * h.h * h.w * h.c + 15) & ~15L);
	*w = (size_t)((h.k * h.r * h.s * (h.c / h.groups) + 15) & ~15L);
	return h;
}

size_t gan_conv_forward_scratch(const struct gan_conv *g)
{
	struct gan_wgrid few;
	struct gan_conv h;
	size_t x, w;

	if (gan_conv_is_depthwise(g))
		return gan_depthwise_scratch(g);
	if (gan_wgrid_plan(g, 0, &few) == 0)
		return gan_winograd_scratch(&few);
	if (!g->bf16)
		return product_scratch(g);
	h = in_pairs(g, &x, &w);
	return (x + w) * sizeof(gan_real) + product_scratch(&h);
}

void gan_conv_forward(const struct gan_conv *g, gan_real *y, const gan_real *x, const gan_real *w, void *scratch)
{
	struct gan_wgrid few;
	const long cg = g->c / g->groups;
	gan_real *mem = scratch;
	struct gan_conv h;
	size_t nx, nw;

	if (gan_conv_is_depthwise(g)) {
		gan_depthwise_forward(g, y, x, w, scratch);
	} else if (gan_wgrid_plan(g, 0, &few) == 0) {
		gan_winograd(&few, y, x, w, scratch);
	} else if (!g->bf16) {
		by_product(g, y, x, w, scratch);
	} else {
		h = in_pairs(g, &nx, &nw);
		gan_pairs_along(mem, x, g->n * g->h * g->w * g->groups, cg);
		gan_pairs_along(mem + nx, w, g->k * g->r * g->s, cg);
		by_product(&h, y, mem, mem + nx, mem + nx + nw);
	}
}
