#include "net/net_pool.h"

#include <string.h>
#include "graph/op.h"

static int is(const struct gan_node *x, const char *op)
{
	return !strcmp(x->op->name, op);
}

/* A number for each channel, added to all of it? */
static int is_bias(const struct gan_node *x)
{
	return is(x, "add") && gan_shape_eq(&x->in[0]->shape, &x->shape) && x->in[1]->shape.rank == 1;
}

/* What rises with x, and does so alike in all of a channel, may be done to the greatest of a window alone, which stays the
   greatest: the same bytes for a quarter of the work. (Where rounding makes equals of two, the derivative goes to the one that
   was greater.) */
static struct gan_node *pool(struct gan_graph *g, struct gan_node *x, const struct gan_pool_attr *a)
{
	if (is(x, "relu"))
		return gan_relu(g, pool(g, x->in[0], a));
	if (is_bias(x))
		return gan_add(g, pool(g, x->in[0], a), x->in[1]);
	return gan_maxpool(g, x, a);
}

static struct gan_node *build(struct gan_lb *b)
{
	struct gan_node *x = gan_lb_picture(b, b->in[0]);
	struct gan_pool_attr a;

	if (!x || gan_lb_pool(b, x, &a) < 0)
		return NULL;
	a.real_bottom = a.real_right = 0;
	/* A training step needs the whole of what comes before for the other derivatives anyway. */
	return b->mode == GAN_NET_EVAL ? pool(b->g, x, &a) : gan_maxpool(b->g, x, &a);
}

static const struct gan_setting setting[] = {
	GAN_SET_POOL,
};

const struct gan_layer_type gan_layer_maxpool = {
	"maxpool", "greatest of windows", setting, GAN_COUNT(setting), NULL, 0, 1, 1, build
};
