/* both */
/* Random graphs: whatever is fused, inlined or laid over other memory, a plan gives the bytes of the naive one. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/pool.h"
#include "base/rng.h"
#include "graph/build.h"
#include "plan/plan.h"
#include "tap.h"

#define GRAPHS 300
#define NODES 40
#define OUTS 6

static struct gan_rng rng;
static uint64_t draws;

static int64_t pick(int64_t n)
{
	int64_t v;

	gan_rng_int(rng, 0, 0, draws++, (uint64_t)n, &v, 1);
	return v;
}

static const struct gan_shape shapes[] = {
	{ 3, { 7, 30, 6 } }, { 1, { 6 } }, { 3, { 7, 1, 1 } }, { 2, { 30, 6 } }, { 0, { 0 } }, { 3, { 7, 30, 1 } },
};
#define NSHAPES ((int)(sizeof(shapes) / sizeof(*shapes)))

static gan_n *random_node(gan_g *g, gan_n **pool, int n)
{
	gan_n *a = pool[pick(n)], *b = pool[pick(n)], *y = NULL;

	switch (pick(12)) {
	case 0: return gan_relu(g, a);
	case 1: return gan_tanh(g, a);
	case 2: return gan_square(g, gan_clamp(g, a, -2, 2));
	case 3: return a->shape.rank ? gan_sum(g, a, 1, 1) : a;
	case 4: return gan_mean(g, a, gan_axes_all(a), 0);
	case 5: return a->shape.rank ? gan_sum(g, a, gan_axes_but(a, -1), 0) : a;
	case 6: return gan_select(g, gan_gt(g, a, gan_const(g, 0)), a, gan_const(g, 0.5));
	case 7: return gan_muls(g, a, 0.25);
	case 8: case 9: y = gan_add(g, a, b); break;
	case 10: y = gan_mul(g, gan_tanh(g, a), b); break;
	default: y = gan_sub(g, a, b); break;
	}
	return y;
}

static gan_real data[NSHAPES][7 * 30 * 6];

/* The bytes of all outs of graph number i, by a plan of these flags on so many threads. */
static size_t run(int i, unsigned flags, int threads, char *bytes)
{
	struct gan_err e = { 0 };
	gan_g *g = gan_graph_new(&e);
	gan_n *pool[NODES + NSHAPES], *out[OUTS + NSHAPES] = { 0 };
	struct gan_plan *p;
	size_t n = 0;
	char name[16];
	int np = 0;

	draws = (uint64_t)i * 1000;
	for (; np < NSHAPES; np++) {
		snprintf(name, sizeof(name), "x%d", np);
		pool[np] = gan_input(g, name, GAN_REAL, &shapes[np]);
	}
	while (np < NODES + NSHAPES) {
		pool[np] = random_node(g, pool, np);
		np += pool[np] != NULL;
	}
	for (int k = 0; k < OUTS; k++)
		out[k] = pool[np - 1 - (int)pick(NODES / 2)];
	gan_grad(g, gan_mean_all(g, gan_tanh(g, pool[np - 1])), pool, NSHAPES, out + OUTS);
	gan_pool_start(threads, NULL);
	p = gan_plan_new(g, NULL, out, OUTS + NSHAPES, flags, &e);
	for (int k = 0; p && k < NSHAPES; k++) {
		snprintf(name, sizeof(name), "x%d", k);
		gan_plan_bind(p, name, data[k]);
	}
	if (!p || gan_plan_run(p, &e))
		printf("# graph %d: %s\n", i, e.msg);
	for (int k = 0; p && k < OUTS + NSHAPES; k++)
		if (out[k]) {
			size_t size = (size_t)gan_shape_count(&out[k]->shape) * sizeof(gan_real);

			memcpy(bytes + n, gan_plan_value(p, out[k]), size);
			n += size;
		}
	gan_plan_free(p);
	gan_graph_free(g);
	return n;
}

static char a[(OUTS + NSHAPES) * sizeof(data[0])], b[sizeof(a)];

int main(void)
{
	int bad = 0, empty = 0;

	rng = gan_rng_make(7, "plan.random");
	for (int k = 0; k < NSHAPES; k++)
		for (int i = 0; i < 7 * 30 * 6; i++)
			data[k][i] = (gan_real)(pick(2001) - 1000) / 500;
	for (int i = 1; i <= GRAPHS; i++) {
		size_t n = run(i, GAN_PLAN_NAIVE, 1, a), m = run(i, 0, 1 + i % 3, b);

		empty += n == 0;
		if (n != m || memcmp(a, b, n) != 0) {
			printf("# graph %d differs\n", i);
			bad++;
		}
	}
	ok(bad == 0, "%d random graphs: fused plans give the naive plan's bytes", GRAPHS);
	ok(empty == 0, "each graph has a result");
	gan_pool_stop();
	return done();
}
