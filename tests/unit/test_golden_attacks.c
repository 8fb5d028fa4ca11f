/* Attacks on foreign classifiers, against what PyTorch made of the same elements. Of some the net is so sure that p - 1, by which
   the gradient of the cross-entropy is multiplied, is rounding alone: there signs of single pixels part the ways, and nowhere else
   (a change of the gradient by 1e-7 of its greatest changes no pixel more). */
#include "golden_help.h"
#include "attack/attack.h"

struct golden {
	const char *name, *net, *weights, *input, *fgsm, *pgd, *step;
	double radius, least; /* the share of the pixels that PGD has in common, at the least */
};

struct use_attack {
	struct use u;
	struct gan_victim *v;
	const int64_t *label;
	int64_t n, d;
	float *x0;
};

static void open_attack(struct use_attack *a, const struct golden *c)
{
	struct gan_victim_spec s = { 0 };

	open_ref(c->name);
	open_use(&a->u, c->net, (const char *[]){ c->weights, NULL });
	s.m = &a->u.m;
	s.net = net_of(&a->u, "c");
	s.h = tensor(c->input)->shape.dim[2];
	s.w = tensor(c->input)->shape.dim[3];
	s.c = tensor(c->input)->shape.dim[1];
	s.d = a->d = s.h * s.w * s.c;
	a->n = tensor(c->input)->shape.dim[0];
	a->x0 = numbers(c->input);
	a->label = tensor("labels")->data;
	if (!(a->v = gan_victim_new(&s, &err)))
		die(c->name);
}

static void close_attack(struct use_attack *a)
{
	gan_victim_free(a->v);
	gan_free(a->x0);
	close_use(&a->u);
}

static void attack(const struct use_attack *a, const char *name, const struct gan_kv *set, double eps, float *x)
{
	int64_t index[64] = { 0 };
	struct gan_assault s = {
		.v = a->v, .attack = gan_attack_find(name, &err), .set = set, .norm = GAN_NORM_INF, .eps = eps, .lo = 0, .hi = 1,
		.n = a->n, .d = a->d, .x0 = a->x0, .label = a->label, .index = index, .x = x,
	};

	if (!s.attack || a->n > 64 || gan_attack_check(s.attack, set, &err) || gan_assault_run(&s, &err))
		die(name);
}

static double loss(const struct use_attack *a, const float *x)
{
	float *v = gan_alloc((size_t)a->n, sizeof *v, NULL);
	double sum = 0;

	if (gan_victim_loss(a->v, GAN_ATTACK_CE, x, a->n, a->label, NULL, v, NULL, NULL, &err))
		die("loss");
	for (int64_t i = 0; i < a->n; i++)
		sum += v[i];
	gan_free(v);
	return sum;
}

static void compare(const struct use_attack *a, const struct golden *c, const char *name, const float *x, double least)
{
	float *w = numbers(name);
	int64_t n = a->n * a->d, same = 0;
	double mine = loss(a, x), theirs = loss(a, w);

	for (int64_t k = 0; k < n; k++)
		same += fabs((double)x[k] - w[k]) < 1e-5;
	ok((double)same >= least * (double)n && fabs(mine - theirs) <= .01 * theirs,
	   "%s: %s: %.2f %% of the pixels equal, loss %.6g, expected %.6g", c->name, name, 100. * (double)same / (double)n,
	   mine, theirs);
	gan_free(w);
}

static void test(const struct golden *c)
{
	struct use_attack a;
	struct gan_kv set = { 0 };
	float *x;

	open_attack(&a, c);
	x = gan_alloc((size_t)(a.n * a.d), sizeof *x, NULL);
	attack(&a, "fgsm", &set, c->radius, x);
	compare(&a, c, c->fgsm, x, .99);
	if (gan_kv_set(&set, "start", "0", &err) || gan_kv_set(&set, "iters", "10", &err) || gan_kv_set(&set, "step", c->step, &err))
		die("settings");
	attack(&a, "pgd", &set, c->radius, x);
	compare(&a, c, c->pgd, x, c->least);
	gan_free(x);
	gan_kv_free(&set);
	close_attack(&a);
}

/* Where the net is sure, ce-exact is the loss, and its gradient that of the margin, times a number near e^-margin. */
static void test_exact(void)
{
	static const char text[] = "net c\ninput x 2\nmain linear out=3 bias=0\noutput\n";
	struct gan_model m = { 0 };
	struct gan_victim_spec s = { .m = &m, .d = 2 };
	struct gan_victim *v;
	float x[2] = { 1, 0 }, value, grad[2];
	int64_t label = 0;
	gan_real *w;

	if (gan_nets_parse(&m.nets, text, sizeof text - 1, "test", &err) || gan_net_params(&m.nets.net[0], &m.store, 0, 0, &err))
		die("net");
	w = gan_store_find(&m.store, "c.main.weight")->t.data; /* z = 20 x1, -20 x1, x2 */
	w[0] = 20;
	w[2] = -20;
	w[5] = 1;
	s.net = &m.nets.net[0];
	if (!(v = gan_victim_new(&s, &err)) ||
	    gan_victim_loss(v, GAN_ATTACK_CE_EXACT, x, 1, &label, NULL, &value, grad, NULL, &err))
		die("victim");
	ok(fabs(value / exp(-20) - 1) < 1e-3 && fabs(grad[0] / (-20 * exp(-20)) - 1) < 1e-3 && fabs(grad[1] / exp(-20) - 1) < 1e-3,
	   "ce-exact where 1 - p is 2e-9: %.4g, gradient %.4g %.4g", value, grad[0], grad[1]);
	if (gan_victim_loss(v, GAN_ATTACK_CE, x, 1, &label, NULL, &value, grad, NULL, &err))
		die("victim");
	ok(value == 0 && fabs(grad[0]) < .01 * fabs(grad[1]), "there ce is nothing, and its gradient points elsewhere: %.4g %.4g",
	   grad[0], grad[1]);
	gan_victim_free(v);
	gan_model_free(&m);
}

int main(void)
{
	static const struct golden lenet = {
		"mnist-lenet5", "mnist-lenet5", "c=mnist-lenet5-csinva", "input", "fgsm_eps0.1", "pgd_eps0.1_alpha0.02_10", ".02",
		.1, .75 };
	static const struct golden resnet = { "cifar10-resnet20", "cifar10-resnet20", "c=cifar10-resnet20-akamaster", "input01",
		"fgsm_eps8", "pgd_eps8_alpha2_10", ".00784313725490196", 8. / 255, .9 };

	test_exact();
	if (!golden_start())
		return done();
	test(&lenet);
	test(&resnet);
	return done();
}
