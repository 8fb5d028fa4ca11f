/* The objective of a transformer of pictures (Johnson, Alahi and Fei-Fei 2016, sec. 3; with content-weight=0 that of a texture
   network, Ulyanov et al. 2016, sec. 3.1): net g makes a picture y of a picture x, and a step descends

     content-weight E|F(y) - F(x)|^2 / var F(x) + style-weight sum of |G(y) - G(style)|^2 / |G(style)|^2 + tv TV(y) / TV(x)

   over the layers F of net f that were chosen; each term is 1 for a picture that has nothing of what is asked for, so weights
   hold for any network. Net f and net s, which holds the style's moments, stay as they are. */
#include <stdio.h>
#include <string.h>
#include "train/perceptual.h"
#include "train/train.h"

/* Beside those of updates, what acts here. */
static const char *const keys[] = { "augment", "batch", "content-layers", "content-weight", "ema", "objective", "precision", "seed",
	"statistic", "style-layers", "style-weight", "tv", "tv-power", NULL };

/* Settings of training, and what style/ calls them. */
static const char *const names[][2] = {
	{ "content-layers", "content" }, { "content-weight", "content-weight" }, { "statistic", "statistic" },
	{ "style-layers", "style" }, { "style-weight", "style-weight" }, { "tv", "tv" }, { "tv-power", "tv-power" },
};

/* style/ calls its layers content and style; here they are content-layers and style-layers. */
static void name_settings(struct gan_err *e)
{
	struct gan_err was = *e;
	const char *rest;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		size_t n = strlen(names[i][1]);

		rest = was.msg + n;
		if (strcmp(names[i][0], names[i][1]) && !strncmp(was.msg, names[i][1], n) && *rest == ':') {
			gan_fail(e, was.code, "%s%s", names[i][0], rest);
			return;
		}
	}
}

int gan_perceptual_recipe(struct gan_style_recipe *r, const struct gan_kv *hyper, const struct gan_net *f, struct gan_err *e)
{
	struct gan_kv set = { 0 };
	int rc = 0;

	for (size_t i = 0; i < sizeof names / sizeof *names && !rc; i++)
		rc = gan_kv_set(&set, names[i][1], gan_train_text(hyper, names[i][0]), e);
	if (!rc && (rc = gan_style_recipe_make(r, &set, f, 1, e)))
		name_settings(e);
	gan_kv_free(&set);
	return rc;
}

char *gan_perceptual_entry(char *buf, size_t n, const struct gan_style_part *part, int sum)
{
	snprintf(buf, n, "s.%s.%s.%d.weight", part->term->name, part->layer, sum);
	return buf;
}

/* ---- does it fit? ---- */

static int fits_nets(const struct gan_step_spec *s, struct gan_err *e)
{
	static const char *const wanted[] = { "g", "f", "s" };
	const struct gan_net *g = gan_nets_find(s->nets, "g"), *f = gan_nets_find(s->nets, "f");

	for (int i = 0; i < 3; i++)
		if (!gan_nets_find(s->nets, wanted[i]))
			return gan_fail(e, GAN_DATA, "objective perceptual needs nets g, f and s, the model has no net %s (gan-init styletx "
			                "style=PICTURE makes them)", wanted[i]);
	if (g->nin != 1 || g->in[0].kind != GAN_IO_IMAGE || g->nout != 1 || g->out[0].kind != GAN_IO_IMAGE)
		return gan_fail(e, GAN_DATA, "net g: objective perceptual needs one input and one output, pictures both");
	return gan_style_look_fits(f, "the model", e);
}

static int fits(const struct gan_step_spec *s, struct gan_err *e)
{
	if (fits_nets(s, e) || gan_data_fits(s, gan_nets_find(s->nets, "g"), 1, e))
		return -1;
	if (s->h % 4 || s->w % 4)
		return gan_fail(e, GAN_DATA, "%s: expected pictures whose sides are multiples of 4, found %dx%d (gan-data -S)",
		                s->source ? s->source : "data", (int)s->w, (int)s->h);
	return 0;
}

static int prepare(const struct gan_step_spec *s, struct gan_err *e)
{
	const struct gan_net *net = gan_nets_find(s->nets, "g");

	return gan_group_prepare(s, net, e) || gan_ema_prepare(s, net, e) ? -1 : 0;
}

/* ---- the loss ---- */

struct step {
	const struct gan_step_spec *s;
	struct gan_step_graph *sg;
	struct gan_graph *g;
	struct gan_scope *scope;
	struct gan_style_recipe recipe;
	struct gan_node *x, *y;                           /* the batch and what g makes of it, REAL [B,h,w,c] of 0..255 */
	struct gan_node *of_x[2 * GAN_STYLE_MAX_LAYERS], *of_y[2 * GAN_STYLE_MAX_LAYERS]; /* what net f sees */
	struct gan_node *content, *style, *tv;            /* the terms, before their weights */
};

static void add(struct gan_graph *g, struct gan_node **sum, struct gan_node *x)
{
	*sum = *sum ? gan_add(g, *sum, x) : x;
}

static int make_picture(struct step *p, struct gan_err *e)
{
	const struct gan_net *net = gan_nets_find(p->s->nets, "g");
	struct gan_node *in, *out = NULL;
	struct gan_apply a = {
		.mode = GAN_NET_TRAIN, .scope = p->scope, .prefix = "", .rng = gan_rng(p->g), .purpose = "g", .in = &in, .out = &out,
	};

	p->x = gan_cast(p->g, gan_data_raw(p->sg, p->s, 0, p->s->batch), GAN_REAL);
	in = gan_io_decode(p->g, &net->in[0], p->x);
	if (gan_net_apply(net, p->g, &a, e))
		return -1;
	p->y = gan_io_bytes(p->g, &net->out[0], out);
	return 0;
}

static int look(struct step *p, struct gan_err *e)
{
	struct gan_style_look l = { gan_nets_find(p->s->nets, "f"), "" };
	const struct gan_style_recipe *r = &p->recipe;

	return gan_style_look(&l, p->g, p->scope, p->x, r->layer, r->nlayer, p->of_x, e) ||
	       gan_style_look(&l, p->g, p->scope, p->y, r->layer, r->nlayer, p->of_y, e) ? -1 : 0;
}

static int layer_of(const struct step *p, const struct gan_style_part *part)
{
	for (int i = 0; i < p->recipe.nlayer; i++)
		if (part->layer && !strcmp(p->recipe.layer[i], part->layer))
			return i;
	return -1;
}

/* The mean over channels and pictures of the variance over positions. */
static struct gan_node *variance(struct gan_graph *g, struct gan_node *f)
{
	struct gan_node *mean = gan_mean(g, f, 6, 1);

	return gan_mean_all(g, gan_square(g, gan_sub(g, f, mean)));
}

static struct gan_node *content(struct step *p, const struct gan_style_part *part)
{
	int l = layer_of(p, part);
	struct gan_style_at at = { .value = p->of_y[l], .goal = gan_stop_gradient(p->g, p->of_x[l]) };
	struct gan_node *raw = gan_style_term_value(p->g, part->term, &at, NULL);

	return gan_div(p->g, raw, gan_adds(p->g, variance(p->g, at.goal), 1e-12));
}

static struct gan_node *smoothness(struct step *p, const struct gan_style_part *part)
{
	struct gan_style_at y = { .value = gan_muls(p->g, p->y, 1. / 255), .power = p->recipe.tv_power }, x = y;

	x.value = gan_muls(p->g, p->x, 1. / 255);
	return gan_div(p->g, gan_style_term_value(p->g, part->term, &y, NULL),
	               gan_adds(p->g, gan_style_term_value(p->g, part->term, &x, NULL), 1e-6));
}

/* Net s's moments, in the shape that those of a value have, but for one picture. NULL: it has none. */
static struct gan_node *target(struct step *p, const struct gan_style_part *part, int sum, const struct gan_node *moment)
{
	struct gan_shape s = moment->shape;
	struct gan_node *row = NULL;
	char name[256];

	gan_perceptual_entry(name, sizeof name, part, sum);
	if (gan_scope_has(p->scope, name))
		row = gan_scope_get(p->scope, name);
	s.dim[0] = 1;
	if (row && gan_shape_count(&row->shape) != gan_shape_count(&s))
		return NULL;
	return row ? gan_stop_gradient(p->g, gan_reshape(p->g, row, &s)) : NULL;
}

static struct gan_node *style(struct step *p, const struct gan_style_part *part, struct gan_err *e)
{
	struct gan_style_at at = { .value = p->of_y[layer_of(p, part)] };
	struct gan_node *moment[GAN_STYLE_MAX_SUMS], *goal[GAN_STYLE_MAX_SUMS], *none[GAN_STYLE_MAX_SUMS];

	gan_style_moments(p->g, part->term, &at, moment);
	for (int i = 0; i < part->term->nsum; i++) {
		goal[i] = moment[i] ? target(p, part, i, moment[i]) : NULL;
		if (!goal[i]) {
			gan_fail(e, GAN_DATA, "net s: holds no moments of layer '%s' for statistic=%s (styles are chosen when gan-init makes a "
			         "model; its layers and statistic stay)", part->layer, part->term->name);
			return NULL;
		}
		none[i] = gan_zeros(p->g, &goal[i]->shape);
	}
	return gan_div(p->g, part->term->value(p->g, moment, goal), gan_adds(p->g, part->term->value(p->g, none, goal), 1e-12));
}

static struct gan_node *total(struct step *p, struct gan_err *e)
{
	struct gan_node *sum = NULL;

	for (int k = 0; k < p->recipe.npart; k++) {
		const struct gan_style_part *part = &p->recipe.part[k];
		struct gan_node *v, **term;

		switch (part->term->kind) {
		case GAN_STYLE_CONTENT:
			v = content(p, part);
			term = &p->content;
			break;
		case GAN_STYLE_SMOOTHNESS:
			v = smoothness(p, part);
			term = &p->tv;
			break;
		default:
			v = style(p, part, e);
			term = &p->style;
			break;
		}
		if (!v)
			return NULL;
		v = gan_muls(p->g, v, part->weight);
		add(p->g, term, v);
		add(p->g, &sum, v);
	}
	return sum;
}

/* ---- the step ---- */

static void watch(struct step *p, struct gan_node *loss, struct gan_node *sumsq)
{
	gan_step_watch(p->sg, "g.loss", loss, 1);
	if (p->content)
		gan_step_watch(p->sg, "g.content", p->content, 0);
	if (p->style)
		gan_step_watch(p->sg, "g.style", p->style, 0);
	if (p->tv)
		gan_step_watch(p->sg, "g.tv", p->tv, 0);
	gan_step_watch(p->sg, "g.grad", gan_sqrt(p->g, sumsq), 1);
}

static int build_step(struct step *p, struct gan_err *e)
{
	const struct gan_net *net = gan_nets_find(p->s->nets, "g");
	struct gan_node *loss, *sumsq = NULL;

	if (make_picture(p, e) || look(p, e) || !(loss = total(p, e)))
		return -1;
	gan_group_update(p->sg, p->scope, p->s, net, loss, 1, &sumsq);
	gan_group_tick(p->sg, p->s, net, 1);
	gan_ema_update(p->sg, p->scope, p->s, net);
	watch(p, loss, sumsq);
	gan_scope_commit(p->scope);
	return 0;
}

static int build(const struct gan_step_spec *s, struct gan_step_graph *sg, struct gan_err *e)
{
	struct step p = { .s = s, .sg = sg, .g = sg->g };
	struct gan_err why = { 0 };

	if (gan_perceptual_recipe(&p.recipe, s->hyper, gan_nets_find(s->nets, "f"), e))
		return -1;
	p.scope = gan_scope_new(sg->g, s->store, e);
	if (p.scope && build_step(&p, &why) && why.code)
		*e = why;
	gan_scope_free(p.scope);
	gan_style_recipe_free(&p.recipe);
	return !p.scope || why.code ? -1 : gan_graph_ok(sg->g, e);
}

const struct gan_objective gan_objective_perceptual = {
	.name = "perceptual",
	.help = "net g's pictures against content and style, as net f sees them",
	.keys = keys,
	.fits = fits,
	.prepare = prepare,
	.build = build,
};
