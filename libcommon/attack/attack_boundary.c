/* The boundary attack (Brendel, Rauber and Bethge 2018, alg. 1): a walk along the edge, from a point that fools toward the element.
   It sees decisions alone. */
#include <math.h>
#include <string.h>
#include "attack/ball.h"
#include "attack/decide.h"
#include "base/mem.h"
#include "base/rng.h"

#define LOOKS 20  /* answers until a step's length is looked at */
#define CHANGE 1.5

/* Lengths of a row's two steps, as shares of its distance, and how often each fooled. */
struct gait {
	double around, toward;
	int around_asked, around_yes, toward_asked, toward_yes;
};

struct walk {
	struct gan_decide w;
	struct gait *gait;   /* [n] */
	int64_t *row;        /* rows whose step around fooled, */
	gan_real *near;      /* [n,d] and what they try next */
	int64_t t;
};

/* try = x and a random step orthogonal to the way to x0, brought back to x's distance, inside lo..hi. */
static void around(void *ctx, int64_t i)
{
	const struct walk *k = ctx;
	const struct gan_assault *a = &k->w.r.a;
	const gan_real *x0 = a->x0 + i * a->d, *x = a->x + i * a->d;
	gan_real *to = k->w.try + i * a->d;
	double length = gan_ball_length(GAN_NORM_2, x, x0, a->d), dot = 0, square = 0, step, u[64];
	double back = sqrt(1 + pow(k->gait[i].around, 2));

	for (int64_t j = 0; j < a->d; j++) {
		if (j % 64 == 0)
			gan_rng_normal_f64(gan_rng_make(a->seed, "attack.boundary"), (uint64_t)a->restart, (uint64_t)a->index[i],
			                   (uint64_t)(k->t * a->d + j), u, (size_t)(a->d - j < 64 ? a->d - j : 64));
		to[j] = (gan_real)(a->mask && a->mask[j] == 0 ? 0 : u[j % 64]);
		dot += to[j] * ((double)x[j] - x0[j]);
	}
	for (int64_t j = 0; j < a->d; j++) {
		to[j] = (gan_real)(to[j] - (length > 0 ? dot / (length * length) : 0) * ((double)x[j] - x0[j]));
		square += (double)to[j] * to[j];
	}
	step = square > 0 ? k->gait[i].around * length / sqrt(square) : 0;
	for (int64_t j = 0; j < a->d; j++) {
		double v = x0[j] + ((double)x[j] - x0[j] + step * to[j]) / back;

		to[j] = (gan_real)(v < a->lo ? a->lo : v > a->hi ? a->hi : v);
	}
}

/* Steps that fool too often are lengthened, too seldom shortened. */
static void adapt(struct gait *g)
{
	if (g->around_asked >= LOOKS) {
		double scale = g->around_yes > LOOKS * .5 ? CHANGE : g->around_yes < LOOKS * .2 ? 1 / CHANGE : 1;

		g->around *= scale;
		g->toward *= scale;
		g->around_asked = g->around_yes = 0;
	}
	if (g->toward_asked >= LOOKS) {
		g->toward *= g->toward_yes > LOOKS * .25 ? CHANGE : g->toward_yes < LOOKS * .1 ? 1 / CHANGE : 1;
		g->toward_asked = g->toward_yes = 0;
	}
	g->toward = g->toward < .5 ? g->toward : .5;
}

/* Of the rows whose step around fools, the step toward x0 as well; x becomes the nearest that fools. */
static int toward(struct walk *k, struct gan_err *e)
{
	struct gan_decide *w = &k->w;
	const struct gan_assault *a = &w->r.a;
	int64_t n = 0;

	for (int64_t i = 0; i < a->n; i++) {
		k->gait[i].around_asked++;
		if (!w->yes[i])
			continue;
		k->gait[i].around_yes++;
		for (int64_t j = 0; j < a->d; j++) {
			double v = w->try[i * a->d + j];

			a->x[i * a->d + j] = (gan_real)v;
			k->near[n * a->d + j] = (gan_real)(v + k->gait[i].toward * (a->x0[i * a->d + j] - v));
		}
		k->row[n++] = i;
	}
	if (!n)
		return 0;
	if (gan_decide_ask(a, k->near, k->row, n, w->logit, w->yes, e))
		return -1;
	for (int64_t r = 0; r < n; r++) {
		k->gait[k->row[r]].toward_asked++;
		if (!w->yes[r])
			continue;
		k->gait[k->row[r]].toward_yes++;
		memcpy(a->x + k->row[r] * a->d, k->near + r * a->d, (size_t)a->d * sizeof *a->x);
	}
	return 0;
}

static int go(struct walk *k, int64_t iters, struct gan_err *e)
{
	struct gan_decide *w = &k->w;

	for (int64_t i = 0; i < w->r.a.n; i++)
		k->gait[i] = (struct gait) {
			.around = gan_assault_real(&w->r.a, "around"), .toward = gan_assault_real(&w->r.a, "toward"),
		};
	for (k->t = 0; k->t < iters && w->r.a.n; k->t++) {
		gan_rows_each(&w->r.a, around, k);
		if (gan_decide_ask(&w->r.a, w->try, NULL, w->r.a.n, w->logit, w->yes, e) || toward(k, e))
			return -1;
		for (int64_t i = 0; i < w->r.a.n; i++)
			adapt(&k->gait[i]);
	}
	return w->r.a.n ? gan_decide_edge(w, e) : 0;
}

static int run(const struct gan_assault *a, struct gan_err *e)
{
	size_t n = (size_t)a->n;
	struct walk k = { .t = 0 };
	int rc;

	k.gait = gan_alloc(n, sizeof *k.gait, e);
	k.row = gan_alloc(n, sizeof *k.row, e);
	k.near = gan_alloc(n * (size_t)a->d, sizeof *k.near, e);
	rc = k.gait && k.row && k.near ? gan_decide_open(&k.w, a, e) : -1;
	if (!rc)
		rc = go(&k, gan_assault_int(a, "iters"), e);
	gan_decide_close(&k.w);
	gan_free(k.gait);
	gan_free(k.row);
	gan_free(k.near);
	return rc;
}

static const struct gan_setting settings[] = {
	{ "iters", GAN_SET_INT, "500", 1, 1e7, NULL, "steps", "pairs of steps, of two queries at most" },
	{ "around", GAN_SET_REAL, "0.1", 0, 10, NULL, "of the distance", "length of the first step along the edge" },
	{ "toward", GAN_SET_REAL, "0.1", 0, 0.5, NULL, "of the distance", "length of the first step toward the element" },
	GAN_ATTACK_SET_BEGIN,
};

const struct gan_attack gan_attack_boundary = {
	.name = "boundary",
	.help = "a walk along the edge, by decisions alone (Brendel et al. 2018)",
	.flags = GAN_ATTACK_MINIMAL | GAN_ATTACK_RANDOM | GAN_ATTACK_TARGETS,
	.norms = 1 << GAN_NORM_2,
	.setting = settings,
	.nsetting = sizeof settings / sizeof *settings,
	.run = run,
};
