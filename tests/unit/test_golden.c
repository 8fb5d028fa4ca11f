/* Foreign networks against what PyTorch computed with them: nets written by hand in tests/net/, weights and results in
   $GAN_DATA. Pictures there are NCHW. Forward values agree to 1e-4 of the greatest, gradients to 1e-3. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "app/init_priv.h"
#include "base/mem.h"
#include "base/pool.h"
#include "plan/plan.h"
#include "tap.h"
#include "train/penalty.h"

#define FORWARD 1e-4
#define GRADIENT 1e-3
#define MAX_OUT 16

static const char *data_dir;
static struct gan_err err;

static void die(const char *what)
{
	printf("Bail out! %s: %s\n", what, err.msg);
	exit(1);
}

/* ---- the golden file ---- */

static struct gan_doc ref;

static void open_ref(const char *name)
{
	char path[1024];
	struct gan_reader *r;

	snprintf(path, sizeof(path), "%s/goldens/%s.golden.safetensors", data_dir, name);
	gan_doc_free(&ref);
	if (!(r = gan_reader_open(path, 0, &err)) || gan_reader_next(r, &ref, &err) != 1)
		die(name);
	gan_reader_close(r);
}

static const struct gan_tensor *tensor(const char *name)
{
	struct gan_doc_tensor *t = gan_doc_find(&ref, name);

	if (!t)
		die(name);
	return &t->t;
}

/* A copy of a tensor's numbers, pictures in our order. */
static float *numbers(const char *name)
{
	const struct gan_tensor *t = tensor(name);
	int64_t n = gan_shape_count(&t->shape), k, *d = (int64_t[]){ 1, 1, 1, 1 };
	float *y = gan_alloc((size_t)n, sizeof(*y), NULL);
	const float *x = t->data;

	if (t->shape.rank == 4)
		memcpy(d, t->shape.dim, 4 * sizeof(*d));
	else
		d[0] = n;
	for (k = 0; k < n; k++) {
		int64_t w = k % d[3], h = k / d[3] % d[2], c = k / (d[3] * d[2]) % d[1], i = k / (d[3] * d[2] * d[1]);

		y[((i * d[2] + h) * d[3] + w) * d[1] + c] = x[k];
	}
	return y;
}

static double greatest(const float *x, int64_t n)
{
	double m = 0;

	for (int64_t k = 0; k < n; k++)
		m = fabs(x[k]) > m ? fabs(x[k]) : m;
	return m;
}

static void agree(const char *what, const float *got, const char *name, double tolerance)
{
	int64_t n = gan_shape_count(&tensor(name)->shape), k;
	float *want = numbers(name);
	double worst = 0, most = greatest(want, n);

	for (k = 0; k < n; k++) {
		double d = fabs((double)got[k] - want[k]);

		worst = d > worst || !(d == d) ? d : worst;
	}
	ok(worst <= tolerance * most, "%s: %s differs by %.1e of the greatest", what, name, worst / most);
	gan_free(want);
}

static void near(const char *what, double got, double want)
{
	ok(fabs(got - want) <= 1e-4 * fabs(want) + 1e-7, "%s: %.8g, expected %.8g", what, got, want);
}

/* ---- a net in use ---- */

struct use {
	const char *name;
	struct gan_model m;
	struct gan_graph *g;
	struct gan_scope *s;
	struct gan_plan *p;
	struct gan_node *out[MAX_OUT];
	int nout;
};

static void open_use(struct use *u, const char *name, const char *const *weights)
{
	struct gan_buf text = { 0 };
	char path[1024], part[4096], bound[8] = { 0 };
	FILE *f;
	size_t n;

	memset(u, 0, sizeof(*u));
	u->name = name;
	snprintf(path, sizeof(path), "tests/net/%s.net", name);
	if (!(f = fopen(path, "r")))
		die(path);
	while ((n = fread(part, 1, sizeof(part), f)) > 0)
		gan_buf_add(&text, part, n);
	fclose(f);
	if (gan_nets_parse(&u->m.nets, text.s, text.len, path, &err) < 0)
		die(path);
	gan_buf_free(&text);
	for (n = 0; n < u->m.nets.n; n++)
		if (gan_net_params(&u->m.nets.net[n], &u->m.store, 0, 0, &err) < 0)
			die(path);
	for (; *weights; weights++) {
		const char *eq = strchr(*weights, '=');

		snprintf(path, sizeof(path), "%.*s=%s/weights/%s.safetensors", (int)(eq - *weights), *weights, data_dir, eq + 1);
		if (gan_init_weights(&u->m, path, bound, 0, &err) < 0)
			die(path);
	}
	if (!(u->g = gan_graph_new(&err)) || !(u->s = gan_scope_new(u->g, &u->m.store, &err)))
		die(name);
}

static void close_use(struct use *u)
{
	gan_plan_free(u->p);
	gan_scope_free(u->s);
	gan_graph_free(u->g);
	gan_model_free(&u->m);
}

static const struct gan_net *net_of(const struct use *u, const char *name)
{
	const struct gan_net *net = gan_nets_find(&u->m.nets, name);

	if (!net)
		die(name);
	return net;
}

/* The value of a layer or output. */
static struct gan_node *value(struct use *u, const char *net, const char *layer, struct gan_node **in)
{
	struct gan_apply a = { .mode = GAN_NET_EVAL, .scope = u->s, .prefix = "", .purpose = "test", .in = in };
	struct gan_node *x = gan_net_layer(net_of(u, net), u->g, &a, layer, &err);

	if (!x)
		die(layer);
	return x;
}

static int want(struct use *u, struct gan_node *x)
{
	if (!x)
		die(u->name);
	u->out[u->nout] = x;
	return u->nout++;
}

static struct gan_node *input(struct use *u, const char *name, enum gan_dtype type, struct gan_shape s)
{
	struct gan_node *x = gan_input(u->g, name, type, &s);

	if (!x)
		die(name);
	return x;
}

/* An input of the shape of a golden tensor. */
static struct gan_node *input_like(struct use *u, const char *name, const char *golden)
{
	struct gan_shape s = tensor(golden)->shape;

	if (s.rank == 4)
		s = gan_shape_of(4, s.dim[0], s.dim[2], s.dim[3], s.dim[1]);
	return input(u, name, GAN_REAL, s);
}

static void run(struct use *u)
{
	if (!u->p && !(u->p = gan_plan_new(u->g, &u->m.store, u->out, u->nout, 0, &err)))
		die(u->name);
	if (gan_plan_run(u->p, &err) < 0)
		die(u->name);
}

/* Plans before binding. */
static void plan(struct use *u)
{
	if (gan_graph_ok(u->g, &err) < 0 || !(u->p = gan_plan_new(u->g, &u->m.store, u->out, u->nout, 0, &err)))
		die(u->name);
}

static const float *result(struct use *u, int k)
{
	return gan_plan_value(u->p, u->out[k]);
}

/* ---- generators and discriminators ---- */

/* The first 16 test digits of MNIST in -1..1, which another golden file has. */
static float *first_digits(void)
{
	open_ref("gan-penalties-mlpD");
	return numbers("real");
}

static struct gan_node *digits_input(struct use *u)
{
	return input(u, "real", GAN_REAL, gan_shape_of(4, (int64_t)16, (int64_t)28, (int64_t)28, (int64_t)1));
}

static void mlpgan(void)
{
	struct use u;
	struct gan_node *z, *x, *fake;
	float *zv, *xv = first_digits();

	open_ref("mnist-mlpgan");
	open_use(&u, "mnist-mlpgan", (const char *[]){ "g=mnist-mlpgan-G-csinva", "d=mnist-mlpgan-D-csinva", NULL });
	z = input_like(&u, "z", "z");
	fake = value(&u, "g", "out", &z);
	want(&u, gan_flatten_chw(u.g, fake));
	want(&u, value(&u, "d", "prob", &fake));
	x = digits_input(&u);
	want(&u, value(&u, "d", "prob", &x));
	plan(&u);
	gan_plan_bind(u.p, "z", zv = numbers("z"));
	gan_plan_bind(u.p, "real", xv);
	run(&u);
	agree(u.name, result(&u, 0), "fake", FORWARD);
	agree(u.name, result(&u, 1), "d_fake", FORWARD);
	agree(u.name, result(&u, 2), "d_real16", FORWARD);
	gan_free(zv);
	gan_free(xv);
	close_use(&u);
}

static void dennisjooo(void)
{
	struct use u;
	struct gan_node *z, *x, *fake;
	float *zv, *xv = first_digits();

	open_ref("mnist-dcgan-dennisjooo");
	open_use(&u, "mnist-dcgan-dennisjooo",
	         (const char *[]){ "g=mnist-dcgan-G-dennisjooo", "d=mnist-dcgan-D-dennisjooo", NULL });
	z = input_like(&u, "z", "z");
	want(&u, fake = value(&u, "g", "out", &z));
	want(&u, value(&u, "d", "prob", &fake));
	x = digits_input(&u);
	want(&u, value(&u, "d", "prob", &x));
	plan(&u);
	gan_plan_bind(u.p, "z", zv = numbers("z"));
	gan_plan_bind(u.p, "real", xv);
	run(&u);
	agree(u.name, result(&u, 0), "fake_eval", FORWARD);
	agree(u.name, result(&u, 1), "d_fake_eval", FORWARD);
	agree(u.name, result(&u, 2), "d_real16_eval", FORWARD);
	gan_free(zv);
	gan_free(xv);
	close_use(&u);
}

static void csinva(void)
{
	struct use u;
	struct gan_node *x[2];
	float *v[2];

	open_ref("mnist-dcgan-D-csinva");
	open_use(&u, "mnist-dcgan-csinva", (const char *[]){ "d=mnist-dcgan-D-csinva", NULL });
	x[0] = input_like(&u, "real", "input_real");
	x[1] = input_like(&u, "fashion", "input_fashion");
	want(&u, value(&u, "d", "prob", &x[0]));
	want(&u, value(&u, "d", "prob", &x[1]));
	plan(&u);
	gan_plan_bind(u.p, "real", v[0] = numbers("input_real"));
	gan_plan_bind(u.p, "fashion", v[1] = numbers("input_fashion"));
	run(&u);
	agree(u.name, result(&u, 0), "prob_real", FORWARD);
	agree(u.name, result(&u, 1), "prob_fashion", FORWARD);
	gan_free(v[0]);
	gan_free(v[1]);
	close_use(&u);
}

static void svhn(void)
{
	static const char *const layer[] = { "h1", "h2", "h3" }, *const name[] = { "h1_first4", "h2_first4", "h3_first4" };
	struct use u;
	struct gan_node *z, *fake;
	float *zv;

	open_ref("svhn-dcgan-newmu");
	open_use(&u, "svhn-dcgan", (const char *[]){ "g=svhn-dcgan-G-newmu", "d=svhn-dcgan-D-newmu", NULL });
	z = input_like(&u, "z", "z");
	want(&u, fake = value(&u, "g", "out", &z));
	want(&u, value(&u, "d", "prob", &fake));
	for (int k = 0; k < 3; k++)
		want(&u, value(&u, "g", layer[k], &z));
	plan(&u);
	gan_plan_bind(u.p, "z", zv = numbers("z"));
	run(&u);
	agree(u.name, result(&u, 0), "fake_batchstats", FORWARD);
	agree(u.name, result(&u, 1), "d_fake_batchstats", FORWARD);
	for (int k = 0; k < 3; k++)
		agree(u.name, result(&u, 2 + k), name[k], FORWARD);
	close_use(&u);

	open_use(&u, "svhn-dcgan-running", (const char *[]){ "g=svhn-dcgan-G-newmu", NULL });
	z = input_like(&u, "z", "z");
	want(&u, value(&u, "g", "out", &z));
	plan(&u);
	gan_plan_bind(u.p, "z", zv);
	run(&u);
	agree(u.name, result(&u, 0), "fake_evalstats", FORWARD);
	gan_free(zv);
	close_use(&u);
}

static void cwgangp(void)
{
	struct use u;
	struct gan_node *in[2];
	float *zv;

	open_ref("mnist-cwgangp-hayatohongo");
	open_use(&u, "mnist-cwgangp", (const char *[]){ "g=mnist-cwgangp-G-hayatohongo", NULL });
	in[0] = input_like(&u, "z", "z");
	in[1] = input(&u, "y", GAN_I64, tensor("label")->shape);
	want(&u, value(&u, "g", "out", in));
	plan(&u);
	gan_plan_bind(u.p, "z", zv = numbers("z"));
	gan_plan_bind(u.p, "y", tensor("label")->data);
	run(&u);
	agree(u.name, result(&u, 0), "fake_eval", FORWARD);
	gan_free(zv);
	close_use(&u);
}

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

/* ---- second derivatives ---- */

/* The terms as training has them. */
static struct gan_node *gp(struct gan_graph *g, struct gan_node *s, struct gan_node *x)
{
	return gan_penalty_norm(g, s, x, 10, 1, 0);
}

static struct gan_node *r1(struct gan_graph *g, struct gan_node *s, struct gan_node *x)
{
	extern const struct gan_reg gan_reg_r1;
	const struct gan_duel d = { .g = g };
	const struct gan_pass p = { .seen_real = x, .s_real = s };

	return gan_reg_r1.d(&d, &p, 1);
}

typedef struct gan_node *(*penalty_fn)(struct gan_graph *g, struct gan_node *s, struct gan_node *x);

static void penalty(const char *value_name, const char *prefix, penalty_fn fn, int mix)
{
	static const char *const part[] = { "2.weight", "4.weight", "0.weight", "0.bias", "2.bias" };
	struct use u;
	struct gan_node *x, *fake, *alpha, *in, *s, *dx, *p, *w[5], *dw[5];
	struct gan_shape pic;
	char name[64];
	float *v[3];
	int k;

	open_use(&u, "mnist-mlpgan", (const char *[]){ "g=mnist-mlpgan-G-csinva", "d=mnist-mlpgan-D-csinva", NULL });
	x = input_like(&u, "real", "real");
	fake = input_like(&u, "fake", "fake");
	alpha = input_like(&u, "alpha", "alpha");
	if (mix)
		x = gan_add(u.g, gan_mul(u.g, alpha, x), gan_mul(u.g, gan_sub(u.g, gan_const(u.g, 1), alpha), fake));
	pic = gan_shape_of(4, x->shape.dim[0], (int64_t)28, (int64_t)28, (int64_t)1);
	in = gan_reshape(u.g, x, &pic);
	s = value(&u, "d", "logit", &in);
	if (gan_grad(u.g, gan_sum_all(u.g, s), &x, 1, &dx) < 0 || !(p = fn(u.g, s, x)))
		die(u.name);
	for (k = 0; k < 5; k++) {
		snprintf(name, sizeof(name), "d.%s", part[k]);
		w[k] = gan_scope_get(u.s, name);
	}
	if (gan_grad(u.g, p, w, 5, dw) < 0)
		die(u.name);
	want(&u, p);
	want(&u, dx);
	for (k = 0; k < 5; k++)
		want(&u, dw[k] ? dw[k] : gan_zeros(u.g, &w[k]->shape));
	plan(&u);
	gan_plan_bind(u.p, "real", v[0] = numbers("real"));
	gan_plan_bind(u.p, "fake", v[1] = numbers("fake"));
	gan_plan_bind(u.p, "alpha", v[2] = numbers("alpha"));
	run(&u);
	near(value_name, gan_plan_scalar(u.p, p), *(const float *)tensor(value_name)->data);
	snprintf(name, sizeof(name), "%s.input_grad", prefix);
	agree(u.name, result(&u, 1), name, GRADIENT);
	for (k = 0; k < 5; k++) {
		const float *g = result(&u, 2 + k);
		int64_t n = gan_shape_count(&w[k]->shape), i;
		double sum = 0, goal;

		for (i = 0; i < n; i++)
			sum += (double)g[i] * g[i];
		snprintf(name, sizeof(name), "%s.%s.%s", prefix, k < 2 ? "grad" : "norm", part[k]);
		if (k < 2)
			agree(u.name, g, name, GRADIENT);
		snprintf(name, sizeof(name), "%s.norm.%s", prefix, part[k]);
		if (gan_doc_find(&ref, name)) {
			goal = *(const float *)tensor(name)->data;
			ok(fabs(sqrt(sum) - goal) <= GRADIENT * goal + 1e-7, "%s: %.7g, expected %.7g", name, sqrt(sum), goal);
		}
	}
	for (k = 0; k < 3; k++)
		gan_free(v[k]);
	close_use(&u);
}

int main(void)
{
	static const struct attack lenet = { "mnist-lenet5", "mnist-lenet5", "input", "logprob", "dce_dinput", "fgsm_eps0.1",
		"pgd_eps0.1_alpha0.02_10", 0.1, 0.02, 1 };
	static const struct attack resnet = { "cifar10-resnet20", "cifar10-resnet20", "input01", "logits", "dce_dinput01",
		"fgsm_eps8", "pgd_eps8_alpha2_10", 8.0 / 255, 2.0 / 255, 0 };

	if (!(data_dir = getenv("GAN_DATA"))) {
		skip("foreign networks", "GAN_DATA is not set");
		return done();
	}
	gan_pool_start(0, NULL);
	mlpgan();
	dennisjooo();
	csinva();
	svhn();
	cwgangp();
	classifier(&lenet, "c=mnist-lenet5-csinva", "f6");
	classifier(&resnet, "c=cifar10-resnet20-akamaster", NULL);
	squeezenet();
	open_ref("gan-penalties-mlpD");
	penalty("gp.value", "gp", gp, 1);
	penalty("r1.value", "r1", r1, 0);
	gan_doc_free(&ref);
	gan_pool_stop();
	return done();
}
