#include "image/canvas.h"

#include <math.h>
#include <string.h>

int gan_canvas_init(struct gan_canvas *c, int w, int h, struct gan_colour ground, struct gan_err *e)
{
	if (gan_image_alloc(&c->im, h, w, 3, e))
		return -1;
	gan_canvas_unclip(c);
	gan_canvas_box(c, 0, 0, w, h, ground, 1);
	return 0;
}

void gan_canvas_unclip(struct gan_canvas *c)
{
	c->x0 = c->y0 = 0;
	c->x1 = c->im.w;
	c->y1 = c->im.h;
}

static int within(double v, int lo, int hi)
{
	return !(v > lo) ? lo : v > hi ? hi : (int)v;
}

void gan_canvas_clip(struct gan_canvas *c, double x0, double y0, double x1, double y1)
{
	c->x0 = within(x0 + .5, 0, c->im.w);
	c->y0 = within(y0 + .5, 0, c->im.h);
	c->x1 = within(x1 + .5, 0, c->im.w);
	c->y1 = within(y1 + .5, 0, c->im.h);
}

static void blend(uint8_t *p, uint8_t to, double a)
{
	*p = (uint8_t)(*p + (to - *p) * a + .5);
}

void gan_canvas_dot(struct gan_canvas *c, int x, int y, struct gan_colour k, double a)
{
	uint8_t *p;

	if (x < c->x0 || x >= c->x1 || y < c->y0 || y >= c->y1 || !(a > 0))
		return;
	p = c->im.px + ((size_t)y * (size_t)c->im.w + (size_t)x) * 3;
	a = a > 1 ? 1 : a;
	blend(p, k.r, a);
	blend(p + 1, k.g, a);
	blend(p + 2, k.b, a);
}

void gan_canvas_box(struct gan_canvas *c, double x0, double y0, double x1, double y1, struct gan_colour k, double a)
{
	int right = within(x1 + .5, c->x0, c->x1), bottom = within(y1 + .5, c->y0, c->y1);

	for (int y = within(y0 + .5, c->y0, c->y1); y < bottom; y++)
		for (int x = within(x0 + .5, c->x0, c->x1); x < right; x++)
			gan_canvas_dot(c, x, y, k, a);
}

/* The squared distance of x,y from a segment. */
static double distance2(double x, double y, double ax, double ay, double dx, double dy)
{
	double len2 = dx * dx + dy * dy, t = len2 > 0 ? ((x - ax) * dx + (y - ay) * dy) / len2 : 0;

	t = t < 0 ? 0 : t > 1 ? 1 : t;
	x -= ax + t * dx;
	y -= ay + t * dy;
	return x * x + y * y;
}

/* The pixels within r of a segment; the edge is one pixel wide. */
static void capsule(struct gan_canvas *c, double ax, double ay, double bx, double by, double r, struct gan_colour k, double a)
{
	int x0 = within(fmin(ax, bx) - r - 1, c->x0, c->x1), x1 = within(fmax(ax, bx) + r + 2, c->x0, c->x1);
	int y0 = within(fmin(ay, by) - r - 1, c->y0, c->y1), y1 = within(fmax(ay, by) + r + 2, c->y0, c->y1);

	for (int y = y0; y < y1; y++)
		for (int x = x0; x < x1; x++) {
			double d = sqrt(distance2(x + .5, y + .5, ax, ay, bx - ax, by - ay)), in = r + .5 - d;

			if (in > 0)
				gan_canvas_dot(c, x, y, k, a * (in > 1 ? 1 : in));
		}
}

void gan_canvas_disc(struct gan_canvas *c, double x, double y, double r, struct gan_colour k, double a)
{
	if (isfinite(x) && isfinite(y))
		capsule(c, x, y, x, y, r, k, a);
}

void gan_canvas_line(struct gan_canvas *c, double x0, double y0, double x1, double y1, double width, struct gan_colour k, double a)
{
	/* Thinner than a pixel is a pixel that is fainter. */
	if (width < 1) {
		a *= width;
		width = 1;
	}
	if (isfinite(x0 + y0 + x1 + y1))
		capsule(c, x0, y0, x1, y1, width / 2, k, a);
}

void gan_canvas_arrow(struct gan_canvas *c, double x0, double y0, double x1, double y1, double width, struct gan_colour k, double a)
{
	double dx = x1 - x0, dy = y1 - y0, len = hypot(dx, dy), head = fmin(len * .45, 4 * width);

	if (!(len > 0))
		return;
	dx *= head / len;
	dy *= head / len;
	gan_canvas_line(c, x0, y0, x1, y1, width, k, a);
	gan_canvas_line(c, x1, y1, x1 - dx - dy * .6, y1 - dy + dx * .6, width, k, a);
	gan_canvas_line(c, x1, y1, x1 - dx + dy * .6, y1 - dy - dx * .6, width, k, a);
}

/* ---- text ---- */

double gan_text_width(double size, const char *s)
{
	struct gan_strokes g;
	int sum = 0;

	for (; *s; s++) {
		gan_font_strokes(&g, (unsigned char)*s);
		sum += g.advance;
	}
	return sum * size / GAN_FONT_CAPITAL;
}

void gan_canvas_text(struct gan_canvas *c, double x, double y, double size, enum gan_align at, int up, struct gan_colour k,
                     const char *s)
{
	double unit = size / GAN_FONT_CAPITAL, back = at == GAN_LEFT ? 0 : gan_text_width(size, s) / (at == GAN_MIDDLE ? 2 : 1);
	double width = size < 12 ? 1 : size / 12;
	struct gan_strokes g;

	x -= up ? 0 : back;
	y += up ? back : 0;
	for (; *s; s++) {
		gan_font_strokes(&g, (unsigned char)*s);
		for (int i = 0; i < g.n; i++) {
			double ax = g.seg[i][0] * unit, ay = g.seg[i][1] * unit, bx = g.seg[i][2] * unit, by = g.seg[i][3] * unit;

			if (up)
				gan_canvas_line(c, x + ay, y - ax, x + by, y - bx, width, k, 1);
			else
				gan_canvas_line(c, x + ax, y + ay, x + bx, y + by, width, k, 1);
		}
		*(up ? &y : &x) += (up ? -1 : 1) * g.advance * unit;
	}
}

/* ---- palettes ---- */

struct gan_colour gan_colour_mix(struct gan_colour a, struct gan_colour b, double t)
{
	t = !(t > 0) ? 0 : t > 1 ? 1 : t;
	return (struct gan_colour){ (uint8_t)(a.r + (b.r - a.r) * t + .5), (uint8_t)(a.g + (b.g - a.g) * t + .5),
		                    (uint8_t)(a.b + (b.b - a.b) * t + .5) };
}

struct gan_colour gan_colour_diverging(double t)
{
	static const struct gan_colour stop[] = { { 33, 82, 160 }, { 128, 176, 218 }, { 247, 247, 247 }, { 240, 164, 132 },
		                                  { 178, 34, 44 } };
	int i;

	t = !(t > 0) ? 0 : t > 1 ? 1 : t;
	i = t < 1 ? (int)(4 * t) : 3;
	return gan_colour_mix(stop[i], stop[i + 1], 4 * t - i);
}
