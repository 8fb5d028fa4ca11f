#include "model/model.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "base/text.h"
#include "plan/plan.h"
#include "train/train.h"

void gan_model_free(struct gan_model *m)
{
	if (!m)
		return;
	gan_nets_free(&m->nets);
	gan_kv_free(&m->hyper);
	gan_store_free(&m->store);
	gan_log_free(&m->log);
	gan_free(m->pg);
	memset(m, 0, sizeof *m);
}

/* What precision=auto becomes: bf16 where there are tile products for it. AVX512-BF16 makes two multiplications of one as well, but
   minimal filtering saves f32's convolutions as many, and they round less. */
static const char *fastest(void)
{
	const char *how = gan_plan_bf16();

	return how && !strcmp(how, "amx") ? "bf16" : "f32";
}

int gan_model_set(struct gan_model *m, const struct gan_kv *given, struct gan_err *e)
{
	if (gan_train_late(&m->hyper, given, m->step, e) || gan_train_set(&m->hyper, given, e) || gan_train_needs(&m->hyper, given, e))
		return -1;
	m->seed = (uint64_t)gan_train_int(&m->hyper, "seed");
	/* what is stored must mean the same tomorrow and elsewhere */
	if (!strcmp(gan_train_text(&m->hyper, "precision"), "auto"))
		return gan_kv_set(&m->hyper, "precision", fastest(), e);
	return 0;
}

/* ---- from a document ---- */

static int read_count(const struct gan_doc *d, const char *key, uint64_t *v, struct gan_err *e)
{
	const char *s = gan_kv_get(&d->meta, key);

	if (s && (gan_parse_uint(s, v) || *v > INT64_MAX))
		return gan_fail(e, GAN_DATA, "metadata %s: expected a count, found '%.60s'", key, s);
	return 0;
}

static int read_settings(struct gan_model *m, const struct gan_doc *d, struct gan_err *e)
{
	const char *hyper = gan_kv_get(&d->meta, "gan.hyper"), *pg = gan_kv_get(&d->meta, "gan.pg");
	char seed[32];

	if (read_count(d, "gan.step", &m->step, e) || read_count(d, "gan.images", &m->images, e) ||
	    (hyper && gan_kv_parse(&m->hyper, hyper, e)))
		return -1;
	if (gan_train_check(&m->hyper, e)) {
		e->code = GAN_DATA;
		return gan_fail_prefix(e, "metadata gan.hyper");
	}
	m->seed = (uint64_t)gan_train_int(&m->hyper, "seed");
	if (read_count(d, "gan.seed", &m->seed, e))
		return -1;
	snprintf(seed, sizeof seed, "%" PRIu64, m->seed);
	if (gan_kv_set(&m->hyper, "seed", seed, e) || gan_train_fill(&m->hyper, e))
		return -1;
	if (pg && !(m->pg = gan_strdup(pg, e)))
		return -1;
	return 0;
}

/* Names that entries of nets may not begin with, because state of other kinds does. */
static int reserved(const char *name)
{
	return gan_is_state_name(name) || !strcmp(name, "log") || gan_optim_find(name) != NULL;
}

static int make_entries(struct gan_model *m, const struct gan_doc *d, struct gan_err *e)
{
	const char *text = gan_kv_get(&d->meta, "gan.net");

	if (!text)
		return gan_fail(e, GAN_DATA, "expected a model with metadata gan.net, found none");
	if (gan_nets_parse(&m->nets, text, strlen(text), "gan.net", e))
		return -1;
	for (size_t i = 0; i < m->nets.n; i++) {
		if (reserved(m->nets.net[i].name))
			return gan_fail(e, GAN_DATA, "a net cannot be named '%s'", m->nets.net[i].name);
		if (gan_net_params(&m->nets.net[i], &m->store, 0, m->seed, e))
			return -1;
	}
	return 0;
}

/* The entry of a net that "adam.m.<entry>", "ema.<entry>" or "hist.<entry>" belongs to, or NULL. */
static const struct gan_entry *base_entry(const struct gan_store *store, const char *name)
{
	const char *dot = strchr(name, '.');
	char first[32];

	if (!dot || (size_t)(dot - name) >= sizeof first)
		return NULL;
	snprintf(first, sizeof first, "%.*s", (int)(dot - name), name);
	if (gan_is_state_name(first))
		return gan_store_find(store, dot + 1);
	if (!gan_optim_find(first))
		return NULL;
	dot = strchr(dot + 1, '.');
	return dot ? gan_store_find(store, dot + 1) : NULL;
}

/* Gives the entry the tensor's bytes: moved where the order is the same, else permuted. */
static void fill_entry(struct gan_entry *to, struct gan_doc_tensor *from)
{
	if (to->t.layout == GAN_LAYOUT_PLAIN) {
		void *old = to->t.data;

		to->t.data = from->t.data;
		from->t.data = old;
		return;
	}
	gan_stream_permute(to->t.data, from->t.data, &to->t.shape, to->t.layout, 0, gan_dtype_bits(to->t.dtype) / 8);
}

static int misshapen(const struct gan_doc_tensor *t, const struct gan_shape *want, struct gan_err *e)
{
	char a[256], b[256];

	return gan_fail(e, GAN_DATA, "tensor '%s': expected shape %s, found %s", t->name, gan_shape_str(want, a, sizeof a),
	                gan_shape_str(&t->t.shape, b, sizeof b));
}

/* A tensor that no net declares: state of training, kept as it is. */
static int take_state(struct gan_model *m, struct gan_doc_tensor *t, struct gan_err *e)
{
	const struct gan_entry *base = base_entry(&m->store, t->name);
	struct gan_entry *to;

	if (base) {
		struct gan_shape want = gan_stream_shape(&base->t.shape, base->t.layout);

		if (!gan_shape_eq(&want, &t->t.shape))
			return misshapen(t, &want, e);
		if (t->t.dtype != base->t.dtype && gan_doc_tensor_to(t, base->t.dtype, e))
			return -1;
	}
	to = gan_store_add(&m->store, t->name, t->t.dtype, base ? &base->t.shape : &t->t.shape,
	                   base ? base->t.layout : GAN_LAYOUT_PLAIN, e);
	if (!to)
		return -1;
	fill_entry(to, t);
	return 0;
}

static int take_tensors(struct gan_model *m, struct gan_doc *d, struct gan_err *e)
{
	size_t declared = m->store.n;
	int rc = 0;

	/* first what the nets declare, so that the store's order is theirs and not the stream's */
	for (size_t i = 0; i < declared && !rc; i++) {
		struct gan_entry *to = m->store.entry[i];
		struct gan_doc_tensor *t = gan_doc_find(d, to->name);
		struct gan_shape want = gan_stream_shape(&to->t.shape, to->t.layout);

		if (!t)
			return gan_fail(e, GAN_DATA, "tensor '%s' of the model's nets is missing", to->name);
		if (!gan_shape_eq(&want, &t->t.shape))
			return misshapen(t, &want, e);
		if (t->t.dtype != to->t.dtype)
			rc = gan_doc_tensor_to(t, to->t.dtype, e);
		if (!rc)
			fill_entry(to, t);
	}
	for (size_t i = 0; i < d->n && !rc; i++)
		if (strncmp(d->tensor[i].name, "log.", 4) && !gan_store_find(&m->store, d->tensor[i].name))
			rc = take_state(m, &d->tensor[i], e);
	return rc;
}

static int is_model(const struct gan_doc *d, struct gan_err *e)
{
	const char *kind = gan_kv_get(&d->meta, "gan.kind");

	if (!kind)
		return gan_fail(e, GAN_DATA, "expected a model, found a document without gan.kind (foreign weights: gan-init --weights)");
	if (strcmp(kind, "model"))
		return gan_fail(e, GAN_DATA, "expected a model, found gan.kind '%.40s'%s", kind,
		                !strcmp(kind, "data") ? " (data are named as operands; gan-init makes a model)" : "");
	return 0;
}

int gan_model_from_doc(struct gan_model *m, struct gan_doc *d, const char *source, struct gan_err *e)
{
	memset(m, 0, sizeof *m);
	if (!is_model(d, e) && !read_settings(m, d, e) && !make_entries(m, d, e) && !gan_log_from_doc(&m->log, d, e) &&
	    !take_tensors(m, d, e))
		return 0;
	gan_model_free(m);
	return gan_fail_prefix(e, "%s", source);
}

/* ---- to a document ---- */

static int put_text(struct gan_doc *d, const char *key, const char *val, struct gan_err *e)
{
	return gan_kv_set(&d->meta, key, val, e);
}

static int put_count(struct gan_doc *d, const char *key, uint64_t v, struct gan_err *e)
{
	char buf[32];

	snprintf(buf, sizeof buf, "%" PRIu64, v);
	return put_text(d, key, buf, e);
}

static int by_key(const struct gan_kv *kv, size_t a, size_t b)
{
	return strcmp(kv->key[a], kv->key[b]);
}

/* Settings in the order of their names: the same settings are the same bytes, in whatever order they were given. */
static int put_hyper(const struct gan_model *m, struct gan_doc *d, struct gan_err *e)
{
	struct gan_kv sorted = { 0 };
	struct gan_buf b = { 0 };
	size_t last = 0;
	int rc = 0;

	for (size_t k = 0; k < m->hyper.n && !rc; k++) {
		size_t best = m->hyper.n;

		for (size_t i = 0; i < m->hyper.n; i++)
			if ((!k || by_key(&m->hyper, i, last) > 0) && (best == m->hyper.n || by_key(&m->hyper, i, best) < 0))
				best = i;
		rc = gan_kv_set(&sorted, m->hyper.key[best], m->hyper.val[best], e);
		last = best;
	}
	gan_kv_print(&sorted, &b);
	rc = rc || gan_buf_ok(&b, e) || put_text(d, "gan.hyper", b.s, e) ? -1 : 0;
	gan_buf_free(&b);
	gan_kv_free(&sorted);
	return rc;
}

int gan_model_to_doc(const struct gan_model *m, struct gan_doc *d, struct gan_err *e)
{
	if (put_text(d, "gan.kind", "model", e) || put_text(d, "gan.net", m->nets.text, e) || put_hyper(m, d, e) ||
	    put_count(d, "gan.step", m->step, e) || put_count(d, "gan.images", m->images, e) || put_count(d, "gan.seed", m->seed, e) ||
	    (m->pg && put_text(d, "gan.pg", m->pg, e)) || gan_log_to_doc(&m->log, d, e))
		return -1;
	for (size_t i = 0; i < m->store.n; i++) {
		const struct gan_entry *from = m->store.entry[i];
		struct gan_shape shape = gan_stream_shape(&from->t.shape, from->t.layout);
		struct gan_doc_tensor *to = gan_doc_add(d, from->name, from->t.dtype, &shape, e);

		if (!to)
			return -1;
		if (from->t.layout == GAN_LAYOUT_PLAIN)
			memcpy(to->t.data, from->t.data, from->t.nbytes);
		else
			gan_stream_permute(to->t.data, from->t.data, &from->t.shape, from->t.layout, 1,
			                   gan_dtype_bits(from->t.dtype) / 8);
	}
	return 0;
}

/* ---- out of a stream ---- */

/* Leaves the wanted record in d. */
static int find_record(struct gan_reader *r, struct gan_doc *d, long record, struct gan_err *e)
{
	struct gan_doc next = { 0 };
	long n = 0;
	int rc;

	while ((rc = gan_reader_next(r, &next, e)) > 0) {
		if (record >= 0 && n++ != record)
			continue; /* read to the end all the same: a stream that is cut later is refused */
		n += record < 0;
		gan_doc_free(d);
		*d = next;
		memset(&next, 0, sizeof next);
	}
	gan_doc_free(&next);
	if (rc < 0)
		return -1;
	if (!n)
		return gan_fail(e, GAN_DATA, "%s: expected a model, found a stream without records (gan-init makes a model)",
		                gan_reader_name(r));
	if (record >= n)
		return gan_fail(e, GAN_DATA, "%s: expected record %ld, found %ld record%s", gan_reader_name(r), record, n,
		                n == 1 ? "" : "s");
	return 0;
}

int gan_model_read(struct gan_model *m, const char *path, long record, unsigned flags, struct gan_model_source *from,
                   struct gan_err *e)
{
	struct gan_reader *r = gan_reader_open(path, flags, e);
	struct gan_doc d = { 0 };
	int rc;

	if (!r)
		return -1;
	rc = find_record(r, &d, record, e);
	if (!rc && from) {
		from->hash = gan_reader_hash(r);
		snprintf(from->warning, sizeof from->warning, "%s", gan_reader_warning(r) ? gan_reader_warning(r) : "");
	}
	if (!rc)
		rc = gan_model_from_doc(m, &d, gan_reader_name(r), e);
	gan_doc_free(&d);
	gan_reader_close(r);
	return rc;
}
