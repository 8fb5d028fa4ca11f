/* What is drawn: places, edges, clips, text; the numbers of charts. */
#include <math.h>
#include <string.h>
#include "image/chart.h"
#include "tap.h"

static const struct gan_colour black = { 0, 0, 0 }, white = { 255, 255, 255 }, red = { 255, 0, 0 };

static int px(const struct gan_canvas *c, int x, int y, int k)
{
	return c->im.px[(y * c->im.w + x) * 3 + k];
}

/* How much ink, in pixels of black on white. */
static double ink(const struct gan_canvas *c)
{
	double sum = 0;

	for (int i = 0; i < c->im.w * c->im.h; i++)
		sum += (255 - c->im.px[3 * i]) / 255.;
	return sum;
}

static struct gan_canvas paper(int w, int h)
{
	struct gan_canvas c;

	gan_canvas_init(&c, w, h, white, NULL);
	return c;
}

static void test_shapes(void)
{
	struct gan_canvas c = paper(40, 30);

	ok(ink(&c) == 0, "paper is white");
	gan_canvas_box(&c, 10, 5, 20, 8, black, 1);
	ok(ink(&c) == 30 && px(&c, 10, 5, 0) == 0 && px(&c, 19, 7, 0) == 0 && px(&c, 20, 7, 0) == 255, "a box has its pixels");
	gan_canvas_box(&c, 10, 5, 20, 8, white, .5);
	ok(px(&c, 12, 6, 0) == 128, "half over it is half");
	gan_canvas_dot(&c, 0, 0, red, 1);
	ok(px(&c, 0, 0, 0) == 255 && px(&c, 0, 0, 1) == 0, "colours in order");
	gan_canvas_dot(&c, -1, 0, black, 1);
	gan_canvas_dot(&c, 40, 29, black, 1);
	gan_canvas_line(&c, NAN, 0, 5, 5, 1, black, 1);
	gan_image_free(&c.im);
	c = paper(40, 30);
	gan_canvas_line(&c, 5, 10, 35, 10, 2, black, 1);
	ok(fabs(ink(&c) - 60 - 3.14159) < 2, "a line of width 2 has its area, with round ends: %.2f", ink(&c));
	gan_image_free(&c.im);
	c = paper(40, 30);
	gan_canvas_disc(&c, 20, 15, 8, black, 1);
	ok(fabs(ink(&c) - 201.06) < 2, "a disc has its area: %.2f", ink(&c));
	gan_image_free(&c.im);
	c = paper(40, 30);
	gan_canvas_clip(&c, 0, 0, 20, 30);
	gan_canvas_disc(&c, 20, 15, 8, black, 1);
	gan_canvas_arrow(&c, 25, 2, 38, 2, 1, black, 1);
	ok(fabs(ink(&c) - 100.53) < 1.5 && px(&c, 20, 15, 0) == 255, "what is clipped is not drawn: %.2f", ink(&c));
	gan_image_free(&c.im);
}

static void test_text(void)
{
	struct gan_canvas c = paper(200, 60), up = paper(60, 200);
	struct gan_strokes g;
	double w = gan_text_width(20, "step 10");
	int right = 0;

	gan_font_strokes(&g, 'H');
	ok(g.n >= 3 && g.advance > 10, "an H has three strokes");
	gan_font_strokes(&g, 200);
	ok(!g.n && !g.advance, "what the font lacks is nothing");
	ok(fabs(gan_text_width(40, "step 10") - 2 * w) < 1e-9 && w > 60 && w < 150, "widths grow with the size: %.1f", w);
	gan_canvas_text(&c, 10, 40, 20, GAN_LEFT, 0, black, "step 10");
	for (int x = 0; x < 200; x++)
		for (int y = 0; y < 60; y++)
			if (px(&c, x, y, 0) < 128)
				right = x;
	ok(ink(&c) > 100 && right > 5 + w - 10 && right < 12 + w, "text is as wide as it is said to be: ends at %d", right);
	ok(px(&c, 0, 30, 0) == 255 && px(&c, 100, 10, 0) == 255, "and no higher than its capitals");
	gan_canvas_text(&up, 40, 190, 20, GAN_LEFT, 1, black, "step 10");
	ok(fabs(ink(&up) - ink(&c)) < 2, "upwards it has as much ink");
	gan_image_free(&c.im);
	gan_image_free(&up.im);
}

static void test_chart(void)
{
	struct gan_canvas c = paper(300, 200);
	struct gan_chart ch;
	double x[] = { 0, 1, NAN, 3, 1e9 }, y[] = { 0, 1, 0, 3, 1e9 };

	ok(gan_chart_step(0, 1, 4) == .2 && gan_chart_step(0, 10, 4) == 2 && gan_chart_step(0, 100, 4) == 20 &&
	   gan_chart_step(-3, 3, 4) == 1, "steps are 1, 2, 5 times a power of ten");
	gan_chart_init(&ch, &c, "x", "y", "title");
	gan_chart_range(&ch, 0, 10, 0, 5, 1);
	ok(fabs((ch.right - ch.left) - 2 * (ch.bottom - ch.top)) <= 2, "square units: %.0f x %.0f", ch.right - ch.left,
	   ch.bottom - ch.top);
	ok(gan_chart_px(&ch, 0) == ch.left && gan_chart_px(&ch, 10) == ch.right && gan_chart_py(&ch, 0) == ch.bottom &&
	   gan_chart_py(&ch, 5) == ch.top, "the box's edges are the range's");
	gan_chart_axes(&ch);
	for (int dash = GAN_SOLID; dash <= GAN_DOTTED; dash++)
		gan_chart_line(&ch, x, y, 5, (enum gan_dash)dash, 1, black);
	ok(c.x0 == 0 && c.x1 == 300, "lines with gaps and far ends are drawn, and the clip is gone after them");
	gan_chart_range(&ch, 4, 4, NAN, INFINITY, 0);
	ok(ch.x0 < 4 && ch.x1 > 4 && ch.y0 < ch.y1, "an empty range is widened");
	gan_image_free(&c.im);
	ok(gan_colour_diverging(.5).r > 240 && gan_colour_diverging(0).b > gan_colour_diverging(0).r &&
	   gan_colour_diverging(2).r > gan_colour_diverging(2).b && gan_colour_diverging(NAN).b == gan_colour_diverging(0).b,
	   "blue, white, red");
}

static void test_log(void)
{
	struct gan_canvas c = paper(300, 200);
	struct gan_chart ch;

	gan_chart_init(&ch, &c, "x", "y", NULL);
	ch.xlog = ch.ylog = 1;
	ch.keep_above = 30;
	gan_chart_range(&ch, .001, 10, 1, 100, 0);
	ok(fabs(gan_chart_px(&ch, .1) - (ch.left + ch.right) / 2) < 1e-9 &&
	   fabs(gan_chart_py(&ch, 10) - (ch.top + ch.bottom) / 2) < 1e-9, "half way on a logarithmic axis is the geometric mean");
	ok(isnan(gan_chart_px(&ch, 0)) && isnan(gan_chart_py(&ch, -1)) && ch.top >= 30, "0 is nowhere on it");
	gan_chart_axes(&ch);
	gan_chart_range(&ch, -1, 10, NAN, 100, 0);
	ok(ch.x0 == 1 && ch.x1 == 10 && ch.y0 == 1 && ch.y1 == 10, "a range that it cannot have is 1 to 10");
	gan_chart_range(&ch, 3, 3, 5, 5.5, 0);
	ok(ch.x0 < 3 && ch.x1 > 3, "an empty one is widened");
	gan_chart_axes(&ch);
	gan_image_free(&c.im);
}

enum { LONG = 100000 };

static void test_thin(void)
{
	static double x[LONG], y[LONG], ox[2 * LONG], oy[2 * LONG];
	struct gan_canvas c = paper(300, 200);
	struct gan_chart ch;
	size_t n, gaps = 0;
	double most = 0;

	for (int i = 0; i < LONG; i++) {
		x[i] = i;
		y[i] = i == 50001 ? 9 : i % 2;
	}
	y[70000] = NAN;
	gan_chart_init(&ch, &c, "x", "y", NULL);
	gan_chart_range(&ch, 0, LONG, 0, 10, 0);
	n = gan_chart_thin(&ch, x, y, LONG, ox, oy);
	for (size_t i = 0; i < n; i++) {
		most = fmax(most, oy[i]);
		gaps += isnan(oy[i]);
	}
	ok(n <= 5 * (size_t)(ch.right - ch.left + 1) && most == 9, "100000 points are %zu, and the spike is among them", n);
	ok(gaps == 1, "one NaN is one gap: %zu", gaps);
	for (int i = 0; i < 10; i++) {
		x[i] = (i % 5) * LONG / 5;
		y[i] = i;
	}
	n = gan_chart_thin(&ch, x, y, 10, ox, oy);
	ok(n == 11 && isnan(oy[5]) && oy[4] == 4 && oy[6] == 5, "a few points are as they were, parted where x falls: %zu", n);
	n = gan_chart_thin(&ch, x, y, 0, ox, oy);
	ok(n == 0, "none are none");
	gan_image_free(&c.im);
}

static void test_legend(void)
{
	struct gan_canvas c = paper(400, 300);
	const struct gan_legend l[] = { { "d.loss", black, GAN_SOLID, 0 }, { "g.loss", black, GAN_DASHED, 0 },
		                        { "a name that is long", black, GAN_SOLID, 1 }, { "another that is long", black, GAN_SOLID, 0 } };
	struct gan_chart ch;
	double before, one, two;

	gan_chart_init(&ch, &c, "x", "y", NULL);
	one = gan_chart_legend_room(&ch, l, 1);
	two = ch.keep_above = gan_chart_legend_room(&ch, l, 4);
	ok(one > ch.text && two > 1.5 * one, "more entries take more lines: %.1f, %.1f", one, two);
	gan_chart_range(&ch, 0, 1, 0, 1, 0);
	before = ink(&c);
	gan_canvas_clip(&c, 0, ch.top, 400, 300);
	gan_chart_legend_above(&ch, l, 4);
	ok(ink(&c) == before, "and none of them in the box");
	gan_canvas_unclip(&c);
	gan_chart_legend_above(&ch, l, 4);
	ok(ink(&c) > before + 100, "they are drawn");
	gan_image_free(&c.im);
}

int main(void)
{
	test_shapes();
	test_text();
	test_chart();
	test_log();
	test_thin();
	test_legend();
	return done();
}
