/* A model being trained: the compiled step, and what each step needs from the host. A trainer keeps pointers into its
   model, which must outlive it and be changed by nobody else meanwhile. Nothing is allocated within a step, but in the first of
   each form (gan_step_form). */
#ifndef GAN_MODEL_TRAINER_H
#define GAN_MODEL_TRAINER_H

#include "model/model.h"
#include "plan/plan.h"
#include "train/train.h"

struct gan_trainer;

/* What the data are like: pictures h x w x c as bytes, or points of d (then h = 0). */
struct gan_data_size {
	int64_t h, w, c, d;
	int has_labels;
	int64_t nclass;     /* the greatest label plus 1; 0 unlabelled */
	const char *source; /* names the data in errors; NULL: not named */
};

enum {
	GAN_TRAINER_NAIVE = 1,  /* the plan without fusion and memory reuse */
	GAN_TRAINER_Z_INPUT = 2 /* latents are bound by the caller (gan_trainer_plan), for tests */
};

/* Compiles the step that m's settings ask for, at batch size hyper.batch. State that the settings need is added to m's
   store, what they do not need any more is removed. */
struct gan_trainer *gan_trainer_new(struct gan_model *m, const struct gan_data_size *size, unsigned flags, struct gan_err *e);
void gan_trainer_free(struct gan_trainer *t);

/* How many elements of the data the next step takes: batch, times the updates of D in that step. A step whose form is
   new is compiled here. -1: it cannot be. */
int64_t gan_trainer_wants(struct gan_trainer *t, struct gan_err *e);

/* One step on n = gan_trainer_wants elements, x: U8 [n,h,w,c] or REAL [n,d], and y: I64 [n] (NULL unlabelled). On success
   m's store, counters and log have moved on. GAN_DIVERGED where a loss or gradient is not finite: m is as it was before the
   step; the message names the step and the value. */
int gan_trainer_step(struct gan_trainer *t, const void *x, const int64_t *y, struct gan_err *e);

/* The watches of the last step, in order. */
int gan_trainer_nwatch(const struct gan_trainer *t);
const char *gan_trainer_watch(const struct gan_trainer *t, int i);
double gan_trainer_value(const struct gan_trainer *t, int i);

/* What the plans of all forms that there were take together (shadows are one). */
void gan_trainer_stats(const struct gan_trainer *t, struct gan_plan_stats *s);
/* The plan of the next step's form as it was when gan_trainer_new or gan_trainer_wants was called last. */
struct gan_plan *gan_trainer_plan(struct gan_trainer *t);

#endif
