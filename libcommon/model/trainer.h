/* A model being trained: the compiled step, and what each step needs from the host. A trainer keeps pointers into its
   model, which must outlive it and be changed by nobody else meanwhile. Nothing is allocated within a step. */
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

/* One step on x: U8 [batch,h,w,c] or REAL [batch,d], and y: I64 [batch] (NULL unlabelled). On success m's store, counters
   and log have moved on. GAN_DIVERGED where a loss or gradient is not finite: m is as it was before the step; the message names
   the step and the value. */
int gan_trainer_step(struct gan_trainer *t, const void *x, const int64_t *y, struct gan_err *e);

/* The watches of the last step, in order. */
int gan_trainer_nwatch(const struct gan_trainer *t);
const char *gan_trainer_watch(const struct gan_trainer *t, int i);
double gan_trainer_value(const struct gan_trainer *t, int i);

struct gan_plan *gan_trainer_plan(struct gan_trainer *t);

#endif
