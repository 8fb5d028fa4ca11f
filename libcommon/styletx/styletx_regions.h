/* Private to styletx/: regions of the result, each with a style of its own (Gatys et al. 2017, "Controlling perceptual
   factors in neural style transfer", sec. 4: guided Gram matrices). Region k is where mask k is white, T = 0..1: a layer's
   positions count by T^2, those of style k by the square of the style's own mask. */
#ifndef GAN_STYLETX_STYLETX_REGIONS_H
#define GAN_STYLETX_STYLETX_REGIONS_H

#include "image/image.h"
#include "style/reach.h"
#include "style/style.h"

struct gan_styletx_regions {
	int n;                                           /* 0: the result is one, with the mean of all styles */
	struct gan_image here[GAN_STYLE_MAX_REGIONS];    /* grey, of the content's or result's size */
	struct gan_image style[GAN_STYLE_MAX_REGIONS];   /* of the style's; empty: all of it */
};

struct gan_styletx_input;
struct gan_styletx_opt;

/* Fills in->regions from o->mask; the other pictures are there. */
int gan_styletx_regions_read(struct gan_styletx_input *in, const struct gan_styletx_opt *o, struct gan_err *e);
/* The same at another size: h x w, and those of the styles. */
int gan_styletx_regions_at(struct gan_styletx_regions *to, const struct gan_styletx_regions *from, int h, int w,
                           const struct gan_image *style, struct gan_err *e);
void gan_styletx_regions_free(struct gan_styletx_regions *r);

/* T^2 of a layer's positions, weight [h,w]. Without reach, T is the mask's mean over the position's share of the picture; with it,
   its least value over all pixels that the position sees; where that leaves nothing of a region, its mean again. -1: the region
   has no positions. */
int gan_styletx_region_weights(gan_real *weight, const struct gan_image *mask, const struct gan_style_reach *reach, int64_t h,
                               int64_t w, struct gan_err *e);

#endif
