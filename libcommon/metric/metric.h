/* Metrics: what gan-stat -M says of data, of a model's samples, or of a model. A registry: a metric is one file
   metric/metric_NAME.c and one line in metric/metrics.def.

   A metric yields values: a name, a number, how many elements it is of, and under which parameters ("sigmas=3 ...").
   A run judges any number of sets or models with the same reference, features and settings: start is called once, before
   the first, and keeps in the metric's state what all share (a reference's statistics, a feature network). Sums are in
   double always. */
#ifndef GAN_METRIC_METRIC_H
#define GAN_METRIC_METRIC_H

#include "metric/check.h"
#include "metric/judged.h"
#include "feature/looker.h"
#include "data/table.h"
#include "base/setting.h"

/* What all that is judged in one run is judged with. */
struct gan_metric_with {
	const struct gan_dataset *ref; /* --ref, or NULL; reals are finite */
	const struct gan_stats *ref_stats; /* instead of ref, for a metric with GAN_METRIC_STATS; or NULL */
	const char *ref_name;
	struct gan_looker *look;       /* the features of sets, by -f or as they are; never NULL */
	int64_t seed;                  /* -s, or -1: the model's */
	int no_ema;
	struct gan_out *sheet;         /* --sheet, for pictures as PNM; or NULL */
	const struct gan_kv *set;      /* settings, each checked against the table of a metric that has it */
	void (*warn)(void *ctx, const char *text); /* may be NULL */
	void *ctx;
};

/* Where values go: rows of a table. */
struct gan_metric_out {
	struct gan_table *table;
	struct gan_checks *checks; /* see each value too; or NULL */
	const char *metric;
	const char *file;     /* NULL: no such column */
	int64_t step;         /* of the model; -1: it is data */
	char with[512];       /* the parameters of the values that follow, "key=value ..."; set by gan_metric_note */
};

/* A row. n: of how many elements. */
void gan_metric_value(struct gan_metric_out *out, const char *name, double value, int64_t n);
void gan_metric_note(struct gan_metric_out *out, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

enum {
	GAN_METRIC_REF = 1,          /* --ref may be given */
	GAN_METRIC_NEEDS_REF = 3,    /* --ref must be given */
	GAN_METRIC_FEATURES = 4,     /* -f may be given */
	GAN_METRIC_NEEDS_FEATURES = 12,
	GAN_METRIC_STATS = 64,       /* takes statistics instead of elements */
	GAN_METRIC_SHEET = 32,       /* --sheet may be given */
	GAN_METRIC_MODEL = 16        /* judges a model itself, and no samples of it; data is refused */
};

struct gan_metric {
	const char *name, *help;
	unsigned flags;
	const struct gan_setting *setting; /* a key that two metrics have means the same in both */
	size_t nsetting;
	/* May be NULL, as may end. GAN_USAGE or GAN_DATA where this cannot be judged with; then end is not called. */
	int (*start)(void **state, const struct gan_metric_with *w, struct gan_err *e);
	int (*judge)(void *state, const struct gan_metric_with *w, const struct gan_judged *in, struct gan_metric_out *out,
	             struct gan_err *e);
	void (*end)(void *state);
};

/* The registry, sorted by name. */
const struct gan_metric *gan_metric_find(const char *name, struct gan_err *e); /* GAN_USAGE, with the nearest name */
size_t gan_metric_count(void);
const struct gan_metric *gan_metric_at(size_t i);

/* A setting's value under w: as given, else the default of the metric's table. */
int64_t gan_metric_int(const struct gan_metric *m, const struct gan_metric_with *w, const char *key);
double gan_metric_real(const struct gan_metric *m, const struct gan_metric_with *w, const char *key);
const char *gan_metric_text(const struct gan_metric *m, const struct gan_metric_with *w, const char *key);

#endif
