/* Private to styletx/: the table of a run's steps. Rows are kept, so that the trace of a run that was cut and went on is
   whole; the file, TSV, is written when the run ends. */
#ifndef GAN_STYLETX_STYLETX_TRACE_H
#define GAN_STYLETX_STYLETX_TRACE_H

#include "stream/stream.h"
#include "style/style.h"

struct gan_styletx_trace {
	struct gan_out *out;   /* NULL: no file */
	const struct gan_style_recipe *recipe;
	double *cell;          /* rows of: step, width, height, evaluations at the scale, loss, each part's raw value */
	size_t n, cap;         /* cells */
};
/* path NULL: rows are kept, and there is no file. */
int gan_styletx_trace_open(struct gan_styletx_trace *t, const char *path, const struct gan_style_recipe *r, struct gan_err *e);
int gan_styletx_trace_row(struct gan_styletx_trace *t, int64_t step, int w, int h, long evals, double total, const double *raw,
                          struct gan_err *e);
/* Rows of an earlier run, n cells. */
int gan_styletx_trace_set(struct gan_styletx_trace *t, const double *cell, int64_t n, struct gan_err *e);
int gan_styletx_trace_close(struct gan_styletx_trace *t, struct gan_err *e); /* writes the file */
void gan_styletx_trace_abort(struct gan_styletx_trace *t);                   /* frees; no file where it was not closed */

#endif
