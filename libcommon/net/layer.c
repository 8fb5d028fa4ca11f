/* The layer registry. */
#include <string.h>
#include "net/layer.h"

#define LAYER(name) extern const struct gan_layer_type gan_layer_##name;
#include "net/layers.def"
#undef LAYER

static const struct gan_layer_type *const layers[] = {
#define LAYER(name) &gan_layer_##name,
#include "net/layers.def"
#undef LAYER
};

size_t gan_layer_count(void)
{
	return GAN_COUNT(layers);
}

const struct gan_layer_type *gan_layer_at(size_t i)
{
	return layers[i];
}

const struct gan_layer_type *gan_layer_find(const char *name)
{
	size_t i;

	for (i = 0; i < GAN_COUNT(layers); i++)
		if (!strcmp(layers[i]->name, name))
			return layers[i];
	return NULL;
}

static void takes(const struct gan_layer_type *t, struct gan_buf *b)
{
	if (t->nin_max < 0)
		gan_buf_printf(b, "%d or more values", t->nin_min);
	else if (t->nin_min == t->nin_max)
		gan_buf_printf(b, "%d value%s", t->nin_min, t->nin_min == 1 ? "" : "s");
	else
		gan_buf_printf(b, "%d to %d values", t->nin_min, t->nin_max);
}

void gan_net_layers(struct gan_buf *b)
{
	size_t i, k;

	for (i = 0; i < GAN_COUNT(layers); i++) {
		const struct gan_layer_type *t = layers[i];

		gan_buf_printf(b, "%s\t", t->name);
		takes(t, b);
		gan_buf_printf(b, "\t%s\n", t->help);
		for (k = 0; k < t->nsetting; k++) {
			const struct gan_setting *s = &t->setting[k];

			gan_buf_printf(b, "%s\t%s\t", t->name, s->key);
			gan_setting_values(s, b);
			gan_buf_printf(b, "\t%s\t%s\t%s\n", !s->def ? "needed" : *s->def ? s->def : "-", *s->unit ? s->unit : "-", s->help);
		}
	}
}
