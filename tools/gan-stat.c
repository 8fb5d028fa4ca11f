/* gan-stat: what any tensor stream holds, and how good it is. Reads streams, one record at a time; writes text: a summary
   for people, or tables as TSV or JSON lines; with -M what metrics say of data or of a model. Its exit status says whether a
   stream is good. With -t it writes data: the features of a set. */
#include <string.h>

#include "app/featurise.h"
#include "app/judge.h"
#include "app/stat.h"
#include "base/text.h"
#include "cli/cli.h"

static struct {
	const char *output, *what, *record, *metrics, *ref, *features;
	int64_t n, seed, level;
	int json, salvage, no_ema, tensors;
} opt = { .seed = -1, .level = GAN_LEVEL_DEFAULT };

static const struct gan_opt options[] = {
	GAN_OPTION_TEXT('f', NULL, "MODEL[:LAYER]", "with -M or -t: the network, and its layer, to look with",
	                &opt.features),
	GAN_OPTION_FLAG(0, "json", "JSON lines instead of text or TSV", &opt.json),
	GAN_OPTION_TEXT('M', "metric", "NAME[,NAME...]", "judge data, or a model by its samples", &opt.metrics),
	GAN_OPTION_INT('n', NULL, "N", "with -M: samples to take of a model (default 10000)", &opt.n, 1, 1e9),
	GAN_OPTION_FLAG(0, "no-ema", "with -M: sample the weights themselves, not their running averages", &opt.no_ema),
	GAN_OPTION_TEXT('o', "output", "FILE", "write to FILE (default: standard output)", &opt.output),
	GAN_OPTION_TEXT(0, "record", "N|last", "only this record of each stream", &opt.record),
	GAN_OPTION_TEXT(0, "ref", "REAL", "with -M: the data to compare with", &opt.ref),
	GAN_OPTION_INT('s', NULL, "SEED", "with -M: seed of the samples (default: the model's)", &opt.seed, 0, 9007199254740991.),
	GAN_OPTION_FLAG(0, "salvage", "take the whole records of a stream that was cut", &opt.salvage),
	GAN_OPTION_FLAG('t', "tensors", "with -f: write the layer's values of data as a stream of features", &opt.tensors),
	GAN_OPTION_TEXT('w', "what", "WHAT", "a table of tensors, net, hyper, log or pg", &opt.what),
	GAN_OPTION_INT('z', "level", "LEVEL", "with -t: zstd level 1 to 19; 0: plain safetensors", &opt.level, 0, 19),
};

static const struct gan_tool tool = {
	"gan-stat", "what a tensor stream holds", "[FILE...] [key=value...]", options, sizeof options / sizeof *options,
	GAN_TOOL_SETTINGS | GAN_TOOL_BINARY_OUT,
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

/* What is judged or drawn. */
static int judged_of(struct gan_judged_opt *o, int64_t samples, struct gan_cli *cli, struct gan_err *e)
{
	*o = (struct gan_judged_opt){
		.paths = cli->file, .npaths = cli->nfile, .ref = opt.ref, .n = opt.n, .n_default = samples, .seed = opt.seed,
		.no_ema = opt.no_ema, .read_flags = opt.salvage ? GAN_READ_SALVAGE : 0, .warn = warn, .ctx = cli,
	};
	return record_of(&o->record, GAN_JUDGED_ALL, GAN_JUDGED_LAST, e);
}

static int run_judge(struct gan_cli *cli, struct gan_err *e)
{
	struct gan_judge_opt o = {
		.metrics = opt.metrics, .features = opt.features, .set = &cli->set, .json = opt.json, .output = opt.output,
	};

	if (opt.what || opt.level != GAN_LEVEL_DEFAULT)
		return gan_fail(e, GAN_USAGE, opt.what ? "-M and -w exclude each other" : "-z goes with -t");
	return judged_of(&o.from, GAN_JUDGE_SAMPLES, cli, e) ? -1 : gan_app_judge(&o, e);
}

static int run_featurise(struct gan_cli *cli, struct gan_err *e)
{
	struct gan_featurise_opt o = {
		.net = opt.features, .paths = cli->file, .npaths = cli->nfile, .output = opt.output, .level = (int)opt.level,
		.read_flags = opt.salvage ? GAN_READ_SALVAGE : 0, .warn = warn, .ctx = cli,
		.pg = { .program = "gan-stat", .version = GAN_VERSION, .argv = cli->argv, .argc = cli->argc, .off = cli->no_pg },
	};
	const char *other = opt.metrics ? "-M" : opt.what ? "-w" : opt.json ? "--json" : opt.record ? "--record" : opt.ref ? "--ref"
	                    : opt.n ? "-n" : opt.seed >= 0 ? "-s" : opt.no_ema ? "--no-ema" : NULL;

	if (other)
		return gan_fail(e, GAN_USAGE, "-t and %s exclude each other", other);
	if (!opt.features)
		return gan_fail(e, GAN_USAGE, "-t: expected -f MODEL:LAYER, the network and layer whose values are wanted");
	if (cli->set.n)
		return gan_fail(e, GAN_USAGE, "setting '%s' goes with -M", cli->set.key[0]);
	return gan_app_featurise(&o, e);
}

static int check_no_metric(const struct gan_cli *cli, struct gan_err *e)
{
	const char *what = opt.ref ? "--ref" : opt.n ? "-n" : opt.seed >= 0 ? "-s" : opt.no_ema ? "--no-ema" : NULL;

	if (opt.features || opt.level != GAN_LEVEL_DEFAULT)
		return gan_fail(e, GAN_USAGE, opt.features ? "-f goes with -M or -t" : "-z goes with -t");
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
	int rc;

	gan_cli_start(&cli, &tool, argc, argv);
	gan_cli_on_kill(gan_out_unlink_all);
	rc = opt.tensors ? run_featurise(&cli, &err) : opt.metrics ? run_judge(&cli, &err) : run_stat(&cli, &err);
	return gan_cli_end(&cli, rc, &err);
}
