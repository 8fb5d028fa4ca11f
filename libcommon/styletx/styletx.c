#include "styletx/styletx.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include "infer/pictures.h"
#include "styletx/styletx_colour.h"
#include "styletx/styletx_scale.h"
#include "styletx/styletx_state.h"
#include "styletx/styletx_trace.h"
#include "base/mem.h"
#include "base/text.h"
#include "plan/plan.h"
#include "solve/solve.h"

#define FORESEE (512 * 512) /* pixels, from which on it is asked first whether memory allows the finest scale */
#define LEAST_SIDE 64 /* of the coarsest scale, where scales=0 */

struct run {
	const struct gan_styletx_opt *o;
	struct gan_feature_net look;
	struct gan_styletx_input in;
	struct gan_style_recipe recipe;
	struct gan_styletx_trace trace;
	struct gan_out *out;
	int nscale, scale;
	struct gan_styletx_scale at;
	gan_real *x;                                   /* [h,w,c] of 0..1 */
	struct gan_styletx_goal *goal;
	struct gan_store state;                        /* the solver's, and what is put there to be kept */
	struct gan_styletx_state_head head;            /* what run this is */
	int restored;                                  /* the state is that of a run that was cut, until its scale is open */
	int64_t done;                                  /* steps at the scale */
	int signal;
	size_t plan, held;                             /* the most bytes that a scale's plan took, and its solver */
	struct gan_solve *solve;
	double raw[GAN_STYLE_MAX_PARTS];               /* of the last evaluation */
	int64_t step;                                  /* over all scales */
};

/* ---- sizes ---- */

static int count_scales(const struct run *r)
{
	int n = (int)gan_style_int(r->o->set, "scales"), side = r->in.h > r->in.w ? r->in.h : r->in.w;

	if (n)
		return n;
	for (n = 1; side / 2 >= LEAST_SIDE; side /= 2)
		n++;
	return n;
}

static size_t numbers(const struct run *r)
{
	return (size_t)r->at.h * (size_t)r->at.w * (size_t)r->in.c;
}

/* ---- the picture at the start of a scale ---- */

static void from_bytes(struct run *r, const struct gan_image *im)
{
	for (size_t i = 0; i < numbers(r); i++)
		r->x[i] = (gan_real)im->px[i] / 255;
}

static int start_picture(struct run *r, const char *start, struct gan_err *e)
{
	struct gan_image im = { 0 };

	if (!strcmp(start, "content")) {
		from_bytes(r, &r->at.content);
		return 0;
	}
	if (!strcmp(start, "noise") || !strcmp(start, "grey")) {
		struct gan_rng rng = gan_rng_make((uint64_t)gan_style_int(r->o->set, "seed"), "styletx.start");

		for (size_t i = 0; i < numbers(r); i++)
			r->x[i] = (gan_real).5;
		if (*start == 'n')
#ifdef GAN_REAL_DOUBLE
			gan_rng_uniform_f64(rng, 0, 0, 0, r->x, numbers(r));
#else
			gan_rng_uniform_f32(rng, 0, 0, 0, r->x, numbers(r));
#endif
		return 0;
	}
	if (gan_image_cover(&im, &r->in.start, r->at.h, r->at.w, e))
		return -1;
	from_bytes(r, &im);
	gan_image_free(&im);
	return 0;
}

/* x, [h,w,c] of the scale before, enlarged to this one. */
static int enlarge(struct run *r, const gan_real *x, int h, int w, struct gan_err *e)
{
	struct gan_shape shape = gan_shape_of(4, (int64_t)1, (int64_t)h, (int64_t)w, (int64_t)r->in.c);
	struct gan_graph *g = gan_graph_new(e);
	struct gan_node *y = g ? gan_resize_bilinear(g, gan_input(g, "x", GAN_REAL, &shape), r->at.h, r->at.w, 0) : NULL;
	struct gan_plan *p = g && !gan_graph_ok(g, e) ? gan_plan_new(g, NULL, &y, 1, 0, e) : NULL;
	int rc = -1;

	if (p) {
		gan_plan_bind(p, "x", x);
		rc = gan_plan_run(p, e);
		if (!rc)
			memcpy(r->x, gan_plan_value(p, y), numbers(r) * sizeof *r->x);
	}
	gan_plan_free(p);
	gan_graph_free(g);
	return rc;
}

/* ---- a scale ---- */

static int eval(void *ctx, const gan_real *x, gan_real *grad, double *value, struct gan_err *e)
{
	struct run *r = ctx;

	return gan_styletx_goal_eval(r->goal, x, grad, value, r->raw, e);
}

static void close_scale(struct run *r)
{
	gan_solve_free(r->solve);
	r->solve = NULL;
	gan_styletx_goal_free(r->goal);
	r->goal = NULL;
	gan_store_free(&r->state);
	memset(&r->state, 0, sizeof r->state);
	gan_styletx_scale_close(&r->at, r->in.nstyle);
}

/* What the terms are divided by: as it was, or from the content or the start. */
static int balance(struct run *r, struct gan_err *e)
{
	const double *was;
	gan_real *like;
	int rc;

	if (r->restored) {
		was = gan_styletx_state_get(&r->state, "reference", GAN_F64, r->recipe.npart, e);
		if (was)
			memcpy(gan_styletx_goal_reference(r->goal), was, (size_t)r->recipe.npart * sizeof *was);
		return was ? 0 : -1;
	}
	if (!r->at.content.px)
		return gan_styletx_goal_balance(r->goal, r->x, e);
	if (!(like = gan_alloc(numbers(r), sizeof *like, e)))
		return -1;
	for (size_t i = 0; i < numbers(r); i++)
		like[i] = (gan_real)r->at.content.px[i] / 255;
	rc = gan_styletx_goal_balance(r->goal, like, e);
	gan_free(like);
	return rc;
}

static int make_goal(struct run *r, struct gan_err *e)
{
	r->goal = gan_styletx_scale_goal(&r->at, &r->in, r->o, &r->recipe, &r->look, e);
	return r->goal ? balance(r, e) : -1;
}

static int make_solver(struct run *r, struct gan_err *e)
{
	const struct gan_kv *set = r->o->set;
	struct gan_solve_problem p = { .n = numbers(r), .lo = 0, .hi = 1, .eval = eval, .ctx = r };
	struct gan_solve_opt o = {
		.lr = gan_style_real(set, "lr"), .beta1 = gan_style_real(set, "beta1"), .beta2 = gan_style_real(set, "beta2"),
		.history = (int)gan_style_int(set, "history"),
	};

	r->solve = gan_solve_new(gan_solver_find(gan_style_text(set, "optim")), &p, &o, &r->state, r->x, e);
	return r->solve ? 0 : -1;
}

static int restore_picture(struct run *r, struct gan_err *e)
{
	const gan_real *was = gan_styletx_state_get(&r->state, "picture", GAN_REAL, (int64_t)numbers(r), e);

	if (was)
		memcpy(r->x, was, numbers(r) * sizeof *was);
	return was ? 0 : -1;
}

/* Takes x, [h,w,c] of the scale before (NULL: the first). */
static int open_scale(struct run *r, const char *start, struct gan_err *e)
{
	gan_real *before = r->x;
	int h = r->at.h, w = r->at.w, rc;

	rc = gan_styletx_scale_open(&r->at, &r->in, r->o, r->nscale - 1 - r->scale, e);
	r->x = rc ? NULL : gan_alloc(numbers(r), sizeof *r->x, e);
	rc = r->x ? 0 : -1;
	if (!rc && r->restored)
		rc = restore_picture(r, e);
	else if (!rc)
		rc = before ? enlarge(r, before, h, w, e) : start_picture(r, start, e);
	gan_free(before);
	if (rc || make_goal(r, e) || make_solver(r, e))
		return -1;
	r->restored = 0;
	return 0;
}

/* ---- what is written ---- */

static int write_picture(struct run *r, struct gan_err *e)
{
	struct gan_image im = { 0 }, full = { 0 }, *out = &im;
	FILE *f = gan_out_stdio(r->out, e);
	int rc = f ? gan_image_alloc(&im, r->at.h, r->at.w, r->in.c, e) : -1;

	for (size_t i = 0; i < numbers(r) && !rc; i++)
		im.px[i] = (uint8_t)floor(255 * (double)r->x[i] + .5);
	if (!rc && (im.h != r->in.h || im.w != r->in.w)) {
		rc = gan_image_cover(&full, &im, r->in.h, r->in.w, e);
		out = &full;
	}
	if (!rc)
		rc = gan_styletx_recolour(&r->in, out, e);
	if (!rc)
		rc = gan_pnm_write(f, out, gan_out_name(r->out), e) || gan_out_flush(r->out, e) ? -1 : 0;
	gan_image_free(&im);
	gan_image_free(&full);
	return rc;
}

static void say_progress(struct run *r, int64_t left)
{
	char line[160], total[32];

	snprintf(line, sizeof line, "%dx%d step %lld loss %s (%lld to go)", r->at.w, r->at.h, (long long)r->step,
	         gan_format_double(total, sizeof total, (float)r->solve->value), (long long)left);
	if (r->o->progress)
		r->o->progress(r->o->ctx, line);
}

static int row(struct run *r, struct gan_err *e)
{
	return gan_styletx_trace_row(&r->trace, r->step, r->at.w, r->at.h, r->solve->evals, r->solve->value, r->raw, e);
}

/* All that the run needs to go on from here, where --state asks for it. */
static int save(struct run *r, struct gan_err *e)
{
	int64_t place[3] = { r->scale, r->done, r->step };

	if (!r->o->state)
		return 0;
	if (gan_styletx_state_put(&r->state, "picture", GAN_REAL, r->x, (int64_t)numbers(r), e) ||
	    gan_styletx_state_put(&r->state, "reference", GAN_F64, gan_styletx_goal_reference(r->goal), r->recipe.npart, e) ||
	    gan_styletx_state_put(&r->state, "place", GAN_I64, place, 3, e) ||
	    gan_styletx_state_put(&r->state, "trace", GAN_F64, r->trace.cell, (int64_t)r->trace.n, e))
		return -1;
	return gan_styletx_state_write(&r->state, r->o->state, &r->head, e);
}

static int restore(struct run *r, struct gan_err *e)
{
	int rc = r->o->state ? gan_styletx_state_read(&r->state, r->o->state, &r->head, e) : 0;
	const struct gan_entry *trace = gan_store_find(&r->state, "trace");
	const int64_t *place;
	const double *cell;

	if (rc <= 0)
		return rc;
	if (!(place = gan_styletx_state_get(&r->state, "place", GAN_I64, 3, e)) ||
	    !(cell = gan_styletx_state_get(&r->state, "trace", GAN_F64, -1, e)) ||
	    gan_styletx_trace_set(&r->trace, cell, trace->t.shape.dim[0], e))
		return gan_fail_prefix(e, "%s", r->o->state);
	if (place[0] < 0 || place[0] >= r->nscale || place[1] < 0 || place[2] < place[1])
		return gan_fail(e, GAN_DATA, "%s: its place is not in this run", r->o->state);
	r->scale = (int)place[0];
	r->done = place[1];
	r->step = place[2];
	r->restored = 1;
	return 0;
}

/* A step's row, and its picture where --every asks for it. The raw values of the last evaluation are those of x: a solver's step
   ends at a point that it evaluated last. */
static int after_step(struct run *r, int64_t steps, struct gan_err *e)
{
	r->done++;
	r->step++;
	say_progress(r, (r->nscale - r->scale) * steps - r->done);
	if (row(r, e))
		return -1;
	if (r->o->every && r->step % r->o->every == 0)
		return write_picture(r, e) || save(r, e) ? -1 : 0;
	return 0;
}

static void measure(struct run *r)
{
	size_t plan = gan_styletx_goal_bytes(r->goal);
	size_t held = gan_store_bytes(&r->state) + (2 + (size_t)r->solve->type->nwork) * numbers(r) * sizeof *r->x;

	r->plan = plan > r->plan ? plan : r->plan;
	r->held = held > r->held ? held : r->held;
}

/* What -v says at the end. */
static void report(const struct run *r)
{
	double mb = 1048576;
	char line[200];

	snprintf(line, sizeof line, "%lld steps; memory: network %.1f MB, plan %.1f MB, picture and solver %.1f MB; peak %.1f MB",
	         (long long)r->step, (double)gan_store_bytes(&r->look.m.store) / mb, (double)r->plan / mb, (double)r->held / mb,
	         (double)gan_peak_bytes() / mb);
	if (r->o->note)
		r->o->note(r->o->ctx, line);
}

static int run_scale(struct run *r, int resumed, struct gan_err *e)
{
	int64_t steps = gan_style_int(r->o->set, "steps");

	if (!resumed && row(r, e))
		return -1;
	while (r->done < steps && !(r->signal = r->o->caught ? r->o->caught() : 0)) {
		int moved = gan_solve_step(r->solve, e);

		if (moved < 0 || (moved && after_step(r, steps, e)))
			return -1;
		if (!moved) /* there is nowhere to go */
			break;
	}
	measure(r);
	return save(r, e);
}

/* ---- the run ---- */

static int is_start_word(const char *start)
{
	return !strcmp(start, "content") || !strcmp(start, "noise") || !strcmp(start, "grey");
}

static const char *start_of(const struct gan_styletx_opt *o)
{
	const char *start = gan_style_text(o->set, "start");

	return *start ? start : o->texture ? "noise" : "content";
}

static int check_usage(const struct gan_styletx_opt *o, struct gan_err *e)
{
	if (o->nfile < (o->texture ? 1 : 2))
		return gan_fail(e, GAN_USAGE, o->texture ? "expected pictures of a texture" : "expected a content picture and then "
		                "pictures of a style (--texture wants no content)");
	if (gan_style_needs(o->set, e))
		return -1;
	if (gan_kv_get(o->set, "seed") && gan_style_int(o->set, "seed") && strcmp(start_of(o), "noise"))
		return gan_fail(e, GAN_USAGE, "seed=%s: acts with start=noise only", gan_style_text(o->set, "seed"));
	if (!o->texture && !strcmp(gan_style_text(o->set, "tileable"), "1"))
		return gan_fail(e, GAN_USAGE, "tileable=1: a content's borders do not meet (--texture)");
	if (o->texture && !strcmp(start_of(o), "content"))
		return gan_fail(e, GAN_USAGE, "start=content: a texture has no content");
	for (size_t i = 0; o->texture && i < o->set->n; i++)
		if (!strcmp(o->set->key[i], "content") || !strcmp(o->set->key[i], "content-weight"))
			return gan_fail(e, GAN_USAGE, "%s=%s: a texture has no content", o->set->key[i], o->set->val[i]);
	return gan_pictures_name(o->output, "gan-styletx", e);
}

static int open_all(struct run *r, const char *start, struct gan_err *e)
{
	const struct gan_styletx_opt *o = r->o;

	if (gan_feature_net_open(&r->look, o->features, o->read_flags, e) || gan_style_look_fits(r->look.net, r->look.name, e))
		return -1;
	if (r->look.layer)
		return gan_fail(e, GAN_USAGE, "-f %s: layers are named by content= and style= (-f %s:%s. chooses a net)", o->features,
		                r->look.name, r->look.net->name);
	if (gan_style_recipe_make(&r->recipe, o->set, r->look.net, !o->texture, e))
		return e->code == GAN_DATA ? gan_fail_prefix(e, "%s", r->look.name) : -1;
	if (gan_styletx_input_read(&r->in, o, is_start_word(start) ? NULL : start, e))
		return -1;
	r->nscale = count_scales(r);
	if (r->in.regions.n)
		gan_style_recipe_regions(&r->recipe, r->in.regions.n, r->in.weight);
	r->out = gan_out_open(o->output, e);
	if (!r->out || gan_styletx_trace_open(&r->trace, o->trace, &r->recipe, e) ||
	    gan_styletx_state_of(&r->head.of, o, &r->in, r->look.hash, e))
		return -1;
	return restore(r, e);
}

/* That memory does not allow the finest scale is better known before the coarse ones are made. */
static int foresee(struct run *r, struct gan_err *e)
{
	struct gan_styletx_scale finest = { 0 };
	struct gan_styletx_goal *t = NULL;
	int rc = 0;

	if (r->nscale - r->scale < 2 || (int64_t)r->in.h * r->in.w < FORESEE)
		return 0;
	if (!gan_styletx_scale_open(&finest, &r->in, r->o, 0, e))
		t = gan_styletx_scale_goal(&finest, &r->in, r->o, &r->recipe, &r->look, e);
	rc = t ? 0 : -1;
	gan_styletx_goal_free(t);
	gan_styletx_scale_close(&finest, r->in.nstyle);
	return rc;
}

static int run_scales(struct run *r, const char *start, struct gan_err *e)
{
	if (foresee(r, e))
		return -1;
	for (int resumed = r->restored; r->scale < r->nscale; resumed = 0) {
		if (open_scale(r, start, e) || run_scale(r, resumed, e))
			return -1;
		if (r->signal)
			break;
		close_scale(r);
		r->scale++;
		r->done = 0;
	}
	return 0;
}

/* The picture as it is now, unless it is the one that --every has written. */
static int finish(struct run *r, struct gan_err *e)
{
	struct gan_out *out = r->out;

	if ((!r->o->every || !r->step || r->step % r->o->every) && write_picture(r, e))
		return -1;
	if (gan_styletx_trace_close(&r->trace, e))
		return -1;
	r->out = NULL; /* committed or not, it is gone */
	return gan_out_commit(out, e);
}

static int run_all(struct run *r, const char *start, struct gan_err *e)
{
	if (open_all(r, start, e))
		return -1;
	r->signal = r->o->caught ? r->o->caught() : 0;
	if (r->signal)
		return 128 + r->signal;
	if (run_scales(r, start, e)) {
		if (e->code == GAN_DIVERGED) /* its trace tells how */
			gan_styletx_trace_close(&r->trace, NULL);
		return -1;
	}
	report(r);
	if (finish(r, e))
		return -1;
	return r->signal ? 128 + r->signal : 0;
}

int gan_app_styletx(const struct gan_styletx_opt *o, struct gan_err *e)
{
	struct run r = { .o = o, .head.pg = &o->pg };
	int rc = gan_style_check(o->set, e) || check_usage(o, e) ? -1 : run_all(&r, start_of(o), e);

	gan_out_abort(r.out);
	gan_styletx_trace_abort(&r.trace);
	close_scale(&r);
	gan_free(r.x);
	gan_styletx_state_head_free(&r.head);
	gan_styletx_input_free(&r.in);
	gan_style_recipe_free(&r.recipe);
	gan_feature_net_free(&r.look);
	return rc;
}

void gan_styletx_describe(struct gan_buf *b)
{
	gan_buf_puts(b, "# key\tvalues\tdefault\tunit\tmeaning\n");
	for (size_t i = 0; i < gan_style_nsettings; i++)
		gan_setting_row(&gan_style_settings[i], NULL, b);
}
