#include "infer/weights.h"

#include <math.h>
#include <string.h>

/* Is the entry "<prefix><net>.<anything>"? */
static int is_of(const char *entry, const char *prefix, const struct gan_net *net)
{
	size_t n = strlen(prefix), k = strlen(net->name);

	return !strncmp(entry, prefix, n) && !strncmp(entry + n, net->name, k) && entry[n + k] == '.';
}

int gan_weights_has_ema(const struct gan_store *store, const struct gan_net *net)
{
	for (size_t i = 0; i < store->n; i++)
		if (is_of(store->entry[i]->name, "ema.", net))
			return 1;
	return 0;
}

int gan_weights_finite(const struct gan_store *store, const struct gan_net *net, const char *prefix, struct gan_err *e)
{
	for (size_t i = 0; i < store->n; i++) {
		const struct gan_entry *n = store->entry[i];
		const float *v = n->t.data;

		if (!is_of(n->name, prefix, net) || n->t.dtype != GAN_F32)
			continue;
		for (size_t k = 0; k < n->t.nbytes / sizeof *v; k++)
			if (!isfinite(v[k]))
				return gan_fail(e, GAN_DATA, "tensor '%s': expected numbers, element %zu is not finite", n->name, k);
	}
	return 0;
}
