/* Style transfer with VGG-19 as PyTorch computed it: the terms of a recipe, the gradient in the picture, the first losses of
   Adam; and L-BFGS on the same loss. Their style is the sum over C^2 of the squared difference of F F^T / (C M), which is the
   mean over C^2 of that of F F^T / M; their variation is a sum over the picture's numbers, ours a mean. */
#include "golden_help.h"
#include "styletx/styletx_goal.h"
#include "solve/solve.h"

#define SIDE 128
#define COUNT (SIDE * SIDE * 3)
/* Of the 100 that are known. Moving the start by 1e-7 moves later losses by up to 3e-3, for Adam's first steps are the
   gradient's signs. */
#define STEPS 12

static struct use u;
static struct gan_style_recipe recipe;

/* Numbers k/255 as a picture. */
static struct gan_image picture(const char *name)
{
	struct gan_image im = { 0 };
	float *x = numbers(name);
	double off = 0;

	if (gan_image_alloc(&im, SIDE, SIDE, 3, &err))
		die(name);
	for (int k = 0; k < COUNT; k++) {
		im.px[k] = (uint8_t)lround(255 * (double)x[k]);
		off = fmax(off, fabs(255 * (double)x[k] - im.px[k]));
	}
	gan_free(x);
	if (off > 1e-3)
		printf("# %s is no picture of bytes: off by %g\n", name, off);
	return im;
}

static struct gan_styletx_goal *goal(struct gan_feature_net *look)
{
	static const char text[] = "balance=0\ncontent=relu3_1\ncontent-weight=1\n"
		"style=relu1_1,relu2_1,relu3_1\nstyle-weight=3000\ntv=4.9152\ntv-power=2\n";
	struct gan_image content = picture("content"), style = picture("style");
	struct gan_styletx_goal_spec s = { .recipe = &recipe, .look = look, .content = &content, .style = &style,
	                                   .weight = (double[]){ 1 }, .nstyle = 1, .h = SIDE, .w = SIDE, .c = 3 };
	struct gan_styletx_goal *t = NULL;
	struct gan_kv set = { 0 };

	if (gan_kv_parse(&set, text, &err) || gan_style_check(&set, &err) || gan_style_recipe_make(&recipe, &set, look->net, 1, &err) ||
	    !(t = gan_styletx_goal_new(&s, &err)))
		die("goal");
	gan_kv_free(&set);
	gan_image_free(&content);
	gan_image_free(&style);
	return t;
}

static void terms(struct gan_styletx_goal *t)
{
	const float *want = tensor("loss_content_style_tv_total")->data;
	double raw[GAN_STYLE_MAX_PARTS], total;
	float *x = numbers("x0"), *grad = gan_alloc(COUNT, sizeof *grad, NULL);

	if (gan_styletx_goal_eval(t, x, grad, &total, raw, &err))
		die("eval");
	near("content", raw[0], want[0]);
	near("style", raw[1] + raw[2] + raw[3], want[1]);
	near("variation", COUNT * raw[4], want[2]);
	near("total", total, want[3]);
	agree("gradient", grad, "grad_x0", GRADIENT);
	gan_free(x);
	gan_free(grad);
}

static int eval(void *ctx, const gan_real *x, gan_real *grad, double *value, struct gan_err *e)
{
	return gan_styletx_goal_eval(ctx, x, grad, value, NULL, e);
}

/* From the content, in 0..1; the value after STEPS. want: losses that are known, or NULL. */
static double walk(struct gan_styletx_goal *t, const char *solver, const float *want)
{
	struct gan_solve_problem p = { .n = COUNT, .eval = eval, .ctx = t };
	struct gan_solve_opt o = { .lr = .02, .beta1 = .9, .beta2 = .999, .history = 10 };
	struct gan_store state = { 0 };
	float *x = numbers("content");
	struct gan_solve *s = gan_solve_new(gan_solver_find(solver), &p, &o, &state, x, &err);
	double worst = 0, v;

	if (!s)
		die(solver);
	for (int k = 0; ; k++) {
		if (want)
			worst = fmax(worst, fabs(s->value / want[k] - 1));
		if (k == STEPS)
			break;
		if (gan_solve_step(s, &err) < 0)
			die(solver);
	}
	if (want)
		ok(worst <= 1e-3, "%s: %d losses, off by %.1e", solver, STEPS + 1, worst);
	v = s->value;
	gan_solve_free(s);
	gan_store_free(&state);
	gan_free(x);
	return v;
}

int main(void)
{
	struct gan_feature_net look = { .name = "vgg" };
	struct gan_styletx_goal *t;
	double adam, lbfgs;

	if (!golden_start())
		return done();
	open_ref("vgg19norm-style");
	open_use(&u, "vgg19norm-encoder", (const char *[]){ "f=vgg19norm-relu3_1-encoder", NULL });
	look.m = u.m; /* borrowed */
	look.net = gan_nets_find(&look.m.nets, "f");
	t = goal(&look);
	terms(t);
	adam = walk(t, "adam", tensor("adam_loss_history_lr0.02")->data);
	lbfgs = walk(t, "lbfgs", NULL);
	ok(lbfgs < adam, "%d steps of L-BFGS bring more than those of Adam: %g, %g", STEPS, lbfgs, adam);
	gan_styletx_goal_free(t);
	gan_style_recipe_free(&recipe);
	close_use(&u);
	return golden_done();
}
