/* Private to net/: building a net's layers, whoever holds the parameters. */
#ifndef GAN_NET_BUILD_H
#define GAN_NET_BUILD_H

#include "net/layer.h"

struct gan_param_ask {
	const char *name;              /* full: "g.main.0.weight" */
	const struct gan_shape *shape; /* in memory */
	enum gan_layout layout;
	const struct gan_fill *fill;
	int trained;
};

/* Where parameters come from and running statistics go to. */
struct gan_sink {
	struct gan_node *(*param)(struct gan_sink *s, struct gan_lb *b, const struct gan_param_ask *ask);
	void (*set)(struct gan_sink *s, const char *name, struct gan_node *value); /* NULL: nowhere */
	void (*begin)(struct gan_sink *s); /* a new layer begins; may be NULL */
	int64_t count;                 /* parameters of the layer, for tables */
};

/* Zero-initialise, gan_build_init, then set the rest. */
struct gan_build {
	const struct gan_net *net;
	struct gan_graph *g;
	struct gan_node **value;       /* inputs, then layers */
	int64_t ref;                   /* set by gan_build_run: rows of the reference batch, which comes first */
	int sizing;                    /* one sample and no reference: shapes are asked for, not results */
	enum gan_net_mode mode;
	struct gan_node *rng;
	const char *purpose;
	struct gan_sink *sink;
	struct gan_err *e;
};

/* The full name of a layer's entry, "g.main.0.weight"; -1 where it is too long. */
int gan_entry_name(const struct gan_net *net, const struct gan_layer *l, const char *entry, char *buf, size_t n);
int gan_build_init(struct gan_build *nb, const struct gan_net *net, struct gan_graph *g, struct gan_err *e);
void gan_build_free(struct gan_build *nb);
/* Builds all layers, or only those that value `only` (>= 0) needs. row, where given, has one element a layer. */
int gan_build_run(struct gan_build *nb, struct gan_node *const *in, int only, struct gan_layer_row *row);
/* From a layer that was built, and its value. */
void gan_row_fill(struct gan_layer_row *row, const struct gan_lb *b, const struct gan_node *x);

#endif
