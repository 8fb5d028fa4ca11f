/* The sheet: rows of a picture, its change, which stands around gray and multiplied until it fills the range, and their sum, with
   what the model says of both (as figure 1 of Goodfellow et al. 2015). */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "advex/advex_priv.h"
#include "infer/pictures.h"
#include "attack/ball.h"
#include "base/mem.h"
#include "image/canvas.h"

#define MOST 8     /* rows */
#define SIDE 112   /* small pictures are enlarged to about this */
#define GAP 74     /* between pictures, for the signs */
#define MARGIN 20
#define FOOT 28    /* below a picture, for its text */
#define TEXT 9

static const struct gan_colour ink = { 20, 20, 20 }, paper = { 255, 255, 255 };

struct sheet {
	const struct gan_advex *a;
	struct gan_canvas c;
	int64_t row[MOST];
	int n, groups, zoom, w, h; /* w, h: of a picture as drawn */
	gan_real *x, *x0;
};

/* Those that are fooled, or if none is, those that were attacked. */
static void choose(struct sheet *s)
{
	for (int fooled = 1; fooled >= 0 && !s->n; fooled--)
		for (int64_t i = 0; i < s->a->set.n && s->n < MOST; i++)
			if (fooled ? s->a->outcome[i].fooled : s->a->outcome[i].attacked)
				s->row[s->n++] = i;
}

/* [h,w,c] of 0..1 with its upper left corner at x, y. */
static void put_picture(struct sheet *s, const gan_real *v, int x, int y)
{
	int64_t c = s->a->set.c, w = s->a->set.w;

	for (int i = 0; i < s->h; i++)
		for (int j = 0; j < s->w; j++) {
			const gan_real *p = v + ((i / s->zoom) * w + j / s->zoom) * c;
			uint8_t k[3];

			for (int q = 0; q < 3; q++) {
				double b = 255. * p[c == 3 ? q : 0];

				k[q] = (uint8_t)(b < 0 ? 0 : b > 255 ? 255 : lrint(b));
			}
			gan_canvas_dot(&s->c, x + j, y + i, (struct gan_colour){ k[0], k[1], k[2] }, 1);
		}
	gan_canvas_box(&s->c, x - 1, y - 1, x + s->w + 1, y, ink, .35);
	gan_canvas_box(&s->c, x - 1, y + s->h, x + s->w + 1, y + s->h + 1, ink, .35);
	gan_canvas_box(&s->c, x - 1, y, x, y + s->h, ink, .35);
	gan_canvas_box(&s->c, x + s->w, y, x + s->w + 1, y + s->h, ink, .35);
}

static void put_text(struct sheet *s, int x, int y, const char *text)
{
	double size = TEXT, room = s->w + GAP - 6, wide = gan_text_width(size, text);

	gan_canvas_text(&s->c, x + s->w / 2., y + s->h + TEXT + 8, wide > room ? size * room / wide : size, GAN_MIDDLE, 0, ink, text);
}

static void put_guess(struct sheet *s, int x, int y, int64_t label, double conf)
{
	const struct gan_victim_spec *p = &s->a->plain;
	char text[64];

	if (gan_victim_scores(p->net))
		snprintf(text, sizeof text, "%s  %.1f %%", label ? "real" : "fake", 100 * conf);
	else
		snprintf(text, sizeof text, "%" PRId64 "  %.1f %%", label, 100 * conf);
	put_text(s, x, y, text);
}

/* The change over its greatest part, which is returned, -1..1 drawn as 0..1, in place of x0. */
static double change(struct sheet *s)
{
	int64_t d = s->a->set.d;
	double most = gan_ball_length(GAN_NORM_INF, s->x, s->x0, d);

	for (int64_t j = 0; j < d; j++)
		s->x0[j] = (gan_real)(.5 + (most > 0 ? .5 * ((double)s->x[j] - s->x0[j]) / most : 0));
	return most;
}

static void put_row(struct sheet *s, int k)
{
	const struct gan_outcome *o = &s->a->outcome[s->row[k]];
	int rows = (s->n + s->groups - 1) / s->groups, step = s->w + GAP;
	int x = MARGIN + k / rows * (3 * step + MARGIN / 2), y = MARGIN + k % rows * (s->h + FOOT);
	double most, mid = y + s->h / 2. + 4;
	char text[64];

	gan_advex_rows(s->a, s->row[k], 1, 0, s->x0);
	gan_advex_rows(s->a, s->row[k], 1, 1, s->x);
	put_picture(s, s->x0, x, y);
	put_guess(s, x, y, o->before, o->conf_before);
	put_picture(s, s->x, x + 2 * step, y);
	put_guess(s, x + 2 * step, y, o->after, o->conf_after);
	most = change(s);
	put_picture(s, s->x0, x + step, y);
	snprintf(text, sizeof text, "L%s %.3g", gan_norm_name(s->a->o->norm), o->norm[s->a->o->norm]);
	put_text(s, x + step, y, text);
	snprintf(text, sizeof text, "+ %.2g x", most);
	gan_canvas_text(&s->c, x + s->w + GAP / 2., mid, 7.5, GAN_MIDDLE, 0, ink, text);
	gan_canvas_text(&s->c, x + step + s->w + GAP / 2., mid, 10, GAN_MIDDLE, 0, ink, "=");
}

static int draw(struct sheet *s, struct gan_out *out, struct gan_err *e)
{
	int rows = (s->n + s->groups - 1) / s->groups, group = 3 * (s->w + GAP) + MARGIN / 2;

	if (gan_canvas_init(&s->c, s->groups * group - GAP + 2 * MARGIN, rows * (s->h + FOOT) + 2 * MARGIN - 8, paper, e))
		return -1;
	for (int k = 0; k < s->n; k++)
		put_row(s, k);
	return gan_pictures_put(out, &s->c.im, e);
}

int gan_advex_sheet(const struct gan_advex *a, struct gan_out *out, struct gan_err *e)
{
	struct sheet s = { .a = a };
	int64_t longest = a->set.h > a->set.w ? a->set.h : a->set.w;
	int rc;

	if (!a->set.h || (a->set.c != 1 && a->set.c != 3))
		return gan_fail(e, GAN_DATA, "--sheet draws gray and colour pictures, found %s", a->set.h ? "other channels" : "points");
	choose(&s);
	if (!s.n)
		return gan_fail(e, GAN_DATA, "--sheet: no element was attacked: the model has them all wrong as they are (--all attacks "
		                "them)");
	s.zoom = longest < SIDE ? (int)(SIDE / longest) : 1;
	s.w = (int)a->set.w * s.zoom;
	s.h = (int)a->set.h * s.zoom;
	s.groups = s.n > 4 && s.w <= 2 * SIDE ? 2 : 1;
	s.x = gan_alloc((size_t)a->set.d, sizeof *s.x, e);
	s.x0 = gan_alloc((size_t)a->set.d, sizeof *s.x0, e);
	rc = s.x && s.x0 ? draw(&s, out, e) : -1;
	gan_image_free(&s.c.im);
	gan_free(s.x);
	gan_free(s.x0);
	return rc;
}
