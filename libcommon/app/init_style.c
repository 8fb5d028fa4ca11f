#include "app/init_style.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "app/init_priv.h"
#include "data/picture_source.h"
#include "styletx/styletx_sight.h"
#include "base/mem.h"
#include "train/perceptual.h"

struct style {
	struct gan_feature_net look;
	struct gan_style_recipe recipe;
	struct gan_image picture;
	struct gan_styletx_target target[GAN_STYLE_MAX_PARTS];
};

static void style_end(struct style *s)
{
	gan_styletx_targets_free(s->target, GAN_STYLE_MAX_PARTS);
	gan_style_recipe_free(&s->recipe);
	gan_image_free(&s->picture);
	gan_feature_net_free(&s->look);
}

/* ---- the picture and its moments ---- */

static int read_picture(struct style *s, const char *path, int c, struct gan_err *e)
{
	struct gan_image im = { 0 };
	int rc = gan_picture_read(&im, path, e) || gan_image_colour(&s->picture, &im, c, e) ? -1 : 0;

	gan_image_free(&im);
	return rc;
}

static int find_moments(struct style *s, const struct gan_model *m, const struct gan_init_style_opt *o, struct gan_err *e)
{
	static const double whole = 1;
	const struct gan_net *g = gan_nets_find(&m->nets, "g");
	struct gan_styletx_goal_spec spec = { .recipe = &s->recipe, .look = &s->look, .weight = &whole, .nstyle = 1, .c = g->in[0].c };
	char model[4096];

	/* The name may have a colon, behind which a layer stands. */
	if (snprintf(model, sizeof model, "%s:", o->features) >= (int)sizeof model)
		return gan_fail(e, GAN_USAGE, "features=%.40s...: the name is too long", o->features);
	if (gan_feature_net_open(&s->look, model, o->read_flags, e) || gan_style_look_fits(s->look.net, s->look.name, e) ||
	    gan_perceptual_recipe(&s->recipe, &m->hyper, s->look.net, e) || read_picture(s, o->picture, (int)g->in[0].c, e))
		return -1;
	spec.style = &s->picture;
	return gan_styletx_targets(s->target, &spec, e);
}

/* ---- into the model ---- */

/* The lines of the looking net, as net f. */
static int add_look_text(struct gan_buf *b, const struct style *s, struct gan_err *e)
{
	struct gan_buf own = { 0 };
	const char *line;
	int rc = gan_init_cut_text(&s->look.m.nets, s->look.net->name, &own, e);

	/* Comments, then "net NAME", then its layers. */
	for (line = own.s; !rc && line && strncmp(line, "net", 3); line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL)
		;
	if (!rc && line)
		line = strchr(line, '\n');
	if (!rc && !line)
		rc = gan_fail(e, GAN_INTERNAL, "%s: no line of net %s", s->look.name, s->look.net->name);
	if (!rc)
		gan_buf_printf(b, "\n# looks\nnet f%s", line);
	gan_buf_free(&own);
	return rc;
}

/* Calls fn for each moment of the style. */
static int each_moment(struct style *s, int (*fn)(void *ctx, const char *entry, const gan_real *v, int64_t n, struct gan_err *e),
                       void *ctx, struct gan_err *e)
{
	char name[256];
	int rc = 0;

	for (int k = 0; k < s->recipe.npart; k++) {
		const struct gan_style_part *p = &s->recipe.part[k];

		for (int i = 0; i < p->term->nsum && p->term->kind == GAN_STYLE_STATISTIC && !rc; i++)
			rc = fn(ctx, gan_perceptual_entry(name, sizeof name, p, i), s->target[k].data[i],
			        gan_shape_count(&s->target[k].shape[i]), e);
	}
	return rc;
}

static int add_line(void *ctx, const char *entry, const gan_real *v, int64_t n, struct gan_err *e)
{
	(void)v;
	(void)e;
	/* "s.LAYER.weight" */
	gan_buf_printf(ctx, "%.*s param to=%" PRId64 " train=0\n", (int)(strlen(entry) - strlen("s.") - strlen(".weight")),
	               entry + strlen("s."), n);
	return 0;
}

static int add_entry(void *ctx, const char *entry, const gan_real *v, int64_t n, struct gan_err *e)
{
	struct gan_shape row = gan_shape_of(2, (int64_t)1, n);
	struct gan_entry *to = gan_store_add(ctx, entry, GAN_REAL, &row, GAN_LAYOUT_PLAIN, e);

	if (to)
		memcpy(to->t.data, v, (size_t)n * sizeof *v);
	return to ? 0 : -1;
}

static int put(struct gan_model *m, struct style *s, struct gan_err *e)
{
	struct gan_buf b = { 0 };
	struct gan_nets all;
	int rc;

	gan_buf_puts(&b, m->nets.text);
	rc = add_look_text(&b, s, e);
	gan_buf_puts(&b, "\n# what a style is to have\nnet s\ninput x 1\n");
	rc = rc || each_moment(s, add_line, &b, e) || (gan_buf_puts(&b, "output\n"), gan_buf_ok(&b, e)) ||
	     gan_nets_parse(&all, b.s, b.len, m->nets.net[0].source, e);
	gan_buf_free(&b);
	if (rc)
		return -1;
	gan_nets_free(&m->nets);
	m->nets = all;
	return gan_feature_net_copy(&s->look, &m->store, "f.", e) || each_moment(s, add_entry, &m->store, e) ? -1 : 0;
}

int gan_init_style(struct gan_model *m, const struct gan_init_style_opt *o, struct gan_err *e)
{
	struct style *s = gan_alloc(1, sizeof *s, e);
	int rc = s ? find_moments(s, m, o, e) || put(m, s, e) : -1;

	if (s)
		style_end(s);
	gan_free(s);
	return rc ? -1 : 0;
}
