/* Tables as TSV with a head line or as JSON lines: rows of named cells, one code path for both. Text is escaped. */
#ifndef GAN_DATA_TABLE_H
#define GAN_DATA_TABLE_H

#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"

struct gan_table {
	struct gan_buf *out;
	int json;
	struct gan_buf head, row; /* of the row that is being made */
	struct gan_buf shown;     /* the head line that was printed last */
};

void gan_table_free(struct gan_table *t);
void gan_table_text(struct gan_table *t, const char *name, const char *s);
void gan_table_int(struct gan_table *t, const char *name, int64_t v);
void gan_table_real(struct gan_table *t, const char *name, double v); /* JSON has no NaN: null */
void gan_table_none(struct gan_table *t, const char *name);           /* "-", null */
/* JSON as it is (a list), for TSV text. */
void gan_table_raw(struct gan_table *t, const char *name, const char *s);
/* Ends the row; in TSV a head line stands before the first and wherever the names differ from the row before. */
void gan_table_row(struct gan_table *t);

/* A JSON string, quoted; what may drive a terminal as \uXXXX. */
void gan_json_put(struct gan_buf *b, const char *s);

#endif
