#include <math.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/setting.h"
#include "base/text.h"
#include "tap.h"

static void test_numbers(void)
{
	static const struct {
		double v;
		const char *want;
	} t[] = {{0, "0"}, {.0002, "0.0002"}, {(float).0002f, "0.0002"}, {.1f, "0.1"}, {1e-5, "1e-5"}, {1e20, "1e20"}, {64, "64"},
	         {-3, "-3"}, {1e6, "1000000"}, {INFINITY, "inf"}, {-INFINITY, "-inf"}, {1. / 3, "0.3333333333333333"}};
	char buf[32];
	double d;
	int64_t i;
	uint64_t u;
	int w, h;
	size_t k;

	for (k = 0; k < sizeof t / sizeof *t; k++)
		ok(!strcmp(gan_format_double(buf, sizeof buf, t[k].v), t[k].want), "format %s: %s", t[k].want, buf);
	ok(!gan_parse_double("1e-4", &d) && d == 1e-4 && !gan_parse_double(".5", &d) && d == .5 &&
	   !gan_parse_double("inf", &d), "doubles");
	ok(gan_parse_double("", &d) && gan_parse_double(" 1", &d) && gan_parse_double("1 ", &d) && gan_parse_double("0x1", &d) &&
	   gan_parse_double("1,5", &d) && gan_parse_double("1e999", &d), "no doubles");
	ok(!gan_parse_int("-9223372036854775808", &i) && i == INT64_MIN && gan_parse_int("9223372036854775808", &i) &&
	   gan_parse_int("1.0", &i) && gan_parse_int("-+1", &i) && gan_parse_int("", &i), "integers");
	ok(!gan_parse_uint("18446744073709551615", &u) && u == UINT64_MAX && gan_parse_uint("18446744073709551616", &u) &&
	   gan_parse_uint("-1", &u), "unsigned integers");
	ok(!gan_parse_size("64x32", &w, &h) && w == 64 && h == 32 && gan_parse_size("0x4", &w, &h) &&
	   gan_parse_size("4x", &w, &h) && gan_parse_size("99999x4", &w, &h) && gan_parse_size("4x4x4", &w, &h), "sizes");
}

static void test_escapes(void)
{
	static const char raw[] = "a\tb\nc\x1b[31m\\\x7f\xff\xc3\xa9\xc2\x9b\xe2\x80\xae";
	struct gan_buf b = {0};
	struct gan_err e = {0};

	gan_escape(&b, raw, sizeof raw - 1);
	ok(!strcmp(b.s, "a\\tb\\nc\\x1b[31m\\\\\\x7f\\xff\xc3\xa9\\xc2\\x9b\\xe2\\x80\\xae"), "escape: %s", b.s);
	ok(!gan_utf8_valid("\xc0\x80", 2) && !gan_utf8_valid("\xed\xa0\x80", 3) && !gan_utf8_valid("\xf4\x90\x80\x80", 4) &&
	   !gan_utf8_valid("\xe2\x82", 2) && gan_utf8_valid("\xf0\x9f\x98\x80", 4), "UTF-8");
	b.len = 0;
	gan_shell_quote(&b, "it's");
	gan_buf_puts(&b, " ");
	gan_shell_quote(&b, "");
	gan_buf_puts(&b, " ");
	gan_shell_quote(&b, "a=b/c.t");
	ok(!strcmp(b.s, "'it'\\''s' '' a=b/c.t"), "shell words: %s", b.s);
	gan_buf_free(&b);
	gan_fail(&e, GAN_DATA, "%s: bad\x1b", "f");
	gan_fail_prefix(&e, "%s", "tool");
	ok(e.code == GAN_DATA && !strcmp(e.msg, "tool: f: bad\\x1b"), "messages: %s", e.msg);
}

static void test_nearest(void)
{
	static const char *const names[] = {"adam", "sgd", "rmsprop"};
	struct gan_err e = {0};

	ok(gan_nearest("adma", names, 3) == names[0] && gan_nearest("rmspop", names, 3) == names[2] &&
	   !gan_nearest("zzzz", names, 3), "nearest names");
	ok(gan_find_name(&e, "optimiser", "sgd", names, 3) == 1 && !e.code, "a name that is there");
	ok(gan_find_name(&e, "optimiser", "adma", names, 3) == 3 && e.code == GAN_USAGE &&
	   !strcmp(e.msg, "optimiser 'adma' is unknown (did you mean 'adam'?)"), "and one that is not: %s", e.msg);
}

static void test_settings(void)
{
	static const struct gan_setting tab[] = {
		{"lr", GAN_SET_REAL, "0.0002", 0, 1, NULL, "", ""},
		{"n", GAN_SET_INT, "5", 1, 10, NULL, "", ""},
		{"opt", GAN_SET_ENUM, "adam", 0, 0, "adam|sgd", "", ""},
		{"label", GAN_SET_RANGE, ".25", -1, 2, NULL, "", ""},
	};
	static const char *const bad[] = {"", ":", "1:", ":1", "1:.5", "0:3", "-2", "1:1:1", "a:1", "nan", "0:nan"};
	double ends[2];
	struct gan_kv kv = {0};
	struct gan_err e = {0};
	struct gan_buf b = {0};

	ok(!gan_setting_check(&tab[0], "1e-3", &e) && gan_setting_check(&tab[0], "2", &e) && gan_setting_check(&tab[0], "nan", &e) &&
	   gan_setting_check(&tab[1], "1.5", &e) && gan_setting_check(&tab[1], "11", &e) && e.code == GAN_USAGE, "ranges: %s", e.msg);
	ok(!gan_setting_check(&tab[2], "sgd", &e) && gan_setting_check(&tab[2], "sg", &e) && gan_setting_check(&tab[2], "", &e),
	   "choices: %s", e.msg);
	ok(!gan_kv_parse(&kv, "n=7\nopt=sgd\n", &e) && gan_setting_int(&kv, tab, 3, "n") == 7 &&
	   gan_setting_real(&kv, tab, 3, "lr") == .0002 && !strcmp(gan_setting_text(&kv, tab, 3, "opt"), "sgd"), "look-ups");
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ok(gan_setting_check(&tab[3], bad[i], &e), "no range: %s", e.msg);
	gan_setting_range(&kv, tab, 4, "label", ends);
	ok(ends[0] == .25 && ends[1] == .25 && !gan_setting_check(&tab[3], "-1:2", &e) && !gan_setting_check(&tab[3], "2", &e),
	   "one number");
	gan_kv_set(&kv, "label", "-.5:.75", &e);
	gan_setting_range(&kv, tab, 4, "label", ends);
	ok(ends[0] == -.5 && ends[1] == .75 && !gan_setting_check(&tab[3], "-.5:.75", &e), "a range");
	gan_kv_remove(&kv, "label");
	gan_kv_set(&kv, "n", "8", &e);
	gan_kv_remove(&kv, "opt");
	gan_kv_print(&kv, &b);
	ok(!strcmp(b.s, "n=8\n"), "and back to text");
	ok(gan_kv_parse(&kv, "n\n", &e) && gan_kv_parse(&kv, "n=1\nn=2\n", &e) && e.code == GAN_DATA, "bad lines: %s", e.msg);
	gan_kv_free(&kv);
	gan_buf_free(&b);
}

static void test_memory(void)
{
	struct gan_err e = {0};
	size_t cap = 0, n;
	void *p = gan_alloc(3, 5, &e), *q = NULL;

	ok(p && (uintptr_t)p % 64 == 0 && !gan_alloc(SIZE_MAX / 2, 4, &e) && e.code == GAN_NOMEM, "blocks are aligned, sizes checked");
	gan_free(p);
	gan_grow(&q, &cap, 3, 4, &e);
	((uint32_t *)q)[2] = 7;
	gan_grow(&q, &cap, 1000, 4, &e);
	ok(cap >= 1000 && ((uint32_t *)q)[2] == 7 && ((uint32_t *)q)[999] == 0, "growing keeps and zeroes");
	gan_free(q);
	ok(gan_mul_ok(3, 4, &n) && n == 12 && !gan_mul_ok(SIZE_MAX, 2, &n) && !gan_add_ok(SIZE_MAX, 1, &n), "checked sizes");
}

int main(void)
{
	test_numbers();
	test_escapes();
	test_nearest();
	test_settings();
	test_memory();
	return done();
}
