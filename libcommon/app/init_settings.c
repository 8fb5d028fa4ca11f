/* Whose setting is it: the architecture's or training's? And what --list and --describe print. */
#include <stdio.h>
#include <string.h>
#include "app/init_priv.h"
#include "base/text.h"

/* ---- sorting what was given ---- */

static int unknown(const struct gan_arch *arch, const char *key, struct gan_err *e)
{
	const char *names[256], *near;
	size_t i, n = 0;

	names[n++] = "like";
	for (i = 0; arch && i < arch->nsetting && n < 256; i++)
		names[n++] = arch->setting[i].key;
	for (i = 0; i < gan_train_nsettings && n < 256; i++)
		names[n++] = gan_train_settings[i].key;
	for (i = 0; !arch && i < gan_arch_count(); i++) {
		const struct gan_arch *a = gan_arch_at(i);

		if (gan_setting_find(a->setting, a->nsetting, key))
			return gan_fail(e, GAN_USAGE, "setting '%s' is the architecture %s's; of a text or a model, sizes stand in its nets",
			                key, a->name);
	}
	if ((near = gan_nearest(key, names, n)))
		return gan_fail(e, GAN_USAGE, "unknown setting '%s' (did you mean '%s'?)", key, near);
	return gan_fail(e, GAN_USAGE, "unknown setting '%s' (gan-init --describe%s%s lists them)", key, arch ? " " : "",
	                arch ? arch->name : "");
}

static int take(const struct gan_setting *s, struct gan_kv *kv, const char *val, struct gan_err *e)
{
	return s && (gan_setting_check(s, val, e) || gan_kv_set(kv, s->key, val, e)) ? -1 : 0;
}

int gan_init_sort(const struct gan_arch *arch, const struct gan_kv *set, struct gan_init_settings *s, struct gan_err *e)
{
	size_t i;

	for (i = 0; i < set->n; i++) {
		const char *key = set->key[i], *val = set->val[i];
		const struct gan_setting *a = arch ? gan_setting_find(arch->setting, arch->nsetting, key) : NULL;
		const struct gan_setting *t = gan_setting_find(gan_train_settings, gan_train_nsettings, key);

		if (!strcmp(key, "like")) {
			s->like = val;
			continue;
		}
		if (!a && !t)
			return unknown(arch, key, e);
		/* Where both have it the value tells: z is a length or where latents come from, pack is the business of both. */
		if (a && t && gan_setting_check(a, val, NULL) && !gan_setting_check(t, val, NULL))
			a = NULL;
		if (a && t && gan_setting_check(t, val, NULL))
			t = NULL;
		if (take(a, &s->arch, val, e) || take(t, &s->train, val, e))
			return -1;
	}
	return 0;
}

void gan_init_settings_free(struct gan_init_settings *s)
{
	gan_kv_free(&s->arch);
	gan_kv_free(&s->train);
}

/* ---- descriptions ---- */

void gan_init_list(struct gan_buf *b)
{
	size_t i;

	for (i = 0; i < gan_arch_count(); i++)
		gan_buf_printf(b, "%s\t%s\n", gan_arch_at(i)->name, gan_arch_at(i)->help);
}

void gan_init_layers(struct gan_buf *b)
{
	gan_net_layers(b);
}

static int describe_arch(const struct gan_arch *a, struct gan_buf *b, struct gan_err *e)
{
	struct gan_kv none = { 0 }, hyper = { 0 };
	struct gan_buf text = { 0 };
	size_t i;
	int rc = a->print(&none, &text, &hyper, e);

	gan_buf_printf(b, "# %s: %s\n# key\tvalues\tdefault\tunit\tmeaning\n", a->name, a->help);
	for (i = 0; !rc && i < a->nsetting; i++)
		gan_setting_row(&a->setting[i], NULL, b);
	gan_buf_printf(b, "# training, as %s begins it\n", a->name);
	for (i = 0; !rc && i < gan_train_nsettings; i++)
		gan_setting_row(&gan_train_settings[i], gan_kv_get(&hyper, gan_train_settings[i].key), b);
	gan_kv_free(&hyper);
	gan_buf_free(&text);
	return rc;
}

int gan_init_describe(const char *arch, struct gan_buf *b, struct gan_err *e)
{
	const struct gan_arch *a = arch ? gan_arch_find(arch) : NULL;
	size_t i;
	int rc = 0;

	if (arch && !a)
		return gan_init_no_arch(arch, e);
	for (i = 0; i < gan_arch_count() && !rc; i++)
		if (!a || a == gan_arch_at(i))
			rc = describe_arch(gan_arch_at(i), b, e);
	return rc || gan_buf_ok(b, e) ? -1 : 0;
}

int gan_init_no_arch(const char *name, struct gan_err *e)
{
	const char *names[64], *near;
	size_t i, n = 0;

	for (i = 0; i < gan_arch_count() && n < 64; i++)
		names[n++] = gan_arch_at(i)->name;
	if ((near = gan_nearest(name, names, n)))
		return gan_fail(e, GAN_USAGE, "no architecture '%s' and no such file (did you mean '%s'?)", name, near);
	return gan_fail(e, GAN_USAGE, "no architecture '%s' and no such file (gan-init --list)", name);
}
