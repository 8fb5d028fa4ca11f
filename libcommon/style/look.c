/* What a feature network sees of a picture. */
#include "style/style.h"

#include <inttypes.h>

int gan_style_look_fits(const struct gan_net *net, const char *name, struct gan_err *e)
{
	const struct gan_io *x = &net->in[0];

	if (net->nin != 1 || x->kind != GAN_IO_IMAGE || (x->c != 1 && x->c != 3))
		return gan_fail(e, GAN_DATA, "%s: net %s: expected one input, a picture of 1 or 3 channels, found %zu, '%s' the "
		                "first, %s (-f MODEL:NET. names another net)", name, net->name, net->nin, x->name,
		                x->kind == GAN_IO_IMAGE ? "a picture of other channels" : "no picture");
	if (!gan_net_has(net, "conv") && !gan_net_has(net, "convdw"))
		return gan_fail(e, GAN_DATA, "%s: net %s has no convolution: its values have no positions, of which a style is made", name,
		                net->name);
	return 0;
}

/* x [N,h,w,1 or 3] with the net's channels. */
static struct gan_node *colours(struct gan_graph *g, struct gan_node *x, int64_t want)
{
	static const double luma[3] = { .299, .587, .114 }; /* ITU-R BT.601 */
	struct gan_node *same[3] = { x, x, x }, *sum = NULL;

	if (!x || x->shape.dim[3] == want)
		return x;
	if (want == 3)
		return gan_concat(g, same, 3, 3);
	for (int k = 0; k < 3; k++) {
		struct gan_node *one = gan_muls(g, gan_slice_axis(g, x, 3, k, 1, 1), luma[k]);

		sum = k ? gan_add(g, sum, one) : one;
	}
	return sum;
}

/* A failure at this picture's size is most often its smallness. */
static int fail_layer(const char *layer, const struct gan_node *x, struct gan_err *e)
{
	return gan_fail_prefix(e, "layer '%s' of a picture of %" PRId64 "x%" PRId64, layer, x->shape.dim[2], x->shape.dim[1]);
}

int gan_style_look(const struct gan_style_look *l, struct gan_graph *g, struct gan_scope *scope, struct gan_node *x,
                   const char *const *layer, int n, struct gan_node **value, struct gan_err *e)
{
	struct gan_node *in = x ? gan_io_decode(g, &l->net->in[0], colours(g, x, l->net->in[0].c)) : NULL;
	struct gan_apply a = {
		.mode = GAN_NET_EVAL, .scope = scope, .prefix = l->prefix, .rng = gan_rng(g), .purpose = "look", .in = &in,
	};

	if (gan_graph_ok(g, e))
		return -1;
	for (int k = 0; k < n; k++) {
		value[k] = gan_net_layer(l->net, g, &a, layer[k], e);
		if (!value[k])
			return fail_layer(layer[k], x, e);
		if (value[k]->type != GAN_REAL || value[k]->shape.rank != 4)
			return gan_fail(e, GAN_DATA, "layer '%s' has no positions: a style is made of pictures, as convolutions give them",
			                layer[k]);
	}
	return gan_graph_ok(g, e);
}
