/* both */
/* A goal by tiles is the goal of the whole: its terms and its gradient, for nets with all kinds of borders, for regions, for
   several styles, and for pictures whose sides are no multiples of anything. A tileable picture may be shifted around. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "styletx/styletx_goal.h"
#include "styletx/styletx_window.h"
#include "base/mem.h"
#include "base/pool.h"
#include "tap.h"

#ifdef GAN_REAL_DOUBLE
#define CLOSE 1e-10
#else
#define CLOSE 1e-5
#endif

static struct gan_err err;

static void die(const char *what)
{
	printf("Bail out! %s: %s\n", what, err.msg);
	exit(1);
}

static const char *const nets[] = {
	/* zeros outside, steps, pools */
	"a conv out=6 k=3 p=1\nra relu\nb conv out=8 k=4 s=2 p=1\nrb tanh\n- maxpool k=2\nd conv out=8 k=3 p=1\nrd relu\noutput\n",
	/* scales of the picture, reflected borders, windows that overlap, none outside */
	"p pad p=1 mode=reflect\nc conv out=6 k=3\nrc relu\n- pad from=x p=1 mode=replicate\n- avgpool k=3 s=1\ns avgpool k=2\n"
	"e conv out=5 k=3\nre relu\n- avgpool from=s k=3 s=3\nf conv out=4 k=2\nrf relu\noutput\n",
};

static void open_net(struct gan_feature_net *f, const char *text)
{
	char all[1024];

	memset(f, 0, sizeof *f);
	snprintf(all, sizeof all, "net c\ninput x image * * 3 mean=.4,.4,.4 std=.3,.3,.3\n%s", text);
	if (gan_nets_parse(&f->m.nets, all, strlen(all), "test", &err) || gan_net_params(&f->m.nets.net[0], &f->m.store, 1, 7, &err))
		die(text);
	f->net = &f->m.nets.net[0];
	f->name = "test";
}

static struct gan_image picture(int seed, int h, int w, int c)
{
	struct gan_image im = { 0 };
	double *z = gan_alloc((size_t)(h * w * c), sizeof *z, NULL);

	gan_image_alloc(&im, h, w, c, &err);
	gan_rng_uniform_f64(gan_rng_make((uint64_t)seed, "p"), 0, 0, 0, z, (size_t)(h * w * c));
	for (int i = 0; i < h * w * c; i++)
		im.px[i] = (uint8_t)(255 * z[i]);
	gan_free(z);
	return im;
}

struct result {
	double total, raw[GAN_STYLE_MAX_PARTS];
	gan_real *grad;
	double reference[GAN_STYLE_MAX_PARTS];
};

static void eval(struct result *r, const struct gan_styletx_goal_spec *s, const gan_real *x, const gan_real *like)
{
	struct gan_styletx_goal *t = gan_styletx_goal_new(s, &err);

	r->grad = gan_alloc((size_t)(s->h * s->w * s->c), sizeof *r->grad, &err);
	if (!t || gan_styletx_goal_balance(t, like, &err) || gan_styletx_goal_eval(t, x, r->grad, &r->total, r->raw, &err))
		die("goal");
	memcpy(r->reference, gan_styletx_goal_reference(t), sizeof r->reference);
	gan_styletx_goal_free(t);
}

/* The greatest difference over the greatest number. */
static double off(const gan_real *a, const gan_real *b, int64_t n)
{
	double worst = 0, most = 0;

	for (int64_t i = 0; i < n; i++) {
		worst = fmax(worst, fabs((double)(a[i] - b[i])));
		most = fmax(most, fabs((double)b[i]));
	}
	return most > 0 && isfinite(worst) ? worst / most : HUGE_VAL;
}

static void compare(const char *label, const struct result *a, const struct result *b, int n, int64_t count)
{
	double worst = fabs(a->total / b->total - 1), g = off(a->grad, b->grad, count);

	for (int k = 0; k < n; k++) {
		worst = fmax(worst, fabs(a->raw[k] / b->raw[k] - 1));
		worst = fmax(worst, fabs(a->reference[k] / b->reference[k] - 1));
	}
	ok(worst < 5 * CLOSE && g < CLOSE, "%s: values off by %.1e, gradient by %.1e", label, worst, g);
}

static void recipe_of(struct gan_style_recipe *r, const struct gan_feature_net *f, const char *more, int regions)
{
	struct gan_kv set = { 0 };
	char text[256];

	snprintf(text, sizeof text, "tv=.1\n%s", more);
	if (gan_kv_parse(&set, text, &err) || gan_style_check(&set, &err) || gan_style_recipe_make(r, &set, f->net, 1, &err))
		die(text);
	if (regions)
		gan_style_recipe_regions(r, regions, (double[]){ .3, .7 });
	gan_kv_free(&set);
}

#define H 83
#define W 94

static struct gan_image content, style[2];
static struct gan_styletx_regions regions;
static gan_real x[H * W * 3], like[H * W * 3];

static void tiled(int net, const char *set, int with_regions, int64_t h, int64_t w, int64_t tile)
{
	struct gan_feature_net f;
	struct gan_style_recipe r;
	struct gan_styletx_goal_spec s = { .recipe = &r, .look = &f, .content = &content, .style = style,
	                                   .weight = (double[]){ .3, .7 }, .nstyle = 2, .h = h, .w = w, .c = 3 };
	struct result whole, parts;
	char label[128];

	open_net(&f, nets[net]);
	recipe_of(&r, &f, set, with_regions ? 2 : 0);
	s.regions = with_regions ? &regions : NULL;
	eval(&whole, &s, x, like);
	s.tile = tile;
	eval(&parts, &s, x, like);
	snprintf(label, sizeof label, "net %d %s%s, tiles of %d", net, set, with_regions ? " by regions" : "", (int)tile);
	compare(label, &parts, &whole, r.npart, h * w * 3);
	gan_free(whole.grad);
	gan_free(parts.grad);
	gan_style_recipe_free(&r);
	gan_model_free(&f.m);
}

/* to = from shifted by dy, dx around. */
static void shift(gan_real *to, const gan_real *from, int h, int w, int dy, int dx)
{
	for (int i = 0; i < h; i++)
		for (int j = 0; j < w; j++)
			memcpy(to + ((i + dy) % h * w + (j + dx) % w) * 3, from + (i * w + j) * 3, 3 * sizeof *to);
}

static void tileable(int net, int dy, int dx)
{
	struct gan_feature_net f;
	struct gan_style_recipe r;
	struct gan_styletx_goal_spec s = { .recipe = &r, .look = &f, .style = style, .weight = (double[]){ .3, .7 }, .nstyle = 2,
	                                   .h = 72, .w = 60, .c = 3 };
	static gan_real moved[72 * 60 * 3], back[72 * 60 * 3];
	struct result a, b, c;
	struct gan_kv set = { 0 };
	char label[96];

	open_net(&f, nets[net]);
	if (gan_kv_parse(&set, "tileable=1\ntv=.1", &err) || gan_style_recipe_make(&r, &set, f.net, 0, &err))
		die("recipe");
	eval(&a, &s, x, x);
	shift(moved, x, 72, 60, dy, dx);
	eval(&b, &s, moved, moved);
	shift(back, a.grad, 72, 60, dy, dx);
	gan_free(a.grad);
	a.grad = back;
	snprintf(label, sizeof label, "net %d, tileable: shifted by %d, %d so is the gradient", net, dy, dx);
	compare(label, &b, &a, r.npart, 72 * 60 * 3);
	s.tile = 24;
	eval(&c, &s, moved, moved);
	snprintf(label, sizeof label, "net %d, tileable by tiles", net);
	compare(label, &c, &b, r.npart, 72 * 60 * 3);
	gan_free(b.grad);
	gan_free(c.grad);
	gan_style_recipe_free(&r);
	gan_kv_free(&set);
	gan_model_free(&f.m);
}

/* Each place is some window's own once, and windows stay inside. */
static void test_axis(void)
{
	int wrong = 0, many = 0;

	for (int64_t n = 1; n < 90; n++)
		for (int64_t tile = 1; tile < 60; tile += 7)
			for (int wraps = 0; wraps < 2; wraps++) {
				struct gan_styletx_axis a;
				int64_t end = 0;

				gan_styletx_axis_make(&a, n, tile, 4, 5, 9, wraps);
				many += a.count > 1;
				for (int64_t i = 0; i < a.count; i++) {
					int64_t start = gan_styletx_axis_start(&a, i), from = i * a.own, to = from + a.own < n ? from + a.own : n;

					wrong += start % 4 != 0 || from != end || from >= n || a.own % 4 != 0;
					wrong += wraps && (start > from - 5 || start + a.size < to + 9);
					wrong += !wraps && (start < 0 || start + a.size > n || (start > 0 && start > from - 5));
					wrong += !wraps && start + a.size < n && start + a.size < to + 9;
					end = to;
				}
				wrong += end != n;
			}
	ok(!wrong && many > 500, "windows cover a line and reach as far as they must");
}

int main(void)
{
	gan_pool_start(2, NULL);
	content = picture(1, H, W, 3);
	style[0] = picture(2, 61, 50, 3);
	style[1] = picture(3, 40, 96, 3);
	regions.n = 2;
	regions.here[0] = picture(4, H, W, 1);
	regions.here[1] = picture(5, H, W, 1);
	regions.style[0] = picture(6, 61, 50, 1);
	for (int i = 0; i < H * W * 3; i++) {
		like[i] = (gan_real)content.px[i] / 255;
		x[i] = (gan_real)(.5 * like[i] + .5 * fabs(sin(i * .37)));
	}
	test_axis();
	tiled(0, "", 0, H, W, 16);
	tiled(0, "statistic=w2", 0, H, W, 24);
	tiled(0, "statistic=mean", 0, H, W, 8);
	tiled(0, "content=rb,a:2", 0, H, W, 40);
	tiled(0, "tv-power=1.5", 1, H, W, 16);
	tiled(0, "mask-erode=1", 1, H, W, 32);
	tiled(1, "", 0, H, W, 18);
	tiled(1, "", 1, H, W, 30);
	tileable(0, 8, 12);
	tileable(1, 6, 42);
	gan_image_free(&content);
	for (int k = 0; k < 2; k++)
		gan_image_free(&style[k]);
	gan_styletx_regions_free(&regions);
	gan_pool_stop();
	return done();
}
