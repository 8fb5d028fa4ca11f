/* D's score and gradient at points, against a linear D. */
#include <math.h>
#include <string.h>
#include "infer/critic.h"
#include "base/mem.h"
#include "tap.h"

/* score = w x + b, with a third of it given to each of m packed samples. */
static void linear(int pack, int ema)
{
	struct gan_model m = { 0 };
	struct gan_err e = { 0 };
	char text[128];
	float x[600], s[300], g[600], *w;
	int right = 1;

	snprintf(text, sizeof text, "net d\ninput x %d\nl linear out=1\noutput\n", 2 * pack);
	if (gan_nets_parse(&m.nets, text, strlen(text), "test", &e) || gan_net_params(&m.nets.net[0], &m.store, 0, 0, &e)) {
		ok(0, "%s", e.msg);
		return;
	}
	if (ema) {
		struct gan_shape ws = gan_shape_of(2, (int64_t)1, (int64_t)2), bs = gan_shape_of(1, (int64_t)1);

		w = gan_store_add(&m.store, "ema.d.l.weight", GAN_F32, &ws, GAN_LAYOUT_PLAIN, &e)->t.data;
		w[0] = w[1] = 7;
		gan_store_add(&m.store, "ema.d.l.bias", GAN_F32, &bs, GAN_LAYOUT_PLAIN, &e);
	}
	w = gan_store_find(&m.store, "d.l.weight")->t.data;
	for (int i = 0; i < pack; i++) {
		w[2 * i] = 2;
		w[2 * i + 1] = -3;
	}
	*(float *)gan_store_find(&m.store, "d.l.bias")->t.data = .5f;
	for (int i = 0; i < 600; i++)
		x[i] = (float)(i % 7) - 3;
	ok(!gan_critic(&m, x, 300, 2, s, g, &e), "a linear D judges: %s", e.msg);
	for (int i = 0; i < 300; i++) {
		double want = ema ? 7 * (x[2 * i] + x[2 * i + 1]) : pack * (2 * x[2 * i] - 3 * x[2 * i + 1]) + .5;

		right &= fabs(s[i] - want) < 1e-5 && fabs(g[2 * i] - (ema ? 7 : 2 * pack)) < 1e-6 &&
		         fabs(g[2 * i + 1] - (ema ? 7 : -3 * pack)) < 1e-6;
	}
	ok(right, "pack=%d%s: 300 scores and gradients", pack, ema ? ", averages" : "");
	ok(gan_critic(&m, x, 1, 5, s, g, &e) && strstr(e.msg, "found points of 5"), "other points: %s", e.msg);
	gan_model_free(&m);
}

int main(void)
{
	linear(1, 0);
	linear(3, 0);
	linear(1, 1);
	return done();
}
