/* double */
/* The goal of a picture: a style of itself is 0; the gradient against central differences; a picture whose borders meet may be
   shifted around them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "styletx/styletx_goal.h"
#include "base/mem.h"
#include "base/pool.h"
#include "base/rng.h"
#include "tap.h"

#define H 12
#define W 16
#define N (H * W * 3)

static const char net_text[] = "net c\ninput x image * * 3\na conv out=4 k=3 p=1\nra relu\nb conv out=5 k=5 s=2\nrb tanh\n"
	"p avgpool k=2\n- pad p=1 mode=reflect\nd conv out=3 k=3 init=orthogonal:2\nrd softplus\noutput\n";

static struct gan_err err;
static struct gan_feature_net look;
static struct gan_image style, content;

static void die(const char *what)
{
	printf("Bail out! %s: %s\n", what, err.msg);
	exit(1);
}

static struct gan_image picture(const char *name, int h, int w)
{
	struct gan_rng r = gan_rng_make(1, name);
	struct gan_image im = { 0 };
	int64_t v;

	if (gan_image_alloc(&im, h, w, 3, &err))
		die(name);
	for (int i = 0; i < h * w * 3; i++) {
		gan_rng_int(r, 0, 0, (uint64_t)i, 256, &v, 1);
		im.px[i] = (uint8_t)v;
	}
	return im;
}

static void start(void)
{
	look.name = "t";
	if (gan_nets_parse(&look.m.nets, net_text, strlen(net_text), "t", &err) ||
	    gan_net_params(&look.m.nets.net[0], &look.m.store, 1, 3, &err))
		die("net");
	look.net = &look.m.nets.net[0];
	style = picture("style", 14, 11);
	content = picture("content", H, W);
}

static struct gan_styletx_goal *goal(struct gan_style_recipe *r, const char *settings, int with_content,
                                     const struct gan_image *like)
{
	struct gan_styletx_goal_spec s = { .recipe = r, .look = &look, .content = with_content ? &content : NULL, .style = like,
	                                   .weight = (double[]){ 1 }, .nstyle = 1, .h = H, .w = W, .c = 3 };
	struct gan_styletx_goal *t = NULL;
	struct gan_kv set = { 0 };

	if (gan_kv_parse(&set, settings, &err) || gan_style_check(&set, &err) ||
	    gan_style_recipe_make(r, &set, look.net, with_content, &err) || !(t = gan_styletx_goal_new(&s, &err)))
		die(settings);
	gan_kv_free(&set);
	return t;
}

static double eval(struct gan_styletx_goal *t, const gan_real *x, gan_real *grad, double *raw)
{
	double total;

	if (gan_styletx_goal_eval(t, x, grad, &total, raw, &err))
		die("eval");
	return total;
}

static void numbers(gan_real *x, const struct gan_image *im)
{
	for (int i = 0; i < N; i++)
		x[i] = (gan_real)im->px[i] / 255;
}

/* The derivative along a random direction. */
static void gradient(const char *settings, int with_content)
{
	struct gan_style_recipe r;
	struct gan_styletx_goal *t = goal(&r, settings, with_content, &style);
	double h = 1e-5, slope = 0, got, u[N];
	gan_real x[N], y[N], grad[N];

	numbers(x, &content);
	gan_rng_uniform_f64(gan_rng_make(2, "x"), 0, 0, 0, u, N);
	for (int i = 0; i < N; i++)
		x[i] = (gan_real)(.7 * x[i] + .2 * u[i] + .05);
	if (gan_styletx_goal_balance(t, x, &err))
		die("balance");
	eval(t, x, grad, NULL);
	gan_rng_normal_f64(gan_rng_make(2, "d"), 0, 0, 0, u, N);
	for (int i = 0; i < N; i++) {
		slope += grad[i] * u[i];
		y[i] = (gan_real)(x[i] + h * u[i]);
	}
	got = eval(t, y, NULL, NULL);
	for (int i = 0; i < N; i++)
		y[i] = (gan_real)(x[i] - h * u[i]);
	got = (got - eval(t, y, NULL, NULL)) / (2 * h);
	ok(fabs(got - slope) < 1e-6 * fabs(slope), "gradient, %.*s: %.9g, %.9g",
	   (int)strcspn(settings, "\n"), settings, slope, got);
	gan_styletx_goal_free(t);
	gan_style_recipe_free(&r);
}

static void itself(const char *settings)
{
	struct gan_style_recipe r;
	struct gan_styletx_goal *t = goal(&r, settings, 1, &content);
	double raw[GAN_STYLE_MAX_PARTS], worst = 0;
	gan_real x[N];

	numbers(x, &content);
	eval(t, x, NULL, raw);
	for (int k = 0; k < r.npart; k++)
		if (r.part[k].layer)
			worst = fmax(worst, fabs(raw[k]));
	ok(worst == 0, "%.*s: 0 in content and style of itself: %g", (int)strcspn(settings, "\n"), settings, worst);
	gan_styletx_goal_free(t);
	gan_style_recipe_free(&r);
}

/* How much the loss changes where the picture is shifted by the strides' multiple of 4. */
static double shifted(const char *settings)
{
	struct gan_style_recipe r;
	struct gan_styletx_goal *t = goal(&r, settings, 0, &style);
	gan_real x[N], y[N];
	double a, b;

	numbers(x, &content);
	for (int i = 0; i < N; i++) {
		int row = i / (3 * W), col = i / 3 % W;

		y[((row + 4) % H * W + (col + 8) % W) * 3 + i % 3] = x[i];
	}
	a = eval(t, x, NULL, NULL);
	b = eval(t, y, NULL, NULL);
	gan_styletx_goal_free(t);
	gan_style_recipe_free(&r);
	return fabs(a / b - 1);
}

int main(void)
{
	static const char *const settings[] = { "statistic=gram\n", "statistic=mean\ntv-power=1.5\n", "statistic=w2\nbalance=0\n" };
	double eps = 1e-12, v;

	gan_pool_start(2, NULL);
	start();
	for (int k = 0; k < 3; k++) {
		gradient(settings[k], 1);
		itself(settings[k]);
	}
	gradient("tileable=1\n", 0);
	v = shifted("tileable=1\nbalance=0\ntv=1\n");
	ok(v < eps, "tileable=1: a shift around the borders changes nothing: %g", v);
	v = shifted("balance=0\n");
	ok(v > 100 * eps, "without, it does: %g", v);
	gan_image_free(&style);
	gan_image_free(&content);
	gan_model_free(&look.m);
	gan_pool_stop();
	return done();
}
