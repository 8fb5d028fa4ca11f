/* Two multi-layer perceptrons. As they stand, the nets of a Keras lecture on MNIST: 100-256-784 with relu and sigmoid
   against 784-256-1, Glorot's uniform weights, zero biases. */
#include <stdio.h>
#include <string.h>
#include "base/text.h"
#include "net/preset.h"

#define MAX_HIDDEN 32
#define ACTS "relu|lrelu|tanh|elu|gelu|silu|softplus|maxout"

static const struct gan_setting setting[] = {
	{ "size", GAN_SET_TEXT, "28x28", 0, 0, NULL, "pixels", "WxH of the pictures" },
	{ "channels", GAN_SET_INT, "1", 1, 64, NULL, "", "1 is grey, 3 is RGB" },
	{ "points", GAN_SET_INT, "0", 0, 65536, NULL, "", "dimensions of points, made instead of pictures; 0: pictures" },
	{ "z", GAN_SET_INT, "100", 1, 65536, NULL, "", "length of the latent vector" },
	{ "hidden.g", GAN_SET_TEXT, "256", 0, 0, NULL, "", "sizes of G's hidden layers, as 256,512,1024" },
	{ "hidden.d", GAN_SET_TEXT, "256", 0, 0, NULL, "", "sizes of D's hidden layers" },
	{ "act", GAN_SET_ENUM, "relu", 0, 0, ACTS, "", "after hidden layers (lrelu: slope .2; maxout: the greatest of pieces=)" },
	{ "act.g", GAN_SET_ENUM, "", 0, 0, ACTS, "", "the same for the generator only" },
	{ "act.d", GAN_SET_ENUM, "", 0, 0, ACTS, "", "the same for the discriminator only" },
	{ "pieces", GAN_SET_INT, "5", 2, 1024, NULL, "", "linear pieces of a maxout unit (Goodfellow 2013)" },
	{ "out", GAN_SET_ENUM, "sigmoid", 0, 0, "sigmoid|tanh|none", "",
	  "G's last: pixels lie in 0..1 with sigmoid and none, in -1..1 with tanh; of points: none" },
	GAN_ARCH_NORM("none", "none"),
	{ "bn.momentum", GAN_SET_REAL, "0.1", 0, 1, NULL, "", "weight of the new batch in bn's statistics (Keras's .8 is .2 here)" },
	{ "init", GAN_SET_TEXT, "glorot", 0, 0, NULL, "", "initial weights, as in gan-net(5)" },
	GAN_ARCH_BATCH,
	GAN_ARCH_PACK,
};

static const char *const training[][2] = {
	{ "optim", "adam" }, { "lr.g", "0.0002" }, { "lr.d", "0.0001" }, { "beta1", "0.9" }, { "beta2", "0.999" },
	{ "eps", "1e-7" }, { "batch", "50" }, { "z", "fresh" }, { "d-update", "split" },
};

struct spec {
	struct gan_arch_kv a;
	int w, h;
	int64_t c, points, pack;
	const char *out, *init;
};

/* "256,512" into v; how many, or -1. */
static int sizes(const char *key, const char *list, int64_t *v, struct gan_err *e)
{
	const char *s = list;
	char word[16];
	size_t len;
	int n = 0;

	for (;; s += len + 1) {
		len = strcspn(s, ",");
		if (n == MAX_HIDDEN || !len || len >= sizeof(word))
			break;
		memcpy(word, s, len);
		word[len] = 0;
		if (gan_parse_int(word, &v[n]) < 0 || v[n] < 1 || v[n] > 1 << 20)
			break;
		n++;
		if (!s[len])
			return n;
	}
	return gan_fail(e, GAN_USAGE, "%s=%s: expected sizes of up to %d layers, as 256,512", key, list, MAX_HIDDEN);
}

static const char *act_of(const struct spec *s, const char *net)
{
	char key[16];
	const char *act;

	snprintf(key, sizeof(key), "act.%s", net);
	act = gan_arch_text(&s->a, key);
	return *act ? act : gan_arch_text(&s->a, "act");
}

static void linear(const struct spec *s, struct gan_buf *t, const char *net, int at, int64_t out, int bias)
{
	gan_buf_printf(t, "main.%-3d linear out=%lld%s init=%s%s\n", at, (long long)out, bias ? "" : " bias=0", s->init,
	               gan_arch_sn(&s->a, net));
}

/* Places are counted as if each line had one, as in PyTorch's Sequential. A norm's shift makes a bias before it idle. */
static int hidden(const struct spec *s, struct gan_buf *t, const char *net, int *at, struct gan_err *e)
{
	const char *act = act_of(s, net);
	const int maxout = !strcmp(act, "maxout");
	int64_t v[MAX_HIDDEN], pieces = maxout ? gan_arch_int(&s->a, "pieces") : 1;
	char key[16], momentum[64];
	int i, n;

	snprintf(key, sizeof(key), "hidden.%s", net);
	snprintf(momentum, sizeof(momentum), " momentum=%s", gan_arch_text(&s->a, "bn.momentum"));
	if ((n = sizes(key, gan_arch_text(&s->a, key), v, e)) < 0)
		return -1;
	for (i = 0; i < n; i++) {
		linear(s, t, net, (*at)++, v[i] * pieces, !gan_arch_normed(&s->a, net));
		*at += gan_arch_norm(&s->a, t, net, *at, momentum, "");
		gan_buf_printf(t, maxout ? "-        %s k=%d\n" : "-        %s\n", act, (int)pieces);
		(*at)++;
	}
	return 0;
}

static int print_g(const struct spec *s, struct gan_buf *t, struct gan_err *e)
{
	int at = 0;

	gan_buf_printf(t, "net g\ninput z %s\n", gan_arch_text(&s->a, "z"));
	if (hidden(s, t, "g", &at, e) < 0)
		return -1;
	linear(s, t, "g", at, s->points ? s->points : s->c * s->h * s->w, 1);
	if (strcmp(s->out, "none"))
		gan_buf_printf(t, "-        %s\n", s->out);
	if (s->points)
		gan_buf_puts(t, "output\n");
	else
		gan_buf_printf(t, "-        view to=%d,%d,%d\noutput range=%s\n", (int)s->c, s->h, s->w,
		               strcmp(s->out, "tanh") ? "0:1" : "-1:1");
	return 0;
}

static int print_d(const struct spec *s, struct gan_buf *t, struct gan_err *e)
{
	int at = 0;

	if (s->points)
		gan_buf_printf(t, "\nnet d\ninput x %d\n", (int)(s->points * s->pack));
	else
		gan_buf_printf(t, "\nnet d\ninput x image %d %d %d range=%s\n-        flatten\n", s->h, s->w, (int)(s->c * s->pack),
		               strcmp(s->out, "tanh") ? "0:1" : "-1:1");
	if (hidden(s, t, "d", &at, e) < 0)
		return -1;
	gan_arch_mbstd(&s->a, t);
	at += gan_arch_mbdisc(&s->a, t, at, s->init);
	linear(s, t, "d", at, 1, 1);
	gan_buf_puts(t, "output   # a logit\n");
	return 0;
}

static int print(const struct gan_kv *kv, struct gan_buf *text, struct gan_kv *hyper, struct gan_err *e)
{
	struct spec s = { .a = { kv, setting, GAN_COUNT(setting) } };
	const char *size = gan_arch_text(&s.a, "size");

	s.c = gan_arch_int(&s.a, "channels");
	s.points = gan_arch_int(&s.a, "points");
	s.pack = gan_arch_int(&s.a, "pack");
	s.out = s.points && !gan_kv_get(kv, "out") ? "none" : gan_arch_text(&s.a, "out");
	s.init = gan_arch_text(&s.a, "init");
	if (gan_parse_size(size, &s.w, &s.h) < 0)
		return gan_fail(e, GAN_USAGE, "size=%s: expected WxH", size);
	if (s.init[strcspn(s.init, " \t\r\n#")])
		return gan_fail(e, GAN_USAGE, "init=%s: expected one word, as glorot or normal:.02", s.init);
	if (print_g(&s, text, e) < 0 || print_d(&s, text, e) < 0 || gan_arch_train(hyper, training, GAN_COUNT(training), e) < 0)
		return -1;
	return gan_buf_ok(text, e);
}

const struct gan_arch gan_arch_mlp = {
	"mlp", "multi-layer perceptrons for small pictures or points", setting, GAN_COUNT(setting), print
};
