/* gan-interp: walks in a model's latent space. Reads models (standard input, or -m FILE) and points, and writes the pictures
   on a path through them as a grid for each model; with -1 one after another, with -t the latents. */
#include <math.h>
#include <string.h>
#include "interp/interp.h"
#include "base/text.h"
#include "cli/cli.h"

static struct {
	const char *model, *output, *record, *grid, *features, *along, *by;
	int64_t n, seed, level, steps, restarts;
	int sheet[2];
	double vary;
	int closed, points, lerp, slerp, one, tensors, no_ema, salvage;
} opt = { .seed = -1, .level = GAN_LEVEL_DEFAULT, .vary = -1 };

static const struct gan_opt options[] = {
	GAN_OPTION_TEXT('m', "model", "FILE", "read the model from FILE", &opt.model),
	GAN_OPTION_TEXT('o', "output", "FILE", "write to FILE, replaced when all is written", &opt.output),
	GAN_OPTION_INT('n', NULL, "N", "pictures in all (default: 8 from each point to the next)", &opt.n, 1, 1e9),
	GAN_OPTION_FLAG(0, "closed", "a path that goes back to its first point", &opt.closed),
	GAN_OPTION_FLAG(0, "lerp", "straight lines between points (default with z-dist=uniform)", &opt.lerp),
	GAN_OPTION_FLAG(0, "slerp", "arcs between points (default otherwise)", &opt.slerp),
	GAN_OPTION_FLAG(0, "points", "the points themselves, no path", &opt.points),
	GAN_OPTION_SIZE(0, "sheet", "a sheet between four corners, of so many columns and rows", opt.sheet),
	GAN_OPTION_REAL(0, "vary", "AMOUNT", "one point amid variations, by uniform noise of +-AMOUNT", &opt.vary, 0, 1e6),
	GAN_OPTION_TEXT(0, "along", "DIR", "each point along sefa:K, pca:LAYER:K, class:A[-B], logistic:A[-B] or a point", &opt.along),
	GAN_OPTION_TEXT(0, "by", "A:B", "with --along: from A to B lengths of the direction (default -3:3)", &opt.by),
	GAN_OPTION_TEXT('f', NULL, "MODEL:LAYER", "a classifier; or pictures are inverted by what this layer sees, too", &opt.features),
	GAN_OPTION_INT(0, "steps", "N", "steps of inversion (default 500)", &opt.steps, 1, 1e6),
	GAN_OPTION_INT(0, "restarts", "N", "starts of inversion (default 8)", &opt.restarts, 1, 1024),
	GAN_OPTION_OPTTEXT(0, "grid", "CxR", "a grid of C columns and R rows (--grid alone: near-square)", &opt.grid),
	GAN_OPTION_FLAG('1', NULL, "pictures one after another instead of a grid", &opt.one),
	GAN_OPTION_FLAG('t', "tensors", "the latents as a stream instead of pictures", &opt.tensors),
	GAN_OPTION_INT('s', NULL, "SEED", "seed of variations, inversion and directions (default: the model's)", &opt.seed, 0,
	               9007199254740991.),
	GAN_OPTION_FLAG(0, "no-ema", "the weights themselves, not their running averages", &opt.no_ema),
	GAN_OPTION_TEXT(0, "record", "N", "of a series of models take record N (from 0) or last; otherwise each", &opt.record),
	GAN_OPTION_FLAG(0, "salvage", "take the whole records of a series that was cut", &opt.salvage),
	GAN_OPTION_INT('z', "level", "LEVEL", "with -t: zstd level 1 to 19; 0: plain safetensors", &opt.level, 0, 19),
};

static const struct gan_tool tool = {
	"gan-interp", "walk between latents of a model", "POINT... | EXPRESSION... name=POINT...", options,
	sizeof options / sizeof *options, GAN_TOOL_SETTINGS | GAN_TOOL_BINARY_OUT
};

static void warn(void *ctx, const char *line)
{
	gan_cli_warn(ctx, "%s", line);
}

static int parse_grid(struct gan_interp_opt *o, struct gan_err *e)
{
	if (opt.grid && !*opt.grid)
		o->cols = -1;
	else if (opt.grid && gan_parse_size(opt.grid, &o->cols, &o->rows))
		return gan_fail(e, GAN_USAGE, "--grid=%s: expected COLUMNSxROWS", opt.grid);
	return 0;
}

/* "A:B", two numbers. */
static int parse_by(struct gan_interp_opt *o, struct gan_err *e)
{
	const char *by = opt.by ? opt.by : "-3:3", *colon = strchr(by, ':');
	char from[64];
	int cut = colon && colon - by < (int)sizeof from;

	if (opt.by && !opt.along)
		return gan_fail(e, GAN_USAGE, "--by says how far --along goes, and there is none");
	if (cut) {
		memcpy(from, by, (size_t)(colon - by));
		from[colon - by] = 0;
	}
	if (!cut || gan_parse_double(from, &o->by[0]) || gan_parse_double(colon + 1, &o->by[1]) || !isfinite(o->by[0]) ||
	    !isfinite(o->by[1]))
		return gan_fail(e, GAN_USAGE, "--by %s: expected FROM:TO, two numbers", by);
	return 0;
}

static int parse_mode(struct gan_interp_opt *o, struct gan_err *e)
{
	int walks = !opt.points && opt.vary < 0 && !opt.along;

	if (opt.closed + opt.points + !!opt.sheet[0] + (opt.vary >= 0) + !!opt.along > 1)
		return gan_fail(e, GAN_USAGE, "--along, --closed, --points, --sheet and --vary exclude each other");
	if (opt.lerp && opt.slerp)
		return gan_fail(e, GAN_USAGE, "--lerp and --slerp exclude each other");
	if ((opt.lerp || opt.slerp) && !walks)
		return gan_fail(e, GAN_USAGE, "--%s is about ways between points, and here are none", opt.lerp ? "lerp" : "slerp");
	if (opt.n && (opt.points || opt.sheet[0]))
		return gan_fail(e, GAN_USAGE, "-n: %s says how many pictures there are", opt.points ? "--points" : "--sheet");
	if (opt.sheet[0] && (opt.sheet[0] < 2 || opt.sheet[1] < 2))
		return gan_fail(e, GAN_USAGE, "--sheet %dx%d: its corners are 2x2", opt.sheet[0], opt.sheet[1]);
	o->mode = opt.closed ? GAN_INTERP_CLOSED : opt.points ? GAN_INTERP_POINTS : opt.sheet[0] ? GAN_INTERP_SHEET :
	          opt.vary >= 0 ? GAN_INTERP_VARY : opt.along ? GAN_INTERP_ALONG : GAN_INTERP_PATH;
	o->curve = opt.lerp ? GAN_CURVE_LERP : opt.slerp ? GAN_CURVE_SLERP : GAN_CURVE_DEFAULT;
	return 0;
}

static int check_usage(const struct gan_cli *cli, struct gan_err *e)
{
	if (!cli->nfile)
		return gan_fail(e, GAN_USAGE, "expected points: %s", cli->set.n ? "an expression in the names that are given" :
		                "seeds, files of latents, or an expression");
	if (opt.one + opt.tensors + !!opt.grid > 1)
		return gan_fail(e, GAN_USAGE, "-1, -t and --grid exclude each other");
	return 0;
}

/* Standard input is read once: as the model, unless -m names another. */
static int check_stdin(const struct gan_cli *cli, struct gan_err *e)
{
	int used = !opt.model || !strcmp(opt.model, "-");

	for (size_t i = 0; i < cli->nfile; i++)
		if (!cli->set.n && !strcmp(cli->file[i], "-") && used++)
			goto twice;
	if (opt.along && !strcmp(opt.along, "-") && used++)
		goto twice;
	for (size_t i = 0; i < cli->set.n; i++)
		if (!strcmp(cli->set.val[i], "-") && used++)
			goto twice;
	return 0;
twice:
	return gan_fail(e, GAN_USAGE, "standard input can be read once (-m FILE names the model, then - may be a point)");
}

static int run(struct gan_cli *cli, struct gan_err *e)
{
	struct gan_interp_opt o = {
		.model = opt.model, .output = opt.output, .point = cli->file, .npoint = cli->nfile, .names = &cli->set, .n = opt.n,
		.sheet = { opt.sheet[0], opt.sheet[1] }, .vary = opt.vary, .along = opt.along, .features = opt.features,
		.record = GAN_SERIES_ALL, .starts = (int)opt.restarts, .steps = (int)opt.steps, .one = opt.one, .tensors = opt.tensors,
		.no_ema = opt.no_ema, .seed = opt.seed, .read_flags = opt.salvage ? GAN_READ_SALVAGE : 0, .level = (int)opt.level,
		.pg = { .program = "gan-interp", .version = GAN_VERSION, .argv = cli->argv, .argc = cli->argc, .off = cli->no_pg },
		.note = cli->verbose ? warn : NULL, .warn = warn, .ctx = cli,
	};

	if (check_usage(cli, e) || check_stdin(cli, e) || gan_cli_record(opt.record, &o.record, e) || parse_grid(&o, e) ||
	    parse_by(&o, e) || parse_mode(&o, e))
		return -1;
	return gan_app_interp(&o, e);
}

int main(int argc, char **argv)
{
	struct gan_cli cli;
	struct gan_err err = { 0 };

	gan_cli_start(&cli, &tool, argc, argv);
	gan_cli_on_kill(gan_out_unlink_all);
	return gan_cli_end(&cli, run(&cli, &err), &err);
}
