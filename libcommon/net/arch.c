/* The registry of built-in architectures. */
#include <string.h>
#include "net/layer.h"

#define ARCH(name) extern const struct gan_arch gan_arch_##name;
#include "net/archs.def"
#undef ARCH

static const struct gan_arch *const archs[] = {
#define ARCH(name) &gan_arch_##name,
#include "net/archs.def"
#undef ARCH
};

size_t gan_arch_count(void)
{
	return GAN_COUNT(archs);
}

const struct gan_arch *gan_arch_at(size_t i)
{
	return archs[i];
}

const struct gan_arch *gan_arch_find(const char *name)
{
	size_t i;

	for (i = 0; i < GAN_COUNT(archs); i++)
		if (!strcmp(archs[i]->name, name))
			return archs[i];
	return NULL;
}
