/* The command line against an option table. */
#include <string.h>
#include "base/mem.h"
#include "cli/cli_parse.h"
#include "tap.h"

static struct {
	const char *output, *grid;
	int64_t n;
	double rate;
	int flag, one, size[2];
	struct gan_kv list;
} opt;

static const struct gan_opt options[] = {
	GAN_OPTION_TEXT('o', "output", "FILE", "write to FILE", &opt.output),
	GAN_OPTION_INT('n', NULL, "N", "how many", &opt.n, 1, 100),
	GAN_OPTION_INT(0, "every", "K", "how often", &opt.n, 1, 1e15),
	GAN_OPTION_REAL(0, "rate", "R", "how fast", &opt.rate, 0, 1),
	GAN_OPTION_FLAG('x', "extract", "take out", &opt.flag),
	GAN_OPTION_FLAG('1', NULL, "one by one", &opt.one),
	GAN_OPTION_OPTTEXT(0, "grid", "CxR", "in a grid", &opt.grid),
	GAN_OPTION_SIZE('S', NULL, "size", &opt.size),
	GAN_OPTION_SETTING('b', "N", "batch size", "batch"),
	GAN_OPTION_LIST('w', "weights", "FILE", "load", &opt.list),
};
#define NOPT (sizeof options / sizeof *options)
static const struct gan_tool with = { "gan-x", "tests", "[FILE...] [key=value...]", options, NOPT, GAN_TOOL_SETTINGS };
static const struct gan_tool without = { "gan-y", "tests", "[FILE...]", options, NOPT, GAN_TOOL_BINARY_OUT };

static struct gan_parse p;
static struct gan_cli c;
static struct gan_err e;

#define MAX_WORDS 16

static int parse(const struct gan_tool *t, const char *line)
{
	static char text[512];
	static char *argv[MAX_WORDS + 1];
	int argc = 0;

	gan_free(c.file);
	gan_kv_free(&c.set);
	gan_kv_free(&opt.list);
	memset(&opt, 0, sizeof opt);
	memset(&e, 0, sizeof e);
	snprintf(text, sizeof text, "%s", line);
	for (char *s = strtok(text, " "); s && argc < MAX_WORDS; s = strtok(NULL, " "))
		argv[argc++] = s;
	argv[argc] = NULL;
	return gan_cli_parse(&p, &c, t, argc, argv, &e);
}

static int is(const char *a, const char *b)
{
	return a && b && strcmp(a, b) == 0;
}

static void accepts(void)
{
	ok(parse(&with, "gan-x a.t -o g.t lr=1e-4 b.t") == 0 && c.nfile == 2 && is(c.file[1], "b.t") && is(opt.output, "g.t")
	   && is(gan_kv_get(&c.set, "lr"), "1e-4"), "options, files and settings may be mixed");
	ok(parse(&with, "gan-x --output=g.t --every 7") == 0 && is(opt.output, "g.t") && opt.n == 7, "--name=ARG and --name ARG");
	ok(parse(&with, "gan-x --output=a=b") == 0 && is(opt.output, "a=b"), "the argument may have an equals sign");
	ok(parse(&with, "gan-x --output=") == 0 && is(opt.output, ""), "the argument may be empty");
	ok(parse(&with, "gan-x -x1n5") == 0 && opt.flag && opt.one && opt.n == 5,
	   "letters share a dash, the last may take an argument");
	ok(parse(&with, "gan-x -n 5 -n 6") == 0 && opt.n == 6, "the last one counts");
	ok(parse(&with, "gan-x --grid -n 1") == 0 && is(opt.grid, "") && opt.n == 1, "an optional argument stays away");
	ok(parse(&with, "gan-x --grid=3x4") == 0 && is(opt.grid, "3x4"), "an optional argument given");
	ok(parse(&with, "gan-x -S 64x32") == 0 && opt.size[0] == 64 && opt.size[1] == 32, "a size");
	ok(parse(&with, "gan-x -b 32 batch=64 lr=") == 0 && is(gan_kv_get(&c.set, "batch"), "64")
	   && is(gan_kv_get(&c.set, "lr"), ""), "-b is a setting, in the order given");
	ok(parse(&with, "gan-x -w a -w g=b --weights c") == 0 && opt.list.n == 3 && is(opt.list.val[1], "g=b")
	   && is(opt.list.key[2], "2"), "a list keeps all");
	ok(parse(&with, "gan-x -- -n --every") == 0 && c.nfile == 2 && is(c.file[0], "-n"), "-- ends the options");
	ok(parse(&with, "gan-x - ./a=b A=b =b 1a=b") == 0 && c.nfile == 5 && c.set.n == 0, "files that look like settings");
	ok(parse(&with, "gan-x d-update=split lr.g=1") == 0 && c.set.n == 2, "settings with dashes and dots");
	ok(parse(&with, "gan-x -j 3 -qv") == 0 && c.threads == 3 && c.quiet && c.verbose, "options that every tool has");
	ok(parse(&with, "gan-x") == 0 && c.threads >= 1, "threads have a default");
	ok(parse(&without, "gan-y --no-pg") == 0 && c.no_pg, "--no-pg where a stream is written");
	ok(parse(&with, "gan-x --help --nonsense") == 0 && is(p.help, ""), "nothing is read after --help");
	ok(parse(&with, "gan-x --help=table") == 0 && is(p.help, "table"), "--help=table");
}

static void refuses(const struct gan_tool *t, const char *line, const char *message)
{
	int rc = parse(t, line);

	if (!ok(rc == -1 && e.code == GAN_USAGE && is(e.msg, message), "refused: %s", line))
		printf("# %s\n# %s\n", e.msg, message);
}

int main(void)
{
	accepts();
	refuses(&with, "gan-x --ever 3", "unknown option --ever (did you mean --every?)");
	refuses(&with, "gan-x --outptu=3", "unknown option --outptu (did you mean --output?)");
	refuses(&with, "gan-x --zzzzzz", "unknown option --zzzzzz (gan-x --help lists them)");
	refuses(&with, "gan-x -Q", "unknown option -Q (gan-x --help lists them)");
	refuses(&with, "gan-x -every 3", "unknown option -e (a long option has two dashes: --every)");
	refuses(&with, "gan-x --no-pg", "unknown option --no-pg (gan-x --help lists them)");
	refuses(&with, "gan-x -n 0", "-n: expected a whole number from 1 to 100, found '0'");
	refuses(&with, "gan-x -n 101", "-n: expected a whole number from 1 to 100, found '101'");
	refuses(&with, "gan-x -n 1.5", "-n: expected a whole number from 1 to 100, found '1.5'");
	refuses(&with, "gan-x -n -5", "-n: expected a whole number from 1 to 100, found '-5'");
	refuses(&with, "gan-x --every 99999999999999999999",
	        "--every: expected a whole number of at least 1, found '99999999999999999999'");
	refuses(&with, "gan-x --rate nan", "--rate: expected a number from 0 to 1, found 'nan'");
	refuses(&with, "gan-x --rate 1.01", "--rate: expected a number from 0 to 1, found '1.01'");
	refuses(&with, "gan-x -S 64", "-S: expected WxH, such as 64x64, both from 1 to 32768, found '64'");
	refuses(&with, "gan-x -o", "-o: its argument FILE is missing");
	refuses(&with, "gan-x --output", "--output: its argument FILE is missing");
	refuses(&with, "gan-x --extract=1", "--extract takes no argument, found '1'");
	refuses(&with, "gan-x -j 0", "-j: expected a whole number from 1 to 256, found '0'");
	refuses(&without, "gan-y lr=1", "'lr=1': gan-y takes no settings (a file of such a name is ./lr=1)");
	gan_free(c.file);
	gan_kv_free(&c.set);
	gan_kv_free(&opt.list);
	return done();
}
