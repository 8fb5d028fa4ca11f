/* What gan-advex does: attacks a model's classifier or discriminator on a data set, and writes what it made or a report. */
#ifndef GAN_ADVEX_ADVEX_H
#define GAN_ADVEX_ADVEX_H

#include "attack/attack.h"
#include "stream/stream.h"

/* Which label an attack is to reach: none (any but the element's), one, or one chosen for each element by the clean logits or at
   random. */
enum gan_advex_target { GAN_TARGET_NONE, GAN_TARGET_LABEL, GAN_TARGET_RANDOM, GAN_TARGET_SECOND, GAN_TARGET_LEAST };

struct gan_advex_opt {
	const char *model;        /* NULL or "-": stdin */
	const char *const *paths; /* data streams, one set */
	size_t npaths;
	const char *attack;
	const char *verify;       /* instead of an attack: the clean set that paths was made of; or NULL */
	const char *const *transfer; /* other models that are shown what is written */
	size_t ntransfer;
	enum gan_norm norm;
	const double *eps;        /* radii; several make reports alone */
	size_t neps;              /* 0: no bound, of attacks that look for the smallest change */
	enum gan_advex_target target;
	int64_t target_label;     /* of TARGET_LABEL */
	int predicted;            /* the label is what the victim says of the clean element, not the set's */
	int attack_wrong;         /* those that are wrong to begin with are attacked, too */
	double range[2];          /* of points; equal: no bounds */
	double threshold;         /* of a discriminator */
	int has_threshold;
	int quantise;             /* pictures are written as bytes: 1; as numbers: 0; as they came: -1 */
	const char *eot;          /* changes that the attack should survive, of whose draws it climbs the mean; or NULL */
	const char *defend;       /* changes at the input of the model; or NULL */
	int adaptive;             /* the attack knows of them */
	const char *survive;      /* changes that are tried on what was made, each alone; or NULL */
	const char *mask;         /* a picture, of the elements' size: where it is black nothing changes; NULL: none */
	const struct gan_kv *set; /* settings of the attack */
	const char *output;       /* the data stream; NULL or "-": stdout */
	const char *report;       /* the table; NULL: none; "-": stdout, and no data stream */
	const char *sheet;        /* a picture of some elements before and after, as PNM; NULL: none */
	int json;
	long record;              /* of the model's stream; -1: the last */
	unsigned read_flags;
	int level;
	struct gan_pg pg;
	void (*progress)(void *ctx, const char *text); /* may be NULL */
	void (*warn)(void *ctx, const char *line);     /* may be NULL */
	void *ctx;
};

int gan_app_advex(const struct gan_advex_opt *o, struct gan_err *e);

/* The changes that --eot, --defend and --survive know: "name TAB unit TAB default TAB help". */
void gan_advex_changes(struct gan_buf *b);

/* "pgd TAB help", and for each setting "pgd TAB key TAB values TAB default TAB unit TAB help". */
void gan_advex_list(struct gan_buf *b);

#endif
