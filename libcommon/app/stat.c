#include "app/stat.h"

#include <inttypes.h>
#include <string.h>

#include "app/stat_priv.h"
#include "base/text.h"

static const struct {
	const char *name; /* of -w */
	int (*print)(struct gan_stat_record *r, struct gan_err *e);
	const char *missing;
} whats[] = {
	[GAN_STAT_SUMMARY] = {NULL, gan_stat_print_summary, "records"},
	[GAN_STAT_TENSORS] = {"tensors", gan_stat_print_tensors, "records"},
	[GAN_STAT_NET] = {"net", gan_stat_print_net, "networks (gan.net)"},
	[GAN_STAT_HYPER] = {"hyper", gan_stat_print_hyper, "settings (gan.hyper)"},
	[GAN_STAT_LOG] = {"log", gan_stat_print_log, "model, and so no log"},
	[GAN_STAT_PG] = {"pg", gan_stat_print_pg, "records"},
};

#define NWHATS (sizeof whats / sizeof *whats)

int gan_stat_what_find(const char *name, enum gan_stat_what *what, struct gan_err *e)
{
	size_t i;

	for (i = 0; i < NWHATS; i++)
		if (whats[i].name && !strcmp(whats[i].name, name)) {
			*what = (enum gan_stat_what)i;
			return 0;
		}
	return gan_fail(e, GAN_USAGE, "-w %s: expected tensors, net, hyper, log or pg", name);
}

/* One run over all streams. */
struct run {
	const struct gan_stat_opt *opt;
	struct gan_out *out;
	struct gan_buf text;
	struct gan_table table;
	int found;
};

static int send(struct run *s, struct gan_err *e)
{
	int rc = gan_buf_ok(&s->text, e);

	if (!rc)
		rc = gan_out_write(s->out, s->text.s, s->text.len, e) || gan_out_flush(s->out, e) ? -1 : 0;
	s->text.len = 0;
	return rc;
}

static int one_record(struct run *s, struct gan_reader *r, const struct gan_doc *d, int64_t index, struct gan_err *e)
{
	struct gan_stat_record rec = {s->opt, gan_reader_name(r), index, d, &s->table, &s->text, 0};
	int rc = whats[s->opt->what].print(&rec, e);

	s->found |= rec.found;
	return rc ? -1 : send(s, e);
}

/* What stands around the records in the summary. */
static void put_title(struct run *s, struct gan_reader *r)
{
	if (s->opt->what != GAN_STAT_SUMMARY || s->opt->json)
		return;
	gan_escape(&s->text, gan_reader_name(r), strlen(gan_reader_name(r)));
	gan_buf_printf(&s->text, ": %s\n", gan_reader_is_zstd(r) ? "tensor stream, zstd" : "plain safetensors");
}

static void put_end(struct run *s, struct gan_reader *r, int64_t n)
{
	if (s->opt->what != GAN_STAT_SUMMARY || s->opt->json)
		return;
	gan_buf_printf(&s->text, "%" PRId64 " record%s", n, n == 1 ? "" : "s");
	if (s->opt->verbose)
		gan_buf_printf(&s->text, ", content's XXH64 %016" PRIx64, gan_reader_hash(r));
	gan_buf_puts(&s->text, "\n");
}

static int check_count(const struct run *s, struct gan_reader *r, int64_t n, struct gan_err *e)
{
	if (s->opt->record >= n)
		return gan_fail(e, GAN_DATA, "%s: no record %" PRId64 ": there are %" PRId64, gan_reader_name(r),
		                s->opt->record, n);
	if (s->opt->record == GAN_STAT_LAST && !n)
		return gan_fail(e, GAN_DATA, "%s: no last record: there are none", gan_reader_name(r));
	return 0;
}

/* All records are read, also those not asked for: a bad stream is a bad stream. */
static int records(struct run *s, struct gan_reader *r, struct gan_err *e)
{
	struct gan_doc d = {0}, last = {0};
	int rc, bad = 0, titled = 0;
	int64_t n = 0;

	while ((rc = gan_reader_next(r, &d, e)) > 0) {
		if (!titled++)
			put_title(s, r);
		if (s->opt->record == GAN_STAT_LAST) {
			struct gan_doc swap = last;

			last = d;
			d = swap;
		} else if (s->opt->record == GAN_STAT_ALL || s->opt->record == n) {
			bad = one_record(s, r, &d, n, e);
			if (bad)
				break;
		}
		n++;
	}
	if (rc >= 0 && !bad) {
		if (!titled)
			put_title(s, r);
		bad = check_count(s, r, n, e);
		if (!bad && s->opt->record == GAN_STAT_LAST)
			bad = one_record(s, r, &last, n - 1, e);
		put_end(s, r, n);
	}
	gan_doc_free(&d);
	gan_doc_free(&last);
	if (rc < 0 || bad)
		return -1;
	if (gan_reader_warning(r) && s->opt->warn) {
		struct gan_err text = {0, ""};

		gan_fail(&text, GAN_OK, "%s: %s", gan_reader_name(r), gan_reader_warning(r));
		s->opt->warn(s->opt->ctx, text.msg);
	}
	return send(s, e);
}

static int one_stream(struct run *s, const char *path, struct gan_err *e)
{
	struct gan_reader *r = gan_reader_open(path, s->opt->read_flags, e);
	int rc;

	if (!r)
		return -1;
	s->found = 0;
	rc = records(s, r, e);
	if (!rc && !s->found && s->opt->what != GAN_STAT_SUMMARY && s->opt->what != GAN_STAT_PG)
		rc = gan_fail(e, GAN_DATA, "%s: has no %s", gan_reader_name(r), whats[s->opt->what].missing);
	gan_reader_close(r);
	return rc;
}

int gan_app_stat(const struct gan_stat_opt *o, struct gan_err *e)
{
	struct run s;
	size_t i;
	int rc = 0;

	memset(&s, 0, sizeof s);
	s.opt = o;
	s.table.out = &s.text;
	s.table.json = o->json;
	s.out = gan_out_open_text(o->output, e);
	if (!s.out)
		return -1;
	if (!o->npaths)
		rc = one_stream(&s, NULL, e);
	for (i = 0; i < o->npaths && !rc; i++)
		rc = one_stream(&s, o->paths[i], e);
	gan_table_free(&s.table);
	gan_buf_free(&s.text);
	if (rc) {
		gan_out_abort(s.out);
		return -1;
	}
	return gan_out_commit(s.out, e);
}
