/* What gan-stat -M does: judges data sets, or models by their samples, with metrics (app/metric.h), and writes a row for each
   value. The records of a data stream are one set; of a series of models each is judged. */
#ifndef GAN_APP_JUDGE_H
#define GAN_APP_JUDGE_H

#include <stddef.h>
#include <stdint.h>
#include "base/setting.h"
#include "stream/stream.h"

#define GAN_JUDGE_SAMPLES 10000

enum { GAN_JUDGE_ALL = -1, GAN_JUDGE_LAST = -2 };

struct gan_judge_opt {
	const char *metrics;      /* names, joined by commas */
	const char *const *paths; /* each judged by itself; "-" is stdin; none at all too */
	size_t npaths;
	const char *ref;          /* a data stream, or NULL */
	const char *features;     /* MODEL[:LAYER], or NULL */
	const struct gan_kv *set; /* settings of the metrics */
	int64_t n;                /* samples of each model; 0: GAN_JUDGE_SAMPLES */
	int64_t seed;             /* of the samples; -1: the model's */
	int no_ema;               /* sample the weights themselves, not their running averages */
	int64_t record;           /* of a series of models: a number, or GAN_JUDGE_ALL, GAN_JUDGE_LAST */
	unsigned read_flags;      /* of gan_reader_open */
	int json;
	const char *output;
	void (*warn)(void *ctx, const char *text); /* may be NULL */
	void *ctx;
};

int gan_app_judge(const struct gan_judge_opt *o, struct gan_err *e);

#endif
