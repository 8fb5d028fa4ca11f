/* The gan objective's parts: what losses, regularisers and views see of a step in the making, and their registries.

   A step is a number of passes. In each, D is shown real data and fakes and gives logits; an update of D or of G follows from
   them. A loss makes scalars of logits. A regulariser adds a term to D's loss or G's, or changes D's weights. A view is what
   is done to data, real and fake alike, before D sees them; G's gradient flows back through it. */
#ifndef GAN_TRAIN_DUEL_H
#define GAN_TRAIN_DUEL_H

#include "train/train.h"

struct gan_loss;

struct gan_duel {
	const struct gan_step_spec *s;
	struct gan_step_graph *sg;
	struct gan_graph *g;
	struct gan_scope *scope;     /* the weights now: the step's, or those of an unrolled D */
	const struct gan_net *gen, *dis;
	const struct gan_loss *loss, *g_loss; /* D's, and G's: the same unless loss.g says another */
	int64_t pack;                /* samples that D judges at once */
	struct gan_err *e;
};

/* One pass, or a part of one (accum). sub makes the purposes of its random numbers differ from those of others: "" for the
   last update of D in a step and the first of G, ".1", ".2" for others. B is the batch, or a part of it (s->batch); logits are
   [B/pack,1] (or maps [B/pack,h,w,1]). */
struct gan_pass {
	char sub[16];
	int for_g;                             /* in G's update: the fakes lead back to G */
	int part;                              /* which part of the batch, from 0: the last ends the update */
	struct gan_node *real, *fake;          /* data in D's numbers [B,...]; real is there in G's update too */
	struct gan_node *seen_real, *seen_fake;/* what D was given: after the views and packing */
	struct gan_node *s_real, *s_fake;      /* logits; in G's update s_real is NULL unless the loss is relative */
	struct gan_node *z;                    /* G's latents [B,n] */
	const char *z_purpose;                 /* what names the random numbers that made z and fake */
};

/* What D is given of x: every view that is on, then packing. purpose: "d.real", "d.fake", "d.g", with the pass's sub. */
struct gan_node *gan_duel_see(const struct gan_duel *d, const struct gan_pass *p, struct gan_node *x, const char *purpose);
/* D's logits for what it is given, by the weights of d->scope; running statistics go there too. */
struct gan_node *gan_duel_score(const struct gan_duel *d, const struct gan_pass *p, struct gan_node *seen, const char *purpose);
/* The same where only the value counts: running statistics stay as they are. For regularisers. */
struct gan_node *gan_duel_probe(const struct gan_duel *d, const struct gan_pass *p, struct gan_node *seen, const char *purpose);
/* What D makes of it inside: the layer fm-layer names, else what D's last layer with weights reads. As gan_duel_probe. */
struct gan_node *gan_duel_features(const struct gan_duel *d, const struct gan_pass *p, struct gan_node *seen, const char *purpose);
/* Fakes from latents. */
struct gan_node *gan_duel_make(const struct gan_duel *d, const struct gan_pass *p, struct gan_node *z, const char *purpose);
/* purpose and the pass's sub, in buf: what random nodes of a pass are named by. */
const char *gan_pass_purpose(const struct gan_pass *p, const char *purpose, char *buf, size_t n);

/* ---- losses, from logits, each a scalar to be minimised: loss_NAME.c, losses.def ---- */

/* Targets are [B/pack,1] or scalars where labels are smoothed, noisy or flipped (train/targets.c); NULL: 1 for real, 0 for fake. */
struct gan_scores {
	struct gan_node *real, *fake, *t_real, *t_fake;
	struct gan_node *f_real, *f_fake; /* features [B/pack,...], in G's loss only and if it has GAN_LOSS_FEATURES */
};

enum {
	GAN_LOSS_RELATIVE = 1, /* a half of it needs both logits: no d-update=split, and G's update sees real data too */
	GAN_LOSS_TARGETS = 2,  /* knows targets other than 1 and 0 */
	GAN_LOSS_SHIFT = 4,    /* the same for logits that are all raised by one number: their sign says nothing */
	GAN_LOSS_ZERO_SUM = 8, /* G's loss is minus D's on fakes; under an unrolled D it is minus the whole of D's */
	GAN_LOSS_UNBOUNDED = 16, /* D's loss has no least value, so no bound says that D is good: no d-skip */
	GAN_LOSS_FEATURES = 32 /* for G alone, from D's features of real data and fakes; has no d_real, d_fake */
};

struct gan_loss {
	const char *name, *help;
	unsigned flags;
	double edge; /* D takes what scores above for real; where the loss has GAN_LOSS_SHIFT, it is the other side's mean */
	struct gan_node *(*d_real)(struct gan_graph *g, const struct gan_scores *s); /* D's loss is the sum of the two halves */
	struct gan_node *(*d_fake)(struct gan_graph *g, const struct gan_scores *s);
	struct gan_node *(*g)(struct gan_graph *g, const struct gan_scores *s);
};
const struct gan_loss *gan_loss_find(const char *name); /* NULL where unknown */
size_t gan_loss_count(void);
const struct gan_loss *gan_loss_at(size_t i);

/* Puts targets into s as hyper's label settings say. Does nothing where they are off. */
void gan_targets(const struct gan_duel *d, const struct gan_pass *p, struct gan_scores *s);
int gan_targets_fit(const struct gan_step_spec *s, const struct gan_loss *loss, struct gan_err *e);

/* ---- regularisers: reg_NAME.c, regs.def ---- */

enum {
	GAN_REG_PER_SAMPLE = 1 /* D's derivative at one sample must not depend on others: refuses batch norm in D */
};

/* A regulariser is on where its setting `name` (a weight, 0 by default) is above 0, or, where the setting has them, name.d or
   name.g: these are the weights of its two terms. All but name and help may be left out. */
struct gan_reg {
	const char *name, *help;
	unsigned flags;
	int (*fits)(const struct gan_step_spec *s, struct gan_err *e);
	int (*prepare)(const struct gan_step_spec *s, int on, struct gan_err *e); /* adds its state to the store, or removes it */
	/* A term, weight included, for the loss of D (in each of its updates) or G; NULL: none here. d's scope is that of an
	   unrolled D in its updates, and the step's in G's, so that state set there stays. */
	struct gan_node *(*d)(const struct gan_duel *d, const struct gan_pass *p, double weight);
	struct gan_node *(*g)(const struct gan_duel *d, const struct gan_pass *p, double weight);
	/* Changes D's weights in d->scope before each update of D. */
	void (*project)(const struct gan_duel *d, double weight);
};
size_t gan_reg_count(void);
const struct gan_reg *gan_reg_at(size_t i);
/* The weight of its term for net "d" or "g"; is either above 0? */
double gan_reg_weight(const struct gan_reg *r, const struct gan_kv *hyper, const char *net);
int gan_reg_on(const struct gan_reg *r, const struct gan_kv *hyper);
/* Lets every regulariser that is on change D's weights, as is due before each of its updates. */
void gan_duel_project(const struct gan_duel *d);

/* ---- views: view_NAME.c, views.def ---- */

struct gan_view {
	const char *name, *help;
	int (*on)(const struct gan_kv *hyper);
	int (*fits)(const struct gan_step_spec *s, struct gan_err *e); /* may be NULL; asked where it is on */
	struct gan_node *(*see)(const struct gan_duel *d, struct gan_node *x, const char *purpose);
};
size_t gan_view_count(void);
const struct gan_view *gan_view_at(size_t i);

/* ---- an unrolled D (train/unroll.c) ---- */

/* A child of d->scope in which D has made `steps` more updates on the pass's data, through which a gradient leads back to
   the pass's fakes (Metz et al. 2017, sec. 2.2). d->scope's D has been projected; ahead is the number of its next update in the
   step. The caller frees the child. */
struct gan_scope *gan_unroll(const struct gan_duel *d, const struct gan_pass *p, int steps, int ahead);

/* ---- d-skip (train/skip.c) ---- */
int gan_skip_prepare(const struct gan_step_spec *s, struct gan_err *e);
/* Is D idle in the next step? */
int gan_skip_now(const struct gan_step_spec *s);
/* Keeps the running mean of D's loss, and the count. Does nothing where d-skip is off. */
void gan_skip_watch(const struct gan_duel *d, struct gan_node *loss);

/* ---- accum ---- */

/* s with the batch of one part. */
struct gan_step_spec gan_duel_part(const struct gan_step_spec *s);

/* D's whole loss in a pass: both halves, and the terms of regularisers. */
struct gan_d_loss {
	struct gan_node *real, *fake, *reg; /* reg: NULL where no regulariser is on */
	struct gan_node *term[GAN_MAX_WATCH]; /* of regulariser i, or NULL */
};
void gan_duel_d_loss(const struct gan_duel *d, struct gan_pass *p, struct gan_d_loss *l);
/* The sum of its parts. */
struct gan_node *gan_d_loss_sum(struct gan_graph *g, const struct gan_d_loss *l);

#endif
