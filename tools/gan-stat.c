/* gan-stat: what any tensor stream holds, and how good it is. Reads streams, one record at a time; writes text: a summary
   for people, or tables as TSV or JSON lines; with -M what metrics say of data or of a model. Its exit status says whether a
   stream is good. With -t it writes data: the features of a set; with --partial their statistics. With --plot it draws, as
   PNM. With --score it scores answers to a sheet of pictures. With --watch it follows a training's log, and its exit status
   says whether that went well. */
#include <string.h>

#include "app/cross.h"
#include "feature/featurise.h"
#include "metric/judge.h"
#include "app/logwatch.h"
#include "plot/plot.h"
#include "app/quiz.h"
#include "app/stat.h"
#include "base/text.h"
#include "cli/cli.h"

static struct {
	const char *output, *what, *record, *metrics, *ref, *features, *plot, *score, *check, *sheet, *watch;
	int64_t n, seed, level;
	int cross, json, salvage, no_ema, tensors, partial, size[2];
} opt = { .seed = -1, .level = GAN_LEVEL_DEFAULT };

static const struct gan_opt options[] = {
	GAN_OPTION_TEXT(0, "check", "NAME<N[,...]", "with -M: exit 1 where a value is not so (< <= > >= =)", &opt.check),
	GAN_OPTION_FLAG(0, "cross", "play each D of the models against each G", &opt.cross),
	GAN_OPTION_TEXT('f', NULL, "MODEL[:LAYER]", "with -M or -t: the network, and its layer, to look with",
	                &opt.features),
	GAN_OPTION_FLAG(0, "json", "JSON lines instead of text or TSV", &opt.json),
	GAN_OPTION_TEXT('M', "metric", "NAME[,NAME...]", "judge data, or a model by its samples", &opt.metrics),
	GAN_OPTION_INT('n', NULL, "N", "with -M, --plot or --cross: samples of a model (default 10000, 2500 or 500)", &opt.n, 1, 1e9),
	GAN_OPTION_FLAG(0, "no-ema", "with -M, --plot or --cross: sample the weights themselves, not their averages", &opt.no_ema),
	GAN_OPTION_TEXT('o', "output", "FILE", "write to FILE (default: standard output)", &opt.output),
	GAN_OPTION_FLAG(0, "partial", "write the statistics of data, or of its features (-f), for -M fid to merge", &opt.partial),
	GAN_OPTION_TEXT(0, "plot", "NAME", "draw as PNM: accuracy, curve, density, field, hist, loss or points", &opt.plot),
	GAN_OPTION_TEXT(0, "record", "N|last", "only this record of each stream", &opt.record),
	GAN_OPTION_TEXT(0, "ref", "REAL", "with -M, --plot or --cross: the data to compare with", &opt.ref),
	GAN_OPTION_INT('s', NULL, "SEED", "with -M, --plot or --cross: seed of the samples (default: the model's)", &opt.seed, 0,
	               9007199254740991.),
	GAN_OPTION_SIZE('S', NULL, "with --plot: the picture's size", opt.size),
	GAN_OPTION_FLAG(0, "salvage", "take the whole records of a stream that was cut", &opt.salvage),
	GAN_OPTION_TEXT(0, "score", "KEY", "score answers to a sheet of gan-sample --quiz by its key", &opt.score),
	GAN_OPTION_TEXT(0, "sheet", "FILE", "with -M nn: draw samples beside their neighbours as PNM", &opt.sheet),
	GAN_OPTION_FLAG('t', "tensors", "with -f: write the layer's values of data as a stream of features", &opt.tensors),
	GAN_OPTION_TEXT(0, "watch", "LOG", "follow gan-step's --log; exit 1 where the training goes wrong", &opt.watch),
	GAN_OPTION_TEXT('w', "what", "WHAT", "a table of tensors, net, hyper, log or pg", &opt.what),
	GAN_OPTION_INT('z', "level", "LEVEL", "with -t: zstd level 1 to 19; 0: plain safetensors", &opt.level, 0, 19),
};

static const struct gan_tool tool = {
	"gan-stat", "what a tensor stream holds, and how good it is", "[FILE...] [key=value...]", options,
	sizeof options / sizeof *options,
	GAN_TOOL_SETTINGS | GAN_TOOL_BINARY_OUT,
};

/* What is done, and the option that asks for it. */
enum mode { SHOW, METRICS, FEATURES, PARTIAL, PLOT, SCORE, WATCH, CROSS, NMODES };
static const char *const mode_name[NMODES] = { NULL, "-M", "-t", "--partial", "--plot", "--score", "--watch", "--cross" };

static enum mode mode_of(void)
{
	return opt.watch ? WATCH : opt.score ? SCORE : opt.plot ? PLOT : opt.partial ? PARTIAL : opt.tensors ? FEATURES :
	       opt.metrics ? METRICS : opt.cross ? CROSS : SHOW;
}

/* "-M or --plot" of a set of modes. */
static void put_modes(struct gan_buf *b, unsigned modes)
{
	for (int m = 0; m < NMODES; m++)
		if (modes & 1u << m && mode_name[m])
			gan_buf_printf(b, "%s%s", b->len ? " or " : "", mode_name[m]);
}

/* An option that does nothing in this mode is refused. */
static int check_modes(const struct gan_cli *cli, struct gan_err *e)
{
	enum { S = 1 << SHOW, M = 1 << METRICS, T = 1 << FEATURES, A = 1 << PARTIAL, P = 1 << PLOT, K = 1 << SCORE,
	       W = 1 << WATCH, X = 1 << CROSS };
	const struct { const char *name; int given; unsigned modes; } use[] = {
		{ "--cross", opt.cross, X },
		{ "-M", !!opt.metrics, M },
		{ "-t", opt.tensors, T },
		{ "--partial", opt.partial, A },
		{ "--plot", !!opt.plot, P },
		{ "--score", !!opt.score, K },
		{ "--watch", !!opt.watch, W },
		{ "-w", !!opt.what, S },
		{ "-f", !!opt.features, M | T | A },
		{ "--json", opt.json, S | X | M | K },
		{ "-n", !!opt.n, X | M | P },
		{ "--no-ema", opt.no_ema, X | M | P },
		{ "-o", !!opt.output, S | X | M | T | A | P | K },
		{ "--record", !!opt.record, S | X | M | P },
		{ "--ref", !!opt.ref, X | M | P },
		{ "-s", opt.seed >= 0, X | M | P },
		{ "-S", !!opt.size[0], P },
		{ "--check", !!opt.check, M },
		{ "--sheet", !!opt.sheet, M },
		{ "-z", opt.level != GAN_LEVEL_DEFAULT, T | A },
		{ "--salvage", opt.salvage, S | X | M | T | A | P },
	};
	enum mode mode = mode_of();
	struct gan_buf b = { 0 };

	for (size_t i = 0; i < sizeof use / sizeof *use; i++) {
		if (!use[i].given || use[i].modes & 1u << mode)
			continue;
		if (mode != SHOW)
			return gan_fail(e, GAN_USAGE, "%s and %s exclude each other", mode_name[mode], use[i].name);
		put_modes(&b, use[i].modes);
		gan_fail(e, GAN_USAGE, "%s goes with %s", use[i].name, b.s ? b.s : "");
		gan_buf_free(&b);
		return -1;
	}
	if (cli->set.n && (mode == SHOW || mode == CROSS || mode == FEATURES || mode == PARTIAL || mode == SCORE))
		return gan_fail(e, GAN_USAGE, "setting '%s' goes with -M, --plot or --watch (a file of that name: ./%s=%s)",
		                cli->set.key[0], cli->set.key[0], cli->set.val[0]);
	return 0;
}

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
	return record_of(&o->record, GAN_SERIES_ALL, GAN_SERIES_LAST, e);
}

static int run_cross(struct gan_cli *cli, struct gan_err *e)
{
	struct gan_cross_opt o = { .json = opt.json, .output = opt.output };

	return judged_of(&o.from, GAN_CROSS_SAMPLES, cli, e) ? -1 : gan_app_cross(&o, e);
}

static int run_judge(struct gan_cli *cli, struct gan_err *e)
{
	struct gan_judge_opt o = {
		.metrics = opt.metrics, .features = opt.features, .set = &cli->set, .check = opt.check, .sheet = opt.sheet,
		.json = opt.json, .output = opt.output,
	};

	return judged_of(&o.from, GAN_JUDGE_SAMPLES, cli, e) ? -1 : gan_app_judge(&o, e);
}

static int run_featurise(struct gan_cli *cli, struct gan_err *e)
{
	struct gan_featurise_opt o = {
		.net = opt.features, .stats = opt.partial, .paths = cli->file, .npaths = cli->nfile, .output = opt.output,
		.level = (int)opt.level,
		.read_flags = opt.salvage ? GAN_READ_SALVAGE : 0, .warn = warn, .ctx = cli,
		.pg = { .program = "gan-stat", .version = GAN_VERSION, .argv = cli->argv, .argc = cli->argc, .off = cli->no_pg },
	};

	if (!opt.features && !opt.partial)
		return gan_fail(e, GAN_USAGE, "-t: expected -f MODEL:LAYER, the network and layer whose values are wanted");
	return gan_app_featurise(&o, e);
}

static int run_plot(struct gan_cli *cli, struct gan_err *e)
{
	struct gan_plot_opt o = { .plot = opt.plot, .set = &cli->set, .w = opt.size[0], .h = opt.size[1], .output = opt.output };

	return judged_of(&o.from, GAN_PLOT_SAMPLES, cli, e) ? -1 : gan_app_plot(&o, e);
}

static int run_score(struct gan_cli *cli, struct gan_err *e)
{
	struct gan_score_opt o = { .key = opt.score, .paths = cli->file, .npaths = cli->nfile, .json = opt.json, .output = opt.output };

	return gan_app_score(&o, e);
}

static void show_progress(void *ctx, const char *text)
{
	gan_progress(ctx, "%s", text);
}

static int run_watch(struct gan_cli *cli, struct gan_err *e)
{
	struct gan_logwatch_opt o = { .path = opt.watch, .set = &cli->set, .progress = show_progress, .ctx = cli };

	if (cli->nfile)
		return gan_fail(e, GAN_USAGE, "--watch %s: unexpected operand '%s'", opt.watch, cli->file[0]);
	return gan_logwatch(&o, e);
}

static int run_stat(struct gan_cli *cli, struct gan_err *e)
{
	struct gan_stat_opt o = {
		.paths = cli->file, .npaths = cli->nfile, .json = opt.json, .read_flags = opt.salvage ? GAN_READ_SALVAGE : 0,
		.verbose = cli->verbose, .output = opt.output, .warn = warn, .ctx = cli,
	};

	if (record_of(&o.record, GAN_STAT_ALL, GAN_STAT_LAST, e))
		return -1;
	if (opt.what && gan_stat_what_find(opt.what, &o.what, e))
		return -1;
	return gan_app_stat(&o, e);
}

int main(int argc, char **argv)
{
	static int (*const run[NMODES])(struct gan_cli *cli, struct gan_err *e) = {
		run_stat, run_judge, run_featurise, run_featurise, run_plot, run_score, run_watch, run_cross,
	};
	struct gan_err err = {0};
	struct gan_cli cli;
	int rc;

	gan_cli_start(&cli, &tool, argc, argv);
	gan_cli_on_kill(gan_out_unlink_all);
	rc = check_modes(&cli, &err);
	return gan_cli_end(&cli, rc ? rc : run[mode_of()](&cli, &err), &err);
}
