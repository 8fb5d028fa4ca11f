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

/* Says that there is no such architecture, and which is near; -1. */
int gan_init_no_arch(const char *name, struct gan_err *e);

/* Binds "[NET=]FILE" to the tensors of m's nets. bound[i] is set for the nets that got theirs. */
int gan_init_weights(struct gan_model *m, const char *spec, char *bound, unsigned read_flags, struct gan_err *e);

#endif
