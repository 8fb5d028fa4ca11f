#include "interp/interp.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "interp/interp_priv.h"
#include "infer/pictures.h"
#include "data/series.h"
#include "base/mem.h"
#include "train/train.h"

int gan_interp_parent(struct gan_interp *ip, const char *pg, struct gan_err *e)
{
	if (!pg || ip->nparent == GAN_INTERP_MAX_PARENTS)
		return 0;
	ip->parent[ip->nparent] = gan_strdup(pg, e);
	return ip->parent[ip->nparent] ? (ip->nparent++, 0) : -1;
}

/* ---- the model ---- */

static int open_look(struct gan_interp *ip, struct gan_err *e)
{
	if (ip->o->features && gan_feature_net_open(&ip->look, ip->o->features, ip->o->read_flags, e))
		return -1;
	ip->has_look = !!ip->o->features;
	return 0;
}

static int start_model(struct gan_interp *ip, struct gan_doc *doc, const char *name, struct gan_err *e)
{
	const struct gan_interp_opt *o = ip->o;
	int64_t h, w, c, d;

	if (gan_model_from_doc(&ip->m, doc, name, e))
		return -1;
	ip->sampler = gan_sampler_new(&ip->m, (o->no_ema ? GAN_SAMPLE_NO_EMA : 0) | GAN_SAMPLE_LATENTS, e);
	if (!ip->sampler)
		return gan_fail_prefix(e, "%s", name);
	gan_sampler_size(ip->sampler, &h, &w, &c, &d);
	if (!h && !o->tensors)
		return gan_fail(e, GAN_DATA, "%s: net g makes points of %" PRId64 " numbers, not pictures (-t writes the latents)",
		                name, d);
	ip->seed = o->seed >= 0 ? (uint64_t)o->seed : ip->m.seed;
	return gan_interp_parent(ip, ip->m.pg, e) || (ip->has_look && gan_interp_parent(ip, ip->look.m.pg, e)) ? -1 : 0;
}

static void end_model(struct gan_interp *ip)
{
	struct gan_zset none = { 0 };

	gan_sampler_free(ip->sampler);
	gan_model_free(&ip->m);
	gan_zset_free(&ip->dir);
	for (size_t i = 0; i < ip->nparent; i++)
		gan_free(ip->parent[i]);
	ip->sampler = NULL;
	memset(&ip->m, 0, sizeof ip->m);
	ip->dir = none;
	ip->nparent = 0;
	ip->inverted = ip->drew = ip->looked = 0;
}

/* What decides nothing is a mistake. */
static int check_acting(const struct gan_interp *ip, struct gan_err *e)
{
	const struct gan_interp_opt *o = ip->o;
	const struct gan_net *g = gan_nets_find(&ip->m.nets, "g");

	if ((o->steps || o->starts || (o->features && !ip->looked)) && !ip->inverted)
		return gan_fail(e, GAN_USAGE, "%s is about pictures that are inverted, and no point is one",
		                o->steps ? "--steps" : o->starts ? "--restarts" : "-f");
	if (o->seed < 0 || o->mode == GAN_INTERP_VARY || ip->inverted || ip->drew || gan_net_has(g, "noise") ||
	    gan_net_has(g, "random") || gan_net_has(g, "randint"))
		return 0;
	return gan_fail(e, GAN_USAGE, "-s is the seed of variations, inversion and directions, and here are none (a point is a seed: "
	                "gan-interp 7 8)");
}

/* What is drawn on a sphere, or lies near one, is walked on it; in one number there are no arcs. */
static enum gan_curve curve_of(const struct gan_interp *ip)
{
	if (ip->o->curve != GAN_CURVE_DEFAULT)
		return ip->o->curve;
	if (gan_sampler_latents(ip->sampler) == 1 || !strcmp(gan_train_text(&ip->m.hyper, "z-dist"), "uniform"))
		return GAN_CURVE_LERP;
	return GAN_CURVE_SLERP;
}

/* ---- frames ---- */

static int count_points(const struct gan_zset *p, int64_t want, const char *mode, struct gan_err *e)
{
	if (p->n == want)
		return 0;
	return gan_fail(e, GAN_USAGE, "%s: expected %" PRId64 " point%s, found %" PRId64, mode, want, want == 1 ? "" : "s", p->n);
}

/* How many frames; 0: usage error. */
static int64_t frames(const struct gan_interp_opt *o, const struct gan_zset *p, struct gan_err *e)
{
	switch (o->mode) {
	case GAN_INTERP_POINTS:
		return p->n;
	case GAN_INTERP_SHEET:
		return count_points(p, 4, "--sheet", e) ? 0 : (int64_t)o->sheet[0] * o->sheet[1];
	case GAN_INTERP_VARY:
		return count_points(p, 1, "--vary", e) ? 0 : o->n ? o->n : 9;
	case GAN_INTERP_ALONG:
		return p->n * (o->n ? o->n : 7);
	case GAN_INTERP_CLOSED:
		if (p->n > 1)
			return o->n ? o->n : 8 * p->n;
		break;
	case GAN_INTERP_PATH:
		if (p->n > 1 && o->n != 1)
			return o->n ? o->n : 8 * (p->n - 1) + 1;
		if (p->n == 1 && o->n <= 1)
			return 1;
		break;
	}
	if (p->n == 1)
		gan_fail(e, GAN_USAGE, "expected two points or more for a path, found 1");
	else
		gan_fail(e, GAN_USAGE, "-n 1: a path has two ends (--points shows the points alone)");
	return 0;
}

static int walk_along(struct gan_interp *ip, const struct gan_zset *p, int64_t n, float *z, struct gan_err *e)
{
	float *dir = gan_alloc((size_t)p->d, sizeof *dir, e);
	int rc = dir ? gan_interp_direction(ip, dir, e) : -1;

	for (int64_t k = 0; k < p->n && !rc; k++)
		gan_zpath_along(z + k * n * p->d, n, p->z + k * p->d, dir, p->d, ip->o->by[0], ip->o->by[1]);
	gan_free(dir);
	return rc;
}

static int walk(struct gan_interp *ip, const struct gan_zset *p, struct gan_zset *out, struct gan_err *e)
{
	const struct gan_interp_opt *o = ip->o;
	int64_t n = frames(o, p, e);
	float *z = n ? gan_zset_grow(out, n, p->d, "frames", e) : NULL;

	if (!z)
		return -1;
	switch (o->mode) {
	case GAN_INTERP_SHEET:
		return gan_zpath_sheet(z, o->sheet[0], o->sheet[1], p->z, p->d, curve_of(ip), e);
	case GAN_INTERP_VARY:
		gan_zpath_vary(z, n, p->z, p->d, o->vary, ip->seed);
		return 0;
	case GAN_INTERP_ALONG:
		return walk_along(ip, p, n / p->n, z, e);
	case GAN_INTERP_PATH:
	case GAN_INTERP_CLOSED:
		if (p->n > 1)
			return gan_zpath_through(z, n, p->z, p->n, p->d, curve_of(ip), o->mode == GAN_INTERP_CLOSED, e);
		break;
	case GAN_INTERP_POINTS:
		break;
	}
	memcpy(z, p->z, (size_t)(n * p->d) * sizeof *z);
	return 0;
}

/* ---- output ---- */

/* A series is known as one when its second record comes. */
static int open_writer(struct gan_interp *ip, int series, struct gan_err *e)
{
	int level = ip->o->level;

	if (level == GAN_LEVEL_DEFAULT && gan_stream_level(&level, e))
		return -1;
	if (series && !level)
		ip->o->warn(ip->o->ctx, "a plain series (-z 0) has no end mark: whether it is cut between records cannot be seen");
	ip->writer = gan_writer_open(ip->out, ip->o->level, series, e);
	ip->out = NULL;
	return ip->writer ? 0 : -1;
}

/* What is held goes out. */
static int write_held(struct gan_interp *ip, int more, struct gan_err *e)
{
	int rc;

	if (!ip->holds)
		return 0;
	if (!ip->writer && open_writer(ip, more, e))
		return -1;
	rc = gan_writer_put(ip->writer, &ip->held, e);
	gan_doc_free(&ip->held);
	ip->holds = 0;
	return rc;
}

static int put_latents(struct gan_interp *ip, const struct gan_zset *z, struct gan_err *e)
{
	struct gan_shape shape = gan_shape_of(2, z->n, z->d);
	struct gan_doc_tensor *t;

	if (write_held(ip, 1, e))
		return -1;
	ip->holds = 1;
	t = gan_doc_add(&ip->held, "z", GAN_F32, &shape, e);
	if (!t)
		return -1;
	memcpy(t->t.data, z->z, t->t.nbytes);
	return gan_kv_set(&ip->held.meta, "gan.kind", "latents", e) ||
	       gan_pg_add(&ip->held, &ip->o->pg, (const char *const *)ip->parent, ip->nparent, 0, 0, e) ? -1 : 0;
}

/* A sheet has its shape; a short walk is a strip; each point has its row along a direction. */
static void grid_of(const struct gan_interp_opt *o, int64_t n, int *cols, int *rows)
{
	*cols = o->cols;
	*rows = o->rows;
	if (o->cols)
		return;
	if (o->mode == GAN_INTERP_SHEET)
		*cols = o->sheet[0];
	else if (o->mode == GAN_INTERP_ALONG)
		*cols = (int)(o->n ? o->n : 7);
	else if ((o->mode == GAN_INTERP_PATH || o->mode == GAN_INTERP_CLOSED) && n <= 16)
		*cols = (int)n;
}

static int put_pictures(struct gan_interp *ip, const struct gan_zset *z, struct gan_err *e)
{
	struct gan_pictures p = { ip->sampler, ip->seed, z->z, z->n };
	int cols, rows;

	grid_of(ip->o, z->n, &cols, &rows);
	if (cols && rows && (int64_t)cols * rows < z->n)
		return gan_fail(e, GAN_USAGE, "--grid=%dx%d has fewer cells than there are pictures, %" PRId64, cols, rows, z->n);
	return ip->o->one ? gan_pictures_singly(&p, ip->out, e) : gan_pictures_grid(&p, ip->out, cols, rows, e);
}

static int close_output(struct gan_interp *ip, struct gan_err *e)
{
	struct gan_writer *w;
	struct gan_out *out = ip->out;

	if (write_held(ip, 0, e))
		return -1;
	w = ip->writer;
	ip->writer = NULL;
	if (w)
		return gan_writer_close(w, e);
	ip->out = NULL;
	return gan_out_commit(out, e);
}

/* ---- all together ---- */

static int do_model(void *ctx, struct gan_doc *d, const char *name, struct gan_err *e)
{
	struct gan_interp *ip = ctx;
	struct gan_zset points = { 0 }, z = { 0 };
	int rc = start_model(ip, d, name, e) || gan_interp_points(ip, &points, e) || walk(ip, &points, &z, e) ||
	         check_acting(ip, e) || (ip->o->tensors ? put_latents(ip, &z, e) : put_pictures(ip, &z, e)) ? -1 : 0;

	gan_zset_free(&points);
	gan_zset_free(&z);
	end_model(ip);
	return rc;
}

static int do_stream(struct gan_interp *ip, struct gan_err *e)
{
	const struct gan_interp_opt *o = ip->o;
	struct gan_series_want want = { .record = o->record, .fn = do_model, .ctx = ip, .warn = o->warn, .warn_ctx = o->ctx };
	struct gan_reader *in = gan_reader_open(o->model, o->read_flags, e);
	int rc = in ? gan_series_each(in, NULL, &want, e) : -1;

	gan_reader_close(in);
	return rc;
}

int gan_app_interp(const struct gan_interp_opt *o, struct gan_err *e)
{
	struct gan_interp ip = { .o = o };
	int rc = -1;

	if (o->tensors || !gan_pictures_name(o->output, "gan-interp", e))
		ip.out = gan_out_open(o->output, e);
	if (ip.out)
		rc = open_look(&ip, e) || do_stream(&ip, e) || close_output(&ip, e) ? -1 : 0;
	gan_writer_abort(ip.writer);
	gan_out_abort(ip.out);
	gan_doc_free(&ip.held);
	gan_interp_files_free(&ip);
	gan_feature_net_free(&ip.look);
	return rc;
}
