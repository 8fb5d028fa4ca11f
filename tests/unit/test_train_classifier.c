/* both */
/* The objective classifier against a few lines of C, what it refuses, and the random changes of augment=. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "model/trainer.h"
#include "plan/plan.h"
#include "tap.h"

#define B 4 /* batch */
#define D 2
#define K 3

static const char nets[] = "net c\ninput x 2\nmain linear out=3\noutput\n";
static struct gan_err err;

static int make(struct gan_model *m, const char *text, const char *key, const char *val)
{
	struct gan_kv set = { 0 };
	int rc;

	memset(m, 0, sizeof *m);
	memset(&err, 0, sizeof err);
	gan_kv_set(&set, "objective", "classifier", &err);
	gan_kv_set(&set, "optim", "sgd", &err);
	gan_kv_set(&set, "lr", "0.1", &err);
	gan_kv_set(&set, "batch", "4", &err);
	gan_kv_set(&set, "ema", "0.9", &err);
	if (key)
		gan_kv_set(&set, key, val, &err);
	rc = gan_train_fill(&m->hyper, &err) || gan_model_set(m, &set, &err) ||
	     gan_nets_parse(&m->nets, text, strlen(text), "test", &err);
	for (size_t i = 0; !rc && i < m->nets.n; i++)
		rc = gan_net_params(&m->nets.net[i], &m->store, 1, 3, &err);
	gan_kv_free(&set);
	return rc;
}

/* ---- softmax regression ---- */

struct reference {
	double w[K][D], b[K], loss, grad;
	int right;
};

static void reference_step(struct reference *r, const gan_real *x, const int64_t *y)
{
	double gw[K][D] = { { 0 } }, gb[K] = { 0 };

	r->loss = r->grad = 0;
	r->right = 0;
	for (int i = 0; i < B; i++) {
		double s[K], sum = 0;
		int best = 0;

		for (int k = 0; k < K; k++) {
			s[k] = r->b[k] + r->w[k][0] * x[i * D] + r->w[k][1] * x[i * D + 1];
			sum += exp(s[k]);
			best = s[k] > s[best] ? k : best;
		}
		r->right += best == y[i];
		r->loss += (log(sum) - s[y[i]]) / B;
		for (int k = 0; k < K; k++) {
			double g = (exp(s[k]) / sum - (y[i] == k)) / B;

			gb[k] += g;
			for (int j = 0; j < D; j++)
				gw[k][j] += g * x[i * D + j];
		}
	}
	for (int k = 0; k < K; k++) {
		r->grad += gb[k] * gb[k] + gw[k][0] * gw[k][0] + gw[k][1] * gw[k][1];
		r->b[k] -= .1 * gb[k];
		for (int j = 0; j < D; j++)
			r->w[k][j] -= .1 * gw[k][j];
	}
	r->grad = sqrt(r->grad);
}

static void begin(struct reference *r, const struct gan_model *m)
{
	const gan_real *w = gan_store_find(&m->store, "c.main.weight")->t.data, *b = gan_store_find(&m->store, "c.main.bias")->t.data;

	for (int k = 0; k < K; k++) {
		r->b[k] = b[k];
		for (int j = 0; j < D; j++)
			r->w[k][j] = w[k * D + j];
	}
}

static double away(const struct reference *r, const struct gan_model *m)
{
	struct reference now;
	double worst = 0;

	begin(&now, m);
	for (int k = 0; k < K; k++)
		worst = fmax(worst, fmax(fabs(now.b[k] - r->b[k]), fmax(fabs(now.w[k][0] - r->w[k][0]), fabs(now.w[k][1] - r->w[k][1]))));
	return worst;
}

static void regression(void)
{
	const gan_real x[B * D] = { 1, 0, 0, 1, -1, -1, .5, .25 };
	const int64_t y[B] = { 0, 1, 2, 1 };
	struct gan_data_size size = { .d = D, .has_labels = 1, .nclass = K };
	struct gan_model m;
	struct gan_trainer *t = make(&m, nets, NULL, NULL) ? NULL : gan_trainer_new(&m, &size, 0, &err);
	struct reference r;
	double worst = 0, ema = 0, want;
	int watches = 1;

	if (!ok(t != NULL, "the step compiles")) {
		printf("# %s\n", err.msg);
		return;
	}
	begin(&r, &m);
	want = *(gan_real *)gan_store_find(&m.store, "ema.c.main.bias")->t.data;
	for (int step = 1; step <= 50; step++) {
		double ramp = (1. + step) / (10. + step), decay = ramp < .9 ? ramp : .9;

		gan_trainer_step(t, x, y, &err);
		reference_step(&r, x, y);
		want = decay * want + (1 - decay) * r.b[0];
		worst = fmax(worst, away(&r, &m));
		watches &= fabs(gan_trainer_value(t, 0) - r.loss) < 1e-5 && fabs(gan_trainer_value(t, 1) - r.right / (double)B) < 1e-6 &&
		           fabs(gan_trainer_value(t, 2) - r.grad) < 1e-5;
	}
	ok(worst < 1e-5, "50 steps are those of softmax regression (off by %g)", worst);
	ok(watches && !strcmp(gan_trainer_watch(t, 1), "c.accuracy"), "loss, accuracy and gradient are shown");
	ema = *(gan_real *)gan_store_find(&m.store, "ema.c.main.bias")->t.data;
	ok(fabs(ema - want) < 1e-5 && fabs(ema - r.b[0]) > 1e-4, "the running average is kept");
	gan_trainer_free(t);
	gan_model_free(&m);
}

/* Settings of updates act here as in any objective: a clipped gradient of norm 1e-6, a rate that has ended at 0. */
static void updates(const char *key, const char *val, const char *key2, const char *val2, double most)
{
	const gan_real x[B * D] = { 1, 0, 0, 1, -1, -1, .5, .25 };
	const int64_t y[B] = { 0, 1, 2, 1 };
	struct gan_data_size size = { .d = D, .has_labels = 1, .nclass = K };
	struct gan_kv more = { 0 };
	struct reference r;
	struct gan_trainer *t;
	struct gan_model m;
	double moved;

	gan_kv_set(&more, key2, val2, &err);
	t = make(&m, nets, key, val) || gan_model_set(&m, &more, &err) ? NULL : gan_trainer_new(&m, &size, 0, &err);
	begin(&r, &m);
	for (int step = 0; t && step < 3; step++)
		gan_trainer_step(t, x, y, &err);
	moved = away(&r, &m);
	ok(t && moved > 0 && moved < most, "%s=%s acts: three steps move a weight by %g", key, val, moved);
	gan_trainer_free(t);
	gan_model_free(&m);
	gan_kv_free(&more);
}

/* ---- refusals ---- */

static void refuses(const char *text, const char *key, const char *val, struct gan_data_size size, int code, const char *say)
{
	struct gan_model m;
	struct gan_trainer *t = make(&m, text, key, val) ? NULL : gan_trainer_new(&m, &size, 0, &err);

	ok(!t && err.code == code && strstr(err.msg, say), "refused: %s", err.msg);
	gan_trainer_free(t);
	gan_model_free(&m);
}

static void refusals(void)
{
	struct gan_data_size good = { .d = D, .has_labels = 1, .nclass = K }, bad = good;

	bad.has_labels = 0;
	refuses(nets, NULL, NULL, bad, GAN_DATA, "expected labelled data");
	bad = good;
	bad.nclass = 4;
	refuses(nets, NULL, NULL, bad, GAN_DATA, "expected labels 0 to 2");
	bad = good;
	bad.d = 5;
	refuses(nets, NULL, NULL, bad, GAN_DATA, "found 5");
	bad = (struct gan_data_size){ .h = 4, .w = 4, .c = 1, .d = 16, .has_labels = 1, .nclass = 2 };
	refuses(nets, NULL, NULL, bad, GAN_DATA, "found pictures");
	refuses(nets, "loss", "minimax", good, GAN_USAGE, "does nothing with it");
	refuses(nets, "weight-decay.d", "1", good, GAN_USAGE, "say weight-decay=1");
	refuses(nets, "ortho", "1", good, GAN_USAGE, "does nothing with it");
	refuses(nets, "ortho.g", "1", good, GAN_USAGE, "does nothing with it (ortho=0, the default");
	refuses(nets, "lr.g", "1", good, GAN_USAGE, "no nets g and d");
	refuses(nets, "augment", "flip", good, GAN_DATA, "the data are points");
	refuses("net d\ninput x 2\nmain linear out=3\noutput\n", NULL, NULL, good, GAN_DATA, "needs a net named c");
	refuses("net c\ninput x 2\nmain linear out=1\noutput\n", NULL, NULL, good, GAN_DATA, "2 classes or more");
	refuses("net c\ninput x 2\ninput y label 3\nmain linear from=x out=3\noutput\n", NULL, NULL, good, GAN_DATA,
	        "its inputs are 2");
}

/* ---- augment= ---- */

#define N 64
#define H 12
#define W 10

static gan_real picture[N * H * W], changed[N * H * W];

/* What augment=list makes of the pictures in step `step`. */
static int change(const char *list, int64_t step)
{
	struct gan_graph *g = gan_graph_new(&err);
	struct gan_shape s = gan_shape_of(4, (int64_t)N, (int64_t)H, (int64_t)W, (int64_t)1);
	struct gan_kv hyper = { 0 };
	int64_t rng[3] = { 7, step, 0 };
	struct gan_node *y;
	struct gan_plan *p;
	int rc;

	gan_kv_set(&hyper, "augment", list, &err);
	y = gan_augment(g, &hyper, gan_input(g, "x", GAN_REAL, &s), "data");
	p = y ? gan_plan_new(g, NULL, &y, 1, 0, &err) : NULL;
	rc = p ? 0 : -1;
	if (p) {
		gan_plan_bind(p, "x", picture);
		gan_plan_bind(p, "rng", rng);
		rc = gan_plan_run(p, &err);
		memcpy(changed, gan_plan_value(p, y), sizeof changed);
	}
	gan_plan_free(p);
	gan_graph_free(g);
	gan_kv_free(&hyper);
	return rc;
}

static int clampi(int v, int n)
{
	return v < 0 ? 0 : v >= n ? n - 1 : v;
}

/* Is changed[k] picture[k] moved by (dx, dy), mirrored first, with the edge repeated? */
static int is_moved(int k, int mirror, int dx, int dy)
{
	const gan_real *a = picture + k * H * W, *b = changed + k * H * W;

	for (int y = 0; y < H; y++)
		for (int x = 0; x < W; x++) {
			int sx = clampi(x + dx, W), sy = clampi(y + dy, H);

			if (fabs((double)(b[y * W + x] - a[sy * W + (mirror ? W - 1 - sx : sx)])) > 1e-3)
				return 0;
		}
	return 1;
}

static void flips(void)
{
	int same = 0, mirrored = 0;

	ok(!change("flip", 1), "flip: built");
	for (int k = 0; k < N; k++) {
		same += is_moved(k, 0, 0, 0);
		mirrored += is_moved(k, 1, 0, 0);
	}
	ok(same + mirrored == N && same > N / 4 && mirrored > N / 4, "flip: %d of %d are mirrored, the others as they were", mirrored,
	   N);
}

static void shifts(void)
{
	int seen[3][3] = { { 0 } }, all = 0, kinds = 0;

	ok(!change("shift", 1), "shift: built");
	for (int k = 0; k < N; k++)
		for (int dx = -1; dx <= 1; dx++)
			for (int dy = -1; dy <= 1; dy++)
				seen[dx + 1][dy + 1] += is_moved(k, 0, dx, dy);
	for (int i = 0; i < 9; i++) {
		all += seen[i / 3][i % 3];
		kinds += seen[i / 3][i % 3] > 0;
	}
	ok(all == N && kinds == 9, "shift: each picture by -1, 0 or 1 pixels each way, all nine occur (%d, %d)", all, kinds);
	kinds = seen[1][0] + seen[1][1] + seen[1][2];
	ok(kinds > N / 6 && kinds < N * 4 / 9, "shift: none sideways is a third of them (%d of %d)", kinds, N);
}

/* A bright disc in the middle stays, by and large, where it is; the pictures differ from what they were and from each other. */
static void warps(void)
{
	double near = 0, moved = 0, apart = 0;

	for (int i = 0; i < N * H * W; i++) {
		double y = i / W % H - (H - 1) / 2., x = i % W - (W - 1) / 2.;

		picture[i] = (gan_real)(255 * exp(-(x * x + y * y) / 8));
	}
	ok(!change("warp", 1), "warp: built");
	for (int i = 0; i < N * H * W; i++) {
		near += changed[i];
		moved += fabs((double)(changed[i] - picture[i]));
		apart += fabs((double)(changed[i] - changed[i % (H * W)]));
	}
	for (int i = 0; i < N * H * W; i++)
		near -= picture[i];
	near /= N * H * W;
	moved /= N * H * W;
	apart /= N * H * W;
	ok(fabs(near) < 5 && moved > 1 && moved < 30 && apart > 1, "warp: mean change %.2f, mean size of changes %.2f, apart %.2f",
	   near, moved, apart);
}

static void repeats(void)
{
	static gan_real first[N * H * W];
	int same, other;

	change("warp,flip,shift", 1);
	memcpy(first, changed, sizeof first);
	change("flip,shift,warp", 1);
	same = !memcmp(first, changed, sizeof first);
	change("flip,shift,warp", 2);
	other = memcmp(first, changed, sizeof first) != 0;
	ok(same && other, "the same step has the same changes, in whatever order they are named, another step has others");
}

static void lists(void)
{
	static const char *const bad[] = { "", "flip,", ",flip", "flip,flip", "turn", "none,flip", "flip shift" };
	const struct gan_setting *s = gan_setting_find(gan_train_settings, gan_train_nsettings, "augment");
	int refused = 1;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		refused &= gan_setting_check(s, bad[i], &err) != 0;
	ok(refused, "lists that are refused: %s", err.msg);
	ok(!gan_setting_check(s, "none", &err) && !gan_setting_check(s, "warp,flip", &err), "lists that are not");
}

int main(void)
{
	for (int i = 0; i < N * H * W; i++)
		picture[i] = (gan_real)((i * 37 + i / 7 * 11) % 256);
	regression();
	updates("clip-grad", "1e-6", "momentum", "0", 1e-6);
	updates("lr-schedule", "linear", "lr-end", "1", .05);
	refusals();
	flips();
	shifts();
	warps();
	repeats();
	lists();
	return done();
}
