/* gan-styletx: style transfer and textures. Reads a content picture and pictures of a style, and writes the content in that
   style; with --texture more of the same texture. */
#include <stdio.h>
#include <string.h>
#include "styletx/styletx.h"
#include "cli/cli.h"

static struct {
	const char *features, *output, *state, *trace;
	struct gan_kv mask;
	int64_t every;
	int size[2];
	int texture, salvage, describe;
} opt;

static const struct gan_opt options[] = {
	GAN_OPTION_FLAG(0, "texture", "make a texture like the pictures: there is no content", &opt.texture),
	GAN_OPTION_SIZE('S', NULL, "size of the result (default: the content's; of a texture its first picture's)", opt.size),
	GAN_OPTION_TEXT('f', NULL, "MODEL", "the network that looks (default: the one that is installed)", &opt.features),
	GAN_OPTION_LIST(0, "mask", "CONTENT[:STYLE]", "where the next style goes, and where it is taken from: PNM, one for each style",
	                &opt.mask),
	GAN_OPTION_TEXT('o', "output", "FILE", "write to FILE, replaced when all is written", &opt.output),
	GAN_OPTION_SETTING('n', "N", "steps at each scale", "steps"),
	GAN_OPTION_SETTING('s', "SEED", "seed of noise", "seed"),
	{ 0, "tile", GAN_OPT_SETTING, "N", "look at N x N pixels at once: memory does not grow with the picture", NULL, 0, 0, "tile" },
	GAN_OPTION_INT(0, "every", "K", "write the picture after each K steps too", &opt.every, 1, 1e9),
	GAN_OPTION_TEXT(0, "state", "FILE", "keep the run's state in FILE, and go on from it where it is there", &opt.state),
	GAN_OPTION_TEXT(0, "trace", "FILE", "write a table of the loss and its terms at each step", &opt.trace),
	GAN_OPTION_FLAG(0, "describe", "print the settings, and end", &opt.describe),
	GAN_OPTION_FLAG(0, "salvage", "take the whole records of a model series that was cut", &opt.salvage),
};

static const struct gan_tool tool = {
	"gan-styletx", "style transfer and textures", "CONTENT STYLE[:WEIGHT]... | --texture PICTURE[:WEIGHT]... [key=value...]",
	options, sizeof options / sizeof *options, GAN_TOOL_SETTINGS | GAN_TOOL_BINARY_OUT
};

static void progress(void *ctx, const char *line)
{
	gan_progress(ctx, "%s", line);
}

static void note(void *ctx, const char *line)
{
	gan_cli_warn(ctx, "%s", line);
}

/* "-", "-:..." or "...:-" */
static int is_stdin(const char *word)
{
	size_t n = strlen(word);

	return !strcmp(word, "-") || !strncmp(word, "-:", 2) || (n > 1 && !strcmp(word + n - 2, ":-"));
}

/* Standard input is read once. */
static int check_stdin(const struct gan_cli *cli, struct gan_err *e)
{
	int used = opt.features && !strncmp(opt.features, "-", 1) && (!opt.features[1] || opt.features[1] == ':');

	for (size_t i = 0; i < opt.mask.n; i++)
		if (is_stdin(opt.mask.val[i]) && used++)
			return gan_fail(e, GAN_USAGE, "standard input can be read once");
	for (size_t i = 0; i < cli->nfile; i++)
		if (is_stdin(cli->file[i]) && used++)
			return gan_fail(e, GAN_USAGE, "standard input can be read once");
	return 0;
}

static int run(struct gan_cli *cli, struct gan_err *e)
{
	char share[4096];
	struct gan_styletx_opt o = {
		.file = cli->file, .nfile = cli->nfile, .texture = opt.texture, .size = { opt.size[0], opt.size[1] },
		.mask = &opt.mask, .features = opt.features, .output = opt.output, .trace = opt.trace, .state = opt.state,
		.every = opt.every, .set = &cli->set, .read_flags = opt.salvage ? GAN_READ_SALVAGE : 0, .caught = gan_signals_caught,
		.pg = { .program = "gan-styletx", .version = GAN_VERSION, .argv = cli->argv, .argc = cli->argc, .off = cli->no_pg },
		.progress = progress,
		.note = cli->verbose ? note : NULL, .ctx = cli,
	};

	if (check_stdin(cli, e))
		return -1;
	if (!o.features) {
		if (gan_cli_share(cli, "features.t", share, sizeof share - 1, e))
			return gan_fail_prefix(e, "no -f");
		o.features = strcat(share, ":"); /* no layer: the folder's name may have a colon too */
	}
	return gan_app_styletx(&o, e);
}

static int describe(struct gan_err *e)
{
	struct gan_buf b = { 0 };
	int rc;

	gan_styletx_describe(&b);
	rc = gan_buf_ok(&b, e);
	if (!rc)
		fputs(b.s, stdout);
	gan_buf_free(&b);
	return rc;
}

int main(int argc, char **argv)
{
	struct gan_cli cli;
	struct gan_err err = { 0 };
	int rc;

	gan_cli_start(&cli, &tool, argc, argv);
	gan_signals_install(gan_out_unlink_all);
	rc = opt.describe ? describe(&err) : run(&cli, &err);
	gan_kv_free(&opt.mask);
	gan_progress_end(&cli);
	return gan_cli_end(&cli, rc, &err);
}
