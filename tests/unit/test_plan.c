/* both */
/* The compiler of graphs: fused and naive plans give the same bytes, at any number of threads; commit swaps; buffers that
   share memory do not clash. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/pool.h"
#include "base/rng.h"
#include "graph/build.h"
#include "graph/scope.h"
#include "plan/plan.h"
#include "tap.h"

#define N 6
#define H 9
#define C 20

static gan_real input[N * H * H * C];

static void fill_input(void)
{
	float *f = malloc(sizeof(input) / sizeof(*input) * sizeof(float));

	gan_rng_normal_f32(gan_rng_make(1, "test"), 0, 0, 0, f, N * H * H * C);
	for (int i = 0; i < N * H * H * C; i++)
		input[i] = (gan_real)f[i];
	free(f);
}

static void add_entry(struct gan_store *s, const char *name, double v)
{
	struct gan_shape c = gan_shape_of(1, (int64_t)C);
	struct gan_entry *entry = gan_store_add(s, name, GAN_REAL, &c, GAN_LAYOUT_PLAIN, NULL);

	for (int i = 0; i < C; i++)
		((gan_real *)entry->t.data)[i] = (gan_real)(v + 0.01 * i);
}

/* Batch norm, relu and a loss; gradients and an update of both parameters: forward and backward share much. */
static void build(struct gan_graph *g, struct gan_store *store, struct gan_node **out)
{
	struct gan_shape shape = gan_shape_of(4, (int64_t)N, (int64_t)H, (int64_t)H, (int64_t)C);
	struct gan_scope *sc = gan_scope_new(g, store, NULL);
	struct gan_node *x = gan_input(g, "x", GAN_REAL, &shape), *mean, *var, *par[3], *gr[3];
	struct gan_node *w = par[0] = gan_scope_get(sc, "w"), *b = par[1] = gan_scope_get(sc, "b");
	struct gan_node *xs, *y;

	par[2] = x;
	xs = gan_normalise(g, gan_square(g, x), gan_axes_but(x, -1), 1e-5, &mean, &var);
	y = gan_relu(g, gan_add(g, gan_mul(g, xs, w), b));
	out[0] = gan_mean_all(g, gan_square(g, gan_sub(g, y, gan_tanh(g, x))));
	gan_grad(g, out[0], par, 3, gr);
	for (int i = 0; i < 2; i++)
		gan_scope_set(sc, i ? "b" : "w", gan_sub(g, par[i], gan_muls(g, gr[i], 0.1)));
	gan_scope_set(sc, "old", w);
	out[1] = gr[2];
	out[2] = gan_sqrt(g, gan_sum_all(g, gan_square(g, gr[2])));
	out[3] = gan_relu(g, gan_scope_get(sc, "w"));
	gan_scope_commit(sc);
	gan_scope_free(sc);
}

struct result {
	gan_real loss, norm, gx[N * H * H * C], after[C], w[C], b[C], old[C];
	size_t kernels, arena;
};

static int run(struct result *r, int threads, unsigned flags, int steps)
{
	struct gan_err e = { 0 };
	struct gan_graph *g = gan_graph_new(&e);
	struct gan_store store = { 0 };
	struct gan_node *out[4] = { 0 };
	struct gan_plan *p;
	struct gan_plan_stats st;
	int rc = 0;

	memset(r, 0, sizeof(*r));
	gan_pool_start(threads, NULL);
	add_entry(&store, "w", 1);
	add_entry(&store, "b", 0);
	add_entry(&store, "old", -1);
	build(g, &store, out);
	p = gan_plan_new(g, &store, out, 4, flags, &e);
	if (!p) {
		printf("# %s\n", e.msg);
		return -1;
	}
	gan_plan_bind(p, "x", input);
	for (int i = 0; i < steps; i++) {
		rc |= gan_plan_run(p, &e);
		gan_plan_commit(p);
	}
	r->loss = *(const gan_real *)gan_plan_value(p, out[0]);
	r->norm = *(const gan_real *)gan_plan_value(p, out[2]);
	memcpy(r->gx, gan_plan_value(p, out[1]), sizeof(r->gx));
	memcpy(r->after, gan_plan_value(p, out[3]), sizeof(r->after));
	memcpy(r->w, gan_store_find(&store, "w")->t.data, sizeof(r->w));
	memcpy(r->b, gan_store_find(&store, "b")->t.data, sizeof(r->b));
	memcpy(r->old, gan_store_find(&store, "old")->t.data, sizeof(r->old));
	gan_plan_stats(p, &st);
	r->kernels = st.kernels;
	r->arena = st.arena_bytes;
	gan_plan_free(p);
	gan_graph_free(g);
	gan_store_free(&store);
	return rc;
}

static int same(const struct result *a, const struct result *b)
{
	return memcmp(a, b, offsetof(struct result, kernels)) == 0;
}

/* p and q would run as one, but q waits for m, which runs with v, and v for an element of p: the group of m and v, which has
   members on both sides of q, closes the ring. */
static void ring(void)
{
	struct gan_err e = { 0 };
	struct gan_graph *g = gan_graph_new(&e);
	struct gan_shape shape = gan_shape_of(1, (int64_t)C), single = gan_shape_of(1, (int64_t)1);
	struct gan_node *s = gan_input(g, "s", GAN_REAL, &single), *p = gan_square(g, gan_input(g, "x", GAN_REAL, &shape));
	struct gan_node *m = gan_muls(g, s, 2), *q = gan_mul(g, p, m), *v = gan_add(g, gan_slice_axis(g, p, 0, 1, 1, 1), m);
	struct gan_node *out[2] = { q, v };
	struct gan_plan *plan = gan_plan_new(g, NULL, out, 2, 0, &e);
	const gan_real three = 3, sq = input[1] * input[1];

	if (ok(plan != NULL, "no two programs wait for each other %s", e.msg)) {
		gan_plan_bind(plan, "x", input);
		gan_plan_bind(plan, "s", &three);
		ok(!gan_plan_run(plan, &e) && ((const gan_real *)gan_plan_value(plan, q))[1] == sq * 6 &&
		   *(const gan_real *)gan_plan_value(plan, v) == sq + 6, "and the values are right");
	}
	gan_plan_free(plan);
	gan_graph_free(g);
}

static struct result naive, fast, two, one;

int main(void)
{
	fill_input();
	ok(run(&naive, 1, GAN_PLAN_NAIVE, 2) == 0, "the naive plan runs");
	ok(run(&fast, 1, 0, 2) == 0, "the fused plan runs");
	printf("# kernels: naive %zu, fused %zu; arena: naive %zu, fused %zu\n", naive.kernels, fast.kernels, naive.arena, fast.arena);
	ok(isfinite(fast.loss) && fast.loss > 0, "the loss is a number");
	ok(same(&naive, &fast), "fused and naive plans give the same bytes");
	ok(fast.kernels * 2 < naive.kernels, "fusion halves the kernels, at least");
	ok(fast.arena * 2 < naive.arena, "reuse halves the memory, at least");
	for (int t = 2; t <= 5; t++) {
		run(&two, t, 0, 2);
		ok(same(&fast, &two), "%d threads give the same bytes", t);
	}
	run(&one, 1, 0, 1);
	ok(memcmp(fast.old, one.w, sizeof(one.w)) == 0, "a value assigned from another entry is that entry's before the step");
	ok(memcmp(one.w, fast.w, sizeof(one.w)) != 0, "commit changes the store");
	ring();
	gan_pool_stop();
	return done();
}
