#include "app/step.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include "data/order.h"
#include "app/steplog.h"
#include "base/mem.h"
#include "model/trainer.h"

struct run {
	const struct gan_step_opt *o;
	struct gan_model m;
	struct gan_model_source from;
	struct gan_dataset data;
	struct gan_order order;
	struct gan_trainer *t;
	struct gan_steplog log;
	struct gan_out *out;        /* opened, not yet written */
	struct gan_writer *series;  /* --every on stdout */
	uint64_t first, target;     /* steps */
	uint64_t seen;              /* images before this run */
	uint64_t skipped;           /* steps of this run in which D was idle */
	uint64_t written;           /* the step last written, plus 1; 0: none */
	double began;               /* seconds */
	int signal;
};

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int to_stdout(const struct gan_step_opt *o)
{
	return !o->output || !strcmp(o->output, "-");
}

__attribute__((format(printf, 2, 3)))
static void note(const struct run *r, const char *fmt, ...)
{
	char line[512];
	va_list ap;

	if (!r->o->note)
		return;
	va_start(ap, fmt);
	vsnprintf(line, sizeof line, fmt, ap);
	va_end(ap);
	r->o->note(r->o->ctx, line);
}

/* ---- writing ---- */

/* Opens the output before any work, so that what cannot be written is known at once. */
static int open_output(struct run *r, struct gan_err *e)
{
	int level = r->o->level;

	if (level == GAN_LEVEL_DEFAULT && gan_stream_level(&level, e))
		return -1;
	r->out = gan_out_open(r->o->output, e);
	if (!r->out)
		return -1;
	if (!r->o->every || !to_stdout(r->o))
		return 0;
	if (!level)
		r->o->warn(r->o->ctx, "a plain series (-z 0) has no end mark: whether it is cut between records cannot be seen");
	r->series = gan_writer_open(r->out, r->o->level, 1, e);
	r->out = NULL;
	return r->series ? 0 : -1;
}

/* Is every record (line) of pg in the history already? */
static int known(const char *history, const char *pg)
{
	while (*pg) {
		size_t n = strcspn(pg, "\n");
		const char *at = history;

		while (at && *at && (strncmp(at, pg, n) || (at[n] && at[n] != '\n')))
			at = strchr(at, '\n') ? strchr(at, '\n') + 1 : NULL;
		if (!at || !*at)
			return 0;
		pg += n + (pg[n] == '\n');
	}
	return 1;
}

static int make_doc(struct run *r, struct gan_doc *d, struct gan_err *e)
{
	const char *parent[64];
	size_t n = 0;

	if (gan_model_to_doc(&r->m, d, e))
		return -1;
	parent[n++] = r->m.pg;
	for (size_t i = 0; i < r->data.npg && n < 64; i++)
		if (!known(r->m.pg, r->data.pg[i]))
			parent[n++] = r->data.pg[i];
	return gan_pg_add(d, &r->o->pg, parent, n, r->from.hash, 1, e);
}

static int write_single(struct run *r, struct gan_doc *d, struct gan_err *e)
{
	struct gan_out *out = r->out ? r->out : gan_out_open(r->o->output, e);
	struct gan_writer *w;

	r->out = NULL;
	if (!out)
		return -1;
	w = gan_writer_open(out, r->o->level, 0, e);
	if (!w)
		return -1;
	if (gan_writer_put(w, d, e)) {
		gan_writer_abort(w);
		return -1;
	}
	return gan_writer_close(w, e);
}

static int write_model(struct run *r, struct gan_err *e)
{
	struct gan_doc d = { 0 };
	int rc = make_doc(r, &d, e);

	if (!rc)
		rc = r->series ? gan_writer_put(r->series, &d, e) : write_single(r, &d, e);
	if (!rc)
		r->written = r->m.step + 1;
	gan_doc_free(&d);
	return rc;
}

/* The model as it stands now is the last thing written. */
static int finish(struct run *r, struct gan_err *e)
{
	struct gan_writer *w = r->series;

	if (r->written != r->m.step + 1 && write_model(r, e))
		return -1;
	r->series = NULL;
	return w ? gan_writer_close(w, e) : 0;
}

/* ---- reading ---- */

static int read_model(struct run *r, struct gan_err *e)
{
	const struct gan_step_opt *o = r->o;
	struct gan_kv trial = { 0 };
	int rc = gan_train_set(&trial, o->set, e); /* a wrong setting is said before anything is read */

	gan_kv_free(&trial);
	if (rc || gan_model_read(&r->m, o->model, o->record, o->read_flags, &r->from, e) || gan_model_set(&r->m, o->set, e))
		return -1;
	if (*r->from.warning)
		r->o->warn(r->o->ctx, r->from.warning);
	r->first = r->m.step;
	r->seen = r->m.images;
	r->target = o->to >= 0 ? (uint64_t)o->to : r->m.step + (uint64_t)o->n;
	note(r, "model: step %" PRIu64 ", %" PRIu64 " images, seed %" PRIu64, r->m.step, r->m.images, r->m.seed);
	return 0;
}

static int read_data(struct run *r, struct gan_err *e)
{
	if (!r->o->ndata)
		return gan_fail(e, GAN_USAGE, "no data: name data streams as operands (gan-data makes them)");
	return gan_dataset_load(&r->data, r->o->data, r->o->ndata, r->o->read_flags, e);
}

static int prepare(struct run *r, struct gan_err *e)
{
	const struct gan_dataset *s = &r->data;
	const char *first = strcmp(r->o->data[0], "-") ? r->o->data[0] : "standard input";
	struct gan_data_size size = {
		.h = s->h, .w = s->w, .c = s->c, .d = s->d, .has_labels = s->labelled, .nclass = s->nclass,
		.source = first,
	};

	r->t = gan_trainer_new(&r->m, &size, 0, e);
	if (!r->t)
		return -1;
	if (!strcmp(gan_train_text(&r->m.hyper, "precision"), "bf16"))
		note(r, "precision: bf16 products (%s), all else f32", gan_plan_bf16());
	if (r->o->profile)
		gan_plan_profile(gan_trainer_plan(r->t), 1);
	if (gan_order_init(&r->order, s, r->m.seed, e))
		return -1;
	return r->o->log ? gan_steplog_open(&r->log, r->o->log, r->t, e) : 0;
}

/* ---- training ---- */

static int ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), k = strlen(end);

	return n >= k && !strcmp(s + n - k, end);
}

/* What is shown of a step while it runs: losses, and the accuracy of a classifier. */
static void put_values(const struct gan_trainer *t, char *line, size_t size)
{
	size_t n = 0;

	*line = 0;
	for (int i = 0; i < gan_trainer_nwatch(t) && n < size; i++) {
		const char *name = gan_trainer_watch(t, i);

		if (ends_with(name, ".loss") || ends_with(name, ".accuracy"))
			n += (size_t)snprintf(line + n, size - n, "  %s %.4f", name, gan_trainer_value(t, i));
	}
}

/* Did the last step leave D as it was? */
static int was_skipped(const struct gan_trainer *t)
{
	for (int i = 0; i < gan_trainer_nwatch(t); i++)
		if (!strcmp(gan_trainer_watch(t, i), "d.skipped"))
			return gan_trainer_value(t, i) > 0;
	return 0;
}

static void show_progress(const struct run *r)
{
	double secs = now() - r->began, images = (double)(r->m.images - r->seen);
	double done = (double)(r->m.step - r->first), left = (double)(r->target - r->m.step);
	double togo = secs / done * left;
	char line[256], values[160];

	if (!r->o->progress)
		return;
	put_values(r->t, values, sizeof values);
	snprintf(line, sizeof line, "step %" PRIu64 "/%" PRIu64 "%s  %.0f images/s  %d:%02d left", r->m.step, r->target, values,
	         images / (secs > 0 ? secs : 1), (int)(togo / 60), (int)togo % 60);
	r->o->progress(r->o->ctx, line);
}

static int one_step(struct run *r, struct gan_err *e)
{
	double start = now();
	int64_t n = gan_trainer_wants(r->t, e);

	if (n < 0 || gan_order_fill(&r->order, r->m.images, n, e))
		return -1;
	if (gan_trainer_step(r->t, r->order.x, r->order.y, e)) {
		/* who watches the log learns of it; the step was not made */
		if (r->o->log && e->code == GAN_DIVERGED)
			gan_steplog_row(&r->log, r->t, r->m.step + 1, r->m.images + (uint64_t)n, (double)n / (now() - start), NULL);
		return -1;
	}
	if (r->o->log && gan_steplog_row(&r->log, r->t, r->m.step, r->m.images, (double)n / (now() - start), e))
		return -1;
	r->skipped += was_skipped(r->t);
	show_progress(r);
	if (r->o->every && r->m.step % (uint64_t)r->o->every == 0)
		return write_model(r, e);
	return 0;
}

/* 0 also where a signal ended it. */
static int train(struct run *r, struct gan_err *e)
{
	r->began = now();
	while (r->m.step < r->target && !(r->signal = r->o->caught ? r->o->caught() : 0))
		if (one_step(r, e))
			return -1;
	return 0;
}

/* What -v says at the end: speed, and the three amounts of memory that must be, beside what was used. */
static void report(const struct run *r)
{
	size_t store = gan_store_bytes(&r->m.store), plan, data;
	double secs = now() - r->began, steps = (double)(r->m.step - r->first), mb = 1048576;
	struct gan_plan_stats s;

	gan_trainer_stats(r->t, &s);
	plan = s.arena_bytes + s.shadow_bytes + s.scratch_bytes;
	data = (size_t)r->data.n * (size_t)r->data.d * (r->data.h ? 1 : sizeof(float));
	note(r, "%.0f steps in %.1f s, %.4f s a step, %.0f images/s", steps, secs, steps > 0 ? secs / steps : 0,
	     secs > 0 ? (double)(r->m.images - r->seen) / secs : 0);
	if (gan_train_real(&r->m.hyper, "d-skip") > 0)
		note(r, "d-skip: D was not updated in %" PRIu64 " of %.0f steps (%.0f %%)", r->skipped, steps,
		     steps > 0 ? 100 * (double)r->skipped / steps : 0);
	note(r, "memory: store %.1f MB, data %.1f MB, plan %.1f MB (arena %.1f, next state %.1f, scratch %.1f); peak %.1f MB",
	     (double)store / mb, (double)data / mb, (double)plan / mb, (double)s.arena_bytes / mb, (double)s.shadow_bytes / mb,
	     (double)s.scratch_bytes / mb, (double)gan_peak_bytes() / mb);
	if (r->o->profile)
		gan_plan_profile_print(gan_trainer_plan(r->t), r->o->profile);
}

/* Data, plan, steps. What a signal interrupts before the first step leaves the model as it is. */
static int read_and_train(struct run *r, struct gan_err *e)
{
	int rc;

	if (r->m.step >= r->target)
		return 0;
	r->signal = r->o->caught ? r->o->caught() : 0;
	if (r->signal)
		return 0;
	rc = read_data(r, e);
	r->signal = r->o->caught ? r->o->caught() : 0;
	if (r->signal)
		return 0;
	if (rc || prepare(r, e))
		return -1;
	rc = train(r, e);
	if (!rc)
		report(r);
	return rc;
}

static void release(struct run *r)
{
	gan_trainer_free(r->t);
	r->t = NULL;
	gan_order_free(&r->order);
}

int gan_app_step(const struct gan_step_opt *o, struct gan_err *e)
{
	struct run r = { .o = o };
	struct gan_err why = { 0 };
	int rc = -1;

	if (open_output(&r, e) || read_model(&r, e))
		goto out;
	rc = read_and_train(&r, &why);
	if (rc && why.code != GAN_DIVERGED) {
		*e = why;
		goto out;
	}
	release(&r); /* the document needs room */
	if (finish(&r, e))
		rc = -1;
	else if (rc)
		*e = why;
	else if (gan_steplog_close(&r.log, e))
		rc = -1;
	else
		rc = r.signal ? 128 + r.signal : 0;
out:
	release(&r);
	gan_steplog_close(&r.log, NULL);
	gan_writer_abort(r.series);
	gan_out_abort(r.out);
	gan_dataset_free(&r.data);
	gan_model_free(&r.m);
	return rc;
}
