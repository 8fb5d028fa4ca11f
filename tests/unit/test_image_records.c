/* IDX, CIFAR-10 and the toys. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "image/records.h"
#include "image/toy.h"
#include "tap.h"

static FILE *bytes(const void *p, size_t n)
{
	FILE *f = tmpfile();

	if (!f || fwrite(p, 1, n, f) != n || fseek(f, 0, SEEK_SET))
		exit(1);
	return f;
}
#define F(lit) bytes(lit, sizeof lit - 1)
#define IMAGES "\0\0\10\3\0\0\0\2\0\0\0\1\0\0\0\3"

static void test_idx(void)
{
	FILE *f = F(IMAGES "abcdef"), *l = F("\0\0\10\1\0\0\0\2\7\4");
	struct gan_idx r;
	struct gan_err e = { 0 };
	int64_t y;

	ok(!gan_idx_open(&r, f, "i", l, "l", &e) && r.n == 2 && r.im.h == 1 && r.im.w == 3 && r.im.c == 1,
	   "IDX headers: %s", e.msg);
	ok(gan_idx_next(&r, &y, &e) == 1 && y == 7 && !memcmp(r.im.px, "abc", 3), "the first picture and label");
	ok(gan_idx_next(&r, &y, &e) == 1 && y == 4 && !memcmp(r.im.px, "def", 3), "the second");
	ok(gan_idx_next(&r, &y, &e) == 0, "and the end");
	gan_idx_close(&r);
	fclose(f);
	fclose(l);
}

static void test_idx4(void)
{
	FILE *f = F("\0\0\10\4\0\0\0\1\0\0\0\1\0\0\0\2\0\0\0\3abcdef");
	struct gan_idx r;
	struct gan_err e = { 0 };
	int64_t y;

	ok(!gan_idx_open(&r, f, "i", NULL, NULL, &e) && gan_idx_next(&r, &y, &e) == 1 && y == -1 && r.im.c == 3 &&
	   !memcmp(r.im.px, "abcdef", 6), "four dimensions are colour, no labels are -1");
	gan_idx_close(&r);
	fclose(f);
}

static void idx_fails(const char *what, FILE *f, FILE *l, const char *word)
{
	struct gan_idx r;
	struct gan_err e = { 0 };
	int64_t y;
	int rc = gan_idx_open(&r, f, "i", l, "l", &e);

	while (!rc && (rc = gan_idx_next(&r, &y, &e)) > 0)
		rc = 0;
	ok(rc < 0 && e.code == GAN_DATA && strstr(e.msg, word), "%s: %s", what, e.msg);
	gan_idx_close(&r);
	fclose(f);
	if (l)
		fclose(l);
}

static void test_idx_errors(void)
{
	idx_fails("no IDX", F("hello, world"), NULL, "found 68 65 6c 6c");
	idx_fails("IDX of floats", F("\0\0\15\3\0\0\0\1"), NULL, "unsigned bytes");
	idx_fails("a cut header", F("\0\0\10\3\0\0"), NULL, "truncated");
	idx_fails("labels for pictures", F("\0\0\10\1\0\0\0\2ab"), NULL, "labels come second");
	idx_fails("a cut picture", F(IMAGES "abcde"), NULL, "expected 2 pictures, found 1");
	idx_fails("more than was promised", F(IMAGES "abcdefg"), NULL, "more bytes");
	idx_fails("too few labels", F(IMAGES "abcdef"), F("\0\0\10\1\0\0\0\1a"), "expected 2 labels");
	idx_fails("cut labels", F(IMAGES "abcdef"), F("\0\0\10\1\0\0\0\2a"), "expected 2 labels, found 1");
	idx_fails("pictures for labels", F(IMAGES "abcdef"), F(IMAGES "abcdef"), "first the pictures");
	idx_fails("two channels", F("\0\0\10\4\0\0\0\1\0\0\0\1\0\0\0\1\0\0\0\2ab"), NULL, "1 or 3 channels");
	idx_fails("a side beyond the limit", F("\0\0\10\3\0\0\0\1\0\1\0\0\0\0\0\1ab"), NULL, "32768");
	idx_fails("no rows", F("\0\0\10\3\0\0\0\1\0\0\0\0\0\0\0\1ab"), NULL, "1x0");
}

static void test_cifar(void)
{
	uint8_t rec[3073] = { 5 };
	struct gan_image im;
	struct gan_err e = { 0 };
	int64_t y;
	FILE *f;

	for (int i = 0; i < 3072; i++)
		rec[1 + i] = (uint8_t)(i / 1024 * 64 + i % 64);
	if (gan_image_alloc(&im, 32, 32, 3, &e) < 0)
		exit(1);
	f = bytes(rec, sizeof rec);
	ok(gan_cifar_next(f, "c", 0, &im, &y, &e) == 1 && y == 5, "a CIFAR-10 record");
	ok(im.px[3 * 33] == 33 && im.px[3 * 33 + 1] == 64 + 33 && im.px[3 * 33 + 2] == 128 + 33,
	   "planes become pixels");
	ok(gan_cifar_next(f, "c", 1, &im, &y, &e) == 0, "the end");
	fclose(f);
	f = bytes(rec, 3000);
	ok(gan_cifar_next(f, "c", 0, &im, &y, &e) < 0 && strstr(e.msg, "truncated"), "a cut record: %s", e.msg);
	fclose(f);
	rec[0] = 10;
	f = bytes(rec, sizeof rec);
	ok(gan_cifar_next(f, "c", 0, &im, &y, &e) < 0 && strstr(e.msg, "label"), "an impossible label: %s", e.msg);
	fclose(f);
	gan_image_free(&im);
}

static void test_glyphs(void)
{
	const struct gan_toy *t = gan_toy_find("glyphs", NULL);
	struct gan_rng r = gan_rng_make(1, "t");
	uint8_t a[28 * 28], b[28 * 28], wide[20 * 60];
	void *state = NULL;
	struct gan_err e = { 0 };
	int bright = 1, edge = 0;

	ok(t && !t->start(&state, &e), "the glyphs: %s", e.msg);
	ok(t->picture(state, a, 28, 28, r, 7) == 7 && t->picture(state, b, 28, 28, r, 17) == 7 &&
		   memcmp(a, b, sizeof a),
	   "two sevens differ");
	t->picture(state, b, 28, 28, r, 7);
	ok(!memcmp(a, b, sizeof a), "the same seven twice does not");
	for (uint64_t i = 0; i < 500; i++) {
		int ink = 0, most = 0;

		t->picture(state, a, 28, 28, r, i);
		for (int k = 0; k < 28 * 28; k++) {
			ink += a[k] > 127;
			most = a[k] > most ? a[k] : most;
		}
		bright &= most > 240 && ink > 15 && ink < 300;
		for (int k = 0; k < 28; k++)
			edge += a[k] + a[27 * 28 + k] + a[28 * k] + a[28 * k + 27] > 0;
	}
	ok(bright, "all have strokes that are bright, and none is a blot");
	ok(edge < 100, "they stay inside the frame: %d of 56000 edge pixels touched", edge);
	t->picture(state, wide, 20, 60, r, 3);
	ok(wide[0] == 0 && wide[20 * 60 - 1] == 0, "other sizes");
	t->end(state);
}

static void test_points(void)
{
	struct gan_rng r = gan_rng_make(1, "t");
	float x[2];
	double worst = 0;

	for (uint64_t i = 0; i < 1000; i++) {
		int y = gan_toy_find("ring", NULL)->point(NULL, x, r, i);
		double a = y * 3.14159265358979323846 / 4;

		worst = fmax(worst, hypot(x[0] - 2 * cos(a), x[1] - 2 * sin(a)));
	}
	ok(worst > .04 && worst < .12, "points of the ring are near their mode: %.3f at most", worst);
	worst = 0;
	for (uint64_t i = 0; i < 1000; i++) {
		int y = gan_toy_find("grid", NULL)->point(NULL, x, r, i);

		worst = fmax(worst, hypot(x[0] - 2 * (y % 5 - 2), x[1] - 2 * (y / 5 - 2)));
	}
	ok(worst > .1 && worst < .3, "and those of the grid: %.3f", worst);
}

static void test_registry(void)
{
	struct gan_err e = { 0 };
	int sorted = 1;

	for (size_t i = 1; i < gan_ntoys; i++)
		sorted &= strcmp(gan_toys[i - 1]->name, gan_toys[i]->name) < 0;
	ok(sorted, "toys are sorted by name");
	ok(!gan_toy_find("glyph", &e) && e.code == GAN_USAGE && strstr(e.msg, "'glyphs'"), "a name that is near: %s",
	   e.msg);
}

int main(void)
{
	test_idx();
	test_idx4();
	test_idx_errors();
	test_cifar();
	test_glyphs();
	test_points();
	test_registry();
	return done();
}
