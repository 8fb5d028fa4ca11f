#include "styletx/styletx_scale.h"

#include <math.h>

static int side_at(int side, int halvings)
{
	double v = floor(side / pow(2, halvings) + .5);

	return v < 1 ? 1 : (int)v;
}

static int style_at(struct gan_image *to, const struct gan_image *im, const struct gan_styletx_input *in,
                    const struct gan_styletx_opt *o, int halvings, struct gan_err *e)
{
	double long_side = im->h > im->w ? im->h : im->w, mine = in->h > in->w ? in->h : in->w;
	double f = (o->texture ? 1 : mine / long_side) / pow(2, halvings) * gan_style_real(o->set, "style-scale");
	int h = (int)fmax(1, floor(im->h * f + .5)), w = (int)fmax(1, floor(im->w * f + .5));

	return gan_image_cover(to, im, h, w, e);
}

int gan_styletx_scale_open(struct gan_styletx_scale *at, const struct gan_styletx_input *in, const struct gan_styletx_opt *o,
                           int halvings, struct gan_err *e)
{
	int rc = 0;

	at->h = side_at(in->h, halvings);
	at->w = side_at(in->w, halvings);
	if (in->content.px)
		rc = gan_image_cover(&at->content, &in->content, at->h, at->w, e);
	for (int k = 0; k < in->nstyle && !rc; k++)
		rc = style_at(&at->style[k], &in->style[k], in, o, halvings, e);
	return rc ? -1 : gan_styletx_regions_at(&at->regions, &in->regions, at->h, at->w, at->style, e);
}

void gan_styletx_scale_close(struct gan_styletx_scale *at, int nstyle)
{
	gan_image_free(&at->content);
	for (int k = 0; k < nstyle; k++)
		gan_image_free(&at->style[k]);
	gan_styletx_regions_free(&at->regions);
}

struct gan_styletx_goal *gan_styletx_scale_goal(const struct gan_styletx_scale *at, const struct gan_styletx_input *in,
                                                const struct gan_styletx_opt *o, const struct gan_style_recipe *recipe,
                                                struct gan_feature_net *look, struct gan_err *e)
{
	struct gan_styletx_goal_spec s = {
		.recipe = recipe, .look = look, .content = at->content.px ? &at->content : NULL, .style = at->style,
		.weight = in->weight, .nstyle = in->nstyle, .regions = at->regions.n ? &at->regions : NULL,
		.tile = gan_style_int(o->set, "tile"), .h = at->h, .w = at->w, .c = in->c,
	};

	return gan_styletx_goal_new(&s, e);
}
