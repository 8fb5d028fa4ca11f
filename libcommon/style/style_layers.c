/* Names of layers with weights: as given, and those that a net offers. */
#include <math.h>
#include <string.h>
#include "base/mem.h"
#include "base/text.h"
#include "style/style.h"

void gan_style_layers_free(struct gan_style_layers *l)
{
	for (int k = 0; k < l->n; k++)
		gan_free(l->name[k]);
	l->n = 0;
}

/* Adds s[n]; 0 or -1. */
static int add(struct gan_style_layers *l, const char *s, size_t n, double weight, struct gan_err *e)
{
	if (!(l->name[l->n] = gan_strndup(s, n, e)))
		return -1;
	l->weight[l->n++] = weight;
	return 0;
}

static int add_word(struct gan_style_layers *l, const char *key, const char *word, size_t n, struct gan_err *e)
{
	const char *colon = memchr(word, ':', n);
	size_t len = colon ? (size_t)(colon - word) : n;
	double weight = 1;
	char number[64];

	if (colon && n - len - 1 < sizeof number) {
		memcpy(number, colon + 1, n - len - 1);
		number[n - len - 1] = 0;
	}
	if (!len || (colon && (n - len - 1 >= sizeof number || gan_parse_double(number, &weight) || !(weight >= 0) || isinf(weight))))
		return gan_fail(e, GAN_USAGE, "%s: '%.*s': expected LAYER or LAYER:WEIGHT, a weight of 0 or more", key, (int)n, word);
	for (int k = 0; k < l->n; k++)
		if (strlen(l->name[k]) == len && !memcmp(l->name[k], word, len))
			return gan_fail(e, GAN_USAGE, "%s: layer '%s' stands twice", key, l->name[k]);
	if (l->n == GAN_STYLE_MAX_LAYERS)
		return gan_fail(e, GAN_USAGE, "%s: expected at most %d layers", key, GAN_STYLE_MAX_LAYERS);
	return add(l, word, len, weight, e);
}

int gan_style_layers_parse(struct gan_style_layers *l, const char *key, const char *text, struct gan_err *e)
{
	double sum = 0;

	memset(l, 0, sizeof *l);
	for (size_t n; ; text += n + 1) {
		n = strcspn(text, ",");
		if (add_word(l, key, text, n, e))
			goto fail;
		sum += l->weight[l->n - 1];
		if (!text[n])
			break;
	}
	if (sum > 0)
		return 0;
	gan_fail(e, GAN_USAGE, "%s: its weights are all 0 (%s-weight=0 leaves the term out)", key, key);
fail:
	gan_style_layers_free(l);
	return -1;
}

/* ---- what a net offers ---- */

static int is_one(const char *type, const char *const *list)
{
	while (*list && strcmp(type, *list))
		list++;
	return *list != NULL;
}

static int offers(const struct gan_layer_row *r, const char *const *types)
{
	return *r->name && strcmp(r->name, "-") && r->out.rank == 4 && r->out.dim[3] > 1 && is_one(r->type, types);
}

static int has_content(const struct gan_layer_row *row, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(row[i].name, "content"))
			return 1;
	return 0;
}

static int choose(struct gan_style_layers *l, const struct gan_layer_row *row, size_t n, const char *const *types, int content,
                  struct gan_err *e)
{
	int64_t side = 0;
	const struct gan_layer_row *deep = NULL;

	for (size_t i = 0; i < n; i++) {
		if (!offers(&row[i], types))
			continue;
		side = side ? side : row[i].out.dim[1]; /* the first candidate's stands for the input's */
		if (!deep || row[i].out.dim[1] * 4 >= side)
			deep = &row[i];
		if (!content && l->n < GAN_STYLE_MAX_LAYERS && add(l, row[i].name, strlen(row[i].name), 1, e))
			return -1;
	}
	return content && deep ? add(l, deep->name, strlen(deep->name), 1, e) : 0;
}

int gan_style_layers_default(struct gan_style_layers *l, const struct gan_net *net, int content, struct gan_err *e)
{
	static const char *const acts[] = { "relu", "lrelu", "elu", "selu", "gelu", "silu", "prelu", "softplus", "tanh", "sigmoid",
	                                    NULL };
	static const char *const convs[] = { "conv", "convdw", NULL };
	struct gan_layer_row *row;
	size_t n;
	int rc;

	memset(l, 0, sizeof *l);
	if (gan_net_table(net, &row, &n, e))
		return -1;
	rc = content && has_content(row, n) ? add(l, "content", 7, 1, e) : choose(l, row, n, acts, content, e);
	if (!rc && !l->n)
		rc = choose(l, row, n, convs, content, e);
	gan_free(row);
	if (!rc && !l->n)
		rc = gan_fail(e, GAN_DATA, "net %s: none of its activations or convolutions has a name (%s=LAYER names one; "
		              "gan-stat -w net lists the layers)", net->name, content ? "content" : "style");
	if (rc)
		gan_style_layers_free(l);
	return rc;
}
