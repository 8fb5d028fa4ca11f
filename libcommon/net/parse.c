/* gan-net(5): text to parsed nets. Every message names source and line. */
#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "base/text.h"
#include "net/layer.h"
#include "net/parse.h"

struct parser {
	const char *source;
	struct gan_nets *nets;
	struct gan_net *net;   /* the one being read; NULL before the first */
	size_t netcap, incap, outcap, layercap;
	int line;
	struct gan_err *e;
};

static int fail(struct parser *p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static int fail(struct parser *p, const char *fmt, ...)
{
	char msg[800];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(msg, sizeof(msg), fmt, ap);
	va_end(ap);
	return gan_fail(p->e, GAN_DATA, "%s: line %d: %s", p->source, p->line, msg);
}

/* ---- words ---- */

static int split(struct parser *p, char *s, struct gan_words *w)
{
	w->n = 0;
	for (;;) {
		s += strspn(s, " \t\r");
		if (!*s || *s == '#')
			return 0;
		if (w->n == GAN_NET_MAX_WORDS)
			return fail(p, "more than %d words", GAN_NET_MAX_WORDS);
		w->w[w->n++] = s;
		s += strcspn(s, " \t\r#");
		if (*s == '#') {
			*s = 0;
			return 0;
		}
		if (*s)
			*s++ = 0;
	}
}

static int name_ok(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/-");

	return n && !s[n] && n <= GAN_NET_MAX_NAME && strcmp(s, "-");
}

/* ---- net NAME ---- */

static int end_net(struct parser *p);

/* First parts of names that other state in a model's store has. */
static const char *const reserved[] = { "ema", "adam", "sgd", "rmsprop", "log", "train", "data" };

static int parse_net(struct parser *p, struct gan_words *w)
{
	struct gan_nets *nets = p->nets;
	size_t i;

	if (end_net(p) < 0)
		return -1;
	if (w->n != 2)
		return fail(p, "expected 'net NAME', found %d words", w->n);
	if (!name_ok(w->w[1]) || strpbrk(w->w[1], "./"))
		return fail(p, "a net's name has letters, digits, _ and -, found '%s'", w->w[1]);
	for (i = 0; i < GAN_COUNT(reserved); i++)
		if (!strcmp(w->w[1], reserved[i]))
			return fail(p, "a net cannot be called '%s': other state of a model has that name", reserved[i]);
	if (gan_nets_find(nets, w->w[1]))
		return fail(p, "a second net '%s'", w->w[1]);
	if (gan_grow((void **)&nets->net, &p->netcap, nets->n + 1, sizeof(*nets->net), p->e) < 0)
		return -1;
	p->net = &nets->net[nets->n++];
	p->incap = p->outcap = p->layercap = 0;
	p->net->line = p->line;
	if (!(p->net->name = gan_strdup(w->w[1], p->e)) || !(p->net->source = gan_strdup(p->source, p->e)))
		return -1;
	return 0;
}

/* ---- names of values ---- */

static int find_value(const struct gan_net *net, const char *name)
{
	size_t i;

	for (i = 0; i < net->nin; i++)
		if (!strcmp(net->in[i].name, name))
			return (int)i;
	for (i = 0; i < net->nlayer; i++)
		if (net->layer[i].name && !strcmp(net->layer[i].name, name))
			return (int)(net->nin + i);
	return -1;
}

static const char *nearest_value(const struct gan_net *net, const char *name)
{
	const char **tab = gan_alloc(net->nin + net->nlayer + 1, sizeof(*tab), NULL), *s;
	size_t i, n = 0;

	if (!tab)
		return NULL;
	for (i = 0; i < net->nin; i++)
		tab[n++] = net->in[i].name;
	for (i = 0; i < net->nlayer; i++)
		if (net->layer[i].name)
			tab[n++] = net->layer[i].name;
	s = gan_nearest(name, tab, n);
	gan_free(tab);
	return s;
}

static int unknown_value(struct parser *p, const char *what, const char *name)
{
	const char *near = nearest_value(p->net, name);

	if (near)
		return fail(p, "%sno value '%s' above this line (did you mean '%s'?)", what, name, near);
	return fail(p, "%sno value '%s' above this line", what, name);
}

/* "a,b" to numbers of values. */
static int parse_from(struct parser *p, const char *what, const char *list, int **from, int *n)
{
	size_t cap = 0, len;
	char name[GAN_NET_MAX_NAME + 1];

	for (*n = 0;; list += len + 1) {
		len = strcspn(list, ",");
		if (!len || len > GAN_NET_MAX_NAME)
			return fail(p, "%sfrom= wants names of values, as from=a,b", what);
		memcpy(name, list, len);
		name[len] = 0;
		if (gan_grow((void **)from, &cap, (size_t)*n + 1, sizeof(**from), p->e) < 0)
			return -1;
		(*from)[*n] = find_value(p->net, name);
		if ((*from)[(*n)++] < 0)
			return unknown_value(p, what, name);
		if (!list[len])
			return 0;
	}
}

/* ---- input, output ---- */

static int parse_input(struct parser *p, struct gan_words *w)
{
	struct gan_net *net = p->net;
	struct gan_io *io;
	const char *why;

	if (net->nlayer || net->nout)
		return fail(p, "inputs stand before the layers of net '%s'", net->name);
	if (w->n < 3 || !name_ok(w->w[1]))
		return fail(p, "expected 'input NAME LENGTH', 'input NAME image H W C' or 'input NAME label CLASSES'");
	if (find_value(net, w->w[1]) >= 0)
		return fail(p, "a second input '%s'", w->w[1]);
	if (gan_grow((void **)&net->in, &p->incap, net->nin + 1, sizeof(*io), p->e) < 0)
		return -1;
	io = &net->in[net->nin++];
	if (!(io->name = gan_strdup(w->w[1], p->e)))
		return -1;
	why = gan_io_parse_input(io, w);
	return why ? fail(p, "input '%s': %s", io->name, why) : 0;
}

static int last_value(struct parser *p)
{
	return (int)(p->net->nin + p->net->nlayer) - 1;
}

static int parse_output(struct parser *p, struct gan_words *w)
{
	struct gan_net *net = p->net;
	const char *name = "out", *why = NULL;
	struct gan_io *io;
	size_t k;
	int i = 1, *from = NULL, n = 0, rc = 0;

	if (!net->nlayer)
		return fail(p, "an output needs a layer above it");
	if (w->n > 1 && !strchr(w->w[1], '='))
		name = w->w[i++];
	if (!name_ok(name))
		return fail(p, "'%s' is no name for an output", name);
	for (k = 0; k < net->nout; k++)
		if (!strcmp(net->out[k].name, name))
			return fail(p, "a second output '%s'; give it a name: output NAME", name);
	if (gan_grow((void **)&net->out, &p->outcap, net->nout + 1, sizeof(*io), p->e) < 0)
		return -1;
	io = &net->out[net->nout++];
	if (!(io->name = gan_strdup(name, p->e)))
		return -1;
	io->value = last_value(p);
	io->hi = 1;
	for (; i < w->n && !rc; i++) {
		if (!strncmp(w->w[i], "from=", 5)) {
			rc = parse_from(p, "output: ", w->w[i] + 5, &from, &n);
			if (!rc && n != 1)
				rc = fail(p, "an output is one value, from= names %d", n);
			if (!rc)
				io->value = from[0];
		} else if ((why = gan_io_parse_word(io, w->w[i]))) {
			rc = fail(p, "output '%s': %s", name, why);
		}
	}
	gan_free(from);
	return rc;
}

/* ---- layers ---- */

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

static int unknown_setting(struct parser *p, const char *where, const struct gan_layer_type *t, const char *key)
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
		return fail(p, "%sunknown setting '%s' (did you mean '%s'?)", where, key, near);
	for (i = 0; i < n; i++)
		gan_buf_printf(&b, "%s%s", i ? " " : "", names[i]);
	rc = fail(p, "%sunknown setting '%s' (it has %s)", where, key, b.s ? b.s : "");
	gan_buf_free(&b);
	return rc;
}

static int unknown_type(struct parser *p, const char *name, const char *type)
{
	const char **tab = gan_alloc(gan_layer_count(), sizeof(*tab), NULL), *near = NULL;
	size_t i;

	for (i = 0; tab && i < gan_layer_count(); i++)
		tab[i] = gan_layer_at(i)->name;
	if (tab)
		near = gan_nearest(type, tab, gan_layer_count());
	gan_free(tab);
	if (near)
		return fail(p, "layer '%s': unknown type '%s' (did you mean '%s'?)", name, type, near);
	return fail(p, "layer '%s': unknown type '%s' (gan-net(5) lists them)", name, type);
}

/* One key=value of a layer's line: a setting, or the name of an entry that is called otherwise in the store. */
static int parse_setting(struct parser *p, struct gan_layer *l, const char *where, char *word)
{
	char *val = strchr(word, '=');
	const struct gan_setting *s;
	struct gan_err e = { 0 };
	int flag;

	if (!val)
		return fail(p, "%sexpected key=value, found '%s'", where, word);
	*val++ = 0;
	flag = !strcmp(val, "0") || !strcmp(val, "1");
	if (!strcmp(word, "from"))
		return l->nfrom ? fail(p, "%sfrom= stands twice", where) : parse_from(p, where, val, &l->from, &l->nfrom);
	if (!strcmp(word, "train")) {
		l->train = !strcmp(val, "1");
		return flag ? 0 : fail(p, "%strain: expected 0 or 1, found '%s'", where, val);
	}
	s = find_setting(l->type, word);
	if (find_entry(l->type, word) && !(s && flag)) {
		if (!name_ok(val))
			return fail(p, "%s%s: expected the name of a tensor, found '%s'", where, word, val);
		return gan_kv_set(&l->rename, word, val, p->e);
	}
	if (!s)
		return unknown_setting(p, where, l->type, word);
	if (gan_kv_get(&l->set, s->key))
		return fail(p, "%s%s= stands twice", where, s->key);
	if (gan_setting_check(s, val, &e) < 0)
		return fail(p, "%s%s", where, e.msg);
	return gan_kv_set(&l->set, s->key, val, p->e);
}

/* The values of a line without from=: the one before it. */
static int default_from(struct parser *p, struct gan_layer *l, const char *where)
{
	const struct gan_layer_type *t = l->type;
	int last = last_value(p) - 1; /* l itself is counted */

	if (l->nfrom || t->nin_max == 0)
		return 0;
	if (!p->net->nin)
		return fail(p, "%snet '%s' has no input", where, p->net->name);
	if (p->net->nlayer == 1 && p->net->nin > 1)
		return fail(p, "%snet '%s' has %zu inputs: say which with from=", where, p->net->name, p->net->nin);
	if (!(l->from = gan_alloc(1, sizeof(*l->from), p->e)))
		return -1;
	l->from[0] = last;
	l->nfrom = 1;
	return 0;
}

static int check_layer(struct parser *p, struct gan_layer *l, const char *where)
{
	const struct gan_layer_type *t = l->type;
	size_t i;

	if (default_from(p, l, where) < 0)
		return -1;
	if (l->nfrom < t->nin_min || (t->nin_max >= 0 && l->nfrom > t->nin_max))
		return t->nin_max == 0 ? fail(p, "%stakes no values, from= names %d", where, l->nfrom) :
		       fail(p, "%stakes %s%d value%s, found %d%s", where, t->nin_max == t->nin_min ? "" : "at least ",
		            t->nin_min, t->nin_min == 1 ? "" : "s", l->nfrom, l->nfrom < t->nin_min ? " (from=a,b)" : "");
	for (i = 0; i < t->nsetting; i++)
		if (!t->setting[i].def && !gan_kv_get(&l->set, t->setting[i].key))
			return fail(p, "%sneeds %s= (%s)", where, t->setting[i].key, t->setting[i].help);
	return 0;
}

static int parse_layer(struct parser *p, struct gan_words *w)
{
	struct gan_net *net = p->net;
	const char *name = w->w[0];
	const struct gan_layer_type *t;
	char where[GAN_NET_MAX_NAME + 64];
	struct gan_layer *l;
	int i;

	if (strcmp(name, "-") && !name_ok(name))
		return fail(p, "'%s' is no name: letters, digits and . _ / -, at most %d of them", name, GAN_NET_MAX_NAME);
	if (w->n < 2)
		return fail(p, "expected 'NAME TYPE key=value...', found only '%s'", name);
	if (!(t = gan_layer_find(w->w[1])))
		return unknown_type(p, name, w->w[1]);
	if (strcmp(name, "-") && find_value(net, name) >= 0)
		return fail(p, "a second value '%s'", name);
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

/* ---- the whole text ---- */

/* A net without an output line gives its last value. */
static int end_net(struct parser *p)
{
	struct gan_net *net = p->net;
	char word[] = "output", *const one[] = { word };
	struct gan_words w = { .n = 1 };

	if (!net)
		return 0;
	if (!net->nin)
		return fail(p, "net '%s' (line %d) has no input", net->name, net->line);
	if (!net->nlayer)
		return fail(p, "net '%s' (line %d) has no layer", net->name, net->line);
	w.w[0] = one[0];
	return net->nout ? 0 : parse_output(p, &w);
}

static int parse_line(struct parser *p, char *s)
{
	struct gan_words w;

	if (split(p, s, &w) < 0)
		return -1;
	if (!w.n)
		return 0;
	if (!strcmp(w.w[0], "net"))
		return parse_net(p, &w);
	if (!p->net)
		return fail(p, "expected 'net NAME' before anything else, found '%s'", w.w[0]);
	if (!strcmp(w.w[0], "input"))
		return parse_input(p, &w);
	if (!strcmp(w.w[0], "output"))
		return parse_output(p, &w);
	return parse_layer(p, &w);
}

static int parse_text(struct parser *p, char *s)
{
	char *next;
	int line;

	for (line = 1; s; s = next, line++) {
		p->line = line;
		if (line > GAN_NET_MAX_LINES)
			return fail(p, "more than %d lines", GAN_NET_MAX_LINES);
		if ((next = strchr(s, '\n')))
			*next++ = 0;
		if (parse_line(p, s) < 0)
			return -1;
		if (!next || !*next)
			break;
	}
	if (!p->net)
		return gan_fail(p->e, GAN_DATA, "%s: no net in it: expected 'net NAME'", p->source);
	return end_net(p);
}

int gan_nets_parse(struct gan_nets *nets, const char *text, size_t len, const char *source, struct gan_err *e)
{
	struct parser p = { .source = source, .nets = nets, .e = e };
	char *copy = NULL;
	size_t i;
	int rc = -1;

	memset(nets, 0, sizeof(*nets));
	if (len > GAN_NET_MAX_TEXT)
		return gan_fail(e, GAN_DATA, "%s: a text of %zu bytes, at most %u are read", source, len, GAN_NET_MAX_TEXT);
	if (memchr(text, 0, len))
		return gan_fail(e, GAN_DATA, "%s: a NUL byte in the text: expected gan-net(5)", source);
	if (!(nets->text = gan_strndup(text, len, e)) || !(copy = gan_strndup(text, len, e)))
		goto out;
	if (parse_text(&p, copy) < 0)
		goto out;
	for (i = 0; i < nets->n; i++)
		if (gan_net_check(&nets->net[i], e) < 0)
			goto out;
	rc = 0;
out:
	gan_free(copy);
	if (rc < 0)
		gan_nets_free(nets);
	return rc;
}

const struct gan_net *gan_nets_find(const struct gan_nets *nets, const char *name)
{
	size_t i;

	for (i = 0; i < nets->n; i++)
		if (!strcmp(nets->net[i].name, name))
			return &nets->net[i];
	return NULL;
}

static void net_free(struct gan_net *net)
{
	size_t i;

	for (i = 0; i < net->nin; i++)
		gan_free(net->in[i].name);
	for (i = 0; i < net->nout; i++)
		gan_free(net->out[i].name);
	for (i = 0; i < net->nlayer; i++) {
		gan_free(net->layer[i].name);
		gan_free(net->layer[i].from);
		gan_kv_free(&net->layer[i].set);
		gan_kv_free(&net->layer[i].rename);
	}
	gan_free(net->in);
	gan_free(net->out);
	gan_free(net->layer);
	gan_free(net->name);
	gan_free(net->source);
}

void gan_nets_free(struct gan_nets *nets)
{
	size_t i;

	if (!nets)
		return;
	for (i = 0; i < nets->n; i++)
		net_free(&nets->net[i]);
	gan_free(nets->net);
	gan_free(nets->text);
	memset(nets, 0, sizeof(*nets));
}
