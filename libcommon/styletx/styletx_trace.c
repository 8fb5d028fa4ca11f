#include "styletx/styletx_trace.h"

#include <string.h>
#include "base/mem.h"
#include "base/text.h"

#define HEAD 5 /* cells before the parts' */

int gan_styletx_trace_open(struct gan_styletx_trace *t, const char *path, const struct gan_style_recipe *r, struct gan_err *e)
{
	t->recipe = r;
	if (path)
		t->out = gan_out_open_text(path, e);
	return path && !t->out ? -1 : 0;
}

static int width(const struct gan_styletx_trace *t)
{
	return HEAD + t->recipe->npart;
}

static double *grow(struct gan_styletx_trace *t, size_t n, struct gan_err *e)
{
	if (gan_grow((void **)&t->cell, &t->cap, t->n + n, sizeof *t->cell, e))
		return NULL;
	t->n += n;
	return t->cell + t->n - n;
}

int gan_styletx_trace_row(struct gan_styletx_trace *t, int64_t step, int w, int h, long evals, double total, const double *raw,
                          struct gan_err *e)
{
	double *c = grow(t, (size_t)width(t), e);

	if (!c)
		return -1;
	c[0] = (double)step;
	c[1] = w;
	c[2] = h;
	c[3] = (double)evals;
	c[4] = total;
	memcpy(c + HEAD, raw, (size_t)t->recipe->npart * sizeof *raw);
	return 0;
}

int gan_styletx_trace_set(struct gan_styletx_trace *t, const double *cell, int64_t n, struct gan_err *e)
{
	double *c;

	if (n % width(t))
		return gan_fail(e, GAN_DATA, "its trace is not that of this run");
	t->n = 0;
	c = grow(t, (size_t)n, e);
	if (!c)
		return -1;
	memcpy(c, cell, (size_t)n * sizeof *c);
	return 0;
}

static void print(const struct gan_styletx_trace *t, struct gan_buf *b)
{
	char number[32];

	gan_buf_puts(b, "step\tscale\tevals\ttotal");
	for (int k = 0; k < t->recipe->npart; k++)
		gan_buf_printf(b, "\t%s", t->recipe->part[k].name);
	for (size_t i = 0; i < t->n; i += (size_t)width(t)) {
		const double *c = t->cell + i;

		gan_buf_printf(b, "\n%.0f\t%.0fx%.0f\t%.0f", c[0], c[1], c[2], c[3]);
		for (int k = HEAD - 1; k < width(t); k++)
			gan_buf_printf(b, "\t%s", gan_format_double(number, sizeof number, c[k]));
	}
	gan_buf_puts(b, "\n");
}

int gan_styletx_trace_close(struct gan_styletx_trace *t, struct gan_err *e)
{
	struct gan_out *out = t->out;
	struct gan_buf b = { 0 };
	int rc;

	if (!out)
		return 0;
	print(t, &b);
	rc = gan_buf_ok(&b, e) || gan_out_write(out, b.s, b.len, e) ? -1 : 0;
	gan_buf_free(&b);
	t->out = NULL;
	if (!rc)
		return gan_out_commit(out, e);
	gan_out_abort(out);
	return -1;
}

void gan_styletx_trace_abort(struct gan_styletx_trace *t)
{
	gan_out_abort(t->out);
	gan_free(t->cell);
	memset(t, 0, sizeof *t);
}
