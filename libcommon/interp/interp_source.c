/* Where points come from: seeds, files, expressions. */
#include <ctype.h>
#include <inttypes.h>
#include <string.h>
#include "interp/interp_expr.h"
#include "interp/interp_priv.h"
#include "base/mem.h"
#include "base/text.h"

/* ---- one source ---- */

/* "K" or "K-L", whole numbers: 1 and *r, else 0. */
static int parse_range(const char *s, struct gan_interp_range *r)
{
	size_t k = strspn(s, "0123456789");
	char buf[32];
	int64_t last;

	if (!k || k >= sizeof buf || (s[k] && s[k] != '-'))
		return 0;
	memcpy(buf, s, k);
	buf[k] = 0;
	if (gan_parse_int(buf, &r->first))
		return 0;
	last = r->first;
	if (s[k] && (!isdigit((unsigned char)s[k + 1]) || gan_parse_int(s + k + 1, &last)))
		return 0;
	r->n = last - r->first + 1;
	return r->n > 0 && last < INT64_C(1) << 53;
}

/* Cuts ":K-L" off the end of s, where it is there. */
static struct gan_interp_range cut_range(char *s)
{
	struct gan_interp_range r = { 0 };
	char *colon = strrchr(s, ':');

	if (colon && parse_range(colon + 1, &r))
		*colon = 0;
	else
		r.n = 0;
	return r;
}

static int from_seed(struct gan_interp *ip, const char *seed, struct gan_interp_range r, struct gan_zset *to, struct gan_err *e)
{
	uint64_t s;

	if (gan_parse_uint(seed, &s) || s > UINT64_C(1) << 53)
		return gan_fail(e, GAN_USAGE, "seed %s: expected a whole number up to 9007199254740992", seed);
	return gan_zset_draw(to, &ip->m, GAN_SAMPLE_PURPOSE, s, r.first, r.n ? r.n : 1, e);
}

int gan_interp_fit(struct gan_interp_range *r, int64_t all, const char *name, const char *what, struct gan_err *e)
{
	if (!r->n)
		r->n = all - r->first;
	if (r->first + r->n <= all)
		return 0;
	return gan_fail(e, GAN_DATA, "%s: expected %s %" PRId64 " (from 0), found %" PRId64 " %ss", name, what,
	                r->first + r->n - 1, all, what);
}

static int from_latents(struct gan_interp *ip, const struct gan_interp_file *f, struct gan_interp_range r, struct gan_zset *to,
                        struct gan_err *e)
{
	int64_t want = gan_sampler_latents(ip->sampler), d = f->z.d;
	float *z;

	if (gan_interp_fit(&r, f->z.n, f->name, "latent", e))
		return -1;
	if (d != want)
		return gan_fail(e, GAN_DATA, "%s: expected latents of %" PRId64 " numbers, as net g takes, found %" PRId64, f->name,
		                want, d);
	z = gan_zset_grow(to, r.n, d, f->name, e);
	if (!z)
		return -1;
	memcpy(z, f->z.z + r.first * d, (size_t)(r.n * d) * sizeof *z);
	return 0;
}

static int from_file(struct gan_interp *ip, const char *path, struct gan_interp_range r, struct gan_zset *to, struct gan_err *e)
{
	const struct gan_interp_file *f = gan_interp_file(ip, path, e);

	if (!f || gan_interp_parent(ip, f->set.npg ? f->set.pg[0] : f->z.pg, e))
		return -1;
	return f->set.n ? gan_interp_images(ip, &f->set, f->name, r, to, e) : from_latents(ip, f, r, to, e);
}

static int from_one(struct gan_interp *ip, char *spec, struct gan_zset *to, struct gan_err *e)
{
	struct gan_interp_range r = cut_range(spec);

	if (!*spec)
		return gan_fail(e, GAN_USAGE, "an empty point: expected SEED, SEED:K or FILE");
	if (!spec[strspn(spec, "0123456789")])
		return from_seed(ip, spec, r, to, e);
	return from_file(ip, spec, r, to, e);
}

int gan_interp_source(struct gan_interp *ip, const char *spec, struct gan_zset *to, struct gan_err *e)
{
	for (;;) {
		size_t n = strcspn(spec, ",");
		char *one = gan_strndup(spec, n, e);
		int rc = one ? from_one(ip, one, to, e) : -1;

		gan_free(one);
		if (rc || !spec[n])
			return rc;
		spec += n + 1;
	}
}

/* ---- names and expressions ---- */

struct names {
	struct gan_interp *ip;
	struct gan_zset *set; /* of each binding, read at its first use: n 0 until then */
	size_t n;
};

static const struct gan_zset *look_up(void *ctx, const char *name, struct gan_err *e)
{
	struct names *s = ctx;
	const struct gan_kv *kv = s->ip->o->names;

	for (size_t i = 0; i < s->n; i++) {
		if (strcmp(kv->key[i], name))
			continue;
		if (!s->set[i].n && gan_interp_source(s->ip, kv->val[i], &s->set[i], e)) {
			gan_fail_prefix(e, "%s=%s", name, kv->val[i]);
			return NULL;
		}
		return &s->set[i];
	}
	gan_fail(e, GAN_USAGE, "'%s' stands for nothing (%s=SEED or %s=FILE says what it is)", name, name, name);
	return NULL;
}

static int check_names(const struct gan_kv *kv, struct gan_err *e)
{
	for (size_t i = 0; i < kv->n; i++)
		if (strchr(kv->key[i], '-'))
			return gan_fail(e, GAN_USAGE, "%s=: a name in expressions has letters, digits and dots, for '-' subtracts", kv->key[i]);
	return 0;
}

static int add_set(struct gan_zset *to, const struct gan_zset *s, struct gan_err *e)
{
	float *z = gan_zset_grow(to, s->n, s->d, "points", e);

	if (!z)
		return -1;
	memcpy(z, s->z, (size_t)(s->n * s->d) * sizeof *z);
	return 0;
}

static int gives_direction(const struct gan_interp_opt *o)
{
	return o->along && !gan_interp_is_method(o->along);
}

static int evaluate_all(struct names *s, struct gan_zset *points, struct gan_err *e)
{
	const struct gan_interp_opt *o = s->ip->o;

	for (size_t i = 0; i < o->npoint; i++) {
		struct gan_zset v = { 0 };
		int rc = gan_interp_eval(o->point[i], look_up, s, &v, e) || add_set(points, &v, e) ? -1 : 0;

		gan_zset_free(&v);
		if (rc)
			return -1;
	}
	if (gives_direction(o) && gan_interp_eval(o->along, look_up, s, &s->ip->dir, e))
		return gan_fail_prefix(e, "--along");
	for (size_t i = 0; i < s->n; i++)
		if (!s->set[i].n)
			return gan_fail(e, GAN_USAGE, "%s=%s: no expression has the name '%s'", o->names->key[i], o->names->val[i],
			                o->names->key[i]);
	return 0;
}

static int evaluate(struct gan_interp *ip, struct gan_zset *points, struct gan_err *e)
{
	struct names s = { ip, NULL, ip->o->names->n };
	int rc;

	if (check_names(ip->o->names, e) || !(s.set = gan_alloc(s.n, sizeof *s.set, e)))
		return -1;
	rc = evaluate_all(&s, points, e);
	for (size_t i = 0; i < s.n; i++)
		gan_zset_free(&s.set[i]);
	gan_free(s.set);
	return rc;
}

int gan_interp_points(struct gan_interp *ip, struct gan_zset *points, struct gan_err *e)
{
	if (ip->o->names->n)
		return evaluate(ip, points, e);
	for (size_t i = 0; i < ip->o->npoint; i++)
		if (gan_interp_source(ip, ip->o->point[i], points, e))
			return -1;
	if (gives_direction(ip->o) && gan_interp_source(ip, ip->o->along, &ip->dir, e))
		return gan_fail_prefix(e, "--along");
	return 0;
}
