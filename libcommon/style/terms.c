/* The registry of terms, and what all terms share: positions, their weights and their number. */
#include <string.h>
#include "style/style.h"

#define GAN_STYLE_TERM(name) extern const struct gan_style_term gan_style_term_##name;
#include "style/terms.def"
#undef GAN_STYLE_TERM

#define GAN_STYLE_TERM(name) &gan_style_term_##name,
static const struct gan_style_term *const terms[] = {
#include "style/terms.def"
};

const struct gan_style_term *gan_style_term_find(const char *name)
{
	for (size_t i = 0; i < gan_style_term_count(); i++)
		if (!strcmp(terms[i]->name, name))
			return terms[i];
	return NULL;
}

size_t gan_style_term_count(void)
{
	return sizeof terms / sizeof *terms;
}

const struct gan_style_term *gan_style_term_at(size_t i)
{
	return terms[i];
}

struct gan_node *gan_style_count(struct gan_graph *g, const struct gan_style_at *a)
{
	if (!a->value)
		return NULL;
	if (a->weight)
		return gan_sum(g, a->weight, gan_axes_but(a->weight, 0), 0);
	return gan_const(g, (double)(a->value->shape.dim[1] * a->value->shape.dim[2]));
}

struct gan_node *gan_style_rows(struct gan_graph *g, const struct gan_style_at *a, struct gan_node *x, int weighted)
{
	struct gan_shape rows;

	if (!x)
		return NULL;
	if (weighted && a->weight)
		x = gan_mul(g, x, a->weight);
	if (!x)
		return NULL;
	rows = gan_shape_of(3, x->shape.dim[0], x->shape.dim[1] * x->shape.dim[2], x->shape.dim[3]);
	return gan_reshape(g, x, &rows);
}

/* count as [N,1,...] beside a sum. */
static struct gan_node *beside(struct gan_graph *g, struct gan_node *count, const struct gan_node *sum)
{
	struct gan_shape s = { .rank = sum ? sum->shape.rank : 0 };

	if (!count || !sum || !count->shape.rank)
		return count;
	s.dim[0] = count->shape.dim[0];
	for (int k = 1; k < s.rank; k++)
		s.dim[k] = 1;
	return gan_reshape(g, count, &s);
}

void gan_style_divide(struct gan_graph *g, const struct gan_style_term *t, struct gan_node *const *sum, struct gan_node *count,
                      struct gan_node **moment)
{
	/* where nothing counts, the sums are 0 too */
	struct gan_node *one = gan_max(g, count, gan_const(g, 1e-30));

	for (int k = 0; k < t->nsum; k++)
		moment[k] = gan_div(g, sum[k], beside(g, one, sum[k]));
}

void gan_style_moments(struct gan_graph *g, const struct gan_style_term *t, const struct gan_style_at *a, struct gan_node **moment)
{
	struct gan_node *sum[GAN_STYLE_MAX_SUMS] = { NULL };

	if (a->value)
		t->sums(g, a, sum);
	gan_style_divide(g, t, sum, gan_style_count(g, a), moment);
}

struct gan_node *gan_style_term_value(struct gan_graph *g, const struct gan_style_term *t, const struct gan_style_at *a,
                                      struct gan_node *const *target)
{
	struct gan_node *moment[GAN_STYLE_MAX_SUMS] = { NULL };

	gan_style_moments(g, t, a, moment);
	for (int k = 0; k < t->nsum; k++)
		if (!moment[k])
			return NULL;
	return t->value(g, moment, target);
}
