/* Forward: one product a group, patches of x times the filters. */
#include <string.h>
#include "base/pool.h"
#include "kernel/conv.h"
#include "kernel/conv_depthwise.h"
#include "kernel/product.h"

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
	long kg, cg, len, panels; /* filters and channels of a group, elements of a filter, panels of a group's filters */
};

static void product(const void *ctx, long t, struct gan_product *p)
{
	const struct forward *f = ctx;
	const struct gan_conv *g = f->g;

	*p = (struct gan_product){
		.patch = { .n = g->n, .rows = g->p, .cols = g->q, .r = g->r, .s = g->s, .c = f->cg, .h = g->h, .w = g->w,
		           .ctotal = g->c, .c0 = t * f->cg, .step_h = g->stride_h, .step_w = g->stride_w, .off_h = -g->top,
		           .off_w = -g->left, .dh = g->dil_h, .dw = g->dil_w },
		.src = f->x, .n = f->kg,
		.b = f->kg < GAN_PRODUCT_THIN ? f->w + t * f->kg * f->len : f->b + (size_t)t * gan_product_b(f->kg, f->len),
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
	f->mk = gan_micro();
	f->kg = g->k / g->groups;
	f->cg = g->c / g->groups;
	f->len = g->r * g->s * f->cg;
	f->panels = gan_micro_panels(f->mk, f->kg);
	s.rows = g->n * g->p * g->q;
	s.n = f->kg;
	s.k = f->len;
	gan_products_plan(&s);
	return s;
}

static size_t packed(const struct forward *f)
{
	const size_t n = f->kg < GAN_PRODUCT_THIN ? 0 : gan_product_b(f->kg, f->len) * (size_t)f->g->groups;

	return (n + 15) & ~(size_t)15;
}

size_t gan_conv_forward_scratch(const struct gan_conv *g)
{
	struct forward f;
	struct gan_products s;

	if (gan_conv_is_depthwise(g))
		return gan_depthwise_scratch(g);
	s = plan(g, &f);
	return (packed(&f) + s.per_thread * (size_t)gan_pool_threads()) * sizeof(gan_real);
}

void gan_conv_forward(const struct gan_conv *g, gan_real *y, const gan_real *x, const gan_real *w, void *scratch)
{
	struct forward f;
	struct gan_products s;

	if (gan_conv_is_depthwise(g)) {
		gan_depthwise_forward(g, y, x, w, scratch);
		return;
	}
	s = plan(g, &f);
	f.x = x;
	f.w = w;
	f.y = y;
	f.b = scratch;
	if (f.kg >= GAN_PRODUCT_THIN)
		gan_pool_run(g->groups * f.panels, pack, &f);
	gan_products_run(&s, f.b + packed(&f));
}
