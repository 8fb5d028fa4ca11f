/* Private to app/styletx*.c: the table of a run's steps, TSV. */
#ifndef GAN_APP_STYLETX_TRACE_H
#define GAN_APP_STYLETX_TRACE_H

#include "stream/stream.h"
#include "style/style.h"

struct gan_styletx_trace {
	struct gan_out *out;   /* NULL: no trace is kept */
	int npart;
};
/* path NULL: none; the calls below then do nothing. Columns: step, scale (WxH), evals (of the scale), total, and each part's raw
   value. */
int gan_styletx_trace_open(struct gan_styletx_trace *t, const char *path, const struct gan_style_recipe *r, struct gan_err *e);
int gan_styletx_trace_row(struct gan_styletx_trace *t, int64_t step, int w, int h, long evals, double total, const double *raw,
                          struct gan_err *e);
int gan_styletx_trace_close(struct gan_styletx_trace *t, struct gan_err *e);
void gan_styletx_trace_abort(struct gan_styletx_trace *t);

#endif
