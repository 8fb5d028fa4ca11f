/* Style: what a feature network sees of a picture, and the terms that compare what it sees. Only graphs are built here, so a
   driver that optimises a picture and an objective that trains a network use the same terms.

   A term does not look at a value as a whole. It sums something over the value's positions (struct gan_style_term.sums), and
   all else is a function of these sums divided by the number of positions, the moments. Sums may be added up over tiles,
   positions may be weighted (a tile's own part, a region's mask), and pictures of different sizes have comparable moments.

   Letters: F value of a layer [N,h,w,C], M = sum of the weights of its positions (h*w where there are none). */
#ifndef GAN_STYLE_STYLE_H
#define GAN_STYLE_STYLE_H

#include "base/setting.h"
#include "graph/scope.h"
#include "net/net.h"

/* ---- the look ---- */

/* A network's weights stand in the scope under prefix + their names ("", "ema.", "look.ema."). */
struct gan_style_look {
	const struct gan_net *net;
	const char *prefix;
};

/* 0 where the net can look at pictures: one input, a picture of 1 or 3 channels, and a convolution. Else GAN_DATA; name begins
   the message. */
int gan_style_look_fits(const struct gan_net *net, const char *name, struct gan_err *e);
/* Values of n named layers (the net's input is one, by its name) for pictures x, REAL [N,h,w,1 or 3] of 0..255: grey is repeated
   for a net of colours, colours become luma for a net of grey. All are of one application, so what layers share is computed once.
   value[k] is REAL [N,h',w',C]. -1 and e for a layer that is not there (the message lists those that are), that has no positions,
   or for which the picture is too small. */
int gan_style_look(const struct gan_style_look *l, struct gan_graph *g, struct gan_scope *scope, struct gan_node *x,
                   const char *const *layer, int n, struct gan_node **value, struct gan_err *e);

/* ---- layers and their weights ---- */

#define GAN_STYLE_MAX_LAYERS 32

/* "relu1_1:1,relu2_1:.5"; a weight that is left out is 1. */
struct gan_style_layers {
	char *name[GAN_STYLE_MAX_LAYERS];
	double weight[GAN_STYLE_MAX_LAYERS];
	int n;
};
void gan_style_layers_free(struct gan_style_layers *l);
/* key names the setting in errors. GAN_USAGE: no name, a name twice, a weight that is no number or below 0, weights whose sum
   is 0. */
int gan_style_layers_parse(struct gan_style_layers *l, const char *key, const char *text, struct gan_err *e);
/* What is taken where no layer is named. Candidates are the net's named activations that have positions or, where none has a
   name, its named convolutions. style: all of them, with weight 1. content: a layer of that name, or else the deepest of these
   whose picture's sides are at least a quarter of the input's. GAN_DATA where there are none. */
int gan_style_layers_default(struct gan_style_layers *l, const struct gan_net *net, int content, struct gan_err *e);

/* ---- terms: a registry, style/terms.def ---- */

#define GAN_STYLE_MAX_SUMS 2

enum gan_style_kind {
	GAN_STYLE_CONTENT, /* compares a value with another of its size, position by position */
	GAN_STYLE_STATISTIC, /* compares a value's moments with those of another, of any size */
	GAN_STYLE_SMOOTHNESS /* of the value alone */
};

/* One value as a term reads it. */
struct gan_style_at {
	struct gan_node *value;  /* REAL [N,h,w,C] */
	struct gan_node *goal;   /* CONTENT: REAL [N or 1,h,w,C]; else NULL */
	struct gan_node *weight; /* REAL [N or 1,h,w,1], >= 0, of each position; NULL: 1 */
	double power;            /* SMOOTHNESS: the exponent */
};

struct gan_style_term {
	const char *name, *help;
	enum gan_style_kind kind;
	int nsum;                /* at most GAN_STYLE_MAX_SUMS */
	/* sum[k]: REAL [N,...], additive over positions. */
	void (*sums)(struct gan_graph *g, const struct gan_style_at *a, struct gan_node **sum);
	/* From moments [N,...] to the term, a scalar: the mean over the N pictures. target: of STATISTIC the moments to reach, [N or
	   1,...]; else NULL. */
	struct gan_node *(*value)(struct gan_graph *g, struct gan_node *const *moment, struct gan_node *const *target);
};

const struct gan_style_term *gan_style_term_find(const char *name); /* NULL where unknown */
size_t gan_style_term_count(void);
const struct gan_style_term *gan_style_term_at(size_t i);

/* M: REAL [] or [N]. */
struct gan_node *gan_style_count(struct gan_graph *g, const struct gan_style_at *a);
/* Sums over M: moment[0..t->nsum). A region without positions (M = 0) has moments 0. */
void gan_style_moments(struct gan_graph *g, const struct gan_style_term *t, const struct gan_style_at *a, struct gan_node **moment);
/* sums already there (of several tiles) over their count, REAL [] or [N]. */
void gan_style_divide(struct gan_graph *g, const struct gan_style_term *t, struct gan_node *const *sum, struct gan_node *count,
                      struct gan_node **moment);
/* The whole term: value(moments). */
struct gan_node *gan_style_term_value(struct gan_graph *g, const struct gan_style_term *t, const struct gan_style_at *a,
                                      struct gan_node *const *target);

/* For terms: positions as rows [N,M,C], each multiplied by its weight where `weighted`. */
struct gan_node *gan_style_rows(struct gan_graph *g, const struct gan_style_at *a, struct gan_node *x, int weighted);

/* ---- settings ---- */

extern const struct gan_setting gan_style_settings[];
extern const size_t gan_style_nsettings;

/* Refuses unknown keys and values out of range (GAN_USAGE). */
int gan_style_check(const struct gan_kv *set, struct gan_err *e);
/* Refuses what is given, other than its default, and would do nothing: lr= without Adam (GAN_USAGE; style/style_needs.c). */
int gan_style_needs(const struct gan_kv *set, struct gan_err *e);
int64_t gan_style_int(const struct gan_kv *set, const char *key);
double gan_style_real(const struct gan_kv *set, const char *key);
const char *gan_style_text(const struct gan_kv *set, const char *key);

/* ---- the recipe: the terms of a run, one for each layer ---- */

#define GAN_STYLE_MAX_REGIONS 32
#define GAN_STYLE_MAX_PARTS (GAN_STYLE_MAX_LAYERS * (1 + GAN_STYLE_MAX_REGIONS) + 1)

struct gan_style_part {
	const struct gan_style_term *term;
	const char *layer;       /* as struct gan_style_layers has it; NULL: the picture itself, as numbers of 0..1 */
	double weight;           /* the term's weight times the layer's share (and the region's) */
	int region;              /* the one whose positions it reads; -1: all */
	char name[96];           /* "style.relu1_1", "content.relu3_1", "tv": for tables */
};

struct gan_style_recipe {
	struct gan_style_layers content, style;
	struct gan_style_part part[GAN_STYLE_MAX_PARTS];
	int npart;
	const char *layer[2 * GAN_STYLE_MAX_LAYERS]; /* all layers that parts read, each once */
	int nlayer;
	double tv_power;
	int balance, erode, tileable;
};
/* From checked settings. GAN_DATA for a layer that the net does not have: the message lists those that it has. with_content
   0: textures. The layers' weights are divided by their sum, so that content-weight, style-weight and tv are the terms'
   whole weights. r->part points into r. */
int gan_style_recipe_make(struct gan_style_recipe *r, const struct gan_kv *set, const struct gan_net *net, int with_content,
                          struct gan_err *e);
/* Each part of a statistic becomes n, one for each region, "style1.relu1_1" and so on; share[n], whose sum is 1, divides its
   weight. n is at most GAN_STYLE_MAX_REGIONS. Once only. */
void gan_style_recipe_regions(struct gan_style_recipe *r, int n, const double *share);
void gan_style_recipe_free(struct gan_style_recipe *r);

#endif
