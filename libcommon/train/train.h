/* Training: settings, and objectives, losses and optimisers as registries, and the one step graph that they make.
   A step is built once and run by model/trainer.h. Nothing here runs or reads a stream.

   Letters: B batch, n latent size, t the 1-based number of the step or update, s logits of the discriminator. */
#ifndef GAN_TRAIN_TRAIN_H
#define GAN_TRAIN_TRAIN_H

#include "base/setting.h"
#include "graph/scope.h"
#include "net/net.h"

/* ---- settings (train/settings.c) ---- */

/* All settings of training: batch, seed, loss, lr, lr.g, lr.d, optim, beta1, ... A setting that exists as K, K.g and
   K.d (lr, optim, beta1, ...) holds for both groups by K, and for one by K.g or K.d, which win. */
extern const struct gan_setting gan_train_settings[];
extern const size_t gan_train_nsettings;

/* Checks given against the table (GAN_USAGE; an unknown key names the nearest) and puts it into hyper. K=V removes the
   K.g and K.d that hyper had; those in given win over K in given, whatever their order. */
int gan_train_set(struct gan_kv *hyper, const struct gan_kv *given, struct gan_err *e);
/* Adds the default of each setting that has one and that hyper lacks. */
int gan_train_fill(struct gan_kv *hyper, struct gan_err *e);
/* Checks those values of hyper that this table knows; other keys are left alone. */
int gan_train_check(const struct gan_kv *hyper, struct gan_err *e);

/* Values out of hyper, else the table's default. The last two: K.<group>, else K. */
int64_t gan_train_int(const struct gan_kv *hyper, const char *key);
double gan_train_real(const struct gan_kv *hyper, const char *key);
const char *gan_train_text(const struct gan_kv *hyper, const char *key);
double gan_train_group_real(const struct gan_kv *hyper, const char *key, const char *group);
const char *gan_train_group_text(const struct gan_kv *hyper, const char *key, const char *group);

/* ---- the step ---- */

/* What a step's graph is built from. */
struct gan_step_spec {
	const struct gan_nets *nets;
	const struct gan_kv *hyper;
	struct gan_store *store;   /* entries that the optimiser needs are added (zeroed) by gan_objective.prepare */
	int64_t batch;
	int has_labels;
	int64_t h, w, c, d;        /* data: pictures h x w x c (U8), or points of d (then h = 0; REAL) */
	const char *source;        /* names the data in errors; NULL: not named */
	int z_input;               /* latents are inputs "z" (or "z.d" and "z.g") [B,n] instead of drawn ones: for tests */
};

/* A value of the step that the log has, in order: "d.loss", "d.real", ... */
struct gan_watch {
	const char *name;
	struct gan_node *node;     /* REAL scalar */
	int must_be_finite;
};

/* A scalar input of the graph that the host computes in double before each step: value(a, t). t is the store's counter
   `counter` (I64 []) plus `ahead`, or the 1-based step where counter is empty. */
struct gan_host {
	char name[64];
	char counter[64];
	int ahead;
	double (*value)(const double *a, uint64_t t);
	double a[4];
};

/* A counter of the store (I64 []) that a committed step raises by `add`. */
struct gan_tick {
	char name[64];
	int add;
};

#define GAN_MAX_WATCH 32
#define GAN_MAX_HOST 64
#define GAN_MAX_TICK 16

/* The graph of a step: inputs "x" (U8 [B,h,w,c] or REAL [B,d]), "y" (I64 [B]) where a net wants labels, "rng"
   (I64 [3]: seed, step, 0) and the host scalars; assigns; watches. */
struct gan_step_graph {
	struct gan_graph *g;
	struct gan_watch watch[GAN_MAX_WATCH];
	int nwatch;
	struct gan_host host[GAN_MAX_HOST];
	int nhost;
	struct gan_tick tick[GAN_MAX_TICK];
	int ntick;
};

/* Finds hyper's objective, prepares the store and builds. sg's content is freed by gan_step_graph_free. */
int gan_step_graph_build(struct gan_step_graph *sg, const struct gan_step_spec *s, struct gan_err *e);
void gan_step_graph_free(struct gan_step_graph *sg);

/* Helpers of objectives; failures go to the graph's sticky error. */
void gan_step_watch(struct gan_step_graph *sg, const char *name, struct gan_node *node, int must_be_finite);
/* The scalar of that name, made on first use. Up to 4 constants are copied from a. */
struct gan_node *gan_step_host(struct gan_step_graph *sg, const char *name, const char *counter, int ahead,
                               double (*value)(const double *a, uint64_t t), const double *a, int na);

/* ---- objectives ---- */
struct gan_objective {
	const char *name, *help;
	/* 0 where this objective can train these nets with this data, else -1 and why not. */
	int (*fits)(const struct gan_step_spec *s, struct gan_err *e);
	/* Adds what the updates need to the store and removes what no update needs any more. */
	int (*prepare)(const struct gan_step_spec *s, struct gan_err *e);
	int (*build)(const struct gan_step_spec *s, struct gan_step_graph *sg, struct gan_err *e);
};

/* ---- losses of a GAN, from logits, each a scalar to be minimised ---- */
struct gan_loss {
	const char *name, *help;
	struct gan_node *(*d_real)(struct gan_graph *g, struct gan_node *real); /* D's loss is the sum of the two halves */
	struct gan_node *(*d_fake)(struct gan_graph *g, struct gan_node *fake);
	struct gan_node *(*g)(struct gan_graph *g, struct gan_node *fake);
};

/* ---- optimisers ---- */

/* One update of one group (a net's trained parameters). The counter "<optim>.t.<group>" counts a group's updates;
   `ahead` is 1 for the first update of a group in a step, 2 for the second. */
struct gan_update {
	struct gan_step_graph *sg;
	const struct gan_kv *hyper;
	const char *group;
	int ahead;
};

#define GAN_MAX_SLOT 4
struct gan_optim {
	const char *name, *help;
	/* Names of the state per parameter under these settings, ended by NULL: {"m","v"} -> "adam.m.<param>", zero at first. */
	const char *const *(*slots)(const struct gan_kv *hyper, const char *group);
	/* The new parameter from the old, its gradient and its slots, which are replaced by their new values. */
	struct gan_node *(*update)(const struct gan_update *u, struct gan_node *w, struct gan_node *grad, struct gan_node **slot);
};

/* The learning rate of u's group as a host scalar. */
struct gan_node *gan_update_lr(const struct gan_update *u);
/* A scalar value(a, t) with t = the number of this update; what names it ("adam.step"). */
struct gan_node *gan_update_host(const struct gan_update *u, const char *what,
                                 double (*value)(const double *a, uint64_t t), const double *a, int na);

/* Adds the slots and the counter of a group (the net of that name) to the store; removes those of other optimisers. */
int gan_group_prepare(const struct gan_step_spec *s, const struct gan_net *net, struct gan_err *e);
/* Descends `loss` in the net's trained parameters: gradients, weight decay, optimiser; results are set in the scope.
   *sumsq (may be NULL) becomes the sum of the squared gradients. */
void gan_group_update(struct gan_step_graph *sg, struct gan_scope *scope, const struct gan_step_spec *s,
                      const struct gan_net *net, struct gan_node *loss, int ahead, struct gan_node **sumsq);
/* Counts `updates` updates of the group at each commit. */
void gan_group_tick(struct gan_step_graph *sg, const struct gan_step_spec *s, const struct gan_net *net, int updates);

/* ---- running averages of a net's weights: entries "ema.<entry>" (train/ema.c) ---- */
int gan_ema_prepare(const struct gan_step_spec *s, const struct gan_net *net, struct gan_err *e);
void gan_ema_update(struct gan_step_graph *sg, struct gan_scope *scope, const struct gan_step_spec *s, const struct gan_net *net);

/* ---- registries: objectives.def, losses.def, optims.def ---- */
const struct gan_objective *gan_objective_find(const char *name); /* NULL where unknown */
const struct gan_loss *gan_loss_find(const char *name);
const struct gan_optim *gan_optim_find(const char *name);
size_t gan_optim_count(void);
const struct gan_optim *gan_optim_at(size_t i);

/* Latents of n numbers as hyper's z-dist says: nodes of shape [B,n] drawn for `purpose`. */
struct gan_node *gan_latents(struct gan_graph *g, const struct gan_kv *hyper, const char *purpose, int64_t b, int64_t n);

#endif
