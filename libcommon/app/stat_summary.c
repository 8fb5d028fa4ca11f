/* The summary: for people, or with --json an object a record. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/stat_priv.h"
#include "base/mem.h"
#include "base/text.h"

#define VALUE_SHOWN 60 /* bytes of a metadata value, without -v */
#define NAME_WIDTH 44

static const char *const known_keys[] = {"format", "gan.stream", "gan.seq", "gan.kind", "gan.net", "gan.hyper",
                                         "gan.step", "gan.images", "gan.seed", "gan.pg"};

static int is_known(const char *key)
{
	size_t i;

	for (i = 0; i < sizeof known_keys / sizeof *known_keys; i++)
		if (!strcmp(key, known_keys[i]))
			return 1;
	return 0;
}

static size_t bytes_of(const struct gan_doc *d)
{
	size_t n = 0, i;

	for (i = 0; i < d->n; i++)
		n += d->tensor[i].t.nbytes;
	return n;
}

static void put_shown(struct gan_buf *b, const char *s, int whole)
{
	size_t n = strlen(s), k = n;

	if (!whole && n > VALUE_SHOWN)
		for (k = VALUE_SHOWN; k && ((unsigned char)s[k] & 0xc0) == 0x80; k--)
			;
	gan_escape(b, s, k);
	if (k < n)
		gan_buf_printf(b, "... (%zu bytes)", n);
}

/* "record 0: model, step 2000, images 128000, seed 0; 45 tensors, 14320000 bytes" */
static void put_head(struct gan_stat_record *r)
{
	static const char *const keys[] = {"gan.step", "gan.images", "gan.seed"};
	const char *kind = gan_kv_get(&r->doc->meta, "gan.kind"), *v;
	size_t i;

	gan_buf_printf(r->out, "record %" PRId64 ": ", r->index);
	put_shown(r->out, kind ? kind : "foreign", 0);
	for (i = 0; i < sizeof keys / sizeof *keys; i++) {
		v = gan_kv_get(&r->doc->meta, keys[i]);
		if (!v)
			continue;
		gan_buf_printf(r->out, ", %s ", keys[i] + 4);
		put_shown(r->out, v, 0);
	}
	gan_buf_printf(r->out, "; %zu tensor%s, %zu bytes\n", r->doc->n, r->doc->n == 1 ? "" : "s", bytes_of(r->doc));
}

static void put_io(struct gan_buf *b, const struct gan_io *io, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		gan_buf_puts(b, i ? ", " : " ");
		if (io[i].name)
			gan_escape(b, io[i].name, strlen(io[i].name));
		if (io[i].kind == GAN_IO_IMAGE)
			gan_buf_printf(b, " image %" PRId64 "x%" PRId64 "x%" PRId64, io[i].w, io[i].h, io[i].c);
		else
			gan_buf_printf(b, " %s %" PRId64, io[i].kind == GAN_IO_LABEL ? "label" : "vector", io[i].n);
	}
}

/* One line a net. A text that does not parse is said, not refused: the stream itself is good. */
static int put_nets(struct gan_stat_record *r)
{
	struct gan_err why = {0, ""};
	struct gan_nets nets;
	int rc = gan_stat_nets(r, &nets, &why);
	size_t i, k;

	if (rc < 0)
		gan_buf_printf(r->out, "  net       cannot be read: %s\n", why.msg);
	if (rc <= 0)
		return 0;
	for (i = 0; i < nets.n; i++) {
		struct gan_layer_row *row = NULL;
		int64_t params = 0, macs = 0;
		size_t n = 0;

		rc = gan_net_table(&nets.net[i], &row, &n, &why);
		for (k = 0; !rc && k < n; k++) {
			params += row[k].params;
			macs += row[k].macs;
		}
		gan_free(row);
		gan_buf_puts(r->out, "  net       ");
		gan_escape(r->out, nets.net[i].name, strlen(nets.net[i].name));
		gan_buf_puts(r->out, ":");
		put_io(r->out, nets.net[i].in, nets.net[i].nin);
		if (rc)
			gan_buf_printf(r->out, "; %s\n", why.msg);
		else
			gan_buf_printf(r->out, "; %zu layers, %" PRId64 " parameters, %" PRId64 " multiply-adds\n", n, params,
			               macs);
	}
	gan_nets_free(&nets);
	return 0;
}

static void put_hyper(struct gan_stat_record *r)
{
	const char *text = gan_kv_get(&r->doc->meta, "gan.hyper");

	if (!text)
		return;
	gan_buf_puts(r->out, "  hyper    ");
	while (*text) {
		size_t n = strcspn(text, "\n");

		gan_buf_puts(r->out, " ");
		gan_escape(r->out, text, n);
		text += n;
		text += *text == '\n';
	}
	gan_buf_puts(r->out, "\n");
}

/* The command lines, one a line. */
static void put_history(struct gan_stat_record *r)
{
	const char *text = gan_kv_get(&r->doc->meta, "gan.pg");

	for (; text && *text; text += *text == '\n') {
		size_t n = strcspn(text, "\n"), k;
		const char *p = text, *end = text + n;

		for (; p < end; p += k + 1) {
			k = strcspn(p, "\t\n");
			if (k > 3 && !memcmp(p, "CL:", 3)) {
				gan_buf_puts(r->out, "  made by   ");
				gan_escape(r->out, p + 3, k - 3);
			} else if (k > 3 && !memcmp(p, "RC:", 3) && memcmp(p, "RC:1\t", 5) && p + k < end) {
				gan_buf_printf(r->out, "  (%.*s times)", (int)(k - 3 < 20 ? k - 3 : 20), p + 3);
			}
		}
		gan_buf_puts(r->out, "\n");
		text += n;
	}
}

static void put_metadata(struct gan_stat_record *r)
{
	const struct gan_kv *m = &r->doc->meta;
	size_t i;

	for (i = 0; i < m->n; i++) {
		if (is_known(m->key[i]) && !r->opt->verbose)
			continue;
		gan_buf_puts(r->out, "  metadata  ");
		put_shown(r->out, m->key[i], r->opt->verbose);
		gan_buf_puts(r->out, " = ");
		put_shown(r->out, m->val[i], r->opt->verbose);
		gan_buf_puts(r->out, "\n");
	}
}

/* Escaped, and filled up to the column. */
static void put_name(struct gan_buf *out, const char *name, int width)
{
	struct gan_buf b = {0};

	gan_escape(&b, name, strlen(name));
	gan_buf_printf(out, "  %-*s", width, b.s ? b.s : "");
	out->failed |= b.failed;
	gan_buf_free(&b);
}

static void put_tensors(struct gan_stat_record *r)
{
	char shape[256], nonfinite[64];
	struct gan_stat_values v;
	int width = 8;
	size_t i;

	for (i = 0; i < r->doc->n; i++) {
		size_t n = strlen(r->doc->tensor[i].name);

		if ((int)n > width)
			width = n > NAME_WIDTH ? NAME_WIDTH : (int)n;
	}
	if (r->doc->n)
		gan_buf_printf(r->out, "  %-*s  %-5s  %-18s  %10s  %10s  %10s\n", width, "tensor", "dtype", "shape", "min",
		               "max", "mean");
	for (i = 0; i < r->doc->n; i++) {
		const struct gan_tensor *t = &r->doc->tensor[i].t;

		gan_stat_measure(t, &v);
		put_name(r->out, r->doc->tensor[i].name, width);
		gan_buf_printf(r->out, "  %-5s  %-18s", gan_dtype_name(t->dtype),
		               gan_shape_str(&t->shape, shape, sizeof shape));
		nonfinite[0] = 0;
		if (v.nonfinite)
			snprintf(nonfinite, sizeof nonfinite, "  %" PRId64 " not finite", v.nonfinite);
		if (v.known)
			gan_buf_printf(r->out, "  %10.4g  %10.4g  %10.4g%s", v.min, v.max, v.mean, nonfinite);
		gan_buf_puts(r->out, "\n");
	}
}

/* ---- JSON ---- */

static void json_metadata(struct gan_buf *b, const struct gan_kv *m)
{
	size_t i;

	gan_buf_puts(b, "{");
	for (i = 0; i < m->n; i++) {
		gan_buf_puts(b, i ? "," : "");
		gan_json_put(b, m->key[i]);
		gan_buf_puts(b, ":");
		gan_json_put(b, m->val[i]);
	}
	gan_buf_puts(b, "}");
}

static void json_tensors(struct gan_buf *b, const struct gan_doc *d)
{
	char shape[256];
	size_t i;

	gan_buf_puts(b, "[");
	for (i = 0; i < d->n; i++) {
		gan_buf_puts(b, i ? ",{\"name\":" : "{\"name\":");
		gan_json_put(b, d->tensor[i].name);
		gan_buf_printf(b, ",\"dtype\":\"%s\",\"shape\":%s,\"bytes\":%zu}", gan_dtype_name(d->tensor[i].t.dtype),
		               gan_shape_str(&d->tensor[i].t.shape, shape, sizeof shape), d->tensor[i].t.nbytes);
	}
	gan_buf_puts(b, "]");
}

static int print_json(struct gan_stat_record *r)
{
	const char *kind = gan_kv_get(&r->doc->meta, "gan.kind");
	struct gan_buf b = {0};

	gan_stat_begin_row(r);
	if (kind)
		gan_table_text(r->table, "kind", kind);
	else
		gan_table_none(r->table, "kind");
	gan_table_int(r->table, "bytes", (int64_t)bytes_of(r->doc));
	json_metadata(&b, &r->doc->meta);
	gan_table_raw(r->table, "metadata", b.s ? b.s : "");
	b.len = 0;
	json_tensors(&b, r->doc);
	gan_table_raw(r->table, "tensors", b.s ? b.s : "");
	gan_table_row(r->table);
	r->out->failed |= b.failed;
	gan_buf_free(&b);
	return 0;
}

int gan_stat_print_summary(struct gan_stat_record *r, struct gan_err *e)
{
	(void)e;
	r->found = 1;
	if (r->opt->json)
		return print_json(r);
	put_head(r);
	put_nets(r);
	put_hyper(r);
	put_history(r);
	put_metadata(r);
	put_tensors(r);
	return 0;
}
