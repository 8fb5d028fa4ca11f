/* Pictures as points: read, and inverted. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "app/interp_invert.h"
#include "app/interp_priv.h"
#include "base/mem.h"
#include "image/image.h"

/* Adds a picture; *cap counts bytes. */
static int add(struct gan_dataset *set, size_t *cap, const struct gan_image *im, const char *name, struct gan_err *e)
{
	uint64_t max;
	size_t need;

	if (set->n && (im->h != set->h || im->w != set->w || im->c != set->c))
		return gan_fail(e, GAN_DATA, "%s: picture %" PRId64 ": expected %" PRId64 "x%" PRId64 " with %" PRId64 " channels as "
		                "the first, found %dx%d with %d", name, set->n + 1, set->w, set->h, set->c, im->w, im->h, im->c);
	set->h = im->h;
	set->w = im->w;
	set->c = im->c;
	set->d = set->h * set->w * set->c;
	if (gan_stream_max_bytes(&max, e))
		return -1;
	if (!gan_mul_ok((size_t)set->n + 1, (size_t)set->d, &need) || need > max)
		return gan_fail(e, GAN_DATA, "%s: its pictures are more than %" PRIu64 " bytes, all that may be held (GAN_MAX_BYTES sets "
		                "it)", name, max);
	if (gan_grow((void **)&set->x8, cap, need, 1, e))
		return -1;
	memcpy(set->x8 + set->n * set->d, im->px, (size_t)set->d);
	set->n++;
	return 0;
}

int gan_interp_pnm(struct gan_dataset *set, struct gan_input *in, struct gan_err *e)
{
	struct gan_pnm pnm = { .name = in->name };
	struct gan_image im = { 0 };
	size_t cap = 0;
	int rc;

	pnm.f = gan_input_stdio(in, e);
	if (!pnm.f)
		return -1;
	while ((rc = gan_pnm_next(&pnm, &im, e)) > 0) {
		rc = add(set, &cap, &im, in->name, e);
		gan_image_free(&im);
		if (rc)
			return -1;
	}
	return rc;
}

static int invert(struct gan_interp *ip, struct gan_inverter *v, const struct gan_dataset *set, int64_t k, const char *name,
                  struct gan_zset *to, struct gan_err *e)
{
	char line[256];
	double mse;

	if (gan_inverter_run(v, set, k, to, &mse, e))
		return gan_fail_prefix(e, "%s", name);
	ip->inverted++;
	snprintf(line, sizeof line, "%.100s: element %" PRId64 ": inverted to a mean squared error of %.3g", name, k, mse);
	if (ip->o->note)
		ip->o->note(ip->o->ctx, line);
	return 0;
}

int gan_interp_images(struct gan_interp *ip, const struct gan_dataset *set, const char *name, struct gan_interp_range r,
                      struct gan_zset *to, struct gan_err *e)
{
	struct gan_inverter_opt o = {
		.m = &ip->m, .ema = gan_sampler_is_ema(ip->sampler), .look = ip->has_look ? &ip->look : NULL, .seed = ip->seed,
		.starts = ip->o->starts ? ip->o->starts : GAN_INTERP_STARTS, .steps = ip->o->steps ? ip->o->steps : GAN_INTERP_STEPS,
	};
	struct gan_inverter *v;
	int rc = 0;

	if (gan_interp_fit(&r, set->n, name, "element", e))
		return -1;
	v = gan_inverter_new(&o, set, name, e);
	if (!v)
		return -1;
	for (int64_t k = r.first; k < r.first + r.n && !rc; k++)
		rc = invert(ip, v, set, k, name, to, e);
	gan_inverter_free(v);
	return rc;
}
