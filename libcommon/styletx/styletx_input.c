#include "styletx/styletx_input.h"

#include <math.h>
#include <string.h>
#include "data/picture_source.h"
#include "styletx/styletx_colour.h"
#include "base/mem.h"
#include "base/text.h"

/* "FILE" or "FILE:WEIGHT"; the caller frees *path. */
static int split(const char *word, char **path, double *weight, struct gan_err *e)
{
	const char *colon = strrchr(word, ':');

	*weight = 1;
	if (!colon || gan_parse_double(colon + 1, weight))
		colon = word + strlen(word);
	else if (!(*weight >= 0) || isinf(*weight))
		return gan_fail(e, GAN_USAGE, "%s: expected a weight of 0 or more", word);
	*path = gan_strndup(word, (size_t)(colon - word), e);
	return *path ? 0 : -1;
}

static int read_style(struct gan_styletx_input *in, const char *word, struct gan_err *e)
{
	char *path = NULL;
	int rc;

	if (in->nstyle == GAN_STYLETX_MAX_STYLES)
		return gan_fail(e, GAN_USAGE, "expected at most %d styles", GAN_STYLETX_MAX_STYLES);
	rc = split(word, &path, &in->weight[in->nstyle], e) || gan_picture_read(&in->style[in->nstyle], path, e) ? -1 : 0;
	in->nstyle += !rc;
	gan_free(path);
	return rc;
}

/* The weights' sum becomes 1. */
static int share_out(struct gan_styletx_input *in, struct gan_err *e)
{
	double sum = 0;

	for (int k = 0; k < in->nstyle; k++)
		sum += in->weight[k];
	if (!(sum > 0) || isinf(sum))
		return gan_fail(e, GAN_USAGE, "the styles' weights are all 0: expected at least one above");
	for (int k = 0; k < in->nstyle; k++)
		in->weight[k] /= sum;
	return 0;
}

int gan_styletx_channels(struct gan_image *im, int c, struct gan_err *e)
{
	struct gan_image out = { 0 };

	if (!im->px || im->c == c)
		return 0;
	if (gan_image_colour(&out, im, c, e))
		return -1;
	gan_image_free(im);
	*im = out;
	return 0;
}

/* Grey only where all are. */
static int same_channels(struct gan_styletx_input *in, struct gan_err *e)
{
	in->c = in->content.px ? in->content.c : 1;
	for (int k = 0; k < in->nstyle; k++)
		in->c = in->style[k].c > in->c ? in->style[k].c : in->c;
	for (int k = 0; k < in->nstyle; k++)
		if (gan_styletx_channels(&in->style[k], in->c, e))
			return -1;
	return gan_styletx_channels(&in->content, in->c, e) || gan_styletx_channels(&in->start, in->c, e) ? -1 : 0;
}

int gan_styletx_input_read(struct gan_styletx_input *in, const struct gan_styletx_opt *o, const char *start, struct gan_err *e)
{
	size_t k = 0;

	memset(in, 0, sizeof *in);
	if (!o->texture && gan_picture_read(&in->content, o->file[k++], e))
		return -1;
	for (; k < o->nfile; k++)
		if (read_style(in, o->file[k], e))
			return -1;
	if ((start && gan_picture_read(&in->start, start, e)) || share_out(in, e) || same_channels(in, e))
		return -1;
	in->w = o->size[0] ? o->size[0] : o->texture ? in->style[0].w : in->content.w;
	in->h = o->size[1] ? o->size[1] : o->texture ? in->style[0].h : in->content.h;
	return gan_styletx_regions_read(in, o, e) || gan_styletx_colours(in, o, e) ? -1 : 0;
}

void gan_styletx_input_free(struct gan_styletx_input *in)
{
	gan_image_free(&in->content);
	gan_image_free(&in->start);
	gan_image_free(&in->colours);
	gan_styletx_regions_free(&in->regions);
	for (int k = 0; k < in->nstyle; k++)
		gan_image_free(&in->style[k]);
	in->nstyle = 0;
}
