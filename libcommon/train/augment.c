/* Random changes of the pictures that are trained on: the registry, and what its entries share. They are part of the
   step's graph, so a number is drawn for (seed, step, sample) and a run that is cut and resumed has the same pictures. */
#include <stdio.h>
#include <string.h>
#include "train/augment.h"

#define GAN_AUGMENT(name) extern const struct gan_augment gan_augment_##name;
#include "train/augments.def"
#undef GAN_AUGMENT

#define GAN_AUGMENT(name) &gan_augment_##name,
static const struct gan_augment *const augments[] = {
#include "train/augments.def"
};

/* Is the word in the list "a,b,c"? */
static int in_list(const char *list, const char *word)
{
	size_t n = strlen(word);

	for (;; list += strcspn(list, ",") + 1) {
		if (!strncmp(list, word, n) && (!list[n] || list[n] == ','))
			return 1;
		if (!list[strcspn(list, ",")])
			return 0;
	}
}

int gan_augments(const struct gan_kv *hyper)
{
	return strcmp(gan_train_text(hyper, "augment"), "none") != 0;
}

struct gan_node *gan_augment(struct gan_graph *g, const struct gan_kv *hyper, struct gan_node *x, const char *purpose)
{
	static const struct gan_range bytes = { 0, 255 };

	return gan_augment_as(g, gan_train_text(hyper, "augment"), x, &bytes, purpose);
}

#define COUNT (2 * sizeof augments / sizeof *augments)

/* Entry i of the list that has the registry twice: first those that do not come last. NULL: this one comes the other time. */
static const struct gan_augment *turn(size_t i)
{
	const struct gan_augment *a = augments[i % (COUNT / 2)];

	return (i >= COUNT / 2) == ((a->flags & GAN_AUGMENT_LAST) != 0) ? a : NULL;
}

struct gan_node *gan_augment_as(struct gan_graph *g, const char *list, struct gan_node *x, const struct gan_range *range,
                                const char *purpose)
{
	char name[96];

	for (size_t i = 0; i < COUNT; i++) {
		const struct gan_augment *a = turn(i);

		if (!a || !in_list(list, a->name))
			continue;
		snprintf(name, sizeof name, "%s.%s", purpose, a->name);
		x = x ? a->apply(g, x, range, name) : NULL;
	}
	return x;
}

int gan_augment_fits(const struct gan_io *io, int64_t h, const char *key, const char *list, struct gan_err *e)
{
	if (!h)
		return gan_fail(e, GAN_DATA, "%s=%s changes pictures, and the data are points (%s=none)", key, list, key);
	for (size_t i = 0; i < COUNT / 2 && (io->nmean || io->nstd); i++)
		if ((augments[i]->flags & GAN_AUGMENT_RANGE) && in_list(list, augments[i]->name))
			return gan_fail(e, GAN_DATA, "%s=%s: %s counts from grey, and input '%s' has mean= or std=, which move it (give it "
			                "range= instead)", key, list, augments[i]->name, io->name);
	return 0;
}

struct gan_node *gan_augment_draw(struct gan_graph *g, const struct gan_node *x, const char *purpose, const char *what)
{
	struct gan_shape s = gan_shape_of(4, x->shape.dim[0], (int64_t)1, (int64_t)1, (int64_t)1);
	char name[128];

	snprintf(name, sizeof name, "%s.%s", purpose, what);
	return gan_affine(g, gan_uniform(g, gan_rng(g), name, &s), 2, -1);
}

struct gan_node *gan_augment_whole(struct gan_graph *g, const struct gan_node *x, const char *purpose, const char *what, int64_t n)
{
	struct gan_node *u = gan_adds(g, gan_augment_draw(g, x, purpose, what), 1);

	return gan_clamp(g, gan_floor(g, gan_muls(g, u, (double)n / 2)), 0, (double)(n - 1));
}

struct gan_node *gan_augment_pixels(struct gan_graph *g, const struct gan_node *x, int axis)
{
	struct gan_shape s = gan_shape_of(4, (int64_t)1, (int64_t)1, (int64_t)1, (int64_t)1);

	s.dim[axis] = x->shape.dim[axis];
	return gan_reshape(g, gan_cast(g, gan_iota(g, s.dim[axis]), GAN_REAL), &s);
}

struct gan_node *gan_augment_take(struct gan_graph *g, struct gan_node *x, struct gan_node *px, struct gan_node *py)
{
	struct gan_shape s = gan_shape_of(4, x->shape.dim[0], x->shape.dim[1], x->shape.dim[2], (int64_t)1);
	struct gan_node *place[2];

	place[0] = gan_expand(g, gan_clamp(g, px, 0, (double)(s.dim[2] - 1)), &s);
	place[1] = gan_expand(g, gan_clamp(g, py, 0, (double)(s.dim[1] - 1)), &s);
	return gan_sample_at(g, x, gan_concat(g, place, 2, 3));
}
