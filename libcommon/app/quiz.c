#include "app/quiz.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "image/chart.h"

#define LEAST 64 /* pixels that a picture's longer side has at least on the sheet */

struct sheet {
	int64_t h, w, c;   /* of a picture */
	int zoom, gap, text;
	int cell_w, cell_h;
	int cols, rows;
};

static int check(const struct gan_quiz *q, struct gan_sampler *s, struct sheet *g, struct gan_err *e)
{
	const struct gan_dataset *r = q->real;
	int64_t d, wanted = q->n - q->n / 2;
	char want[96], found[96];

	gan_sampler_size(s, &g->h, &g->w, &g->c, &d);
	if (!g->h)
		return gan_fail(e, GAN_DATA, "net g makes points of %" PRId64 " numbers, and a sheet is of pictures", d);
	if (r->h != g->h || r->w != g->w || r->c != g->c)
		return gan_fail(e, GAN_DATA, "%s: expected pictures of %s as net g makes them, found %s", q->name,
		                gan_data_size_str(want, sizeof want, g->h, g->w, g->c, d),
		                gan_data_size_str(found, sizeof found, r->h, r->w, r->c, r->d));
	if (r->n < wanted)
		return gan_fail(e, GAN_DATA, "%s: expected %" PRId64 " pictures or more, for half of %" PRId64 ", found %" PRId64, q->name,
		                wanted, q->n, r->n);
	return 0;
}

static int lay_out(const struct gan_quiz *q, struct sheet *g, struct gan_err *e)
{
	int side = (int)(g->h > g->w ? g->h : g->w), digits;
	char last[24];

	g->zoom = side < LEAST ? (LEAST + side - 1) / side : 1;
	g->text = g->zoom * side / 8 < 8 ? 8 : g->zoom * side / 8 > 24 ? 24 : g->zoom * side / 8;
	g->gap = g->text;
	digits = snprintf(last, sizeof last, "%" PRId64, q->n) * g->text;
	g->cell_w = (int)g->w * g->zoom > digits ? (int)g->w * g->zoom : digits;
	g->cell_h = (int)g->h * g->zoom + g->text + g->text / 2;
	g->cols = q->cols;
	g->rows = q->rows;
	gan_grid_shape(q->n, &g->cols, &g->rows);
	if ((int64_t)g->cols * g->rows < q->n)
		return gan_fail(e, GAN_USAGE, "--grid=%dx%d: too small for %" PRId64 " pictures", g->cols, g->rows, q->n);
	return gan_grid_check(g->cols, g->rows, g->cell_w + g->gap, g->cell_h + g->gap, e);
}

/* Picture i of the sheet, enlarged, and its number. */
static void put(struct gan_canvas *c, const struct sheet *g, int64_t i, const uint8_t *px)
{
	int x0 = g->gap + (int)(i % g->cols) * (g->cell_w + g->gap) + (g->cell_w - (int)g->w * g->zoom) / 2;
	int y0 = g->gap + (int)(i / g->cols) * (g->cell_h + g->gap);
	char number[24];

	for (int y = 0; y < (int)g->h * g->zoom; y++)
		for (int x = 0; x < (int)g->w * g->zoom; x++) {
			const uint8_t *p = px + ((y / g->zoom) * g->w + x / g->zoom) * g->c;
			struct gan_colour k = { p[0], p[g->c > 1], p[g->c > 2 ? 2 : 0] };

			gan_canvas_dot(c, x0 + x, y0 + y, k, 1);
		}
	snprintf(number, sizeof number, "%" PRId64, i + 1);
	gan_canvas_text(c, x0 + (double)g->w * g->zoom / 2, y0 + (double)g->h * g->zoom + 1.5 * g->text, g->text, GAN_MIDDLE, 0,
	                gan_chart_ink, number);
}

/* order[n]: which of the pictures, generated ones first, stands at each place; real[]: which elements the real ones are. */
static void draw_all(const struct gan_quiz *q, const struct sheet *g, const uint8_t *fake, const uint32_t *order,
                     const uint32_t *real, struct gan_canvas *c, struct gan_buf *key)
{
	int64_t generated = q->n / 2;

	gan_buf_puts(key, "number\tis\telement\n");
	for (int64_t i = 0; i < q->n; i++) {
		int is_real = order[i] >= generated;
		int64_t k = is_real ? real[order[i] - generated] : order[i];

		put(c, g, i, (is_real ? q->real->x8 : fake) + k * g->h * g->w * g->c);
		gan_buf_printf(key, "%" PRId64 "\t%s\t%" PRId64 "\n", i + 1, is_real ? "real" : "generated", k);
	}
}

int gan_quiz_make(const struct gan_quiz *q, struct gan_sampler *s, struct gan_image *sheet, struct gan_buf *key, struct gan_err *e)
{
	struct sheet g = { 0 };
	struct gan_canvas c = { 0 };
	uint8_t *fake = NULL;
	uint32_t *order = NULL, *real = NULL;
	int rc = -1;

	if (check(q, s, &g, e) || lay_out(q, &g, e))
		return -1;
	fake = gan_alloc((size_t)(q->n / 2), (size_t)(g.h * g.w * g.c), e);
	order = gan_alloc((size_t)q->n, sizeof *order, e);
	real = gan_alloc((size_t)q->real->n, sizeof *real, e);
	if (fake && order && real && !gan_sampler_run(s, q->seed, 0, q->n / 2, NULL, fake, e) &&
	    !gan_canvas_init(&c, g.cols * (g.cell_w + g.gap) + g.gap, g.rows * (g.cell_h + g.gap) + g.gap, gan_chart_paper, e)) {
		gan_rng_permutation(gan_rng_make(q->seed, "quiz.order"), 0, order, (size_t)q->n);
		gan_rng_permutation(gan_rng_make(q->seed, "quiz.real"), 0, real, (size_t)q->real->n);
		draw_all(q, &g, fake, order, real, &c, key);
		*sheet = c.im;
		rc = gan_buf_ok(key, e);
	}
	gan_free(fake);
	gan_free(order);
	gan_free(real);
	return rc;
}
