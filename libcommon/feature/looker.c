#include "feature/looker.h"

#include <stdio.h>
#include <string.h>
#include "base/mem.h"

#define PLACES (sizeof ((struct gan_looker *)0)->seen / sizeof *((struct gan_looker *)0)->seen)

int gan_looker_open(struct gan_looker *l, const char *spec, unsigned read_flags, struct gan_err *e)
{
	memset(l, 0, sizeof *l);
	if (!spec)
		return 0;
	if (gan_feature_net_open(&l->net, spec, read_flags, e))
		return -1;
	l->has_net = 1;
	return 0;
}

static void drop(struct gan_looked *p)
{
	gan_free(p->x);
	memset(p, 0, sizeof *p);
}

void gan_looker_end(struct gan_looker *l)
{
	if (!l)
		return;
	for (size_t i = 0; i < PLACES; i++)
		drop(&l->seen[i]);
	gan_feature_net_free(&l->net);
	l->has_net = 0;
}

void gan_looker_forget(struct gan_looker *l, const struct gan_dataset *s)
{
	for (size_t i = 0; i < PLACES; i++)
		if (l->seen[i].set == s)
			drop(&l->seen[i]);
}

const float *gan_look(struct gan_looker *l, enum gan_feature_which which, const struct gan_dataset *s, const char *name, int64_t *d,
                      struct gan_err *e)
{
	struct gan_looked *p = NULL;

	if (!l->has_net && which != GAN_FEATURE_RAW)
		which = GAN_FEATURE_LAYER; /* points are the same, whichever is asked for */
	for (size_t i = 0; i < PLACES; i++) {
		if (l->seen[i].set == s && l->seen[i].which == which) {
			*d = l->seen[i].d;
			return l->seen[i].x;
		}
		if (!p && !l->seen[i].set)
			p = &l->seen[i];
	}
	if (!p) { /* nobody forgot: the oldest goes */
		p = &l->seen[0];
		drop(p);
	}
	p->x = gan_features_of(l->has_net ? &l->net : NULL, which, s, &p->d, e);
	if (!p->x || gan_features_finite(p->x, s->n, p->d, e)) {
		drop(p);
		gan_fail_prefix(e, "%s", name);
		return NULL;
	}
	snprintf(l->from, sizeof l->from, "%s", !l->has_net && s->features ? s->features : "");
	p->set = s;
	p->which = which;
	*d = p->d;
	return p->x;
}

char *gan_looker_note(const struct gan_looker *l, enum gan_feature_which which, char *buf, size_t n)
{
	if (*l->from) {
		snprintf(buf, n, "%s", l->from);
		return buf;
	}
	return gan_feature_note(l->has_net ? &l->net : NULL, which, buf, n);
}
