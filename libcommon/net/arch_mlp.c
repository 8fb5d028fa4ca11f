/* Two multi-layer perceptrons. As they stand, the nets of a Keras lecture on MNIST: 100-256-784 with relu and sigmoid
   against 784-256-1, Glorot's uniform weights, zero biases. */
#include <string.h>
#include "base/text.h"
#include "net/layer.h"

#define MAX_HIDDEN 32

static const struct gan_setting setting[] = {
	{ "size", GAN_SET_TEXT, "28x28", 0, 0, NULL, "pixels", "WxH of the pictures" },
	{ "channels", GAN_SET_INT, "1", 1, 64, NULL, "", "1 is grey, 3 is RGB" },
	{ "points", GAN_SET_INT, "0", 0, 65536, NULL, "", "dimensions of points, made instead of pictures; 0: pictures" },
	{ "z", GAN_SET_INT, "100", 1, 65536, NULL, "", "length of the latent vector" },
	{ "hidden.g", GAN_SET_TEXT, "256", 0, 0, NULL, "", "sizes of G's hidden layers, as 256,512,1024" },
	{ "hidden.d", GAN_SET_TEXT, "256", 0, 0, NULL, "", "sizes of D's hidden layers" },
	{ "act", GAN_SET_ENUM, "relu", 0, 0, "relu|lrelu|tanh|elu|gelu|silu|softplus", "",
	  "after hidden layers (lrelu: slope .2)" },
	{ "out", GAN_SET_ENUM, "sigmoid", 0, 0, "sigmoid|tanh|none", "",
	  "G's last: pixels lie in 0..1 with sigmoid and none, in -1..1 with tanh; of points: none" },
	{ "bn", GAN_SET_ENUM, "0", 0, 0, "0|1", "", "batch norm in G's hidden layers" },
	{ "bn.momentum", GAN_SET_REAL, "0.1", 0, 1, NULL, "", "weight of the new batch (Keras's .8 is .2 here)" },
	{ "init", GAN_SET_TEXT, "glorot", 0, 0, NULL, "", "initial weights, as in gan-net(5)" },
};

static const char *const training[][2] = {
	{ "optim", "adam" }, { "lr.g", "0.0002" }, { "lr.d", "0.0001" }, { "beta1", "0.9" }, { "beta2", "0.999" },
	{ "eps", "1e-7" }, { "batch", "50" }, { "z", "fresh" }, { "d-update", "split" },
};

struct spec {
	const struct gan_kv *kv;
	int w, h;
	int64_t c, points;
	const char *act, *out, *init;
};

static const char *text_of(const struct spec *s, const char *key)
{
	return gan_setting_text(s->kv, setting, GAN_COUNT(setting), key);
}

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

static void linear(const struct spec *s, struct gan_buf *t, int at, int64_t out)
{
	gan_buf_printf(t, "main.%-3d linear out=%lld init=%s\n", at, (long long)out, s->init);
}

static void hidden(const struct spec *s, struct gan_buf *t, const int64_t *v, int n, int bn, int *at)
{
	int i;

	for (i = 0; i < n; i++) {
		linear(s, t, (*at)++, v[i]);
		if (bn)
			gan_buf_printf(t, "main.%-3d bn momentum=%s\n", (*at)++, text_of(s, "bn.momentum"));
		gan_buf_printf(t, "-        %s\n", s->act);
		(*at)++;
	}
}

static int print_g(const struct spec *s, struct gan_buf *t, struct gan_err *e)
{
	int64_t v[MAX_HIDDEN];
	int n = sizes("hidden.g", text_of(s, "hidden.g"), v, e), at = 0;

	if (n < 0)
		return -1;
	gan_buf_printf(t, "net g\ninput z %s\n", text_of(s, "z"));
	hidden(s, t, v, n, !strcmp(text_of(s, "bn"), "1"), &at);
	linear(s, t, at, s->points ? s->points : s->c * s->h * s->w);
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
	int64_t v[MAX_HIDDEN];
	int n = sizes("hidden.d", text_of(s, "hidden.d"), v, e), at = 0;

	if (n < 0)
		return -1;
	if (s->points)
		gan_buf_printf(t, "\nnet d\ninput x %d\n", (int)s->points);
	else
		gan_buf_printf(t, "\nnet d\ninput x image %d %d %d range=%s\n-        flatten\n", s->h, s->w, (int)s->c,
		               strcmp(s->out, "tanh") ? "0:1" : "-1:1");
	hidden(s, t, v, n, 0, &at);
	linear(s, t, at, 1);
	gan_buf_puts(t, "output   # a logit\n");
	return 0;
}

static int print(const struct gan_kv *kv, struct gan_buf *text, struct gan_kv *hyper, struct gan_err *e)
{
	struct spec s = { .kv = kv };
	size_t i;

	s.c = gan_setting_int(kv, setting, GAN_COUNT(setting), "channels");
	s.points = gan_setting_int(kv, setting, GAN_COUNT(setting), "points");
	s.act = text_of(&s, "act");
	s.out = s.points && !gan_kv_get(kv, "out") ? "none" : text_of(&s, "out");
	s.init = text_of(&s, "init");
	if (gan_parse_size(text_of(&s, "size"), &s.w, &s.h) < 0)
		return gan_fail(e, GAN_USAGE, "size=%s: expected WxH", text_of(&s, "size"));
	if (s.init[strcspn(s.init, " \t\r\n#")])
		return gan_fail(e, GAN_USAGE, "init=%s: expected one word, as glorot or normal:.02", s.init);
	if (print_g(&s, text, e) < 0 || print_d(&s, text, e) < 0)
		return -1;
	for (i = 0; i < GAN_COUNT(training); i++)
		if (gan_kv_set(hyper, training[i][0], training[i][1], e) < 0)
			return -1;
	return gan_buf_ok(text, e);
}

const struct gan_arch gan_arch_mlp = {
	"mlp", "multi-layer perceptrons for small pictures or points", setting, GAN_COUNT(setting), print
};
