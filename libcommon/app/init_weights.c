/* Foreign weights: tensors of a state dict, by name, in PyTorch's layouts. */
#include <string.h>
#include "app/init_priv.h"
#include "base/mem.h"

#define MOST_NAMED 12 /* of each kind of misfit; a wrong file may have hundreds */

struct misfits {
	struct gan_buf missing, extra, wrong;
	int nmissing, nextra, nwrong;
};

static void add(struct gan_buf *b, int *n, const char *text)
{
	if ((*n)++ < MOST_NAMED)
		gan_buf_printf(b, "%s%s", *n > 1 ? ", " : "", text);
	else if (*n == MOST_NAMED + 1)
		gan_buf_puts(b, " and more");
}

static void report_kind(struct gan_buf *b, const struct gan_buf *what, int n, const char *word)
{
	if (n)
		gan_buf_printf(b, "%s%d %s: %s", b->len ? "; " : "", n, word, what->s ? what->s : "");
}

static int report(struct misfits *mf, const char *file, const char *nets, struct gan_err *e)
{
	struct gan_buf b = { 0 };
	int rc = 0;

	report_kind(&b, &mf->missing, mf->nmissing, "missing");
	report_kind(&b, &mf->wrong, mf->nwrong, "of another shape");
	report_kind(&b, &mf->extra, mf->nextra, "not in the text");
	if (b.len)
		rc = gan_fail(e, GAN_DATA, "%s: its tensors do not fit %s: %s", file, nets, b.s);
	gan_buf_free(&b);
	gan_buf_free(&mf->missing);
	gan_buf_free(&mf->extra);
	gan_buf_free(&mf->wrong);
	return rc;
}

/* ---- which net ---- */

/* "NET=FILE": the net, and *file behind the sign; NULL where there is no NET= (or, reported, no such net). */
static const struct gan_net *named_net(const struct gan_nets *nets, const char *spec, const char **file, int *bad,
                                       struct gan_err *e)
{
	const char *eq = strchr(spec, '=');
	char name[64];
	const struct gan_net *net;

	*file = spec;
	*bad = 0;
	if (!eq || strcspn(spec, "./") < (size_t)(eq - spec) || (size_t)(eq - spec) >= sizeof(name))
		return NULL;
	memcpy(name, spec, (size_t)(eq - spec));
	name[eq - spec] = 0;
	*file = eq + 1;
	if (!(net = gan_nets_find(nets, name))) {
		*bad = 1;
		gan_fail(e, GAN_USAGE, "--weights %s: there is no net '%s' (a file of such a name is ./%s)", spec, name, spec);
	}
	return net;
}

/* Index of the net whose name begins an entry's ("g" of "g.main.0.weight"), or -1. */
static int net_of(const struct gan_nets *nets, const char *entry)
{
	size_t i, n;

	for (i = 0; i < nets->n; i++) {
		n = strlen(nets->net[i].name);
		if (!strncmp(entry, nets->net[i].name, n) && entry[n] == '.')
			return (int)i;
	}
	return -1;
}

/* ---- one tensor ---- */

static void fill(struct gan_entry *to, const struct gan_doc_tensor *from)
{
	gan_stream_permute(to->t.data, from->t.data, &to->t.shape, to->t.layout, 0, sizeof(float));
}

static int take(struct gan_entry *to, struct gan_doc_tensor *from, struct misfits *mf, struct gan_err *e)
{
	struct gan_shape want = gan_stream_shape(&to->t.shape, to->t.layout);
	struct gan_buf b = { 0 };

	if (!gan_shape_eq(&want, &from->t.shape)) {
		gan_buf_printf(&b, "%s (expected ", from->name);
		gan_shape_print(&want, &b);
		gan_buf_puts(&b, ", found ");
		gan_shape_print(&from->t.shape, &b);
		gan_buf_puts(&b, ")");
		add(&mf->wrong, &mf->nwrong, b.s ? b.s : from->name);
		gan_buf_free(&b);
		return 0;
	}
	if (from->t.dtype != GAN_F32 && gan_doc_tensor_to(from, GAN_F32, e))
		return gan_fail_prefix(e, "tensor '%s'", from->name);
	fill(to, from);
	return 0;
}

/* ---- one file ---- */

struct binding {
	struct gan_model *m;
	const struct gan_net *only; /* NET=, or NULL */
	struct gan_doc *d;
	int is_model;               /* a model of ours: what is of no net is training's */
	char *bound;                /* [nets] */
	char *got;                  /* [store entries] */
	struct misfits mf;
};

/* The store's name of a tensor; a static text would not do, so into buf. */
static void store_name(const struct binding *b, const char *name, struct gan_buf *buf)
{
	const struct gan_nets *nets = &b->m->nets;

	buf->len = 0;
	if (b->is_model) /* its names begin with a net's already */
		gan_buf_puts(buf, name);
	else if (b->only)
		gan_buf_printf(buf, "%s.%s", b->only->name, name);
	else if (nets->n == 1 && !gan_store_find(&b->m->store, name))
		gan_buf_printf(buf, "%s.%s", nets->net[0].name, name);
	else
		gan_buf_puts(buf, name);
}

static int find_index(const struct gan_store *s, const struct gan_entry *x)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		if (s->entry[i] == x)
			return (int)i;
	return -1;
}

static int take_all(struct binding *b, struct gan_err *e)
{
	const struct gan_nets *nets = &b->m->nets;
	struct gan_buf name = { 0 };
	size_t i;
	int rc = 0, k;

	for (i = 0; i < b->d->n && !rc; i++) {
		struct gan_doc_tensor *t = &b->d->tensor[i];
		struct gan_entry *to;

		store_name(b, t->name, &name);
		if ((rc = gan_buf_ok(&name, e)))
			break;
		k = net_of(nets, name.s);
		if (b->is_model && b->only && b->only != (k < 0 ? NULL : &nets->net[k]))
			continue;
		if (k >= 0 && (to = gan_store_find(&b->m->store, name.s))) {
			rc = take(to, t, &b->mf, e);
			b->bound[k] = 1;
			b->got[find_index(&b->m->store, to)] = 1;
		} else if (!(k >= 0 && gan_net_ignores(&nets->net[k], name.s)) && !(b->is_model && k < 0)) {
			add(&b->mf.extra, &b->mf.nextra, t->name);
		}
	}
	gan_buf_free(&name);
	return rc;
}

static void find_missing(struct binding *b)
{
	size_t i, skip;
	int k;

	for (i = 0; i < b->m->store.n; i++) {
		const char *name = b->m->store.entry[i]->name;

		if (b->got[i] || (k = net_of(&b->m->nets, name)) < 0)
			continue;
		if (b->only ? b->only != &b->m->nets.net[k] : !b->bound[k])
			continue;
		skip = b->only || b->m->nets.n == 1 ? strlen(b->m->nets.net[k].name) + 1 : 0;
		add(&b->mf.missing, &b->mf.nmissing, name + skip);
	}
}

static int bind_doc(struct binding *b, const char *file, struct gan_err *e)
{
	struct gan_buf nets = { 0 };
	const char *kind = gan_kv_get(&b->d->meta, "gan.kind");
	size_t i;
	int rc;

	if (kind && strcmp(kind, "model"))
		return gan_fail(e, GAN_DATA, "%s: expected weights, found gan.kind '%.40s'", file, kind);
	b->is_model = kind != NULL;
	if (b->only)
		b->bound[b->only - b->m->nets.net] = 1;
	else if (b->m->nets.n == 1)
		b->bound[0] = 1;
	if (!(b->got = gan_alloc(b->m->store.n, 1, e)))
		return -1;
	rc = take_all(b, e);
	if (rc)
		gan_fail_prefix(e, "%s", file);
	if (!rc)
		find_missing(b);
	for (i = 0; i < b->m->nets.n; i++)
		if (b->only ? b->only == &b->m->nets.net[i] : b->bound[i])
			gan_buf_printf(&nets, "%s'%s'", nets.len ? ", " : "net ", b->m->nets.net[i].name);
	if (report(&b->mf, file, nets.s ? nets.s : "any net (--weights NET=FILE says which is meant)", rc ? NULL : e))
		rc = -1;
	gan_buf_free(&nets);
	gan_free(b->got);
	return rc;
}

int gan_init_weights(struct gan_model *m, const char *spec, char *bound, unsigned read_flags, struct gan_err *e)
{
	struct gan_doc d = { 0 }, more = { 0 };
	struct binding b = { .m = m, .d = &d, .bound = bound };
	struct gan_reader *r;
	const char *file;
	int rc, bad;

	b.only = named_net(&m->nets, spec, &file, &bad, e);
	if (bad || !(r = gan_reader_open(file, read_flags, e)))
		return -1;
	rc = gan_reader_next(r, &d, e);
	if (rc == 0)
		rc = gan_fail(e, GAN_DATA, "%s: expected weights, found an empty stream", file);
	if (rc > 0) { /* read on, so that a cut stream is refused */
		rc = gan_reader_next(r, &more, e);
		if (rc > 0)
			rc = gan_fail(e, GAN_DATA, "%s: expected one record of weights, found several", file);
	}
	if (!rc)
		rc = bind_doc(&b, gan_reader_name(r), e);
	gan_doc_free(&d);
	gan_doc_free(&more);
	gan_reader_close(r);
	return rc;
}
