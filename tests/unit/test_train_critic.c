/* What penalties of the derivative cost, in products (convolutions and their two gradients) of the update of D: a net that is
   linear in pieces has no second derivative of its own, so nothing leads back through the penalised pass, and what nobody
   asks for is not computed. With L layers a plain update has 2L forward, 2(L-1) back and 2L for weights. */
#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "graph/op.h"
#include "tap.h"
#include "train/duel.h"

enum { L = 4 };

static const char nets[] =
	"net g\ninput z 4\n- linear out=768 weight=w bias=b\n- tanh\n- view to=3,16,16\noutput range=-1:1\n"
	"net d\ninput x image 16 16 3 range=-1:1\n"
	"0 conv out=4 k=4 s=2 p=1\n- lrelu slope=.2\n1 conv out=6 k=4 s=2 p=1\n- lrelu slope=.2\n"
	"2 conv out=8 k=4 s=2 p=1\n- lrelu slope=.2\n3 conv out=1 k=2\noutput\n";

static struct gan_err err;

static void mark(const struct gan_node *n, char *need)
{
	if (need[n->id])
		return;
	need[n->id] = 1;
	for (int i = 0; i < n->nin; i++)
		mark(n->in[i], need);
}

/* Products that D's update needs, and all nodes that the step needs. */
static int count(const struct gan_graph *g, int *nodes)
{
	char *need = gan_alloc(g->n, 1, &err);
	int products = 0;

	if (!need)
		return -1;
	*nodes = 0;
	for (size_t i = 0; i < g->nassign; i++)
		if (!strncmp(g->assign[i].name, "d.", 2))
			mark(g->assign[i].value, need);
	for (size_t i = 0; i < g->n; i++)
		products += need[i] && !strncmp(g->node[i]->op->name, "conv2d", 6);
	for (size_t i = 0; i < g->nassign; i++)
		mark(g->assign[i].value, need);
	for (size_t i = 0; i < g->n; i++)
		*nodes += need[i];
	gan_free(need);
	return products;
}

static int products(const char *settings, int *nodes)
{
	struct gan_nets n = { 0 };
	struct gan_store store = { 0 };
	struct gan_kv hyper = { 0 };
	struct gan_step_graph sg = { 0 };
	struct gan_step_spec s = { .nets = &n, .hyper = &hyper, .store = &store, .batch = 4, .h = 16, .w = 16, .c = 3 };
	int k = -1;

	if (!gan_kv_parse(&hyper, settings, &err) && !gan_train_check(&hyper, &err) &&
	    !gan_nets_parse(&n, nets, strlen(nets), "t", &err) &&
	    !gan_net_params(&n.net[0], &store, 0, 0, &err) && !gan_net_params(&n.net[1], &store, 0, 0, &err) &&
	    !gan_step_form_at(&s.form, &s, 0, &err) && !gan_step_graph_build(&sg, &s, &err))
		k = count(sg.g, nodes);
	gan_step_graph_free(&sg);
	gan_kv_free(&hyper);
	gan_store_free(&store);
	gan_nets_free(&n);
	return k;
}

/* settings: words of key=value */
static void cost(const char *settings, int more, const char *why)
{
	char lines[256];
	int nodes, got;

	snprintf(lines, sizeof lines, "%s", settings);
	for (char *c = lines; *c; c++)
		*c = *c == ' ' ? '\n' : *c;
	got = products(lines, &nodes);
	ok(got == 6 * L - 2 + more, "%s: %d products, %d expected: %s %s", settings, got, 6 * L - 2 + more, why, err.msg);
}

int main(void)
{
	int bare = 0, off = 0;

	cost("loss=ns", 0, "the plain update");
	cost("gp=10", 4 * L - 2, "L-1 forward, L to x, L-1 onward and L for weights");
	cost("dragan=10", 4 * L - 2, "as gp");
	cost("r1=10", 3 * L - 1, "as gp, by a forward pass that is there");
	cost("r1=1 r2=1", 2 * (3 * L - 1) - 2, "real and fake, the last layer, which does not depend on x, once");
	cost("clip=.1 drift=1 lecam=1 hist=1", 0, "no product");
	cost("bcr=1", 2 * (3 * L - 1), "two passes more, forward, back and for weights");
	products("loss=ns", &bare);
	products("gp=0\nr1=0\nlecam=0\northo.g=0\nhist=0", &off);
	ok(bare > 0 && bare == off, "what is off is not there: %d nodes, %d", bare, off);
	return done();
}
