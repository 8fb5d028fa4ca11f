/* Private to styletx/: the pictures of a run at one of its sizes. */
#ifndef GAN_STYLETX_STYLETX_SCALE_H
#define GAN_STYLETX_STYLETX_SCALE_H

#include "styletx/styletx_goal.h"
#include "styletx/styletx_input.h"

struct gan_styletx_scale {
	int h, w;                  /* of the result */
	struct gan_image content;  /* empty for textures */
	struct gan_image style[GAN_STYLETX_MAX_STYLES];
	struct gan_styletx_regions regions;
};
/* All in 1/2^halvings of the finest size. A style's longer side is style-scale times the result's, of textures style-scale
   times its own. */
int gan_styletx_scale_open(struct gan_styletx_scale *at, const struct gan_styletx_input *in, const struct gan_styletx_opt *o,
                           int halvings, struct gan_err *e);
void gan_styletx_scale_close(struct gan_styletx_scale *at, int nstyle);
/* The goal at this size; what is given must outlive it. */
struct gan_styletx_goal *gan_styletx_scale_goal(const struct gan_styletx_scale *at, const struct gan_styletx_input *in,
                                                const struct gan_styletx_opt *o, const struct gan_style_recipe *recipe,
                                                struct gan_feature_net *look, struct gan_err *e);

#endif
