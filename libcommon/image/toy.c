/* The registry of toy sets, and what they share. */
#include "image/toy.h"

#include <string.h>
#include "base/mem.h"
#include "base/text.h"

#define GAN_TOY(name) extern const struct gan_toy gan_toy_##name;
#include "image/toys.def"
#undef GAN_TOY

const struct gan_toy *const gan_toys[] = {
#define GAN_TOY(name) &gan_toy_##name,
#include "image/toys.def"
#undef GAN_TOY
};
const size_t gan_ntoys = sizeof gan_toys / sizeof *gan_toys;

static const struct gan_toy *find(const char *name, struct gan_err *e)
{
	const char *names[sizeof gan_toys / sizeof *gan_toys];
	size_t at;

	for (size_t i = 0; i < gan_ntoys; i++)
		names[i] = gan_toys[i]->name;
	at = gan_find_name(e, "toy set", name, names, gan_ntoys);
	return at < gan_ntoys ? gan_toys[at] : NULL;
}

static int unknown_setting(const struct gan_toy *toy, const char *key, struct gan_err *e)
{
	struct gan_buf b = { 0 };

	for (size_t i = 0; i < toy->nsetting; i++)
		gan_buf_printf(&b, "%s%s", i ? ", " : "", toy->setting[i].key);
	gan_fail(e, GAN_USAGE, "toy set '%s' has no setting '%s' (it has: %s; gan-data itself has seed=SEED)", toy->name, key,
	         b.len ? b.s : "none");
	gan_buf_free(&b);
	return -1;
}

static int take_settings(struct gan_toy_set *t, const struct gan_kv *set, struct gan_err *e)
{
	const struct gan_toy *toy = t->toy;

	for (size_t i = 0; i < toy->nsetting; i++)
		if (gan_kv_set(&t->set, toy->setting[i].key, toy->setting[i].def, e))
			return -1;
	for (size_t i = 0; set && i < set->n; i++) {
		const struct gan_setting *s = gan_setting_find(toy->setting, toy->nsetting, set->key[i]);

		if (!s)
			return unknown_setting(toy, set->key[i], e);
		if (gan_setting_check(s, set->val[i], e) || gan_kv_set(&t->set, set->key[i], set->val[i], e))
			return -1;
	}
	return 0;
}

int gan_toy_open(struct gan_toy_set *t, const char *name, const struct gan_kv *set, struct gan_err *e)
{
	memset(t, 0, sizeof *t);
	t->toy = find(name, e);
	return t->toy && !take_settings(t, set, e) ? t->toy->start(t, e) : -1;
}

void gan_toy_close(struct gan_toy_set *t)
{
	if (t->toy && t->toy->end)
		t->toy->end(t);
	gan_kv_free(&t->set);
	memset(t, 0, sizeof *t);
}

void gan_toy_print(const struct gan_toy_set *t, struct gan_buf *b)
{
	gan_buf_puts(b, t->toy->name);
	for (size_t i = 0; i < t->set.n; i++)
		gan_buf_printf(b, " %s=%s", t->set.key[i], t->set.val[i]);
}

int gan_toy_parse(struct gan_toy_set *t, const char *text, struct gan_err *e)
{
	size_t n = strcspn(text, " ");
	char *name = gan_strndup(text, n, e), *lines = name ? gan_strdup(text + n + strspn(text + n, " "), e) : NULL;
	struct gan_kv kv = { 0 };
	int rc = -1;

	memset(t, 0, sizeof *t);
	for (char *p = lines; p && *p; p++)
		if (*p == ' ')
			*p = '\n';
	if (lines && (!*lines || !gan_kv_parse(&kv, lines, e)))
		rc = gan_toy_open(t, name, &kv, e);
	gan_kv_free(&kv);
	gan_free(lines);
	gan_free(name);
	return rc;
}

double gan_toy_real(const struct gan_toy_set *t, const char *key)
{
	return gan_setting_real(&t->set, t->toy->setting, t->toy->nsetting, key);
}

int64_t gan_toy_int(const struct gan_toy_set *t, const char *key)
{
	return gan_setting_int(&t->set, t->toy->setting, t->toy->nsetting, key);
}

const char *gan_toy_text(const struct gan_toy_set *t, const char *key)
{
	return gan_setting_text(&t->set, t->toy->setting, t->toy->nsetting, key);
}

/* The step of the generator's counter keeps the two apart. */
void gan_toy_draw_normal(struct gan_rng r, uint64_t i, float *y, size_t n)
{
	gan_rng_normal_f32(r, 0, i, 0, y, n);
}

void gan_toy_draw_uniform(struct gan_rng r, uint64_t i, float *y, size_t n)
{
	gan_rng_uniform_f32(r, 1, i, 0, y, n);
}
