/* Pictures as points: inverted. */
#include <inttypes.h>
#include <stdio.h>
#include "interp/interp_invert.h"
#include "interp/interp_priv.h"

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
