/* Pictures of noise: every byte is equally likely. What a texture network makes textures of. */
#include "image/toy.h"

static int start(struct gan_toy_set *t, struct gan_err *e)
{
	(void)e;
	t->w = t->h = 64;
	return 0;
}

static int picture(const struct gan_toy_set *t, uint8_t *px, int h, int w, struct gan_rng r, uint64_t i)
{
	size_t all = (size_t)h * (size_t)w;

	(void)t;
	for (size_t k = 0; k < all; k += 256) {
		size_t n = all - k < 256 ? all - k : 256;
		int64_t v[256];

		gan_rng_int(r, 0, i, k, 256, v, n);
		for (size_t j = 0; j < n; j++)
			px[k + j] = (uint8_t)v[j];
	}
	return -1;
}

const struct gan_toy gan_toy_noise = {
	.name = "noise",
	.summary = "pictures: noise",
	.start = start,
	.picture = picture,
};
