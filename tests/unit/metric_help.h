/* A metric asked about points, and its rows read back. */
#ifndef GAN_METRIC_HELP_H
#define GAN_METRIC_HELP_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "metric/metric.h"
#include "tap.h"

static int near(double a, double b)
{
	return fabs(a - b) <= 1e-6 * (1 + fabs(b));
}

/* ---- a metric's rows, read back ---- */

struct asked {
	struct gan_buf text;
	struct gan_err err;
	int rc;
	const char *metric;
};

static void ask(struct asked *a, const char *metric, struct gan_dataset *ref, struct gan_dataset *set, const char *settings)
{
	const struct gan_metric *m = gan_metric_find(metric, &a->err);
	struct gan_kv kv = { 0 };
	struct gan_table table = { .out = &a->text };
	struct gan_looker look = { 0 };
	struct gan_metric_with w = { .ref = ref, .ref_name = "ref", .set = &kv, .look = &look, .seed = -1 };
	struct gan_judged in = { .name = "set", .set = set };
	struct gan_metric_out out = { .table = &table, .metric = metric, .step = -1 };
	void *state = NULL;

	a->text.len = 0;
	a->metric = metric;
	memset(&a->err, 0, sizeof a->err);
	gan_kv_parse(&kv, settings, NULL);
	a->rc = m->start ? m->start(&state, &w, &a->err) : 0;
	if (!a->rc) {
		a->rc = m->judge(state, &w, &in, &out, &a->err);
		if (m->end)
			m->end(state);
	}
	gan_looker_end(&look);
	gan_table_free(&table);
	gan_kv_free(&kv);
}

/* The value of that name, -999 where there is none. */
static double value(const struct asked *a, const char *name)
{
	char cell[96];
	const char *p;

	snprintf(cell, sizeof cell, "\t%s\t%s\t", a->metric, name);
	p = a->text.s ? strstr(a->text.s, cell) : NULL;
	return p ? strtod(p + strlen(cell), NULL) : -999;
}

static inline struct gan_dataset points(int64_t n, int64_t d, float *x, int64_t *y, int64_t nclass)
{
	return (struct gan_dataset){ .n = n, .d = d, .xf = x, .y = y, .labelled = y != NULL, .nclass = nclass };
}

#endif
