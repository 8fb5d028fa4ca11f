/* See preset.h. */
#include "net/preset.h"

#include <stdio.h>
#include <string.h>

const char *gan_arch_text(const struct gan_arch_kv *a, const char *key)
{
	return gan_setting_text(a->kv, a->setting, a->n, key);
}

int64_t gan_arch_int(const struct gan_arch_kv *a, const char *key)
{
	return gan_setting_int(a->kv, a->setting, a->n, key);
}

int gan_arch_is(const struct gan_arch_kv *a, const char *key, const char *value)
{
	return !strcmp(gan_arch_text(a, key), value);
}

int gan_arch_train(struct gan_kv *hyper, const char *const training[][2], size_t n, struct gan_err *e)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (gan_kv_set(hyper, training[i][0], training[i][1], e) < 0)
			return -1;
	return 0;
}

const char *gan_arch_sn(const struct gan_arch_kv *a, const char *net)
{
	return gan_arch_is(a, "sn", net) || gan_arch_is(a, "sn", "both") ? " sn=1" : "";
}

/* Batch norm would undo what a spectral norm of D's weights bounds. */
static const char *norm_of(const struct gan_arch_kv *a, const char *net)
{
	char key[16];

	snprintf(key, sizeof(key), "norm.%s", net);
	if (!strcmp(net, "d") && *gan_arch_sn(a, net) && !gan_kv_get(a->kv, key))
		return "none";
	return gan_arch_text(a, key);
}

int gan_arch_normed(const struct gan_arch_kv *a, const char *net)
{
	return strcmp(norm_of(a, net), "none") != 0;
}

int gan_arch_norm(const struct gan_arch_kv *a, struct gan_buf *t, const char *net, int at, const char *bn_set, const char *set)
{
	const char *norm = norm_of(a, net);

	if (!gan_arch_normed(a, net))
		return 0;
	gan_buf_printf(t, "main.%-3d %s%s%s\n", at, norm, strcmp(norm, "bn") ? "" : bn_set, set);
	return 1;
}

void gan_arch_mbstd(const struct gan_arch_kv *a, struct gan_buf *t)
{
	if (gan_arch_int(a, "mbstd"))
		gan_buf_printf(t, "-        mbstd group=%d\n", (int)gan_arch_int(a, "mbstd"));
}

int gan_arch_mbdisc(const struct gan_arch_kv *a, struct gan_buf *t, int at, const char *init)
{
	if (!gan_arch_int(a, "mbdisc"))
		return 0;
	gan_buf_printf(t, "main.%-3d mbdisc kernels=%d init=%s\n", at, (int)gan_arch_int(a, "mbdisc"), init);
	return 1;
}
