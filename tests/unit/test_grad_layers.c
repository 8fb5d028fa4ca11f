/* double */
/* The gradient check of layers that look at a batch, in small nets: derivatives in the input and in every parameter. */
#include "base/pool.h"
#include "grad_check.h"
#include "net/layer.h"

/* The net of the text, parameters being inputs too. */
static gan_n *net(gan_g *g, const char *text, gan_n *x)
{
	struct gan_buf b = { 0 };
	struct gan_nets nets = { 0 };
	struct gan_store store = { 0 };
	struct gan_err e = { 0 };
	struct gan_scope *scope;
	gan_n *y = NULL;
	struct gan_apply a = { .mode = GAN_NET_TRAIN, .prefix = "", .purpose = "t", .in = &x, .out = &y };

	gan_buf_printf(&b, "net n\n%s\n", text);
	if (gan_nets_parse(&nets, b.s, b.len, "t", &e) || gan_net_params(&nets.net[0], &store, 1, 7, &e) ||
	    !(a.scope = scope = gan_scope_new(g, &store, &e)))
		return gan_graph_fail(g, GAN_INTERNAL, "%s", e.msg);
	for (size_t i = 0; i < store.n; i++)
		gan_scope_set(scope, store.entry[i]->name, gan_input(g, store.entry[i]->name, GAN_REAL, &store.entry[i]->t.shape));
	if (gan_net_apply(&nets.net[0], g, &a, &e))
		y = gan_graph_fail(g, GAN_INTERNAL, "%s", e.msg);
	gan_scope_free(scope);
	gan_store_free(&store);
	gan_nets_free(&nets);
	gan_buf_free(&b);
	return y;
}

static gan_n *vectors(gan_g *g, int64_t n, int64_t d)
{
	const struct gan_shape s = gan_shape_of(2, n, d);

	return gan_input(g, "x", GAN_REAL, &s);
}

static gan_n *pictures(gan_g *g, int64_t n, int64_t h, int64_t w, int64_t c)
{
	const struct gan_shape s = gan_shape_of(4, n, h, w, c);

	return gan_input(g, "x", GAN_REAL, &s);
}

static gan_n *mbdisc(gan_g *g)
{
	return net(g, "input x 3\na mbdisc kernels=2 dims=2\n- tanh\nb linear out=1", vectors(g, 4, 3));
}

static gan_n *mbstd(gan_g *g)
{
	return net(g, "input x 3\n- mbstd group=2\nb linear out=2\n- tanh", vectors(g, 4, 3));
}

static gan_n *mbstd_picture(gan_g *g)
{
	return net(g, "input x image 2 1 2\n- mbstd group=3\nb conv out=1 k=1\n- tanh", pictures(g, 3, 2, 1, 2));
}

static gan_n *vbn(gan_g *g)
{
	return net(g, "input x 2\nl linear out=3\na vbn ref=3 eps=.1\n- tanh", vectors(g, 2, 2));
}

static gan_n *vbn_picture(gan_g *g)
{
	return net(g, "input x 2\nl convt out=2 k=2\na vbn ref=2 eps=.1\n- tanh", vectors(g, 2, 2));
}

static const struct gan_op_case cases[] = {
	{ "mbdisc", mbdisc, -1, 1, 2 },
	{ "mbstd of vectors", mbstd, -1, 1, 2 },
	{ "mbstd of pictures", mbstd_picture, -1, 1, 2 },
	{ "vbn of vectors", vbn, -1, 1, 2 },
	{ "vbn of pictures", vbn_picture, -1, 1, 2 },
	{ 0 }
};

int main(void)
{
	gan_pool_start(2, NULL);
	for (const struct gan_op_case *c = cases; c->build; c++)
		check_case(NULL, c);
	gan_pool_stop();
	return done();
}
