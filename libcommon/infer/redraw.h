/* A generator that makes pictures of pictures (style, sharper ones, another kind): net g with one input, an image. A picture's
   bytes do not depend on those before it. */
#ifndef GAN_INFER_REDRAW_H
#define GAN_INFER_REDRAW_H

#include "image/image.h"
#include "model/model.h"

struct gan_redraw;

/* m must outlive it. no_ema: the weights themselves, also where there are running averages of them. GAN_DATA where net g does
   not take one picture, gray or rgb. */
struct gan_redraw *gan_redraw_new(struct gan_model *m, int no_ema, struct gan_err *e);
void gan_redraw_free(struct gan_redraw *r); /* NULL-safe */

int gan_redraw_is_ema(const struct gan_redraw *r);   /* are the weights running averages? */
int gan_redraw_channels(const struct gan_redraw *r); /* that it takes: 1 or 3 */

/* out: what net g makes of in, which has as many channels as it takes; out's size is the net's own affair. number, from 0, and seed
   are for layers that draw. A plan is made for each size that differs from the one before. GAN_DATA where the net takes
   another size (with the cure), or in is too small or too large for it. */
int gan_redraw_run(struct gan_redraw *r, uint64_t seed, int64_t number, const struct gan_image *in, struct gan_image *out,
                   struct gan_err *e);

#endif
