/* --help from the option table, for people and for programs. */
#include "cli/cli_parse.h"

#include <string.h>

#define HELP_COLUMN 26

static const char *or_dash(const char *s)
{
	return s && *s ? s : "-";
}

static int arg_optional(const struct gan_opt *o)
{
	return o->type == GAN_OPT_OPTTEXT;
}

/* "-o, --output FILE"; returns its width. */
static int print_names(const struct gan_opt *o, FILE *f)
{
	int n = 0;

	if (o->letter)
		n += fprintf(f, "-%c", o->letter);
	if (o->name)
		n += fprintf(f, "%s--%s", o->letter ? ", " : "    ", o->name);
	if (o->arg && arg_optional(o))
		n += fprintf(f, "[=%s]", o->arg);
	else if (o->arg)
		n += fprintf(f, " %s", o->arg);
	return n;
}

void gan_cli_help(const struct gan_parse *p, FILE *f)
{
	const struct gan_tool *t = p->c->tool;
	const struct gan_opt *o;

	fprintf(f, "usage: %s [options]%s%s\n%s\n\n", t->name, t->operands && *t->operands ? " " : "",
	        t->operands ? t->operands : "", t->summary);
	for (size_t i = 0; (o = gan_cli_option(p, i)); i++) {
		int n = 2;

		fputs("  ", f);
		n += print_names(o, f);
		if (n > HELP_COLUMN - 2) {
			fputc('\n', f);
			n = 0;
		}
		fprintf(f, "%*s%s\n", HELP_COLUMN - n, "", o->help);
	}
	fprintf(f, "\n%s(1) has the whole story.\n", t->name);
}

void gan_cli_help_table(const struct gan_parse *p, FILE *f)
{
	const struct gan_opt *o;

	for (size_t i = 0; (o = gan_cli_option(p, i)); i++) {
		char letter[2] = { (char)o->letter, '\0' };
		const char *need = o->type == GAN_OPT_FLAG ? "none" : arg_optional(o) ? "optional" : "required";

		fprintf(f, "%s\t%s\t%s\t%s\t%s\n", or_dash(letter), or_dash(o->name), or_dash(o->arg), need, o->help);
	}
}
