/* double */
/* JSMA on a linear classifier, where the best pairs are known. */
#include "assault_help.h"

#define D 6
#define K 3

static const double w[K * D] = {
	-1, 0, 2, .5, 0, -3,
	2, 1, 3, 1, -1, 1,
	0, 0, 2, -4, 1, 0,
};
static const double b[K] = { 4, 0, 0 }, zero[D] = { 0 };
static struct assault u;

/* The best pair by looking at all of them: the target gains g, the others lose l. */
static void all_pairs(const double *gain, const double *loss, int n, int pair[2])
{
	double best = 0;

	for (int p = 0; p < n; p++)
		for (int q = p + 1; q < n; q++)
			if (gain[p] + gain[q] > 0 && loss[p] + loss[q] > 0 && (gain[p] + gain[q]) * (loss[p] + loss[q]) > best) {
				best = (gain[p] + gain[q]) * (loss[p] + loss[q]);
				pair[0] = p;
				pair[1] = q;
			}
}

/* Toward 1, gains are w_1 and losses -(w_0 + w_2) = 1, 0, -4, 3.5, -1, 3: the pairs 0,3 (3 * 4.5), 0,5 (3 * 4), 3,5 (2 * 6.5). */
static void by_hand(void)
{
	assault_open(&u, D, K, w, b);
	u.a.lo = 0;
	u.a.hi = 1;
	u.target[0] = 1;
	u.a.target = u.target;
	assault_add(&u, zero, 0);
	assault_run(&u, "jsma", GAN_NORM_0, "gamma=0.34 theta=0.5");
	ok(assault_length(&u, GAN_NORM_0, 0) == 0, "one pair at .5 is too little: the element stays as it was");
	assault_run(&u, "jsma", GAN_NORM_0, "gamma=0.34");
	ok(assault_length(&u, GAN_NORM_0, 0) == 0, "nor is it at 1: z = 3.5, 3");
	assault_run(&u, "jsma", GAN_NORM_0, "gamma=0.7");
	ok(u.x[0] == 1 && u.x[3] == 1 && u.x[1] == 1 && u.x[5] == 1 && u.x[2] == 0 && u.x[4] == 0,
	   "pairs 0,3 and then 1,5: %g %g %g %g %g %g", u.x[0], u.x[1], u.x[2], u.x[3], u.x[4], u.x[5]);
	ok(assault_fooled(&u, 0), "the target is reached");
	assault_close(&u);
}

/* Downward from 1, and with a mask. */
static void downward(void)
{
	static const double one[D] = { 1, 1, 1, 1, 1, 1 }, high[K] = { 5, 3, 0 };
	gan_real mask[D] = { 1, 1, 1, 0, 1, 1 };

	assault_open(&u, D, K, w, high);
	u.a.lo = 0;
	u.a.hi = 1;
	u.a.mask = mask;
	u.target[0] = 0;
	u.a.target = u.target;
	assault_add(&u, one, 1);
	assault_run(&u, "jsma", GAN_NORM_0, "theta=-1 gamma=1");
	/* gains of 0 by going down 1, 0, -2, -, 0, 3; losses 2, 1, 5, -, 0, 1: 0,5 (4 * 3), 2,5 (1 * 6), 1,5 (3 * 2), 4,5 (3 * 1) */
	ok(u.x[0] == 0 && u.x[5] == 0 && u.x[3] == 1, "theta below 0 takes numbers down, and masked ones stay");
	assault_close(&u);
}

/* Without a target the likeliest other class is meant, and any will do. */
static void untargeted(void)
{
	static const double near[K] = { 2, 1, 0 };

	assault_open(&u, D, K, w, near);
	u.a.lo = 0;
	u.a.hi = 1;
	assault_add(&u, zero, 0);
	assault_run(&u, "jsma", GAN_NORM_0, "gamma=0.34");
	ok(u.x[0] == 1 && u.x[3] == 1 && assault_fooled(&u, 0), "without a target, toward the likeliest other class");
	assault_run(&u, "jsma", GAN_NORM_0, "gamma=0.34 map=probs");
	ok(assault_fooled(&u, 0), "by probabilities");
	assault_close(&u);
}

/* The pair that is found among few is the best of all, for many numbers. */
static void searched(void)
{
	static double weight[3 * 60], gain[60], loss[60], start[60];
	static const double bias[3] = { .1, 0, 0 }; /* the first pair arrives */
	int good = 1;

	for (int t = 0; t < 20; t++) {
		int pair[2] = { 0, 0 };

		for (int j = 0; j < 60; j++) {
			weight[j] = sin(1.7 * j * (t + 1));
			weight[60 + j] = round(4 * cos(2.3 * j + t)) / 4;
			weight[120 + j] = sin(j * j + t);
			gain[j] = weight[60 + j];
			loss[j] = -(weight[j] + weight[120 + j]);
		}
		all_pairs(gain, loss, 60, pair);
		assault_open(&u, 60, 3, weight, bias);
		u.a.lo = 0;
		u.a.hi = 1;
		u.target[0] = 1;
		u.a.target = u.target;
		assault_add(&u, start, 0);
		assault_run(&u, "jsma", GAN_NORM_0, "");
		good &= assault_length(&u, GAN_NORM_0, 0) == 2 && u.x[pair[0]] == 1 && u.x[pair[1]] == 1;
		assault_close(&u);
	}
	ok(good, "the best pair of 60 numbers is found among those that at most one other beats");
}

static void alone(void)
{
	assault_open(&u, D, K, w, b);
	u.a.lo = 0;
	u.a.hi = 1;
	for (int i = 0; i < 70; i++)
		assault_add(&u, (double[]) { fabs(sin(i)), 0, fabs(sin(2 * i)), .1, 0, fabs(cos(i)) }, 0);
	ok(assault_alone(&u, "jsma", GAN_NORM_0, "theta=0.3 gamma=1"), "a row's bytes are those it has alone");
	assault_close(&u);
}

int main(void)
{
	by_hand();
	downward();
	untargeted();
	searched();
	alone();
	return done();
}
