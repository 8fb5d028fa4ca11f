/* both */
/* Layers that look at more than one sample: minibatch discrimination, minibatch deviation, virtual batch norm. */
#include "net_help.h"

#ifdef GAN_REAL_DOUBLE
#define TIGHT 1e-10
#else
#define TIGHT 3e-6
#endif

static struct gan_node *vectors(struct net_use *u, int64_t n, int64_t d)
{
	struct gan_shape s = gan_shape_of(2, n, d);

	return gan_input(u->g, "x", GAN_REAL, &s);
}

static struct gan_node *pictures(struct net_use *u, int64_t n, int64_t h, int64_t w, int64_t c)
{
	struct gan_shape s = gan_shape_of(4, n, h, w, c);

	return gan_input(u->g, "x", GAN_REAL, &s);
}

static void wave(gan_real *x, int n, double start)
{
	for (int i = 0; i < n; i++)
		x[i] = (gan_real)(1.5 * sin(1.7 * i + start));
}

static double worst_of(const gan_real *got, const double *want, int n)
{
	double worst = 0;

	for (int i = 0; i < n; i++)
		worst = fmax(worst, isfinite((double)got[i]) ? fabs((double)got[i] - want[i]) : INFINITY);
	return worst;
}

/* ---- minibatch discrimination ---- */

/* Three points on a line, T = 1 and 2 for the two dims of one kernel: distances are 3|x_i - x_j|. */
static void by_hand(void)
{
	static const gan_real x[3] = { 0, 1, 3 };
	const double e3 = exp(-3), e6 = exp(-6), e9 = exp(-9), want[6] = { 0, e3 + e9, 1, e3 + e6, 3, e9 + e6 };
	struct gan_node *y;
	struct net_use u;

	net_open(&u, "input x 1\na mbdisc kernels=1 dims=2 bias=0");
	net_entry(&u, "n.a.weight")[0] = 1;
	net_entry(&u, "n.a.weight")[1] = 2;
	y = net_apply(&u, vectors(&u, 3, 1), GAN_NET_TRAIN);
	net_run(&u, &y, 1, x);
	ok(y->shape.rank == 2 && y->shape.dim[1] == 2, "one kernel adds one number");
	ok(worst_of(net_value(&u, y), want, 6) < TIGHT, "three points on a line: sums of exp(-3), exp(-6), exp(-9)");
	net_close(&u);
}

static void discrimination(void)
{
	enum { N = 5, A = 4, B = 3, C = 2 };
	gan_real x[N * A], *w;
	double want[N * (A + B)], m[N][B][C] = { 0 };
	struct gan_node *y;
	struct net_use u;

	net_open(&u, "input x image 1 1 4\na mbdisc kernels=3 dims=2");
	wave(x, N * A, 0);
	w = net_entry(&u, "n.a.weight");
	for (int i = 0; i < N * B * C; i++)
		for (int k = 0; k < A; k++)
			m[i / (B * C)][i / C % B][i % C] += (double)x[i / (B * C) * A + k] * (double)w[i % (B * C) * A + k];
	for (int i = 0; i < N; i++)
		for (int b = -A; b < B; b++) {
			double *o = &want[i * (A + B) + A + b];

			*o = b < 0 ? (double)x[i * A + A + b] : -1;
			for (int j = 0; j < N && b >= 0; j++)
				if (j != i)
					*o += exp(-fabs(m[i][b][0] - m[j][b][0]) - fabs(m[i][b][1] - m[j][b][1]));
		}
	y = net_apply(&u, pictures(&u, N, 1, 1, A), GAN_NET_EVAL);
	net_run(&u, &y, 1, x);
	ok(worst_of(net_value(&u, y), want, N * (A + B)) < TIGHT, "kernels of two dims over five samples, with the bias of -1");
	net_close(&u);
}

/* ---- minibatch deviation ---- */

/* Sample i is with i + N/G, i + 2N/G, ... */
static void deviation(int group, int n, int px, int c, const char *text)
{
	gan_real *x = gan_alloc((size_t)(n * px * c), sizeof(*x), NULL);
	double *want = gan_alloc((size_t)(n * px * (c + 1)), sizeof(*want), NULL);
	int size = group < n ? group : n, groups = n / size;
	struct gan_node *y;
	struct net_use u;

	net_open(&u, text);
	wave(x, n * px * c, 1);
	for (int s = 0; s < groups; s++) {
		double mean_dev = 0;

		for (int k = 0; k < px * c; k++) {
			double mean = 0, sq = 0;

			for (int i = s; i < n; i += groups)
				mean += (double)x[i * px * c + k] / size;
			for (int i = s; i < n; i += groups)
				sq += ((double)x[i * px * c + k] - mean) * ((double)x[i * px * c + k] - mean) / size;
			mean_dev += sqrt(sq + 1e-8) / (px * c);
		}
		for (int i = s; i < n; i += groups)
			for (int k = 0; k < px * (c + 1); k++)
				want[i * px * (c + 1) + k] = k % (c + 1) < c ? (double)x[(i * px + k / (c + 1)) * c + k % (c + 1)] : mean_dev;
	}
	y = net_apply(&u, px == 1 ? vectors(&u, n, c) : pictures(&u, n, 2, px / 2, c), GAN_NET_TRAIN);
	net_run(&u, &y, 1, x);
	ok(gan_shape_count(&y->shape) == n * px * (c + 1) && worst_of(net_value(&u, y), want, n * px * (c + 1)) < TIGHT,
	   "deviation in groups of %d of a batch of %d", group, n);
	net_close(&u);
	gan_free(x);
	gan_free(want);
}

static void uneven(void)
{
	struct net_use u;
	struct gan_node *x, *y = NULL;
	struct gan_apply a = { .mode = GAN_NET_TRAIN, .prefix = "", .purpose = "t", .in = &x, .out = &y };

	net_open(&u, "input x 2\n- mbstd");
	a.scope = u.s;
	x = vectors(&u, 6, 2);
	ok(gan_net_apply(&u.nets.net[0], u.g, &a, &u.e) &&
	   strstr(u.e.msg, "6 samples at a time make no groups of group=4 (give a batch="),
	   "a batch that groups do not divide: %s", u.e.msg);
	net_close(&u);
}

/* ---- virtual batch norm ---- */

static const char vbn_text[] = "input z 3\nl linear out=8 bias=0\n- view to=2,2,2\na vbn ref=5 eps=.001 init=normal:.5\n- tanh";

/* The formula with sums of squares, on what the layer before gives. */
static void by_formula(const gan_real *l, int n, const gan_real *gamma, double *want)
{
	enum { R = 5, P = 4, C = 2 };

	for (int c = 0; c < C; c++) {
		double mr = 0, qr = 0;

		for (int k = 0; k < R * P; k++) {
			double v = (double)l[k * C + c];

			mr += v / (R * P);
			qr += v * v / (R * P);
		}
		for (int i = 0; i < n; i++) {
			const gan_real *x = l + (R + i) * P * C;
			double m = 0, q = 0;

			for (int k = 0; k < P; k++) {
				m += (double)x[k * C + c] / P;
				q += (double)x[k * C + c] * (double)x[k * C + c] / P;
			}
			m = m / (R + 1) + mr * R / (R + 1);
			q = q / (R + 1) + qr * R / (R + 1);
			for (int k = 0; k < P; k++)
				want[(i * P + k) * C + c] = tanh(((double)x[k * C + c] - m) / sqrt(q - m * m + .001) * (double)gamma[c]);
		}
	}
}

/* What the linear layer and the view make of reference and batch: rows [R+n][2,2,2], channel last. */
static void linear_part(struct net_use *u, const gan_real *z, int n, gan_real *l)
{
	const gan_real *ref = net_entry(u, "n.vbn.z"), *w = net_entry(u, "n.l.weight");

	for (int i = 0; i < 5 + n; i++)
		for (int k = 0; k < 8; k++) {
			const gan_real *row = i < 5 ? ref + i * 3 : z + (i - 5) * 3;
			double sum = 0;

			for (int j = 0; j < 3; j++)
				sum += (double)row[j] * (double)w[k * 3 + j];
			l[i * 8 + k % 4 * 2 + k / 4] = (gan_real)sum; /* C,H,W to H,W,C */
		}
}

static void virtual_norm(void)
{
	enum { N = 4 };
	gan_real z[N * 3], other[N * 3], l[(5 + N) * 8];
	double want[N * 8];
	struct gan_node *out[2], *in;
	struct gan_shape s = gan_shape_of(2, (int64_t)N, (int64_t)3);
	struct net_use u;
	gan_real keep[N * 8];

	net_open(&u, vbn_text);
	wave(z, N * 3, 0);
	wave(other, N * 3, 2);
	memcpy(other + 6, z + 6, 3 * sizeof(*z));
	in = gan_input(u.g, "x", GAN_REAL, &s);
	out[0] = net_apply(&u, in, GAN_NET_TRAIN);
	out[1] = net_apply(&u, in, GAN_NET_EVAL);
	net_run(&u, out, 2, z);
	linear_part(&u, z, N, l);
	by_formula(l, N, net_entry(&u, "n.a.weight"), want);
	ok(out[0]->shape.dim[0] == N, "the reference batch is cut off");
	ok(worst_of(net_value(&u, out[0]), want, N * 8) < 3 * TIGHT, "each sample by the reference and itself");
	ok(!memcmp(net_value(&u, out[0]), net_value(&u, out[1]), sizeof(keep)), "training and evaluation give the same bytes");
	memcpy(keep, net_value(&u, out[0]), sizeof(keep));
	gan_plan_bind(u.p, "x", other);
	ok(!gan_plan_run(u.p, &u.e) && memcmp(keep, net_value(&u, out[0]), sizeof(keep)) &&
	   !memcmp(keep + 2 * 8, net_value(&u, out[0]) + 2 * 8, 8 * sizeof(*keep)), "a sample's bytes do not depend on its neighbours");
	net_close(&u);
}

static void reference(void)
{
	struct net_use u;
	struct gan_apply a = { .mode = GAN_NET_EVAL, .prefix = "", .purpose = "t" };
	struct gan_shape s = gan_shape_of(2, (int64_t)2, (int64_t)3);
	struct gan_node *x, *l;
	struct gan_layer_row *rows;
	size_t n;

	net_open(&u, vbn_text);
	ok(gan_store_find(&u.store, "n.vbn.z") && !gan_net_is_trained(&u.nets.net[0], "n.vbn.z"),
	   "the reference is kept, and not trained");
	x = gan_input(u.g, "x", GAN_REAL, &s);
	a.in = &x;
	a.scope = u.s;
	l = gan_net_layer(&u.nets.net[0], u.g, &a, "a", &u.e);
	ok(l && l->shape.dim[0] == 2, "nor is it in a layer's value");
	l = gan_net_layer(&u.nets.net[0], u.g, &a, "z", &u.e);
	ok(l && l->shape.dim[0] == 2, "nor in an input's");
	ok(!gan_net_table(&u.nets.net[0], &rows, &n, &u.e) && rows[2].out.dim[0] == 1 && rows[2].params == 4, "nor in the table");
	gan_free(rows);
	net_close(&u);
}

/* Labels have a reference too: each class in turn. */
static void labels(void)
{
	struct gan_shape s = gan_shape_of(2, (int64_t)1, (int64_t)2), t = gan_shape_of(1, (int64_t)1);
	static const gan_real z[2] = { .5, -1 };
	static const int64_t label = 1;
	struct net_use u;
	struct gan_node *in[2], *y = NULL;
	struct gan_apply a = { .mode = GAN_NET_TRAIN, .prefix = "", .purpose = "t", .in = in, .out = &y };
	double mean, var, x;

	net_open(&u, "input z 2\ninput y label 3\ne onehot from=y\n- slice axis=c start=1 end=2\na vbn ref=4 eps=0 affine=0");
	in[0] = gan_input(u.g, "x", GAN_REAL, &s);
	in[1] = gan_input(u.g, "y", GAN_I64, &t);
	a.scope = u.s;
	if (gan_net_apply(&u.nets.net[0], u.g, &a, &u.e) || !(u.p = gan_plan_new(u.g, &u.store, &y, 1, 0, &u.e)))
		net_die(&u, "labels");
	gan_plan_bind(u.p, "x", z);
	gan_plan_bind(u.p, "y", &label);
	if (gan_plan_run(u.p, &u.e))
		net_die(&u, "labels");
	/* of the reference's classes 0 1 2 0 one is 1 */
	x = 1;
	mean = (x + 1) / 5;
	var = (x + 1) / 5 - mean * mean;
	ok(fabs((double)net_value(&u, y)[0] - (x - mean) / sqrt(var)) < 1e-5, "labels of the reference are 0 1 2 0");
	net_close(&u);
}

static void refused(const char *text, const char *why)
{
	struct gan_nets nets;
	struct gan_err e = { 0 };

	ok(gan_nets_parse(&nets, text, strlen(text), "t", &e) < 0 && strstr(e.msg, why), "%s", e.msg);
}

int main(void)
{
	by_hand();
	discrimination();
	deviation(4, 8, 4, 2, "input x image 2 2 2\n- mbstd");
	deviation(3, 6, 1, 5, "input x 5\n- mbstd group=3");
	deviation(4, 3, 1, 2, "input x 2\n- mbstd");
	uneven();
	virtual_norm();
	reference();
	labels();
	refused("net n\ninput x image 2 2 1\na vbn\n", "reads pictures, 'x'");
	refused("net n\ninput z 2\na vbn\nb vbn ref=3\n", "ref=3, but ref=64 in line 3");
	refused("net n\ninput z 2\na vbn\nb bn\n", "line 4: bn would take");
	refused("net n\ninput x image 2 2 1\na mbdisc kernels=2\n", "put a flatten line before it");
	return done();
}
