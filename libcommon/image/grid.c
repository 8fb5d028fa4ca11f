/* Picture memory, grids, and writing raw PNM. The writer needs no library: a raw 8-bit picture is a header and its
   bytes, and here each write's result is seen. */
#include <errno.h>
#include <string.h>
#include "base/mem.h"
#include "image/image.h"

void gan_image_free(struct gan_image *im)
{
	if (!im)
		return;
	gan_free(im->px);
	memset(im, 0, sizeof *im);
}

int gan_image_alloc(struct gan_image *im, int h, int w, int c, struct gan_err *e)
{
	memset(im, 0, sizeof *im);
	if (h < 1 || w < 1 || h > GAN_IMAGE_MAX || w > GAN_IMAGE_MAX)
		return gan_fail(e, GAN_DATA, "picture size: expected 1x1 to %dx%d, found %dx%d", GAN_IMAGE_MAX,
				GAN_IMAGE_MAX, w, h);
	im->px = gan_alloc((size_t)h * (size_t)w, (size_t)c, e);
	if (!im->px)
		return -1;
	im->h = h;
	im->w = w;
	im->c = c;
	return 0;
}

void gan_grid_shape(int64_t n, int *cols, int *rows)
{
	int64_t k = *cols;

	if (k <= 0)
		for (k = 1; k * k < n; k++)
			;
	*cols = (int)k;
	if (*rows <= 0)
		*rows = n > 0 ? (int)((n + k - 1) / k) : 1;
}

int gan_grid_check(int cols, int rows, int w, int h, struct gan_err *e)
{
	if ((int64_t)cols * (w + 1) - 1 <= GAN_IMAGE_MAX && (int64_t)rows * (h + 1) - 1 <= GAN_IMAGE_MAX)
		return 0;
	return gan_fail(e, GAN_USAGE,
			"a grid of %dx%d pictures of %dx%d is larger than %dx%d (--grid=CxR with fewer, or -1)", cols,
			rows, w, h, GAN_IMAGE_MAX, GAN_IMAGE_MAX);
}

int gan_image_grid(struct gan_image *out, const uint8_t *px, int64_t n, int h, int w, int c, int cols, int rows,
                   struct gan_err *e)
{
	int64_t gw, gh, i;

	gan_grid_shape(n, &cols, &rows);
	if (gan_grid_check(cols, rows, w, h, e) < 0)
		return -1;
	gw = (int64_t)cols * (w + 1) - 1;
	gh = (int64_t)rows * (h + 1) - 1;
	if (gan_image_alloc(out, (int)gh, (int)gw, c, e) < 0)
		return -1;
	for (i = 0; i < n && i < (int64_t)cols * rows; i++) {
		int64_t y0 = i / cols * (h + 1), x0 = i % cols * (w + 1);

		for (int y = 0; y < h; y++)
			memcpy(out->px + ((y0 + y) * gw + x0) * c, px + (i * h + y) * w * c, (size_t)w * (size_t)c);
	}
	return 0;
}

int gan_pnm_write(FILE *f, const struct gan_image *im, const char *name, struct gan_err *e)
{
	size_t n = (size_t)im->h * (size_t)im->w * (size_t)im->c;
	int rc;

	if (im->c == 1 || im->c == 3)
		rc = fprintf(f, "P%d\n%d %d\n255\n", im->c == 1 ? 5 : 6, im->w, im->h);
	else
		rc = fprintf(f, "P7\nWIDTH %d\nHEIGHT %d\nDEPTH %d\nMAXVAL 255\nENDHDR\n", im->w, im->h, im->c);
	if (rc < 0 || fwrite(im->px, 1, n, f) != n)
		return gan_fail(e, GAN_IOERR, "%s: cannot write: %s", name, strerror(errno));
	return 0;
}
