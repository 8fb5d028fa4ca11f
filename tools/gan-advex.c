/* gan-advex: adversarial examples. Reads a model (standard input, or -m FILE) and data, and writes the data changed a little, so
   that the model's classifier or discriminator is wrong; or a report of how often it can be fooled. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "advex/advex.h"
#include "infer/pictures.h"
#include "base/mem.h"
#include "base/text.h"
#include "cli/cli.h"

#define MAX_EPS 1000

static struct {
	const char *model, *output, *report, *attack, *norm, *eps, *target, *label, *range, *record, *eot, *defend, *survive, *verify;
	const char *sheet, *mask;
	struct gan_kv transfer;
	double threshold;
	int64_t quantise, level;
	int adaptive, all, changes, json, list, salvage;
} opt = { .threshold = NAN, .quantise = -1, .level = GAN_LEVEL_DEFAULT };

static const struct gan_opt options[] = {
	GAN_OPTION_TEXT('m', "model", "FILE", "read the model from FILE", &opt.model),
	GAN_OPTION_TEXT('o', "output", "FILE", "write to FILE, replaced when all is written", &opt.output),
	GAN_OPTION_TEXT('a', "attack", "NAME", "the attack (--list shows them)", &opt.attack),
	GAN_OPTION_TEXT('e', "eps", "EPS", "how far it may go: .3, 8/255, several with commas, or FROM:TO:BY", &opt.eps),
	GAN_OPTION_TEXT('p', "norm", "NORM", "the distance that is meant: inf, 2, 1 or 0 (default: ATTACK's first)", &opt.norm),
	GAN_OPTION_TEXT(0, "target", "LABEL", "reach this label, or random, second, least", &opt.target),
	GAN_OPTION_TEXT(0, "label", "true|pred", "what is to be left: the data's label, or the model's guess", &opt.label),
	GAN_OPTION_FLAG(0, "all", "attack also what the model has wrong to begin with", &opt.all),
	GAN_OPTION_TEXT(0, "range", "LO:HI", "bounds of points (pictures have theirs)", &opt.range),
	GAN_OPTION_TEXT(0, "mask", "FILE", "change nothing where this picture (PNM) is black", &opt.mask),
	GAN_OPTION_REAL(0, "threshold", "T", "of a discriminator: scores above it mean real", &opt.threshold, -1e30, 1e30),
	GAN_OPTION_INT(0, "quantise", "LEVELS", "255: write pictures as bytes; 0: as numbers", &opt.quantise, 0, 255),
	GAN_OPTION_TEXT(0, "eot", "CHANGES", "be right under the mean of such changes: blur:1,noise:.05,warp", &opt.eot),
	GAN_OPTION_TEXT(0, "defend", "CHANGES", "report the model behind such changes as well", &opt.defend),
	GAN_OPTION_FLAG(0, "adaptive", "with --defend: the attack knows of them", &opt.adaptive),
	GAN_OPTION_TEXT(0, "survive", "CHANGES", "report how often each such change undoes the attack", &opt.survive),
	GAN_OPTION_FLAG(0, "changes", "list the changes", &opt.changes),
	GAN_OPTION_TEXT(0, "verify", "CLEAN", "no attack: check that DATA is of CLEAN and within -e and -p, and report", &opt.verify),
	GAN_OPTION_LIST(0, "transfer", "MODEL", "report also what this model says of what is written; may be repeated", &opt.transfer),
	GAN_OPTION_TEXT(0, "sheet", "FILE", "draw some elements, their changes and the result as PNM", &opt.sheet),
	GAN_OPTION_TEXT(0, "report", "FILE", "write a table, a line for each EPS; - writes no data", &opt.report),
	GAN_OPTION_FLAG(0, "json", "the report as JSON lines", &opt.json),
	GAN_OPTION_FLAG(0, "list", "list the attacks and their settings", &opt.list),
	GAN_OPTION_TEXT(0, "record", "N", "of a series of models take record N (from 0) or last (default)", &opt.record),
	GAN_OPTION_FLAG(0, "salvage", "take the whole records of a series that was cut", &opt.salvage),
	GAN_OPTION_INT('z', "level", "LEVEL", "zstd level 1 to 19; 0: plain safetensors", &opt.level, 0, 19),
};

static const struct gan_tool tool = {
	"gan-advex", "attack a classifier or a discriminator", "[DATA...]", options, sizeof options / sizeof *options,
	GAN_TOOL_SETTINGS | GAN_TOOL_BINARY_OUT
};

static void warn(void *ctx, const char *line)
{
	gan_cli_warn(ctx, "%s", line);
}

static void show(void *ctx, const char *text)
{
	gan_progress(ctx, "%s", text);
}

/* ---- what the options say ---- */

/* "0.3" or "8/255", of text[0..n). */
static int parse_one(const char *text, size_t n, double *v)
{
	char copy[64], *slash;
	double below = 1;

	if (n >= sizeof copy)
		return -1;
	memcpy(copy, text, n);
	copy[n] = 0;
	slash = strchr(copy, '/');
	if (slash)
		*slash++ = 0;
	if (gan_parse_double(copy, v) || (slash && gan_parse_double(slash, &below)) || !(below > 0))
		return -1;
	*v /= below;
	return isfinite(*v) && *v >= 0 ? 0 : -1;
}

/* "FROM:TO:BY", both ends included. */
static int parse_range(const char *text, size_t n, double *eps, size_t *neps)
{
	const char *a = memchr(text, ':', n), *b = a ? memchr(a + 1, ':', n - (size_t)(a + 1 - text)) : NULL;
	double from, to, by;

	if (!b || parse_one(text, (size_t)(a - text), &from) || parse_one(a + 1, (size_t)(b - a - 1), &to) ||
	    parse_one(b + 1, n - (size_t)(b + 1 - text), &by) || !(by > 0) || to < from || (to - from) / by >= MAX_EPS)
		return -1;
	for (int64_t i = 0; from + by * (double)i <= to + by * 1e-9 && *neps < MAX_EPS; i++) {
		char text15[32];

		/* 0.15, where the sum is 0.15000000000000002 */
		snprintf(text15, sizeof text15, "%.15g", from + by * (double)i);
		if (gan_parse_double(text15, &eps[(*neps)++]))
			return -1;
	}
	return 0;
}

static int parse_eps(double *eps, size_t *neps, struct gan_err *e)
{
	const char *p = opt.eps;

	for (*neps = 0; p; p = p[strcspn(p, ",")] ? p + strcspn(p, ",") + 1 : NULL) {
		size_t n = strcspn(p, ",");
		int rc = *neps == MAX_EPS ? -1 : memchr(p, ':', n) ? parse_range(p, n, eps, neps) : parse_one(p, n, &eps[*neps]);

		if (rc)
			return gan_fail(e, GAN_USAGE, "-e %s: expected numbers from 0 on, as .3 or 8/255, with commas, or FROM:TO:BY", opt.eps);
		*neps += !memchr(p, ':', n);
	}
	return 0;
}

static int parse_norm(struct gan_advex_opt *o, struct gan_err *e)
{
	const struct gan_attack *t = opt.norm || opt.verify ? NULL : gan_attack_find(opt.attack, e);

	if (opt.norm)
		return gan_norm_find(opt.norm, &o->norm, e);
	if (opt.verify)
		return 0;
	if (!t)
		return -1;
	o->norm = gan_attack_norm(t);
	return 0;
}

static int parse_target(struct gan_advex_opt *o, struct gan_err *e)
{
	const char *t = opt.target;

	if (!t)
		return 0;
	if (!gan_parse_int(t, &o->target_label) && o->target_label >= 0)
		o->target = GAN_TARGET_LABEL;
	else if (!strcmp(t, "random"))
		o->target = GAN_TARGET_RANDOM;
	else if (!strcmp(t, "second"))
		o->target = GAN_TARGET_SECOND;
	else if (!strcmp(t, "least"))
		o->target = GAN_TARGET_LEAST;
	else
		return gan_fail(e, GAN_USAGE, "--target %s: expected a label, random, second or least", t);
	return 0;
}

static int parse_bounds(struct gan_advex_opt *o, struct gan_err *e)
{
	const char *colon = opt.range ? strchr(opt.range, ':') : NULL;
	char low[64];

	if (!opt.range)
		return 0;
	if (!colon || colon - opt.range >= (int)sizeof low)
		goto bad;
	memcpy(low, opt.range, (size_t)(colon - opt.range));
	low[colon - opt.range] = 0;
	if (!gan_parse_double(low, &o->range[0]) && !gan_parse_double(colon + 1, &o->range[1]) && isfinite(o->range[0]) &&
	    isfinite(o->range[1]) && o->range[0] < o->range[1])
		return 0;
bad:
	return gan_fail(e, GAN_USAGE, "--range %s: expected LO:HI, two numbers", opt.range);
}

/* Standard input stands for one thing alone. */
static int check_stdin(const struct gan_cli *cli, struct gan_err *e)
{
	int uses = !opt.model || !strcmp(opt.model, "-");

	if (!cli->nfile && uses)
		return gan_fail(e, GAN_USAGE, "expected data: files, or standard input with -m MODEL");
	uses += !cli->nfile + (opt.verify && !strcmp(opt.verify, "-")) + (opt.mask && !strcmp(opt.mask, "-"));
	for (size_t i = 0; i < cli->nfile; i++)
		uses += !strcmp(cli->file[i], "-");
	for (size_t i = 0; i < opt.transfer.n; i++)
		uses += !strcmp(opt.transfer.val[i], "-");
	if (uses > 1)
		return gan_fail(e, GAN_USAGE, "standard input can be read once (-m FILE names the model, then - may be data)");
	return 0;
}

/* --verify makes nothing. */
static int check_verify(const struct gan_cli *cli, size_t neps, struct gan_err *e)
{
	const char *what = opt.attack ? "-a" : opt.eot ? "--eot" : opt.mask ? "--mask" : opt.adaptive ? "--adaptive" :
	                   opt.output ? "-o" : opt.quantise >= 0 ? "--quantise" : opt.level != GAN_LEVEL_DEFAULT ? "-z" : NULL;

	for (size_t i = 0; i < cli->set.n && !what; i++)
		if (strcmp(cli->set.key[i], "looks") && strcmp(cli->set.key[i], "seed"))
			what = cli->set.key[i];
	if (what)
		return gan_fail(e, GAN_USAGE, "%s is of an attack, and --verify makes none: it looks at data that is there", what);
	if (neps > 1)
		return gan_fail(e, GAN_USAGE, "-e %s: --verify wants one bound, or none", opt.eps);
	return 0;
}

static int check_usage(const struct gan_cli *cli, struct gan_err *e)
{
	if (!opt.attack && !opt.verify)
		return gan_fail(e, GAN_USAGE, "expected -a ATTACK (--list shows them), or --verify CLEAN");
	if (check_stdin(cli, e))
		return -1;
	if (opt.label && strcmp(opt.label, "true") && strcmp(opt.label, "pred"))
		return gan_fail(e, GAN_USAGE, "--label %s: expected true or pred", opt.label);
	if (opt.quantise > 0 && opt.quantise != 255)
		return gan_fail(e, GAN_USAGE, "--quantise %d: expected 255 or 0", (int)opt.quantise);
	if (opt.json && !opt.report && !opt.verify)
		return gan_fail(e, GAN_USAGE, "--json is how --report is written, and there is none");
	if (opt.transfer.n && !opt.report && !opt.verify)
		return gan_fail(e, GAN_USAGE, "--transfer %s: is a line of the report: expected --report FILE", opt.transfer.val[0]);
	return 0;
}

static int check_outputs(const struct gan_cli *cli, size_t neps, struct gan_err *e)
{
	int report = opt.report && !strcmp(opt.report, "-"), sheet = opt.sheet && !strcmp(opt.sheet, "-");
	const char *why = neps > 1 ? "with several radii" : report ? "with --report -" : sheet ? "with --sheet -" : NULL;

	if (report && sheet)
		return gan_fail(e, GAN_USAGE, "--report - and --sheet -: standard output is one file (name one of them)");
	if (opt.verify)
		return check_verify(cli, neps, e);
	if (neps > 1 && !opt.report)
		return gan_fail(e, GAN_USAGE, "-e %s: of several radii there is a report alone: expected --report FILE", opt.eps);
	if (opt.sheet && neps > 1)
		return gan_fail(e, GAN_USAGE, "--sheet %s: shows what one radius does: expected one EPS", opt.sheet);
	if (why && opt.output)
		return gan_fail(e, GAN_USAGE, "-o %s: no data is written %s", opt.output, why);
	if (why && opt.level != GAN_LEVEL_DEFAULT)
		return gan_fail(e, GAN_USAGE, "-z: no data is written %s", why);
	return 0;
}

static int run(struct gan_cli *cli, struct gan_err *e)
{
	static const char *const standard[] = { "-" };
	static double eps[MAX_EPS];
	struct gan_advex_opt o = {
		.model = opt.model, .paths = cli->nfile ? cli->file : standard, .npaths = cli->nfile ? cli->nfile : 1,
		.attack = opt.attack, .eps = eps, .predicted = opt.label && !strcmp(opt.label, "pred"), .attack_wrong = opt.all,
		.threshold = isnan(opt.threshold) ? 0 : opt.threshold, .has_threshold = !isnan(opt.threshold),
		.quantise = opt.quantise < 0 ? -1 : opt.quantise > 0, .eot = opt.eot, .defend = opt.defend,
		.adaptive = opt.adaptive, .survive = opt.survive, .set = &cli->set, .output = opt.output,
		.report = opt.report, .json = opt.json, .verify = opt.verify, .sheet = opt.sheet, .mask = opt.mask,
		.transfer = (const char *const *)opt.transfer.val, .ntransfer = opt.transfer.n,
		.record = -1, .read_flags = opt.salvage ? GAN_READ_SALVAGE : 0, .level = (int)opt.level,
		.pg = { .program = "gan-advex", .version = GAN_VERSION, .argv = cli->argv, .argc = cli->argc, .off = cli->no_pg },
		.progress = show, .warn = warn, .ctx = cli,
	};
	struct gan_buf list = { 0 };

	if (opt.list || opt.changes) {
		if (opt.list)
			gan_advex_list(&list);
		if (opt.changes)
			gan_advex_changes(&list);
		fwrite(list.s, 1, list.len, stdout); /* gan_cli_end looks whether that went well */
		gan_buf_free(&list);
		return 0;
	}
	if (check_usage(cli, e) || gan_cli_record(opt.record, &o.record, e) || parse_norm(&o, e) ||
	    parse_eps(eps, &o.neps, e) || parse_target(&o, e) || parse_bounds(&o, e) ||
	    gan_pictures_name(opt.sheet, "gan-advex --sheet -", e) || check_outputs(cli, o.neps, e))
		return -1;
	return gan_app_advex(&o, e);
}

int main(int argc, char **argv)
{
	struct gan_cli cli;
	struct gan_err err = { 0 };
	int rc;

	gan_cli_start(&cli, &tool, argc, argv);
	gan_cli_on_kill(gan_out_unlink_all);
	rc = run(&cli, &err);
	gan_kv_free(&opt.transfer);
	return gan_cli_end(&cli, rc, &err);
}
