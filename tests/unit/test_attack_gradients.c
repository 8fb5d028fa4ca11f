/* both */
/* A victim computes the gradient of what it is asked about, and none of its weights. */
#include "attack_help.h"
#include "graph/graph.h"
#include "graph/op.h"

enum { N = 3, S = 8, D = S * S, K = 4, GRAPHS = 16 };

static const char net[] =
	"net c\ninput x image 8 8 1\n0 conv out=5 k=3 p=1\nb bn\n- relu\n1 conv out=6 k=3 s=2 p=1\n- relu\n- flatten\n"
	"2 linear out=4\noutput\n";

static struct gan_err err;
static struct gan_graph *graph[GRAPHS];
static int ngraph;

/* Changes nothing: it is here to be told which graphs there are. */
static struct gan_node *listen(void *ctx, struct gan_graph *g, struct gan_node *x)
{
	(void)ctx;
	if (ngraph < GRAPHS)
		graph[ngraph++] = g;
	return x;
}

static int count(const struct gan_graph *g, const char *op)
{
	int n = 0;

	for (size_t i = 0; i < g->n; i++)
		n += !strcmp(g->node[i]->op->name, op);
	return n;
}

int main(void)
{
	static gan_real x[N * D], weight[N * K], grad[N * D];
	static const int64_t label[N] = { 0, 1, 2 };
	struct gan_victim_spec s = { .h = S, .w = S, .c = 1, .d = D, .view = listen };
	struct gan_model m = { 0 };
	struct gan_victim *v;
	int asked;

	if (!gan_nets_parse(&m.nets, net, strlen(net), "test", &err) && !gan_net_params(&m.nets.net[0], &m.store, 1, 7, &err)) {
		s.m = &m;
		s.net = &m.nets.net[0];
	}
	v = s.m ? gan_victim_new(&s, &err) : NULL;
	if (!ok(v != NULL, "a net of convolutions: %s", err.msg))
		return done();
	ngraph = 0;
	for (int i = 0; i < N * D; i++)
		x[i] = (gan_real)(i % 11 / 10.);
	for (int i = 0; i < N * K; i++)
		weight[i] = 1;
	asked = !gan_victim_loss(v, GAN_ATTACK_CE, x, N, label, NULL, NULL, grad, NULL, &err) &&
	        !gan_victim_loss(v, GAN_ATTACK_MARGIN, x, N, label, label, NULL, grad, NULL, &err) &&
	        !gan_victim_pull(v, x, N, weight, grad, NULL, &err);
	ok(asked && ngraph == 3, "three questions, %d graphs", ngraph);
	for (int i = 0; i < ngraph; i++) {
		int dx = count(graph[i], "conv2d_dx"), dw = count(graph[i], "conv2d_dw"), products = count(graph[i], "matmul");

		ok(dx == 2 && !dw && products == 2, "two convolutions backward (%d), none to weights (%d); the linear layer's product "
		   "there and back (%d)", dx, dw, products);
	}
	gan_victim_free(v);
	gan_model_free(&m);
	return done();
}
