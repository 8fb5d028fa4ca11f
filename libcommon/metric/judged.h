/* What is judged or drawn: data sets, or models by samples that are taken of them. The records of a data stream are one set;
   of a series of models each is one thing. A reference set may stand beside. */
#ifndef GAN_METRIC_JUDGED_H
#define GAN_METRIC_JUDGED_H

#include "data/dataset.h"
#include "data/series.h"
#include "feature/stats.h"
#include "model/model.h"

/* One thing. */
struct gan_judged {
	const char *name;              /* of its stream, for messages */
	const struct gan_dataset *set; /* data, or the samples; NULL where none were wanted. Reals are finite */
	const struct gan_stats *stats; /* instead of a set: those of all operands, which then all are statistics; or NULL */
	struct gan_model *model;       /* where it is a model, else NULL */
};

struct gan_judged_opt {
	const char *const *paths; /* "-" is stdin; none at all too */
	size_t npaths;
	const char *ref;          /* a data stream, or NULL */
	int64_t n;                /* samples of each model; 0: the default */
	int64_t n_default;
	int64_t seed;             /* of the samples; -1: the model's */
	int no_ema;               /* sample the weights themselves, not their running averages */
	int64_t record;           /* of a series of models: a number, or GAN_SERIES_ALL, GAN_SERIES_LAST */
	unsigned read_flags;      /* of gan_reader_open */
	void (*warn)(void *ctx, const char *text); /* may be NULL */
	void *ctx;
};

/* How things are asked for. */
struct gan_judged_want {
	int samples;                   /* of a model, samples are taken */
	int stats;                     /* statistics are taken too; else they are refused */
	const char *model_only;        /* "-M accuracy": data is refused, because this judges models; or NULL */
	const struct gan_dataset *ref; /* sets must be of its size; or NULL */
};

/* The reference, where there is one (else s stays empty): 0, or -1. Where it is statistics they come into st; NULL: then they are
   refused. */
int gan_judged_ref(const struct gan_judged_opt *o, struct gan_dataset *s, struct gan_stats *st, struct gan_err *e);
/* fn for each thing, in order; stops where it fails. */
int gan_judged_each(const struct gan_judged_opt *o, const struct gan_judged_want *w,
                    int (*fn)(void *ctx, const struct gan_judged *in, struct gan_err *e), void *ctx, struct gan_err *e);

#endif
