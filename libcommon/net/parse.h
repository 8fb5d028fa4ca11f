/* Private to net/: what the parser's parts share. */
#ifndef GAN_NET_PARSE_H
#define GAN_NET_PARSE_H

#include "net/net.h"

#define GAN_NET_MAX_WORDS 64

struct gan_words {
	char *w[GAN_NET_MAX_WORDS];
	int n;
};

struct gan_parser {
	const char *source;
	struct gan_nets *nets;
	struct gan_net *net;   /* the one being read; NULL before the first */
	size_t netcap, incap, outcap, layercap;
	int line;
	struct gan_err *e;
};

/* Fills p->e with "source: line N: message"; -1. */
int gan_parse_fail(struct gan_parser *p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
int gan_name_ok(const char *s);
/* The number of a named value (inputs, then layers), or -1. */
int gan_find_value(const struct gan_net *net, const char *name);
/* The number of the last value so far. */
int gan_last_value(struct gan_parser *p);
/* "a,b" to numbers of values, into a gan_alloc'd array. what begins messages. 0 or -1. */
int gan_parse_from(struct gan_parser *p, const char *what, const char *list, int **from, int *n);
int gan_parse_layer(struct gan_parser *p, struct gan_words *w);

/* "input NAME KIND..." without its name, and one key=value of an input or output. NULL, or what is wrong. */
const char *gan_io_parse_input(struct gan_io *io, struct gan_words *w);
const char *gan_io_parse_word(struct gan_io *io, const char *word);

/* Works out the shapes of all layers, for one sample, and fills in what the outputs are. 0 or -1. */
int gan_net_check(struct gan_net *net, struct gan_err *e);

#endif
