/* Private to cli/: what the parser works on. */
#ifndef GAN_CLI_CLI_PARSE_H
#define GAN_CLI_CLI_PARSE_H

#include <stdio.h>
#include "cli/cli.h"

#define GAN_CLI_NCOMMON 6

struct gan_parse {
	struct gan_cli *c;
	struct gan_opt common[GAN_CLI_NCOMMON];
	size_t ncommon;
	int64_t threads;
	const char *help; /* argument of --help: "" for none; NULL where not asked for */
	int version;
};

/* Fills c from argv; c->file and c->set stay the caller's. 0, or -1 with GAN_USAGE or GAN_NOMEM. Reads no further than
   --help or --version. */
int gan_cli_parse(struct gan_parse *p, struct gan_cli *c, const struct gan_tool *t, int argc, char **argv, struct gan_err *e);
/* The i-th option, the tool's own before the common ones; NULL after the last. */
const struct gan_opt *gan_cli_option(const struct gan_parse *p, size_t i);

void gan_cli_help(const struct gan_parse *p, FILE *f);
void gan_cli_help_table(const struct gan_parse *p, FILE *f);

/* Is this operand a setting, key=value? Returns the length of the key, or 0. */
size_t gan_cli_setting_key(const char *s);

#endif
