/* gan-init: makes a model.

   Writes a model stream: the text of its networks, its settings and its weights, so that it needs no other file to be
   sampled or trained. The networks come from a built-in architecture with key=value settings, from a text in the language
   of gan-net(5), or from another model. Weights are drawn from the seed, or taken from files of PyTorch's tensors. */
#include <stdio.h>
#include <string.h>
#include "app/init.h"
#include "base/text.h"
#include "cli/cli.h"

static struct {
	const char *only, *output, *record;
	struct gan_kv from, weights;
	int64_t level;
	int describe, layers, list, salvage, text;
} opt = { .level = GAN_LEVEL_DEFAULT };

static const struct gan_opt options[] = {
	GAN_OPTION_FLAG(0, "describe", "print the settings of ARCH (or of all) and of training, and end", &opt.describe),
	GAN_OPTION_LIST(0, "from", "[NET=]MODEL[:WEIGHT]", "take nets, weights and settings from a model, or the mean of some",
	                &opt.from),
	GAN_OPTION_FLAG(0, "layers", "print the layer types of gan-net(5) with their settings and end", &opt.layers),
	GAN_OPTION_FLAG(0, "list", "print the architectures and end", &opt.list),
	GAN_OPTION_TEXT(0, "only", "NETS", "keep these nets only, as g", &opt.only),
	GAN_OPTION_TEXT('o', "output", "FILE", "write to FILE", &opt.output),
	GAN_OPTION_TEXT(0, "record", "N|last", "which record of --from MODEL (default: last)", &opt.record),
	GAN_OPTION_SETTING('s', "SEED", "the same as seed=SEED", "seed"),
	GAN_OPTION_FLAG(0, "salvage", "take what is whole of a cut stream", &opt.salvage),
	GAN_OPTION_FLAG(0, "text", "write the text of the nets, gan-net(5), instead of a model", &opt.text),
	GAN_OPTION_LIST(0, "weights", "[NET=]FILE", "take weights from FILE, by name, in PyTorch's layouts", &opt.weights),
	GAN_OPTION_INT('z', "level", "LEVEL", "compression, 1 to 19; 0: plain safetensors", &opt.level, 0, 19),
};

static const struct gan_tool tool = {
	"gan-init", "make a model", "[ARCH | FILE.net] [key=value...]", options, sizeof(options) / sizeof(*options),
	GAN_TOOL_SETTINGS | GAN_TOOL_BINARY_OUT
};

static void say(void *ctx, const char *line)
{
	gan_cli_warn(ctx, "%s", line);
}

static int one_operand(const struct gan_cli *cli, struct gan_err *e)
{
	if (cli->nfile > 1)
		return gan_fail(e, GAN_USAGE, "expected one architecture or text, found '%s' and '%s'", cli->file[0], cli->file[1]);
	return 0;
}

static int print_text(struct gan_buf *b, struct gan_err *e)
{
	if (gan_buf_ok(b, e) < 0)
		return -1;
	fwrite(b->s, 1, b->len, stdout); /* gan_cli_end looks whether that went well */
	return 0;
}

/* --list, --layers and --describe */
static int describe(const struct gan_cli *cli, struct gan_err *e)
{
	struct gan_buf b = { 0 };
	int rc = 0;

	if (opt.list)
		gan_init_list(&b);
	else if (opt.layers)
		gan_init_layers(&b);
	else
		rc = gan_init_describe(cli->nfile ? cli->file[0] : NULL, &b, e);
	if (!rc)
		rc = print_text(&b, e);
	gan_buf_free(&b);
	return rc;
}

static int make(struct gan_cli *cli, struct gan_err *e)
{
	struct gan_init_opt o = { 0 };
	static char share[4096];

	o.features = gan_cli_share(cli, "features.t", share, sizeof share, NULL) ? NULL : share;
	o.what = cli->nfile ? cli->file[0] : NULL;
	o.from = &opt.from;
	o.weights = &opt.weights;
	o.only = opt.only;
	o.record = -1;
	o.set = &cli->set;
	o.text = opt.text;
	o.output = opt.output;
	o.level = (int)opt.level;
	o.read_flags = opt.salvage ? GAN_READ_SALVAGE : 0;
	o.pg = (struct gan_pg){ tool.name, GAN_VERSION, cli->argv, cli->argc, cli->no_pg };
	o.note = cli->verbose ? say : NULL;
	o.warn = say;
	o.ctx = cli;
	return gan_cli_record(opt.record, &o.record, e) ? -1 : gan_app_init(&o, e);
}

int main(int argc, char **argv)
{
	struct gan_err err = { 0 };
	struct gan_cli cli;
	int rc;

	gan_cli_start(&cli, &tool, argc, argv);
	gan_cli_on_kill(gan_out_unlink_all);
	rc = one_operand(&cli, &err);
	if (!rc)
		rc = opt.list || opt.layers || opt.describe ? describe(&cli, &err) : make(&cli, &err);
	gan_kv_free(&opt.from);
	gan_kv_free(&opt.weights);
	return gan_cli_end(&cli, rc, &err);
}
