/* The command line of a tool: one option table drives parsing, --help, shell completion and the man-page check.
   Only tools/ includes cli/; it is the one place that exits, prints and reads argv.

   A tool's main:
       static struct { const char *output; int64_t n; ... } opt = { .n = 1000 };
       static const struct gan_opt options[] = { { 'o', "output", GAN_OPT_TEXT, "FILE", "write to FILE", &opt.output }, ... };
       static const struct gan_tool tool = { "gan-step", "train a model", "[FILE...] [key=value...]", options, N, GAN_TOOL_SETTINGS };
       int main(int argc, char **argv) {
           struct gan_cli cli;
           struct gan_err err = {0};
           gan_cli_start(&cli, &tool, argc, argv);      // exits 0 on --help and --version, 64 on a usage error
           return gan_cli_end(&cli, gan_app_step(&..., &err), &err);
       } */
#ifndef GAN_CLI_CLI_H
#define GAN_CLI_CLI_H

#include <stddef.h>
#include <stdint.h>
#include "base/err.h"
#include "base/setting.h"

enum gan_opt_type {
	GAN_OPT_FLAG,  /* int *: set to 1 */
	GAN_OPT_INT,   /* int64_t * */
	GAN_OPT_REAL,  /* double * */
	GAN_OPT_TEXT,  /* const char ** */
	GAN_OPT_OPTTEXT, /* const char **: --name or --name=ARG; "" without */
	GAN_OPT_SIZE,  /* int[2]: W, H of WxH */
	GAN_OPT_SETTING, /* no dest: -b N is the setting named by `arg2` (batch=N) */
	GAN_OPT_LIST   /* struct gan_kv *: appended as (n, text) pairs, may be repeated */
};

struct gan_opt {
	int letter;          /* 0: long only */
	const char *name;    /* long name; NULL: letter only */
	enum gan_opt_type type;
	const char *arg;     /* "FILE", "N"; NULL for flags */
	const char *help;    /* one line */
	void *dest;
	double min, max;     /* INT and REAL, where max > min */
	const char *setting; /* SETTING: the key */
};

enum {
	GAN_TOOL_SETTINGS = 1,  /* takes key=value operands */
	GAN_TOOL_BINARY_OUT = 2 /* stdout gets binary: refused where it is a terminal unless -o is given (checked by gan_out_open) */
};

struct gan_tool {
	const char *name, *summary, *operands;
	const struct gan_opt *opt;
	size_t nopt;
	unsigned flags;
};

/* Options that every tool has without naming them: -j N, -q, -v, -h/--help, --version, --no-pg (where BINARY_OUT). */
struct gan_cli {
	const struct gan_tool *tool;
	int argc;
	char **argv;
	const char **file;   /* operands that are not settings */
	size_t nfile;
	struct gan_kv set;   /* settings given, in order */
	int threads;         /* of -j; the pool is started by gan_cli_start */
	int quiet, verbose, no_pg;
};

void gan_cli_start(struct gan_cli *c, const struct gan_tool *t, int argc, char **argv);
/* Prints "tool: message" where rc < 0, checks stdout, stops the pool, returns the exit status (rc itself where rc >= 0). */
int gan_cli_end(struct gan_cli *c, int rc, const struct gan_err *e);
/* "tool: message" on stderr, one line; unless -q. */
void gan_cli_warn(const struct gan_cli *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The progress line: drawn at most 10 times a second, only where stderr is a terminal and -q was not given. */
void gan_progress(struct gan_cli *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void gan_progress_end(struct gan_cli *c); /* clears the line */

/* Signals for gan-step: SIGINT, SIGTERM, SIGHUP (not those ignored at start) set a flag; a second one removes temporary files
   and ends at once. Returns the first signal caught so far, or 0. */
void gan_signals_install(void);
int gan_signals_caught(void);

#endif
