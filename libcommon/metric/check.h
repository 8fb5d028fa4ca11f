/* What values must be: gan-stat's --check 'fid<20,recall>=.5'. A name is a value's ("fid"), or its metric's and its own
   ("nn.mean") where several metrics have it. Operators are < <= > >= and =; what is not a number is none of these. */
#ifndef GAN_METRIC_CHECK_H
#define GAN_METRIC_CHECK_H

#include <stddef.h>
#include "base/buf.h"
#include "base/err.h"

struct gan_check {
	char *name, *text;   /* text: the whole of it, as given */
	char op[3];
	double bound, value; /* value: seen last */
	int seen;            /* how many values of one thing had the name */
};

/* Zero-initialise; the end is NULL-safe. */
struct gan_checks {
	struct gan_check *check;
	size_t n, cap;
	struct gan_buf names;  /* of the values of one thing, a line each */
	struct gan_buf broken; /* what does not hold, and in what */
};

int gan_checks_parse(struct gan_checks *c, const char *text, struct gan_err *e); /* GAN_USAGE; NULL: none */
void gan_checks_end(struct gan_checks *c);

/* A value of the thing that is judged. */
void gan_checks_see(struct gan_checks *c, const char *metric, const char *name, double value);
/* The thing has no more: GAN_USAGE where a check is about none of its values, or about several. What does not hold is kept. */
int gan_checks_settle(struct gan_checks *c, const char *thing, struct gan_err *e);
/* GAN_CHECK, with all that does not hold, else 0. */
int gan_checks_verdict(const struct gan_checks *c, struct gan_err *e);

#endif
