/* What gan-stat -M does: judges data sets, or models by their samples, with metrics (metric/metric.h), and writes a row for each
   value. */
#ifndef GAN_METRIC_JUDGE_H
#define GAN_METRIC_JUDGE_H

#include "metric/judged.h"
#include "base/setting.h"

#define GAN_JUDGE_SAMPLES 10000

struct gan_judge_opt {
	const char *metrics;      /* names, joined by commas */
	struct gan_judged_opt from;
	const char *features;     /* MODEL[:LAYER], or NULL */
	const struct gan_kv *set; /* settings of the metrics */
	const char *check;        /* what must hold (metric/check.h), or NULL */
	const char *sheet;        /* a file for pictures of a metric's, or NULL */
	int json;
	const char *output;
};

/* GAN_CHECK, all being written, where a check does not hold of something. */
int gan_app_judge(const struct gan_judge_opt *o, struct gan_err *e);

#endif
