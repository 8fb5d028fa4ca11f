/* The network language, gan-net(5): text -> parsed nets -> graph. The text is what a model carries (gan.net). */
#ifndef GAN_NET_NET_H
#define GAN_NET_NET_H

#include <stddef.h>
#include <stdint.h>
#include "base/setting.h"
#include "graph/build.h"
#include "graph/scope.h"
#include "tensor/tensor.h"

enum gan_io_kind { GAN_IO_VECTOR, GAN_IO_IMAGE, GAN_IO_LABEL };

/* An input or output as declared. Of an output, kind, n, h, w, c are worked out by gan_nets_parse from the layers
   (-1 where an input of any size makes it so; a value of another rank is a VECTOR with n = -1). */
struct gan_io {
	char *name;
	enum gan_io_kind kind;
	int value;            /* output: the value it gives (private to net/) */
	int64_t n;            /* VECTOR: length; LABEL: number of classes */
	int64_t h, w, c;      /* IMAGE; -1 = any */
	double lo, hi;        /* range=: what bytes 0 and 255 become; 0 and 1 unless given */
	int has_range;
	/* order=bgr, then mean=, std= (one for each channel or one for all, in the net's order), after the range */
	double mean[4], std[4];
	int nmean, nstd, bgr;
};

struct gan_layer;         /* one line, private to net/ */

struct gan_net {
	char *name;           /* "g", "d", ... */
	char *source;         /* for messages */
	int line;
	struct gan_io *in;
	size_t nin;
	struct gan_io *out;   /* output lines; at least one */
	size_t nout;
	struct gan_layer *layer;
	size_t nlayer;
};

struct gan_nets {
	struct gan_net *net;
	size_t n;
	char *text;           /* as read */
};

/* Parses and checks, shapes too. source names the text in errors ("my.net" or "gan.net"). GAN_DATA. */
int gan_nets_parse(struct gan_nets *nets, const char *text, size_t len, const char *source, struct gan_err *e);
void gan_nets_free(struct gan_nets *nets);
const struct gan_net *gan_nets_find(const struct gan_nets *nets, const char *name); /* NULL where absent */

/* Adds the entries of one net to the store ("g.main.0.weight", REAL), zeroed or, with init set, drawn from
   (seed, entry name). Existing entries of the right shape are kept; of another shape: error. */
int gan_net_params(const struct gan_net *net, struct gan_store *store, int init, uint64_t seed, struct gan_err *e);
/* Is this entry ("g.main.0.weight") trained (weight, bias), or a buffer (running_mean, a layer with train=0)? */
int gan_net_is_trained(const struct gan_net *net, const char *entry);

/* Has it a layer of this type? */
int gan_net_has(const struct gan_net *net, const char *type);

/* How the net resizes its first input before anything else: "299x299,bilinear,asymmetric" (width and height, and what else is
   set), or "none". Returns buf. */
char *gan_net_resize(const struct gan_net *net, char *buf, size_t n);

/* May a foreign file have this tensor ("g.main.1.num_batches_tracked") though the net does not? What batch norms
   count, running statistics where stats=batch, and the right vector of a spectral norm ("weight_v"). */
int gan_net_ignores(const struct gan_net *net, const char *entry);

enum gan_net_mode {
	GAN_NET_TRAIN,        /* batch statistics, dropout; running statistics are set in the scope */
	GAN_NET_EVAL
};

/* One application of a net. */
struct gan_apply {
	enum gan_net_mode mode;
	struct gan_scope *scope;
	const char *prefix;   /* before entry names: "" or "ema." */
	struct gan_node *rng; /* for dropout and noise layers; may be NULL in EVAL unless a layer says when=always */
	const char *purpose;  /* makes this application's random layers differ from another's: "d.real" */
	struct gan_node **in; /* net->nin nodes: VECTOR REAL [N,n]; IMAGE REAL [N,h,w,c] decoded; LABEL I64 [N] */
	struct gan_node **out;/* the first of the net's outputs, to be filled: */
	size_t nout;          /* so many, or as many as there are; 0 means 1 */
};
int gan_net_apply(const struct gan_net *net, struct gan_graph *g, struct gan_apply *a, struct gan_err *e);
/* The value of a named layer, output or input in an application (a->out is not touched). Builds only what that value
   needs. NULL and e if there is none (the message lists the names that exist). */
struct gan_node *gan_net_layer(const struct gan_net *net, struct gan_graph *g, struct gan_apply *a, const char *layer,
                               struct gan_err *e);

/* 0 where there is a layer, output or input of that name; else GAN_DATA, and the message lists the layers. */
int gan_net_has_layer(const struct gan_net *net, const char *layer, struct gan_err *e);

/* The last hidden value: what the last layer with weights, on the way to the first output, takes (its first value).
   NULL and e where that is an input of the net. */
struct gan_node *gan_net_hidden(const struct gan_net *net, struct gan_graph *g, struct gan_apply *a, struct gan_err *e);

/* The type of the layer that turns the first output's numbers into probabilities, "sigmoid", "logsigmoid", "softmax" or
   "logsoftmax", where it is the last (but for flatten, view and id); else NULL. And the value that this layer takes, the logits;
   else the output. */
const char *gan_net_end(const struct gan_net *net);
struct gan_node *gan_net_logits(const struct gan_net *net, struct gan_graph *g, struct gan_apply *a, struct gan_err *e);

/* U8 [N,H,W,C] -> REAL as the input declares (range, order, mean, std), and REAL -> U8 as the output declares. decode
   also takes REAL values 0..255, and then has a gradient. */
struct gan_node *gan_io_decode(struct gan_graph *g, const struct gan_io *io, struct gan_node *u8);
struct gan_node *gan_io_encode(struct gan_graph *g, const struct gan_io *io, struct gan_node *real);
/* encode before it rounds: REAL values, 0..255 inside the range. */
struct gan_node *gan_io_bytes(struct gan_graph *g, const struct gan_io *io, struct gan_node *real);

enum {
	GAN_ACROSS_NORM = 1,     /* by the batch's mean and variance */
	GAN_ACROSS_COMPARES = 2, /* it measures how samples differ */
	GAN_ACROSS_AXIS = 4      /* it works along axis n */
};

/* One row per layer for gan-stat: shapes for batch 1. */
struct gan_layer_row {
	char name[128], type[32];
	struct gan_shape out;
	int64_t params, macs; /* macs: multiply-adds per sample of conv, convt, linear */
	unsigned across;      /* GAN_ACROSS_...: how, in training, a sample's value depends on the rest of the batch */
};
/* rows: gan_alloc'd, *n of them; the caller frees. */
int gan_net_table(const struct gan_net *net, struct gan_layer_row **rows, size_t *n, struct gan_err *e);

/* The layer types and their settings, a line each, for people and for the test of gan-net(5): "type TAB values it takes TAB
   help", then "type TAB key TAB values TAB default TAB unit TAB help". */
void gan_net_layers(struct gan_buf *b);

/* Architectures: a registry of "settings -> text" (net/archs.def, one file arch_NAME.c each). */
struct gan_arch {
	const char *name, *help;
	const struct gan_setting *setting;
	size_t nsetting;
	/* kv has been checked against setting. Appends gan-net text. May also put training defaults into hyper
	   (settings of train/, e.g. lr.d for the lecture's MLP). */
	int (*print)(const struct gan_kv *kv, struct gan_buf *text, struct gan_kv *hyper, struct gan_err *e);
};
const struct gan_arch *gan_arch_find(const char *name);
size_t gan_arch_count(void);
const struct gan_arch *gan_arch_at(size_t i);

#endif
