/* gan-stat: what any tensor stream holds, and how good it is. Reads streams, one record at a time; writes text: a summary
   for people, or tables as TSV or JSON lines; with -M what metrics say of data or of a model. Its exit status says whether a
   stream is good. */
#include <string.h>

#include "app/judge.h"
#include "app/stat.h"
#include "base/text.h"
#include "cli/cli.h"

static struct {
	const char *output, *what, *record, *metrics, *ref, *features;
	int64_t n, seed;
	int json, salvage, no_ema;
} opt = { .seed = -1 };

static const struct gan_opt options[] = {
	GAN_OPTION_TEXT('f', NULL, "MODEL[:LAYER]", "with -M: the network, and its layer, to look with", &opt.features),
	GAN_OPTION_FLAG(0, "json", "JSON lines instead of text or TSV", &opt.json),
	GAN_OPTION_TEXT('M', "metric", "NAME[,NAME...]", "judge data, or a model by its samples", &opt.metrics),
	GAN_OPTION_INT('n', NULL, "N", "with -M: samples to take of a model (default 10000)", &opt.n, 1, 1e9),
	GAN_OPTION_FLAG(0, "no-ema", "with -M: sample the weights themselves, not their running averages", &opt.no_ema),
	GAN_OPTION_TEXT('o', "output", "FILE", "write to FILE (default: standard output)", &opt.output),
	GAN_OPTION_TEXT(0, "record", "N|last", "only this record of each stream", &opt.record),
	GAN_OPTION_TEXT(0, "ref", "REAL", "with -M: the data to compare with", &opt.ref),
	GAN_OPTION_INT('s', NULL, "SEED", "with -M: seed of the samples (default: the model's)", &opt.seed, 0, 9007199254740991.),
	GAN_OPTION_FLAG(0, "salvage", "take the whole records of a stream that was cut", &opt.salvage),
	GAN_OPTION_TEXT('w', "what", "WHAT", "a table of tensors, net, hyper, log or pg", &opt.what),
};

static const struct gan_tool tool = {
	"gan-stat", "what a tensor stream holds", "[FILE...] [key=value...]", options, sizeof options / sizeof *options,
	GAN_TOOL_SETTINGS,
};

static void warn(void *ctx, const char *text)
{
	gan_cli_warn(ctx, "%s", text);
}

/* all and last are what the caller calls these. */
static int record_of(int64_t *record, int64_t all, int64_t last, struct gan_err *e)
{
	*record = all;
	if (!opt.record)
		return 0;
	if (!strcmp(opt.record, "last"))
		*record = last;
	else if (gan_parse_int(opt.record, record) || *record < 0)
		return gan_fail(e, GAN_USAGE, "--record: expected a number from 0, or last, found '%s'", opt.record);
	return 0;
}

static int run_judge(struct gan_cli *cli, struct gan_err *e)
{
	struct gan_judge_opt o = {
		.metrics = opt.metrics, .paths = cli->file, .npaths = cli->nfile, .ref = opt.ref, .features = opt.features,
		.set = &cli->set, .n = opt.n, .seed = opt.seed, .no_ema = opt.no_ema, .json = opt.json, .output = opt.output,
		.read_flags = opt.salvage ? GAN_READ_SALVAGE : 0, .warn = warn, .ctx = cli,
	};

	if (opt.what)
		return gan_fail(e, GAN_USAGE, "-M and -w exclude each other");
	return record_of(&o.record, GAN_JUDGE_ALL, GAN_JUDGE_LAST, e) ? -1 : gan_app_judge(&o, e);
}

static int check_no_metric(const struct gan_cli *cli, struct gan_err *e)
{
	const char *what = opt.ref ? "--ref" : opt.features ? "-f" : opt.n ? "-n" : opt.seed >= 0 ? "-s" : opt.no_ema ? "--no-ema"
	                   : NULL;

	if (what)
		return gan_fail(e, GAN_USAGE, "%s goes with -M", what);
	if (cli->set.n)
		return gan_fail(e, GAN_USAGE, "setting '%s' goes with -M (a file of that name: ./%s=%s)", cli->set.key[0],
		                cli->set.key[0], cli->set.val[0]);
	return 0;
}

static int run_stat(struct gan_cli *cli, struct gan_err *e)
{
	struct gan_stat_opt o = {
		.paths = cli->file, .npaths = cli->nfile, .json = opt.json, .read_flags = opt.salvage ? GAN_READ_SALVAGE : 0,
		.verbose = cli->verbose, .output = opt.output, .warn = warn, .ctx = cli,
	};

	if (check_no_metric(cli, e) || record_of(&o.record, GAN_STAT_ALL, GAN_STAT_LAST, e))
		return -1;
	if (opt.what && gan_stat_what_find(opt.what, &o.what, e))
		return -1;
	return gan_app_stat(&o, e);
}

int main(int argc, char **argv)
{
	struct gan_err err = {0};
	struct gan_cli cli;

	gan_cli_start(&cli, &tool, argc, argv);
	gan_cli_on_kill(gan_out_unlink_all);
	return gan_cli_end(&cli, opt.metrics ? run_judge(&cli, &err) : run_stat(&cli, &err), &err);
}
