/* gan-stat -M: asks the metrics about each thing, one after another. */
#include "metric/judge.h"

#include <stdio.h>
#include <string.h>
#include "metric/metric.h"
#include "base/mem.h"
#include "base/text.h"

#define MAX_METRICS 32

struct run {
	const struct gan_judge_opt *o;
	struct gan_out *out, *sheet;
	struct gan_buf text;
	struct gan_table table;
	const struct gan_metric *metric[MAX_METRICS];
	void *state[MAX_METRICS];
	size_t n, started;
	unsigned flags;      /* of all metrics */
	const char *model_only; /* a metric that judges models themselves, or NULL */
	int samples;         /* does any of them judge samples? */
	struct gan_metric_with with;
	struct gan_dataset ref;
	struct gan_stats ref_stats;
	struct gan_looker look;
	struct gan_checks checks;
};

/* ---- the metrics and their settings ---- */

static int add_metric(struct run *r, const char *name, struct gan_err *e)
{
	const struct gan_metric *m = gan_metric_find(name, e);

	if (!m)
		return -1;
	for (size_t i = 0; i < r->n; i++)
		if (r->metric[i] == m)
			return gan_fail(e, GAN_USAGE, "-M: metric '%s' is named twice", name);
	if (r->n == MAX_METRICS)
		return gan_fail(e, GAN_USAGE, "-M: more than %d metrics", MAX_METRICS);
	r->metric[r->n++] = m;
	r->flags |= m->flags;
	if (m->flags & GAN_METRIC_MODEL)
		r->model_only = m->name;
	else
		r->samples = 1;
	return 0;
}

static int parse_metrics(struct run *r, struct gan_err *e)
{
	const char *p = r->o->metrics;

	for (;;) {
		size_t n = strcspn(p, ",");
		char *name = gan_strndup(p, n, e);
		int rc = name ? add_metric(r, name, e) : -1;

		gan_free(name);
		if (rc)
			return -1;
		if (!p[n])
			return 0;
		p += n + 1;
	}
}

static int unknown_setting(const struct run *r, const char *key, struct gan_err *e)
{
	const char *names[256], *near;
	size_t n = 0;

	for (size_t i = 0; i < gan_metric_count(); i++)
		if (gan_setting_find(gan_metric_at(i)->setting, gan_metric_at(i)->nsetting, key))
			return gan_fail(e, GAN_USAGE, "setting '%s' is the metric %s's, and -M is %s", key, gan_metric_at(i)->name,
			                r->o->metrics);
	for (size_t i = 0; i < r->n; i++)
		for (size_t k = 0; k < r->metric[i]->nsetting && n < 256; k++)
			names[n++] = r->metric[i]->setting[k].key;
	near = gan_nearest(key, names, n);
	return gan_fail(e, GAN_USAGE, "unknown setting '%s'%s%s%s", key, near ? " (did you mean '" : "", near ? near : "",
	                near ? "'?)" : "");
}

static int check_settings(const struct run *r, struct gan_err *e)
{
	const struct gan_kv *set = r->o->set;

	for (size_t k = 0; set && k < set->n; k++) {
		int known = 0;

		for (size_t i = 0; i < r->n; i++) {
			const struct gan_setting *s = gan_setting_find(r->metric[i]->setting, r->metric[i]->nsetting, set->key[k]);

			known |= s != NULL;
			if (s && gan_setting_check(s, set->val[k], e))
				return -1;
		}
		if (!known)
			return unknown_setting(r, set->key[k], e);
	}
	return 0;
}

/* An option that no metric looks at is a mistake. */
static int check_options(const struct run *r, struct gan_err *e)
{
	const struct gan_judge_opt *o = r->o;

	for (size_t i = 0; i < r->n; i++) {
		unsigned f = r->metric[i]->flags;

		if (!o->from.ref && (f & GAN_METRIC_NEEDS_REF) == GAN_METRIC_NEEDS_REF)
			return gan_fail(e, GAN_USAGE, "-M %s: expected --ref REAL, the data to compare with", r->metric[i]->name);
		if (!o->features && (f & GAN_METRIC_NEEDS_FEATURES) == GAN_METRIC_NEEDS_FEATURES)
			return gan_fail(e, GAN_USAGE, "-M %s: expected -f MODEL:LAYER, the network to look with", r->metric[i]->name);
	}
	if (o->from.ref && !(r->flags & GAN_METRIC_REF))
		return gan_fail(e, GAN_USAGE, "--ref: -M %s compares with nothing", o->metrics);
	if (o->features && !(r->flags & GAN_METRIC_FEATURES))
		return gan_fail(e, GAN_USAGE, "-f: -M %s looks at no features", o->metrics);
	if (o->from.n && !r->samples)
		return gan_fail(e, GAN_USAGE, "-n: -M %s takes no samples", o->metrics);
	if (o->sheet && !(r->flags & GAN_METRIC_SHEET))
		return gan_fail(e, GAN_USAGE, "--sheet: -M %s draws no pictures (-M nn does)", o->metrics);
	if (o->sheet && !strcmp(o->sheet, "-") && (!o->output || !strcmp(o->output, "-")))
		return gan_fail(e, GAN_USAGE, "--sheet -: the table goes to standard output (-o FILE or --sheet FILE)");
	return 0;
}

static int check_stdin_once(const struct gan_judge_opt *o, struct gan_err *e)
{
	size_t n = o->from.npaths ? 0 : 1;

	for (size_t i = 0; i < o->from.npaths; i++)
		n += !strcmp(o->from.paths[i], "-");
	n += o->from.ref && !strcmp(o->from.ref, "-");
	n += o->features && (!strcmp(o->features, "-") || !strncmp(o->features, "-:", 2));
	return n < 2 ? 0 : gan_fail(e, GAN_USAGE, "'-' (stdin) may stand once, found %zu times", n);
}

/* ---- judging ---- */

static int send(struct run *r, struct gan_err *e)
{
	int rc = gan_buf_ok(&r->text, e);

	if (!rc && r->text.len)
		rc = gan_out_write(r->out, r->text.s, r->text.len, e) || gan_out_flush(r->out, e) ? -1 : 0;
	r->text.len = 0;
	return rc;
}

static int judge(void *ctx, const struct gan_judged *in, struct gan_err *e)
{
	struct run *r = ctx;

	for (size_t i = 0; i < r->n; i++) {
		const struct gan_metric *m = r->metric[i];
		struct gan_metric_out out = { .table = &r->table, .checks = &r->checks, .metric = m->name,
			                      .file = r->o->from.npaths > 1 && !in->stats ? in->name : NULL,
			                      .step = in->model ? (int64_t)in->model->step : -1 };

		if (m->judge(r->state[i], &r->with, in, &out, e))
			return -1;
	}
	gan_looker_forget(&r->look, in->set);
	return gan_checks_settle(&r->checks, in->name, e) ? -1 : send(r, e);
}

/* ---- all ---- */

/* A reference of statistics is of use to few. */
static int check_all_stats(const struct run *r, struct gan_err *e)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->metric[i]->flags & GAN_METRIC_REF && !(r->metric[i]->flags & GAN_METRIC_STATS))
			return gan_fail(e, GAN_DATA, "%s: -M %s compares with elements, found statistics (of which -M fid is made)",
			                r->o->from.ref, r->metric[i]->name);
	return 0;
}

static int start(struct run *r, struct gan_err *e)
{
	const struct gan_judge_opt *o = r->o;

	r->with = (struct gan_metric_with){ .ref_name = o->from.ref, .look = &r->look, .set = o->set, .seed = o->from.seed,
		                            .no_ema = o->from.no_ema, .warn = o->from.warn, .ctx = o->from.ctx };
	if (parse_metrics(r, e) || check_settings(r, e) || check_options(r, e) || check_stdin_once(o, e) ||
	    gan_checks_parse(&r->checks, o->check, e))
		return -1;
	r->out = gan_out_open_text(o->output, e);
	if (!r->out || gan_looker_open(&r->look, o->features, o->from.read_flags, e) ||
	    gan_judged_ref(&o->from, &r->ref, &r->ref_stats, e))
		return -1;
	if (o->sheet && !(r->sheet = r->with.sheet = gan_out_open(o->sheet, e)))
		return -1;
	if (r->ref_stats.n && check_all_stats(r, e))
		return -1;
	r->with.ref_stats = r->ref_stats.n ? &r->ref_stats : NULL;
	r->with.ref = o->from.ref && !r->ref_stats.n ? &r->ref : NULL;
	for (; r->started < r->n; r->started++) {
		const struct gan_metric *m = r->metric[r->started];

		if (m->start && m->start(&r->state[r->started], &r->with, e))
			return -1;
	}
	return 0;
}

static int finish(struct run *r, int rc, struct gan_err *e)
{
	for (size_t i = 0; i < r->started; i++)
		if (r->metric[i]->end)
			r->metric[i]->end(r->state[i]);
	gan_looker_end(&r->look);
	gan_dataset_free(&r->ref);
	gan_stats_free(&r->ref_stats);
	gan_table_free(&r->table);
	gan_buf_free(&r->text);
	if (!rc && r->sheet) {
		rc = gan_out_commit(r->sheet, e);
		r->sheet = NULL;
	}
	if (!rc)
		return gan_out_commit(r->out, e);
	gan_out_abort(r->sheet);
	gan_out_abort(r->out);
	return -1;
}

int gan_app_judge(const struct gan_judge_opt *o, struct gan_err *e)
{
	struct run r = { .o = o };
	struct gan_judged_want want = { 0 };
	char what[64];
	int rc;

	r.table.out = &r.text;
	r.table.json = o->json;
	rc = start(&r, e);
	snprintf(what, sizeof what, "-M %s", r.model_only ? r.model_only : "");
	want = (struct gan_judged_want){ .samples = r.samples, .stats = 1, .model_only = r.model_only ? what : NULL,
		                         .ref = r.with.ref };
	for (size_t i = 0; i < r.n; i++)
		want.stats &= (r.metric[i]->flags & GAN_METRIC_STATS) != 0;
	if (!rc)
		rc = gan_judged_each(&o->from, &want, judge, &r, e);
	rc = finish(&r, rc, e);
	if (!rc)
		rc = gan_checks_verdict(&r.checks, e);
	gan_checks_end(&r.checks);
	return rc;
}
