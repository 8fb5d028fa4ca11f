/* Training: objectives, losses and optimisers as registries, and the one step graph that they make. */
#ifndef GAN_TRAIN_TRAIN_H
#define GAN_TRAIN_TRAIN_H

#include "base/setting.h"
#include "graph/scope.h"
#include "net/net.h"

/* All settings of training (train/settings.c): batch, seed, loss, lr.g, lr.d, optim, beta1, ... */
extern const struct gan_setting gan_train_settings[];
extern const size_t gan_train_nsettings;

/* What a step's graph is built from. */
struct gan_step_spec {
	const struct gan_nets *nets;
	const struct gan_kv *hyper;
	struct gan_store *store;   /* entries that the optimiser needs are added (zeroed) by gan_objective.prepare */
	int64_t batch;
	int has_labels;
	int64_t h, w, c, d;        /* data: pictures h x w x c, or points of d (then h = 0) */
};

/* A value of the step that the log has, in order: "d.loss", "g.loss", "d.real", ... */
struct gan_watch {
	const char *name;
	struct gan_node *node;     /* REAL scalar */
	int must_be_finite;
};

#define GAN_MAX_WATCH 64
struct gan_step_graph {
	struct gan_graph *g;
	struct gan_watch watch[GAN_MAX_WATCH];
	int nwatch;
	/* host scalars bound each step (learning rates, bias corrections), computed in double from the 1-based step t */
	struct { const char *name; double (*value)(const struct gan_kv *hyper, uint64_t t, const char *name); } host[GAN_MAX_WATCH];
	int nhost;
};

struct gan_objective {
	const char *name, *help;
	/* Does this objective fit these nets ("gan": nets g and d)? */
	int (*fits)(const struct gan_nets *nets);
	/* Adds what the updates need to the store. */
	int (*prepare)(const struct gan_step_spec *s, struct gan_err *e);
	/* Builds the whole step: inputs "x" (U8 [B,h,w,c] or REAL [B,d]), "y" (I64 [B]), "rng"; assigns; watches. */
	int (*build)(const struct gan_step_spec *s, struct gan_step_graph *sg, struct gan_err *e);
};

struct gan_loss { /* GAN losses from logits, as scalars */
	const char *name, *help;
	struct gan_node *(*d)(struct gan_graph *g, struct gan_node *real, struct gan_node *fake, struct gan_node **half_real, struct gan_node **half_fake);
	struct gan_node *(*g)(struct gan_graph *g, struct gan_node *fake);
};

struct gan_optim {
	const char *name, *help;
	const char *const *slots;  /* state per parameter: {"m","v",NULL} -> entries "adam.m.<param>" */
	/* new parameter from old, gradient, slots (in, and replaced by the new values), learning rate node */
	struct gan_node *(*update)(struct gan_step_graph *sg, const struct gan_kv *hyper, const char *group,
	                           struct gan_node *w, struct gan_node *grad, struct gan_node **slot, struct gan_node *lr);
};

const struct gan_objective *gan_objective_find(const char *name);
const struct gan_loss *gan_loss_find(const char *name);
const struct gan_optim *gan_optim_find(const char *name);

#endif
