/* Columns of a table against one of them. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "plot/plotlines.h"
#include "base/mem.h"
#include "base/text.h"

#define LINES 64

static const struct gan_setting settings[] = {
	{ "by", GAN_SET_TEXT, "", 0, 0, NULL, "", "a column: each of its values is a line of its own" },
	GAN_PLOT_LINE_SETTINGS("1"),
	{ "x", GAN_SET_TEXT, "", 0, 0, NULL, "", "the column that is the x axis (default: the first)" },
	{ "y", GAN_SET_TEXT, "", 0, 0, NULL, "", "COLUMN[,COLUMN...], the lines (default: all others that are numbers)" },
};

struct curves {
	const struct gan_columns *t;
	const struct gan_column *x, *by;
	struct gan_plot_line line[LINES];
	double *xy[LINES + 1];             /* what was made for by= */
	char *name[LINES + 1];
	size_t n;
};

static int has_numbers(const struct gan_column *c)
{
	for (size_t i = 0; i < c->n; i++)
		if (isfinite(c->v[i]))
			return 1;
	return 0;
}

static int too_many(const struct curves *k, struct gan_err *e)
{
	return k->n < LINES ? 0 : gan_fail(e, GAN_DATA, "%s: more than %d lines (y=COLUMN chooses)", k->t->name, LINES);
}

static int is_group(const struct gan_column *by, size_t i, size_t like)
{
	int word = by->is ? by->is[i] : -1, wanted = by->is ? by->is[like] : -1;

	return word == wanted && (word >= 0 || by->v[i] == by->v[like] || (isnan(by->v[i]) && isnan(by->v[like])));
}

/* What a group is called: "robust 0.1", or its value alone where there is one column. */
static char *group_name(const struct curves *k, const struct gan_column *y, size_t like, int several, struct gan_err *e)
{
	struct gan_buf b = { 0 };
	char number[32], *name = NULL;
	int word = k->by->is ? k->by->is[like] : -1;

	gan_format_double(number, sizeof number, k->by->v[like]);
	gan_buf_printf(&b, "%s%s%s", several ? y->name : "", several ? " " : "", word >= 0 ? k->by->word[word] : number);
	if (!gan_buf_ok(&b, e))
		name = gan_strdup(b.s, e);
	gan_buf_free(&b);
	return name;
}

/* The rows whose by= is that of row `like`, as a line. */
static int add_group(struct curves *k, const struct gan_column *y, size_t like, int several, struct gan_err *e)
{
	struct gan_plot_line *l = &k->line[k->n];
	double *x, *v;
	char *name;

	if (too_many(k, e))
		return -1;
	k->xy[k->n] = x = gan_alloc(y->n, 2 * sizeof *x, e);
	k->name[k->n] = name = group_name(k, y, like, several, e);
	if (!x || !name)
		return -1;
	v = x + y->n;
	*l = (struct gan_plot_line){ .name = name, .x = x, .y = v };
	for (size_t i = 0; i < y->n; i++)
		if (is_group(k->by, i, like)) {
			x[l->n] = k->x->v[i];
			v[l->n++] = y->v[i];
		}
	k->n++;
	return 0;
}

static int add_groups(struct curves *k, const struct gan_column *y, int several, struct gan_err *e)
{
	for (size_t i = 0; i < y->n; i++) {
		size_t first = 0;

		while (!is_group(k->by, first, i))
			first++;
		if (first < i)
			continue;
		if (add_group(k, y, i, several, e))
			return -1;
	}
	return 0;
}

static int add_column(struct curves *k, const struct gan_column *y, int several, struct gan_err *e)
{
	if (k->by)
		return add_groups(k, y, several, e);
	if (too_many(k, e))
		return -1;
	k->line[k->n++] = (struct gan_plot_line){ y->name, k->x->v, y->v, y->n };
	return 0;
}

/* The columns of y=, or all that are numbers. */
static int add_columns(struct curves *k, const char *names, struct gan_err *e)
{
	int several = names && strchr(names, ',');
	char name[256];

	if (names) {
		for (const char *p = names;; p++) {
			size_t n = strcspn(p, ",");
			const struct gan_column *y;

			snprintf(name, sizeof name, "%.*s", (int)n, p);
			y = gan_columns_get(k->t, name, e);
			if (!y || add_column(k, y, several, e))
				return -1;
			p += n;
			if (!*p)
				return 0;
		}
	}
	for (size_t i = 0, n = 0; i < k->t->n; i++)
		several = (n += &k->t->col[i] != k->x && &k->t->col[i] != k->by && has_numbers(&k->t->col[i])) > 1;
	for (size_t i = 0; i < k->t->n; i++) {
		const struct gan_column *y = &k->t->col[i];

		if (y != k->x && y != k->by && has_numbers(y) && add_column(k, y, several, e))
			return -1;
	}
	return k->n ? 0 : gan_fail(e, GAN_DATA, "%s: has no column of numbers beside '%s'", k->t->name, k->x->name);
}

static const struct gan_column *find(const struct gan_columns *t, const char *name)
{
	for (size_t i = 0; i < t->n; i++)
		if (!strcmp(t->col[i].name, name))
			return &t->col[i];
	return NULL;
}

/* A report of gan-advex means its accuracy against eps, a line for each model or, where there is one, for each attack. */
static int is_report(const struct gan_columns *t)
{
	return find(t, "eps") && find(t, "robust") && find(t, "attack");
}

static const char *report_by(const struct gan_columns *t)
{
	return find(t, "model") ? "model" : find(t, "attack")->nwords > 1 ? "attack" : NULL;
}

static int draw(const struct gan_plot_with *w, const struct gan_columns *t, struct gan_canvas *c, struct gan_err *e)
{
	const char *x = gan_plot_text(w, "x"), *y = gan_plot_text(w, "y"), *by = gan_plot_text(w, "by");
	struct curves *k = gan_alloc(1, sizeof *k, e);
	int rc = -1, report = !x && !y && is_report(t);

	if (!k)
		return -1;
	if (report) {
		x = "eps";
		y = "robust";
		by = by ? by : report_by(t);
	}
	k->t = t;
	k->x = x ? gan_columns_get(t, x, e) : &t->col[0];
	k->by = by ? gan_columns_get(t, by, e) : NULL;
	if (k->x && (!by || k->by) && !add_columns(k, y, e)) {
		struct gan_plot_lines l = { .source = t->name, .xname = k->x->name, .line = k->line, .n = k->n,
			                    .y0 = report ? 0 : NAN, .y1 = report ? 1 : NAN,
			                    .mean = gan_setting_int(w->set, settings, sizeof settings / sizeof *settings, "mean") };

		l.yname = y && !strchr(y, ',') ? y : k->n == 1 ? k->line[0].name : "value";
		rc = gan_plot_draw_lines(w, &l, c, e);
	}
	for (size_t i = 0; i <= LINES; i++) {
		gan_free(k->xy[i]);
		gan_free(k->name[i]);
	}
	gan_free(k);
	return rc;
}

const struct gan_plot gan_plot_curve = {
	.name = "curve",
	.help = "columns of a table against one of them",
	.flags = GAN_PLOT_COLUMNS,
	.w = 800,
	.h = 500,
	.setting = settings,
	.nsetting = sizeof settings / sizeof *settings,
	.draw_columns = draw,
};
