#include "styletx/styletx_colour.h"

#include <string.h>
#include "image/palette.h"
#include "style/style.h"

/* The place of word in "a|b|c". */
static int place(const char *words, const char *word)
{
	int n = 0;

	for (size_t len; (len = strcspn(words, "|")), strlen(word) != len || memcmp(words, word, len); words += len + 1)
		n++;
	return n;
}

/* All that is worked with becomes grey. */
static int all_grey(struct gan_styletx_input *in, struct gan_err *e)
{
	int rc = gan_styletx_channels(&in->content, 1, e) || gan_styletx_channels(&in->start, 1, e) ? -1 : 0;

	for (int k = 0; k < in->nstyle && !rc; k++)
		rc = gan_styletx_channels(&in->style[k], 1, e);
	in->c = 1;
	return rc;
}

int gan_styletx_colours(struct gan_styletx_input *in, const struct gan_styletx_opt *o, struct gan_err *e)
{
	const char *how = gan_style_text(o->set, "colour");
	int root = place(GAN_PALETTE_ROOTS, gan_style_text(o->set, "colour-root")), luma = !strcmp(how, "luma");

	if (!strcmp(how, "free"))
		return 0;
	if (o->texture)
		return gan_fail(e, GAN_USAGE, "colour=%s: the colours are those of a content, and a texture has none", how);
	if (in->c == 1 && (luma || !strcmp(how, "keep")))
		return gan_fail(e, GAN_USAGE, "colour=%s: all pictures are grey: there are no colours", how);
	if (luma || !strcmp(how, "keep")) {
		if (gan_image_cover(&in->colours, &in->content, in->h, in->w, e) || (luma && all_grey(in, e)))
			return -1;
	}
	for (int k = 0; k < in->nstyle; k++) {
		if (luma || !strcmp(how, "match"))
			gan_palette_match(&in->style[k], &in->content, luma ? GAN_PALETTE_SYMMETRIC : (enum gan_palette_root)root);
		else if (!strcmp(how, "hist"))
			gan_palette_histogram(&in->style[k], &in->content);
	}
	return 0;
}

int gan_styletx_recolour(const struct gan_styletx_input *in, struct gan_image *im, struct gan_err *e)
{
	return in->colours.px ? gan_palette_lend(im, &in->colours, e) : 0;
}
