/* The gradient check of one case: the derivatives of a random projection of the case's result, and where order is 2 those
   of a random projection of its gradient, against central differences, in double; and the naive plan gives the bytes of
   the fused one. */
#ifndef GAN_TESTS_GRAD_CHECK_H
#define GAN_TESTS_GRAD_CHECK_H

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/rng.h"
#include "graph/build.h"
#include "graph/op.h"
#include "plan/plan.h"
#include "tap.h"

#define MAX_IN 16
#define TOLERANCE 1e-6

struct check {
	const struct gan_op_case *c;
	struct gan_err e;
	gan_g *g;
	struct gan_store store;
	gan_n *in[MAX_IN];        /* the graph's inputs: first the case's own, then projections */
	double *data[MAX_IN];
	int nin;
	char why[1280];
};

static int fail(struct check *k, const char *what, double a, double b)
{
	if (!k->why[0])
		snprintf(k->why, sizeof(k->why), "%s: %.12g, %.12g %s", what, a, b, k->e.msg);
	return -1;
}

/* Finds inputs that have no values yet and draws some from lo..hi. */
static int fill_inputs(struct check *k, double lo, double hi)
{
	for (size_t i = 0; i < k->g->n; i++) {
		gan_n *n = k->g->node[i];
		char purpose[160];
		size_t count = (size_t)gan_shape_count(&n->shape);
		bool known = strcmp(n->op->name, "input") != 0;

		for (int j = 0; j < k->nin; j++)
			known |= k->in[j] == n;
		if (known)
			continue;
		if (n->type != GAN_REAL || k->nin == MAX_IN)
			return fail(k, "an input that is not real, or too many", (double)n->type, k->nin);
		k->data[k->nin] = gan_alloc(count, sizeof(double), &k->e);
		snprintf(purpose, sizeof(purpose), "%s.%s", k->c->label, n->name);
		gan_rng_uniform_f64(gan_rng_make(7, purpose), 0, 0, 0, k->data[k->nin], count);
		for (size_t j = 0; j < count; j++)
			k->data[k->nin][j] = lo + (hi - lo) * k->data[k->nin][j];
		k->in[k->nin++] = n;
	}
	return 0;
}

static struct gan_plan *make_plan(struct check *k, gan_n *const *out, int n, unsigned flags)
{
	struct gan_plan *p = gan_plan_new(k->g, &k->store, out, n, flags, &k->e);

	if (!p) {
		fail(k, "no plan", 0, 0);
		return NULL;
	}
	for (int i = 0; i < k->nin; i++)
		gan_plan_bind(p, k->in[i]->name, k->data[i]);
	return p;
}

static size_t node_bytes(const gan_n *n)
{
	return (size_t)gan_shape_count(&n->shape) * (gan_dtype_bits(n->type) / 8);
}

/* Both plans of the outs run and give the same bytes; 0 or -1. */
static int same_bytes(struct check *k, gan_n *const *out, int n)
{
	struct gan_plan *a = make_plan(k, out, n, 0), *b = make_plan(k, out, n, GAN_PLAN_NAIVE);
	int rc = -1;

	if (!a || !b)
		goto out;
	if (gan_plan_run(a, &k->e) || gan_plan_run(b, &k->e)) {
		fail(k, "run", 0, 0);
		goto out;
	}
	rc = 0;
	for (int i = 0; i < n && !rc; i++)
		if (memcmp(gan_plan_value(a, out[i]), gan_plan_value(b, out[i]), node_bytes(out[i])))
			rc = fail(k, "the naive plan differs in out", i, n);
out:
	gan_plan_free(a);
	gan_plan_free(b);
	return rc;
}

/* ds/dx of element i of input j by central differences with p, a plan of s. */
static double difference(struct check *k, struct gan_plan *p, gan_n *s, int j, size_t i)
{
	double x = k->data[j][i], h = 1e-5 * (fabs(x) > 1 ? fabs(x) : 1), hi, lo;

	k->data[j][i] = x + h;
	hi = gan_plan_run(p, &k->e) ? NAN : gan_plan_scalar(p, s);
	k->data[j][i] = x - h;
	lo = gan_plan_run(p, &k->e) ? NAN : gan_plan_scalar(p, s);
	k->data[j][i] = x;
	return (hi - lo) / (2 * h);
}

/* gx[j], by a run of p, is the derivative of s (by a run of ps) in input j; NULL says 0. */
static int check_input(struct check *k, struct gan_plan *p, struct gan_plan *ps, gan_n *s, gan_n *gx, int j)
{
	const double *v = gx ? gan_plan_value(p, gx) : NULL;
	size_t n = (size_t)gan_shape_count(&k->in[j]->shape);
	double scale = 0;

	for (size_t i = 0; i < n && v; i++)
		scale = fmax(scale, fabs(v[i]));
	for (size_t i = 0; i < n; i++) {
		double want = difference(k, ps, s, j, i), got = v ? v[i] : 0;

		if (!(fabs(got - want) <= TOLERANCE * scale + 1e-9))
			return fail(k, k->in[j]->name, got, want);
	}
	return 0;
}

/* The derivatives of scalar s in the first n inputs against differences; they are left in gx. */
static int check_gradient(struct check *k, gan_n *s, int n, gan_n **gx)
{
	gan_n *out[MAX_IN + 1];
	struct gan_plan *p = NULL, *ps = NULL;
	int nout = 0, rc = -1;

	out[nout++] = s;
	if (gan_grad(k->g, s, k->in, n, gx) || gan_graph_ok(k->g, &k->e))
		return fail(k, "gan_grad", 0, 0);
	for (int j = 0; j < n; j++) {
		if (gx[j] && !gan_shape_eq(&gx[j]->shape, &k->in[j]->shape))
			return fail(k, "shape of a gradient", j, n);
		if (gx[j])
			out[nout++] = gx[j];
	}
	if (same_bytes(k, out, nout))
		return -1;
	p = make_plan(k, out, nout, 0);
	ps = make_plan(k, out, 1, GAN_PLAN_NAIVE);
	if (!p || !ps || gan_plan_run(p, &k->e))
		goto out;
	rc = 0;
	for (int j = 0; j < n && !rc; j++)
		rc = check_input(k, p, ps, s, gx[j], j);
out:
	gan_plan_free(p);
	gan_plan_free(ps);
	return rc;
}

/* sum of x times a random input of x's shape, named so */
static gan_n *project(struct check *k, gan_n *x, const char *name)
{
	return gan_sum_all(k->g, gan_mul(k->g, x, gan_input(k->g, name, GAN_REAL, &x->shape)));
}

static int second_order(struct check *k, gan_n *const *gx, int n)
{
	gan_n *t = NULL, *gxx[MAX_IN];

	for (int j = 0; j < n; j++) {
		char name[8] = { 'q', (char)('a' + j), 0 };

		if (gx[j]) {
			gan_n *q = project(k, gx[j], name);

			t = t ? gan_add(k->g, t, q) : q;
		}
	}
	if (!t)
		return 0;
	if (fill_inputs(k, -1, 1))
		return -1;
	return check_gradient(k, t, n, gxx);
}

static bool in_graph(const struct check *k, const struct gan_op *op)
{
	for (size_t i = 0; i < k->g->n; i++)
		if (k->g->node[i]->op == op)
			return true;
	return false;
}

/* op, where given, must be in the case's graph. */
static int run_case(struct check *k, const struct gan_op *op)
{
	gan_n *y = k->c->build(k->g), *gx[MAX_IN];
	int own;

	if (gan_graph_ok(k->g, &k->e) || !y)
		return fail(k, "build", 0, 0);
	if (op && !in_graph(k, op))
		return fail(k, "the case does not contain the op", 0, 0);
	if (fill_inputs(k, k->c->lo, k->c->hi) || same_bytes(k, &y, 1))
		return -1;
	if (k->c->order == 0)
		return 0;
	own = k->nin;
	y = project(k, y, "p");
	if (fill_inputs(k, -1, 1) || check_gradient(k, y, k->nin, gx))
		return -1;
	return k->c->order < 2 ? 0 : second_order(k, gx, own + 1);
}

/* A line of TAP for one case. */
static void check_case(const struct gan_op *op, const struct gan_op_case *c)
{
	struct check k = { .c = c };
	const struct gan_shape s = { 2, { 2, 3 } };
	struct gan_entry *entry = gan_store_add(&k.store, "s", GAN_REAL, &s, GAN_LAYOUT_PLAIN, &k.e);
	int rc = -1;

	k.g = gan_graph_new(&k.e);
	if (entry && k.g)
		rc = run_case(&k, op);
	if (rc)
		printf("# %s\n", k.why);
	ok(rc == 0, "%s: order %d", c->label, c->order);
	for (int j = 0; j < k.nin; j++)
		gan_free(k.data[j]);
	gan_graph_free(k.g);
	gan_store_free(&k.store);
}

#endif
