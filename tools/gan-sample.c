/* gan-sample: pictures of what a model's generator makes. Reads models (standard input, or -m FILE) and writes for each a
   grid of samples as PNM; with -1 the pictures one after another, with -t a data stream,
   with -i what it makes of pictures, with --quiz a sheet of real and generated pictures, numbered. */
#include <stdio.h>
#include <string.h>
#include "app/sample.h"
#include "base/text.h"
#include "cli/cli.h"

static struct {
	const char *model, *output, *image, *latents, *record, *grid, *quiz, *key;
	int64_t n, seed, level;
	int one, tensors, no_ema, salvage;
} opt = { .seed = -1, .level = GAN_LEVEL_DEFAULT };

static const struct gan_opt options[] = {
	GAN_OPTION_TEXT('m', "model", "FILE", "read the model from FILE", &opt.model),
	GAN_OPTION_TEXT('i', "image", "FILE", "one picture of each picture in FILE, which net g takes", &opt.image),
	GAN_OPTION_TEXT('o', "output", "FILE", "write to FILE, replaced when all is written", &opt.output),
	GAN_OPTION_INT('n', NULL, "N", "samples of each model (default 64, or as many as there are latents)", &opt.n, 1, 1e9),
	GAN_OPTION_INT('s', NULL, "SEED", "seed of the latents (default: the model's)", &opt.seed, 0, 9007199254740991.),
	GAN_OPTION_OPTTEXT(0, "grid", "CxR", "a grid of C columns and R rows (--grid alone: near-square)", &opt.grid),
	GAN_OPTION_FLAG('1', NULL, "pictures one after another instead of a grid", &opt.one),
	GAN_OPTION_FLAG('t', "tensors", "a data stream instead of pictures", &opt.tensors),
	GAN_OPTION_TEXT(0, "latents", "FILE", "use the latents of this stream (z)", &opt.latents),
	GAN_OPTION_FLAG(0, "no-ema", "the weights themselves, not their running averages", &opt.no_ema),
	GAN_OPTION_TEXT(0, "key", "FILE", "with --quiz: write what is what to FILE", &opt.key),
	GAN_OPTION_TEXT(0, "quiz", "REAL", "a numbered sheet of samples and pictures of REAL, shuffled", &opt.quiz),
	GAN_OPTION_TEXT(0, "record", "N", "of a series of models take record N (from 0) or last; otherwise each", &opt.record),
	GAN_OPTION_FLAG(0, "salvage", "take the whole records of a series that was cut", &opt.salvage),
	GAN_OPTION_INT('z', "level", "LEVEL", "with -t: zstd level 1 to 19; 0: plain safetensors", &opt.level, 0, 19),
};

static const struct gan_tool tool = {
	"gan-sample", "take samples from a model", "", options, sizeof options / sizeof *options, GAN_TOOL_BINARY_OUT
};

static void warn(void *ctx, const char *line)
{
	gan_cli_warn(ctx, "%s", line);
}

/* How many samples a grid of that shape shows, where -n does not say. */
static int parse_grid(struct gan_sample_opt *o, struct gan_err *e)
{
	if (!opt.grid || !*opt.grid)
		return 0;
	if (gan_parse_size(opt.grid, &o->cols, &o->rows))
		return gan_fail(e, GAN_USAGE, "--grid=%s: expected COLUMNSxROWS", opt.grid);
	if (!o->n && !o->latents)
		o->n = (int64_t)o->cols * o->rows;
	return 0;
}

static int check_image(struct gan_err *e)
{
	const char *other = opt.tensors ? "-t" : opt.grid ? "--grid" : opt.latents ? "--latents" : opt.quiz ? "--quiz" :
	                    opt.n ? "-n" : NULL;

	if (opt.image && other)
		return gan_fail(e, GAN_USAGE, "-i and %s exclude each other: each picture of -i gives one picture%s", other,
		                opt.tensors ? " (gan-data makes data of them)" : opt.grid ? " (gan-data -x --grid tiles them)" : "");
	if (opt.image && !strcmp(opt.image, "-") && (!opt.model || !strcmp(opt.model, "-")))
		return gan_fail(e, GAN_USAGE, "standard input is the model already (-m FILE names the model, then -i - will do)");
	return 0;
}

static int check_quiz(struct gan_err *e)
{
	if (!opt.quiz != !opt.key)
		return gan_fail(e, GAN_USAGE, opt.quiz ? "--quiz: expected --key FILE, for what is what" : "--key goes with --quiz");
	if (!opt.quiz)
		return 0;
	if (opt.one || opt.tensors || opt.latents)
		return gan_fail(e, GAN_USAGE, "--quiz and %s exclude each other", opt.one ? "-1" : opt.tensors ? "-t" : "--latents");
	if (opt.n == 1)
		return gan_fail(e, GAN_USAGE, "-n 1: a sheet has two pictures or more");
	if (!strcmp(opt.quiz, "-") && (!opt.model || !strcmp(opt.model, "-")))
		return gan_fail(e, GAN_USAGE, "standard input is the model already (-m FILE names the model, then --quiz - will do)");
	if (!strcmp(opt.key, "-") && (!opt.output || !strcmp(opt.output, "-")))
		return gan_fail(e, GAN_USAGE, "standard output is the sheet already (-o FILE names the sheet, then --key - will do)");
	return 0;
}

static int check_usage(const struct gan_cli *cli, struct gan_err *e)
{
	if (cli->nfile)
		return gan_fail(e, GAN_USAGE, "unexpected operand '%s' (the model: -m FILE or standard input)", cli->file[0]);
	if (opt.one + opt.tensors + !!opt.grid > 1)
		return gan_fail(e, GAN_USAGE, "-1, -t and --grid exclude each other");
	if (opt.latents && !strcmp(opt.latents, "-") && (!opt.model || !strcmp(opt.model, "-")))
		return gan_fail(e, GAN_USAGE, "standard input is the model already (-m FILE names the model, then --latents - will do)");
	return check_image(e) || check_quiz(e) ? -1 : 0;
}

static int run(struct gan_cli *cli, struct gan_err *e)
{
	struct gan_sample_opt o = {
		.model = opt.model, .output = opt.output, .latents = opt.latents, .n = opt.n, .one = opt.one, .tensors = opt.tensors,
		.image = opt.image, .quiz = opt.quiz, .key = opt.key, .record = opt.quiz || opt.image ? GAN_SERIES_LAST : GAN_SERIES_ALL,
		.no_ema = opt.no_ema, .seed = opt.seed, .read_flags = opt.salvage ? GAN_READ_SALVAGE : 0, .level = (int)opt.level,
		.pg = { .program = "gan-sample", .version = GAN_VERSION, .argv = cli->argv, .argc = cli->argc, .off = cli->no_pg },
		.note = cli->verbose ? warn : NULL, .warn = warn, .ctx = cli,
	};

	if (check_usage(cli, e) || gan_cli_record(opt.record, &o.record, e) || parse_grid(&o, e))
		return -1;
	return gan_app_sample(&o, e);
}

int main(int argc, char **argv)
{
	struct gan_cli cli;
	struct gan_err err = { 0 };

	gan_cli_start(&cli, &tool, argc, argv);
	gan_cli_on_kill(gan_out_unlink_all);
	return gan_cli_end(&cli, run(&cli, &err), &err);
}
