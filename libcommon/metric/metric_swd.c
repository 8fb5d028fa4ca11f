/* Sliced Wasserstein distance on a Laplacian pyramid: Karras et al. 2018, "Progressive growing of GANs", sec. 5. It needs no
   network.
   Of each level of the pyramid (each half as large, while the shorter side has 16 pixels or more), patches of 7x7 are cut at
   random places, as many of each picture; every channel of all patches of a set is brought to mean 0 and deviation 1; and along
   random directions the sorted projections of both sets are compared.
     swd.S  mean of |a_(i) - b_(i)| over directions and patches, times 1000, at the level whose shorter side is S
     swd    mean over the levels
   Both sets have as many pictures as the smaller; places and directions depend on nothing but their number (and are the same
   for both sets, so a set is at distance 0 from itself). The patches' numbers never stand side by side in memory. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "metric/metric.h"
#include "metric/pyramid.h"
#include "base/mem.h"
#include "base/pool.h"
#include "base/rng.h"
#include "kernel/gemm.h"

#define SIDE 7    /* of a patch */
#define GROUP 32  /* directions that are projected on at once, and */
#define BLOCK 4096 /* patches */
#define SMALLEST 16
#define PART 64   /* pictures, or patches, that a thread takes */

extern const struct gan_metric gan_metric_swd;

static const struct gan_setting settings[] = {
	{ "directions", GAN_SET_INT, "512", 1, 1000000, NULL, "", "random directions (a multiple of 32 costs no more)" },
	{ "patches", GAN_SET_INT, "128", 1, 100000, NULL, "", "patches of each picture" },
};

/* One level of both sets. */
struct level {
	int64_t n, h, w, c;       /* pictures, and their size here */
	int64_t patches;          /* of each */
	float *x[2];              /* [n,h,w,c] */
	float *proj[2];           /* [GROUP, n patches] */
	int32_t *place;           /* [n, patches]: of a patch's first number in its picture */
	double mean[2][4], scale[2][4]; /* of the channels, 1/deviation */
	gan_real dir[2][SIDE * SIDE * 4 * GROUP]; /* [7,7,c,GROUP], scaled */
	double shift[2][GROUP];
	int64_t from, nblock;     /* the patches of a block */
	gan_real *block, *product; /* [BLOCK,7,7,c], [BLOCK,GROUP] */
	void *scratch;
	uint32_t *sorted;         /* [threads, n patches] */
	double sums[GROUP];
	int set;                  /* that is at work */
	double *part;             /* [parts,2c]: sums and squares */
};

/* ---- places and statistics ---- */

static int64_t parts_of(const struct level *l)
{
	return (l->n + PART - 1) / PART;
}

static int choose_places(struct level *l, int index, struct gan_err *e)
{
	struct gan_rng rx = gan_rng_make(0, "swd.x"), ry = gan_rng_make(0, "swd.y");
	int64_t *x = gan_alloc((size_t)l->patches, 2 * sizeof *x, e), *y;

	if (!x)
		return -1;
	y = x + l->patches;
	for (int64_t i = 0; i < l->n; i++) {
		gan_rng_int(rx, (uint64_t)index, (uint64_t)i, 0, (uint64_t)(l->w - SIDE + 1), x, (size_t)l->patches);
		gan_rng_int(ry, (uint64_t)index, (uint64_t)i, 0, (uint64_t)(l->h - SIDE + 1), y, (size_t)l->patches);
		for (int64_t p = 0; p < l->patches; p++)
			l->place[i * l->patches + p] = (int32_t)((y[p] * l->w + x[p]) * l->c);
	}
	gan_free(x);
	return 0;
}

static const float *patch_at(const struct level *l, int64_t p)
{
	return l->x[l->set] + p / l->patches * l->h * l->w * l->c + l->place[p];
}

static void add_part(void *ctx, long part, int thread)
{
	struct level *l = ctx;
	int64_t end = (part + 1) * PART < l->n ? (part + 1) * PART : l->n, row = SIDE * l->c;
	double *sum = l->part + part * 2 * l->c, *squares = sum + l->c;

	(void)thread;
	memset(sum, 0, (size_t)(2 * l->c) * sizeof *sum);
	for (int64_t i = part * PART; i < end; i++)
		for (int64_t p = 0; p < l->patches; p++) {
			const float *x = patch_at(l, i * l->patches + p);

			for (int64_t r = 0; r < SIDE; r++, x += l->w * l->c)
				for (int64_t k = 0; k < row; k += l->c)
					for (int64_t c = 0; c < l->c; c++) {
						sum[c] += x[k + c];
						squares[c] += (double)x[k + c] * x[k + c];
					}
		}
}

static void measure(struct level *l, int set)
{
	double n = (double)(l->n * l->patches * SIDE * SIDE);

	l->set = set;
	gan_pool_run((long)parts_of(l), add_part, l);
	for (int64_t c = 0; c < l->c; c++) {
		double sum = 0, squares = 0, var;

		for (int64_t p = 0; p < parts_of(l); p++) {
			sum += l->part[p * 2 * l->c + c];
			squares += l->part[p * 2 * l->c + l->c + c];
		}
		l->mean[set][c] = sum / n;
		var = squares / n - l->mean[set][c] * l->mean[set][c];
		/* a channel that is constant says nothing; the tolerance is for rounding */
		l->scale[set][c] = var > 1e-9 * (1 + l->mean[set][c] * l->mean[set][c]) ? 1 / sqrt(var) : 0;
	}
}

/* ---- projections ---- */

/* dir[GROUP] as they are, then for each set divided by the deviations, and what the means come to. */
static void choose_directions(struct level *l, int index, int64_t first)
{
	int64_t k = SIDE * SIDE * l->c;
	double v[SIDE * SIDE * 4];

	for (int64_t g = 0; g < GROUP; g++) {
		double length = 0;

		gan_rng_normal_f64(gan_rng_make(0, "swd.direction"), (uint64_t)index, (uint64_t)(first + g), 0, v, (size_t)k);
		for (int64_t i = 0; i < k; i++)
			length += v[i] * v[i];
		for (int set = 0; set < 2; set++) {
			double shift = 0;

			for (int64_t i = 0; i < k; i++) {
				double s = v[i] / sqrt(length) * l->scale[set][i % l->c];

				l->dir[set][i * GROUP + g] = (gan_real)s;
				shift += s * l->mean[set][i % l->c];
			}
			l->shift[set][g] = shift;
		}
	}
}

static void gather(void *ctx, long part, int thread)
{
	struct level *l = ctx;
	int64_t end = (part + 1) * PART < l->nblock ? (part + 1) * PART : l->nblock, row = SIDE * l->c;

	(void)thread;
	for (int64_t i = part * PART; i < end; i++) {
		gan_real *to = l->block + i * SIDE * row;
		const float *x = patch_at(l, l->from + i);

		for (int64_t r = 0; r < SIDE; r++, x += l->w * l->c)
			for (int64_t k = 0; k < row; k++)
				*to++ = x[k];
	}
}

static void spread(void *ctx, long g, int thread)
{
	struct level *l = ctx;
	float *to = l->proj[l->set] + g * l->n * l->patches + l->from;

	(void)thread;
	for (int64_t i = 0; i < l->nblock; i++)
		to[i] = (float)(l->product[i * GROUP + g] - l->shift[l->set][g]);
}

static void project(struct level *l, int set)
{
	int64_t all = l->n * l->patches;

	l->set = set;
	for (l->from = 0; l->from < all; l->from += BLOCK) {
		struct gan_gemm g = { .n = GROUP, .k = (long)(SIDE * SIDE * l->c) };

		l->nblock = all - l->from < BLOCK ? all - l->from : BLOCK;
		g.m = (long)l->nblock;
		gan_pool_run((long)((l->nblock + PART - 1) / PART), gather, l);
		gan_gemm(&g, l->product, l->block, l->dir[set], l->scratch);
		gan_pool_run(GROUP, spread, l);
	}
}

/* ---- sorting ---- */

/* A float's bits, so that they sort as the floats do; and back. */
static uint32_t key_of(uint32_t bits)
{
	return bits & 0x80000000u ? ~bits : bits | 0x80000000u;
}

static float value_of(uint32_t key)
{
	uint32_t bits = key & 0x80000000u ? key & 0x7fffffffu : ~key;
	float v;

	memcpy(&v, &bits, sizeof v);
	return v;
}

/* v[n] becomes its keys, sorted: three passes of 11 bits. */
static void sort_keys(float *v, uint32_t *spare, int64_t n)
{
	enum { BITS = 11, BINS = 1 << BITS };
	int64_t count[3][BINS] = { { 0 } };
	uint32_t *a = (uint32_t *)(void *)v, *b = spare, *swap;

	for (int64_t i = 0; i < n; i++) {
		uint32_t bits;

		memcpy(&bits, v + i, sizeof bits);
		b[i] = key_of(bits);
		for (int pass = 0; pass < 3; pass++)
			count[pass][b[i] >> (BITS * pass) & (BINS - 1)]++;
	}
	for (int pass = 0; pass < 3; pass++) {
		int64_t at = 0;

		for (int k = 0; k < BINS; k++) {
			int64_t some = count[pass][k];

			count[pass][k] = at;
			at += some;
		}
		swap = a;
		a = b;
		b = swap;
		for (int64_t i = 0; i < n; i++)
			b[count[pass][a[i] >> (BITS * pass) & (BINS - 1)]++] = a[i];
	}
}

static void compare(void *ctx, long g, int thread)
{
	struct level *l = ctx;
	int64_t n = l->n * l->patches;
	uint32_t *spare = l->sorted + thread * n, *a, *b;
	double sum = 0;

	for (int set = 0; set < 2; set++)
		sort_keys(l->proj[set] + g * n, spare, n);
	a = (uint32_t *)(void *)(l->proj[0] + g * n);
	b = (uint32_t *)(void *)(l->proj[1] + g * n);
	for (int64_t i = 0; i < n; i++)
		sum += fabs((double)value_of(a[i]) - value_of(b[i]));
	l->sums[g] = sum / (double)n;
}

/* ---- a level ---- */

static double sliced(struct level *l, int index, int64_t directions)
{
	double sum = 0;

	for (int set = 0; set < 2; set++)
		measure(l, set);
	for (int64_t k = 0; k < directions; k += GROUP) {
		int64_t some = directions - k < GROUP ? directions - k : GROUP;

		choose_directions(l, index, k);
		for (int set = 0; set < 2; set++)
			project(l, set);
		gan_pool_run((long)some, compare, l);
		for (int64_t g = 0; g < some; g++)
			sum += l->sums[g];
	}
	return sum / (double)directions;
}

static void level_free(struct level *l)
{
	for (int set = 0; set < 2; set++) {
		gan_free(l->x[set]);
		gan_free(l->proj[set]);
	}
	gan_free(l->block);
	gan_free(l->product);
	gan_free(l->scratch);
	gan_free(l->place);
	gan_free(l->sorted);
	gan_free(l->part);
	gan_free(l);
}

static int level_alloc(struct level *l, size_t all, struct gan_err *e)
{
	struct gan_gemm g = { .m = BLOCK, .n = GROUP, .k = (long)(SIDE * SIDE * l->c) };

	l->place = gan_alloc(all, sizeof *l->place, e);
	l->sorted = gan_alloc(all, (size_t)gan_pool_threads() * sizeof *l->sorted, e);
	l->part = gan_alloc((size_t)(parts_of(l) * 2 * l->c), sizeof *l->part, e);
	l->block = gan_alloc(BLOCK, (size_t)g.k * sizeof *l->block, e);
	l->product = gan_alloc(BLOCK, GROUP * sizeof *l->product, e);
	l->scratch = gan_alloc(gan_gemm_scratch(&g), 1, e);
	for (int set = 0; set < 2; set++)
		l->proj[set] = gan_alloc(all, GROUP * sizeof *l->proj[set], e);
	return l->place && l->sorted && l->part && l->block && l->product && l->scratch && l->proj[0] && l->proj[1] ? 0 : -1;
}

static struct level *level_make(const struct gan_dataset *set[2], int64_t n, int64_t patches, int index, int levels,
                                struct gan_err *e)
{
	struct level *l = gan_alloc(1, sizeof *l, e);
	size_t all;

	if (!l)
		return NULL;
	l->n = n;
	l->patches = patches;
	l->c = set[0]->c;
	gan_pyramid_size(set[0]->h, set[0]->w, index, &l->h, &l->w);
	if (!gan_mul_ok((size_t)n, (size_t)patches, &all)) {
		gan_fail_nomem(e, UINT64_MAX);
		goto fail;
	}
	for (int k = 0; k < 2; k++)
		if (!(l->x[k] = gan_pyramid_level(set[k]->x8, n, set[k]->h, set[k]->w, set[k]->c, index, levels, e)))
			goto fail;
	if (!level_alloc(l, all, e) && !choose_places(l, index, e))
		return l;
fail:
	level_free(l);
	return NULL;
}

/* ---- the metric ---- */

static int check(const struct gan_dataset *s, const char *name, struct gan_err *e)
{
	if (!s->h)
		return gan_fail(e, GAN_DATA, "%s: -M swd is for pictures, found points", name);
	if (s->h < SIDE || s->w < SIDE || s->c > 4)
		return gan_fail(e, GAN_DATA, "%s: -M swd: expected pictures of %dx%d pixels or more with 1 to 4 channels, found %" PRId64
		                "x%" PRId64 " with %" PRId64, name, SIDE, SIDE, s->w, s->h, s->c);
	return 0;
}

static int judge(void *state, const struct gan_metric_with *w, const struct gan_judged *in, struct gan_metric_out *out,
                 struct gan_err *e)
{
	const struct gan_dataset *set[2] = { w->ref, in->set };
	int64_t n = set[0]->n < set[1]->n ? set[0]->n : set[1]->n, patches = gan_metric_int(&gan_metric_swd, w, "patches");
	int64_t directions = gan_metric_int(&gan_metric_swd, w, "directions");
	double sum = 0, v;
	int levels;

	(void)state;
	if (check(in->set, in->name, e))
		return -1;
	levels = gan_pyramid_levels(set[0]->h, set[0]->w, SMALLEST);
	gan_metric_note(out, "ref.n=%" PRId64 " patches=%" PRId64 " directions=%" PRId64 " levels=%d net=none resize=none", n, patches,
	                directions, levels);
	for (int k = 0; k < levels; k++) {
		struct level *l = level_make(set, n, patches, k, levels, e);
		char name[32];

		if (!l)
			return -1;
		v = 1000 * sliced(l, k, directions);
		snprintf(name, sizeof name, "swd.%" PRId64, l->h < l->w ? l->h : l->w);
		gan_metric_value(out, name, v, n);
		sum += v;
		level_free(l);
	}
	gan_metric_value(out, "swd", sum / levels, n);
	return 0;
}

const struct gan_metric gan_metric_swd = {
	.name = "swd",
	.help = "sliced Wasserstein distance of patches, at each level of a Laplacian pyramid",
	.flags = GAN_METRIC_NEEDS_REF,
	.setting = settings,
	.nsetting = sizeof settings / sizeof *settings,
	.judge = judge,
};
