/* The command line of a tool: one option table drives parsing, --help, shell completion and the man-page check.
   Only tools/ includes cli/; it is the one place that exits, prints and reads argv.

   A tool's main:
       static struct { const char *output; int64_t n; ... } opt = { .n = 1000 };
       static const struct gan_opt options[] = {
           GAN_OPTION_TEXT('o', "output", "FILE", "write to FILE", &opt.output),
           GAN_OPTION_INT('n', NULL, "N", "steps to make", &opt.n, 1, 1e15),
           GAN_OPTION_SETTING('b', "N", "batch size", "batch"), ...
       };
       static const struct gan_tool tool = { "gan-step", "train a model", "[FILE...] [key=value...]", options,
                                             sizeof options / sizeof *options, GAN_TOOL_SETTINGS | GAN_TOOL_BINARY_OUT };
       int main(int argc, char **argv) {
           struct gan_cli cli;
           struct gan_err err = {0};
           gan_cli_start(&cli, &tool, argc, argv);      // exits 0 on --help and --version, 64 on a usage error
           gan_cli_on_kill(gan_out_unlink_all);         // or gan_signals_install, in gan-step
           return gan_cli_end(&cli, gan_app_step(&..., &err), &err);
       }

   Options and operands may be mixed; "--" ends the options. "--name=ARG" and "--name ARG" are the same, "-nARG" and
   "-n ARG" too, letters without arguments may share a dash, long names are never abbreviated. Where an option is
   given twice the last one counts (LIST keeps all). Operands of the form key= ([a-z][a-z0-9.-]*=) are settings. */
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
	GAN_OPT_SETTING, /* no dest: -b N is the setting named by `setting` (batch=N), kept in gan_cli.set */
	GAN_OPT_LIST   /* struct gan_kv *: each use appends ("0", text), ("1", text), ...; the tool frees it */
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

#define GAN_OPTION_FLAG(letter, name, help, dest) { letter, name, GAN_OPT_FLAG, NULL, help, dest, 0, 0, NULL }
#define GAN_OPTION_INT(letter, name, arg, help, dest, min, max) { letter, name, GAN_OPT_INT, arg, help, dest, min, max, NULL }
#define GAN_OPTION_REAL(letter, name, arg, help, dest, min, max) { letter, name, GAN_OPT_REAL, arg, help, dest, min, max, NULL }
#define GAN_OPTION_TEXT(letter, name, arg, help, dest) { letter, name, GAN_OPT_TEXT, arg, help, dest, 0, 0, NULL }
#define GAN_OPTION_OPTTEXT(letter, name, arg, help, dest) { letter, name, GAN_OPT_OPTTEXT, arg, help, dest, 0, 0, NULL }
#define GAN_OPTION_SIZE(letter, name, help, dest) { letter, name, GAN_OPT_SIZE, "WxH", help, dest, 0, 0, NULL }
#define GAN_OPTION_SETTING(letter, arg, help, key) { letter, NULL, GAN_OPT_SETTING, arg, help, NULL, 0, 0, key }
#define GAN_OPTION_LIST(letter, name, arg, help, dest) { letter, name, GAN_OPT_LIST, arg, help, dest, 0, 0, NULL }

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

/* Options that every tool has without naming them: -j/--threads N, -q/--quiet, -v/--verbose, -h/--help, --version,
   --no-pg (where BINARY_OUT). `--help=table` prints the table as TSV (letter, long name, argument, whether it is required,
   help; "-" for none) for shell completion and the man-page check. */
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

/* Also makes sure that descriptors 0, 1 and 2 are open, so that no file gets their numbers. */

void gan_cli_start(struct gan_cli *c, const struct gan_tool *t, int argc, char **argv);
/* Prints "tool: message" where rc < 0, checks stdout (74 where a write failed), stops the pool, returns the exit status
   (rc itself where rc >= 0). A closed pipe is not worth a message: status 74, silently, where SIGPIPE did not end us. */
int gan_cli_end(struct gan_cli *c, int rc, const struct gan_err *e);
/* "tool: message" on stderr, one line; unless -q. */
void gan_cli_warn(const struct gan_cli *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* What --record says: a number from 0, or -1 for "last"; text NULL leaves *record. GAN_USAGE. */
int gan_cli_record(const char *text, long *record, struct gan_err *e);

/* The path of a file that is installed with the tools (share/gan-tools beside the program's folder; in the source tree, share/),
   found by where the program is. GAN_NOINPUT where it is not there. */
int gan_cli_share(const struct gan_cli *c, const char *name, char *buf, size_t n, struct gan_err *e);

/* The progress line: drawn at most 10 times a second, only where stderr is a terminal and -q was not given. */
void gan_progress(struct gan_cli *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void gan_progress_end(struct gan_cli *c); /* clears the line */

/* Signals. Handlers are set for SIGINT, SIGTERM and SIGHUP, where they were not ignored at start (nohup, a shell's &).
   cleanup must be async-signal-safe and may be NULL: gan_out_unlink_all removes temporary files. Interrupted system calls
   go on. */

/* For most tools: cleanup, then die of the signal. */
void gan_cli_on_kill(void (*cleanup)(void));
/* For gan-step: the first signal sets a flag; the second is as above. */
void gan_signals_install(void (*cleanup)(void));
/* The first signal caught so far, or 0. */
int gan_signals_caught(void);

#endif
