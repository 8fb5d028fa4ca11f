/* Named columns of numbers: what charts are drawn of. They come from the log of a model stream, from any tensor, or from a table as
   TSV with a head line (gan-step --log, and what gan-stat prints). Zero-initialise; owns everything. */
#ifndef GAN_DATA_COLUMNS_H
#define GAN_DATA_COLUMNS_H

#include <stddef.h>
#include <stdint.h>
#include "base/err.h"
#include "stream/doc.h"

struct gan_column {
	char *name;
	double *v;         /* [n]; NaN where a cell is empty, "-", "null", or a word */
	int *is;           /* [n]: which word a cell is, -1 for none; NULL where the column has no words */
	size_t n, cap, cap_is;
	char **word;       /* the words, each once, in order of appearance */
	size_t nwords, cap_words;
};

struct gan_columns {
	char *name;        /* of their source, for messages */
	struct gan_column *col;
	size_t n, cap;
	char *warning;     /* what the user should know of the source, or NULL */
};

#define GAN_COLUMN_WORDS 1000 /* a column with more different words is GAN_DATA */

struct gan_columns_opt {
	int64_t record;      /* of a series of models: a number, or -1 for the last */
	unsigned read_flags; /* of gan_reader_open */
	int tensors;         /* a stream's column is a tensor; 0: its columns are those of its log, "step" the first */
	const char *tensor;  /* its name; NULL: the x, f or z of data */
};

void gan_columns_free(struct gan_columns *t);
/* Reads path ("-" or NULL: stdin), once and in order. A table's head line may come again, as where a log goes on with other
   columns; what has no column then is NaN. Of data the tensors of all records are one column; of models one record is taken. */
int gan_columns_read(struct gan_columns *t, const char *path, const struct gan_columns_opt *o, struct gan_err *e);
/* The column of that name; NULL and GAN_DATA, with the names there are. */
const struct gan_column *gan_columns_get(const struct gan_columns *t, const char *name, struct gan_err *e);

/* ---- between data/columns.c and data/columns_tsv.c ---- */

/* The column's index, made where it is missing, with `rows` cells that are NaN; -1. */
int64_t gan_columns_make(struct gan_columns *t, const char *name, size_t rows, struct gan_err *e);
int gan_column_add(struct gan_column *c, double v, struct gan_err *e);
/* A table as text, of which head[nhead] was read from fd already. */
int gan_columns_read_tsv(struct gan_columns *t, int fd, const char *head, size_t nhead, struct gan_err *e);

#endif
