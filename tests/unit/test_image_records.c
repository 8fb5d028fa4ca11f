/* IDX, CIFAR-10 and the toys. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "image/records.h"
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

int main(void)
{
	test_idx();
	test_idx4();
	test_idx_errors();
	test_cifar();
	return done();
}
