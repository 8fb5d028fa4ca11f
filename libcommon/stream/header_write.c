/* The canonical header: that of the reference writer, with sorted metadata. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "stream/parts.h"

/* A JSON string as serde_json writes it. */
static void put_string(struct gan_buf *b, const char *s)
{
	static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt";
	const char *at;

	gan_buf_puts(b, "\"");
	for (; *s; s++) {
		at = strchr(from, *s);
		if (at)
			gan_buf_printf(b, "\\%c", to[at - from]);
		else if ((unsigned char)*s < 0x20)
			gan_buf_printf(b, "\\u%04x", (unsigned)(unsigned char)*s);
		else
			gan_buf_add(b, s, 1);
	}
	gan_buf_puts(b, "\"");
}

static _Thread_local const struct gan_kv *sort_kv;   /* qsort hands no context through */

static int cmp_key(const void *a, const void *b)
{
	return strcmp(sort_kv->key[*(const size_t *)a], sort_kv->key[*(const size_t *)b]);
}

static _Thread_local const struct gan_doc *sort_doc;

/* dtype from high to low, then name. */
static int cmp_tensor(const void *a, const void *b)
{
	const struct gan_doc_tensor *x = &sort_doc->tensor[*(const size_t *)a], *y = &sort_doc->tensor[*(const size_t *)b];

	if (x->t.dtype != y->t.dtype)
		return x->t.dtype > y->t.dtype ? -1 : 1;
	return strcmp(x->name, y->name);
}

static size_t *count_up(size_t n, struct gan_err *e)
{
	size_t *v = gan_alloc(n, sizeof *v, e), i;

	for (i = 0; v && i < n; i++)
		v[i] = i;
	return v;
}

static int put_meta(const struct gan_kv *kv, struct gan_buf *b, struct gan_err *e)
{
	size_t *order = count_up(kv->n, e), i;
	int rc = 0;

	if (!order)
		return -1;
	sort_kv = kv;
	qsort(order, kv->n, sizeof *order, cmp_key);
	gan_buf_puts(b, "\"__metadata__\":{");
	for (i = 0; i < kv->n && !rc; i++) {
		const char *k = kv->key[order[i]], *v = kv->val[order[i]];

		if (!gan_utf8_valid(k, strlen(k)) || !gan_utf8_valid(v, strlen(v)))
			rc = gan_fail(e, GAN_INTERNAL, "metadata '%s' is not valid UTF-8", k);
		if (i)
			gan_buf_puts(b, ",");
		put_string(b, k);
		gan_buf_puts(b, ":");
		put_string(b, v);
	}
	gan_buf_puts(b, "}");
	gan_free(order);
	return rc;
}

static int put_tensor(const struct gan_doc_tensor *x, uint64_t at, struct gan_buf *b, struct gan_err *e)
{
	size_t n = strlen(x->name);

	if (!n || n > GAN_NAME_MAX || !gan_utf8_valid(x->name, n))
		return gan_fail(e, GAN_INTERNAL, "'%.64s' cannot be a tensor's name", x->name);
	put_string(b, x->name);
	gan_buf_printf(b, ":{\"dtype\":\"%s\",\"shape\":", gan_dtype_name(x->t.dtype));
	gan_shape_print(&x->t.shape, b);
	gan_buf_printf(b, ",\"data_offsets\":[%" PRIu64 ",%" PRIu64 "]}", at, at + x->t.nbytes);
	return 0;
}

int gan_header_write(const struct gan_doc *d, struct gan_buf *text, size_t **order_out, struct gan_err *e)
{
	size_t *order = count_up(d->n, e), i;
	uint64_t at = 0;

	*order_out = order;
	if (!order)
		return -1;
	sort_doc = d;
	qsort(order, d->n, sizeof *order, cmp_tensor);
	gan_buf_puts(text, "{");
	if (d->meta.n && put_meta(&d->meta, text, e))
		return -1;
	for (i = 0; i < d->n; i++) {
		const struct gan_doc_tensor *x = &d->tensor[order[i]];

		if (i && !strcmp(x->name, d->tensor[order[i - 1]].name))
			return gan_fail(e, GAN_INTERNAL, "tensor '%.64s' stands twice", x->name);
		if (i || d->meta.n)
			gan_buf_puts(text, ",");
		if (put_tensor(x, at, text, e))
			return -1;
		at += x->t.nbytes;
	}
	gan_buf_puts(text, "}");
	while (text->len % 8 && !text->failed)
		gan_buf_puts(text, " ");
	if (gan_buf_ok(text, e))
		return -1;
	if (text->len > GAN_HEADER_MAX)
		return gan_fail(e, GAN_DATA, "the header would have %zu bytes, the limit is %u", text->len, GAN_HEADER_MAX);
	return 0;
}
