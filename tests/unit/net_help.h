/* A net of a text with drawn weights, applied to inputs that the test binds. */
#ifndef GAN_TESTS_NET_HELP_H
#define GAN_TESTS_NET_HELP_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "net/layer.h"
#include "plan/plan.h"
#include "tap.h"

struct net_use {
	struct gan_nets nets;
	struct gan_store store;
	struct gan_graph *g;
	struct gan_scope *s;
	struct gan_plan *p;
	struct gan_err e;
};

static inline void net_die(const struct net_use *u, const char *what)
{
	printf("Bail out! %s: %s\n", what, u->e.msg);
	exit(1);
}

/* The text lacks its first line, "net n". */
static inline void net_open(struct net_use *u, const char *text)
{
	struct gan_buf b = { 0 };

	memset(u, 0, sizeof(*u));
	gan_buf_printf(&b, "net n\n%s\n", text);
	if (gan_nets_parse(&u->nets, b.s, b.len, "t", &u->e) || gan_net_params(&u->nets.net[0], &u->store, 1, 7, &u->e) ||
	    !(u->g = gan_graph_new(&u->e)) || !(u->s = gan_scope_new(u->g, &u->store, &u->e)))
		net_die(u, text);
	gan_buf_free(&b);
}

static inline void net_close(struct net_use *u)
{
	gan_plan_free(u->p);
	gan_scope_free(u->s);
	gan_graph_free(u->g);
	gan_store_free(&u->store);
	gan_nets_free(&u->nets);
}

static inline struct gan_node *net_apply(struct net_use *u, struct gan_node *x, enum gan_net_mode mode)
{
	struct gan_node *y = NULL;
	struct gan_apply a = { .mode = mode, .scope = u->s, .prefix = "", .rng = gan_rng(u->g), .purpose = "t", .in = &x, .out = &y };

	if (gan_net_apply(&u->nets.net[0], u->g, &a, &u->e))
		net_die(u, "apply");
	return y;
}

/* A plan of n outputs with input "x" bound to x, run. */
static inline void net_run(struct net_use *u, struct gan_node **out, int n, const void *x)
{
	static const int64_t rng[3] = { 1, 2, 3 };

	if (gan_graph_ok(u->g, &u->e) || !(u->p = gan_plan_new(u->g, &u->store, out, n, 0, &u->e)))
		net_die(u, "plan");
	gan_plan_bind(u->p, "x", x);
	gan_plan_bind(u->p, "rng", rng);
	if (gan_plan_run(u->p, &u->e))
		net_die(u, "run");
}

static inline const gan_real *net_value(struct net_use *u, struct gan_node *x)
{
	return gan_plan_value(u->p, x);
}

static inline gan_real *net_entry(struct net_use *u, const char *name)
{
	struct gan_entry *entry = gan_store_find(&u->store, name);

	if (!entry)
		net_die(u, name);
	return entry->t.data;
}

#endif
