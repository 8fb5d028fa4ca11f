/* What layers' build functions share: settings of the line, values, common parameters. */
#include <stdio.h>
#include <string.h>
#include "base/text.h"
#include "net/layer.h"

/* ---- messages ---- */

struct gan_node *gan_lb_fail(struct gan_lb *b, const char *fmt, ...)
{
	const struct gan_layer *l = b->layer;
	char msg[700];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(msg, sizeof(msg), fmt, ap);
	va_end(ap);
	if (l->name)
		gan_fail(b->e, GAN_DATA, "%s: line %d: layer '%s' %s: %s", b->net->source, l->line, l->name, l->type->name, msg);
	else
		gan_fail(b->e, GAN_DATA, "%s: line %d: %s: %s", b->net->source, l->line, l->type->name, msg);
	return NULL;
}

const char *gan_shape_say(const struct gan_node *x, char *buf, size_t n)
{
	const int64_t *d = x->shape.dim;
	char s[160];

	if (x->type == GAN_I64)
		snprintf(buf, n, "labels %s", gan_shape_str(&x->shape, s, sizeof(s)));
	else if (x->shape.rank == 4)
		snprintf(buf, n, "a picture of %lldx%lld with %lld channels", (long long)d[1], (long long)d[2], (long long)d[3]);
	else if (x->shape.rank == 2)
		snprintf(buf, n, "a vector of %lld", (long long)d[1]);
	else
		snprintf(buf, n, "a value of shape %s", gan_shape_str(&x->shape, s, sizeof(s)));
	return buf;
}

int gan_lb_real_value(struct gan_lb *b, const struct gan_node *x)
{
	if (x->type == GAN_REAL)
		return 1;
	gan_lb_fail(b, "expected numbers, found labels (onehot or embedding makes numbers of them)");
	return 0;
}

struct gan_node *gan_lb_picture(struct gan_lb *b, struct gan_node *x)
{
	char say[200];
	struct gan_shape s;

	if (!gan_lb_real_value(b, x))
		return NULL;
	if (x->shape.rank == 4)
		return x;
	if (x->shape.rank != 2)
		return gan_lb_fail(b, "expected a picture, found %s", gan_shape_say(x, say, sizeof(say)));
	s = gan_shape_of(4, x->shape.dim[0], (int64_t)1, (int64_t)1, x->shape.dim[1]);
	return gan_reshape(b->g, x, &s);
}

/* ---- settings ---- */

int gan_lb_given(const struct gan_lb *b, const char *key)
{
	return gan_kv_get(&b->layer->set, key) != NULL;
}

int64_t gan_lb_int(const struct gan_lb *b, const char *key)
{
	return gan_setting_int(&b->layer->set, b->layer->type->setting, b->layer->type->nsetting, key);
}

double gan_lb_real(const struct gan_lb *b, const char *key)
{
	return gan_setting_real(&b->layer->set, b->layer->type->setting, b->layer->type->nsetting, key);
}

const char *gan_lb_text(const struct gan_lb *b, const char *key)
{
	return gan_setting_text(&b->layer->set, b->layer->type->setting, b->layer->type->nsetting, key);
}

int gan_lb_is(const struct gan_lb *b, const char *key, const char *value)
{
	return !strcmp(gan_lb_text(b, key), value);
}

/* The next word of a list of words between commas into buf; moves *s behind it. 0, or -1 where it is empty or long. */
static int next_word(const char **s, char *buf, size_t n)
{
	size_t len = strcspn(*s, ",");

	if (!len || len >= n)
		return -1;
	memcpy(buf, *s, len);
	buf[len] = 0;
	*s += len;
	return 0;
}

int gan_lb_ints(struct gan_lb *b, const char *key, int64_t *v, int max, int64_t lo, int64_t hi)
{
	const char *s = gan_lb_text(b, key);
	char word[32];
	int n = 0;

	for (;;) {
		if (n == max || next_word(&s, word, sizeof(word)) < 0 || gan_parse_int(word, &v[n]) < 0 || v[n] < lo || v[n] > hi) {
			gan_lb_fail(b, "%s: expected up to %d whole numbers from %lld to %lld with commas, found '%s'", key, max,
			            (long long)lo, (long long)hi, gan_lb_text(b, key));
			return -1;
		}
		n++;
		if (!*s++)
			return n;
	}
}

int gan_lb_pair(struct gan_lb *b, const char *key, int *h, int *w, int lo, int hi)
{
	int64_t v[2];
	int n = gan_lb_ints(b, key, v, 2, lo, hi);

	if (n < 0)
		return -1;
	*h = (int)v[0];
	*w = (int)v[n - 1];
	return 0;
}

static int parse_axis(const char *s, const struct gan_node *x)
{
	const char *letters = x->shape.rank == 4 ? "nhwc" : x->shape.rank == 2 ? "nc" : "n", *p;
	int64_t v;

	if (s[0] && !s[1] && (p = strchr(letters, s[0])))
		return (int)(p - letters);
	if (gan_parse_int(s, &v) < 0 || v < -x->shape.rank || v >= x->shape.rank)
		return -1;
	return (int)(v < 0 ? v + x->shape.rank : v);
}

static void axis_fail(struct gan_lb *b, const char *key, const struct gan_node *x)
{
	char say[200];

	gan_lb_fail(b, "%s: '%s' is no axis of %s (n h w c, or numbers from 0)", key, gan_lb_text(b, key),
	            gan_shape_say(x, say, sizeof(say)));
}

int gan_lb_axis(struct gan_lb *b, const char *key, const struct gan_node *x)
{
	int axis = parse_axis(gan_lb_text(b, key), x);

	if (axis < 0)
		axis_fail(b, key, x);
	if (axis == 0)
		b->across |= GAN_ACROSS_AXIS;
	return axis;
}

int gan_lb_axes(struct gan_lb *b, const char *key, const struct gan_node *x, uint32_t *axes)
{
	const char *s = gan_lb_text(b, key);
	char word[32];
	int axis;

	for (*axes = 0;;) {
		if (next_word(&s, word, sizeof(word)) < 0 || (axis = parse_axis(word, x)) < 0) {
			axis_fail(b, key, x);
			return -1;
		}
		*axes |= 1u << axis;
		b->across |= axis == 0 ? GAN_ACROSS_AXIS : 0;
		if (!*s++)
			return 0;
	}
}

const char *gan_lb_purpose(const struct gan_lb *b, char *buf, size_t n)
{
	if (b->layer->name)
		snprintf(buf, n, "%s.%s.%s", b->purpose ? b->purpose : "", b->net->name, b->layer->name);
	else /* by place among the layers, so that comments and blank lines change nothing */
		snprintf(buf, n, "%s.%s.#%d", b->purpose ? b->purpose : "", b->net->name, (int)(b->layer - b->net->layer));
	return buf;
}

/* ---- common parameters ---- */

struct gan_node *gan_lb_vector(struct gan_lb *b, const char *entry, int64_t n, double value)
{
	struct gan_fill f = { GAN_FILL_CONSTANT, value, 0 };
	struct gan_shape s = gan_shape_of(1, n);

	return gan_lb_param(b, entry, &s, GAN_LAYOUT_PLAIN, &f);
}

struct gan_node *gan_lb_weight(struct gan_lb *b, const struct gan_shape *shape, enum gan_layout layout,
                               double fan_in, double fan_out)
{
	struct gan_fill f = { GAN_FILL_UNIFORM, 0, 0 };

	f.scale = gan_fan_scale(fan_in);
	if (gan_lb_fill(b, "init", fan_in, fan_out, 0, &f) < 0)
		return NULL;
	return gan_lb_param(b, "weight", shape, layout, &f);
}

struct gan_node *gan_lb_bias(struct gan_lb *b, int64_t n, double fan_in)
{
	struct gan_fill f = { GAN_FILL_UNIFORM, 0, 0 };
	struct gan_shape s = gan_shape_of(1, n);

	if (gan_lb_given(b, "init"))
		f.kind = GAN_FILL_CONSTANT;
	else
		f.scale = gan_fan_scale(fan_in);
	if (gan_lb_fill(b, "init.bias", fan_in, (double)n, 0, &f) < 0)
		return NULL;
	return gan_lb_param(b, "bias", &s, GAN_LAYOUT_PLAIN, &f);
}
