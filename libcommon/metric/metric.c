/* The registry of metrics, and what they share. */
#include "metric/metric.h"

#include <stdarg.h>
#include <stdio.h>
#include "base/text.h"

#define GAN_METRIC(name) extern const struct gan_metric gan_metric_##name;
#include "metric/metrics.def"
#undef GAN_METRIC

static const struct gan_metric *const metrics[] = {
#define GAN_METRIC(name) &gan_metric_##name,
#include "metric/metrics.def"
#undef GAN_METRIC
};

#define NMETRICS (sizeof metrics / sizeof *metrics)

size_t gan_metric_count(void)
{
	return NMETRICS;
}

const struct gan_metric *gan_metric_at(size_t i)
{
	return metrics[i];
}

const struct gan_metric *gan_metric_find(const char *name, struct gan_err *e)
{
	const char *names[NMETRICS];
	size_t at;

	for (size_t i = 0; i < NMETRICS; i++)
		names[i] = metrics[i]->name;
	at = gan_find_name(e, "metric", name, names, NMETRICS);
	return at < NMETRICS ? metrics[at] : NULL;
}

int64_t gan_metric_int(const struct gan_metric *m, const struct gan_metric_with *w, const char *key)
{
	return gan_setting_int(w->set, m->setting, m->nsetting, key);
}

double gan_metric_real(const struct gan_metric *m, const struct gan_metric_with *w, const char *key)
{
	return gan_setting_real(w->set, m->setting, m->nsetting, key);
}

const char *gan_metric_text(const struct gan_metric *m, const struct gan_metric_with *w, const char *key)
{
	return gan_setting_text(w->set, m->setting, m->nsetting, key);
}

void gan_metric_note(struct gan_metric_out *out, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(out->with, sizeof out->with, fmt, ap);
	va_end(ap);
}

void gan_metric_value(struct gan_metric_out *out, const char *name, double value, int64_t n)
{
	struct gan_table *t = out->table;

	if (out->checks)
		gan_checks_see(out->checks, out->metric, name, value);
	if (out->file)
		gan_table_text(t, "file", out->file);
	if (out->step >= 0)
		gan_table_int(t, "step", out->step);
	else
		gan_table_none(t, "step");
	gan_table_text(t, "metric", out->metric);
	gan_table_text(t, "name", name);
	gan_table_real(t, "value", value);
	gan_table_int(t, "n", n);
	if (out->with[0])
		gan_table_text(t, "with", out->with);
	else
		gan_table_none(t, "with");
	gan_table_row(t);
}
