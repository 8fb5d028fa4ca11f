/* From settings to the terms of a run. */
#include <stdio.h>
#include <string.h>
#include "style/style.h"

static int layers(struct gan_style_layers *l, const struct gan_kv *set, const char *key, const struct gan_net *net,
                  struct gan_err *e)
{
	const char *text = gan_style_text(set, key);

	if (!*text)
		return gan_style_layers_default(l, net, !strcmp(key, "content"), e);
	if (gan_style_layers_parse(l, key, text, e))
		return -1;
	for (int k = 0; k < l->n; k++)
		if (gan_net_has_layer(net, l->name[k], e)) {
			gan_style_layers_free(l);
			return gan_fail_prefix(e, "%s", key);
		}
	return 0;
}

static void add_layer(struct gan_style_recipe *r, const char *layer)
{
	for (int k = 0; k < r->nlayer; k++)
		if (!strcmp(r->layer[k], layer))
			return;
	r->layer[r->nlayer++] = layer;
}

/* A part for each layer that weighs something. */
static void add_parts(struct gan_style_recipe *r, const struct gan_style_layers *l, const char *name, const char *term,
                      double weight)
{
	double sum = 0;

	for (int k = 0; k < l->n; k++)
		sum += l->weight[k];
	for (int k = 0; k < l->n; k++) {
		struct gan_style_part *p = &r->part[r->npart];

		if (!(l->weight[k] > 0) || !(weight > 0))
			continue;
		p->term = gan_style_term_find(term);
		p->layer = l->name[k];
		p->region = -1;
		p->weight = weight * l->weight[k] / sum;
		snprintf(p->name, sizeof p->name, "%s.%s", name, l->name[k]);
		add_layer(r, l->name[k]);
		r->npart++;
	}
}

static void add_tv(struct gan_style_recipe *r, double weight)
{
	struct gan_style_part *p = &r->part[r->npart];

	if (!(weight > 0))
		return;
	p->term = gan_style_term_find("tv");
	p->layer = NULL;
	p->region = -1;
	p->weight = weight;
	snprintf(p->name, sizeof p->name, "tv");
	r->npart++;
}

int gan_style_recipe_make(struct gan_style_recipe *r, const struct gan_kv *set, const struct gan_net *net, int with_content,
                          struct gan_err *e)
{
	double content = with_content ? gan_style_real(set, "content-weight") : 0, style = gan_style_real(set, "style-weight");

	memset(r, 0, sizeof *r);
	r->tv_power = gan_style_real(set, "tv-power");
	r->tileable = !strcmp(gan_style_text(set, "tileable"), "1");
	r->erode = !strcmp(gan_style_text(set, "mask-erode"), "1");
	r->balance = !strcmp(gan_style_text(set, "balance"), "1");
	if (content > 0 && layers(&r->content, set, "content", net, e))
		return -1;
	if (style > 0 && layers(&r->style, set, "style", net, e)) {
		gan_style_recipe_free(r);
		return -1;
	}
	add_parts(r, &r->content, "content", "content", content);
	add_parts(r, &r->style, "style", gan_style_text(set, "statistic"), style);
	add_tv(r, gan_style_real(set, "tv"));
	if (content > 0 || style > 0)
		return 0;
	return gan_fail(e, GAN_USAGE, with_content ? "content-weight and style-weight are both 0: nothing is asked for" :
	                "style-weight is 0: nothing is asked for");
}

void gan_style_recipe_regions(struct gan_style_recipe *r, int n, const double *share)
{
	for (int k = r->npart - 1; k >= 0; k--) {
		const struct gan_style_part whole = r->part[k];

		if (whole.term->kind != GAN_STYLE_STATISTIC)
			continue;
		memmove(&r->part[k + n], &r->part[k + 1], (size_t)(r->npart - 1 - k) * sizeof *r->part);
		r->npart += n - 1;
		for (int i = 0; i < n; i++) {
			r->part[k + i] = whole;
			r->part[k + i].region = i;
			r->part[k + i].weight = whole.weight * share[i];
			snprintf(r->part[k + i].name, sizeof r->part[k + i].name, "style%d.%.76s", i + 1, whole.layer);
		}
	}
}

void gan_style_recipe_free(struct gan_style_recipe *r)
{
	gan_style_layers_free(&r->content);
	gan_style_layers_free(&r->style);
	memset(r, 0, sizeof *r);
}
