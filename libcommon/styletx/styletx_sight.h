/* Private to styletx/: a graph of what the network sees of one picture, and what the parts of a recipe are compared
   with. */
#ifndef GAN_STYLETX_STYLETX_SIGHT_H
#define GAN_STYLETX_STYLETX_SIGHT_H

#include "styletx/styletx_goal.h"
#include "plan/plan.h"

/* Of which picture a sight is: the result and the content, or a style from 0; or of a part of one, whose weights others make. */
#define GAN_STYLETX_RESULT (-1)
#define GAN_STYLETX_WINDOW (-2)

/* Of a picture of h x w, the graph's input "x", REAL [1,h,w,c] of 0..1. */
struct gan_styletx_sight {
	struct gan_graph *g;
	struct gan_scope *scope;
	struct gan_node *x;
	struct gan_node *value[2 * GAN_STYLE_MAX_LAYERS]; /* of the recipe's layers, in its order */
	struct gan_node *weight[GAN_STYLE_MAX_PARTS];     /* of the positions of a part that has a region; else NULL */
	gan_real *share[GAN_STYLE_MAX_PARTS];             /* their values */
	struct gan_node *edge, *inner;                    /* of a picture whose borders meet, what variation reads; else NULL */
};
/* 0 or -1; gan_styletx_sight_close after both. */
int gan_styletx_sight_open(struct gan_styletx_sight *v, const struct gan_styletx_goal_spec *s, int which, int64_t h,
                           int64_t w, struct gan_err *e);
/* Binds the weights' values. */
void gan_styletx_sight_bind(const struct gan_styletx_sight *v, struct gan_plan *p);
void gan_styletx_sight_close(struct gan_styletx_sight *v);
/* What part k reads; goal is NULL. */
struct gan_style_at gan_styletx_sight_at(const struct gan_styletx_sight *v, const struct gan_style_recipe *r, int k);

/* What a part is compared with. */
struct gan_styletx_target {
	int n;
	gan_real *data[GAN_STYLE_MAX_SUMS];      /* STATISTIC: the moments to reach; CONTENT: data[0], the value to be like */
	struct gan_shape shape[GAN_STYLE_MAX_SUMS];
	double own; /* CONTENT: the value's variance over positions; SMOOTHNESS: that of the content, of textures of the styles */
};
/* target[recipe->npart], zeroed. */
int gan_styletx_targets(struct gan_styletx_target *target, const struct gan_styletx_goal_spec *s, struct gan_err *e);
/* A style's part in what part k is compared with: that of its region is its alone. 1 for the content. */
double gan_styletx_part_in(const struct gan_styletx_goal_spec *s, int k, int which);
/* A picture's bytes as 0..1; the caller frees. */
gan_real *gan_styletx_numbers(const struct gan_image *im, struct gan_err *e);
void gan_styletx_targets_free(struct gan_styletx_target *target, int n);

#endif
