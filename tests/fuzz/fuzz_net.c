/* gan-net text on arbitrary bytes: what is taken has a table, and small nets are built for training too. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "net/net.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define SMALL 100000 /* parameters and numbers of an input */

/* Parameters of the net's layers, or -1 where there are many; aborts where a text that was taken has no table. */
static int64_t count(const struct gan_net *net)
{
	struct gan_layer_row *rows;
	struct gan_err e = {0};
	int64_t n = 0;
	size_t i, rown;

	if (gan_net_table(net, &rows, &rown, &e)) {
		if (e.code != GAN_NOMEM)
			abort();
		return -1;
	}
	for (i = 0; i < rown; i++) {
		if (rows[i].params < 0 || rows[i].macs < 0)
			abort();
		n = rows[i].params > SMALL - n ? SMALL + 1 : n + rows[i].params;
	}
	gan_free(rows);
	return n > SMALL ? -1 : n;
}

static struct gan_node *input(struct gan_graph *g, const struct gan_io *io)
{
	struct gan_shape s;

	if (io->kind == GAN_IO_IMAGE) {
		s = gan_shape_of(4, (int64_t)2, io->h < 0 ? 64 : io->h, io->w < 0 ? 64 : io->w, io->c);
		return gan_io_decode(g, io, gan_input(g, io->name, GAN_U8, &s));
	}
	s = io->kind == GAN_IO_LABEL ? gan_shape_of(1, (int64_t)2) : gan_shape_of(2, (int64_t)2, io->n);
	return gan_input(g, io->name, io->kind == GAN_IO_LABEL ? GAN_I64 : GAN_REAL, &s);
}

/* Builds the net for training on two samples: it may fail (pictures of any size), but not crash. */
static void build(const struct gan_net *net)
{
	struct gan_store store = {0};
	struct gan_err e = {0};
	struct gan_graph *g = gan_graph_new(&e);
	struct gan_scope *s;
	struct gan_apply a = {.mode = GAN_NET_TRAIN, .prefix = "", .purpose = "fuzz"};
	size_t i;

	if (!g || gan_net_params(net, &store, 0, 0, &e))
		goto out;
	s = gan_scope_new(g, &store, &e);
	a.in = gan_alloc(net->nin, sizeof(*a.in), &e);
	a.out = gan_alloc(net->nout, sizeof(*a.out), &e);
	a.nout = net->nout;
	a.scope = s;
	a.rng = gan_rng(g);
	for (i = 0; a.in && i < net->nin; i++)
		a.in[i] = input(g, &net->in[i]);
	if (s && a.in && a.out && gan_net_apply(net, g, &a, &e) == 0)
		for (i = 0; i < net->nout; i++)
			if (a.out[i]->type == GAN_REAL && net->out[i].kind == GAN_IO_IMAGE)
				gan_io_encode(g, &net->out[i], a.out[i]);
	gan_free(a.in);
	gan_free(a.out);
	gan_scope_free(s);
out:
	gan_graph_free(g);
	gan_store_free(&store);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct gan_nets nets;
	struct gan_err e = {0};
	size_t i;

	if (gan_nets_parse(&nets, (const char *)data, size, "fuzz", &e)) {
		if (e.code != GAN_DATA && e.code != GAN_NOMEM)
			abort();
		return 0;
	}
	for (i = 0; i < nets.n; i++)
		if (count(&nets.net[i]) >= 0)
			build(&nets.net[i]);
	gan_nets_free(&nets);
	return 0;
}
