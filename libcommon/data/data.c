/* gan-data's way of an element: chosen, coloured, sized, labelled, copied, perhaps shuffled, written. */
#include "data/data.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "data/data_priv.h"
#include "base/mem.h"
#include "base/rng.h"

struct data {
	const struct gan_data_opt *opt;
	struct gan_data_done *done;
	struct gan_source source;
	struct gan_sink sink;
	int started, labelled, full;
	const char *first;          /* name of the first element's source, for messages */
	int64_t seen, chosen;       /* elements of the input; those of the right class */
	struct gan_image coloured, sized;
	uint8_t *copy[2];           /* a mirror image, a warp */
	struct gan_data_done one;   /* the size of an element, before it is stacked */
	struct gan_held held;       /* shuffle and stack: the whole set */
};

void gan_data_defaults(struct gan_data_opt *o)
{
	memset(o, 0, sizeof *o);
	o->record = GAN_RECORD_ALL;
	o->klass = o->label = o->n = -1;
	o->level = GAN_LEVEL_DEFAULT;
}

/* ---- choosing ---- */

/* 1: take it; 0: leave it out. */
static int choose(struct data *t, const struct gan_element *el, struct gan_err *e)
{
	if (t->opt->klass >= 0) {
		if (el->label < 0)
			return gan_fail(
				e, GAN_DATA,
				"%s: --class needs labels, found none (-l LABEL gives one to a whole input, and --idx "
				"takes IMAGES LABELS)",
				el->source);
		if (el->label != t->opt->klass)
			return 0;
	}
	return t->chosen++ >= t->opt->skip;
}

/* What only makes sense for pictures. */
static int check_points(const struct data *t, const struct gan_element *el, struct gan_err *e)
{
	const struct gan_data_opt *o = t->opt;
	const char *what = o->pnm ? "-x" : o->w ? "-S" : o->c ? "-C" : o->flip ? "--flip" : o->warp ? "--warp" : NULL;

	if (!what && o->stack)
		what = "--stack";
	if (!what || el->h)
		return 0;
	return gan_fail(e, GAN_DATA,
			"%s: %s needs pictures, found points of %" PRId64 " number%s, which have no picture",
			el->source, what, el->d, el->d == 1 ? "" : "s");
}

/* ---- changing ---- */

static void use_image(struct gan_element *el, const struct gan_image *im)
{
	el->h = im->h;
	el->w = im->w;
	el->c = im->c;
	el->d = (int64_t)im->h * im->w * im->c;
	el->x8 = im->px;
}

static int change(struct data *t, struct gan_element *el, struct gan_err *e)
{
	const struct gan_data_opt *o = t->opt;
	struct gan_image in = { (int)el->h, (int)el->w, (int)el->c, (uint8_t *)el->x8 };

	if (o->label >= 0)
		el->label = o->label;
	if (!el->h)
		return 0;
	if (o->c && o->c != el->c) {
		gan_image_free(&t->coloured);
		if (gan_image_colour(&t->coloured, &in, o->c, e) < 0)
			return gan_fail_prefix(e, "%s", el->source);
		use_image(el, &t->coloured);
		in = t->coloured;
	}
	if (o->w && (o->w != el->w || o->h != el->h)) {
		gan_image_free(&t->sized);
		if (gan_image_cover(&t->sized, &in, o->h, o->w, e) < 0)
			return gan_fail_prefix(e, "%s", el->source);
		use_image(el, &t->sized);
	}
	return 0;
}

/* ---- one set: all alike ---- */

static int start(struct data *t, const struct gan_element *el, struct gan_err *e)
{
	struct gan_data_done *d = t->done;

	t->started = 1;
	t->first = el->source;
	t->labelled = el->label >= 0;
	d->h = el->h;
	d->w = el->w;
	d->c = el->c;
	d->d = el->d;
	t->one = *d;
	t->held.size = (size_t)el->d * (el->h ? 1 : sizeof(float));
	if (t->opt->stack && el->c != 1)
		return gan_fail(e, GAN_DATA, "%s: --stack makes channels of gray pictures, found %" PRId64 " channels (-C gray)",
		                el->source, el->c);
	if (t->opt->stack) {
		d->c = t->opt->stack;
		d->d *= t->opt->stack;
	}
	for (int i = 0; i < 2; i++)
		if (el->h && (i ? t->opt->warp : t->opt->flip) && !(t->copy[i] = gan_alloc((size_t)el->d, 1, e)))
			return -1;
	return gan_sink_start(&t->sink, t->labelled, e);
}

static const char *size_cure(const struct gan_data_done *d, const struct gan_element *el)
{
	if (!d->h || !el->h)
		return "";
	if (d->h == el->h && d->w == el->w)
		return " (-C gray or -C rgb makes all alike)";
	return d->c == el->c ? " (-S WxH makes all alike)" : " (-S WxH and -C gray|rgb make all alike)";
}

static int check_alike(const struct data *t, const struct gan_element *el, struct gan_err *e)
{
	const struct gan_data_done *d = &t->one;
	char want[96], found[96];

	if (d->h != el->h || d->w != el->w || d->c != el->c || d->d != el->d)
		return gan_fail(e, GAN_DATA, "%s: element %" PRId64 ": expected %s as in %s, found %s%s", el->source,
				el->number, gan_data_size_str(want, sizeof want, d->h, d->w, d->c, d->d), t->first,
				gan_data_size_str(found, sizeof found, el->h, el->w, el->c, el->d), size_cure(d, el));
	if (t->labelled != (el->label >= 0))
		return gan_fail(e, GAN_DATA,
				"%s: expected %s as in %s, found %s (labels must be in all inputs or in none; -l LABEL "
				"gives one to all)",
				el->source, t->labelled ? "labels" : "no labels", t->first,
				t->labelled ? "none" : "labels");
	return 0;
}

/* ---- writing ---- */

static int put(struct data *t, const void *x, int64_t label, struct gan_err *e)
{
	const struct gan_data_opt *o = t->opt;

	/* Toys have no end, so there the number is taken before they are shuffled or stacked. */
	if (t->full)
		return 0;
	if (!o->shuffle && !o->stack) {
		if (gan_sink_put(&t->sink, x, label, e) < 0)
			return -1;
		t->full = t->done->n == o->n;
		if (o->progress)
			o->progress(o->ctx, t->done->n);
		return 0;
	}
	if (gan_held_add(&t->held, x, label, o->stack ? "--stack" : "--shuffle", e) < 0)
		return -1;
	t->full = o->from == GAN_DATA_TOY && (int64_t)t->held.n == o->n;
	return 0;
}

/* x and its random warps; which: 0 the element itself, 1 its mirror image. */
static int put_with_warps(struct data *t, const struct gan_element *el, const uint8_t *x, int which, struct gan_err *e)
{
	struct gan_rng r = gan_rng_make(t->opt->seed, "data.warp");

	for (int64_t k = 0; k < t->opt->warp && !t->full; k++) {
		gan_image_warp(t->copy[1], x, (int)el->h, (int)el->w, (int)el->c, &gan_warp_default, r, (uint64_t)k,
		               2 * (uint64_t)t->seen + (uint64_t)which);
		if (put(t, t->copy[1], el->label, e) < 0)
			return -1;
	}
	return 0;
}

static int put_copies(struct data *t, const struct gan_element *el, struct gan_err *e)
{
	const void *x = el->h ? (const void *)el->x8 : (const void *)el->xf;

	if (put(t, x, el->label, e) < 0)
		return -1;
	if (t->opt->flip) {
		memcpy(t->copy[0], x, (size_t)el->d);
		gan_image_flip(t->copy[0], (int)el->h, (int)el->w, (int)el->c);
		if (put(t, t->copy[0], el->label, e) < 0)
			return -1;
	}
	if (put_with_warps(t, el, x, 0, e) < 0)
		return -1;
	return t->opt->flip ? put_with_warps(t, el, t->copy[0], 1, e) : 0;
}

/* ---- all ---- */

static int nothing_written(const struct data *t, struct gan_err *e)
{
	const struct gan_data_opt *o = t->opt;

	if (!t->seen)
		return gan_fail(e, GAN_DATA, "%s: expected pictures or points, found none",
				o->npaths ? o->paths[0] : "standard input");
	if (o->klass >= 0 && !t->chosen)
		return gan_fail(e, GAN_DATA, "--class %" PRId64 ": none of the %" PRId64 " elements has this label",
				o->klass, t->seen);
	return gan_fail(e, GAN_DATA, "--skip %" PRId64 ": nothing is left of %" PRId64 " element%s", o->skip, t->chosen,
	                t->chosen == 1 ? "" : "s");
}

static int one_element(struct data *t, struct gan_element *el, struct gan_err *e)
{
	int rc = choose(t, el, e);

	t->seen++;
	if (rc <= 0)
		return rc;
	if (check_points(t, el, e) < 0 || change(t, el, e) < 0)
		return -1;
	if ((t->started ? check_alike(t, el, e) : start(t, el, e)) < 0)
		return -1;
	return put_copies(t, el, e);
}

static int run(struct data *t, struct gan_err *e)
{
	struct gan_element el;
	int rc = 0;

	while (!t->full && (rc = t->source.next(&t->source, &el, e)) > 0)
		if (one_element(t, &el, e) < 0)
			return -1;
	if (rc < 0)
		return -1;
	if (!t->started)
		return nothing_written(t, e);
	if ((t->opt->shuffle && gan_held_shuffle(&t->held, &t->sink, e) < 0) ||
	    (t->opt->stack && gan_held_stack(&t->held, &t->sink, e) < 0))
		return -1;
	return gan_sink_finish(&t->sink, e);
}

int gan_app_data(const struct gan_data_opt *o, struct gan_data_done *done, struct gan_err *e)
{
	struct data t = { .opt = o, .done = done };
	int rc;

	memset(done, 0, sizeof *done);
	if (o->stack && o->shuffle)
		return gan_fail(e, GAN_USAGE, "--stack takes members at random, so --shuffle would change nothing");
	rc = gan_source_open(&t.source, o, e);
	if (!rc)
		rc = gan_stream_max_bytes(&t.held.max, e);
	if (!rc)
		rc = gan_sink_open(&t.sink, o, &t.source, done, e);
	if (!rc)
		rc = run(&t, e);
	gan_sink_close(&t.sink);
	gan_source_close(&t.source);
	gan_image_free(&t.coloured);
	gan_image_free(&t.sized);
	gan_free(t.copy[0]);
	gan_free(t.copy[1]);
	gan_held_free(&t.held);
	return rc;
}
