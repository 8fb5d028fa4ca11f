/* The parts of gan-advex. Only app/advex*.c include this. */
#ifndef GAN_ADVEX_ADVEX_PRIV_H
#define GAN_ADVEX_ADVEX_PRIV_H

#include "advex/advex.h"
#include "data/dataset.h"
#include "data/table.h"
#include "attack/changes.h"
#include "attack/outcome.h"
#include "model/model.h"

/* Others that look at the elements before and after: the model behind a defence, through what may happen to a picture, or another
   model. What they say goes into the report, and nowhere else. */
struct gan_onlooker {
	char name[48];            /* begins its columns */
	struct gan_victim *v;
	int64_t looks;            /* so many times, under other draws */
	struct gan_changes changes;
	double right;             /* share of them that are right then, over all looks */
};
struct gan_onlookers {
	struct gan_onlooker **at;
	size_t n, cap;
};

/* Another model that the same data is shown to. */
struct gan_advex_other {
	const char *name;
	struct gan_model m;
	struct gan_victim *v;
	gan_real *clean;              /* [n,k] logits of the set */
};

struct gan_advex {
	const struct gan_advex_opt *o;
	const struct gan_attack *attack;
	struct gan_model m;
	struct gan_dataset set;
	struct gan_victim *v;         /* what attacks ask */
	struct gan_victim *judge;     /* what decides who is fooled: the model alone */
	struct gan_victim_spec plain; /* of the judge */
	struct gan_changes eot, defence, survived;
	struct gan_onlookers onlookers;
	int64_t k;                    /* classes */
	gan_real *clean;              /* [n,k] logits of the set */
	int64_t *label, *target;      /* [n]; target NULL: none */
	uint64_t seed;
	gan_real *mask;               /* [d], or NULL */

	/* of the radius that is being tried */
	double eps;
	struct gan_outcome *outcome;  /* [n] */
	uint8_t *x8;                  /* [n,d] bytes, or */
	float *xf;                    /* [n,d] numbers: what is written */
	int64_t queries, gradients;   /* what the attack cost; of attacks for the smallest change, once for all radii */
	int64_t flat;                 /* gradients of the loss that were zero everywhere */
	int told_flat;
	double seconds;

	struct gan_advex_other *other;
	size_t nother;

	/* of data that is verified */
	int64_t changed, broken;      /* elements that differ; that are beyond the bound or the range */
	double longest;               /* the greatest length of a change */
	char first[192];              /* what is wrong with the first that is broken */

	/* of attacks for the smallest change: what was found, as outcome, x8 and xf; NULL until then */
	struct gan_outcome *least;
	uint8_t *least8;
	float *leastf;
};

/* Element i of the set as numbers: pictures 0..1. */
void gan_advex_element(const struct gan_advex *a, int64_t i, gan_real *x);

/* What attacks the net c, or the only one, or d, of a model; name is for errors. m lives as long (advex_victim.c). */
int gan_advex_victim(const struct gan_advex *a, struct gan_model *m, const char *name, struct gan_victim_spec *s,
                     struct gan_err *e);

/* Elements at..at+n as they were, or as they are written. */
void gan_advex_rows(const struct gan_advex *a, int64_t at, int64_t n, int written, gan_real *x);
/* logit[n,K] of all of them. */
int gan_advex_look(const struct gan_advex *a, struct gan_victim *v, int written, gan_real *logit, struct gan_err *e);

/* judge, v, k and clean, of m and set. */
int gan_advex_open_victim(struct gan_advex *a, struct gan_err *e);

/* Adds an onlooker, of its own victim. changes: NULL for none (advex_onlook.c). */
int gan_advex_onlook(struct gan_advex *a, const char *name, const struct gan_victim_spec *s, const struct gan_changes *changes,
                     int64_t looks, struct gan_err *e);
/* eot, defence, survived, out of the options; then the onlookers that they ask for; then all look at the clean set. */
int gan_advex_onlook_parse(struct gan_advex *a, struct gan_err *e);
int gan_advex_onlook_open(struct gan_advex *a, struct gan_err *e);
int gan_advex_onlook_clean(struct gan_advex *a, struct gan_err *e);
/* The columns of all onlookers, of what is written now; blank: empty, for a line that is of another model. */
int gan_advex_onlook_report(const struct gan_advex *a, int blank, struct gan_table *t, struct gan_err *e);
void gan_advex_onlook_free(struct gan_advex *a);
/* The models of --transfer, which are shown the clean set (advex_transfer.c); and one of them what is written: outcome[n]. */
int gan_advex_open_others(struct gan_advex *a, struct gan_err *e);
int gan_advex_transfer(const struct gan_advex *a, const struct gan_advex_other *other, struct gan_outcome *outcome,
                       struct gan_err *e);
void gan_advex_close_others(struct gan_advex *a);

/* Instead of an attack: reads what was made of the set elsewhere, and looks at it as at a result (advex_verify.c). GAN_CHECK where
   it is not of the same elements. What is beyond the bound is counted, and an error of refuse, which comes after the report. */
int gan_advex_verify(struct gan_advex *a, double eps, struct gan_err *e);
int gan_advex_refuse(const struct gan_advex *a, struct gan_err *e);

/* Labels, targets, and which elements are attacked (advex_aims.c). Needs clean. */
int gan_advex_aim(struct gan_advex *a, struct gan_err *e);

/* mask, out of a PNM file (advex_mask.c). */
int gan_advex_read_mask(struct gan_advex *a, struct gan_err *e);

/* One radius: outcome, x8 or xf, and the costs (advex_run.c). */
int gan_advex_run(struct gan_advex *a, double eps, struct gan_err *e);

/* Element i as it was, and its outcome. */
void gan_advex_restore(struct gan_advex *a, int64_t i);

/* An attack for the smallest change runs once, without a bound: keep_least saves its result, and take_least makes of it the result
   of a radius: elements that are fooled inside it are changed, others are as they were (advex_least.c). */
int gan_advex_keep_least(struct gan_advex *a, struct gan_err *e);
void gan_advex_take_least(struct gan_advex *a, double eps);

/* One row of the report, and one for each other model (advex_report.c). */
int gan_advex_report(const struct gan_advex *a, struct gan_table *t, struct gan_err *e);

/* Some elements, their changes and what became of them, as a picture (advex_sheet.c). */
int gan_advex_sheet(const struct gan_advex *a, struct gan_out *out, struct gan_err *e);

/* The data stream (advex_write.c). Owns out, also on failure. */
int gan_advex_write(const struct gan_advex *a, struct gan_out *out, struct gan_err *e);

#endif
