/* A layer's line: name, type, settings. */
#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "base/text.h"
#include "net/layer.h"
#include "net/parse.h"

static const struct { const char *word, *key; } aliases[] = {
	{ "kernel", "k" }, { "stride", "s" }, { "pad", "p" }, { "dilation", "d" }, { "groups", "g" },
	{ "output_padding", "op" },
};

static const struct gan_setting *find_setting(const struct gan_layer_type *t, const char *key)
{
	const struct gan_setting *s = gan_setting_find(t->setting, t->nsetting, key);
	size_t i;

	for (i = 0; !s && i < GAN_COUNT(aliases); i++)
		if (!strcmp(key, aliases[i].word))
			s = gan_setting_find(t->setting, t->nsetting, aliases[i].key);
	return s;
}

static int find_entry(const struct gan_layer_type *t, const char *key)
{
	size_t i;

	for (i = 0; i < t->nentry; i++)
		if (!strcmp(t->entry[i].name, key))
			return 1;
	return 0;
}

/* "layer 'main.3' conv: ": how messages name a line. */
static const char *place(const char *name, const char *type, char *buf, size_t n)
{
	if (!strcmp(name, "-"))
		snprintf(buf, n, "%s: ", type);
	else
		snprintf(buf, n, "layer '%s' %s: ", name, type);
	return buf;
}

static int unknown_setting(struct gan_parser *p, const char *where, const struct gan_layer_type *t, const char *key)
{
	const char *names[64];
	struct gan_buf b = { 0 };
	size_t i, n = 0;
	const char *near;
	int rc;

	for (i = 0; i < t->nsetting && n < 40; i++)
		names[n++] = t->setting[i].key;
	for (i = 0; i < GAN_COUNT(aliases); i++)
		if (gan_setting_find(t->setting, t->nsetting, aliases[i].key))
			names[n++] = aliases[i].word;
	for (i = 0; i < t->nentry && n < 62; i++)
		if (!gan_setting_find(t->setting, t->nsetting, t->entry[i].name))
			names[n++] = t->entry[i].name;
	names[n++] = "from";
	names[n++] = "train";
	if ((near = gan_nearest(key, names, n)))
		return gan_parse_fail(p, "%sunknown setting '%s' (did you mean '%s'?)", where, key, near);
	for (i = 0; i < n; i++)
		gan_buf_printf(&b, "%s%s", i ? " " : "", names[i]);
	rc = gan_parse_fail(p, "%sunknown setting '%s' (it has %s)", where, key, b.s ? b.s : "");
	gan_buf_free(&b);
	return rc;
}

static int unknown_type(struct gan_parser *p, const char *name, const char *type)
{
	const char **tab = gan_alloc(gan_layer_count(), sizeof(*tab), NULL), *near = NULL;
	size_t i;

	for (i = 0; tab && i < gan_layer_count(); i++)
		tab[i] = gan_layer_at(i)->name;
	if (tab)
		near = gan_nearest(type, tab, gan_layer_count());
	gan_free(tab);
	if (near)
		return gan_parse_fail(p, "layer '%s': unknown type '%s' (did you mean '%s'?)", name, type, near);
	return gan_parse_fail(p, "layer '%s': unknown type '%s' (gan-net(5) lists them)", name, type);
}

/* One key=value of a layer's line: a setting, or the name of an entry that is called otherwise in the store. */
static int parse_setting(struct gan_parser *p, struct gan_layer *l, const char *where, char *word)
{
	char *val = strchr(word, '=');
	const struct gan_setting *s;
	struct gan_err e = { 0 };
	int flag;

	if (!val)
		return gan_parse_fail(p, "%sexpected key=value, found '%s'", where, word);
	*val++ = 0;
	flag = !strcmp(val, "0") || !strcmp(val, "1");
	if (!strcmp(word, "from"))
		return l->nfrom ? gan_parse_fail(p, "%sfrom= stands twice", where) :
		       gan_parse_from(p, where, val, &l->from, &l->nfrom);
	if (!strcmp(word, "train")) {
		l->train = !strcmp(val, "1");
		return flag ? 0 : gan_parse_fail(p, "%strain: expected 0 or 1, found '%s'", where, val);
	}
	s = find_setting(l->type, word);
	if (find_entry(l->type, word) && !(s && flag)) {
		if (!gan_name_ok(val))
			return gan_parse_fail(p, "%s%s: expected the name of a tensor, found '%s'", where, word, val);
		return gan_kv_set(&l->rename, word, val, p->e);
	}
	if (!s)
		return unknown_setting(p, where, l->type, word);
	if (gan_kv_get(&l->set, s->key))
		return gan_parse_fail(p, "%s%s= stands twice", where, s->key);
	if (gan_setting_check(s, val, &e) < 0)
		return gan_parse_fail(p, "%s%s", where, e.msg);
	return gan_kv_set(&l->set, s->key, val, p->e);
}

/* The values of a line without from=: the one before it. */
static int default_from(struct gan_parser *p, struct gan_layer *l, const char *where)
{
	const struct gan_layer_type *t = l->type;
	int last = gan_last_value(p) - 1; /* l itself is counted */

	if (l->nfrom || t->nin_max == 0)
		return 0;
	if (!p->net->nin)
		return gan_parse_fail(p, "%snet '%s' has no input", where, p->net->name);
	if (p->net->nlayer == 1 && p->net->nin > 1)
		return gan_parse_fail(p, "%snet '%s' has %zu inputs: say which with from=", where, p->net->name, p->net->nin);
	if (!(l->from = gan_alloc(1, sizeof(*l->from), p->e)))
		return -1;
	l->from[0] = last;
	l->nfrom = 1;
	return 0;
}

static int check_layer(struct gan_parser *p, struct gan_layer *l, const char *where)
{
	const struct gan_layer_type *t = l->type;
	size_t i;

	if (default_from(p, l, where) < 0)
		return -1;
	if (l->nfrom < t->nin_min || (t->nin_max >= 0 && l->nfrom > t->nin_max))
		return t->nin_max == 0 ? gan_parse_fail(p, "%stakes no values, from= names %d", where, l->nfrom) :
		       gan_parse_fail(p, "%stakes %s%d value%s, found %d%s", where, t->nin_max == t->nin_min ? "" : "at least ",
		            t->nin_min, t->nin_min == 1 ? "" : "s", l->nfrom, l->nfrom < t->nin_min ? " (from=a,b)" : "");
	for (i = 0; i < t->nsetting; i++)
		if (!t->setting[i].def && !gan_kv_get(&l->set, t->setting[i].key))
			return gan_parse_fail(p, "%sneeds %s= (%s)", where, t->setting[i].key, t->setting[i].help);
	return 0;
}

int gan_parse_layer(struct gan_parser *p, struct gan_words *w)
{
	struct gan_net *net = p->net;
	const char *name = w->w[0];
	const struct gan_layer_type *t;
	char where[GAN_NET_MAX_NAME + 64];
	struct gan_layer *l;
	int i;

	if (strcmp(name, "-") && !gan_name_ok(name))
		return gan_parse_fail(p, "'%s' is no name: letters, digits and . _ / -, at most %d of them", name, GAN_NET_MAX_NAME);
	if (w->n < 2)
		return gan_parse_fail(p, "expected 'NAME TYPE key=value...', found only '%s'", name);
	if (!(t = gan_layer_find(w->w[1])))
		return unknown_type(p, name, w->w[1]);
	if (strcmp(name, "-") && gan_find_value(net, name) >= 0)
		return gan_parse_fail(p, "a second value '%s'", name);
	if (gan_grow((void **)&net->layer, &p->layercap, net->nlayer + 1, sizeof(*l), p->e) < 0)
		return -1;
	l = &net->layer[net->nlayer];
	l->type = t;
	l->line = p->line;
	l->train = 1;
	net->nlayer++;
	place(name, t->name, where, sizeof(where));
	for (i = 2; i < w->n; i++)
		if (parse_setting(p, l, where, w->w[i]) < 0)
			return -1;
	/* named last, so that from= cannot name the line itself */
	if (strcmp(name, "-") && !(l->name = gan_strdup(name, p->e)))
		return -1;
	return check_layer(p, l, where);
}
