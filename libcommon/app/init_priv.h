/* Private to gan-init's part of app/. */
#ifndef GAN_APP_INIT_PRIV_H
#define GAN_APP_INIT_PRIV_H

#include "app/init.h"
#include "model/model.h"
#include "train/train.h"

struct gan_init_settings {
	const char *like;           /* like=DATA, or NULL */
	struct gan_kv arch, train;
};

/* Sorts and checks. arch may be NULL. */
int gan_init_sort(const struct gan_arch *arch, const struct gan_kv *set, struct gan_init_settings *s,
                  struct gan_err *e);
void gan_init_settings_free(struct gan_init_settings *s);

/* The lines of the nets named in only ("g", "g,d"), appended. */
int gan_init_cut_text(const struct gan_nets *nets, const char *only, struct gan_buf *b, struct gan_err *e);

/* Where a model of --from came from. */
struct gan_init_source {
	uint64_t hash; /* XXH64 of what was read last */
	char **pg;     /* provenance of each */
	size_t npg, cap;
};
void gan_init_source_free(struct gan_init_source *s);

struct gan_init_from_opt {
	const struct gan_kv *from;     /* values: "[NET=]MODEL[:WEIGHT]" */
	long record;
	unsigned read_flags;
	void (*warn)(void *ctx, const char *line); /* may be NULL */
	void *ctx;
	struct gan_init_source *source;
};
/* Nets, their entries, settings and seed of one model; or the weighted mean of several whose nets are alike (sums in double;
   running statistics too, all else of the first); or each NET out of the models it is named with. m is empty. */
int gan_init_from(struct gan_model *m, const struct gan_init_from_opt *o, struct gan_err *e);

/* Says that there is no such architecture, and which is near; -1. */
int gan_init_no_arch(const char *name, struct gan_err *e);

/* Binds "[NET=]FILE" to the tensors of m's nets. bound[i] is set for the nets that got theirs. */
int gan_init_weights(struct gan_model *m, const char *spec, char *bound, unsigned read_flags, struct gan_err *e);

#endif
