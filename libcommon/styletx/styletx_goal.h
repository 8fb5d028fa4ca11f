/* What a picture of one size is to be: the loss of a recipe and its gradient in the picture. One plan; its targets are computed
   when it is made. */
#ifndef GAN_STYLETX_STYLETX_GOAL_H
#define GAN_STYLETX_STYLETX_GOAL_H

#include "feature/features.h"
#include "styletx/styletx_regions.h"
#include "image/image.h"
#include "style/style.h"

struct gan_styletx_goal;

struct gan_styletx_goal_spec {
	const struct gan_style_recipe *recipe;
	struct gan_feature_net *look;
	const struct gan_image *content; /* [h,w,c], or NULL where no part compares content */
	const struct gan_image *style;   /* nstyle pictures of any size with c channels; their moments are averaged by weight */
	const double *weight;            /* their sum is 1 */
	int nstyle;
	const struct gan_styletx_regions *regions; /* at these sizes, where parts have regions; else NULL */
	int64_t tile;                    /* pixels a side that are looked at at once; 0: all */
	int64_t h, w, c;                 /* of the picture that is sought */
};

/* What the spec points to must outlive it, but for the pictures. */
struct gan_styletx_goal *gan_styletx_goal_new(const struct gan_styletx_goal_spec *s, struct gan_err *e);
void gan_styletx_goal_free(struct gan_styletx_goal *t); /* NULL-safe */

/* With balance, each part is divided by its reference, that is 1 for a picture that has nothing of what is asked for:
     statistic   its value for the picture x (the content; of textures the start), at least a millionth of that of a picture without
                 features, so that a style that is there already does not weigh without end
     content     the variance of its features over positions: what remains of it in a picture that has only their means
     smoothness  the variation of the content, of textures that of the styles (at least 1e-6)
   Without, by 1. x: REAL [h,w,c] of 0..1. */
int gan_styletx_goal_balance(struct gan_styletx_goal *t, const gan_real *x, struct gan_err *e);
/* The references [npart], to be kept and set again. */
double *gan_styletx_goal_reference(struct gan_styletx_goal *t);

/* The total (the sum over parts of weight times raw value over reference), its gradient [h,w,c] (NULL: not wanted), and the
   parts' raw values [npart] (NULL: not wanted). */
int gan_styletx_goal_eval(struct gan_styletx_goal *t, const gan_real *x, gan_real *grad, double *total, double *raw,
                          struct gan_err *e);
size_t gan_styletx_goal_bytes(const struct gan_styletx_goal *t); /* what its plan takes */

#endif
