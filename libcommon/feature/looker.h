/* What the metrics of a run look with: one network (-f), opened once, and the features of the reference and of what is judged,
   computed once however many metrics ask for them. */
#ifndef GAN_FEATURE_LOOKER_H
#define GAN_FEATURE_LOOKER_H

#include "feature/features.h"

struct gan_looker {
	struct gan_feature_net net;
	int has_net;              /* 0: sets are looked at as they are, points; pictures are refused */
	char from[384];           /* gan.features of what was looked at as it is, or "" */
	struct gan_looked {
		const struct gan_dataset *set; /* NULL: a free place */
		enum gan_feature_which which;
		float *x;
		int64_t d;
	} seen[4];                /* two sets, two layers */
};

/* spec MODEL[:LAYER], or NULL. Zero-initialise; the end is NULL-safe. */
int gan_looker_open(struct gan_looker *l, const char *spec, unsigned read_flags, struct gan_err *e);
void gan_looker_end(struct gan_looker *l);

/* Rows [s->n, *d] as gan_features_of makes them; they are finite, the looker's, and last until s is forgotten. name begins
   messages. */
const float *gan_look(struct gan_looker *l, enum gan_feature_which which, const struct gan_dataset *s, const char *name, int64_t *d,
                      struct gan_err *e);
/* s is about to be freed or changed. */
void gan_looker_forget(struct gan_looker *l, const struct gan_dataset *s);

/* gan_feature_note of the network, or of which one the features are that were looked at; returns buf. */
char *gan_looker_note(const struct gan_looker *l, enum gan_feature_which which, char *buf, size_t n);

#endif
