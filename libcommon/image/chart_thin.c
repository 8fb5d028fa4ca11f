/* Thinning: a million points are drawn as what can be seen of them. */
#include <math.h>
#include "image/chart.h"

struct thin {
	const double *x, *y;
	double *ox, *oy;
	size_t n;                         /* points given out */
	size_t first, least, most, last;  /* of this column of pixels */
	int any, gap;
};

static void put(struct thin *t, double x, double y)
{
	t->ox[t->n] = x;
	t->oy[t->n] = y;
	t->n++;
}

/* Ends a column: its points in the order in which they came, each once. */
static void flush(struct thin *t)
{
	size_t low = t->least < t->most ? t->least : t->most, high = t->least < t->most ? t->most : t->least;
	size_t at[4] = { t->first, low, high, t->last };

	for (int i = 0; i < 4 && t->any; i++)
		if (!i || at[i] > at[i - 1])
			put(t, t->x[at[i]], t->y[at[i]]);
	if (t->gap)
		put(t, NAN, NAN);
	t->any = t->gap = 0;
}

static void add(struct thin *t, size_t i)
{
	if (!t->any)
		t->first = t->least = t->most = i;
	t->least = t->y[i] < t->y[t->least] ? i : t->least;
	t->most = t->y[i] > t->y[t->most] ? i : t->most;
	t->last = i;
	t->any = 1;
}

size_t gan_chart_thin(const struct gan_chart *ch, const double *x, const double *y, size_t n, double *ox, double *oy)
{
	struct thin t = { .x = x, .y = y, .ox = ox, .oy = oy };
	double column = NAN, before = -INFINITY;

	for (size_t i = 0; i < n; i++) {
		double at = floor(gan_chart_px(ch, x[i]));

		if (x[i] < before || at > column || at < column) {
			t.gap |= x[i] < before;
			flush(&t);
		}
		if (isfinite(at) && isfinite(gan_chart_py(ch, y[i])))
			add(&t, i);
		else
			t.gap = 1;
		column = isfinite(at) ? at : column;
		before = isfinite(x[i]) ? x[i] : before;
	}
	flush(&t);
	return t.n;
}
