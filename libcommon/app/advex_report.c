/* A row of the report for each radius. */
#include <math.h>
#include <stdio.h>
#include "app/advex_priv.h"

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

int gan_advex_report(const struct gan_advex *a, struct gan_table *t, struct gan_err *e)
{
	struct gan_tally y;

	if (gan_tally(&y, a->outcome, a->set.n, e))
		return -1;
	gan_table_text(t, "attack", a->attack->name);
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
	gan_table_int(t, "queries", a->queries);
	gan_table_int(t, "gradients", a->gradients);
	gan_table_real(t, "seconds", a->seconds);
	if (gan_advex_onlook_report(a, t, e))
		return -1;
	gan_table_row(t);
	return 0;
}
