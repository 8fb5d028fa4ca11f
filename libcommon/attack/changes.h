/* What may happen to a picture between who made it and who looks at it: printing and photographing it, or a defence at the input of
   a net. A registry of changes, and lists of them, "blur:1.5,noise:.05", which come one after another. What augment= knows by name
   (gan-step(1): warp, shift, color, ...) may stand in a list as well.

   All have a derivative in the picture; what takes steps (bits, median) passes gradients through as if it were not there (the
   straight-through estimate: Athalye, Carlini and Wagner 2018, sec. 4.1). Random numbers are drawn for (seed, draw, row). */
#ifndef GAN_ATTACK_CHANGES_H
#define GAN_ATTACK_CHANGES_H

#include "base/err.h"
#include "base/buf.h"
#include "graph/build.h"

struct gan_change {
	const char *name, *help;   /* one line */
	const char *unit;
	int random;                /* each draw is another */
	double def, min, max;      /* of the number behind the colon */
	/* x REAL [N,H,W,C] of 0..1, changed; purpose names its random numbers. */
	struct gan_node *(*apply)(struct gan_graph *g, struct gan_node *x, double arg, const char *purpose);
};

const struct gan_change *gan_change_at(size_t i);
size_t gan_change_count(void);

#define GAN_CHANGES_MOST 8

struct gan_changes {
	size_t n;
	struct gan_changes_item {
		const struct gan_change *change; /* NULL: a change of augment= */
		double arg;
		char text[32];                   /* as given */
	} item[GAN_CHANGES_MOST];
};

/* "NAME[:NUMBER],...": 0, or GAN_USAGE. */
int gan_changes_parse(struct gan_changes *c, const char *text, struct gan_err *e);
/* All of them, in order: fits struct gan_victim_spec, view and ctx. */
struct gan_node *gan_changes_view(void *changes, struct gan_graph *g, struct gan_node *x);

int gan_changes_random(const struct gan_changes *c);

/* "name TAB unit TAB default TAB help", a line each. */
void gan_changes_list(struct gan_buf *b);

/* x [N,H,W,C] moved by (dy,dx) whole pixels, the edge repeated: what filters are made of. */
struct gan_node *gan_change_moved(struct gan_graph *g, struct gan_node *x, int dy, int dx);

#endif
