/* The Square attack (Andriushchenko et al. 2020, alg. 1 to 3): random squares on the boundary of the ball, each kept if it lowers
   the margin. It asks for logits alone, so a gradient that is masked does not stop it. */
#include <math.h>
#include <string.h>
#include "attack/attack.h"
#include "attack/ball.h"
#include "attack/logit.h"
#include "attack/rows.h"
#include "base/mem.h"
#include "base/rng.h"

#define TILES 5    /* of the first change in norm 2, along each side */
#define DRAWS 16   /* squares drawn for a proposal, until one changes something */
#define ATTEMPTS 8

struct square {
	struct gan_rows r;
	gan_real *try, *logit; /* [n,d], [n,K] */
	double *margin;        /* [n] of r.a.x */
	uint8_t *keep;
	int64_t k, h, w, c;    /* points are pictures of one line */
	int64_t t, sh, sw;     /* the proposal's number, from 1 (0: the first change); the size of its square */
};

/* A window, and what is drawn for it. */
struct window {
	int64_t y, x;       /* its corner, in numbers of pixels */
	int64_t h, w;
	int down;           /* of a hill and a valley: one beneath the other */
	uint64_t sign;      /* where the signs of its channels are drawn */
};

/* ---- draws ---- */

static void draw(const struct square *s, int64_t row, int attempt, double u[5])
{
	const struct gan_assault *a = &s->r.a;

	gan_rng_uniform_f64(gan_rng_make(a->seed, "attack.square"), (uint64_t)a->restart, (uint64_t)a->index[row],
	                    ((uint64_t)s->t * ATTEMPTS + (uint64_t)attempt) * DRAWS, u, 5);
}

static double sign_of(const struct square *s, int64_t row, uint64_t which)
{
	const struct gan_assault *a = &s->r.a;
	int64_t up;

	gan_rng_int(gan_rng_make(a->seed, s->t ? "attack.square.sign" : "attack.square.start"), (uint64_t)a->restart,
	            (uint64_t)a->index[row], which, 2, &up, 1);
	return up ? 1 : -1;
}

static struct window place(const struct square *s, double u, double v)
{
	return (struct window) {
		.y = (int64_t)(u * (double)(s->h - s->sh + 1)), .x = (int64_t)(v * (double)(s->w - s->sw + 1)), .h = s->sh, .w = s->sw,
	};
}

/* ---- norm inf: a square of x0 +- eps ---- */

/* Number j of a row becomes x0 + change, inside lo..hi; is that another value than it had? */
static int put(const struct square *s, int64_t row, int64_t j, double change)
{
	const struct gan_assault *a = &s->r.a;
	gan_real *to = s->try + row * a->d + j;
	double v = a->x0[row * a->d + j] + change, was = *to;

	if (a->mask && a->mask[j] == 0)
		return 0;
	*to = (gan_real)(v < a->lo ? a->lo : v > a->hi ? a->hi : v);
	return *to != was;
}

static int fill_square(const struct square *s, int64_t row, const struct window *m)
{
	int changed = 0;

	for (int64_t ch = 0; ch < s->c; ch++) {
		double change = s->r.a.eps * sign_of(s, row, m->sign + (uint64_t)ch);

		for (int64_t y = m->y; y < m->y + m->h; y++)
			for (int64_t x = m->x; x < m->x + m->w; x++)
				changed |= put(s, row, (y * s->w + x) * s->c + ch, change);
	}
	return changed;
}

/* Stripes from top to bottom, of a sign for each column and channel. */
static void stripes(const struct square *s, int64_t row)
{
	for (int64_t x = 0; x < s->w * s->c; x++) {
		double change = s->r.a.eps * sign_of(s, row, (uint64_t)x);

		for (int64_t y = 0; y < s->h; y++)
			put(s, row, y * s->w * s->c + x, change);
	}
}

/* ---- norm 2: a hill and a valley take over another window's length ---- */

/* A hill: 1 + 1/4 + 1/9 + ..., as many terms as there are nested rectangles over y,x. */
static double hill(int64_t y, int64_t x, int64_t h, int64_t w)
{
	int64_t dy = y < h / 2 ? h / 2 - y : y - h / 2, dx = x < w / 2 ? w / 2 - x : x - w / 2, most = (h > w ? h : w) / 2;
	double sum = 0;

	for (int64_t k = dy > dx ? dy : dx; k <= most; k++)
		sum += 1. / (double)((k + 1) * (k + 1));
	return sum;
}

/* eta: a hill in one half of the window, a valley in the other. */
static double eta(const struct window *m, int64_t y, int64_t x)
{
	int down = m->w < 2 || (m->down && m->h > 1);
	int64_t half = (down ? m->h : m->w) / 2, at = down ? y : x, rest = (down ? m->h : m->w) - half;

	if (at >= half)
		return -(down ? hill(y - half, x, rest, m->w) : hill(y, x - half, m->h, rest));
	return down ? hill(y, x, half, m->w) : hill(y, x, m->h, half);
}

static double eta_length(const struct window *m)
{
	double sum = 0;

	for (int64_t y = 0; y < m->h; y++)
		for (int64_t x = 0; x < m->w; x++)
			sum += eta(m, y, x) * eta(m, y, x);
	return sqrt(sum);
}

static int inside(const struct window *m, int64_t y, int64_t x)
{
	return y >= m->y && y < m->y + m->h && x >= m->x && x < m->x + m->w;
}

static gan_real *number(const struct square *s, gan_real *p, int64_t y, int64_t x, int64_t ch)
{
	return p + (y * s->w + x) * s->c + ch;
}

/* The change p[d] within the windows: its square in `one`, or in either. */
static double window_square(const struct square *s, gan_real *p, int64_t ch, const struct window *one, const struct window *other)
{
	double sum = 0;

	for (int64_t y = one->y; y < one->y + one->h; y++)
		for (int64_t x = one->x; x < one->x + one->w; x++)
			sum += (double)*number(s, p, y, x, ch) * *number(s, p, y, x, ch);
	for (int64_t y = 0; other && y < other->h; y++)
		for (int64_t x = 0; x < other->w; x++)
			if (!inside(one, other->y + y, other->x + x))
				sum += (double)*number(s, p, other->y + y, other->x + x, ch) * *number(s, p, other->y + y, other->x + x, ch);
	return sum;
}

/* Channel ch of window m of the change p: eta of a random sign, plus what was there (of length `was`), in all of length
   sqrt(square). */
static void raise(const struct square *s, gan_real *p, int64_t ch, const struct window *m, double sign, double was, double square)
{
	double length = eta_length(m), sum = 0;

	for (int pass = 0; pass < 2; pass++)
		for (int64_t y = 0; y < m->h; y++)
			for (int64_t x = 0; x < m->w; x++) {
				gan_real *v = number(s, p, m->y + y, m->x + x, ch);
				double to = sign * eta(m, y, x) / length + *v / (1e-10 + was);

				if (pass)
					*v = (gan_real)(sum > 0 ? to * sqrt(square / sum) : 0);
				else
					sum += to * to;
			}
}

/* s->try's row, a change, becomes x0 and that change at length eps. */
static void finish(const struct square *s, int64_t row)
{
	const struct gan_assault *a = &s->r.a;
	gan_real *p = s->try + row * a->d;
	double sum = 0, scale;

	for (int64_t j = 0; j < a->d; j++) {
		p[j] = a->mask && a->mask[j] == 0 ? 0 : p[j];
		sum += (double)p[j] * p[j];
	}
	scale = sum > 0 ? a->eps / sqrt(sum) : 0;
	for (int64_t j = 0; j < a->d; j++) {
		double v = a->x0[row * a->d + j] + scale * p[j];

		p[j] = (gan_real)(v < a->lo ? a->lo : v > a->hi ? a->hi : v);
	}
}

static void tiles(const struct square *s, int64_t row)
{
	int64_t nh = s->h < TILES ? s->h : TILES, nw = s->w < TILES ? s->w : TILES, h = s->h / nh, w = s->w / nw;
	gan_real *p = s->try + row * s->r.a.d;
	double u[5];

	memset(p, 0, (size_t)s->r.a.d * sizeof *p);
	draw(s, row, 0, u);
	for (int64_t i = 0; i < nh * nw * s->c; i++) {
		int64_t tile = i / s->c;
		struct window m = { (s->h - nh * h) / 2 + tile / nw * h, (s->w - nw * w) / 2 + tile % nw * w, h, w, u[0] < .5, 0 };

		raise(s, p, i % s->c, &m, sign_of(s, row, (uint64_t)i), 0, 1);
	}
	finish(s, row);
}

static void move_length(const struct square *s, int64_t row)
{
	const struct gan_assault *a = &s->r.a;
	gan_real *p = s->try + row * a->d;
	struct window to, from;
	double u[5], left = a->eps * a->eps;

	draw(s, row, 0, u);
	to = place(s, u[0], u[1]);
	from = place(s, u[2], u[3]);
	to.down = u[4] < .5;
	for (int64_t j = 0; j < a->d; j++) {
		p[j] -= a->x0[row * a->d + j];
		left -= (double)p[j] * p[j];
	}
	left = left > 0 ? left / (double)s->c : 0;
	for (int64_t ch = 0; ch < s->c; ch++) {
		double was = sqrt(window_square(s, p, ch, &to, NULL)), square = left + window_square(s, p, ch, &to, &from);

		for (int64_t y = from.y; y < from.y + from.h; y++)
			for (int64_t x = from.x; x < from.x + from.w; x++)
				if (!inside(&to, y, x))
					*number(s, p, y, x, ch) = 0;
		raise(s, p, ch, &to, sign_of(s, row, (uint64_t)(s->t * s->c + ch)), was, square);
	}
	finish(s, row);
}

/* ---- all rows ---- */

static void propose(void *ctx, int64_t row)
{
	const struct square *s = ctx;
	const struct gan_assault *a = &s->r.a;

	memcpy(s->try + row * a->d, a->x + row * a->d, (size_t)a->d * sizeof *s->try);
	if (!s->t) {
		if (a->norm == GAN_NORM_INF)
			stripes(s, row);
		else
			tiles(s, row);
		return;
	}
	if (a->norm == GAN_NORM_2) {
		move_length(s, row);
		return;
	}
	for (int i = 0; i < ATTEMPTS; i++) {
		struct window m;
		double u[5];

		draw(s, row, i, u);
		m = place(s, u[0], u[1]);
		m.sign = ((uint64_t)s->t * ATTEMPTS + (uint64_t)i) * (uint64_t)s->c;
		if (fill_square(s, row, &m))
			return;
	}
}

/* How far a row is from being fooled: below 0 it is. */
static double margin(const struct square *s, int64_t row)
{
	const gan_real *z = s->logit + row * s->k;
	const struct gan_assault *a = &s->r.a;
	int64_t at = a->target ? a->target[row] : a->label[row];
	double gap = (double)z[at] - z[gan_logit_best(z, s->k, at)];

	return a->target ? -gap : gap;
}

/* Asks about s->try; what is better stays, and rows that are fooled leave. */
static int judge(struct square *s, struct gan_err *e)
{
	struct gan_assault *a = &s->r.a;

	if (gan_victim_logits(a->v, s->try, a->n, s->logit, e))
		return -1;
	for (int64_t i = 0; i < a->n; i++) {
		double m = margin(s, i);

		s->keep[i] = 1;
		if (s->t && !(m < s->margin[i]))
			continue;
		s->margin[i] = m;
		s->keep[i] = !gan_assault_fooled(a, s->logit + i * s->k, i);
		memcpy(a->x + i * a->d, s->try + i * a->d, (size_t)a->d * sizeof *a->x);
	}
	gan_rows_keep(&s->r, s->keep);
	gan_rows_follow(&s->r, s->margin, sizeof *s->margin);
	return 0;
}

/* The side of the next square: p of the picture's area, p halved at shares of all queries (sec. 4.2). */
static void size(struct square *s, double p, int64_t iters)
{
	static const int halve[] = { 10, 50, 200, 500, 1000, 2000, 4000, 6000, 8000 };
	int64_t at = (int64_t)((double)s->t / (double)iters * 10000), side;

	for (size_t i = 0; i < sizeof halve / sizeof *halve; i++)
		p /= at > halve[i] ? 2 : 1;
	side = (int64_t)round(sqrt(p * (double)s->h * (double)s->w));
	if (s->r.a.norm == GAN_NORM_2)
		side = side < 3 ? 3 : side + !(side % 2);
	side = side < 1 ? 1 : side;
	s->sh = side < s->h ? side : s->h;
	s->sw = side < s->w ? side : s->w;
}

static int go(struct square *s, int64_t iters, double p, struct gan_err *e)
{
	if (p == 0)
		p = s->r.a.norm == GAN_NORM_INF ? .8 : .1;
	for (s->t = 0; s->t < iters && s->r.a.n; s->t++) {
		size(s, p, iters);
		gan_rows_each(&s->r.a, propose, s);
		if (judge(s, e))
			return -1;
	}
	return 0;
}

static int run(const struct gan_assault *a, struct gan_err *e)
{
	struct square s = {
		.k = gan_victim_classes(a->v), .h = a->h ? a->h : 1, .w = a->h ? a->w : a->d, .c = a->h ? a->c : 1,
	};
	size_t n = (size_t)a->n;
	int rc;

	if (!a->h && a->norm == GAN_NORM_2)
		return gan_fail(e, GAN_USAGE, "-p 2: attack square moves changes between windows of a picture, and finds points (-p inf is "
		                "for both)");
	s.try = gan_alloc(n * (size_t)a->d, sizeof *s.try, e);
	s.logit = gan_alloc(n * (size_t)s.k, sizeof *s.logit, e);
	s.margin = gan_alloc(n, sizeof *s.margin, e);
	s.keep = gan_alloc(n, 1, e);
	rc = s.try && s.logit && s.margin && s.keep ? gan_rows_open(&s.r, a, e) : -1;
	if (!rc)
		rc = go(&s, gan_assault_int(a, "iters"), gan_assault_real(a, "p"), e);
	gan_rows_close(&s.r);
	gan_free(s.try);
	gan_free(s.logit);
	gan_free(s.margin);
	gan_free(s.keep);
	return rc;
}

static const struct gan_setting settings[] = {
	{ "iters", GAN_SET_INT, "1000", 1, 1e7, NULL, "queries", "squares that are tried, the first change among them" },
	{ "p", GAN_SET_REAL, "0", 0, 1, NULL, "", "share of the picture that the first squares cover; 0: .8, in norm 2 .1" },
};

const struct gan_attack gan_attack_square = {
	.name = "square",
	.help = "random squares, kept if they help; asks for logits alone (Andriushchenko et al. 2020)",
	.flags = GAN_ATTACK_RANDOM | GAN_ATTACK_TARGETS,
	.norms = 1 << GAN_NORM_INF | 1 << GAN_NORM_2,
	.setting = settings,
	.nsetting = sizeof settings / sizeof *settings,
	.run = run,
};
