/* Foreign networks in use: nets written by hand in share/nets/ and tests/net/, weights and what PyTorch computed with them
   in $GAN_DATA. Pictures there are NCHW. Forward values agree to 1e-4 of the greatest, gradients to 1e-3. */
#ifndef GAN_TESTS_GOLDEN_HELP_H
#define GAN_TESTS_GOLDEN_HELP_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "app/init_priv.h"
#include "base/mem.h"
#include "base/pool.h"
#include "plan/plan.h"
#include "tap.h"

#define FORWARD 1e-4
#define GRADIENT 1e-3
#define MAX_OUT 16

static const char *data_dir;
static struct gan_err err;

static inline void die(const char *what)
{
	printf("Bail out! %s: %s\n", what, err.msg);
	exit(1);
}

/* 0, and a test that is skipped, where there is no data. */
static inline int golden_start(void)
{
	if (!(data_dir = getenv("GAN_DATA"))) {
		skip("foreign networks", "GAN_DATA is not set");
		return 0;
	}
	gan_pool_start(0, NULL);
	return 1;
}

/* ---- the golden file ---- */

static struct gan_doc ref;

static inline void open_ref_file(const char *path)
{
	struct gan_reader *r;

	gan_doc_free(&ref);
	if (!(r = gan_reader_open(path, 0, &err)) || gan_reader_next(r, &ref, &err) != 1)
		die(path);
	gan_reader_close(r);
}

static inline void open_ref(const char *name)
{
	char path[1024];

	snprintf(path, sizeof(path), "%s/goldens/%s.golden.safetensors", data_dir, name);
	open_ref_file(path);
}

static inline const struct gan_tensor *tensor(const char *name)
{
	struct gan_doc_tensor *t = gan_doc_find(&ref, name);

	if (!t)
		die(name);
	return &t->t;
}

/* A copy of a tensor's numbers, pictures in our order. */
static inline float *numbers(const char *name)
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

static inline double greatest(const float *x, int64_t n)
{
	double m = 0;

	for (int64_t k = 0; k < n; k++)
		m = fabs(x[k]) > m ? fabs(x[k]) : m;
	return m;
}

static inline void agree(const char *what, const float *got, const char *name, double tolerance)
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

static inline void near(const char *what, double got, double want)
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

static inline void read_text(struct gan_buf *text, const char *name)
{
	char path[1024], part[4096];
	FILE *f;
	size_t n;

	snprintf(path, sizeof(path), "share/nets/%s.net", name);
	if (!(f = fopen(path, "r"))) {
		snprintf(path, sizeof(path), "tests/net/%s.net", name);
		if (!(f = fopen(path, "r")))
			die(path);
	}
	while ((n = fread(part, 1, sizeof(part), f)) > 0)
		gan_buf_add(text, part, n);
	fclose(f);
}

static inline void open_text(struct use *u, const char *name, const struct gan_buf *text)
{
	memset(u, 0, sizeof(*u));
	u->name = name;
	if (gan_nets_parse(&u->m.nets, text->s, text->len, name, &err) < 0)
		die(name);
	for (size_t n = 0; n < u->m.nets.n; n++)
		if (gan_net_params(&u->m.nets.net[n], &u->m.store, 0, 0, &err) < 0)
			die(name);
	if (!(u->g = gan_graph_new(&err)) || !(u->s = gan_scope_new(u->g, &u->m.store, &err)))
		die(name);
}

static inline void open_use(struct use *u, const char *name, const char *const *weights)
{
	struct gan_buf text = { 0 };
	char path[1024], bound[8] = { 0 };

	read_text(&text, name);
	open_text(u, name, &text);
	gan_buf_free(&text);
	for (; *weights; weights++) {
		const char *eq = strchr(*weights, '=');

		snprintf(path, sizeof(path), "%.*s=%s/weights/%s.safetensors", (int)(eq - *weights), *weights, data_dir, eq + 1);
		if (gan_init_weights(&u->m, path, bound, 0, &err) < 0)
			die(path);
	}
}

static inline void close_use(struct use *u)
{
	gan_plan_free(u->p);
	gan_scope_free(u->s);
	gan_graph_free(u->g);
	gan_model_free(&u->m);
}

static inline const struct gan_net *net_of(const struct use *u, const char *name)
{
	const struct gan_net *net = gan_nets_find(&u->m.nets, name);

	if (!net)
		die(name);
	return net;
}

/* The value of a layer or output. */
static inline struct gan_node *value(struct use *u, const char *net, const char *layer, struct gan_node **in)
{
	struct gan_apply a = { .mode = GAN_NET_EVAL, .scope = u->s, .prefix = "", .purpose = "test", .in = in };
	struct gan_node *x = gan_net_layer(net_of(u, net), u->g, &a, layer, &err);

	if (!x)
		die(layer);
	return x;
}

static inline int want(struct use *u, struct gan_node *x)
{
	if (!x)
		die(u->name);
	u->out[u->nout] = x;
	return u->nout++;
}

static inline struct gan_node *input(struct use *u, const char *name, enum gan_dtype type, struct gan_shape s)
{
	struct gan_node *x = gan_input(u->g, name, type, &s);

	if (!x)
		die(name);
	return x;
}

/* An input of the shape of a golden tensor. */
static inline struct gan_node *input_like(struct use *u, const char *name, const char *golden)
{
	struct gan_shape s = tensor(golden)->shape;

	if (s.rank == 4)
		s = gan_shape_of(4, s.dim[0], s.dim[2], s.dim[3], s.dim[1]);
	return input(u, name, GAN_REAL, s);
}

static inline void run(struct use *u)
{
	if (!u->p && !(u->p = gan_plan_new(u->g, &u->m.store, u->out, u->nout, 0, &err)))
		die(u->name);
	if (gan_plan_run(u->p, &err) < 0)
		die(u->name);
}

/* Plans before binding. */
static inline void plan(struct use *u)
{
	if (gan_graph_ok(u->g, &err) < 0 || !(u->p = gan_plan_new(u->g, &u->m.store, u->out, u->nout, 0, &err)))
		die(u->name);
}

static inline const float *result(struct use *u, int k)
{
	return gan_plan_value(u->p, u->out[k]);
}

static inline int golden_done(void)
{
	gan_doc_free(&ref);
	gan_pool_stop();
	return done();
}

#endif
