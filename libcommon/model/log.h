/* The log that a model carries: what each step's watches were, as columns of at most GAN_LOG_ROWS rows. Which steps have a
   row is a function of the last step alone: those that are multiples of the smallest power of two that leaves at most so
   many. So a log is the same however often a run was cut. Zero-initialise; owns everything. */
#ifndef GAN_MODEL_LOG_H
#define GAN_MODEL_LOG_H

#include <stdint.h>
#include "base/err.h"
#include "stream/doc.h"

#define GAN_LOG_ROWS 4096

struct gan_log_col {
	char *name;
	float *v; /* GAN_LOG_ROWS */
};

struct gan_log {
	int64_t *step; /* GAN_LOG_ROWS, rising; NULL while the log is empty */
	int64_t n;     /* rows */
	struct gan_log_col *col;
	size_t ncol, cap;
};

void gan_log_free(struct gan_log *l);
/* The column of that name, made where it is missing (its earlier rows are NaN); -1 on failure. */
int gan_log_column(struct gan_log *l, const char *name, struct gan_err *e);
/* Adds a row for a step later than the last; v[k] goes to column col[k], the others get NaN. Allocates nothing. */
void gan_log_add(struct gan_log *l, int64_t step, const int *col, const float *v, int n);
/* Tensors log.step I64 [n] and log.NAME F32 [n], and back. to adds nothing where the log is empty; from leaves other
   tensors alone. */
int gan_log_to_doc(const struct gan_log *l, struct gan_doc *d, struct gan_err *e);
int gan_log_from_doc(struct gan_log *l, struct gan_doc *d, struct gan_err *e);

#endif
