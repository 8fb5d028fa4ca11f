/* Numbers from labels. */
#include "net/layer.h"

/* n=, or the classes of the input that the labels come from; -1 (reported) where neither is known. */
static int64_t classes(struct gan_lb *b)
{
	int v = b->layer->from[0];

	if (b->in[0]->type != GAN_I64) {
		gan_lb_fail(b, "expected labels, found numbers");
		return -1;
	}
	if (gan_lb_given(b, "n"))
		return gan_lb_int(b, "n");
	if (v < (int)b->net->nin && b->net->in[v].kind == GAN_IO_LABEL)
		return b->net->in[v].n;
	gan_lb_fail(b, "needs n= (how many classes)");
	return -1;
}

static struct gan_node *onehot(struct gan_lb *b)
{
	int64_t n = classes(b);

	return n < 0 ? NULL : gan_onehot(b->g, b->in[0], n);
}

/* Rows of a trained table, N(0,1) at the start as in PyTorch. */
static struct gan_node *embedding(struct gan_lb *b)
{
	struct gan_fill f = { GAN_FILL_NORMAL, 0, 1 };
	int64_t n = classes(b), out = gan_lb_int(b, "out");
	struct gan_shape s;

	if (n < 0 || gan_lb_fill(b, "init", (double)n, (double)out, 0, &f) < 0)
		return NULL;
	s = gan_shape_of(2, n, out);
	return gan_gather(b->g, gan_lb_param(b, "weight", &s, GAN_LAYOUT_PLAIN, &f), b->in[0], 0);
}

#define CLASSES { "n", GAN_SET_INT, "", 1, 1 << 26, NULL, "", "classes; left out: those of the label input" }
static const struct gan_setting onehot_setting[] = { CLASSES };
static const struct gan_setting embedding_setting[] = {
	{ "out", GAN_SET_INT, NULL, 1, 1 << 20, NULL, "", "numbers for each class" },
	CLASSES,
	{ "init", GAN_SET_TEXT, "", 0, 0, NULL, "", "initial table: normal:S uniform:S glorot he orthogonal:G constant:C" },
};
static const struct gan_layer_entry entry[] = { { "weight", 1 } };

const struct gan_layer_type gan_layer_onehot = {
	"onehot", "1 at the label, 0 elsewhere", onehot_setting, GAN_COUNT(onehot_setting), NULL, 0, 1, 1, onehot
};
const struct gan_layer_type gan_layer_embedding = {
	"embedding", "a trained vector for each label", embedding_setting, GAN_COUNT(embedding_setting),
	entry, GAN_COUNT(entry), 1, 1, embedding
};
