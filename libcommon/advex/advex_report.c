/* A row of the report for each radius. */
#include <math.h>
#include <stdio.h>
#include "advex/advex_priv.h"
#include "base/mem.h"

static void put_lengths(struct gan_table *t, const struct gan_tally *y)
{
	char name[32];

	for (int i = 0; i < GAN_NORMS; i++) {
		snprintf(name, sizeof name, "mean.l%s", gan_norm_name((enum gan_norm)i));
		gan_table_real(t, name, y->mean[i]);
		snprintf(name, sizeof name, "median.l%s", gan_norm_name((enum gan_norm)i));
		gan_table_real(t, name, y->median[i]);
	}
}

/* What a row is about. */
struct line {
	const char *model; /* NULL: there is one, and no column */
	const struct gan_outcome *outcome;
	int64_t queries, gradients, flat;
	double seconds;
};

static void put_check(struct gan_table *t, const struct gan_advex *a)
{
	gan_table_int(t, "changed", a->changed);
	gan_table_real(t, "longest", a->longest);
	gan_table_int(t, "broken", a->broken);
}

static int put_line(const struct gan_advex *a, const struct line *l, struct gan_table *t, struct gan_err *e)
{
	struct gan_tally y;

	if (gan_tally(&y, l->outcome, a->set.n, e))
		return -1;
	if (l->model)
		gan_table_text(t, "model", l->model);
	gan_table_text(t, "attack", a->attack ? a->attack->name : "-");
	gan_table_text(t, "norm", gan_norm_name(a->o->norm));
	if (isfinite(a->eps))
		gan_table_real(t, "eps", a->eps);
	else
		gan_table_none(t, "eps");
	gan_table_int(t, "n", y.n);
	gan_table_real(t, "clean", y.clean);
	gan_table_real(t, "robust", y.robust);
	gan_table_int(t, "attacked", y.attacked);
	gan_table_real(t, "success", y.success);
	gan_table_real(t, "conf.clean", y.conf_clean);
	gan_table_real(t, "conf.adv", y.conf_adv);
	put_lengths(t, &y);
	gan_table_real(t, "mean.relative", y.relative);
	if (a->o->verify)
		put_check(t, a);
	gan_table_int(t, "queries", l->queries);
	gan_table_int(t, "gradients", l->gradients);
	gan_table_int(t, "flat", l->flat);
	gan_table_real(t, "seconds", l->seconds);
	if (gan_advex_onlook_report(a, l->outcome != a->outcome, t, e))
		return -1;
	gan_table_row(t);
	return 0;
}

/* Other models cost nothing: what was made for the first is shown to them. */
static int put_others(const struct gan_advex *a, struct gan_table *t, struct gan_err *e)
{
	struct gan_outcome *outcome = gan_alloc((size_t)a->set.n, sizeof *outcome, e);
	int rc = outcome ? 0 : -1;

	for (size_t i = 0; i < a->nother && !rc; i++) {
		struct line l = { .model = a->other[i].name, .outcome = outcome };

		rc = gan_advex_transfer(a, &a->other[i], outcome, e) || put_line(a, &l, t, e) ? -1 : 0;
	}
	gan_free(outcome);
	return rc;
}

int gan_advex_report(const struct gan_advex *a, struct gan_table *t, struct gan_err *e)
{
	struct line l = { .outcome = a->outcome, .queries = a->queries, .gradients = a->gradients, .flat = a->flat,
		          .seconds = a->seconds };

	if (a->nother)
		l.model = a->o->model ? a->o->model : "-";
	if (put_line(a, &l, t, e))
		return -1;
	return a->nother ? put_others(a, t, e) : 0;
}
