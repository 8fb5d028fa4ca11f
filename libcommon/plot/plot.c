/* The registry of plots, and gan-stat --plot. */
#include "plot/plot.h"

#include <stdio.h>
#include <string.h>
#include "base/text.h"
#include "stream/stream.h"

#define GAN_PLOT(name) extern const struct gan_plot gan_plot_##name;
#include "plot/plots.def"
#undef GAN_PLOT

static const struct gan_plot *const plots[] = {
#define GAN_PLOT(name) &gan_plot_##name,
#include "plot/plots.def"
#undef GAN_PLOT
};

#define NPLOTS (sizeof plots / sizeof *plots)

size_t gan_plot_count(void)
{
	return NPLOTS;
}

const struct gan_plot *gan_plot_at(size_t i)
{
	return plots[i];
}

const struct gan_plot *gan_plot_find(const char *name, struct gan_err *e)
{
	const char *names[NPLOTS];
	size_t at;

	for (size_t i = 0; i < NPLOTS; i++)
		names[i] = plots[i]->name;
	at = gan_find_name(e, "plot", name, names, NPLOTS);
	return at < NPLOTS ? plots[at] : NULL;
}

/* ---- one run ---- */

struct run {
	const struct gan_plot_opt *o;
	const struct gan_plot *plot;
	struct gan_plot_with with;
	struct gan_out *out;
};

static int check_settings(const struct gan_plot *p, const struct gan_kv *set, struct gan_err *e)
{
	for (size_t i = 0; set && i < set->n; i++) {
		const struct gan_setting *s = gan_setting_find(p->setting, p->nsetting, set->key[i]);

		if (!s)
			return gan_fail(e, GAN_USAGE, "--plot %s has no setting '%s'", p->name, set->key[i]);
		if (gan_setting_check(s, set->val[i], e))
			return -1;
	}
	return 0;
}

static int check_options(const struct gan_plot_opt *o, const struct gan_plot *p, struct gan_err *e)
{
	size_t n = o->from.npaths ? 0 : 1;

	for (size_t i = 0; i < o->from.npaths; i++)
		n += !strcmp(o->from.paths[i], "-");
	n += o->from.ref && !strcmp(o->from.ref, "-");
	if (n > 1)
		return gan_fail(e, GAN_USAGE, "'-' (stdin) may stand once, found %zu times", n);
	if (o->from.ref && !(p->flags & GAN_PLOT_REF))
		return gan_fail(e, GAN_USAGE, "--ref: --plot %s compares with nothing", p->name);
	if (!o->from.ref && (p->flags & GAN_PLOT_NEEDS_REF) == GAN_PLOT_NEEDS_REF)
		return gan_fail(e, GAN_USAGE, "--plot %s: expected --ref REAL, the data to draw beside", p->name);
	if (p->flags & GAN_PLOT_COLUMNS && (o->from.n || o->from.seed >= 0 || o->from.no_ema))
		return gan_fail(e, GAN_USAGE, "%s: --plot %s takes no samples",
		                o->from.n ? "-n" : o->from.no_ema ? "--no-ema" : "-s", p->name);
	return check_settings(p, o->set, e);
}

/* Of the two, the one that the plot is of. */
static int draw_one(struct run *r, const struct gan_judged *in, const struct gan_columns *t, struct gan_err *e)
{
	struct gan_canvas c;
	FILE *f = gan_out_stdio(r->out, e);
	int w = r->o->w ? r->o->w : r->plot->w, h = r->o->h ? r->o->h : r->plot->h, rc;

	if (!f || gan_canvas_init(&c, w, h, gan_chart_paper, e))
		return -1;
	rc = in ? r->plot->draw(&r->with, in, &c, e) : r->plot->draw_columns(&r->with, t, &c, e);
	if (!rc)
		rc = gan_pnm_write(f, &c.im, gan_out_name(r->out), e) || gan_out_flush(r->out, e) ? -1 : 0;
	gan_image_free(&c.im);
	return rc;
}

static int draw(void *ctx, const struct gan_judged *in, struct gan_err *e)
{
	return draw_one(ctx, in, NULL, e);
}

static int draw_columns(struct run *r, const char *path, struct gan_err *e)
{
	const struct gan_judged_opt *from = &r->o->from;
	struct gan_columns_opt o = {
		.record = from->record < 0 ? -1 : from->record, .read_flags = from->read_flags,
		.tensors = (r->plot->flags & GAN_PLOT_TENSOR) == GAN_PLOT_TENSOR, .tensor = r->o->set ? gan_kv_get(r->o->set, "of") : NULL,
	};
	struct gan_columns t = { 0 };
	int rc = gan_columns_read(&t, path, &o, e);

	if (!rc && t.warning && from->warn)
		from->warn(from->ctx, t.warning);
	if (!rc)
		rc = draw_one(r, NULL, &t, e);
	gan_columns_free(&t);
	return rc;
}

static int each_columns(struct run *r, struct gan_err *e)
{
	const struct gan_judged_opt *from = &r->o->from;
	int rc = from->npaths ? 0 : draw_columns(r, NULL, e);

	for (size_t i = 0; i < from->npaths && !rc; i++)
		rc = draw_columns(r, from->paths[i], e);
	return rc;
}

static int run(struct run *r, struct gan_dataset *ref, struct gan_err *e)
{
	const struct gan_plot_opt *o = r->o;
	struct gan_judged_want want;
	char what[64];

	if (o->w && (o->w < 120 || o->h < 120 || o->w > 8192 || o->h > 8192))
		return gan_fail(e, GAN_USAGE, "-S %dx%d: a plot is 120x120 to 8192x8192", o->w, o->h);
	r->out = gan_out_open(o->output, e);
	if (!r->out || gan_judged_ref(&o->from, ref, NULL, e))
		return -1;
	snprintf(what, sizeof what, "--plot %s", r->plot->name);
	r->with = (struct gan_plot_with){ .ref = o->from.ref ? ref : NULL, .set = o->set, .no_ema = o->from.no_ema };
	if (r->plot->flags & GAN_PLOT_COLUMNS)
		return each_columns(r, e);
	want = (struct gan_judged_want){ .samples = !(r->plot->flags & GAN_PLOT_NO_SAMPLES), .ref = r->with.ref,
		                         .model_only = r->plot->flags & GAN_PLOT_MODEL ? what : NULL };
	return gan_judged_each(&o->from, &want, draw, r, e);
}

int gan_app_plot(const struct gan_plot_opt *o, struct gan_err *e)
{
	struct run r = { .o = o, .plot = gan_plot_find(o->plot, e) };
	struct gan_dataset ref = { 0 };
	int rc;

	if (!r.plot || check_options(o, r.plot, e))
		return -1;
	rc = run(&r, &ref, e);
	gan_dataset_free(&ref);
	if (!rc)
		return gan_out_commit(r.out, e);
	gan_out_abort(r.out);
	return -1;
}
