/* gan-data: pictures to a data stream, and back. Reads PNM files or a PNM stream, data streams, IDX, CIFAR-10, or
   makes a toy set; chooses, colours, resizes, labels, multiplies and shuffles them; writes one data stream, or PNM
   with -x. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "data/data.h"
#include "data/dataset.h"
#include "base/text.h"
#include "cli/cli.h"

static struct {
	const char *output, *toy, *colour, *record, *grid;
	int idx, cifar, size[2], shuffle, flip, extract, one, salvage;
	int64_t label, n, skip, klass, warp, level, stack;
} opt = { .label = -1, .n = -1, .klass = -1, .level = GAN_LEVEL_DEFAULT };

static const struct gan_opt options[] = {
	GAN_OPTION_FLAG('1', NULL, "with -x: one picture after another (the default)", &opt.one),
	GAN_OPTION_FLAG(0, "cifar", "the operands are CIFAR-10's binary files", &opt.cifar),
	GAN_OPTION_INT(0, "class", "K", "only elements labelled K", &opt.klass, 0, INT32_MAX),
	GAN_OPTION_TEXT('C', NULL, "gray|rgb", "make all pictures gray or rgb", &opt.colour),
	GAN_OPTION_FLAG(0, "flip", "add the mirror image of each picture", &opt.flip),
	GAN_OPTION_OPTTEXT(0, "grid", "CxR", "with -x: tile the pictures, C x R of them in each grid, or all",
			   &opt.grid),
	GAN_OPTION_FLAG(0, "idx", "the operands are IDX files: IMAGES [LABELS]", &opt.idx),
	GAN_OPTION_INT('l', NULL, "LABEL", "label everything LABEL", &opt.label, 0, INT32_MAX),
	GAN_OPTION_INT('n', NULL, "N", "write N elements at most (toy sets: 1000)", &opt.n, 1, 1e15),
	GAN_OPTION_TEXT('o', "output", "FILE", "write to FILE (default: standard output)", &opt.output),
	GAN_OPTION_TEXT(0, "record", "N|last", "only this record of each data stream", &opt.record),
	GAN_OPTION_SETTING('s', "SEED", "seed=SEED: of toy sets, warps and the shuffle", "seed"),
	GAN_OPTION_SIZE('S', NULL, "scale each picture to cover WxH, and crop its middle", opt.size),
	GAN_OPTION_FLAG(0, "salvage", "take the whole records of a data stream that was cut", &opt.salvage),
	GAN_OPTION_FLAG(0, "shuffle", "put the elements into a random order", &opt.shuffle),
	GAN_OPTION_INT(0, "skip", "K", "leave out the first K elements", &opt.skip, 0, 1e15),
	GAN_OPTION_INT(0, "stack", "K", "make pictures whose K channels are random gray ones of the set", &opt.stack, 2,
		       GAN_DATA_STACK),
	GAN_OPTION_TEXT(0, "toy", "NAME", "make a toy set: glyphs, grid, lines, mixture, moons, normal, ring, spiral...", &opt.toy),
	GAN_OPTION_INT(0, "warp", "K", "add K random warps of each picture", &opt.warp, 0, 1e6),
	GAN_OPTION_FLAG('x', NULL, "write PNM pictures instead of a data stream", &opt.extract),
	GAN_OPTION_INT('z', NULL, "LEVEL", "zstd level 1 to 19 (default: GAN_ZSTD, else 1); 0: plain safetensors",
		       &opt.level, 0, 19),
};

static const struct gan_tool tool = {
	"gan-data", "pictures to a data stream, and back", "[FILE...] [key=value...]",
	options,    sizeof options / sizeof *options,      GAN_TOOL_BINARY_OUT | GAN_TOOL_SETTINGS,
};

static const struct gan_setting settings[] = {
	{ "seed", GAN_SET_INT, "0", 0, 9007199254740992, NULL, "", "seed of toy sets, warps and the shuffle" },
};

static int from_of(struct gan_data_opt *o, struct gan_err *e)
{
	if (opt.idx + opt.cifar + (opt.toy != NULL) > 1)
		return gan_fail(e, GAN_USAGE, "--idx, --cifar and --toy exclude each other");
	o->toy = opt.toy;
	o->from = opt.idx ? GAN_DATA_IDX : opt.cifar ? GAN_DATA_CIFAR : opt.toy ? GAN_DATA_TOY : GAN_DATA_FILES;
	if (o->from != GAN_DATA_FILES && (opt.record || opt.salvage))
		return gan_fail(e, GAN_USAGE, "--record and --salvage are for data streams");
	return 0;
}

static int pnm_of(struct gan_data_opt *o, struct gan_err *e)
{
	if (!opt.extract && (opt.one || opt.grid))
		return gan_fail(e, GAN_USAGE, "%s goes with -x", opt.one ? "-1" : "--grid");
	if (opt.one && opt.grid)
		return gan_fail(e, GAN_USAGE, "-1 and --grid exclude each other");
	if (opt.grid && *opt.grid && gan_parse_size(opt.grid, &o->cols, &o->rows) < 0)
		return gan_fail(e, GAN_USAGE, "--grid: expected CxR such as 8x8, found '%s'", opt.grid);
	o->pnm = opt.extract ? opt.grid ? 2 : 1 : 0;
	return 0;
}

static int colour_of(struct gan_data_opt *o, struct gan_err *e)
{
	if (!opt.colour)
		return 0;
	o->c = !strcmp(opt.colour, "gray") ? 1 : !strcmp(opt.colour, "rgb") ? 3 : 0;
	return o->c ? 0 : gan_fail(e, GAN_USAGE, "-C: expected gray or rgb, found '%s'", opt.colour);
}

static int record_of(struct gan_data_opt *o, struct gan_err *e)
{
	if (!opt.record)
		return 0;
	if (!strcmp(opt.record, "last"))
		o->record = GAN_RECORD_LAST;
	else if (gan_parse_int(opt.record, &o->record) < 0 || o->record < 0)
		return gan_fail(e, GAN_USAGE, "--record: expected a number from 0, or last, found '%s'", opt.record);
	return 0;
}

/* seed= is ours, the others are the toy set's. */
static int settings_of(struct gan_data_opt *o, const struct gan_kv *set, struct gan_kv *toy, struct gan_err *e)
{
	for (size_t i = 0; i < set->n; i++) {
		const struct gan_setting *s = gan_setting_find(settings, 1, set->key[i]);

		if (!s && !opt.toy)
			return gan_fail(
				e, GAN_USAGE,
				"setting '%s': expected seed=SEED, the only one without --toy (a file of that name: ./%s=%s)",
				set->key[i], set->key[i], set->val[i]);
		if (s ? gan_setting_check(s, set->val[i], e) : gan_kv_set(toy, set->key[i], set->val[i], e))
			return -1;
	}
	o->seed = (uint64_t)gan_setting_int(set, settings, 1, "seed");
	o->toy_set = toy;
	return 0;
}

static void show_progress(void *ctx, int64_t written)
{
	if (written % 64 == 0)
		gan_progress(ctx, "%" PRId64 " written", written);
}

static void warn(void *ctx, const char *text)
{
	gan_cli_warn(ctx, "%s", text);
}

static void fill(struct gan_data_opt *o, struct gan_cli *cli)
{
	o->paths = cli->file;
	o->npaths = cli->nfile;
	o->read_flags = opt.salvage ? GAN_READ_SALVAGE : 0;
	o->klass = opt.klass;
	o->skip = opt.skip;
	o->w = opt.size[0];
	o->h = opt.size[1];
	o->label = opt.label;
	o->flip = opt.flip;
	o->warp = opt.warp;
	o->shuffle = opt.shuffle;
	o->stack = (int)opt.stack;
	o->n = opt.n;
	o->output = opt.output;
	o->level = (int)opt.level;
	o->pg = (struct gan_pg){ tool.name, GAN_VERSION, cli->argv, cli->argc, cli->no_pg };
	o->progress = show_progress;
	o->warn = warn;
	o->ctx = cli;
}

static void report(const struct gan_cli *cli, const struct gan_data_done *d)
{
	char size[96];

	if (!cli->verbose)
		return;
	gan_data_size_str(size, sizeof size, d->h, d->w, d->c, d->d);
	if (d->nclass)
		gan_cli_warn(cli, "%" PRId64 " of %s, labels up to %" PRId64 ", in %" PRId64 " piece%s", d->n, size,
			     d->nclass - 1, d->records, d->records == 1 ? "" : "s");
	else
		gan_cli_warn(cli, "%" PRId64 " of %s, no labels, in %" PRId64 " piece%s", d->n, size, d->records,
		             d->records == 1 ? "" : "s");
}

int main(int argc, char **argv)
{
	struct gan_data_opt o;
	struct gan_data_done done;
	struct gan_err err = { 0 };
	struct gan_kv toy = { 0 };
	struct gan_cli cli;
	int rc;

	gan_cli_start(&cli, &tool, argc, argv);
	gan_cli_on_kill(gan_out_unlink_all);
	gan_data_defaults(&o);
	fill(&o, &cli);
	rc = from_of(&o, &err) < 0 || pnm_of(&o, &err) < 0 || colour_of(&o, &err) < 0 || record_of(&o, &err) < 0 ||
	     settings_of(&o, &cli.set, &toy, &err) < 0 ? -1 : 0;
	if (!rc)
		rc = gan_app_data(&o, &done, &err);
	if (!rc)
		report(&cli, &done);
	gan_kv_free(&toy);
	return gan_cli_end(&cli, rc, &err);
}
