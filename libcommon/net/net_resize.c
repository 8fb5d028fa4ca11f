/* See net_resize.h, and net.h for gan_net_resize. */
#include <stdio.h>
#include <string.h>
#include "net/net_resize.h"

struct gan_node *gan_lb_resize(struct gan_lb *b, struct gan_node *x, int64_t h, int64_t w, int adjoint)
{
	int corners = gan_lb_is(b, "corners", "1"), asymmetric = gan_lb_is(b, "asymmetric", "1");
	enum gan_resize_grid grid = corners ? GAN_RESIZE_CORNERS : asymmetric ? GAN_RESIZE_EDGE : GAN_RESIZE_CENTRES;

	if (corners && asymmetric)
		return gan_lb_fail(b, "corners=1 and asymmetric=1 exclude each other: pixels lie in one way");
	if (gan_lb_is(b, "mode", "bilinear"))
		return adjoint ? gan_resize_bilinear_adj(b->g, x, h, w, grid) : gan_resize_bilinear(b->g, x, h, w, grid);
	if (corners || asymmetric)
		return gan_lb_fail(b, "%s=1 is for mode=bilinear", corners ? "corners" : "asymmetric");
	return adjoint ? gan_resize_nearest_adj(b->g, x, h, w) : gan_resize_nearest(b->g, x, h, w);
}

/* The first layer that resizes the first input. */
static const struct gan_layer *first_resize(const struct gan_net *net)
{
	for (size_t i = 0; i < net->nlayer; i++)
		if (!strcmp(net->layer[i].type->name, "resize") && net->layer[i].from[0] == 0)
			return &net->layer[i];
	return NULL;
}

char *gan_net_resize(const struct gan_net *net, char *buf, size_t n)
{
	const struct gan_layer *l = first_resize(net);
	struct gan_lb b = { .net = net, .layer = l };
	int h = 0, w = 0;

	if (!l || gan_lb_pair(&b, "to", &h, &w, 1, 32768) < 0)
		snprintf(buf, n, "none");
	else
		snprintf(buf, n, "%dx%d,%s%s%s", w, h, gan_lb_text(&b, "mode"), gan_lb_is(&b, "corners", "1") ? ",corners" : "",
		         gan_lb_is(&b, "asymmetric", "1") ? ",asymmetric" : "");
	return buf;
}
