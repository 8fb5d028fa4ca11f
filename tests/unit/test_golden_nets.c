/* Foreign nets of share/nets/ that take pictures, against what PyTorch computed with them: classifiers and their attacks,
   features and the gradient of a style loss, pictures from pictures. */
#include "golden_help.h"

/* ---- classifiers ---- */

static void squeezenet(void)
{
	static const char *const layer[] = { "pool1", "fire5/concat", "fire9/concat", "logits" };
	struct use u;
	struct gan_node *x;
	float *xv;

	open_ref("squeezenet1_0-chelsea");
	open_use(&u, "squeezenet1_0", (const char *[]){ "c=squeezenet1_0-deepcompression", NULL });
	x = input_like(&u, "x", "input_bgr");
	for (int k = 0; k < 4; k++)
		want(&u, value(&u, "c", layer[k], &x));
	plan(&u);
	gan_plan_bind(u.p, "x", xv = numbers("input_bgr"));
	run(&u);
	for (int k = 0; k < 4; k++)
		agree(u.name, result(&u, k), layer[k], FORWARD);
	gan_free(xv);
	close_use(&u);
}

struct attack {
	const char *golden, *net, *input, *logits, *grad, *fgsm, *pgd;
	double eps, alpha;
	int is_logprob;
};

/* Signs may differ where the gradient is nothing; elsewhere the pictures are the same. */
static void agree_fgsm(struct use *u, const struct attack *a, const float *x, const float *grad)
{
	int64_t n = gan_shape_count(&tensor(a->fgsm)->shape), bad = 0, k;
	float *w = numbers(a->fgsm);
	double most = greatest(grad, n);

	for (k = 0; k < n; k++) {
		double y = x[k] + a->eps * ((grad[k] > 0) - (grad[k] < 0));

		y = y < 0 ? 0 : y > 1 ? 1 : y;
		bad += fabs(grad[k]) > 1e-6 * most && fabs(y - w[k]) > 1e-5;
	}
	ok(bad == 0, "%s: %s, %ld pixels differ", u->name, a->fgsm, (long)bad);
	gan_free(w);
}

/* Ten steps of alpha along the gradient's sign, kept within eps and 0..1: compared by the loss that they reach, for signs
   of tiny gradients, and pools over equal numbers, part the ways. */
static void agree_pgd(struct use *u, const struct attack *a, const float *x0)
{
	int64_t n = gan_shape_count(&tensor(a->pgd)->shape), k, same = 0;
	float *x = gan_alloc((size_t)n, sizeof(*x), NULL), *w = numbers(a->pgd);
	double mine, theirs;
	int step;

	memcpy(x, x0, (size_t)n * sizeof(*x));
	gan_plan_bind(u->p, "x", x);
	for (step = 0; step < 10; step++) {
		const float *g;

		run(u);
		g = result(u, 2);
		for (k = 0; k < n; k++) {
			double y = x[k] + a->alpha * ((g[k] > 0) - (g[k] < 0));

			y = y > x0[k] + a->eps ? x0[k] + a->eps : y < x0[k] - a->eps ? x0[k] - a->eps : y;
			x[k] = (float)(y < 0 ? 0 : y > 1 ? 1 : y);
		}
	}
	run(u);
	mine = gan_plan_scalar(u->p, u->out[1]);
	gan_plan_bind(u->p, "x", w);
	run(u);
	theirs = gan_plan_scalar(u->p, u->out[1]);
	for (k = 0; k < n; k++)
		same += fabs(x[k] - w[k]) < 1e-4;
	ok(fabs(mine - theirs) <= 0.01 * theirs, "%s: %s: loss %.5g, expected %.5g; %.2f %% of the pixels equal", u->name,
	   a->pgd, mine, theirs, 100.0 * (double)same / (double)n);
	gan_free(x);
	gan_free(w);
}

static void classifier(const struct attack *a, const char *weights, const char *hidden)
{
	struct use u;
	struct gan_node *x, *in, *y, *loss, *grad, *logits;
	float *xv, *gv;
	int64_t n;

	open_ref(a->golden);
	open_use(&u, a->net, (const char *[]){ weights, NULL });
	x = input_like(&u, "x", a->input);
	y = input(&u, "y", GAN_I64, tensor("labels")->shape);
	in = gan_io_decode(u.g, &net_of(&u, "c")->in[0], gan_muls(u.g, x, 255));
	logits = value(&u, "c", "out", &in);
	n = tensor("labels")->shape.dim[0];
	loss = gan_muls(u.g, gan_cross_entropy(u.g, logits, y), (double)n);
	if (gan_grad(u.g, loss, &x, 1, &grad) < 0)
		die(u.name);
	want(&u, logits);
	want(&u, loss);
	want(&u, grad);
	if (hidden)
		want(&u, value(&u, "c", hidden, &in));
	plan(&u);
	gan_plan_bind(u.p, "x", xv = numbers(a->input));
	gan_plan_bind(u.p, "y", tensor("labels")->data);
	run(&u);
	agree(u.name, result(&u, 0), a->logits, FORWARD);
	near("sum of cross-entropies", gan_plan_scalar(u.p, loss), *(const float *)tensor("ce_sum")->data);
	agree(u.name, gv = (float *)result(&u, 2), a->grad, GRADIENT);
	if (hidden)
		agree(u.name, result(&u, 3), hidden, FORWARD);
	agree_fgsm(&u, a, xv, gv);
	agree_pgd(&u, a, xv);
	gan_free(xv);
	close_use(&u);
}

/* ---- features ---- */

/* F'F over the number of F's elements, F as a row for each pixel. */
static struct gan_node *gram(struct gan_graph *g, struct gan_node *f)
{
	struct gan_shape rows = gan_shape_of(2, f->shape.dim[1] * f->shape.dim[2], f->shape.dim[3]);
	struct gan_node *x = gan_reshape(g, f, &rows);

	return gan_muls(g, gan_matmul(g, x, x, 1, 0), 1.0 / (double)gan_shape_count(&rows));
}

static struct gan_node *square_sum(struct gan_graph *g, struct gan_node *a, struct gan_node *b)
{
	return gan_sum_all(g, gan_square(g, gan_sub(g, a, b)));
}

/* Squares of the differences of neighbours. */
static struct gan_node *variation(struct gan_graph *g, struct gan_node *x)
{
	int64_t h = x->shape.dim[1], w = x->shape.dim[2];

	return gan_add(g, square_sum(g, gan_slice_axis(g, x, 1, 1, h - 1, 1), gan_slice_axis(g, x, 1, 0, h - 1, 1)),
	               square_sum(g, gan_slice_axis(g, x, 2, 1, w - 1, 1), gan_slice_axis(g, x, 2, 0, w - 1, 1)));
}

static void style(void)
{
	static const char *const layer[] = { "relu1_1", "relu2_1", "relu3_1" };
	struct use u;
	struct gan_node *content, *style, *x, *gs[3], *term[4], *loss, *grad, *f;
	const float *losses;
	float *v[3];
	char name[64];

	open_ref("vgg19norm-style");
	open_use(&u, "vgg19norm-encoder", (const char *[]){ "f=vgg19norm-relu3_1-encoder", NULL });
	content = input_like(&u, "content", "content");
	style = input_like(&u, "style", "style");
	x = input_like(&u, "x", "x0");
	f = value(&u, "f", "relu3_1", &content);
	term[0] = gan_muls(u.g, square_sum(u.g, value(&u, "f", "relu3_1", &x), f), 1.0 / (double)gan_shape_count(&f->shape));
	term[1] = gan_const(u.g, 0);
	for (int k = 0; k < 3; k++) {
		gs[k] = gram(u.g, value(&u, "f", layer[k], &style));
		term[1] = gan_add(u.g, term[1], square_sum(u.g, gram(u.g, value(&u, "f", layer[k], &x)), gs[k]));
	}
	term[2] = variation(u.g, x);
	term[3] = loss = gan_add(u.g, gan_add(u.g, term[0], gan_muls(u.g, term[1], 1000)), gan_muls(u.g, term[2], 1e-4));
	if (gan_grad(u.g, loss, &x, 1, &grad) < 0)
		die(u.name);
	want(&u, value(&u, "f", "relu2_1", &content));
	want(&u, f);
	want(&u, grad);
	for (int k = 0; k < 3; k++)
		want(&u, gs[k]);
	for (int k = 0; k < 4; k++)
		want(&u, term[k]);
	plan(&u);
	gan_plan_bind(u.p, "content", v[0] = numbers("content"));
	gan_plan_bind(u.p, "style", v[1] = numbers("style"));
	gan_plan_bind(u.p, "x", v[2] = numbers("x0"));
	run(&u);
	agree(u.name, result(&u, 0), "content.relu2_1", FORWARD);
	agree(u.name, result(&u, 1), "content.relu3_1", FORWARD);
	agree(u.name, result(&u, 2), "grad_x0", GRADIENT);
	for (int k = 0; k < 3; k++) {
		snprintf(name, sizeof(name), "gram_style.%s", layer[k]);
		agree(u.name, result(&u, 3 + k), name, FORWARD);
	}
	losses = tensor("loss_content_style_tv_total")->data;
	for (int k = 0; k < 4; k++) {
		snprintf(name, sizeof(name), "loss term %d", k);
		near(name, gan_plan_scalar(u.p, term[k]), losses[k]);
	}
	for (int k = 0; k < 3; k++)
		gan_free(v[k]);
	close_use(&u);
}

/* ---- pictures from pictures ---- */

/* Net g of a text on one golden tensor, against others: NULL-terminated pairs of layer and golden tensor. */
static void from_picture(const char *golden, const char *net, const char *weights, const char *in, const char *const *pair)
{
	struct use u;
	struct gan_node *x;
	float *xv;
	int k;

	open_ref(golden);
	open_use(&u, net, (const char *[]){ weights, NULL });
	x = input_like(&u, "x", in);
	for (k = 0; pair[2 * k]; k++)
		want(&u, value(&u, "g", pair[2 * k], &x));
	plan(&u);
	gan_plan_bind(u.p, "x", xv = numbers(in));
	run(&u);
	for (k = 0; pair[2 * k]; k++)
		agree(u.name, result(&u, k), pair[2 * k + 1], FORWARD);
	gan_free(xv);
	close_use(&u);
}

int main(void)
{
	static const struct attack lenet = { "mnist-lenet5", "mnist-lenet5", "input", "logprob", "dce_dinput", "fgsm_eps0.1",
		"pgd_eps0.1_alpha0.02_10", 0.1, 0.02, 1 };
	static const struct attack resnet = { "cifar10-resnet20", "cifar10-resnet20", "input01", "logits", "dce_dinput01",
		"fgsm_eps8", "pgd_eps8_alpha2_10", 8.0 / 255, 2.0 / 255, 0 };

	if (!golden_start())
		return done();
	classifier(&lenet, "c=mnist-lenet5-csinva", "f6");
	classifier(&resnet, "c=cifar10-resnet20-akamaster", NULL);
	squeezenet();
	style();
	from_picture("vgg19norm-style", "vgg19norm-decoder", "g=vgg19norm-relu3_1-decoder", "content.relu3_1",
	             (const char *[]){ "out", "rec_out", NULL });
	from_picture("vgg19norm-style", "vgg19norm-decoder", "g=vgg19norm-relu3_1-decoder", "adain_relu3_1",
	             (const char *[]){ "out", "adain_out", NULL });
	from_picture("faststyle-udnie", "faststyle", "g=faststyle-udnie-ml5", "input",
	             (const char *[]){ "resid5", "resid5", "out", "output", NULL });
	from_picture("vdsr-butterfly-x4", "vdsr", "g=vdsr-twtygqyy", "input_y", (const char *[]){ "out", "output_y", NULL });
	return golden_done();
}
