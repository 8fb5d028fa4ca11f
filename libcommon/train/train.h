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

/* Refuses (GAN_USAGE) what is given and does nothing under hyper, which has it already: lr-end=9 where the rate is
   constant (train/needs.c). A default may always be given. */
int gan_train_needs(const struct gan_kv *hyper, const struct gan_kv *given, struct gan_err *e);

/* Refuses (GAN_USAGE) a schedule that is over before it begins: what of given differs from hyper, which does not have it yet, and
   ends at or before `step`, the steps that the model has made. The same again, as a resumed run has it, is no error. */
int gan_train_late(const struct gan_kv *hyper, const struct gan_kv *given, uint64_t step, struct gan_err *e);

/* Values out of hyper, else the table's default. The group's: K.<group>, else K. */
int64_t gan_train_int(const struct gan_kv *hyper, const char *key);
double gan_train_real(const struct gan_kv *hyper, const char *key);
const char *gan_train_text(const struct gan_kv *hyper, const char *key);
void gan_train_range(const struct gan_kv *hyper, const char *key, double ends[2]);
double gan_train_group_real(const struct gan_kv *hyper, const char *key, const char *group);
const char *gan_train_group_text(const struct gan_kv *hyper, const char *key, const char *group);
/* The key K.<group> as the table has it, whose text stays; K itself where there is none. */
const char *gan_train_key(const char *key, const char *group);
/* Does a setting act in an objective: is it among its keys, or one of updates (lr, optim, ...), which act in all? */
struct gan_objective;
int gan_train_acts(const struct gan_objective *o, const char *key);
/* Refuses (GAN_USAGE) a setting that would be ignored: one that hyper has with another value than the table's default, and that
   does not act in o. */
int gan_train_only(const struct gan_kv *hyper, const struct gan_objective *o, struct gan_err *e);

/* ---- the step ---- */

/* Which form of the step is built. Most runs have one; an objective whose steps differ (more updates of D in the first ones,
   D skipped while it is ahead) names the form that each step takes, and the trainer keeps a plan of each. */
struct gan_step_form {
	int d_steps; /* updates of D, each on a batch of its own */
	int d_idle;  /* D's losses are computed, but D is not updated */
};

/* What a step's graph is built from. */
struct gan_step_spec {
	const struct gan_nets *nets;
	const struct gan_kv *hyper;
	struct gan_store *store;   /* entries that the optimiser needs are added (zeroed) by gan_objective.prepare */
	int64_t batch;
	int has_labels;
	int64_t nclass;            /* the data's greatest label plus 1; 0 unlabelled */
	int64_t h, w, c, d;        /* data: pictures h x w x c (U8), or points of d (then h = 0; REAL) */
	const char *source;        /* names the data in errors; NULL: not named */
	int z_input;               /* latents are inputs "z" (or "z.d" and "z.g") [B,n] instead of drawn ones: for tests */
	struct gan_step_form form; /* set by gan_step_graph_build's caller from gan_step_form_at */
};

/* A value of the step that the log has, in order: "d.loss", "d.real", ... */
struct gan_watch {
	const char *name;
	struct gan_node *node;     /* REAL scalar */
	int must_be_finite;
};

/* When a host scalar is computed: step is the 1-based number of the step; t the store's counter plus `ahead`, that is the
   1-based number of an update, or the step where there is no counter. */
struct gan_when {
	uint64_t t, step;
};

/* A scalar input of the graph that the host computes in double before each step. */
#define GAN_MAX_HOST_ARG 20
struct gan_host {
	char name[64];
	char counter[64]; /* an entry of the store (I64 []), or "" */
	int ahead;
	double (*value)(const double *a, const struct gan_when *w);
	double a[GAN_MAX_HOST_ARG];
};

/* An input like "rng" whose samples count from `first`. */
struct gan_step_rng {
	char name[32];
	int64_t first;
};

/* A counter of the store (I64 []) that a committed step raises by `add`. */
struct gan_tick {
	char name[64];
	int add;
};

#define GAN_MAX_WATCH 32
#define GAN_MAX_TICK 16

/* The graph of a step: inputs "x" (U8 [n,h,w,c] or REAL [n,d], n = samples), "y" (I64 [n]) where a net wants labels, "rng"
   (I64 [3]: seed, step, 0), those of sg->rng, and the host scalars; assigns; watches. */
struct gan_step_graph {
	struct gan_graph *g;
	int64_t samples;         /* elements of the data that the step takes */
	struct gan_watch watch[GAN_MAX_WATCH];
	int nwatch;
	struct gan_host *host;
	size_t nhost, hostcap;
	struct gan_tick tick[GAN_MAX_TICK];
	int ntick;
	struct gan_step_rng *rng;
	size_t nrng, rngcap;
};

/* The form that the step after `step` steps takes, by hyper's objective and the store. GAN_USAGE: no such objective. */
int gan_step_form_at(struct gan_step_form *form, const struct gan_step_spec *s, uint64_t step, struct gan_err *e);
/* Finds hyper's objective, prepares the store and builds s->form. sg's content is freed by gan_step_graph_free. */
int gan_step_graph_build(struct gan_step_graph *sg, const struct gan_step_spec *s, struct gan_err *e);
void gan_step_graph_free(struct gan_step_graph *sg);

/* Helpers of objectives; failures go to the graph's sticky error. */
void gan_step_watch(struct gan_step_graph *sg, const char *name, struct gan_node *node, int must_be_finite);
/* The scalar of that name, made on first use. The na constants are copied from a. */
struct gan_node *gan_step_host(struct gan_step_graph *sg, const char *name, const char *counter, int ahead,
                               double (*value)(const double *a, const struct gan_when *w), const double *a, int na);

/* From here on random nodes count their samples from `first`: those of a part of a batch have the numbers that the whole would
   have there. again: the same numbers by another input, so that what is made of them is not the nodes that are there
   already, but computed anew (memory for time). Samples from 0, not again, are the input "rng". */
void gan_step_rng_from(struct gan_step_graph *sg, int64_t first, int again);
/* Counts `add` of the store's counter at each commit. */
void gan_step_tick(struct gan_step_graph *sg, const char *counter, int add);

/* ---- objectives ---- */
struct gan_objective {
	const char *name, *help;
	const char *const *keys; /* settings that act here, beside those of updates; ended by NULL */
	int duel;                /* it has nets g and d: K.g and K.d act where K does */
	/* 0 where this objective can train these nets with this data, else -1 and why not. */
	int (*fits)(const struct gan_step_spec *s, struct gan_err *e);
	/* Adds what the updates need to the store and removes what no update needs any more. */
	int (*prepare)(const struct gan_step_spec *s, struct gan_err *e);
	int (*build)(const struct gan_step_spec *s, struct gan_step_graph *sg, struct gan_err *e);
	/* The form of the step after `step` steps; NULL: always the same. */
	void (*form)(struct gan_step_form *form, const struct gan_step_spec *s, uint64_t step);
};

/* What state of training is named by, before ".<entry of a net>": is `first` such a prefix of running means ("ema.<entry>",
   "hist.<entry>") or other state of that name? A net cannot have it as its name. */
int gan_is_state_name(const char *first);

/* ---- the batch (train/batch.c, train/augment.c, augments.def) ---- */

/* 0 where the data, `pack` samples side by side, are what the net's first input reads; else GAN_DATA with the cure. */
int gan_data_fits(const struct gan_step_spec *s, const struct gan_net *net, int64_t pack, struct gan_err *e);
/* Elements first..first+n of the input "x", changed at random where augment= says so: pictures [n,h,w,c], U8 or REAL of 0..255, or
   points REAL [n,d]. */
struct gan_node *gan_data_raw(struct gan_step_graph *sg, const struct gan_step_spec *s, int64_t first, int64_t n);
/* The same as that net input reads them: REAL. */
struct gan_node *gan_data_batch(struct gan_step_graph *sg, const struct gan_step_spec *s, const struct gan_io *io, int64_t first,
                                int64_t n);
/* Does augment= say anything? */
int gan_augments(const struct gan_kv *hyper);
/* Pictures x, REAL [B,h,w,c] of 0..255, changed as augment= says; purpose begins the names of the random numbers. */
struct gan_node *gan_augment(struct gan_graph *g, const struct gan_kv *hyper, struct gan_node *x, const char *purpose);
/* The same as `list` says ("flip,shift"), of numbers where black and white are those of the range. */
struct gan_range {
	double lo, hi;
};
struct gan_node *gan_augment_as(struct gan_graph *g, const char *list, struct gan_node *x, const struct gan_range *range,
                                const char *purpose);
/* 0 where a net that reads io can be given pictures changed by `list`, the value of `key`: data are pictures (h > 0), and
   black and white are known where a change depends on them. Else -1. */
int gan_augment_fits(const struct gan_io *io, int64_t h, const char *key, const char *list, struct gan_err *e);

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
/* The same within a host function of an optimiser: gan_lr_args puts the group's schedule into the first GAN_LR_ARGS
   constants, and gan_lr_at makes the rate of them (train/rate.c). */
#define GAN_LR_ARGS 16
void gan_lr_args(const struct gan_update *u, double *a);
double gan_lr_at(const double *a, const struct gan_when *w);
/* 0 where the settings make a schedule for this group, else GAN_USAGE. */
int gan_lr_fits(const struct gan_kv *hyper, const char *group, struct gan_err *e);
/* A scalar value(a, w) with w->t = the number of this update; what names it ("adam.step"). */
struct gan_node *gan_update_host(const struct gan_update *u, const char *what,
                                 double (*value)(const double *a, const struct gan_when *w), const double *a, int na);

/* ---- what is left as it is: freeze= (train/freeze.c) ---- */
int gan_is_frozen(const struct gan_kv *hyper, const char *entry);
/* Is the entry a parameter of the net that updates change: trained, and not frozen? */
int gan_is_updated(const struct gan_kv *hyper, const struct gan_net *net, const char *entry);
/* 0 where freeze= names layers that are there and leaves something of the net to train, else GAN_USAGE. */
int gan_freeze_fits(const struct gan_step_spec *s, const struct gan_net *net, struct gan_err *e);

/* Adds the slots and the counter of a group (the net of that name) to the store; removes those of other optimisers. */
int gan_group_prepare(const struct gan_step_spec *s, const struct gan_net *net, struct gan_err *e);
/* A descent in a net's trained parameters, whose values are those at gan_descent_new: the mean gradient of `parts` losses, each
   added as soon as it is there, so that what a part needs can go before the next; then clipping, weight decay and the
   optimiser, with results set in the scope. *sumsq (may be NULL) becomes the sum of the squared gradients before clipping.
   gan_descent_end frees d; NULL is passed through. */
struct gan_descent;
struct gan_descent *gan_descent_new(struct gan_step_graph *sg, struct gan_scope *scope, const struct gan_step_spec *s,
                                    const struct gan_net *net, int parts);
void gan_descent_add(struct gan_descent *d, struct gan_node *loss);
void gan_descent_end(struct gan_descent *d, int ahead, struct gan_node **sumsq);
/* A descent on one loss. */
void gan_group_update(struct gan_step_graph *sg, struct gan_scope *scope, const struct gan_step_spec *s,
                      const struct gan_net *net, struct gan_node *loss, int ahead, struct gan_node **sumsq);
/* Counts `updates` updates of the group at each commit. */
void gan_group_tick(struct gan_step_graph *sg, const struct gan_step_spec *s, const struct gan_net *net, int updates);

/* ---- running averages of a net's weights: entries "ema.<entry>" (train/ema.c) ---- */
int gan_ema_prepare(const struct gan_step_spec *s, const struct gan_net *net, struct gan_err *e);
void gan_ema_update(struct gan_step_graph *sg, struct gan_scope *scope, const struct gan_step_spec *s, const struct gan_net *net);

/* ---- registries: objectives.def, optims.def (train/duel.h has those of the gan objective) ---- */
const struct gan_objective *gan_objective_find(const char *name); /* NULL where unknown */
const struct gan_optim *gan_optim_find(const char *name);
size_t gan_optim_count(void);
const struct gan_optim *gan_optim_at(size_t i);

/* Latents of n numbers as hyper's z-dist says: nodes of shape [B,n] drawn for `purpose` (train/latents.c).
   normal: N(0,1). uniform: in -1..1. sphere: N(0,1) brought to the length sqrt(n), z / sqrt(mean of z^2 + 1e-8) (Karras et al.
   2018, sec. 4.1). truncated: N(0,1) given |z| <= z-truncate (Brock et al. 2019, sec. 3.1), from one uniform number each. */
struct gan_node *gan_latents(struct gan_graph *g, const struct gan_kv *hyper, const char *purpose, int64_t b, int64_t n);
int gan_latents_fit(const struct gan_kv *hyper, int64_t n, struct gan_err *e); /* 0, or GAN_USAGE */

#endif
