/* Digits as if written by hand, out of the bitmaps of libnetpbm's built-in fonts, which are 5x9 pixels. Enlarging
   such a bitmap gives blocks; so its ink is read as strokes instead: pixel centres joined to their neighbours, cut
   finer and smoothed along the line. A digit is those strokes, bent by a few random waves, slanted, turned and
   scaled at random, and drawn with a round pen of random width by distance, which is antialiased at any size. */
#include <math.h>
#include <string.h>
#include "base/mem.h"
#include "image/toy.h"

enum { NFONTS = 2, NDIGITS = 10, MAX_NODES = 256, MAX_LINKS = 512, NWAVES = 3 };

static const char *const fonts[NFONTS] = { "bdf", "fixed" };

/* Strokes, about the middle of the glyph; the unit is its height. */
struct strokes {
	int nnodes, nlinks;
	float x[MAX_NODES], y[MAX_NODES];
	int a[MAX_LINKS], b[MAX_LINKS];
};

struct glyphs {
	struct strokes s[NFONTS][NDIGITS];
};

static int ink(const struct gan_image *g, int x, int y)
{
	return x >= 0 && y >= 0 && x < g->w && y < g->h && g->px[y * g->w + x];
}

/* Neighbours are joined along rows and columns, and diagonally where no such way round exists. */
static void link_nodes(struct strokes *s, const struct gan_image *g, const int *node)
{
	static const int step[4][2] = { { 1, 0 }, { 0, 1 }, { 1, 1 }, { -1, 1 } };

	for (int y = 0; y < g->h; y++)
		for (int x = 0; x < g->w; x++)
			for (int k = 0; k < 4 && ink(g, x, y); k++) {
				int dx = step[k][0], dy = step[k][1];

				if (!ink(g, x + dx, y + dy) || (dx && dy && (ink(g, x + dx, y) || ink(g, x, y + dy))))
					continue;
				if (s->nlinks == MAX_LINKS)
					return;
				s->a[s->nlinks] = node[y * g->w + x];
				s->b[s->nlinks++] = node[(y + dy) * g->w + x + dx];
			}
}

/* Nodes with two neighbours move half the way to the middle between them; ends and crossings stay. */
static void smooth(struct strokes *s)
{
	float sx[MAX_NODES] = { 0 }, sy[MAX_NODES] = { 0 };
	int degree[MAX_NODES] = { 0 };

	for (int i = 0; i < s->nlinks; i++) {
		int a = s->a[i], b = s->b[i];

		sx[a] += s->x[b];
		sy[a] += s->y[b];
		sx[b] += s->x[a];
		sy[b] += s->y[a];
		degree[a]++;
		degree[b]++;
	}
	for (int i = 0; i < s->nnodes; i++)
		if (degree[i] == 2) {
			s->x[i] = s->x[i] / 2 + sx[i] / 4;
			s->y[i] = s->y[i] / 2 + sy[i] / 4;
		}
}

/* Cuts every link in two. */
static void halve(struct strokes *s)
{
	int n = s->nlinks;

	for (int i = 0; i < n && s->nnodes < MAX_NODES && s->nlinks < MAX_LINKS; i++) {
		int mid = s->nnodes++;

		s->x[mid] = (s->x[s->a[i]] + s->x[s->b[i]]) / 2;
		s->y[mid] = (s->y[s->a[i]] + s->y[s->b[i]]) / 2;
		s->a[s->nlinks] = mid;
		s->b[s->nlinks++] = s->b[i];
		s->b[i] = mid;
	}
}

static int trace(struct strokes *s, const struct gan_image *g, struct gan_err *e)
{
	int node[MAX_NODES];

	if (g->w * g->h > MAX_NODES)
		return gan_fail(e, GAN_UNAVAILABLE,
				"libnetpbm's built-in font is larger than expected: a digit of %dx%d", g->w, g->h);
	for (int i = 0; i < g->w * g->h; i++) {
		if (!g->px[i])
			continue;
		s->x[s->nnodes] = ((float)(i % g->w) + .5f - (float)g->w / 2) / (float)g->h;
		s->y[s->nnodes] = ((float)(i / g->w) + .5f - (float)g->h / 2) / (float)g->h;
		node[i] = s->nnodes++;
	}
	link_nodes(s, g, node);
	smooth(s);
	smooth(s);
	halve(s);
	smooth(s);
	smooth(s);
	return 0;
}

static int start(struct gan_toy_set *t, struct gan_err *e)
{
	struct glyphs *gs = gan_alloc(1, sizeof *gs, e);

	t->state = gs;
	t->w = t->h = 28;
	t->nclass = NDIGITS;
	if (!gs)
		return -1;
	for (int f = 0; f < NFONTS; f++)
		for (int d = 0; d < NDIGITS; d++) {
			struct gan_image im;
			int rc = gan_font_glyph(&im, fonts[f], (unsigned char)('0' + d), e);

			if (!rc)
				rc = trace(&gs->s[f][d], &im, e);
			gan_image_free(&im);
			if (rc < 0)
				return -1;
		}
	return 0;
}

static void end(struct gan_toy_set *t)
{
	gan_free(t->state);
}

/* A digit's random numbers: which is what, in the order of drawing. */
enum { U_FONT, U_PEN, U_WIDE, U_TALL, U_TURN, U_SLANT, U_X, U_Y, U_WAVES, U_COUNT = U_WAVES + 4 * NWAVES };

static float spread(float u, float lo, float hi)
{
	return lo + u * (hi - lo);
}

/* Bends, slants, turns and scales the nodes; the unit becomes the picture's shorter side. */
static void pose(struct strokes *s, const float *u)
{
	float wide = spread(u[U_WIDE], .68f, 1.08f), tall = spread(u[U_TALL], .62f, .78f);
	float turn = spread(u[U_TURN], -.16f, .16f), slant = spread(u[U_SLANT], -.12f, .38f);

	for (int i = 0; i < s->nnodes; i++) {
		float x = s->x[i], y = s->y[i], bx = 0, by = 0;

		for (int k = 0; k < NWAVES; k++) {
			const float *w = u + U_WAVES + 4 * k;
			float fx = spread(w[0], -7, 7), fy = spread(w[1], -7, 7);

			bx += .035f * sinf(fx * x + fy * y + 6.2832f * w[2]);
			by += .035f * sinf(fx * y - fy * x + 6.2832f * w[3]);
		}
		x = (x + bx) * wide;
		y = (y + by) * tall;
		x -= slant * y;
		s->x[i] = x * cosf(turn) - y * sinf(turn) + spread(u[U_X], -.05f, .05f);
		s->y[i] = x * sinf(turn) + y * cosf(turn) + spread(u[U_Y], -.05f, .05f);
	}
}

/* The pen: half its width, and half the width of its edge, as parts of the picture's shorter side. */
struct pen {
	float radius, soft;
};

/* The squared distance of (x,y) from link i. */
static float distance2(const struct strokes *s, int i, float x, float y)
{
	float ax = s->x[s->a[i]], ay = s->y[s->a[i]], dx = s->x[s->b[i]] - ax, dy = s->y[s->b[i]] - ay;
	float t = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy + 1e-12f);

	t = t < 0 ? 0 : t > 1 ? 1 : t;
	x -= ax + t * dx;
	y -= ay + t * dy;
	return x * x + y * y;
}

/* The first (round 0) or last (round 1) pixel of n that a coordinate from lo to hi can touch. */
static int pixel(float at, float side, int n, int round)
{
	int p = (int)floorf(at * side + (float)n / 2) + round;

	return p < 0 ? 0 : p > n ? n : p;
}

/* Draws link i, within the rectangle that it can touch; what is there already stays where it is brighter. */
static void draw_link(uint8_t *px, int h, int w, const struct strokes *s, int i, const struct pen *pen)
{
	float side = (float)(w < h ? w : h), reach = pen->radius + pen->soft;
	float ax = s->x[s->a[i]], ay = s->y[s->a[i]], bx = s->x[s->b[i]], by = s->y[s->b[i]];
	int x0 = pixel(fminf(ax, bx) - reach, side, w, 0), x1 = pixel(fmaxf(ax, bx) + reach, side, w, 1);
	int y0 = pixel(fminf(ay, by) - reach, side, h, 0), y1 = pixel(fmaxf(ay, by) + reach, side, h, 1);

	for (int y = y0; y < y1; y++)
		for (int x = x0; x < x1; x++) {
			float d = distance2(s, i, ((float)x + .5f - (float)w / 2) / side,
					    ((float)y + .5f - (float)h / 2) / side);
			float v = (pen->radius - sqrtf(d)) / (2 * pen->soft) + .5f;
			uint8_t level = (uint8_t)(255 * (v < 0 ? 0 : v > 1 ? 1 : v) + .5f);

			if (level > px[(size_t)y * (size_t)w + (size_t)x])
				px[(size_t)y * (size_t)w + (size_t)x] = level;
		}
}

static int picture(const struct gan_toy_set *t, uint8_t *px, int h, int w, struct gan_rng r, uint64_t i)
{
	const struct glyphs *gs = t->state;
	int digit = (int)(i % NDIGITS);
	float u[U_COUNT];
	struct strokes s;
	struct pen pen;

	gan_rng_uniform_f32(r, 0, i, 0, u, U_COUNT);
	s = gs->s[u[U_FONT] < .5f ? 0 : 1][digit];
	pose(&s, u);
	pen.radius = spread(u[U_PEN], .032f, .064f);
	pen.soft = .55f / (float)(w < h ? w : h); /* the edge is about a pixel wide */
	memset(px, 0, (size_t)h * (size_t)w);
	for (int k = 0; k < s.nlinks; k++)
		draw_link(px, h, w, &s, k, &pen);
	return digit;
}

const struct gan_toy gan_toy_glyphs = {
	.name = "glyphs",
	.summary = "pictures: the digits 0 to 9, as if written by hand",
	.start = start,
	.end = end,
	.picture = picture,
};
