/* The tables of -w. */
#include <stdio.h>
#include <string.h>

#include "app/stat_priv.h"
#include "base/mem.h"
#include "base/text.h"

void gan_stat_begin_row(struct gan_stat_record *r)
{
	if (r->opt->npaths > 1)
		gan_table_text(r->table, "file", r->file);
	gan_table_int(r->table, "record", r->index);
}

static void put_measures(struct gan_table *t, const struct gan_tensor *x)
{
	static const char *const names[] = {"min", "max", "mean", "std"};
	struct gan_stat_values v;
	double of[4];
	size_t i;

	gan_stat_measure(x, &v);
	of[0] = v.min;
	of[1] = v.max;
	of[2] = v.mean;
	of[3] = v.std;
	for (i = 0; i < 4; i++) {
		if (v.known)
			gan_table_real(t, names[i], of[i]);
		else
			gan_table_none(t, names[i]);
	}
	gan_table_int(t, "nonfinite", v.nonfinite);
}

int gan_stat_print_tensors(struct gan_stat_record *r, struct gan_err *e)
{
	char shape[256];
	size_t i;

	(void)e;
	for (i = 0; i < r->doc->n; i++) {
		const struct gan_doc_tensor *x = &r->doc->tensor[i];

		gan_stat_begin_row(r);
		gan_table_text(r->table, "name", x->name);
		gan_table_text(r->table, "dtype", gan_dtype_name(x->t.dtype));
		gan_table_raw(r->table, "shape", gan_shape_str(&x->t.shape, shape, sizeof shape));
		gan_table_int(r->table, "bytes", (int64_t)x->t.nbytes);
		put_measures(r->table, &x->t);
		gan_table_row(r->table);
	}
	r->found = 1;
	return 0;
}

/* ---- networks ---- */

int gan_stat_nets(const struct gan_stat_record *r, struct gan_nets *nets, struct gan_err *e)
{
	const char *text = gan_kv_get(&r->doc->meta, "gan.net");

	memset(nets, 0, sizeof *nets);
	if (!text)
		return 0;
	if (gan_nets_parse(nets, text, strlen(text), "gan.net", e)) {
		gan_fail_prefix(e, "%s: record %lld", r->file, (long long)r->index);
		gan_nets_free(nets);
		return -1;
	}
	return 1;
}

static void put_layer(struct gan_stat_record *r, const char *net, const char *layer, const char *type,
                      const struct gan_shape *out, int64_t params, int64_t macs)
{
	char shape[256];

	gan_stat_begin_row(r);
	gan_table_text(r->table, "net", net);
	gan_table_text(r->table, "layer", layer);
	if (type)
		gan_table_text(r->table, "type", type);
	else
		gan_table_none(r->table, "type");
	if (out)
		gan_table_raw(r->table, "output", gan_shape_str(out, shape, sizeof shape));
	else
		gan_table_none(r->table, "output");
	gan_table_int(r->table, "params", params);
	gan_table_int(r->table, "macs", macs);
	gan_table_row(r->table);
}

static int put_net(struct gan_stat_record *r, const struct gan_net *net, struct gan_err *e)
{
	struct gan_layer_row *row = NULL;
	int64_t params = 0, macs = 0;
	size_t n = 0, i;

	if (gan_net_table(net, &row, &n, e)) {
		gan_free(row);
		return gan_fail_prefix(e, "%s: record %lld", r->file, (long long)r->index);
	}
	for (i = 0; i < n; i++) {
		put_layer(r, net->name, row[i].name, row[i].type, &row[i].out, row[i].params, row[i].macs);
		params += row[i].params;
		macs += row[i].macs;
	}
	put_layer(r, net->name, "total", NULL, NULL, params, macs);
	gan_free(row);
	return 0;
}

int gan_stat_print_net(struct gan_stat_record *r, struct gan_err *e)
{
	struct gan_nets nets;
	int rc = gan_stat_nets(r, &nets, e);
	size_t i;

	if (rc <= 0)
		return rc;
	r->found = 1;
	rc = 0;
	for (i = 0; i < nets.n && !rc; i++)
		rc = put_net(r, &nets.net[i], e);
	gan_nets_free(&nets);
	return rc;
}

/* ---- settings ---- */

int gan_stat_print_hyper(struct gan_stat_record *r, struct gan_err *e)
{
	const char *text = gan_kv_get(&r->doc->meta, "gan.hyper");
	struct gan_kv kv = {0};
	size_t i;

	if (!text)
		return 0;
	r->found = 1;
	if (gan_kv_parse(&kv, text, e)) {
		gan_kv_free(&kv);
		return gan_fail_prefix(e, "%s: record %lld", r->file, (long long)r->index);
	}
	for (i = 0; i < kv.n; i++) {
		gan_stat_begin_row(r);
		gan_table_text(r->table, "key", kv.key[i]);
		gan_table_text(r->table, "value", kv.val[i]);
		gan_table_row(r->table);
	}
	gan_kv_free(&kv);
	return 0;
}

/* ---- the log: log.step I64 [n], log.NAME F32 [n] ---- */

static int is_log_column(const struct gan_doc_tensor *t, int64_t rows)
{
	return !strncmp(t->name, "log.", 4) && t->t.dtype == GAN_F32 && t->t.shape.rank == 1 && t->t.shape.dim[0] == rows;
}

int gan_stat_print_log(struct gan_stat_record *r, struct gan_err *e)
{
	const struct gan_doc_tensor *step = gan_doc_find(r->doc, "log.step");
	const char *kind = gan_kv_get(&r->doc->meta, "gan.kind");
	int64_t i, rows;
	size_t k;

	r->found |= step || (kind && !strcmp(kind, "model")); /* a model that was not trained has an empty log */
	if (!step)
		return 0;
	if (step->t.dtype != GAN_I64 || step->t.shape.rank != 1)
		return gan_fail(e, GAN_DATA, "%s: record %lld: tensor 'log.step': expected I64 of one dimension", r->file,
		                (long long)r->index);
	rows = step->t.shape.dim[0];
	for (i = 0; i < rows; i++) {
		gan_stat_begin_row(r);
		gan_table_int(r->table, "step", ((const int64_t *)step->t.data)[i]);
		for (k = 0; k < r->doc->n; k++)
			if (is_log_column(&r->doc->tensor[k], rows))
				gan_table_real(r->table, r->doc->tensor[k].name + 4, ((const float *)r->doc->tensor[k].t.data)[i]);
		gan_table_row(r->table);
	}
	return 0;
}

/* ---- provenance ---- */

/* The text of field TAG of a record, freed by the caller; NULL where absent. */
static char *pg_field(const char *line, size_t n, const char *tag, struct gan_err *e)
{
	const char *p = line, *end = line + n;

	while (p < end) {
		size_t k = strcspn(p, "\t\n");

		if (k >= 3 && !memcmp(p, tag, 2) && p[2] == ':')
			return gan_strndup(p + 3, k - 3, e);
		p += k + 1;
	}
	return NULL;
}

static int put_pg(struct gan_stat_record *r, const char *line, size_t n, struct gan_err *e)
{
	static const char *const tags[] = {"ID", "PN", "VN", "PP", "RC", "DG", "CL"};
	static const char *const names[] = {"id", "program", "version", "parents", "count", "digest", "command"};
	size_t i;

	gan_stat_begin_row(r);
	for (i = 0; i < sizeof tags / sizeof *tags; i++) {
		struct gan_err why = {0, ""};
		char *v = pg_field(line, n, tags[i], &why);

		if (why.code) {
			*e = why;
			return -1;
		}
		if (v)
			gan_table_text(r->table, names[i], v);
		else
			gan_table_none(r->table, names[i]);
		gan_free(v);
	}
	gan_table_row(r->table);
	return 0;
}

int gan_stat_print_pg(struct gan_stat_record *r, struct gan_err *e)
{
	const char *s = gan_kv_get(&r->doc->meta, "gan.pg");
	size_t n;

	r->found = 1; /* --no-pg is nobody's fault */
	for (; s && *s; s += n, s += *s == '\n') {
		n = strcspn(s, "\n");
		if (n && put_pg(r, s, n, e))
			return -1;
	}
	return 0;
}
