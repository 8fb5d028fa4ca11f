/* Private to net/: one line of a net, the layer registry's descriptor, and the builder that a descriptor's
   build function works with. A layer is one file, layer_NAME.c, that exports `const struct gan_layer_type
   gan_layer_NAME` and has one line in layers.def (sorted).

   Values have axis 0 for samples: vectors [N,D], pictures [N,H,W,C], labels I64 [N]. */
#ifndef GAN_NET_LAYER_H
#define GAN_NET_LAYER_H

#include "net/net.h"

#define GAN_NET_MAX_TEXT (1u << 20)
#define GAN_NET_MAX_LINES 10000
#define GAN_NET_MAX_NAME 200
#define GAN_NET_MAX_ENTRY 512              /* "g.main.0.weight" and its NUL */
#define GAN_NET_MAX_ELEMENTS ((int64_t)1 << 40)

struct gan_layer_type;

/* One line. Sources are numbered as values are: inputs first (0..nin-1), then layers. */
struct gan_layer {
	char *name;            /* NULL for "-" */
	const struct gan_layer_type *type;
	int line;              /* 1-based, in the text */
	struct gan_kv set;     /* settings as given, checked against the type's table */
	struct gan_kv rename;  /* entry ("weight") -> name within the net ("conv1.scale") */
	int *from;
	int nfrom;
	int train;             /* 0: its parameters are constants to an optimiser */
};

/* An entry that a layer may keep in the store. */
struct gan_layer_entry {
	const char *name;      /* "weight" */
	int trained;
};

/* Initial values: constant mean; normal or uniform(-scale, scale) around mean; orthogonal with gain scale; singular: an
   estimate of the first left singular vector of the layer's weight, which is asked for before, as a matrix with the rows of its
   first axis (scale 0) or its last (1). */
enum gan_fill_kind { GAN_FILL_CONSTANT, GAN_FILL_NORMAL, GAN_FILL_UNIFORM, GAN_FILL_ORTHOGONAL, GAN_FILL_SINGULAR };
struct gan_fill {
	enum gan_fill_kind kind;
	double mean, scale;
};

/* A layer in the making. */
struct gan_lb {
	struct gan_graph *g;
	const struct gan_net *net;
	const struct gan_layer *layer;
	struct gan_node **in;  /* the values it takes */
	int nin;
	int64_t batch;         /* rows of the net's inputs */
	int64_t ref;           /* the first of them that are the reference batch (net/reference.h) */
	enum gan_net_mode mode;
	struct gan_node *rng;  /* NULL: no random numbers in this application */
	const char *purpose;
	struct gan_sink *sink; /* where parameters come from (net_build.c) */
	int64_t macs;          /* set by the layer: multiply-adds per sample */
	unsigned across;       /* set by the layer: GAN_ACROSS_..., how it looks at other samples of the batch */
	uint32_t asked;        /* bit k: entry k of the type was asked for */
	struct gan_err *e;
};

struct gan_layer_type {
	const char *name, *help;
	const struct gan_setting *setting; /* def NULL: must be given; "": may be left out */
	size_t nsetting;
	const struct gan_layer_entry *entry;
	size_t nentry;
	int nin_min, nin_max;  /* how many values it takes: 0,0 none; max -1 any */
	/* Returns the layer's value; NULL after gan_lb_fail or a failed builder. */
	struct gan_node *(*build)(struct gan_lb *b);
};

const struct gan_layer_type *gan_layer_find(const char *name);
size_t gan_layer_count(void);
const struct gan_layer_type *gan_layer_at(size_t i);

/* ---- settings of the line ---- */
int gan_lb_given(const struct gan_lb *b, const char *key);
int64_t gan_lb_int(const struct gan_lb *b, const char *key);
double gan_lb_real(const struct gan_lb *b, const char *key);
const char *gan_lb_text(const struct gan_lb *b, const char *key);
int gan_lb_is(const struct gan_lb *b, const char *key, const char *value);
/* A list of integers, "3", "3,5": up to max of them; how many, or -1 (reported). */
int gan_lb_ints(struct gan_lb *b, const char *key, int64_t *v, int max, int64_t lo, int64_t hi);
/* "3" or "3,5" (height, width). */
int gan_lb_pair(struct gan_lb *b, const char *key, int *h, int *w, int lo, int hi);
/* An axis of x: n h w c (pictures), n c (vectors: their last axis), or a number. The axis, or -1 (reported). */
int gan_lb_axis(struct gan_lb *b, const char *key, const struct gan_node *x);
/* A list of such; 0 or -1. */
int gan_lb_axes(struct gan_lb *b, const char *key, const struct gan_node *x, uint32_t *axes);

/* ---- values ---- */
/* Records "source: line N: layer 'x' type: ..." and returns NULL. */
struct gan_node *gan_lb_fail(struct gan_lb *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* x as [N,H,W,C]: pictures as they are, vectors as one pixel; NULL (reported) for what is neither. */
struct gan_node *gan_lb_picture(struct gan_lb *b, struct gan_node *x);
/* Is x REAL? Else reported: labels need onehot or embedding first. */
int gan_lb_real_value(struct gan_lb *b, const struct gan_node *x);
/* "32 channels, 7x7" and so on, for messages. */
const char *gan_shape_say(const struct gan_node *x, char *buf, size_t n);

/* ---- parameters ---- */
/* The entry's value now. Shape and layout are those in memory. */
struct gan_node *gan_lb_param(struct gan_lb *b, const char *entry, const struct gan_shape *shape,
                              enum gan_layout layout, const struct gan_fill *fill);
/* A trained vector of n values. */
struct gan_node *gan_lb_vector(struct gan_lb *b, const char *entry, int64_t n, double value);
/* Sets an entry (running statistics); only in TRAIN mode. */
void gan_lb_set(struct gan_lb *b, const char *entry, struct gan_node *value);
/* The initial values that setting `key` asks for, given fans; absent: *fill stays. 0 or -1 (reported). mean: around
   what normal and uniform lie (1 for scales). */
int gan_lb_fill(struct gan_lb *b, const char *key, double fan_in, double fan_out, double mean, struct gan_fill *fill);
/* Weight and bias as most layers have them: PyTorch's U(+-1/sqrt(fan_in)) unless init= is given (bias: then 0). */
struct gan_node *gan_lb_weight(struct gan_lb *b, const struct gan_shape *shape, enum gan_layout layout,
                               double fan_in, double fan_out);
struct gan_node *gan_lb_bias(struct gan_lb *b, int64_t n, double fan_in);
/* 1/sqrt(fan_in), 0 for none. */
double gan_fan_scale(double fan_in);
/* Draws shape's values into y, in memory order (rows of an orthogonal matrix are axis 0). 0 or -1. */
int gan_fill_draw(const struct gan_fill *f, const struct gan_shape *shape, uint64_t seed, const char *entry,
                  gan_real *y, struct gan_err *e);
/* Steps of power iteration from u[rows] on w of rows x cols (last: stored as cols x rows); |u| = 1 then. 0 or -1. */
int gan_fill_iterate(const gan_real *w, int64_t rows, int64_t cols, int last, gan_real *u, struct gan_err *e);

/* The purpose of a random node of this layer: apply's, the net's and the layer's names. */
const char *gan_lb_purpose(const struct gan_lb *b, char *buf, size_t n);

/* Rows that many tables share. */
#define GAN_SET_INIT \
	{ "init", GAN_SET_TEXT, "", 0, 0, NULL, "", \
	  "initial weights: normal:S uniform:S glorot he orthogonal:G constant:C" }, \
	{ "init.bias", GAN_SET_TEXT, "", 0, 0, NULL, "", "initial biases, in the same words" }
#define GAN_SET_FLAG(key, def, help) { key, GAN_SET_ENUM, def, 0, 0, "0|1", "", help }

#define GAN_COUNT(a) (sizeof(a) / sizeof((a)[0]))

#endif
