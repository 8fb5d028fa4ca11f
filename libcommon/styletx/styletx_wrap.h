/* Private to styletx/: a picture whose borders meet, so that it can be laid side by side with itself. The net looks at the
   picture with its other end around it, as far as any layer reaches, and of each value the positions of the picture itself
   count: then a shift of the picture around its borders, by a multiple of the layers' strides, changes nothing. */
#ifndef GAN_STYLETX_STYLETX_WRAP_H
#define GAN_STYLETX_STYLETX_WRAP_H

#include "styletx/styletx_sight.h"

/* Fills v->value, v->edge and v->inner from v->x, which is there. */
int gan_styletx_wrap(struct gan_styletx_sight *v, const struct gan_styletx_goal_spec *s, const struct gan_style_look *look,
                     struct gan_err *e);

#endif
