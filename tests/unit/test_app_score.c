/* Scores of answers: intervals and chances of the binomial distribution, against tables. */
#include <math.h>
#include "app/quiz.h"
#include "tap.h"

static void interval(int64_t k, int64_t n, double low, double high)
{
	double lo, hi;

	gan_score_interval(k, n, &lo, &hi);
	ok(fabs(lo - low) < 1e-4 && fabs(hi - high) < 1e-4, "%d of %d: %.4f to %.4f", (int)k, (int)n, lo, hi);
}

int main(void)
{
	interval(8, 10, .4439, .9748);
	interval(0, 10, 0, .3085);
	interval(10, 10, .6915, 1);
	interval(1, 1, .025, 1);
	interval(0, 0, 0, 1);
	interval(500, 1000, .4686, .5314);
	ok(fabs(gan_score_chance(8, 10, .5) - 56. / 1024) < 1e-12, "8 or more of 10 by guessing: 56 of 1024");
	ok(gan_score_chance(0, 10, .5) == 1 && fabs(gan_score_chance(10, 10, .5) - 1. / 1024) < 1e-12, "none or more, and all");
	ok(fabs(gan_score_chance(1, 2, .3) - .51) < 1e-12, "another p");
	return done();
}
