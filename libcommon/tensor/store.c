/* The store: entries in order, and a hash table of their places, open addressing, at most half full. */
#include <string.h>

#include "base/mem.h"
#include "tensor/tensor.h"

struct gan_index {
	size_t size;  /* a power of two */
	size_t *slot; /* place + 1; 0 where empty */
};

static uint64_t hash(const char *s)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 0x100000001b3u;
	return h ^ (h >> 32);
}

/* The slot of name, or the empty one where it would go. */
static size_t *slot_of(const struct gan_store *s, const char *name)
{
	const struct gan_index *x = s->index;
	size_t i = (size_t)hash(name) & (x->size - 1);

	while (x->slot[i] && strcmp(s->entry[x->slot[i] - 1]->name, name))
		i = (i + 1) & (x->size - 1);
	return &x->slot[i];
}

static void free_index(struct gan_index *x)
{
	if (x)
		gan_free(x->slot);
	gan_free(x);
}

static void fill_index(struct gan_store *s)
{
	size_t i;

	memset(s->index->slot, 0, s->index->size * sizeof *s->index->slot);
	for (i = 0; i < s->n; i++)
		*slot_of(s, s->entry[i]->name) = i + 1;
}

/* An index with room for one more entry. */
static int grow_index(struct gan_store *s, struct gan_err *e)
{
	struct gan_index *x;

	if (s->index && 2 * (s->n + 1) <= s->index->size)
		return 0;
	x = gan_alloc(1, sizeof *x, e);
	if (!x)
		return -1;
	x->size = s->index ? 2 * s->index->size : 64;
	x->slot = gan_alloc(x->size, sizeof *x->slot, e);
	if (!x->slot) {
		gan_free(x);
		return -1;
	}
	free_index(s->index);
	s->index = x;
	fill_index(s);
	return 0;
}

static void free_entry(struct gan_entry *n)
{
	if (!n)
		return;
	gan_tensor_free(&n->t);
	gan_free(n->next);
	gan_free(n->name);
	gan_free(n);
}

void gan_store_free(struct gan_store *s)
{
	size_t i;

	if (!s)
		return;
	for (i = 0; i < s->n; i++)
		free_entry(s->entry[i]);
	gan_free(s->entry);
	free_index(s->index);
	memset(s, 0, sizeof *s);
}

struct gan_entry *gan_store_find(const struct gan_store *s, const char *name)
{
	size_t at;

	if (!s->index)
		return NULL;
	at = *slot_of(s, name);
	return at ? s->entry[at - 1] : NULL;
}

static struct gan_entry *make_entry(const char *name, enum gan_dtype dtype, const struct gan_shape *shape,
                                    enum gan_layout layout, struct gan_err *e)
{
	struct gan_entry *n = gan_alloc(1, sizeof *n, e);

	if (!n)
		return NULL;
	n->name = gan_strdup(name, e);
	if (!n->name || gan_tensor_init(&n->t, dtype, shape, e)) {
		free_entry(n);
		return NULL;
	}
	n->t.layout = layout;
	return n;
}

struct gan_entry *gan_store_add(struct gan_store *s, const char *name, enum gan_dtype dtype,
                                const struct gan_shape *shape, enum gan_layout layout, struct gan_err *e)
{
	struct gan_entry *n;
	void *p = s->entry;
	int rc;

	if (gan_store_find(s, name)) {
		gan_fail(e, GAN_INTERNAL, "the store has a tensor '%s' already", name);
		return NULL;
	}
	rc = gan_grow(&p, &s->cap, s->n + 1, sizeof *s->entry, e);
	s->entry = p;
	if (rc || grow_index(s, e))
		return NULL;
	n = make_entry(name, dtype, shape, layout, e);
	if (!n)
		return NULL;
	*slot_of(s, name) = s->n + 1;
	s->entry[s->n++] = n;
	return n;
}

void gan_store_remove(struct gan_store *s, const char *name)
{
	size_t at;

	if (!gan_store_find(s, name))
		return;
	at = *slot_of(s, name) - 1;
	free_entry(s->entry[at]);
	memmove(&s->entry[at], &s->entry[at + 1], (s->n - at - 1) * sizeof *s->entry);
	s->n--;
	fill_index(s);
}

void gan_store_remove_all(struct gan_store *s, const char *prefix)
{
	for (size_t i = s->n; i-- > 0;)
		if (!strncmp(s->entry[i]->name, prefix, strlen(prefix)))
			gan_store_remove(s, s->entry[i]->name);
}

size_t gan_store_bytes(const struct gan_store *s)
{
	size_t total = 0, i;

	for (i = 0; i < s->n; i++)
		total += s->entry[i]->t.nbytes;
	return total;
}
