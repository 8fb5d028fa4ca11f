/* Private to styletx/: the pictures of a run. */
#ifndef GAN_STYLETX_STYLETX_INPUT_H
#define GAN_STYLETX_STYLETX_INPUT_H

#include "styletx/styletx.h"
#include "styletx/styletx_regions.h"
#include "image/image.h"

#define GAN_STYLETX_MAX_STYLES GAN_STYLE_MAX_REGIONS

struct gan_styletx_input {
	struct gan_image content;                        /* empty for textures */
	struct gan_image style[GAN_STYLETX_MAX_STYLES];
	double weight[GAN_STYLETX_MAX_STYLES];           /* their sum is 1 */
	int nstyle;
	struct gan_image start;                          /* of a file; else empty */
	int h, w, c;                                     /* of the result; all pictures have c channels */
	struct gan_styletx_regions regions;              /* of the content, and of the styles */
	struct gan_image colours;                        /* [h,w,3] that the result is to have; else empty */
};
/* Opens what the command line names, and start, where that is a file (NULL: none). */
int gan_styletx_input_read(struct gan_styletx_input *in, const struct gan_styletx_opt *o, const char *start, struct gan_err *e);
/* im with c channels, 1 or 3; an empty one stays so. */
int gan_styletx_channels(struct gan_image *im, int c, struct gan_err *e);
void gan_styletx_input_free(struct gan_styletx_input *in);

#endif
