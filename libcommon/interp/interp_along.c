/* Directions of a model: what is drawn, looked at or taken out of it, before interp_dirs.h makes a direction of the numbers. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "interp/interp_dirs.h"
#include "interp/interp_priv.h"
#include "base/mem.h"
#include "base/text.h"

#define DRAWS_PCA 1000
#define DRAWS_CLASS 4096
#define PART_BYTES (64 << 20) /* pictures that are classified at a time */

int gan_interp_is_method(const char *along)
{
	static const char *const method[] = { "class:", "logistic:", "pca:", "sefa:" };

	for (size_t i = 0; i < sizeof method / sizeof *method; i++)
		if (!strncmp(along, method[i], strlen(method[i])))
			return 1;
	return 0;
}

/* ---- sefa:K ---- */

/* The entry as out x nz doubles, the caller's; NULL without e where it does not read latents. */
static double *first_weight(const struct gan_entry *n, int64_t nz, int64_t *out, struct gan_err *e)
{
	const struct gan_shape *s = &n->t.shape;
	const float *v = n->t.data;
	int last = s->rank - 1, transposed = s->rank == 4 && s->dim[0] == nz; /* of convt: [I,R,S,O] */
	double *w;

	if (n->t.dtype != GAN_F32 || (s->rank != 2 && s->rank != 4) || (!transposed && s->dim[last] != nz))
		return NULL;
	*out = gan_shape_count(s) / nz;
	w = gan_alloc((size_t)*out, (size_t)nz * sizeof *w, e);
	for (int64_t i = 0; i < *out && w; i++)
		for (int64_t j = 0; j < nz; j++)
			w[i * nz + j] = transposed ? v[j * *out + i] : v[i * nz + j];
	return w;
}

static int sefa(struct gan_interp *ip, int64_t k, float *dir, struct gan_err *e)
{
	const struct gan_net *g = gan_nets_find(&ip->m.nets, "g");
	int64_t nz = gan_sampler_latents(ip->sampler), out;
	struct gan_layer_row *row;
	double *w = NULL;
	char name[256];
	size_t n;
	int rc;

	if (gan_net_table(g, &row, &n, e))
		return -1;
	for (size_t i = 0; i < n && !w; i++) {
		const struct gan_entry *entry;

		snprintf(name, sizeof name, "%sg.%s.weight", gan_sampler_is_ema(ip->sampler) ? "ema." : "", row[i].name);
		entry = gan_store_find(&ip->m.store, name);
		w = entry ? first_weight(entry, nz, &out, e) : NULL;
	}
	gan_free(row);
	if (!w)
		return gan_fail(e, GAN_DATA, "net g has no layer linear, convt or conv that reads its %" PRId64 " latents", nz);
	rc = gan_dir_sefa(w, out, nz, k, dir, e);
	gan_free(w);
	return rc;
}

/* ---- pca:LAYER:K ---- */

static int draw(struct gan_interp *ip, int64_t n, struct gan_zset *z, struct gan_err *e)
{
	ip->drew = 1;
	return gan_zset_draw(z, &ip->m, "interp.draw", ip->seed, 0, n, e);
}

static int pca(struct gan_interp *ip, char *layer, int64_t k, float *dir, struct gan_err *e)
{
	struct gan_feature_net f = {
		.m = ip->m, .net = gan_nets_find(&ip->m.nets, "g"), .layer = layer, .name = "the model",
		.ema = gan_sampler_is_ema(ip->sampler),
	};
	struct gan_zset z = { 0 };
	struct gan_dataset set;
	int64_t dim;
	float *x = NULL;
	int rc = -1;

	if (!draw(ip, DRAWS_PCA, &z, e)) {
		set = (struct gan_dataset){ .n = z.n, .d = z.d, .xf = z.z };
		x = gan_features_of(&f, GAN_FEATURE_LAYER, &set, &dim, e);
		rc = x ? gan_dir_pca(z.z, x, z.n, z.d, dim, k, dir, e) : -1;
	}
	gan_free(x);
	gan_zset_free(&z);
	return rc;
}

/* ---- class:A[-B], logistic:A[-B] ---- */

/* What the network of -f takes samples at..at+some of z for, as the greatest of its outputs: into guess. */
static int classify(struct gan_interp *ip, const struct gan_zset *z, int64_t at, int64_t some, int64_t *guess, int64_t *classes,
                    struct gan_err *e)
{
	struct gan_dataset set = { .n = some };
	float *logit = NULL;
	void *x;

	gan_sampler_size(ip->sampler, &set.h, &set.w, &set.c, &set.d);
	x = gan_alloc((size_t)some, (size_t)set.d * (set.h ? 1 : sizeof(float)), e);
	if (x && !gan_sampler_run(ip->sampler, ip->seed, at, some, z->z + at * z->d, x, e)) {
		set.x8 = set.h ? x : NULL;
		set.xf = set.h ? NULL : x;
		logit = gan_features_of(&ip->look, GAN_FEATURE_OUTPUT, &set, classes, e);
	}
	for (int64_t i = 0; i < some && logit; i++) {
		const float *v = logit + i * *classes;

		guess[i] = 0;
		for (int64_t k = 1; k < *classes; k++)
			if (v[k] > v[guess[i]])
				guess[i] = k;
	}
	gan_free(logit);
	gan_free(x);
	return logit ? 0 : -1;
}

static int classify_all(struct gan_interp *ip, const struct gan_zset *z, int64_t *guess, int64_t *classes, struct gan_err *e)
{
	int64_t h, w, c, d, part;

	gan_sampler_size(ip->sampler, &h, &w, &c, &d);
	part = PART_BYTES / (d * 4) / GAN_SAMPLE_BATCH * GAN_SAMPLE_BATCH;
	if (part < GAN_SAMPLE_BATCH)
		part = GAN_SAMPLE_BATCH;
	for (int64_t at = 0; at < z->n; at += part)
		if (classify(ip, z, at, z->n - at < part ? z->n - at : part, guess + at, classes, e))
			return -1;
	return 0;
}

/* Sides of the samples: 1 class a, -1 class b (or, b < 0, all others), 0 others. */
static int take_sides(const int64_t *guess, int64_t n, int64_t a, int64_t b, signed char *side, struct gan_err *e)
{
	int64_t count[3] = { 0 };

	for (int64_t i = 0; i < n; i++) {
		side[i] = guess[i] == a ? 1 : b < 0 || guess[i] == b ? -1 : 0;
		count[side[i] + 1]++;
	}
	if (count[2] && count[0])
		return 0;
	if (!count[2] || b >= 0)
		return gan_fail(e, GAN_DATA, "of %" PRId64 " samples none is taken for class %" PRId64, n, count[2] ? b : a);
	return gan_fail(e, GAN_DATA, "all of %" PRId64 " samples are taken for class %" PRId64, n, a);
}

typedef int (*of_sides)(const float *z, const signed char *side, int64_t n, int64_t d, float *dir, struct gan_err *e);

static int of_classes(struct gan_interp *ip, int64_t a, int64_t b, of_sides fn, float *dir, struct gan_err *e)
{
	int64_t n = DRAWS_CLASS, classes = 0, most = a > b ? a : b, *guess = gan_alloc((size_t)n, sizeof *guess, e);
	signed char *side = gan_alloc((size_t)n, 1, e);
	struct gan_zset z = { 0 };
	int rc = guess && side ? 0 : -1;

	if (!rc)
		rc = draw(ip, n, &z, e) || classify_all(ip, &z, guess, &classes, e) ? -1 : 0;
	if (!rc && most >= classes)
		rc = gan_fail(e, GAN_DATA, "%s knows classes 0 to %" PRId64 ", found %" PRId64, ip->look.name, classes - 1, most);
	if (!rc)
		rc = take_sides(guess, n, a, b, side, e) || fn(z.z, side, n, z.d, dir, e) ? -1 : 0;
	gan_zset_free(&z);
	gan_free(guess);
	gan_free(side);
	return rc;
}

/* ---- which ---- */

static int number(const char *s, int64_t least, int64_t *k)
{
	return gan_parse_int(s, k) || *k < least || *k > 1000000 ? -1 : 0;
}

/* "A" or "A-B". */
static int two_classes(char *s, int64_t *a, int64_t *b)
{
	char *dash = strchr(s, '-');

	*b = -1;
	if (dash)
		*dash = 0;
	return number(s, 0, a) || (dash && (number(dash + 1, 0, b) || *a == *b)) ? -1 : 0;
}

/* spec is cut into parts. */
static int by_method(struct gan_interp *ip, char *spec, float *dir, struct gan_err *e)
{
	char *rest = strchr(spec, ':'), *last;
	int64_t a, b;

	*rest++ = 0;
	if (!strcmp(spec, "sefa"))
		return number(rest, 1, &a) ? gan_fail(e, GAN_USAGE, "expected sefa:K, K from 1") : sefa(ip, a, dir, e);
	if (!strcmp(spec, "pca")) {
		last = strrchr(rest, ':');
		if (!last || last == rest || number(last + 1, 1, &a))
			return gan_fail(e, GAN_USAGE, "expected pca:LAYER:K, K from 1");
		*last = 0;
		return pca(ip, rest, a, dir, e);
	}
	if (two_classes(rest, &a, &b))
		return gan_fail(e, GAN_USAGE, "expected %s:A or %s:A-B, of two classes", spec, spec);
	if (!ip->has_look)
		return gan_fail(e, GAN_USAGE, "expected -f CLASSIFIER, which says what samples are");
	ip->looked = 1;
	return of_classes(ip, a, b, strcmp(spec, "class") ? gan_dir_logistic : gan_dir_means, dir, e);
}

int gan_interp_direction(struct gan_interp *ip, float *dir, struct gan_err *e)
{
	const char *along = ip->o->along;
	char *spec;
	int rc;

	if (!gan_interp_is_method(along)) {
		if (ip->dir.n != 1)
			return gan_fail(e, GAN_USAGE, "--along %s: expected one direction, found %" PRId64 " latents", along, ip->dir.n);
		memcpy(dir, ip->dir.z, (size_t)ip->dir.d * sizeof *dir);
		return 0;
	}
	spec = gan_strdup(along, e);
	rc = spec ? by_method(ip, spec, dir, e) : -1;
	gan_free(spec);
	return rc ? gan_fail_prefix(e, "--along %s", along) : 0;
}
