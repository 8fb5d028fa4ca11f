/* Private to net/: what the parser's parts share. */
#ifndef GAN_NET_PARSE_H
#define GAN_NET_PARSE_H

#include "net/net.h"

#define GAN_NET_MAX_WORDS 64

struct gan_words {
	char *w[GAN_NET_MAX_WORDS];
	int n;
};

/* "input NAME KIND..." without its name, and one key=value of an input or output. NULL, or what is wrong. */
const char *gan_io_parse_input(struct gan_io *io, struct gan_words *w);
const char *gan_io_parse_word(struct gan_io *io, const char *word);

/* Works out the shapes of all layers, for one sample, and fills in what the outputs are. 0 or -1. */
int gan_net_check(struct gan_net *net, struct gan_err *e);

#endif
