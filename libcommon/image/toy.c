/* The registry of toy sets. */
#include <string.h>
#include "base/text.h"
#include "image/toy.h"

#define GAN_TOY(name) extern const struct gan_toy gan_toy_##name;
#include "image/toys.def"
#undef GAN_TOY

const struct gan_toy *const gan_toys[] = {
#define GAN_TOY(name) &gan_toy_##name,
#include "image/toys.def"
#undef GAN_TOY
};
const size_t gan_ntoys = sizeof gan_toys / sizeof *gan_toys;

const struct gan_toy *gan_toy_find(const char *name, struct gan_err *e)
{
	const char *names[sizeof gan_toys / sizeof *gan_toys], *near;

	for (size_t i = 0; i < gan_ntoys; i++) {
		names[i] = gan_toys[i]->name;
		if (!strcmp(name, names[i]))
			return gan_toys[i];
	}
	near = gan_nearest(name, names, gan_ntoys);
	gan_fail(e, GAN_USAGE, "toy set '%s' is unknown%s%s%s", name, near ? " (did you mean '" : "", near ? near : "",
	         near ? "'?)" : "");
	return NULL;
}
