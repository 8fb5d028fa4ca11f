/* See value.h. */
#include "net/value.h"

int gan_lb_value_shape(struct gan_lb *b, struct gan_shape *s, enum gan_layout *layout)
{
	int64_t v[3];
	int n = gan_lb_ints(b, "to", v, 3, 1, 1 << 24);

	if (n < 0)
		return -1;
	if (n == 2) {
		gan_lb_fail(b, "to: expected N for a vector or C,H,W for a picture");
		return -1;
	}
	*layout = n == 3 ? GAN_LAYOUT_CONV : GAN_LAYOUT_PLAIN;
	*s = n == 3 ? gan_shape_of(4, (int64_t)1, v[1], v[2], v[0]) : gan_shape_of(2, (int64_t)1, v[0]);
	return 0;
}
