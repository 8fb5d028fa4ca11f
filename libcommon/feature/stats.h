/* Statistics of features that merge: how many there are, their sum, and the sum of their outer products, in double. Parts of a set,
   made by different processes and added, give the mean and covariance of the whole. Owns its arrays; gan_stats_free is
   NULL-safe; zero-initialise. A stream of them is gan.kind=stats: n I64 [1], sum F64 [D], outer F64 [D,D]. */
#ifndef GAN_FEATURE_STATS_H
#define GAN_FEATURE_STATS_H

#include <stdint.h>
#include "feature/frechet.h"
#include "stream/doc.h"
#include "stream/stream.h"

struct gan_stats {
	int64_t n, d;
	double *sum, *outer; /* [d], [d,d] */
	char *features;      /* gan.features, or NULL */
};

void gan_stats_free(struct gan_stats *s);
/* Adds x[n,d], finite. d is that of what was added before, if anything was. */
int gan_stats_add(struct gan_stats *s, const float *x, int64_t n, int64_t d, struct gan_err *e);
/* Mean and covariance (n - 1). GAN_DATA for fewer than two. */
int gan_stats_gauss(const struct gan_stats *s, struct gan_gauss *g, struct gan_err *e);

int gan_stats_is(const struct gan_doc *d); /* is it statistics? */
/* Adds a document's, and those of all records of a stream, d the first of them. GAN_DATA where they are of other features. */
int gan_stats_add_doc(struct gan_stats *s, struct gan_doc *d, const char *name, struct gan_err *e);
int gan_stats_add_stream(struct gan_stats *s, struct gan_reader *r, struct gan_doc *d, struct gan_err *e);
/* Fills a document, but for its history. */
int gan_stats_put(const struct gan_stats *s, struct gan_doc *d, struct gan_err *e);

#endif
