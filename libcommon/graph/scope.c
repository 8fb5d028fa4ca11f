/* The functional view of a store: a list of what was set, above a parent or the store itself. */
#include "graph/scope.h"

#include <string.h>

#include "base/mem.h"
#include "graph/build.h"

struct binding {
	char *name;
	struct gan_node *value;
};

struct gan_scope {
	struct gan_graph *g;
	const struct gan_store *store;
	struct gan_scope *parent;
	struct binding *set;
	size_t n, cap;
};

struct gan_scope *gan_scope_new(struct gan_graph *g, const struct gan_store *store, struct gan_err *e)
{
	struct gan_scope *s = gan_alloc(1, sizeof(*s), e);

	if (s) {
		s->g = g;
		s->store = store;
	}
	return s;
}

struct gan_scope *gan_scope_child(struct gan_scope *parent, struct gan_err *e)
{
	struct gan_scope *s = gan_scope_new(parent->g, parent->store, e);

	if (s)
		s->parent = parent;
	return s;
}

void gan_scope_free(struct gan_scope *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->n; i++)
		gan_free(s->set[i].name);
	gan_free(s->set);
	gan_free(s);
}

static struct binding *find(const struct gan_scope *s, const char *name)
{
	for (size_t i = 0; i < s->n; i++)
		if (strcmp(s->set[i].name, name) == 0)
			return &s->set[i];
	return NULL;
}

struct gan_node *gan_scope_get(struct gan_scope *s, const char *name)
{
	const struct gan_entry *entry = gan_store_find(s->store, name);
	enum gan_dtype type;

	for (const struct gan_scope *p = s; p; p = p->parent) {
		const struct binding *b = find(p, name);

		if (b)
			return b->value;
	}
	if (!entry)
		return gan_graph_fail(s->g, GAN_DATA, "the model has no tensor named '%s'", name);
	type = entry->t.dtype == GAN_F32 ? GAN_REAL : entry->t.dtype;
	return gan_state(s->g, name, type, &entry->t.shape);
}

void gan_scope_set(struct gan_scope *s, const char *name, struct gan_node *value)
{
	struct binding *b = find(s, name);

	if (!value)
		return;
	if (!b) {
		char *copy = gan_strdup(name, &s->g->err);

		if (!copy || gan_grow((void **)&s->set, &s->cap, s->n + 1, sizeof(*s->set), &s->g->err)) {
			gan_free(copy);
			return;
		}
		b = &s->set[s->n++];
		b->name = copy;
	}
	b->value = value;
}

int gan_scope_has(const struct gan_scope *s, const char *name)
{
	for (const struct gan_scope *p = s; p; p = p->parent)
		if (find(p, name))
			return 1;
	return gan_store_find(s->store, name) != NULL;
}

struct gan_scope *gan_scope_settled(struct gan_scope *parent, struct gan_err *e)
{
	struct gan_scope *s = gan_scope_child(parent, e);

	for (size_t i = 0; s && i < parent->n; i++)
		gan_scope_set(s, parent->set[i].name, gan_stop_gradient(parent->g, parent->set[i].value));
	return s;
}

void gan_scope_settle(struct gan_scope *s)
{
	for (size_t i = 0; i < s->n; i++)
		s->set[i].value = gan_stop_gradient(s->g, s->set[i].value);
}

void gan_scope_commit(struct gan_scope *s)
{
	for (size_t i = 0; i < s->n; i++)
		gan_assign(s->g, s->set[i].name, s->set[i].value);
}
