/* both */
/* In evaluation biases and relu are done to the greatest alone: the same bytes, and derivatives where nothing is equal. */
#include "net_help.h"

int main(void)
{
	struct net_use u;
	struct gan_shape in = gan_shape_of(4, (int64_t)2, (int64_t)7, (int64_t)7, (int64_t)2);
	struct gan_node *x, *y[4];
	gan_real data[2 * 7 * 7 * 2];

	net_open(&u, "input x image 7 7 2\n0 conv out=5 k=3 p=1\n- relu\n- maxpool k=3 s=2 p=1\n1 conv out=4 k=2\n- maxpool k=2\n"
	         "- flatten");
	for (size_t i = 0; i < sizeof data / sizeof *data; i++)
		data[i] = (gan_real)((double)(i * 37 % 101) / 50 - 1);
	x = gan_input(u.g, "x", GAN_REAL, &in);
	for (int i = 0; i < 2; i++) {
		y[i] = net_apply(&u, x, i ? GAN_NET_EVAL : GAN_NET_TRAIN);
		if (gan_grad(u.g, gan_sum_all(u.g, y[i]), &x, 1, &y[2 + i]))
			net_die(&u, "gradient");
	}
	net_run(&u, y, 4, data);
	ok(y[0] != y[1] && !memcmp(net_value(&u, y[0]), net_value(&u, y[1]), (size_t)gan_shape_count(&y[0]->shape) * sizeof(gan_real)),
	   "maxpool after bias and relu, and before them: the same bytes");
	ok(!memcmp(net_value(&u, y[2]), net_value(&u, y[3]), sizeof data), "and the same derivative");
	net_close(&u);
	return done();
}
