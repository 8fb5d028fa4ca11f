/* double */
/* Restarts: each row keeps what its own starts made best, whatever becomes of the rows beside it. */
#include "attack_help.h"

enum { D = 6, N = 40, STARTS = 5 };

static const double weight[2 * D] = { .3, -.2, .5, 0, .1, -.4, -.1, .6, .2, .3, .1, -.3 };
static const double bias[2] = { 0, 0 };

static gan_real x0[N * D], each[STARTS][N * D], x[N * D];
static int64_t label[N], number[N];

/* Rows at all distances from the edge, on both of its sides; their numbers in the set are not their places. */
static void make_rows(void)
{
	for (int i = 0; i < N; i++) {
		double margin;

		for (int j = 0; j < D; j++)
			x0[i * D + j] = (gan_real)((i * 131 + j * 37) % 101 / 50. - 1);
		margin = attack_margin(weight, bias, D, x0 + i * D, 1, 0);
		label[i] = margin > 0;
		number[i] = (i * 7 + 3) % 50;
	}
}

static double lead(const gan_real *of, int i)
{
	return attack_margin(weight, bias, D, of + i * D, 1 - label[i], label[i]);
}

/* Which start row i should keep: the first that fools, else that of the greatest loss; without a radius the
   shortest of those that fool. -1: none does, so any may stay. */
static int wanted(int i, int minimal)
{
	double shortest = INFINITY;
	int best = minimal ? -1 : 0;

	for (int r = 0; r < STARTS; r++) {
		double length = gan_ball_length(GAN_NORM_2, each[r] + i * D, x0 + i * D, D);

		if (lead(each[r], i) > 0 && !minimal)
			return r;
		if (!minimal && lead(each[r], i) > lead(each[best], i))
			best = r;
		if (minimal && lead(each[r], i) > 0 && length < shortest) {
			shortest = length;
			best = r;
		}
	}
	return best;
}

/* Every start by itself, then all of them as restarts. */
static void keeps(const char *name, double eps, const char *key, const char *value)
{
	struct attack_use u;
	struct gan_assault a = {
		.set = &u.set, .norm = GAN_NORM_2, .eps = eps, .lo = -INFINITY, .hi = INFINITY, .n = N, .d = D, .x0 = x0, .label = label,
		.index = number, .seed = 1,
	};
	int wrong = 0, kept[STARTS] = { 0 }, others = 0, minimal;

	attack_open(&u, weight, bias, 2, D);
	a.v = u.v;
	a.attack = gan_attack_find(name, &u.e);
	minimal = a.attack->flags & GAN_ATTACK_MINIMAL;
	if (key)
		attack_set(&u, key, value);
	for (a.restart = 0; a.restart < STARTS; a.restart++) {
		a.x = each[a.restart];
		memcpy(a.x, x0, sizeof x0);
		if (a.attack->run(&a, &u.e))
			attack_die(&u, name);
	}
	attack_set(&u, "restarts", "5");
	a.x = x;
	if (gan_assault_run(&a, &u.e))
		attack_die(&u, name);
	for (int i = 0; i < N; i++) {
		int r = wanted(i, minimal);

		wrong += r >= 0 && memcmp(x + i * D, each[r] + i * D, D * sizeof *x);
		kept[r < 0 ? 0 : r]++;
	}
	for (int r = 1; r < STARTS; r++)
		others += kept[r] > 0;
	ok(!wrong && kept[0] && others > 1, "%s: %d of %d rows have not what they should keep; %d that of the first start, the rest "
	   "that of %d others", name, wrong, N, kept[0], others);
	attack_close(&u);
}

int main(void)
{
	make_rows();
	keeps("noise", .8, NULL, NULL);
	keeps("boundary", INFINITY, "iters", "10");
	return done();
}
