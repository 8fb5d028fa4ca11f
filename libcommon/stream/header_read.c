/* The header of a document: parsed and checked in one pass, then the rules that need all entries. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "stream/json.h"
#include "stream/parts.h"

#define META_MAX 65536u

/* What one parse holds beside its result: texts that are reused. */
struct parse {
	struct gan_json j;
	struct gan_buf key, field, text;
	struct gan_header *h;
	int has_meta;
	struct gan_err *e;
};

void gan_header_free(struct gan_header *h)
{
	size_t i;

	for (i = 0; i < h->n; i++)
		gan_free(h->span[i].name);
	gan_free(h->span);
	gan_kv_free(&h->meta);
	memset(h, 0, sizeof *h);
}

/* ---- metadata ---- */

static int cmp_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Duplicates among n texts, found in n log n: a header may hold many. NULL, or one that stands twice. */
static int find_twice(char **text, size_t n, const char **twice, struct gan_err *e)
{
	char **sorted = gan_alloc(n, sizeof *sorted, e);
	size_t i;

	*twice = NULL;
	if (!sorted)
		return -1;
	if (n)
		memcpy(sorted, text, n * sizeof *sorted);
	qsort(sorted, n, sizeof *sorted, cmp_text);
	for (i = 1; i < n && !*twice; i++)
		if (!strcmp(sorted[i - 1], sorted[i]))
			*twice = sorted[i];
	gan_free(sorted);
	return 0;
}

/* Appends without looking for duplicates, as gan_kv_set would for each. */
static int meta_append(struct parse *p, const char *key, const char *val)
{
	struct gan_kv *kv = &p->h->meta;
	void *k = kv->key, *v = kv->val;
	int rc;

	if (kv->n >= META_MAX)
		return gan_fail(p->e, GAN_DATA, "more than %u metadata keys", META_MAX);
	rc = gan_grow(&k, &kv->cap, kv->n + 1, sizeof *kv->key, p->e);
	kv->key = k;
	if (!rc)
		rc = gan_grow(&v, &kv->cap2, kv->n + 1, sizeof *kv->val, p->e);
	kv->val = v;
	if (rc)
		return -1;
	kv->key[kv->n] = gan_strdup(key, p->e);
	kv->val[kv->n] = gan_strdup(val, p->e);
	if (!kv->key[kv->n] || !kv->val[kv->n]) {
		gan_free(kv->key[kv->n]);
		gan_free(kv->val[kv->n]);
		return -1;
	}
	kv->n++;
	return 0;
}

static int read_meta(struct parse *p)
{
	const char *twice;
	int first = 1, more;

	if (p->has_meta)
		return gan_fail(p->e, GAN_DATA, "__metadata__ stands twice");
	p->has_meta = 1;
	if (gan_json_expect(&p->j, '{'))
		return -1;
	while ((more = gan_json_more(&p->j, '}', &first)) > 0) {
		if (gan_json_string(&p->j, &p->field) || gan_json_expect(&p->j, ':') || gan_json_string(&p->j, &p->text))
			return -1;
		if (meta_append(p, p->field.s, p->text.s))
			return -1;
	}
	if (more < 0 || find_twice(p->h->meta.key, p->h->meta.n, &twice, p->e))
		return -1;
	if (twice)
		return gan_fail(p->e, GAN_DATA, "metadata key '%.64s' stands twice", twice);
	return 0;
}

/* ---- tensors ---- */

enum { HAS_DTYPE = 1, HAS_SHAPE = 2, HAS_OFFSETS = 4 };

static int read_dtype(struct parse *p, struct gan_span *s)
{
	if (gan_json_string(&p->j, &p->text))
		return -1;
	if (gan_dtype_find(p->text.s, p->text.len, &s->dtype))
		return gan_fail(p->e, GAN_DATA, "tensor '%.64s': unknown dtype '%.32s'", s->name, p->text.s);
	return 0;
}

static int read_shape(struct parse *p, struct gan_span *s)
{
	int first = 1, more;
	uint64_t v;

	if (gan_json_expect(&p->j, '['))
		return -1;
	while ((more = gan_json_more(&p->j, ']', &first)) > 0) {
		if (gan_json_u64(&p->j, &v))
			return -1;
		if (s->shape.rank == GAN_MAX_RANK)
			return gan_fail(p->e, GAN_DATA, "tensor '%.64s': more than %d dimensions", s->name, GAN_MAX_RANK);
		if (v > GAN_DIM_MAX)
			return gan_fail(p->e, GAN_DATA, "tensor '%.64s': a dimension of %llu, the limit is 2^48", s->name,
			                (unsigned long long)v);
		s->shape.dim[s->shape.rank++] = (int64_t)v;
	}
	return more;
}

static int read_offsets(struct parse *p, struct gan_span *s)
{
	if (gan_json_expect(&p->j, '[') || gan_json_u64(&p->j, &s->begin) || gan_json_expect(&p->j, ',') ||
	    gan_json_u64(&p->j, &s->end) || gan_json_expect(&p->j, ']'))
		return -1;
	if (s->begin > s->end)
		return gan_fail(p->e, GAN_DATA, "tensor '%.64s': data_offsets run backwards", s->name);
	return 0;
}

static int read_field(struct parse *p, struct gan_span *s, int *has)
{
	const char *f = p->field.s;
	int bit = !strcmp(f, "dtype") ? HAS_DTYPE : !strcmp(f, "shape") ? HAS_SHAPE :
	          !strcmp(f, "data_offsets") ? HAS_OFFSETS : 0;

	if (!bit)
		return gan_fail(p->e, GAN_DATA, "tensor '%.64s': unknown field '%.32s'", s->name, f);
	if (*has & bit)
		return gan_fail(p->e, GAN_DATA, "tensor '%.64s': field '%s' stands twice", s->name, f);
	*has |= bit;
	if (gan_json_expect(&p->j, ':'))
		return -1;
	return bit == HAS_DTYPE ? read_dtype(p, s) : bit == HAS_SHAPE ? read_shape(p, s) : read_offsets(p, s);
}

/* The number of bytes that dtype and shape call for, against the offsets. */
static int check_size(struct parse *p, const struct gan_span *s)
{
	int64_t count, bits;
	char text[256];

	if (gan_shape_count_ok(&s->shape, &count) || !gan_mul64_ok(count, (int64_t)gan_dtype_bits(s->dtype), &bits))
		return gan_fail(p->e, GAN_DATA, "tensor '%.64s': shape %s overflows", s->name,
		                gan_shape_str(&s->shape, text, sizeof text));
	if (bits % 8)
		return gan_fail(p->e, GAN_DATA, "tensor '%.64s': %s of shape %s does not fill whole bytes", s->name,
		                gan_dtype_name(s->dtype), gan_shape_str(&s->shape, text, sizeof text));
	if ((uint64_t)(bits / 8) != s->end - s->begin)
		return gan_fail(p->e, GAN_DATA, "tensor '%.64s': expected %lld bytes for %s of shape %s, found %llu", s->name,
		                (long long)(bits / 8), gan_dtype_name(s->dtype), gan_shape_str(&s->shape, text, sizeof text),
		                (unsigned long long)(s->end - s->begin));
	return 0;
}

static int check_name(struct parse *p, const char *name, size_t n)
{
	size_t i;

	if (!n)
		return gan_fail(p->e, GAN_DATA, "a tensor with an empty name");
	if (n > GAN_NAME_MAX)
		return gan_fail(p->e, GAN_DATA, "a tensor name of %zu bytes, the limit is %u", n, GAN_NAME_MAX);
	for (i = 0; i < n; i++)
		if ((unsigned char)name[i] < 0x20 || name[i] == 0x7f)
			return gan_fail(p->e, GAN_DATA, "a control character in the tensor name '%.64s'", name);
	return 0;
}

static int read_tensor(struct parse *p)
{
	int first = 1, more, has = 0;
	void *q = p->h->span;
	struct gan_span *s;

	if (check_name(p, p->key.s, p->key.len))
		return -1;
	if (p->h->n >= GAN_TENSORS_MAX)
		return gan_fail(p->e, GAN_DATA, "more than %u tensors", GAN_TENSORS_MAX);
	if (gan_grow(&q, &p->h->cap, p->h->n + 1, sizeof *p->h->span, p->e))
		return -1;
	p->h->span = q;
	s = &p->h->span[p->h->n];
	s->name = gan_strndup(p->key.s, p->key.len, p->e);
	if (!s->name)
		return -1;
	p->h->n++;
	if (gan_json_expect(&p->j, '{'))
		return -1;
	while ((more = gan_json_more(&p->j, '}', &first)) > 0)
		if (gan_json_string(&p->j, &p->field) || read_field(p, s, &has))
			return -1;
	if (more < 0)
		return -1;
	if (has != (HAS_DTYPE | HAS_SHAPE | HAS_OFFSETS))
		return gan_fail(p->e, GAN_DATA, "tensor '%.64s': no %s", s->name,
		                !(has & HAS_DTYPE) ? "dtype" : !(has & HAS_SHAPE) ? "shape" : "data_offsets");
	return check_size(p, s);
}

/* ---- the whole ---- */

static int cmp_span(const void *a, const void *b)
{
	const struct gan_span *x = a, *y = b;

	if (x->begin != y->begin)
		return x->begin < y->begin ? -1 : 1;
	if (x->end != y->end)
		return x->end < y->end ? -1 : 1;
	return strcmp(x->name, y->name);
}

static int check_names_differ(struct gan_header *h, struct gan_err *e)
{
	char **name = gan_alloc(h->n, sizeof *name, e);
	const char *twice = NULL;
	size_t i;
	int rc;

	if (!name)
		return -1;
	for (i = 0; i < h->n; i++)
		name[i] = h->span[i].name;
	rc = find_twice(name, h->n, &twice, e);
	gan_free(name);
	if (!rc && twice)
		rc = gan_fail(e, GAN_DATA, "tensor '%.64s' stands twice", twice);
	return rc;
}

/* No holes, no overlap, from 0 on. */
static int check_layout(struct gan_header *h, struct gan_err *e)
{
	uint64_t at = 0;
	size_t i;

	if (h->n)
		qsort(h->span, h->n, sizeof *h->span, cmp_span);
	for (i = 0; i < h->n; i++) {
		if (h->span[i].begin != at)
			return gan_fail(e, GAN_DATA, "tensor '%.64s': expected its data at %llu, found %llu (a hole or an overlap)",
			                h->span[i].name, (unsigned long long)at, (unsigned long long)h->span[i].begin);
		at = h->span[i].end;
	}
	h->data = at;
	return 0;
}

static int read_object(struct parse *p)
{
	int first = 1, more;

	if (gan_json_expect(&p->j, '{'))
		return -1;
	while ((more = gan_json_more(&p->j, '}', &first)) > 0) {
		if (gan_json_string(&p->j, &p->key) || gan_json_expect(&p->j, ':'))
			return -1;
		if (strcmp(p->key.s, "__metadata__") ? read_tensor(p) : read_meta(p))
			return -1;
	}
	if (more < 0)
		return -1;
	if (gan_json_peek(&p->j) >= 0)
		return gan_json_fail(&p->j, "the header's end");
	return 0;
}

int gan_header_read(struct gan_header *h, const char *text, size_t n, struct gan_err *e)
{
	struct parse p;
	int rc;

	memset(h, 0, sizeof *h);
	memset(&p, 0, sizeof p);
	p.j.start = p.j.p = text;
	p.j.end = text + n;
	p.j.e = p.e = e;
	p.h = h;
	if (!gan_utf8_valid(text, n))
		return gan_fail(e, GAN_DATA, "the header is not valid UTF-8");
	rc = read_object(&p);
	if (!rc)
		rc = check_names_differ(h, e);
	if (!rc)
		rc = check_layout(h, e);
	gan_buf_free(&p.key);
	gan_buf_free(&p.field);
	gan_buf_free(&p.text);
	if (rc)
		gan_header_free(h);
	return rc;
}
