/* gan-step: trains a model. Reads a model (standard input, or -m FILE) and data streams (operands), makes -n steps, and
   writes the model; with --every on standard output, a series of models. Settings key=value hold from here on
   and stay in the model. SIGINT, SIGTERM and SIGHUP end it after the current step, with a whole model written. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "app/step.h"
#include "base/text.h"
#include "cli/cli.h"

static struct {
	const char *model, *output, *log, *record;
	int64_t n, to, every, level;
	int salvage, profile;
} opt = { .n = -1, .to = -1, .level = GAN_LEVEL_DEFAULT };

static const struct gan_opt options[] = {
	GAN_OPTION_TEXT('m', "model", "FILE", "read the model from FILE (then data may be -)", &opt.model),
	GAN_OPTION_TEXT('o', "output", "FILE", "write to FILE, replaced when the new model is whole", &opt.output),
	GAN_OPTION_INT('n', NULL, "N", "make N more steps (default 1000)", &opt.n, 0, 1e15),
	GAN_OPTION_INT(0, "to", "STEP", "train up to STEP, counted from the model's beginning", &opt.to, 0, 1e15),
	GAN_OPTION_INT(0, "every", "K", "also write the model at each multiple of K steps", &opt.every, 1, 1e15),
	GAN_OPTION_TEXT(0, "log", "FILE", "append losses and images/s of each step to FILE (TSV)", &opt.log),
	GAN_OPTION_SETTING('b', "N", "images in a step (batch=N)", "batch"),
	GAN_OPTION_SETTING('s', "SEED", "seed of all random numbers (seed=SEED)", "seed"),
	GAN_OPTION_INT('z', "level", "LEVEL", "zstd level 1 to 19; 0: plain safetensors", &opt.level, 0, 19),
	GAN_OPTION_TEXT(0, "record", "N", "of a series of models take record N (from 0), or last (default)", &opt.record),
	GAN_OPTION_FLAG(0, "salvage", "take the whole records of a series that was cut", &opt.salvage),
	GAN_OPTION_FLAG(0, "profile", "print seconds by kind of work to standard error at the end", &opt.profile),
};

static const struct gan_tool tool = {
	"gan-step", "train a model", "[DATA...] [key=value...]", options, sizeof options / sizeof *options,
	GAN_TOOL_SETTINGS | GAN_TOOL_BINARY_OUT
};

static void progress(void *ctx, const char *line)
{
	gan_progress(ctx, "%s", line);
}

static void warn(void *ctx, const char *line)
{
	gan_cli_warn(ctx, "%s", line);
}

static int record_number(long *record, struct gan_err *e)
{
	int64_t n;

	*record = -1;
	if (!opt.record || !strcmp(opt.record, "last"))
		return 0;
	if (gan_parse_int(opt.record, &n) || n < 0 || n > 1000000000)
		return gan_fail(e, GAN_USAGE, "--record %s: expected a number from 0 or 'last'", opt.record);
	*record = (long)n;
	return 0;
}

static int run(struct gan_cli *cli, struct gan_buf *profile, struct gan_err *e)
{
	struct gan_step_opt o = {
		.model = opt.model, .data = cli->file, .ndata = cli->nfile, .set = &cli->set, .n = opt.n >= 0 ? opt.n : 1000, .to = opt.to,
		.every = opt.every, .output = opt.output, .log = opt.log, .level = (int)opt.level,
		.read_flags = opt.salvage ? GAN_READ_SALVAGE : 0,
		.pg = { .program = "gan-step", .version = GAN_VERSION, .argv = cli->argv, .argc = cli->argc, .off = cli->no_pg },
		.profile = opt.profile ? profile : NULL, .caught = gan_signals_caught, .progress = progress,
		.note = cli->verbose ? warn : NULL, .warn = warn, .ctx = cli,
	};
	int from_stdin = !opt.model || !strcmp(opt.model, "-");

	if (record_number(&o.record, e))
		return -1;
	if (opt.n >= 0 && opt.to >= 0)
		return gan_fail(e, GAN_USAGE, "-n and --to both say how far to train: give one");
	for (size_t i = 0; i < cli->nfile; i++)
		if (!strcmp(cli->file[i], "-") && from_stdin)
			return gan_fail(e, GAN_USAGE, "standard input is the model already (-m FILE names the model, then data may be -)");
	return gan_app_step(&o, e);
}

int main(int argc, char **argv)
{
	struct gan_cli cli;
	struct gan_err err = { 0 };
	struct gan_buf profile = { 0 };
	int rc;

	gan_cli_start(&cli, &tool, argc, argv);
	gan_signals_install(gan_out_unlink_all);
	rc = run(&cli, &profile, &err);
	gan_progress_end(&cli);
	if (profile.len)
		fputs(profile.s, stderr);
	gan_buf_free(&profile);
	return gan_cli_end(&cli, rc, &err);
}
