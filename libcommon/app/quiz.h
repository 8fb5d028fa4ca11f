/* A Turing test of a generator: a sheet of numbered pictures, real and generated ones in an order drawn by the seed, and its key;
   and the score of answers. */
#ifndef GAN_APP_QUIZ_H
#define GAN_APP_QUIZ_H

#include "data/dataset.h"
#include "infer/sampler.h"
#include "base/buf.h"
#include "image/image.h"

#define GAN_QUIZ_PICTURES 40

/* n/2 of the pictures (rounded down) are samples 0, 1, ... of the seed, the others elements of `real`, which the seed draws. The
   sheet has cols columns and rows rows of them (0: near-square, as many as needed), enlarged by a whole factor where they are
   small. The key is a table: number (from 1), is ("real" or "generated"), element (of the set or of the samples, from 0).
   GAN_DATA where sizes differ or there are too few. The caller frees both. */
struct gan_quiz {
	const struct gan_dataset *real;
	const char *name; /* of `real`, for messages */
	int64_t n;
	uint64_t seed;
	int cols, rows;
};
int gan_quiz_make(const struct gan_quiz *q, struct gan_sampler *s, struct gan_image *sheet, struct gan_buf *key, struct gan_err *e);

/* ---- gan-stat --score ---- */

/* Of n answers k are right: the interval of Clopper and Pearson 1934 for the share, 95 %. */
void gan_score_interval(int64_t k, int64_t n, double *low, double *high);
/* The probability of k or more right among n where each is right with probability p. */
double gan_score_chance(int64_t k, int64_t n, double p);

struct gan_score_opt {
	const char *key;
	const char *const *paths; /* answers, a file each; "-" is stdin; none at all too */
	size_t npaths;
	int json;
	const char *output;
};
/* A row for each file. Answers are lines of a number and a word (real, generated or fake, or how they begin); an empty line, one
   of a number alone, and what begins with # are no answers, a head line beginning with "number" may stand. GAN_DATA where a line
   is none of these, a number comes twice or is not in the key. */
int gan_app_score(const struct gan_score_opt *o, struct gan_err *e);

#endif
