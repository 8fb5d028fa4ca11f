#include "infer/pictures.h"

#include <stdio.h>
#include <string.h>
#include "base/mem.h"

static int ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), k = strlen(end);

	return n > k && !strcmp(s + n - k, end);
}

int gan_pictures_name(const char *output, const char *tool, struct gan_err *e)
{
	static const char *const foreign[][2] = {
		{ ".png", "pnmtopng" }, { ".jpg", "pnmtojpeg" }, { ".jpeg", "pnmtojpeg" }, { ".gif", "pnmremap ... | pamtogif" },
		{ ".tif", "pnmtotiff" }, { ".tiff", "pnmtotiff" }, { ".bmp", "ppmtobmp" },
	};

	for (size_t i = 0; output && i < sizeof foreign / sizeof *foreign; i++)
		if (ends_with(output, foreign[i][0]))
			return gan_fail(e, GAN_USAGE, "-o %s: pictures are written as PNM; pipe them: %s ... | %s > %s", output, tool,
			                foreign[i][1], output);
	return 0;
}

int gan_pictures_put(struct gan_out *out, const struct gan_image *im, struct gan_err *e)
{
	FILE *f = gan_out_stdio(out, e);

	if (!f || gan_pnm_write(f, im, gan_out_name(out), e))
		return -1;
	return gan_out_flush(out, e);
}

int gan_pictures_grid(const struct gan_pictures *p, struct gan_out *out, int cols, int rows, struct gan_err *e)
{
	struct gan_image im = { 0 };
	int64_t h, w, c, d;
	uint8_t *px;
	int rc = -1;

	gan_sampler_size(p->sampler, &h, &w, &c, &d);
	px = gan_alloc((size_t)p->n, (size_t)d, e);
	if (px && !gan_sampler_run(p->sampler, p->seed, 0, p->n, p->z, px, e) &&
	    !gan_image_grid(&im, px, p->n, (int)h, (int)w, (int)c, cols, rows, e))
		rc = gan_pictures_put(out, &im, e);
	gan_image_free(&im);
	gan_free(px);
	return rc;
}

int gan_pictures_singly(const struct gan_pictures *p, struct gan_out *out, struct gan_err *e)
{
	int64_t h, w, c, d, nz = gan_sampler_latents(p->sampler);
	uint8_t *px;
	int rc;

	gan_sampler_size(p->sampler, &h, &w, &c, &d);
	px = gan_alloc(GAN_SAMPLE_BATCH, (size_t)d, e);
	rc = px ? 0 : -1;
	for (int64_t k = 0; k < p->n && !rc; k += GAN_SAMPLE_BATCH) {
		int64_t some = p->n - k < GAN_SAMPLE_BATCH ? p->n - k : GAN_SAMPLE_BATCH;

		rc = gan_sampler_run(p->sampler, p->seed, k, some, p->z ? p->z + k * nz : NULL, px, e);
		for (int64_t i = 0; i < some && !rc; i++) {
			struct gan_image im = { .h = (int)h, .w = (int)w, .c = (int)c, .px = px + i * d };

			rc = gan_pictures_put(out, &im, e);
		}
	}
	gan_free(px);
	return rc;
}
