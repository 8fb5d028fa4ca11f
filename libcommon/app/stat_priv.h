/* What the files of gan-stat share with each other; nobody else includes this. */
#ifndef GAN_APP_STAT_PRIV_H
#define GAN_APP_STAT_PRIV_H

#include "app/stat.h"
#include "data/table.h"
#include "net/net.h"

/* One record on its way through. */
struct gan_stat_record {
	const struct gan_stat_opt *opt;
	const char *file;        /* the stream's name */
	int64_t index;           /* in its stream */
	const struct gan_doc *doc;
	struct gan_table *table; /* of the run: head lines are printed once */
	struct gan_buf *out;
	int found;               /* set where the record had what was asked for */
};

/* What a tensor's values are; known: 0 where its type is not computed on, or it is empty. */
struct gan_stat_values {
	int known;
	int64_t nonfinite;
	double min, max, mean, std; /* of the finite ones, population std */
};
void gan_stat_measure(const struct gan_tensor *t, struct gan_stat_values *v);

/* The cells that begin each row: file (where there are several) and record. */
void gan_stat_begin_row(struct gan_stat_record *r);
/* The networks of a record: 1, 0 where it has none, -1. */
int gan_stat_nets(const struct gan_stat_record *r, struct gan_nets *nets, struct gan_err *e);

int gan_stat_print_summary(struct gan_stat_record *r, struct gan_err *e);
int gan_stat_print_tensors(struct gan_stat_record *r, struct gan_err *e);
int gan_stat_print_net(struct gan_stat_record *r, struct gan_err *e);
int gan_stat_print_hyper(struct gan_stat_record *r, struct gan_err *e);
int gan_stat_print_log(struct gan_stat_record *r, struct gan_err *e);
int gan_stat_print_pg(struct gan_stat_record *r, struct gan_err *e);

#endif
