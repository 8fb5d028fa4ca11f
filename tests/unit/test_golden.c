/* Foreign generators and discriminators against what PyTorch computed with them, second derivatives too. */
#include "golden_help.h"
#include "train/penalty.h"

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
	if (!golden_start())
		return done();
	mlpgan();
	dennisjooo();
	csinva();
	svhn();
	cwgangp();
	open_ref("gan-penalties-mlpD");
	penalty("gp.value", "gp", gp, 1);
	penalty("r1.value", "r1", r1, 0);
	return golden_done();
}
