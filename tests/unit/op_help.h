/* For the tests of ops: evaluates one node by a plan, on several numbers of threads, which must give the same bytes. */
#ifndef GAN_TESTS_OP_HELP_H
#define GAN_TESTS_OP_HELP_H

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/pool.h"
#include "base/rng.h"
#include "graph/build.h"
#include "plan/plan.h"
#include "tap.h"

struct bound {
	const char *name;
	const void *data;
};

static size_t node_bytes(const gan_n *n)
{
	return (size_t)gan_shape_count(&n->shape) * (gan_dtype_bits(n->type) / 8);
}

/* y's bytes on so many threads, to be freed with gan_free; NULL and a line of why otherwise. */
static void *eval_on(int threads, gan_g *g, gan_n *y, const struct bound *b, int nb)
{
	struct gan_err e = { 0 };
	struct gan_plan *p = NULL;
	void *v = NULL;

	gan_pool_start(threads, NULL);
	if (!gan_graph_ok(g, &e))
		p = gan_plan_new(g, NULL, &y, 1, 0, &e);
	for (int i = 0; p && i < nb; i++)
		gan_plan_bind(p, b[i].name, b[i].data);
	if (p && !gan_plan_run(p, &e)) {
		v = gan_alloc(node_bytes(y), 1, &e);
		if (v)
			memcpy(v, gan_plan_value(p, y), node_bytes(y));
	}
	if (!v)
		printf("# %s\n", e.msg);
	gan_plan_free(p);
	return v;
}

/* The same on 1, 2, 3 and 5 threads: NULL where the bytes differ. */
static inline void *eval(gan_g *g, gan_n *y, const struct bound *b, int nb)
{
	void *one = eval_on(1, g, y, b, nb);

	for (int t = 2; t <= 5 && one; t += t - 1) {
		void *v = eval_on(t, g, y, b, nb);

		if (!v || memcmp(one, v, node_bytes(y))) {
			printf("# other bytes on %d threads\n", t);
			gan_free(one);
			one = NULL;
		}
		gan_free(v);
	}
	gan_pool_stop();
	return one;
}

static inline gan_real *random_reals(const char *purpose, size_t n)
{
	gan_real *x = gan_alloc(n, sizeof(*x), NULL);

	for (size_t i = 0; x && i < n; i++) {
		double u;

		gan_rng_uniform_f64(gan_rng_make(11, purpose), 0, 0, i, &u, 1);
		x[i] = (gan_real)(2 * u - 1);
	}
	return x;
}

static inline int64_t *random_ints(const char *purpose, size_t n, uint64_t bound)
{
	int64_t *x = gan_alloc(n, sizeof(*x), NULL);

	if (x)
		gan_rng_int(gan_rng_make(11, purpose), 0, 0, 0, bound, x, n);
	return x;
}

/* Indices of element i of a dense array of that shape. */
static inline void unravel(const struct gan_shape *s, int64_t i, int64_t *ix)
{
	for (int k = s->rank - 1; k >= 0; k--) {
		ix[k] = i % s->dim[k];
		i /= s->dim[k];
	}
}

static inline int64_t ravel(const struct gan_shape *s, const int64_t *ix)
{
	int64_t i = 0;

	for (int k = 0; k < s->rank; k++)
		i = i * s->dim[k] + ix[k];
	return i;
}

#endif
