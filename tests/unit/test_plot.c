/* Lines of charts: running means, which do not reach over gaps and new beginnings. */
#include <math.h>
#include "plot/plotlines.h"
#include "tap.h"

#define N 9
#define MANY 1000

static struct gan_err err;

static int alike(const double *a, const double *b)
{
	for (int i = 0; i < N; i++)
		if (isnan(a[i]) != isnan(b[i]) || fabs(a[i] - b[i]) > 1e-12)
			return 0;
	return 1;
}

/* Against sums over each window, and a spike that leaves no trace. */
static void many(size_t rows)
{
	static double x[MANY], y[MANY], out[MANY];
	size_t half = rows / 2;
	double worst = 0;

	for (int i = 0; i < MANY; i++) {
		x[i] = i;
		y[i] = i == 500 ? 1e30 : sin(i * i);
	}
	ok(!gan_plot_mean(out, x, y, MANY, rows, &err), "of %zu rows", rows);
	for (size_t i = 0; i < MANY; i++) {
		size_t a = i > half ? i - half : 0, b = i + half < MANY ? i + half : MANY - 1;
		double sum = 0;

		for (size_t k = a; k <= b; k++)
			sum += y[k];
		if (a > 500 || b < 500)
			worst = fmax(worst, fabs(out[i] - sum / (double)(b - a + 1)));
		else
			worst = fmax(worst, fabs(out[i] / 1e30 - 1. / (double)(b - a + 1)));
	}
	ok(worst < 1e-13, "as summed one by one (%g)", worst);
}

int main(void)
{
	double x[N] = { 1, 2, 3, 4, 5, 6, 7, 8, 9 }, y[N] = { 1, 5, 3, 7, 2, 9, 0, 4, 8 }, out[N];
	double three[N] = { 3, 3, 5, 4, 6, 11. / 3, 13. / 3, 4, 6 };
	double gap[N] = { 3, 3, 4, NAN, 5.5, 11. / 3, 13. / 3, 4, 6 };
	double anew[N] = { 3, 3, 5, 5, 5.5, 11. / 3, 13. / 3, 4, 6 };

	gan_plot_mean(out, x, y, N, 1, &err);
	ok(alike(out, y), "of one row the values are their own mean");
	gan_plot_mean(out, x, y, N, 3, &err);
	ok(alike(out, three), "of three: each with its neighbours, at the ends with one");
	gan_plot_mean(out, x, y, N, 100, &err);
	ok(fabs(out[0] - 39. / 9) < 1e-12 && fabs(out[8] - 39. / 9) < 1e-12, "of more than there are: of all");
	for (int i = 4; i < N; i++)
		x[i] -= 4;
	gan_plot_mean(out, x, y, N, 3, &err);
	ok(alike(out, anew), "where x falls something begins anew");
	y[3] = NAN;
	gan_plot_mean(out, x, y, N, 3, &err);
	ok(alike(out, gap), "and what is not finite parts a line");
	for (size_t rows = 2; rows < 3000; rows = rows * 3 + 1)
		many(rows);
	return done();
}
