/* gan-stat: what any tensor stream holds. Reads streams, one record at a time; writes text: a summary for people, or
   tables as TSV or JSON lines. Its exit status says whether a stream is good. */
#include <string.h>

#include "app/stat.h"
#include "base/text.h"
#include "cli/cli.h"

static struct {
	const char *output, *what, *record;
	int json, salvage;
} opt;

static const struct gan_opt options[] = {
	GAN_OPTION_FLAG(0, "json", "JSON lines instead of text or TSV", &opt.json),
	GAN_OPTION_TEXT('o', "output", "FILE", "write to FILE (default: standard output)", &opt.output),
	GAN_OPTION_TEXT(0, "record", "N|last", "only this record of each stream", &opt.record),
	GAN_OPTION_FLAG(0, "salvage", "take the whole records of a stream that was cut", &opt.salvage),
	GAN_OPTION_TEXT('w', "what", "WHAT", "a table of tensors, net, hyper, log or pg", &opt.what),
};

static const struct gan_tool tool = {
	"gan-stat", "what a tensor stream holds", "[FILE...]", options, sizeof options / sizeof *options, 0,
};

static void warn(void *ctx, const char *text)
{
	gan_cli_warn(ctx, "%s", text);
}

static int record_of(struct gan_stat_opt *o, struct gan_err *e)
{
	o->record = GAN_STAT_ALL;
	if (!opt.record)
		return 0;
	if (!strcmp(opt.record, "last"))
		o->record = GAN_STAT_LAST;
	else if (gan_parse_int(opt.record, &o->record) || o->record < 0)
		return gan_fail(e, GAN_USAGE, "--record: expected a number from 0, or last, found '%s'", opt.record);
	return 0;
}

int main(int argc, char **argv)
{
	struct gan_stat_opt o = {0};
	struct gan_err err = {0};
	struct gan_cli cli;
	int rc;

	gan_cli_start(&cli, &tool, argc, argv);
	gan_cli_on_kill(gan_out_unlink_all);
	o.paths = cli.file;
	o.npaths = cli.nfile;
	o.json = opt.json;
	o.read_flags = opt.salvage ? GAN_READ_SALVAGE : 0;
	o.verbose = cli.verbose;
	o.output = opt.output;
	o.warn = warn;
	o.ctx = &cli;
	rc = record_of(&o, &err);
	if (!rc && opt.what)
		rc = gan_stat_what_find(opt.what, &o.what, &err);
	if (!rc)
		rc = gan_app_stat(&o, &err);
	return gan_cli_end(&cli, rc, &err);
}
