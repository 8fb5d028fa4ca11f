/* PNM in all its kinds, and what must be refused: each document is given as bytes and read through a pipe-like FILE. */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "image/image.h"
#include "tap.h"

static FILE *bytes(const void *p, size_t n)
{
	FILE *f = tmpfile();

	if (!f || fwrite(p, 1, n, f) != n || fseek(f, 0, SEEK_SET))
		exit(1);
	return f;
}

/* Reads one picture; rc of the read. */
static int read_one(const void *p, size_t n, struct gan_image *im, struct gan_err *e)
{
	struct gan_pnm r = { .f = bytes(p, n), .name = "x" };
	int rc = gan_pnm_next(&r, im, e);

	fclose(r.f);
	return rc;
}

static void accept(const char *what, const void *p, size_t n, int h, int w, int c, const uint8_t *px)
{
	struct gan_image im;
	struct gan_err e = { 0 };
	int rc = read_one(p, n, &im, &e);

	ok(rc == 1 && im.h == h && im.w == w && im.c == c && !memcmp(im.px, px, (size_t)(h * w * c)), "%s%s%s", what,
	   rc < 0 ? ": " : "", e.msg);
	gan_image_free(&im);
}

static void refuse(const char *what, const void *p, size_t n, const char *word)
{
	struct gan_image im;
	struct gan_err e = { 0 };
	int rc = read_one(p, n, &im, &e);

	ok(rc == -1 && e.code == GAN_DATA && strstr(e.msg, "x: picture 1: ") && strstr(e.msg, word) && !im.px, "%s: %s",
	   what, e.msg);
	gan_image_free(&im);
}

#define A(what, lit, h, w, c, ...) accept(what, lit, sizeof lit - 1, h, w, c, (const uint8_t[]){ __VA_ARGS__ })
#define R(what, lit, word) refuse(what, lit, sizeof lit - 1, word)

static void test_kinds(void)
{
	A("plain PBM, 1 is black", "P1\n3 2\n1 0 1\n011", 2, 3, 1, 0, 255, 0, 255, 0, 0);
	A("raw PBM", "P4\n3 2\n\xa0\x60", 2, 3, 1, 0, 255, 0, 255, 0, 0);
	A("plain PGM of maxval 9, with a comment", "P2\n# hello\n2 1\n9\n0 9\n", 1, 2, 1, 0, 255);
	A("raw PGM", "P5 2 2 255\n\1\2\3\4", 2, 2, 1, 1, 2, 3, 4);
	A("raw PGM of 16 bits is scaled and rounded", "P5 3 1 65535\n\x80\x00\xff\xff\x00\x80", 1, 3, 1, 128, 255, 0);
	A("plain PPM", "P3 1 1 255 7 8 9\n", 1, 1, 3, 7, 8, 9);
	A("raw PPM", "P6\n2 1\n255\nabcdef", 1, 2, 3, 'a', 'b', 'c', 'd', 'e', 'f');
	A("PAM gray", "P7\nWIDTH 2\nHEIGHT 1\nDEPTH 1\nMAXVAL 255\nTUPLTYPE GRAYSCALE\nENDHDR\nab", 1, 2, 1, 'a', 'b');
	A("PAM black and white: 1 is white",
	  "P7\nWIDTH 2\nHEIGHT 1\nDEPTH 1\nMAXVAL 1\nTUPLTYPE BLACKANDWHITE\nENDHDR\n\0\1", 1, 2, 1, 0, 255);
	A("PAM gray with alpha is composed over black",
	  "P7\nWIDTH 3\nHEIGHT 1\nDEPTH 2\nMAXVAL 255\nTUPLTYPE GRAYSCALE_ALPHA\nENDHDR\n\xc8\xff\xc8\0\xc8\x80", 1, 3,
	  1, 200, 0, 100);
	A("PAM rgb with alpha",
	  "P7\nWIDTH 1\nHEIGHT 1\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n\xff\x64\x0a\x33", 1, 1, 3, 51, 20,
	  2);
}

static void test_refusals(void)
{
	R("a cut raster", "P5 4 4 255\nabc", "");
	R("a cut header", "P5 4", "");
	R("no PNM at all", "hello world", "");
	R("maxval 0", "P5 1 1 0\na", "");
	R("maxval 65536", "P5 1 1 65536\naaa", "");
	R("no width", "P5 0 4 255\n", "");
	R("a negative side", "P5 -4 4 255\nabc", "");
	R("sides that no memory holds", "P5 2000000000 2000000000 255\n", "");
	R("sides beyond the limit", "P5 32769 1 255\nabc", "32768x32768");
	R("a sample above maxval", "P2 1 1 5\n9\n", "");
	R("CMYK", "P7\nWIDTH 1\nHEIGHT 1\nDEPTH 4\nMAXVAL 255\nTUPLTYPE CMYK\nENDHDR\nabcd",
	  "4 planes of tuple type 'CMYK'");
	R("two planes that are not alpha", "P7\nWIDTH 1\nHEIGHT 1\nDEPTH 2\nMAXVAL 255\nTUPLTYPE X\nENDHDR\nab",
	  "2 planes");
	R("a PNG", "\x89PNG\r\n\x1a\n", "");
}

static void test_several(void)
{
	static const char two[] = "P5 1 1 255\naP6 1 1 255\nbcd\nP5 1 1 255";
	struct gan_pnm r = { .f = bytes(two, sizeof two - 1), .name = "s" };
	struct gan_image im;
	struct gan_err e = { 0 };

	ok(gan_pnm_next(&r, &im, &e) == 1 && im.c == 1 && im.px[0] == 'a', "the first of several pictures");
	gan_image_free(&im);
	ok(gan_pnm_next(&r, &im, &e) == 1 && im.c == 3 && im.px[2] == 'd', "the second, of another kind");
	gan_image_free(&im);
	ok(gan_pnm_next(&r, &im, &e) == -1 && strstr(e.msg, "s: picture 3: "), "the third is cut: %s", e.msg);
	fclose(r.f);
	ok(read_one("", 0, &im, &e) == 0, "nothing holds no picture");
}

static void test_detect(void)
{
	ok(gan_pnm_detect("P5\n1 1\n2", 8) && gan_pnm_detect("P7\nWIDTH", 8) && gan_pnm_detect("P1#abcde", 8),
	   "PNM is told");
	ok(!gan_pnm_detect("P8\n1 1\n2", 8) && !gan_pnm_detect("P5", 2) && !gan_pnm_detect("\x89PNG\r\n\x1a\n", 8),
	   "and other bytes");
	ok(!gan_pnm_detect("P5\n\0\0\0\0\0", 8), "and a stream whose header's length looks like one");
}

static void test_write(void)
{
	struct gan_image im, back;
	struct gan_err e = { 0 };
	FILE *f = tmpfile();
	struct gan_pnm r = { .f = f, .name = "w" };
	FILE *full = fopen("/dev/full", "w");

	if (!f || gan_image_alloc(&im, 3, 2, 3, &e) < 0)
		exit(1);
	for (int i = 0; i < 18; i++)
		im.px[i] = (uint8_t)(13 * i);
	ok(!gan_pnm_write(f, &im, "w", &e) && !fseek(f, 0, SEEK_SET) && gan_pnm_next(&r, &back, &e) == 1 &&
	   !memcmp(im.px, back.px, 18), "what is written is read again");
	gan_image_free(&back);
	fclose(f);
	if (full) {
		setvbuf(full, NULL, _IONBF, 0);
		ok(gan_pnm_write(full, &im, "full", &e) < 0 && e.code == GAN_IOERR, "a full disk: %s", e.msg);
		fclose(full);
	} else {
		skip("a full disk", "no /dev/full here");
	}
	gan_image_free(&im);
}

static void test_font(void)
{
	struct gan_image g;
	struct gan_err e = { 0 };
	int inked = 0;

	ok(!gan_font_glyph(&g, "bdf", '8', &e) && g.h > 5 && g.w > 3, "the built-in font has an 8: %s", e.msg);
	for (int x = 0; x < g.w; x++)
		inked += g.px[x] == 255;
	ok(inked > 0, "with ink in its top row");
	gan_image_free(&g);
	ok(gan_font_glyph(&g, "none", '8', &e) < 0 && e.code == GAN_UNAVAILABLE && !g.px,
	   "a font that is not there: %s", e.msg);
}

int main(void)
{
	test_kinds();
	test_refusals();
	test_several();
	test_detect();
	test_write();
	test_font();
	return done();
}
