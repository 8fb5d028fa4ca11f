/* Metrics that compare two sets element by element, and those of a classifier's outputs, against values worked out by hand. */
#include "metric_help.h"

/* ---- kid ---- */

static double cubic(const float *x, const float *y, int d)
{
	double dot = 0;

	for (int k = 0; k < d; k++)
		dot += x[k] * y[k];
	return pow(dot / d + 1, 3);
}

/* The definition, over all of both. */
static double mmd(const float *x, const float *y, int n, int d)
{
	double same = 0, other = 0;

	for (int i = 0; i < n; i++)
		for (int j = 0; j < n; j++) {
			if (i != j)
				same += cubic(x + i * d, x + j * d, d) + cubic(y + i * d, y + j * d, d);
			other += cubic(x + i * d, y + j * d, d);
		}
	return same / (n * (n - 1)) - 2 * other / (n * n);
}

static void test_kid(struct asked *a)
{
	float x[] = { 1, 2, 0, -1, 3, 1, -2, 0 }, y[] = { 0, 1, 2, 2, -1, -1, 1, 0 };
	struct gan_dataset set = points(4, 2, x, NULL, 0), ref = points(4, 2, y, NULL, 0), one = points(1, 2, x, NULL, 0);
	float far[] = { 9, 9 };
	struct gan_dataset two = points(2, 1, far, NULL, 0), zeros = points(2, 1, (float[]){ 0, 0 }, NULL, 0);

	ask(a, "kid", &ref, &set, "");
	ok(!a->rc && near(value(a, "kid"), mmd(x, y, 4, 2)), "subsets that are all: the definition, %.9f", mmd(x, y, 4, 2));
	ok(value(a, "kid.std") < 1e-6, "and they do not differ");
	ask(a, "kid", &zeros, &two, "");
	ok(near(value(a, "kid"), pow(82, 3) + 1 - 2), "(9*9 + 1)^3 + 1 - 2");
	ask(a, "kid", &ref, &set, "subset-size=2\nsubsets=2000\n");
	ok(fabs(value(a, "kid") - mmd(x, y, 4, 2)) < .2 * value(a, "kid.std") && value(a, "kid.std") > 1,
	   "unbiased: the mean over small subsets is the same");
	ask(a, "kid", &ref, &one, "");
	ok(a->rc < 0 && strstr(a->err.msg, "2 elements or more"), "refused: %s", a->err.msg);
}

/* ---- precision, recall, density, coverage ---- */

static void test_prdc(struct asked *a)
{
	/* with k = 1: radii of the reference 1 1 2 4, of the set 1.5 1.5 23 */
	float r[] = { 0, 1, 3, 7 }, x[] = { 3.5f, 2, 26.5f };
	struct gan_dataset ref = points(4, 1, r, NULL, 0), set = points(3, 1, x, NULL, 0);

	ask(a, "prdc", &ref, &set, "k=1\ndensity-k=1\n");
	ok(!a->rc && near(value(a, "precision"), 2. / 3), "precision: 3.5 and 2 are near the reference");
	ok(near(value(a, "recall"), 3. / 4), "recall: of 0 1 3 7 all but 0; 26.5's ball reaches to 3.5, and 7 is in it");
	/* 3.5: in the balls of 3 and 7; 2: of 1 (on its surface) and 3; 26.5: none */
	ok(near(value(a, "density"), 4. / 3), "density, with surfaces");
	ok(near(value(a, "coverage"), 3. / 4), "coverage: the ball of 0 is empty");
	ask(a, "prdc", &ref, &set, "k=1\ndensity-k=2\n");
	/* radii 3 2 3 6: 3.5 in 3 7; 2 in 0 1 3 7; */
	ok(near(value(a, "density"), 6. / 3 / 2) && value(a, "coverage") == 1, "density-k=");
	ok(near(value(a, "recall"), 3. / 4), "k= is its own");
	ask(a, "prdc", &ref, &ref, "k=3\ndensity-k=2\n");
	ok(value(a, "precision") == 1 && value(a, "recall") == 1 && value(a, "coverage") == 1, "a set and itself");
	ask(a, "prdc", &ref, &set, "");
	ok(a->rc < 0 && strstr(a->err.msg, "more than 5 elements"), "refused: %s", a->err.msg);
}

/* More rows and columns than a block has: shares that the definition gives. */
static void test_blocks(struct asked *a)
{
	enum { N = 2600, M = 530 };
	static float r[N], x[M];
	struct gan_dataset ref = points(N, 1, r, NULL, 0), set = points(M, 1, x, NULL, 0);

	for (int i = 0; i < N; i++)
		r[i] = (float)i;
	for (int i = 0; i < M; i++)
		x[i] = 10 * i + .25f; /* 0.25 to 5290.25 */
	ask(a, "prdc", &ref, &set, "k=1\ndensity-k=1\n");
	ok(near(value(a, "precision"), 260. / M), "precision over blocks");
	ok(near(value(a, "density"), 520. / M), "density: each of these is in two balls");
	ok(near(value(a, "coverage"), 520. / N), "coverage over blocks, and far from 0 nothing is lost by rounding");
	ok(value(a, "recall") == 1, "recall over blocks");
}

/* ---- nearest neighbours ---- */

static void test_nn(struct asked *a)
{
	float r[] = { 0, 0, 10, 0, 20, 0 }, x[] = { 0, 3, 10, 0, 15, 0, 20, -1 };
	struct gan_dataset ref = points(3, 2, r, NULL, 0), set = points(4, 2, x, NULL, 0), one = points(1, 2, r, NULL, 0);
	enum { N = 700, D = 40 };
	static float far[N * D], near_far[D];
	struct gan_dataset many = points(N, D, far, NULL, 0), copy = points(1, D, near_far, NULL, 0);

	ask(a, "nn", &ref, &set, "");
	ok(!a->rc && near(value(a, "mean"), (3 + 0 + 5 + 1) / 4.) && near(value(a, "median"), 2) && value(a, "least") == 0,
	   "distances");
	ok(near(value(a, "copies"), 3 / 4.), "3 of 10.4, 0, and 1 of 10.05 are copies, 5 of 5 is none");
	ask(a, "nn", &ref, &set, "near=.2\n");
	ok(near(value(a, "copies"), 2 / 4.), "near=");
	ask(a, "nn", &one, &set, "");
	ok(a->rc < 0 && strstr(a->err.msg, "2 elements"), "refused: %s", a->err.msg);
	/* long rows, far from 0, where products round: the least distance is exact all the same */
	for (int i = 0; i < N * D; i++)
		far[i] = 1000 + (float)((i * 37) % 101);
	memcpy(near_far, far + 613 * D, sizeof near_far);
	ask(a, "nn", &many, &copy, "");
	ok(value(a, "least") == 0 && value(a, "copies") == 1, "a copy is at distance 0");
}

/* ---- Parzen windows ---- */

static void test_parzen(struct asked *a)
{
	const double ln2pi = log(2 * 3.14159265358979323846);
	float zero[] = { 0 }, x[] = { .46f, -.46f, 1, 2 }, y[] = { 0, 1 };
	struct gan_dataset set = points(1, 1, zero, NULL, 0), ref = points(4, 1, x, NULL, 0), two = points(1, 2, y, NULL, 0);
	struct gan_dataset pair = points(2, 1, y, NULL, 0), ones = points(1, 2, (float[]){ 3, 5 }, NULL, 0);

	ask(a, "parzen", &ref, &set, "window=1\n");
	ok(!a->rc && near(value(a, "parzen"), -.5 * ln2pi - (2 * .46 * .46 + 1 + 4) / 8), "one window of 1");
	ask(a, "parzen", &ref, &set, "valid=2\n");
	ok(near(value(a, "window"), pow(10, 6. / 9 - 1)), "the window is that of the first two: the one nearest to .46");
	ok(near(value(a, "parzen"), -.5 * ln2pi - log(value(a, "window")) - 5 / (4 * pow(value(a, "window"), 2))),
	   "the others are judged");
	ok(near(value(a, "parzen.error"), .5 * 3 / (2 * pow(value(a, "window"), 2)) / sqrt(2)), "standard error of (1, 4) / 2w^2");
	ask(a, "parzen", &ref, &pair, "window=1\n");
	ok(near(value(a, "parzen"), -.5 * ln2pi - log(2) + (log(exp(-.46 * .46 / 2) + exp(-.54 * .54 / 2)) +
	   log(exp(-.46 * .46 / 2) + exp(-1.46 * 1.46 / 2)) + log(exp(-.5) + 1) + log(exp(-2) + exp(-.5))) / 4),
	   "a mean of two windows");
	ask(a, "parzen", &two, &ones, "window=.5\n");
	ok(near(value(a, "parzen"), -ln2pi - 2 * log(.5) - (9 + 16) / .5), "in the plane");
	ask(a, "parzen", &two, &ones, "");
	ok(a->rc < 0 && strstr(a->err.msg, "2 elements"), "refused: %s", a->err.msg);
}

/* ---- a classifier's outputs ---- */

static void test_score(struct asked *a)
{
	float sure[] = { 90, 0, 0, 0, 90, 0, 0, 0, 90 }, lost[] = { 1, 1, 1, 1, 1, 1 };
	float half[] = { 0, (float)log(3), 0, (float)log(3), 0, 0 }; /* p = 1/5 3/5 1/5 and 3/5 1/5 1/5 */
	struct gan_dataset all = points(3, 3, sure, NULL, 0), none = points(2, 3, lost, NULL, 0), some = points(2, 3, half, NULL, 0);

	ask(a, "score", NULL, &all, "splits=1\n");
	ok(!a->rc && near(value(a, "score"), 3), "sure, and each of another class: the number of classes");
	ask(a, "score", NULL, &all, "splits=3\n");
	ok(near(value(a, "score"), 1) && value(a, "score.std") == 0, "splits of one are 1");
	ask(a, "score", NULL, &none, "splits=1\n");
	ok(near(value(a, "score"), 1), "all alike: 1");
	ask(a, "score", NULL, &some, "splits=1\n");
	/* 3/5 ln(3/5 / (2/5)) + 1/5 ln(1/5 / (2/5)) */
	ok(near(value(a, "score"), exp(.6 * log(1.5) + .2 * log(.5))), "in between");
	ask(a, "score", NULL, &all, "");
	ok(a->rc < 0 && strstr(a->err.msg, "splits="), "refused: %s", a->err.msg);
}

static void test_classes(struct asked *a)
{
	float x[] = { 0, (float)log(2), (float)log(5), 1, 0, 0, 1, 0, 0, 1, 0, 1 };
	struct gan_dataset set = points(4, 3, x, NULL, 0);

	ask(a, "classes", NULL, &set, "");
	ok(!a->rc && value(a, "found") == 2 && value(a, "of") == 3 && value(a, "most") == .75, "classes found, and the greatest");
	ok(value(a, "class.0") == .75 && value(a, "class.1") == 0 && value(a, "class.2") == .25, "shares; the first of equals");
	ok(near(value(a, "entropy"), -.75 * log(.75) - .25 * log(.25)), "entropy of the shares");
	ok(near(value(a, "confidence"), (5 / 8. + 2 * exp(1) / (exp(1) + 2) + exp(1) / (2 * exp(1) + 1)) / 4), "confidence");
}

int main(void)
{
	struct asked a = { 0 };

	test_kid(&a);
	test_prdc(&a);
	test_blocks(&a);
	test_nn(&a);
	test_parzen(&a);
	test_score(&a);
	test_classes(&a);
	gan_buf_free(&a.text);
	return done();
}
