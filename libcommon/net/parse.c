/* gan-net(5): text to parsed nets. Every message names source and line. */
#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "base/text.h"
#include "net/layer.h"
#include "net/parse.h"

int gan_parse_fail(struct gan_parser *p, const char *fmt, ...)
{
	char msg[800];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(msg, sizeof(msg), fmt, ap);
	va_end(ap);
	return gan_fail(p->e, GAN_DATA, "%s: line %d: %s", p->source, p->line, msg);
}

/* ---- words ---- */

static int split(struct gan_parser *p, char *s, struct gan_words *w)
{
	w->n = 0;
	for (;;) {
		s += strspn(s, " \t\r");
		if (!*s || *s == '#')
			return 0;
		if (w->n == GAN_NET_MAX_WORDS)
			return gan_parse_fail(p, "more than %d words", GAN_NET_MAX_WORDS);
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

int gan_name_ok(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/-");

	return n && !s[n] && n <= GAN_NET_MAX_NAME && strcmp(s, "-");
}

/* ---- net NAME ---- */

static int end_net(struct gan_parser *p);

/* First parts of names that other state in a model's store has. */
static const char *const reserved[] = { "ema", "adam", "sgd", "rmsprop", "log", "train", "data" };

static int parse_net(struct gan_parser *p, struct gan_words *w)
{
	struct gan_nets *nets = p->nets;
	size_t i;

	if (end_net(p) < 0)
		return -1;
	if (w->n != 2)
		return gan_parse_fail(p, "expected 'net NAME', found %d words", w->n);
	if (!gan_name_ok(w->w[1]) || strpbrk(w->w[1], "./"))
		return gan_parse_fail(p, "a net's name has letters, digits, _ and -, found '%s'", w->w[1]);
	for (i = 0; i < GAN_COUNT(reserved); i++)
		if (!strcmp(w->w[1], reserved[i]))
			return gan_parse_fail(p, "a net cannot be called '%s': other state of a model has that name", reserved[i]);
	if (gan_nets_find(nets, w->w[1]))
		return gan_parse_fail(p, "a second net '%s'", w->w[1]);
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

int gan_find_value(const struct gan_net *net, const char *name)
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

static int unknown_value(struct gan_parser *p, const char *what, const char *name)
{
	const char *near = nearest_value(p->net, name);

	if (near)
		return gan_parse_fail(p, "%sno value '%s' above this line (did you mean '%s'?)", what, name, near);
	return gan_parse_fail(p, "%sno value '%s' above this line", what, name);
}

/* "a,b" to numbers of values. */
int gan_parse_from(struct gan_parser *p, const char *what, const char *list, int **from, int *n)
{
	size_t cap = 0, len;
	char name[GAN_NET_MAX_NAME + 1];

	for (*n = 0;; list += len + 1) {
		len = strcspn(list, ",");
		if (!len || len > GAN_NET_MAX_NAME)
			return gan_parse_fail(p, "%sfrom= wants names of values, as from=a,b", what);
		memcpy(name, list, len);
		name[len] = 0;
		if (gan_grow((void **)from, &cap, (size_t)*n + 1, sizeof(**from), p->e) < 0)
			return -1;
		(*from)[*n] = gan_find_value(p->net, name);
		if ((*from)[(*n)++] < 0)
			return unknown_value(p, what, name);
		if (!list[len])
			return 0;
	}
}

/* ---- input, output ---- */

static int parse_input(struct gan_parser *p, struct gan_words *w)
{
	struct gan_net *net = p->net;
	struct gan_io *io;
	const char *why;

	if (net->nlayer || net->nout)
		return gan_parse_fail(p, "inputs stand before the layers of net '%s'", net->name);
	if (w->n < 3 || !gan_name_ok(w->w[1]))
		return gan_parse_fail(p, "expected 'input NAME LENGTH', 'input NAME image H W C' or 'input NAME label CLASSES'");
	if (gan_find_value(net, w->w[1]) >= 0)
		return gan_parse_fail(p, "a second input '%s'", w->w[1]);
	if (gan_grow((void **)&net->in, &p->incap, net->nin + 1, sizeof(*io), p->e) < 0)
		return -1;
	io = &net->in[net->nin++];
	if (!(io->name = gan_strdup(w->w[1], p->e)))
		return -1;
	why = gan_io_parse_input(io, w);
	return why ? gan_parse_fail(p, "input '%s': %s", io->name, why) : 0;
}

int gan_last_value(struct gan_parser *p)
{
	return (int)(p->net->nin + p->net->nlayer) - 1;
}

static int parse_output(struct gan_parser *p, struct gan_words *w)
{
	struct gan_net *net = p->net;
	const char *name = "out", *why = NULL;
	struct gan_io *io;
	size_t k;
	int i = 1, *from = NULL, n = 0, rc = 0;

	if (!net->nlayer)
		return gan_parse_fail(p, "an output needs a layer above it");
	if (w->n > 1 && !strchr(w->w[1], '='))
		name = w->w[i++];
	if (!gan_name_ok(name))
		return gan_parse_fail(p, "'%s' is no name for an output", name);
	for (k = 0; k < net->nout; k++)
		if (!strcmp(net->out[k].name, name))
			return gan_parse_fail(p, "a second output '%s'; give it a name: output NAME", name);
	if (gan_grow((void **)&net->out, &p->outcap, net->nout + 1, sizeof(*io), p->e) < 0)
		return -1;
	io = &net->out[net->nout++];
	if (!(io->name = gan_strdup(name, p->e)))
		return -1;
	io->value = gan_last_value(p);
	io->hi = 1;
	for (; i < w->n && !rc; i++) {
		if (!strncmp(w->w[i], "from=", 5)) {
			rc = gan_parse_from(p, "output: ", w->w[i] + 5, &from, &n);
			if (!rc && n != 1)
				rc = gan_parse_fail(p, "an output is one value, from= names %d", n);
			if (!rc)
				io->value = from[0];
		} else if ((why = gan_io_parse_word(io, w->w[i]))) {
			rc = gan_parse_fail(p, "output '%s': %s", name, why);
		}
	}
	gan_free(from);
	return rc;
}

/* ---- the whole text ---- */

/* A net without an output line gives its last value. */
static int end_net(struct gan_parser *p)
{
	struct gan_net *net = p->net;
	char word[] = "output", *const one[] = { word };
	struct gan_words w = { .n = 1 };

	if (!net)
		return 0;
	if (!net->nin)
		return gan_parse_fail(p, "net '%s' (line %d) has no input", net->name, net->line);
	if (!net->nlayer)
		return gan_parse_fail(p, "net '%s' (line %d) has no layer", net->name, net->line);
	w.w[0] = one[0];
	return net->nout ? 0 : parse_output(p, &w);
}

static int parse_line(struct gan_parser *p, char *s)
{
	struct gan_words w;

	if (split(p, s, &w) < 0)
		return -1;
	if (!w.n)
		return 0;
	if (!strcmp(w.w[0], "net"))
		return parse_net(p, &w);
	if (!p->net)
		return gan_parse_fail(p, "expected 'net NAME' before anything else, found '%s'", w.w[0]);
	if (!strcmp(w.w[0], "input"))
		return parse_input(p, &w);
	if (!strcmp(w.w[0], "output"))
		return parse_output(p, &w);
	return gan_parse_layer(p, &w);
}

static int parse_text(struct gan_parser *p, char *s)
{
	char *next;
	int line;

	for (line = 1; s; s = next, line++) {
		p->line = line;
		if (line > GAN_NET_MAX_LINES)
			return gan_parse_fail(p, "more than %d lines", GAN_NET_MAX_LINES);
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
	struct gan_parser p = { .source = source, .nets = nets, .e = e };
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
