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
