/* Builders: one C function for each op, and the common compositions of ops. All take the graph first and
   return NULL on failure (see graph.h). Pictures are NHWC. Axes count from 0; negative ones from the end.
   Attribute structs stand here too: they are what node->attr points to. Make them with = {0} semantics
   (designated initialisers), so that padding bytes are zero. */
#ifndef GAN_GRAPH_BUILD_H
#define GAN_GRAPH_BUILD_H

#include "graph/graph.h"

typedef struct gan_node gan_n;
typedef struct gan_graph gan_g;

/* ---- sources ---- */
struct gan_source_attr { int type; struct gan_shape shape; }; /* of input and state */
gan_n *gan_input(gan_g *g, const char *name, enum gan_dtype type, const struct gan_shape *shape); /* bound at each run */
gan_n *gan_state(gan_g *g, const char *name, enum gan_dtype type, const struct gan_shape *shape); /* an entry of the store */
struct gan_const_attr { double value; };
gan_n *gan_const(gan_g *g, double v); /* REAL scalar, shape [] */
/* REAL scalars bound by the host at each run (learning rates, fades): gan_input of shape []. */
gan_n *gan_scalar(gan_g *g, const char *name);
gan_n *gan_zeros(gan_g *g, const struct gan_shape *shape); /* expand(const 0) */
gan_n *gan_ones(gan_g *g, const struct gan_shape *shape);

/* ---- pointwise, REAL, numpy broadcasting ---- */
gan_n *gan_add(gan_g *g, gan_n *a, gan_n *b);
gan_n *gan_sub(gan_g *g, gan_n *a, gan_n *b);
gan_n *gan_mul(gan_g *g, gan_n *a, gan_n *b);
gan_n *gan_div(gan_g *g, gan_n *a, gan_n *b);
gan_n *gan_pow(gan_g *g, gan_n *a, gan_n *b);     /* a^b; d/db needs a>0 */
gan_n *gan_max(gan_g *g, gan_n *a, gan_n *b);     /* gradient goes to a where a>=b, else to b */
gan_n *gan_min(gan_g *g, gan_n *a, gan_n *b);
gan_n *gan_eq(gan_g *g, gan_n *a, gan_n *b);      /* comparisons: 1 or 0, no gradient */
gan_n *gan_ne(gan_g *g, gan_n *a, gan_n *b);
gan_n *gan_lt(gan_g *g, gan_n *a, gan_n *b);
gan_n *gan_le(gan_g *g, gan_n *a, gan_n *b);
gan_n *gan_gt(gan_g *g, gan_n *a, gan_n *b);
gan_n *gan_ge(gan_g *g, gan_n *a, gan_n *b);
gan_n *gan_select(gan_g *g, gan_n *c, gan_n *a, gan_n *b); /* c != 0 ? a : b, never 0*inf */
gan_n *gan_neg(gan_g *g, gan_n *x);
gan_n *gan_abs(gan_g *g, gan_n *x);               /* derivative sign(x), 0 at 0 */
gan_n *gan_sign(gan_g *g, gan_n *x);              /* no gradient */
gan_n *gan_exp(gan_g *g, gan_n *x);
gan_n *gan_log(gan_g *g, gan_n *x);
gan_n *gan_sqrt(gan_g *g, gan_n *x);              /* sqrt(max(x,0)), derivative 0 at x<=0 */
gan_n *gan_square(gan_g *g, gan_n *x);
gan_n *gan_recip(gan_g *g, gan_n *x);
gan_n *gan_sin(gan_g *g, gan_n *x);
gan_n *gan_cos(gan_g *g, gan_n *x);
gan_n *gan_erf(gan_g *g, gan_n *x);
gan_n *gan_tanh(gan_g *g, gan_n *x);
gan_n *gan_sigmoid(gan_g *g, gan_n *x);
gan_n *gan_softplus(gan_g *g, gan_n *x);          /* log(1+e^x), without overflow */
gan_n *gan_relu(gan_g *g, gan_n *x);              /* derivative 0 at 0 */
gan_n *gan_floor(gan_g *g, gan_n *x);             /* no gradient */
gan_n *gan_round(gan_g *g, gan_n *x);             /* to even, no gradient */
gan_n *gan_isfinite(gan_g *g, gan_n *x);          /* 1 or 0, no gradient */
struct gan_lrelu_attr { double slope; };
gan_n *gan_lrelu(gan_g *g, gan_n *x, double slope); /* derivative slope at 0 */
struct gan_clamp_attr { double lo, hi; };
gan_n *gan_clamp(gan_g *g, gan_n *x, double lo, double hi); /* derivative 1 inside and at both ends */
struct gan_affine_attr { double scale, shift; };
gan_n *gan_affine(gan_g *g, gan_n *x, double scale, double shift); /* scale*x + shift, rounded twice */
struct gan_expand_attr { struct gan_shape shape; };
gan_n *gan_expand(gan_g *g, gan_n *x, const struct gan_shape *shape); /* broadcast to shape */
/* shorthands */
gan_n *gan_adds(gan_g *g, gan_n *x, double c);
gan_n *gan_muls(gan_g *g, gan_n *x, double c);

/* ---- reductions ---- axes: bit k = axis k. keep: reduced axes stay with size 1. Sums run over a fixed number
   of slices, each in order, then added in order (in double). */
struct gan_reduce_attr { uint32_t axes; int keep; };
gan_n *gan_sum(gan_g *g, gan_n *x, uint32_t axes, int keep);
gan_n *gan_mean(gan_g *g, gan_n *x, uint32_t axes, int keep);
gan_n *gan_amax(gan_g *g, gan_n *x, uint32_t axes, int keep);  /* gradient shared equally among equal maxima */
gan_n *gan_sum_all(gan_g *g, gan_n *x);  /* shape [] */
gan_n *gan_mean_all(gan_g *g, gan_n *x); /* shape [] */
gan_n *gan_sum_to(gan_g *g, gan_n *x, const struct gan_shape *shape); /* adjoint of expand */
uint32_t gan_axes_all(const gan_n *x);
uint32_t gan_axes_but(const gan_n *x, int axis); /* all but one: -1 gives per-channel statistics of NHWC */
struct gan_axis_attr { int axis; int flag; int64_t n; };
gan_n *gan_argmax(gan_g *g, gan_n *x, int axis);                /* I64, axis dropped; the first of equals */
gan_n *gan_argsort(gan_g *g, gan_n *x, int axis, int descending); /* I64, x's shape; stable; flag=descending */
gan_n *gan_sort(gan_g *g, gan_n *x, int axis, int descending);  /* take_along(x, argsort) */
gan_n *gan_topk(gan_g *g, gan_n *x, int axis, int64_t k, gan_n **index); /* index (I64) may be NULL */
gan_n *gan_cumsum(gan_g *g, gan_n *x, int axis, int reverse);   /* flag=reverse */

/* ---- products ---- */
struct gan_matmul_attr { int ta, tb; };
/* [...,M,K] x [...,K,N] -> [...,M,N]; ta: a is [...,K,M]; tb: b is [...,N,K]. Leading axes equal, or absent in one. */
gan_n *gan_matmul(gan_g *g, gan_n *a, gan_n *b, int ta, int tb);

/* Convolution, cross-correlation form as in PyTorch: x[N,H,W,C], w[K,R,S,C/groups], y[N,P,Q,K],
   P = (H + top + bottom - dil*(R-1) - 1)/stride + 1. Zero padding; others by gan_pad first.
   h, w: the size of the conv's input picture (needed to invert the floor; 0 in conv2d itself: taken from x). */
struct gan_conv_attr {
	int stride_h, stride_w, top, bottom, left, right, dil_h, dil_w, groups;
	int r, s;       /* kernel size: dw only */
	int64_t h, w;   /* dx only */
};
gan_n *gan_conv2d(gan_g *g, gan_n *x, gan_n *w, const struct gan_conv_attr *a);
/* Input gradient, = transposed convolution: gy[N,P,Q,K], w[K,R,S,C/groups] -> [N,h,w,C]. */
gan_n *gan_conv2d_dx(gan_g *g, gan_n *gy, gan_n *w, const struct gan_conv_attr *a);
/* Weight gradient: x[N,H,W,C], gy[N,P,Q,K] -> [K,r,s,C/groups]. */
gan_n *gan_conv2d_dw(gan_g *g, gan_n *x, gan_n *gy, const struct gan_conv_attr *a);

/* Pooling over windows r x s; the geometry is a conv's. ceil and count_include_pad as in PyTorch are resolved by the
   builders' callers into bottom/right padding and the flag `count_pad`. */
struct gan_pool_attr {
	int r, s, stride_h, stride_w, top, bottom, left, right;
	int count_pad;  /* average: divide by r*s always (1), or by the cells inside the picture (0) */
	int real_bottom, real_right; /* average with count_pad: padding that counts (ceil mode adds cells that do not) */
	int64_t h, w;   /* adjoints only: the size of the pooled picture's input */
};
gan_n *gan_avgpool(gan_g *g, gan_n *x, const struct gan_pool_attr *a);
gan_n *gan_avgpool_dx(gan_g *g, gan_n *gy, const struct gan_pool_attr *a);
gan_n *gan_maxpool(gan_g *g, gan_n *x, const struct gan_pool_attr *a);            /* padding is -inf; first of equals wins */
gan_n *gan_maxpool_dx(gan_g *g, gan_n *x, gan_n *gy, const struct gan_pool_attr *a); /* gy to where x was greatest */
/* v where x was greatest: the adjoint of dx in gy. */
gan_n *gan_maxpool_pick(gan_g *g, gan_n *x, gan_n *v, const struct gan_pool_attr *a);

/* Resampling of [N,H,W,C] to [N,h,w,C]. nearest: src = floor(dst*H/h). bilinear: by half-pixel centres
   (align_corners=0 of PyTorch), by corners, or from the first edge: src = dst*H/h (TensorFlow 1). No antialiasing. */
enum gan_resize_grid { GAN_RESIZE_CENTRES, GAN_RESIZE_CORNERS, GAN_RESIZE_EDGE };
struct gan_resize_attr { int64_t h, w; enum gan_resize_grid grid; };
gan_n *gan_resize_nearest(gan_g *g, gan_n *x, int64_t h, int64_t w);
gan_n *gan_resize_nearest_adj(gan_g *g, gan_n *gy, int64_t h, int64_t w); /* h,w: the size of the unresized picture */
gan_n *gan_resize_bilinear(gan_g *g, gan_n *x, int64_t h, int64_t w, enum gan_resize_grid grid);
gan_n *gan_resize_bilinear_adj(gan_g *g, gan_n *gy, int64_t h, int64_t w, enum gan_resize_grid grid);
/* Bilinear sampling of x[N,H,W,C] at coord[N,P,Q,2] = (x, y) in pixels (0 = centre of the first), zero outside -> [N,P,Q,C].
   Composed of floor, gather and products, so that every order of derivative exists. */
gan_n *gan_sample_at(gan_g *g, gan_n *x, gan_n *coord);

/* ---- moving elements (any type unless said) ---- */
struct gan_shape_attr { struct gan_shape shape; };
gan_n *gan_reshape(gan_g *g, gan_n *x, const struct gan_shape *shape); /* one dim may be -1 */
struct gan_permute_attr { int perm[GAN_MAX_RANK]; };
gan_n *gan_permute(gan_g *g, gan_n *x, const int *perm);     /* y.dim[k] = x.dim[perm[k]] */
/* [N,H,W,C] -> [N,C*H*W] counting in C,H,W order, and back. */
gan_n *gan_flatten_chw(gan_g *g, gan_n *x);
gan_n *gan_unflatten_chw(gan_g *g, gan_n *x, int64_t h, int64_t w, int64_t c);
struct gan_slice_attr { int64_t start[GAN_MAX_RANK], step[GAN_MAX_RANK], n[GAN_MAX_RANK]; };
gan_n *gan_slice(gan_g *g, gan_n *x, const struct gan_slice_attr *a);  /* step may be negative */
gan_n *gan_slice_axis(gan_g *g, gan_n *x, int axis, int64_t start, int64_t n, int64_t step);
struct gan_slice_adj_attr { struct gan_slice_attr s; struct gan_shape shape; };
/* REAL, zeros elsewhere. */
gan_n *gan_slice_adj(gan_g *g, gan_n *gy, const struct gan_slice_attr *a, const struct gan_shape *shape);
enum gan_pad_mode { GAN_PAD_ZERO, GAN_PAD_REFLECT, GAN_PAD_CIRCULAR, GAN_PAD_REPLICATE };
struct gan_pad_attr { int mode; int lo[GAN_MAX_RANK], hi[GAN_MAX_RANK]; };
gan_n *gan_pad(gan_g *g, gan_n *x, const struct gan_pad_attr *a);      /* lo, hi >= 0 */
gan_n *gan_pad_adj(gan_g *g, gan_n *gy, const struct gan_pad_attr *a); /* REAL */
gan_n *gan_concat(gan_g *g, gan_n *const *x, int n, int axis);
gan_n *gan_gather(gan_g *g, gan_n *x, gan_n *index, int axis); /* x's axis replaced by index's shape; index 0..dim-1 */
gan_n *gan_scatter_add(gan_g *g, gan_n *v, gan_n *index, int axis, int64_t n); /* adjoint of gather, in index order; REAL */
gan_n *gan_take_along(gan_g *g, gan_n *x, gan_n *index, int axis); /* torch.gather: index has y's shape */
gan_n *gan_put_along(gan_g *g, gan_n *v, gan_n *index, int axis, int64_t n); /* adjoint of take_along: adds; REAL */
gan_n *gan_iota(gan_g *g, int64_t n);                          /* I64 [n]: 0,1,... ; attr gan_axis_attr.n */
gan_n *gan_onehot(gan_g *g, gan_n *index, int64_t n);          /* I64 [...] -> REAL [...,n]; out of range: all 0 */
struct gan_cast_attr { int type; };
gan_n *gan_cast(gan_g *g, gan_n *x, enum gan_dtype type);      /* to U8: rounds to even and saturates; to I64: truncates */

/* ---- randomness ---- rng is I64 [3]: seed, step, number of the first sample; axis 0 of shape counts samples. The
   name is the purpose: equal purposes give equal numbers. No gradient. */
enum gan_dist { GAN_DIST_NORMAL, GAN_DIST_UNIFORM, GAN_DIST_INT };
struct gan_random_attr { int dist; int64_t bound; struct gan_shape shape; };
gan_n *gan_rng(gan_g *g); /* the input "rng", or the one that g->rng names: a part of a batch counts its samples from elsewhere */
gan_n *gan_normal(gan_g *g, gan_n *rng, const char *purpose, const struct gan_shape *shape);
gan_n *gan_uniform(gan_g *g, gan_n *rng, const char *purpose, const struct gan_shape *shape); /* [0,1) */
gan_n *gan_randint(gan_g *g, gan_n *rng, const char *purpose, const struct gan_shape *shape, int64_t bound); /* I64 */

/* ---- gradient control ---- */
gan_n *gan_stop_gradient(gan_g *g, gan_n *x);
gan_n *gan_straight_through(gan_g *g, gan_n *value, gan_n *grad); /* value forward, all gradient to grad */

/* ---- compositions ---- */
gan_n *gan_logsumexp(gan_g *g, gan_n *x, int axis, int keep);
gan_n *gan_log_softmax(gan_g *g, gan_n *x, int axis);
gan_n *gan_dropout(gan_g *g, gan_n *x, gan_n *rng, const char *purpose, double drop); /* scaled by 1/(1-drop) */
gan_n *gan_maxout(gan_g *g, gan_n *x, int64_t pieces); /* last axis [C*pieces] -> [C], pieces adjacent */
/* Normalisation of x over the axes: (x-mean)/sqrt(var+eps), biased variance. mean, var (may be NULL) are kept-dim nodes.
   An op of its own with a lean derivative: scale and shift the result with gan_mul and gan_add. */
gan_n *gan_normalise(gan_g *g, gan_n *x, uint32_t axes, double eps, gan_n **mean, gan_n **var);
gan_n *gan_pixel_norm(gan_g *g, gan_n *x, double eps); /* x / sqrt(mean over channels of x^2 + eps) */
/* Losses from logits s[N,...], as means over all elements. */
gan_n *gan_bce_logits(gan_g *g, gan_n *s, gan_n *target);      /* target t (broadcast): mean of softplus(s) - t*s */
gan_n *gan_cross_entropy(gan_g *g, gan_n *logits, gan_n *label); /* [N,K], I64 [N] */

#endif
