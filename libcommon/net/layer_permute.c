#include <string.h>
#include "net/layer.h"

static struct gan_node *build(struct gan_lb *b)
{
	struct gan_node *x = b->in[0];
	const char *to = gan_lb_text(b, "to"), *letters = "hwc", *p;
	int perm[GAN_MAX_RANK] = { 0 }, seen[GAN_MAX_RANK] = { 1 }, n, k;
	int64_t v[GAN_MAX_RANK];

	if (x->shape.rank == 4 && strspn(to, "hwc") == strlen(to)) {
		for (n = 0; to[n] && n < 4; n++)
			v[n] = (p = strchr(letters, to[n])) ? p - letters + 1 : 0;
	} else if ((n = gan_lb_ints(b, "to", v, GAN_MAX_RANK - 1, 1, GAN_MAX_RANK - 1)) < 0) {
		return NULL;
	}
	if (n != x->shape.rank - 1)
		return gan_lb_fail(b, "to=%s has %d axes, expected %d (the samples' axis 0 stays)", to, n, x->shape.rank - 1);
	for (k = 0; k < n; k++) {
		if (v[k] > n || seen[v[k]]++)
			return gan_lb_fail(b, "to=%s: expected each axis from 1 to %d once", to, n);
		perm[k + 1] = (int)v[k];
	}
	return gan_permute(b->g, x, perm);
}

static const struct gan_setting setting[] = {
	{ "to", GAN_SET_TEXT, NULL, 0, 0, NULL, "", "the axes in their new order: 2,1,3, or letters for pictures: whc" },
};

const struct gan_layer_type gan_layer_permute = {
	"permute", "axes in another order", setting, GAN_COUNT(setting), NULL, 0, 1, 1, build
};
