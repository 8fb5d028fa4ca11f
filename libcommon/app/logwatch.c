#include "app/logwatch.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "base/buf.h"
#include "base/text.h"

const struct gan_setting gan_logwatch_settings[] = {
	{ "acc", GAN_SET_REAL, "1", 0, 1, NULL, "", "D is right about that share of real and of fake: collapse; 0: not asked" },
	{ "d-loss", GAN_SET_REAL, "0.001", 0, 1e9, NULL, "", "D's loss is from 0 to less than that: collapse; 0: not asked" },
	{ "g-loss", GAN_SET_REAL, "1000", 0, 1e30, NULL, "", "G's loss is beyond that on either side: divergence; 0: not asked" },
	{ "idle", GAN_SET_REAL, "10", 0, 1e9, NULL, "seconds", "end when no step came for so long and no gan-step holds the log" },
	{ "rows", GAN_SET_INT, "500", 1, 1e12, NULL, "steps", "for how many steps in a row" },
	{ "to", GAN_SET_INT, "0", 0, 9007199254740991., NULL, "steps", "end at that step; 0: when the training ends" },
	{ "wait", GAN_SET_REAL, "60", 0, 1e9, NULL, "seconds", "how long to wait for a training to begin" },
};
const size_t gan_logwatch_nsettings = sizeof gan_logwatch_settings / sizeof *gan_logwatch_settings;

#define LINE_MAX_BYTES 65536

/* The columns that are looked at; -1 where the log has none such. */
enum column { STEP, D_LOSS, G_LOSS, ACC_REAL, ACC_FAKE, NCOLUMNS };
static const char *const column_name[NCOLUMNS] = { "step", "d.loss", "g.loss", "d.acc.real", "d.acc.fake" };

/* What can go on for too long. */
enum sign { D_WON, D_SURE, G_FAR, NSIGNS };

struct watch {
	const struct gan_logwatch_opt *o;
	const char *name;
	int fd;
	int follow;                /* a regular file that grows */
	struct gan_buf text;       /* bytes read and not yet used */
	int64_t line;              /* lines so far */
	int head;                  /* is there a header? */
	int column[NCOLUMNS], ncolumns;
	double v[NCOLUMNS];        /* of this row */
	int64_t step, count[NSIGNS];
	int skipping;              /* rows are older than the watch: only the header is taken */
	struct gan_err old;        /* what was wrong with an old training; code 0: nothing */
	int finished;              /* to= was reached */
	double acc, d_loss, g_loss, idle, wait;
	int64_t rows, to;
};

/* ---- a row ---- */

static int bad(const struct watch *w, const char *why, struct gan_err *e)
{
	return gan_fail(e, GAN_DATA, "%s: line %lld: expected a log of gan-step, found %s", w->name, (long long)w->line, why);
}

static int took(struct watch *w, enum sign s, int is, double value, const char *what, struct gan_err *e)
{
	char text[32];

	w->count[s] = is ? w->count[s] + 1 : 0;
	if (w->count[s] < w->rows)
		return 0;
	return gan_fail(e, GAN_CHECK, "%s: step %lld: %s (%s) for %lld steps in a row", w->name, (long long)w->step, what,
	                gan_format_double(text, sizeof text, value), (long long)w->rows);
}

static int has(const struct watch *w, enum column c)
{
	return w->column[c] >= 0;
}

static int judge(struct watch *w, struct gan_err *e)
{
	double d = w->v[D_LOSS], g = w->v[G_LOSS], sure = fmin(w->v[ACC_REAL], w->v[ACC_FAKE]);
	int won = has(w, D_LOSS) && w->d_loss > 0 && d >= 0 && d < w->d_loss;
	int right = has(w, ACC_REAL) && has(w, ACC_FAKE) && w->acc > 0 && sure >= w->acc && !(has(w, D_LOSS) && d < 0);

	if (took(w, D_WON, won, d, "D has won: its loss is near 0", e) ||
	    took(w, D_SURE, right, sure, "D has won: it is right about both real and fake", e))
		return -1;
	return took(w, G_FAR, has(w, G_LOSS) && w->g_loss > 0 && fabs(g) > w->g_loss, g, "G's loss explodes", e);
}

static void restart(struct watch *w)
{
	memset(w->count, 0, sizeof w->count);
	memset(&w->old, 0, sizeof w->old);
}

/* A cell of the row: its number goes where it is wanted. */
static int take_cell(struct watch *w, int i, const char *cell, struct gan_err *e)
{
	double v;

	if (gan_parse_double(cell, &v))
		return bad(w, "what is no number", e);
	for (int c = 0; c < NCOLUMNS; c++)
		if (w->column[c] == i)
			w->v[c] = v;
	if (!isfinite(v))
		return gan_fail(e, GAN_CHECK, "%s: line %lld: the value in column %d is not finite: training diverged", w->name,
		                (long long)w->line, i + 1);
	return 0;
}

static int take_row(struct watch *w, char *line, struct gan_err *e)
{
	struct gan_err lost = { 0 };
	int n = 0;

	if (!w->head)
		return bad(w, "no header", e);
	for (char *p = line, *end; p && n <= w->ncolumns; p = end, n++) {
		struct gan_err why = { 0 };

		end = strchr(p, '\t');
		if (end)
			*end++ = 0;
		if (n < w->ncolumns && take_cell(w, n, p, &why)) {
			if (why.code != GAN_CHECK) {
				*e = why;
				return -1;
			}
			lost = why;
		}
	}
	if (n != w->ncolumns)
		return bad(w, "a row that does not fit its header", e);
	if (!(w->v[STEP] >= 0 && w->v[STEP] < 1e16))
		return bad(w, "a step that is no count", e);
	if ((int64_t)w->v[STEP] <= w->step)
		restart(w);
	w->step = (int64_t)w->v[STEP];
	w->finished |= !w->skipping && w->to && w->step >= w->to;
	if (lost.code)
		*e = lost;
	return lost.code ? -1 : judge(w, e);
}

static int take_header(struct watch *w, char *line)
{
	int n = 0;

	for (int c = 0; c < NCOLUMNS; c++)
		w->column[c] = -1;
	for (char *p = line, *end; p; p = end, n++) {
		end = strchr(p, '\t');
		if (end)
			*end++ = 0;
		for (int c = 0; c < NCOLUMNS; c++)
			if (!strcmp(p, column_name[c]))
				w->column[c] = n;
	}
	w->ncolumns = n;
	w->head = 1;
	return 0;
}

static void show(const struct watch *w)
{
	char text[128];

	if (!w->o->progress || !w->head)
		return;
	snprintf(text, sizeof text, "step %lld", (long long)w->step);
	if (has(w, D_LOSS) && has(w, G_LOSS))
		snprintf(text + strlen(text), sizeof text - strlen(text), "  d.loss %.4f  g.loss %.4f", w->v[D_LOSS], w->v[G_LOSS]);
	w->o->progress(w->o->ctx, text);
}

/* What an old training's rows say is kept; a later training in the file, which begins anew, makes it good. */
static int take_line(struct watch *w, char *line, struct gan_err *e)
{
	struct gan_err why = { 0 };
	int rc;

	w->line++;
	if (!strncmp(line, "step\t", 5))
		return take_header(w, line);
	rc = take_row(w, line, &why);
	if (rc && (!w->skipping || why.code != GAN_CHECK)) {
		*e = why;
		return -1;
	}
	if (rc && !w->old.code)
		w->old = why;
	return 0;
}

/* All whole lines of the text. */
static int take_lines(struct watch *w, struct gan_err *e)
{
	char *at = w->text.s, *end;
	size_t left = w->text.len;

	while (left && !w->finished && (end = memchr(at, '\n', left))) {
		*end = 0;
		if (memchr(at, 0, (size_t)(end - at)) || take_line(w, at, e))
			return e->code ? -1 : bad(w, "bytes that are no text", e);
		left -= (size_t)(end + 1 - at);
		at = end + 1;
	}
	if (left > LINE_MAX_BYTES)
		return bad(w, "a line without end", e);
	if (left)
		memmove(w->text.s, at, left);
	w->text.len = left;
	show(w);
	return 0;
}

/* ---- reading ---- */

/* Bytes read, 0 at the end so far, -1. */
static int64_t pump(struct watch *w, struct gan_err *e)
{
	char block[16384];
	ssize_t n;

	do
		n = read(w->fd, block, sizeof block);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return gan_fail(e, GAN_IOERR, "%s: cannot read: %s", w->name, strerror(errno));
	gan_buf_add(&w->text, block, (size_t)n);
	if (gan_buf_ok(&w->text, e) || take_lines(w, e))
		return -1;
	return n;
}

/* To the end so far. */
static int drain(struct watch *w, struct gan_err *e)
{
	int64_t n = 1;

	while (n > 0 && !w->finished)
		n = pump(w, e);
	return n < 0 ? -1 : 0;
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void rest(void)
{
	struct timespec t = { 0, 20000000 };

	nanosleep(&t, NULL);
}

/* Does another process hold the log's lock? */
static int locked(const struct watch *w)
{
	struct flock l = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

	return !fcntl(w->fd, F_GETLK, &l) && l.l_type != F_UNLCK;
}

/* A file that was emptied begins anew. */
static int check_shrunk(struct watch *w, struct gan_err *e)
{
	off_t at = lseek(w->fd, 0, SEEK_CUR);
	struct stat st;

	if (at < 0 || fstat(w->fd, &st))
		return gan_fail(e, GAN_IOERR, "%s: cannot look at it: %s", w->name, strerror(errno));
	if (st.st_size >= at)
		return 0;
	w->text.len = 0;
	w->line = 0;
	restart(w);
	return lseek(w->fd, 0, SEEK_SET) < 0 ? gan_fail(e, GAN_IOERR, "%s: cannot seek: %s", w->name, strerror(errno)) : 0;
}

/* ---- a file that grows ---- */

/* Waits for a training to begin: its lock, or more rows. 1 it has; 0 it has not within wait=. */
static int begins(struct watch *w, struct gan_err *e)
{
	double end = now() + w->wait;
	int64_t lines = w->line;

	while (!locked(w)) {
		if (now() >= end)
			return 0;
		rest();
		if (check_shrunk(w, e) || drain(w, e))
			return -1;
		if (w->line != lines)
			break;
	}
	return 1;
}

/* Until the lock goes, or without one until nothing comes any more. */
static int see_out(struct watch *w, struct gan_err *e)
{
	double last = now();
	int held = 0;

	for (;;) {
		int live = locked(w);
		int64_t lines = w->line;

		held |= live;
		if (check_shrunk(w, e) || drain(w, e))
			return -1;
		if (w->line != lines || live)
			last = now();
		else if (held || now() - last >= w->idle)
			return 0;
		if (w->finished)
			return 0;
		rest();
	}
}

static int follow(struct watch *w, struct gan_err *e)
{
	int live = locked(w), rc = 1;
	struct gan_err old;

	w->skipping = 1;
	if (drain(w, e))
		return -1;
	w->skipping = 0;
	old = w->old;
	restart(w);
	if (!live)
		rc = begins(w, e);
	if (rc < 0)
		return -1;
	if (rc)
		return see_out(w, e);
	*e = old;
	return old.code ? -1 : 0;
}

/* ---- all ---- */

/* A log that is not there yet may come. */
static int open_log(struct watch *w, struct gan_err *e)
{
	double end = now() + w->wait;
	struct stat st;

	if (!strcmp(w->o->path, "-")) {
		w->fd = STDIN_FILENO;
		w->name = "standard input";
		return 0;
	}
	while ((w->fd = open(w->o->path, O_RDONLY | O_CLOEXEC)) < 0 && errno == ENOENT && now() < end)
		rest();
	if (w->fd < 0 || fstat(w->fd, &st))
		return gan_fail(e, GAN_NOINPUT, "%s: cannot open: %s", w->name, strerror(errno));
	if (S_ISDIR(st.st_mode))
		return gan_fail(e, GAN_NOINPUT, "%s: is a folder", w->name);
	w->follow = S_ISREG(st.st_mode);
	return 0;
}

static double real(const struct watch *w, const char *key)
{
	return gan_setting_real(w->o->set, gan_logwatch_settings, gan_logwatch_nsettings, key);
}

static int64_t whole(const struct watch *w, const char *key)
{
	return gan_setting_int(w->o->set, gan_logwatch_settings, gan_logwatch_nsettings, key);
}

static int take_settings(struct watch *w, struct gan_err *e)
{
	const struct gan_kv *set = w->o->set;

	for (size_t i = 0; set && i < set->n; i++) {
		const struct gan_setting *s = gan_setting_find(gan_logwatch_settings, gan_logwatch_nsettings, set->key[i]);

		if (!s)
			return gan_fail(e, GAN_USAGE, "--watch has no setting '%s' (it has: acc, d-loss, g-loss, idle, rows, to, wait)",
			                set->key[i]);
		if (gan_setting_check(s, set->val[i], e))
			return -1;
	}
	w->acc = real(w, "acc");
	w->d_loss = real(w, "d-loss");
	w->g_loss = real(w, "g-loss");
	w->idle = real(w, "idle");
	w->wait = real(w, "wait");
	w->rows = whole(w, "rows");
	w->to = whole(w, "to");
	return 0;
}

int gan_logwatch(const struct gan_logwatch_opt *o, struct gan_err *e)
{
	struct watch w = { .o = o, .name = o->path, .fd = -1 };
	int rc;

	if (take_settings(&w, e) || open_log(&w, e))
		return -1;
	rc = w.follow ? follow(&w, e) : drain(&w, e);
	if (!rc && !w.head && !w.follow)
		rc = gan_fail(e, GAN_DATA, "%s: expected a log of gan-step, found nothing", w.name);
	if (w.fd != STDIN_FILENO)
		close(w.fd);
	gan_buf_free(&w.text);
	return rc;
}
