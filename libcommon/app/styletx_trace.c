#include "app/styletx_trace.h"

#include "base/text.h"

static int put(struct gan_styletx_trace *t, struct gan_buf *b, struct gan_err *e)
{
	int rc = gan_buf_ok(b, e) || gan_out_write(t->out, b->s, b->len, e) ? -1 : 0;

	gan_buf_free(b);
	return rc;
}

int gan_styletx_trace_open(struct gan_styletx_trace *t, const char *path, const struct gan_style_recipe *r, struct gan_err *e)
{
	struct gan_buf b = { 0 };

	if (!path)
		return 0;
	t->out = gan_out_open_text(path, e);
	if (!t->out)
		return -1;
	t->npart = r->npart;
	gan_buf_puts(&b, "step\tscale\tevals\ttotal");
	for (int k = 0; k < r->npart; k++)
		gan_buf_printf(&b, "\t%s", r->part[k].name);
	gan_buf_puts(&b, "\n");
	return put(t, &b, e);
}

int gan_styletx_trace_row(struct gan_styletx_trace *t, int64_t step, int w, int h, long evals, double total, const double *raw,
                          struct gan_err *e)
{
	struct gan_buf b = { 0 };
	char number[32];

	if (!t->out)
		return 0;
	gan_buf_printf(&b, "%lld\t%dx%d\t%ld\t%s", (long long)step, w, h, evals, gan_format_double(number, sizeof number, total));
	for (int k = 0; k < t->npart; k++)
		gan_buf_printf(&b, "\t%s", gan_format_double(number, sizeof number, raw[k]));
	gan_buf_puts(&b, "\n");
	return put(t, &b, e);
}

int gan_styletx_trace_close(struct gan_styletx_trace *t, struct gan_err *e)
{
	struct gan_out *out = t->out;

	t->out = NULL;
	return out ? gan_out_commit(out, e) : 0;
}

void gan_styletx_trace_abort(struct gan_styletx_trace *t)
{
	gan_out_abort(t->out);
	t->out = NULL;
}
