/* gan.pg: what is left out, counted, joined and elided. */
#include "stream_help.h"
#include "tap.h"

static struct gan_pg run(int argc, char **argv)
{
	struct gan_pg pg = {argv[0], "0.1", argv, argc, 0};

	return pg;
}

/* The gan.pg that a command gives after its parents; freed by the next call. */
static const char *pg_of(struct gan_pg pg, const char *a, const char *b)
{
	static struct gan_doc d;
	const char *parents[2] = {a, b};
	static struct gan_err e;

	if (gan_pg_add(&d, &pg, parents, b ? 2 : a ? 1 : 0, 0xabc, 1, &e))
		return e.msg;
	return gan_kv_get(&d.meta, "gan.pg");
}

static void check_line(const char *what, int argc, char **argv, const char *want)
{
	const char *got = pg_of(run(argc, argv), NULL, NULL), *cl = strstr(got, "\tCL:");
	size_t n = strlen(want);

	ok(cl && !strncmp(cl + 4, want, n) && cl[4 + n] == '\t', "%s: %s", what, cl ? cl + 4 : got);
}

#define LINE(what, want, ...)                                                                                        \
	do {                                                                                                         \
		char *v_[] = {__VA_ARGS__, NULL};                                                                    \
		check_line(what, (int)(sizeof v_ / sizeof *v_) - 1, v_, want);                                       \
	} while (0)

static void test_command_lines(void)
{
	LINE("left out", "gan-x -n 5 a=1 d.t", "gan-x", "-j", "4", "-n", "5", "-q", "-oout.t", "--log", "l.tsv", "-z9", "-v",
	     "a=1", "d.t", "--log=x");
	LINE("letters together", "gan-x -n5", "gan-x", "-qvn5", "-vo", "x.t");
	LINE("paths", "gan-x -m g.t like=b.t -mg.t vgg.t:block/1 lr=1/256", "gan-x", "-m", "/a/g.t", "like=/a/b.t", "-m/a/g.t",
	     "/a/vgg.t:block/1", "lr=1/256");
	LINE("quotes", "gan-x 'a b' 'it'\\''s' $'tab\\there'", "gan-x", "a b", "it's", "tab\there");
	LINE("after --", "gan-x -- -q", "gan-x", "--", "-q");
	LINE("foreign bytes", "gan-x $'\\xff'", "gan-x", "\xff");
}

static void test_chain(void)
{
	char *init[] = {"gan-init", "dcgan", NULL}, *step[] = {"gan-step", "-n", "5", "d.t", NULL};
	char *other[] = {"gan-step", "d.t", NULL};
	char *join[] = {"gan-mix", NULL}, a[2048], b[2048], c[2048];
	const char *p;
	int lines = 1;

	snprintf(a, sizeof a, "%s", pg_of(run(2, init), NULL, NULL));
	ok(!strchr(a, '\n') && strstr(a, "\tPN:gan-init\t") && !strstr(a, "\tPP:") && strstr(a, "\tRC:1\tDG:0000000000000abc"),
	   "a first record: %s", a);
	snprintf(b, sizeof b, "%s", pg_of(run(4, step), a, NULL));
	ok(strchr(b, '\n') && strstr(b, "\tPP:") && !strncmp(strstr(b, "\tPP:") + 4, a + 3, 8), "a second one names its parent");
	snprintf(c, sizeof c, "%s", pg_of(run(4, step), b, NULL));
	ok(strstr(c, "\tRC:2\t") && strlen(c) == strlen(b), "the same command again is counted");
	snprintf(c, sizeof c, "%s", pg_of(run(2, other), a, NULL));
	p = pg_of(run(1, join), b, c);
	for (; *p; p++)
		lines += *p == '\n';
	p = pg_of(run(1, join), b, c);
	ok(lines == 4 && strchr(strstr(strrchr(p, '\n'), "\tPP:"), ','), "two histories are joined: %d records", lines);
}

static void test_limits(void)
{
	static char long_text[200000], word[3000];
	char *v[] = {"gan-x", word, NULL};
	struct gan_pg pg = run(2, v);
	struct gan_doc d = {0};
	struct gan_err e = {0};
	const char *p;
	int i;

	for (i = 0; i < 100; i++) {
		memset(word, 'a' + i % 26, sizeof word - 1);
		p = pg_of(pg, long_text[0] ? long_text : NULL, NULL);
		snprintf(long_text, sizeof long_text, "%s", p);
	}
	ok(strlen(long_text) <= 65536 && strstr(long_text, "ID:elided"), "the middle is elided: %zu bytes", strlen(long_text));
	gan_kv_set(&d.meta, "gan.pg", "x", &e);
	pg.off = 1;
	ok(!gan_pg_add(&d, &pg, NULL, 0, 0, 0, &e) && !gan_kv_get(&d.meta, "gan.pg"), "--no-pg leaves it out");
	gan_doc_free(&d);
}

int main(void)
{
	test_command_lines();
	test_chain();
	test_limits();
	return done();
}
