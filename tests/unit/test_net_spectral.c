/* both */
/* Spectral norm: what PyTorch's power iteration gives, the matrix of each layer, what is kept and when, the gradient. */
#include "graph/op.h"
#include "model/trainer.h"
#include "net_help.h"
#include "stream/stream.h"

#ifdef GAN_REAL_DOUBLE
#define TIGHT 1e-9
#else
#define TIGHT 2e-5
#endif

/* ---- against PyTorch ---- */

static const float *golden(struct gan_doc *d, const char *file, const char *name, struct gan_err *e)
{
	struct gan_reader *r;
	struct gan_doc_tensor *t;
	char path[1024];

	snprintf(path, sizeof(path), "%s/%s.safetensors", getenv("GAN_DATA"), file);
	r = d->n ? NULL : gan_reader_open(path, 0, e);
	if (r)
		gan_reader_next(r, d, e);
	gan_reader_close(r);
	t = gan_doc_find(d, name);
	return t ? t->t.data : NULL;
}

/* With x = I the layer gives W^T / sigma. */
static void iterations(const float *w, const float *u0, struct gan_doc *ref)
{
	enum { N = 256, STEPS = 5 };
	struct gan_shape s = gan_shape_of(2, (int64_t)N, (int64_t)N);
	struct gan_node *out[STEPS + 1], *x;
	static gan_real eye[N * N];
	struct net_use u;
	double worst = 0;

	net_open(&u, "input x 256\na linear out=256 bias=0 sn=1");
	for (int i = 0; i < N * N; i++)
		net_entry(&u, "n.a.weight")[i] = (gan_real)w[i];
	for (int i = 0; i < N; i++)
		net_entry(&u, "n.a.u")[i] = (gan_real)u0[i];
	x = gan_input(u.g, "x", GAN_REAL, &s);
	for (int k = 0; k < STEPS; k++)
		out[k] = net_apply(&u, x, GAN_NET_TRAIN);
	out[STEPS] = gan_scope_get(u.s, "n.a.u");
	for (int k = 0; k < N; k++)
		eye[k * N + k] = 1;
	net_run(&u, out, STEPS + 1, eye);
	for (int k = 0; k < STEPS; k++) {
		char name[32];
		const float *want;
		double got = w[1] / (double)net_value(&u, out[k])[N]; /* y[1][0] = W[0][1] / sigma */

		snprintf(name, sizeof(name), "sn.sigma_iter%d", k + 1);
		want = golden(ref, "", name, &u.e);
		ok(want && fabs(got / (double)*want - 1) < 1e-5, "sigma after %d steps is PyTorch's: %.7g, %.7g", k + 1, got,
		   want ? *want : 0.);
	}
	for (int i = 0; i < N; i++)
		worst = fmax(worst, fabs((double)net_value(&u, out[STEPS])[i] - golden(ref, "", "sn.u5", &u.e)[i]));
	ok(worst < 1e-5, "so is u: %.1e", worst);
	net_close(&u);
}

static void pytorch(void)
{
	struct gan_doc weights = { 0 }, ref = { 0 };
	struct gan_err e = { 0 };
	const float *w, *u0;

	if (!getenv("GAN_DATA")) {
		skip("PyTorch's spectral norm", "GAN_DATA is not set");
		return;
	}
	w = golden(&weights, "weights/mnist-mlpgan-D-csinva", "2.weight", &e);
	u0 = golden(&ref, "goldens/gan-penalties-mlpD.golden", "sn.u0", &e);
	if (ok(w && u0, "read %s", e.msg))
		iterations(w, u0, &ref);
	gan_doc_free(&weights);
	gan_doc_free(&ref);
}

/* ---- each layer's matrix ---- */

static const struct matrix {
	const char *layer, *input;
	int64_t rows, cols, n; /* of the matrix; elements of the input of one sample */
	int last;
} matrix[] = {
	{ "linear out=4 bias=0", "9", 4, 9, 9, 0 },
	{ "conv out=5 k=3,2 p=1 bias=0", "image 4 4 2", 5, 12, 32, 0 },
	{ "conv out=6 k=3 g=2 bias=0", "image 3 3 4", 6, 18, 36, 0 },
	{ "convt out=3 k=4 s=2 p=1 bias=0", "image 3 3 5", 3, 80, 45, 1 },
	{ "convt out=4 k=3 g=2 bias=0", "image 2 2 6", 2, 54, 24, 1 },
};

/* The greatest singular value, by far more steps than a test of so small matrices wants. */
static double sigma_of(const struct matrix *m, const gan_real *w)
{
	gan_real u[16];
	double sum = 0;

	for (int i = 0; i < m->rows; i++)
		u[i] = (gan_real)(1 + .1 * i);
	for (int k = 0; k < 100; k++)
		gan_fill_iterate(w, m->rows, m->cols, m->last, u, NULL);
	for (int64_t k = 0; k < m->cols; k++) {
		double dot = 0;

		for (int64_t i = 0; i < m->rows; i++)
			dot += (double)w[m->last ? k * m->rows + i : i * m->cols + k] * u[i];
		sum += dot * dot;
	}
	return sqrt(sum);
}

static void layer(const struct matrix *m)
{
	struct net_use u, plain;
	struct gan_node *out[2], *x, *y;
	char text[200];
	gan_real *in = gan_alloc((size_t)m->n, sizeof(*in), NULL);
	double sigma, worst[2] = { 0 };

	for (int64_t i = 0; i < m->n; i++)
		in[i] = (gan_real)sin((double)i + 1);
	snprintf(text, sizeof(text), "input x %s\na %s sn=1", m->input, m->layer);
	net_open(&u, text);
	snprintf(text, sizeof(text), "input x %s\na %s", m->input, m->layer);
	net_open(&plain, text);
	ok(!memcmp(net_entry(&u, "n.a.weight"), net_entry(&plain, "n.a.weight"), (size_t)(m->rows * m->cols) * sizeof(gan_real)),
	   "%s: sn=1 draws the weights that sn=0 draws", m->layer);
	struct gan_shape s = *m->input == 'i' ? gan_shape_of(4, (int64_t)1, u.nets.net[0].in[0].h, u.nets.net[0].in[0].w,
	                                                     u.nets.net[0].in[0].c) : gan_shape_of(2, (int64_t)1, m->n);
	x = gan_input(u.g, "x", GAN_REAL, &s);
	for (int k = 0; k < 60; k++)
		out[0] = net_apply(&u, x, GAN_NET_TRAIN);
	out[1] = net_apply(&u, x, GAN_NET_EVAL);
	net_run(&u, out, 2, in);
	y = net_apply(&plain, gan_input(plain.g, "x", GAN_REAL, &s), GAN_NET_EVAL);
	net_run(&plain, &y, 1, in);
	sigma = sigma_of(m, net_entry(&u, "n.a.weight"));
	for (int64_t i = 0; i < gan_shape_count(&y->shape); i++)
		for (int k = 0; k < 2; k++)
			worst[k] = fmax(worst[k], fabs((double)net_value(&u, out[k])[i] * sigma - (double)net_value(&plain, y)[i]));
	ok(worst[0] < TIGHT && worst[1] < TIGHT, "%s is divided by %.5g: %.1e in training, %.1e after", m->layer, sigma, worst[0],
	   worst[1]);
	net_close(&plain);
	net_close(&u);
	gan_free(in);
}

static void embedding(void)
{
	static const int64_t labels[6] = { 0, 1, 2, 3, 4, 5 };
	static const struct matrix m = { .rows = 6, .cols = 4 };
	struct gan_shape s = gan_shape_of(1, (int64_t)6);
	struct gan_node *y = NULL, *x;
	struct net_use u;
	gan_real *w;
	double worst = 0;

	net_open(&u, "input x label 6\na embedding out=4 sn=1");
	x = gan_input(u.g, "x", GAN_I64, &s);
	for (int k = 0; k < 60; k++)
		y = net_apply(&u, x, GAN_NET_TRAIN);
	net_run(&u, &y, 1, labels);
	w = net_entry(&u, "n.a.weight");
	for (int i = 0; i < 24; i++)
		worst = fmax(worst, fabs((double)net_value(&u, y)[i] * sigma_of(&m, w) - (double)w[i]));
	ok(worst < TIGHT, "embedding is divided: %.1e", worst);
	net_close(&u);
}

/* ---- what is kept, and a gradient ---- */

static double dot(const gan_real *a, const gan_real *b, int n)
{
	double sum = 0;

	for (int i = 0; i < n; i++)
		sum += (double)a[i] * (double)b[i];
	return sum;
}

/* At the start u is a unit vector near the first singular one; evaluation does not touch it; training does. */
static void kept(void)
{
	struct gan_shape s = gan_shape_of(2, (int64_t)1, (int64_t)30);
	static const struct matrix m = { .rows = 12, .cols = 30 };
	struct net_use u;
	struct gan_node *y, *x, *v;
	gan_real in[30] = { 1 }, *u0, *w;
	double found;

	net_open(&u, "input x 30\na linear out=12 bias=0 sn=1");
	x = gan_input(u.g, "x", GAN_REAL, &s);
	u0 = net_entry(&u, "n.a.u");
	w = net_entry(&u, "n.a.weight");
	ok(fabs(dot(u0, u0, 12) - 1) < 1e-5, "u begins with length 1");
	y = net_apply(&u, x, GAN_NET_EVAL);
	v = gan_scope_get(u.s, "n.a.u");
	ok(!strcmp(v->op->name, "state"), "evaluation leaves u as it is");
	net_apply(&u, x, GAN_NET_TRAIN);
	v = gan_scope_get(u.s, "n.a.u");
	ok(strcmp(v->op->name, "state") != 0, "training moves it on");
	ok(!gan_net_is_trained(&u.nets.net[0], "n.a.u") && gan_net_is_trained(&u.nets.net[0], "n.a.weight"), "no optimiser has u");
	net_run(&u, &y, 1, in);
	found = (double)w[0] / (double)net_value(&u, y)[0];
	ok(fabs(found / sigma_of(&m, w) - 1) < .05, "the first estimate is near: %.5g of %.5g", found, sigma_of(&m, w));
	ok(gan_net_ignores(&u.nets.net[0], "n.a.weight_v") && !gan_net_ignores(&u.nets.net[0], "n.a.weight_x"),
	   "PyTorch's right vector is passed over");
	net_close(&u);
}

/* y = sum of P o (W / sigma): dy/dW = P / sigma - (P.W / sigma^2) u v^T with the u and v of that application. */
static void gradient(void)
{
	enum { O = 4, I = 6 };
	struct gan_shape s = gan_shape_of(2, (int64_t)I, (int64_t)I), ps = gan_shape_of(2, (int64_t)I, (int64_t)O);
	struct gan_node *out[2], *x, *w, *y;
	static gan_real eye[I * I], p[I * O];
	double sigma = 0, pw = 0, v[I], length = 0, worst = 0;
	struct net_use u;
	gan_real *wv;

	net_open(&u, "input x 6\na linear out=4 bias=0 sn=1");
	for (int i = 0; i < I; i++)
		eye[i * I + i] = 1;
	for (int i = 0; i < I * O; i++)
		p[i] = (gan_real)cos(i + .5);
	x = gan_input(u.g, "x", GAN_REAL, &s);
	y = gan_mul(u.g, net_apply(&u, x, GAN_NET_TRAIN), gan_input(u.g, "p", GAN_REAL, &ps));
	w = gan_state(u.g, "n.a.weight", GAN_REAL, &(struct gan_shape){ 2, { O, I } });
	if (gan_grad(u.g, gan_sum_all(u.g, y), &w, 1, &out[0]))
		net_die(&u, "gradient");
	out[1] = gan_scope_get(u.s, "n.a.u");
	u.p = gan_plan_new(u.g, &u.store, out, 2, 0, &u.e);
	gan_plan_bind(u.p, "x", eye);
	gan_plan_bind(u.p, "p", p);
	if (gan_plan_run(u.p, &u.e))
		net_die(&u, "run");
	wv = net_entry(&u, "n.a.weight");
	for (int k = 0; k < I; k++) {
		v[k] = 0;
		for (int i = 0; i < O; i++)
			v[k] += (double)wv[i * I + k] * (double)net_entry(&u, "n.a.u")[i];
		length += v[k] * v[k];
	}
	for (int k = 0; k < I; k++)
		v[k] /= sqrt(length);
	for (int i = 0; i < O; i++)
		for (int k = 0; k < I; k++) {
			sigma += (double)net_value(&u, out[1])[i] * (double)wv[i * I + k] * v[k];
			pw += (double)p[k * O + i] * (double)wv[i * I + k];
		}
	for (int i = 0; i < O; i++)
		for (int k = 0; k < I; k++)
			worst = fmax(worst, fabs((double)net_value(&u, out[0])[i * I + k] - (double)p[k * O + i] / sigma +
			                         pw / (sigma * sigma) * (double)net_value(&u, out[1])[i] * v[k]));
	ok(worst < TIGHT, "the gradient takes u and v as constants: %.1e", worst);
	net_close(&u);
}

/* d/dW of the squared gradient of sum tanh(W x / sigma) in x, as a penalty on D's gradient has it. */
static struct gan_node *penalty(struct gan_graph *g, struct gan_node *y, struct gan_node *x, struct gan_node *w)
{
	struct gan_node *d;

	if (gan_grad(g, gan_sum_all(g, gan_tanh(g, y)), &x, 1, &d) || gan_grad(g, gan_sum_all(g, gan_square(g, d)), &w, 1, &d))
		return NULL;
	return d;
}

/* The second order is that of W / (u^T W v) with u and v given. */
static void second_order(void)
{
	enum { O = 3, I = 4, N = 2 };
	struct gan_shape ws = gan_shape_of(2, (int64_t)O, (int64_t)I), us = gan_shape_of(2, (int64_t)O, (int64_t)1);
	struct gan_shape xs = gan_shape_of(2, (int64_t)N, (int64_t)I), vs = gan_shape_of(2, (int64_t)I, (int64_t)1);
	struct gan_shape flat = gan_shape_of(1, (int64_t)I), us1 = gan_shape_of(1, (int64_t)O);
	gan_real xv[N * I], u1[O], v1[I];
	struct gan_node *out[4], *x, *w, *sigma, *y, *u, *v;
	double worst = 0, length;
	struct net_use n;

	net_open(&n, "input x 4\na linear out=3 bias=0 sn=1");
	for (int i = 0; i < N * I; i++)
		xv[i] = (gan_real)sin(i + 1.);
	x = gan_input(n.g, "x", GAN_REAL, &xs);
	w = gan_state(n.g, "n.a.weight", GAN_REAL, &ws);
	out[0] = penalty(n.g, net_apply(&n, x, GAN_NET_TRAIN), x, w);
	out[1] = gan_scope_get(n.s, "n.a.u");
	u = gan_input(n.g, "u", GAN_REAL, &us);
	v = gan_input(n.g, "v", GAN_REAL, &vs);
	sigma = gan_sum_all(n.g, gan_mul(n.g, u, gan_matmul(n.g, w, v, 0, 0)));
	y = gan_matmul(n.g, x, gan_div(n.g, w, sigma), 0, 1);
	out[2] = penalty(n.g, y, x, w);
	out[3] = gan_reshape(n.g, gan_state(n.g, "n.a.u", GAN_REAL, &us1), &us);
	out[3] = gan_reshape(n.g, gan_matmul(n.g, w, out[3], 1, 0), &flat); /* W^T u before the step */
	if (gan_graph_ok(n.g, &n.e) || !(n.p = gan_plan_new(n.g, &n.store, out, 4, 0, &n.e)))
		net_die(&n, "second order");
	gan_plan_bind(n.p, "x", xv);
	gan_plan_bind(n.p, "u", u1);
	gan_plan_bind(n.p, "v", v1);
	memset(u1, 0, sizeof(u1));
	memset(v1, 0, sizeof(v1));
	if (gan_plan_run(n.p, &n.e))
		net_die(&n, "run");
	memcpy(u1, net_value(&n, out[1]), sizeof(u1));
	memcpy(v1, net_value(&n, out[3]), sizeof(v1));
	length = sqrt(dot(v1, v1, I));
	for (int i = 0; i < I; i++)
		v1[i] = (gan_real)((double)v1[i] / length);
	if (gan_plan_run(n.p, &n.e))
		net_die(&n, "run");
	for (int i = 0; i < O * I; i++)
		worst = fmax(worst, fabs((double)net_value(&n, out[0])[i] - (double)net_value(&n, out[2])[i]));
	ok(worst < TIGHT, "and so does the second order: %.1e", worst);
	net_close(&n);
}

/* A weight of zeros has no direction; it stays 0 instead of becoming NaN. */
static void zero(void)
{
	struct gan_shape s = gan_shape_of(2, (int64_t)1, (int64_t)2);
	gan_real in[2] = { 1, 1 };
	struct gan_node *out[2];
	struct net_use u;

	net_open(&u, "input x 2\na linear out=2 bias=0 sn=1 init=constant:0");
	out[0] = net_apply(&u, gan_input(u.g, "x", GAN_REAL, &s), GAN_NET_TRAIN);
	out[1] = gan_scope_get(u.s, "n.a.u");
	net_run(&u, out, 2, in);
	ok(net_value(&u, out[0])[0] == 0 && isfinite((double)net_value(&u, out[1])[0]), "zeros stay zeros");
	net_close(&u);
}

/* ---- in training ---- */

static int make_model(struct gan_model *m, struct gan_err *e)
{
	static const char *const arch[][2] = {
		{ "size", "16x16" }, { "channels", "1" }, { "ngf", "4" }, { "ndf", "4" }, { "z", "8" }, { "sn", "both" },
	};
	struct gan_kv kv = { 0 }, set = { 0 };
	struct gan_buf text = { 0 };
	int rc = gan_kv_set(&set, "lr", "0.002", e) || gan_kv_set(&set, "batch", "4", e);

	for (size_t i = 0; i < GAN_COUNT(arch); i++)
		rc = rc || gan_kv_set(&kv, arch[i][0], arch[i][1], e);
	rc = rc || gan_arch_find("dcgan")->print(&kv, &text, &m->hyper, e) || gan_train_fill(&m->hyper, e) ||
	     gan_model_set(m, &set, e) || gan_nets_parse(&m->nets, text.s, text.len, "dcgan", e);
	for (size_t i = 0; !rc && i < m->nets.n; i++)
		rc = gan_net_params(&m->nets.net[i], &m->store, 1, 1, e);
	gan_buf_free(&text);
	gan_kv_free(&kv);
	gan_kv_free(&set);
	return rc;
}

/* W over the norm that evaluation uses, |W^T u|, has a greatest singular value of 1. */
static double normalised(const struct gan_store *store, const struct gan_entry *u)
{
	struct matrix m = { .rows = gan_shape_count(&u->t.shape), .last = u->name[0] == 'g' };
	struct gan_entry *w;
	const gan_real *uv = u->t.data, *wv;
	char name[64];
	double sum = 0;

	snprintf(name, sizeof(name), "%.*sweight", (int)strlen(u->name) - 1, u->name);
	if (!(w = gan_store_find(store, name)) || m.rows > 16)
		return NAN;
	wv = w->t.data;
	m.cols = gan_shape_count(&w->t.shape) / m.rows;
	for (int64_t k = 0; k < m.cols; k++) {
		double d = 0;

		for (int64_t i = 0; i < m.rows; i++)
			d += (double)wv[m.last ? k * m.rows + i : i * m.cols + k] * (double)uv[i];
		sum += d * d;
	}
	return sigma_of(&m, wv) / sqrt(sum);
}

static void trained(void)
{
	static uint8_t px[4 * 16 * 16];
	struct gan_data_size size = { .h = 16, .w = 16, .c = 1, .d = 256 };
	struct gan_model m = { 0 };
	struct gan_err e = { 0 };
	struct gan_trainer *t = NULL;
	int rc = make_model(&m, &e) || !(t = gan_trainer_new(&m, &size, 0, &e)), n = 0;

	for (size_t i = 0; i < sizeof(px); i++)
		px[i] = (uint8_t)(i * 37 >> 2);
	for (int k = 0; k < 30 && !rc; k++)
		rc = gan_trainer_step(t, px, NULL, &e);
	if (!ok(!rc, "trained %s", e.msg))
		return;
	for (size_t i = 0; i < m.store.n; i++) {
		const char *name = m.store.entry[i]->name;
		size_t len = strlen(name);

		if (len < 2 || strcmp(name + len - 2, ".u") || !strncmp(name, "ema.", 4))
			continue;
		double sigma = normalised(&m.store, m.store.entry[i]);

		ok(sigma > .95 && sigma < 1.05, "after 30 steps the norm of %.*sweight is %.4f", (int)len - 1, name, sigma);
		n++;
	}
	ok(n == 6, "each weight has its u");
	gan_trainer_free(t);
	gan_model_free(&m);
}

int main(void)
{
	pytorch();
	for (size_t i = 0; i < GAN_COUNT(matrix); i++)
		layer(&matrix[i]);
	embedding();
	kept();
	gradient();
	second_order();
	zero();
	trained();
	return done();
}
