/* The ordered map of text to text. Few keys: linear look-up. */
#include <string.h>

#include "base/mem.h"
#include "base/setting.h"

static long find(const struct gan_kv *kv, const char *key)
{
	size_t i;

	for (i = 0; i < kv->n; i++)
		if (!strcmp(kv->key[i], key))
			return (long)i;
	return -1;
}

void gan_kv_free(struct gan_kv *kv)
{
	size_t i;

	for (i = 0; i < kv->n; i++) {
		gan_free(kv->key[i]);
		gan_free(kv->val[i]);
	}
	gan_free(kv->key);
	gan_free(kv->val);
	memset(kv, 0, sizeof *kv);
}

const char *gan_kv_get(const struct gan_kv *kv, const char *key)
{
	long i = find(kv, key);

	return i < 0 ? NULL : kv->val[i];
}

static int grow(struct gan_kv *kv, struct gan_err *e)
{
	void *k = kv->key, *v = kv->val;
	int rc;

	rc = gan_grow(&k, &kv->cap, kv->n + 1, sizeof *kv->key, e);
	kv->key = k;
	if (!rc)
		rc = gan_grow(&v, &kv->cap2, kv->n + 1, sizeof *kv->val, e);
	kv->val = v;
	return rc;
}

int gan_kv_set(struct gan_kv *kv, const char *key, const char *val, struct gan_err *e)
{
	long i = find(kv, key);
	char *v = gan_strdup(val, e), *k;

	if (!v)
		return -1;
	if (i >= 0) {
		gan_free(kv->val[i]);
		kv->val[i] = v;
		return 0;
	}
	k = gan_strdup(key, e);
	if (!k || grow(kv, e)) {
		gan_free(k);
		gan_free(v);
		return -1;
	}
	kv->key[kv->n] = k;
	kv->val[kv->n++] = v;
	return 0;
}

void gan_kv_remove(struct gan_kv *kv, const char *key)
{
	long at = find(kv, key);
	size_t i;

	if (at < 0)
		return;
	gan_free(kv->key[at]);
	gan_free(kv->val[at]);
	kv->n--;
	for (i = (size_t)at; i < kv->n; i++) {
		kv->key[i] = kv->key[i + 1];
		kv->val[i] = kv->val[i + 1];
	}
}

void gan_kv_print(const struct gan_kv *kv, struct gan_buf *b)
{
	size_t i;

	for (i = 0; i < kv->n; i++)
		gan_buf_printf(b, "%s=%s\n", kv->key[i], kv->val[i]);
}

static int parse_line(struct gan_kv *kv, const char *s, size_t len, size_t line, struct gan_err *e)
{
	const char *eq = memchr(s, '=', len);
	char *key, *val;
	int rc = -1;

	if (!eq || eq == s)
		return gan_fail(e, GAN_DATA, "settings, line %zu: expected key=value, found \"%.*s\"", line,
		                (int)(len < 60 ? len : 60), s);
	key = gan_strndup(s, (size_t)(eq - s), e);
	val = gan_strndup(eq + 1, len - (size_t)(eq + 1 - s), e);
	if (key && val) {
		if (find(kv, key) >= 0)
			gan_fail(e, GAN_DATA, "settings, line %zu: %s stands twice", line, key);
		else
			rc = gan_kv_set(kv, key, val, e);
	}
	gan_free(key);
	gan_free(val);
	return rc;
}

int gan_kv_parse(struct gan_kv *kv, const char *text, struct gan_err *e)
{
	size_t line = 1;

	gan_kv_free(kv);
	for (; *text; line++) {
		size_t len = strcspn(text, "\n");

		if (len && parse_line(kv, text, len, line, e))
			return -1;
		text += len;
		if (*text)
			text++;
	}
	return 0;
}
