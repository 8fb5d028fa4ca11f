/* both */
/* Ops that go by indices or along an axis, and random ones, against plain loops. */
#include <math.h>

#include "op_help.h"

/* x[O,N,I], index[O,M,I] or [M] */
enum { O = 6, N = 40, M = 300, I = 30 };

static gan_real *x, *v;
static int64_t *ix, *each; /* some indices are outside of 0..N-1 */

static const struct gan_shape xs = { 3, { O, N, I } }, vs = { 3, { O, M, I } }, ms = { 1, { M } };

static gan_g *g;

static struct bound both[4];

static gan_n *in(const char *name)
{
	const struct gan_shape *s = *name == 'x' ? &xs : *name == 'i' ? &ms : &vs;

	return gan_input(g, name, *name == 'x' || *name == 'v' ? GAN_REAL : GAN_I64, s);
}

static void *value(gan_n *y)
{
	return eval(g, y, both, 4);
}

static int inside(int64_t k)
{
	return k >= 0 && k < N;
}

static void test_gather(void)
{
	gan_real *y = value(gan_gather(g, in("x"), in("i"), 1)), *z = value(gan_take_along(g, in("x"), in("e"), 1));
	int good = y && z, along = good;

	for (int64_t i = 0; good && i < O * M * I; i++) {
		int64_t o = i / (M * I), m = i / I % M, c = i % I;

		good = y[i] == (inside(ix[m]) ? x[(o * N + ix[m]) * I + c] : 0);
		along = along && z[i] == (inside(each[i]) ? x[(o * N + each[i]) * I + c] : 0);
	}
	ok(good, "gather");
	ok(along, "take_along");
	gan_free(y);
	gan_free(z);
}

static void test_scatter(void)
{
	gan_real *y = value(gan_scatter_add(g, in("v"), in("i"), 1, N)), *z = value(gan_put_along(g, in("v"), in("e"), 1, N));
	gan_real *wy = gan_alloc(O * N * I, sizeof(*wy), NULL), *wz = gan_alloc(O * N * I, sizeof(*wz), NULL);

	for (int64_t i = 0; i < O * M * I; i++) {
		int64_t o = i / (M * I), m = i / I % M, c = i % I;

		if (inside(ix[m]))
			wy[(o * N + ix[m]) * I + c] += v[i];
		if (inside(each[i]))
			wz[(o * N + each[i]) * I + c] += v[i];
	}
	ok(y && !memcmp(y, wy, O * N * I * sizeof(*y)), "scatter_add adds in the order of the index");
	ok(z && !memcmp(z, wz, O * N * I * sizeof(*z)), "put_along adds in the order of the index");
	gan_free(y);
	gan_free(z);
	gan_free(wy);
	gan_free(wz);
}

/* Along axis 1 of v[O,M,I], whose numbers were rounded, so that there are equal ones. */
static void test_sort(int descending)
{
	int64_t *s = value(gan_argsort(g, in("v"), 1, descending));
	gan_real *y = value(gan_sort(g, in("v"), 1, descending));
	int good = s && y;

	for (int64_t i = 0; good && i < O * I; i++) {
		int64_t at = i / I * M * I + i % I;

		for (int64_t k = 1; good && k < M; k++) {
			int64_t p = s[at + (k - 1) * I], q = s[at + k * I];
			gan_real a = v[at + p * I], b = v[at + q * I];

			good = (descending ? a > b : a < b) || (a == b && p < q);
			good = good && y[at + k * I] == b;
		}
	}
	ok(good, "argsort and sort, %s, stable", descending ? "descending" : "ascending");
	gan_free(s);
	gan_free(y);
}

static void test_top(void)
{
	gan_n *where;
	gan_real *t = value(gan_topk(g, in("v"), 1, 3, &where)), *all = value(gan_sort(g, in("v"), 1, 1));
	int64_t *w = value(where), *best = value(gan_argmax(g, in("v"), 1));
	int good = t && all && w && best;

	for (int64_t o = 0; good && o < O; o++) {
		good = !memcmp(t + o * 3 * I, all + o * M * I, 3 * I * sizeof(*t));
		good = good && !memcmp(w + o * 3 * I, best + o * I, I * sizeof(*w));
	}
	ok(good, "topk is the head of the sorted, its first index that of argmax");
	gan_free(t);
	gan_free(all);
	gan_free(w);
	gan_free(best);
}

static void test_nan(void)
{
	const struct gan_shape s = { 1, { 5 } };
	const gan_real a[5] = { 1, (gan_real)NAN, 3, (gan_real)NAN, 2 };
	const struct bound b = { "f", a };
	gan_g *h = gan_graph_new(NULL);
	gan_n *f = gan_input(h, "f", GAN_REAL, &s);
	int64_t *up = eval(h, gan_argsort(h, f, 0, 0), &b, 1), *down = eval(h, gan_argsort(h, f, 0, 1), &b, 1);
	int64_t *best = eval(h, gan_argmax(h, f, 0), &b, 1);
	static const int64_t u[5] = { 0, 4, 2, 1, 3 }, d[5] = { 1, 3, 2, 4, 0 };

	ok(up && down && best && !memcmp(up, u, sizeof(u)) && !memcmp(down, d, sizeof(d)) && *best == 1,
	   "NaN counts as the greatest");
	gan_free(up);
	gan_free(down);
	gan_free(best);
	gan_graph_free(h);
}

static void test_cumsum(int reverse)
{
	gan_real *y = value(gan_cumsum(g, in("v"), 1, reverse));
	int good = y != NULL;

	for (int64_t i = 0; good && i < O * I; i++) {
		int64_t at = i / I * M * I + i % I;
		double s = 0;

		for (int64_t k = 0; good && k < M; k++) {
			int64_t j = at + (reverse ? M - 1 - k : k) * I;

			s += (double)v[j];
			good = y[j] == (gan_real)s;
		}
	}
	ok(good, "cumsum %s", reverse ? "backwards" : "forwards");
	gan_free(y);
}

static void test_onehot(void)
{
	gan_real *y = value(gan_onehot(g, in("i"), N));
	int64_t *n = value(gan_iota(g, 1000));
	int good = y && n;

	for (int64_t i = 0; good && i < M * N; i++)
		good = y[i] == (ix[i / N] == i % N);
	for (int64_t i = 0; good && i < 1000; i++)
		good = n[i] == i;
	ok(good, "onehot and iota");
	gan_free(y);
	gan_free(n);
}

static void test_cast(void)
{
	static const gan_real a[9] = { (gan_real)-1e30, (gan_real)-1.7, (gan_real)-.4, (gan_real).5, (gan_real)1.5,
	                               (gan_real)254.6, 300, (gan_real)1e30, (gan_real)NAN };
	static const uint8_t u[9] = { 0, 0, 0, 0, 2, 255, 255, 255, 0 };
	static const int64_t t[9] = { INT64_MIN, -1, 0, 0, 1, 254, 300, INT64_MAX, 0 };
	const struct gan_shape s = { 1, { 9 } };
	const struct bound b = { "f", a };
	gan_g *h = gan_graph_new(NULL);
	gan_n *f = gan_input(h, "f", GAN_REAL, &s), *bytes = gan_cast(h, f, GAN_U8), *whole = gan_cast(h, f, GAN_I64);
	uint8_t *p = eval(h, bytes, &b, 1), *r = eval(h, gan_cast(h, whole, GAN_U8), &b, 1);
	int64_t *q = eval(h, whole, &b, 1), *w = eval(h, gan_cast(h, bytes, GAN_I64), &b, 1);
	gan_real *back = eval(h, gan_cast(h, bytes, GAN_REAL), &b, 1), *num = eval(h, gan_cast(h, whole, GAN_REAL), &b, 1);
	int good = p && q && r && w && back && num;

	for (int i = 0; good && i < 9; i++)
		good = p[i] == u[i] && q[i] == t[i] && r[i] == (t[i] < 0 ? 0 : t[i] > 255 ? 255 : t[i]) && w[i] == u[i] &&
		       back[i] == u[i] && num[i] == (gan_real)t[i];
	ok(good, "casts round, truncate and saturate");
	gan_free(p);
	gan_free(q);
	gan_free(r);
	gan_free(w);
	gan_free(back);
	gan_free(num);
	gan_graph_free(h);
}

/* Samples 5.. of one draw are those of another that starts at 5; purposes and steps differ; moments are right. */
static void test_random(void)
{
	static const int64_t seed[3] = { 1, 2, 0 }, later[3] = { 1, 2, 5 }, next[3] = { 1, 3, 0 };
	const struct gan_shape s = { 3, { 20, 100, 97 } }, rest = { 3, { 15, 100, 97 } };
	gan_g *h = gan_graph_new(NULL);
	gan_n *z = gan_normal(h, gan_rng(h), "z", &s), *u = gan_uniform(h, gan_rng(h), "u", &s);
	const struct bound b0 = { "rng", seed }, b5 = { "rng", later }, b1 = { "rng", next };
	gan_real *a = eval(h, z, &b0, 1), *b = eval(h, gan_normal(h, gan_rng(h), "z", &rest), &b5, 1), *c = eval(h, u, &b0, 1);
	gan_real *d = eval(h, z, &b1, 1), *f = eval(h, gan_normal(h, gan_rng(h), "y", &s), &b0, 1);
	int64_t *i = eval(h, gan_randint(h, gan_rng(h), "i", &s, 10), &b0, 1), hist[10] = { 0 }, n = 20 * 9700;
	double m = 0, q = 0, mu = 0, even = 1;
	int good = a && b && c && d && f && i;

	ok(good && !memcmp(a + 5 * 9700, b, 15 * 9700 * sizeof(*a)), "random: a sample's numbers do not depend on its place");
	ok(good && memcmp(a, d, 9700 * sizeof(*a)) && memcmp(a, f, 9700 * sizeof(*a)), "random: steps and purposes differ");
	for (int64_t k = 0; good && k < n; k++) {
		m += (double)a[k] / (double)n;
		q += (double)a[k] * (double)a[k] / (double)n;
		mu += (double)c[k] / (double)n;
		good = c[k] >= 0 && c[k] < 1 && i[k] >= 0 && i[k] < 10;
		hist[good ? i[k] : 0]++;
	}
	for (int k = 0; k < 10; k++)
		even = fmin(even, 1 - fabs((double)hist[k] * 10 / (double)n - 1));
	ok(good && fabs(m) < .01 && fabs(q - 1) < .02 && fabs(mu - .5) < .005 && even > .95,
	   "random: mean %.4f, square %.4f; uniform %.4f; integers even to %.3f", m, q, mu, even);
	gan_free(a);
	gan_free(b);
	gan_free(c);
	gan_free(d);
	gan_free(f);
	gan_free(i);
	gan_graph_free(h);
}

int main(void)
{
	x = random_reals("x", O * N * I);
	v = random_reals("v", O * M * I);
	ix = random_ints("i", M, N + 2);
	each = random_ints("e", O * M * I, N + 2);
	for (int64_t i = 0; i < O * M * I; i++) {
		v[i] = (gan_real)rint((double)v[i] * 100) / 16;
		each[i]--;
	}
	for (int64_t i = 0; i < M; i++)
		ix[i]--;
	both[0] = (struct bound){ "x", x };
	both[1] = (struct bound){ "v", v };
	both[2] = (struct bound){ "i", ix };
	both[3] = (struct bound){ "e", each };
	g = gan_graph_new(NULL);
	test_gather();
	test_scatter();
	test_sort(0);
	test_sort(1);
	test_top();
	test_nan();
	test_cumsum(0);
	test_cumsum(1);
	test_onehot();
	test_cast();
	test_random();
	gan_graph_free(g);
	gan_free(x);
	gan_free(v);
	gan_free(ix);
	gan_free(each);
	return done();
}
