/* --mask: where a picture may be changed. */
#include <stdio.h>
#include "advex/advex_priv.h"
#include "data/input.h"
#include "base/mem.h"
#include "image/image.h"

static int fill(struct gan_advex *a, const struct gan_image *im, struct gan_err *e)
{
	int64_t c = a->set.c, open = 0;

	if (im->h != a->set.h || im->w != a->set.w)
		return gan_fail(e, GAN_DATA, "--mask %s: expected a picture of %dx%d, as the data's, found %dx%d", a->o->mask,
		                (int)a->set.w, (int)a->set.h, im->w, im->h);
	a->mask = gan_alloc((size_t)a->set.d, sizeof *a->mask, e);
	if (!a->mask)
		return -1;
	for (int64_t i = 0; i < (int64_t)im->h * im->w; i++) {
		int light = 0;

		for (int k = 0; k < im->c; k++)
			light |= im->px[i * im->c + k];
		for (int64_t k = 0; k < c; k++)
			a->mask[i * c + k] = light != 0;
		open += light != 0;
	}
	return open ? 0 : gan_fail(e, GAN_DATA, "--mask %s: is black everywhere, so nothing may change", a->o->mask);
}

int gan_advex_read_mask(struct gan_advex *a, struct gan_err *e)
{
	struct gan_input in;
	struct gan_image im = { 0 };
	struct gan_pnm pnm = { .name = a->o->mask };
	int rc;

	if (!a->o->mask)
		return 0;
	if (!a->set.h)
		return gan_fail(e, GAN_DATA, "--mask is a picture, and the data are points");
	if (gan_input_open(&in, a->o->mask, e))
		return -1;
	rc = gan_input_kind(&in, e);
	if (rc == GAN_INPUT_STREAM)
		rc = gan_fail(e, GAN_DATA, "--mask %s: expected a PNM picture, found a stream (gan-data -x)", a->o->mask);
	if (rc >= 0)
		rc = (pnm.f = gan_input_stdio(&in, e)) ? 0 : -1;
	if (!rc)
		rc = gan_pnm_next(&pnm, &im, e) > 0 ? fill(a, &im, e) : -1;
	gan_image_free(&im);
	gan_input_close(&in);
	return rc;
}
