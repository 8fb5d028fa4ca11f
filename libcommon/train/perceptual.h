/* The nets that a transformer of pictures learns by, beside net g: net f looks, net s holds the moments that its style is to have.
   gan-init makes them (app/init_style.h), the objective reads them. */
#ifndef GAN_TRAIN_PERCEPTUAL_H
#define GAN_TRAIN_PERCEPTUAL_H

#include "style/style.h"

/* The recipe out of a model's settings (content-layers, style-layers, ...), of net f. gan_style_recipe_free. */
int gan_perceptual_recipe(struct gan_style_recipe *r, const struct gan_kv *hyper, const struct gan_net *f, struct gan_err *e);

/* The entry of net s that holds sum `sum` of a part, as one row of numbers: "s.gram.relu1_1.0.weight". Returns buf. */
char *gan_perceptual_entry(char *buf, size_t n, const struct gan_style_part *part, int sum);

#endif
