/* Along an axis: where the greatest is, in which order, running sums. */
#include "net/layer.h"

static struct gan_node *along(struct gan_lb *b, struct gan_node *(*fn)(struct gan_graph *, struct gan_node *, int, int),
                              const char *flag)
{
	int axis;

	if (!gan_lb_real_value(b, b->in[0]) || (axis = gan_lb_axis(b, "axis", b->in[0])) < 0)
		return NULL;
	return fn(b->g, b->in[0], axis, gan_lb_is(b, flag, "1"));
}

static struct gan_node *sort(struct gan_lb *b)
{
	return along(b, gan_sort, "down");
}

static struct gan_node *argsort(struct gan_lb *b)
{
	return along(b, gan_argsort, "down");
}

static struct gan_node *cumsum(struct gan_lb *b)
{
	return along(b, gan_cumsum, "reverse");
}

static struct gan_node *argmax(struct gan_lb *b)
{
	int axis;

	if (!gan_lb_real_value(b, b->in[0]) || (axis = gan_lb_axis(b, "axis", b->in[0])) < 0)
		return NULL;
	return gan_argmax(b->g, b->in[0], axis);
}

static struct gan_node *topk(struct gan_lb *b)
{
	struct gan_node *index = NULL, *value;
	int64_t k = gan_lb_int(b, "k");
	int axis;

	if (!gan_lb_real_value(b, b->in[0]) || (axis = gan_lb_axis(b, "axis", b->in[0])) < 0)
		return NULL;
	if (k > b->in[0]->shape.dim[axis])
		return gan_lb_fail(b, "k=%lld of %lld", (long long)k, (long long)b->in[0]->shape.dim[axis]);
	value = gan_topk(b->g, b->in[0], axis, k, &index);
	return gan_lb_is(b, "give", "index") ? index : value;
}

#define AXIS { "axis", GAN_SET_TEXT, "-1", 0, 0, NULL, "", "axis: n h w c or a number" }
static const struct gan_setting axis_only[] = { AXIS };
static const struct gan_setting sorted[] = { AXIS, GAN_SET_FLAG("down", "0", "greatest first") };
static const struct gan_setting summed[] = { AXIS, GAN_SET_FLAG("reverse", "0", "from the end") };
static const struct gan_setting top[] = {
	AXIS,
	{ "k", GAN_SET_INT, NULL, 1, 1 << 30, NULL, "", "how many" },
	{ "give", GAN_SET_ENUM, "value", 0, 0, "value|index", "", "the values, or where they were" },
};

const struct gan_layer_type gan_layer_argmax = {
	"argmax", "place of the greatest along an axis", axis_only, GAN_COUNT(axis_only), NULL, 0, 1, 1, argmax
};
const struct gan_layer_type gan_layer_argsort = {
	"argsort", "places in order of size along an axis", sorted, GAN_COUNT(sorted), NULL, 0, 1, 1, argsort
};
const struct gan_layer_type gan_layer_cumsum = {
	"cumsum", "running sums along an axis", summed, GAN_COUNT(summed), NULL, 0, 1, 1, cumsum
};
const struct gan_layer_type gan_layer_sort = {
	"sort", "in order of size along an axis", sorted, GAN_COUNT(sorted), NULL, 0, 1, 1, sort
};
const struct gan_layer_type gan_layer_topk = {
	"topk", "the k greatest along an axis, greatest first", top, GAN_COUNT(top), NULL, 0, 1, 1, topk
};
