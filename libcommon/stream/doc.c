#include "stream/doc.h"

#include <string.h>

#include "base/mem.h"

void gan_doc_free(struct gan_doc *d)
{
	size_t i;

	if (!d)
		return;
	for (i = 0; i < d->n; i++) {
		gan_free(d->tensor[i].name);
		gan_tensor_free(&d->tensor[i].t);
	}
	gan_free(d->tensor);
	gan_kv_free(&d->meta);
	memset(d, 0, sizeof *d);
}

struct gan_doc_tensor *gan_doc_find(const struct gan_doc *d, const char *name)
{
	size_t i;

	for (i = 0; i < d->n; i++)
		if (!strcmp(d->tensor[i].name, name))
			return &d->tensor[i];
	return NULL;
}

struct gan_doc_tensor *gan_doc_add(struct gan_doc *d, const char *name, enum gan_dtype t, const struct gan_shape *s,
                                   struct gan_err *e)
{
	void *p = d->tensor;
	struct gan_doc_tensor *x;
	int rc;

	rc = gan_grow(&p, &d->cap, d->n + 1, sizeof *d->tensor, e);
	d->tensor = p;
	if (rc)
		return NULL;
	x = &d->tensor[d->n];
	x->name = gan_strdup(name, e);
	if (!x->name)
		return NULL;
	if (gan_tensor_init(&x->t, t, s, e)) {
		gan_free(x->name);
		x->name = NULL;
		return NULL;
	}
	d->n++;
	return x;
}
