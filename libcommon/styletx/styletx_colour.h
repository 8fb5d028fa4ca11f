/* Private to styletx/: what colour= does with the colours of a style, before and after. */
#ifndef GAN_STYLETX_STYLETX_COLOUR_H
#define GAN_STYLETX_STYLETX_COLOUR_H

#include "styletx/styletx_input.h"

/* Whether colour= can be done at all with such pictures; changes styles (match, hist) or all (luma: they become grey), and keeps
   the content's colours (keep, luma) in in->colours. Sizes of the result must be there. */
int gan_styletx_colours(struct gan_styletx_input *in, const struct gan_styletx_opt *o, struct gan_err *e);
/* A picture that is written, of the result's size, gets in->colours, where there are any. */
int gan_styletx_recolour(const struct gan_styletx_input *in, struct gan_image *im, struct gan_err *e);

#endif
