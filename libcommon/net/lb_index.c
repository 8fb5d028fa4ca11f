/* See index.h. */
#include "net/lb_index.h"

int gan_lb_index_axis(struct gan_lb *b)
{
	if (b->in[1]->type != GAN_I64) {
		gan_lb_fail(b, "its second value must be whole numbers (argmax, argsort, a label input, cast to=int)");
		return -1;
	}
	return gan_lb_axis(b, "axis", b->in[0]);
}

int64_t gan_lb_classes(struct gan_lb *b)
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
