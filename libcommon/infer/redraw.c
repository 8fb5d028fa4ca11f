#include "infer/redraw.h"

#include <inttypes.h>
#include <string.h>
#include "infer/weights.h"
#include "base/mem.h"
#include "plan/plan.h"
#include "stream/stream.h"

struct gan_redraw {
	struct gan_model *m;
	const struct gan_net *net;
	int ema;
	int h, w;                /* of the picture that the plan is for */
	struct gan_graph *g;
	struct gan_plan *plan;
	struct gan_node *out;
	int64_t rng[3];
};

/* ---- what the net takes ---- */

static int check(const struct gan_net *net, struct gan_err *e)
{
	const struct gan_io *x;

	if (!net)
		return gan_fail(e, GAN_DATA, "the model has no net g to make pictures with");
	x = &net->in[0];
	if (net->nin == 1 && x->kind == GAN_IO_VECTOR)
		return gan_fail(e, GAN_DATA, "net g: takes latents, not pictures (leave out -i)");
	if (net->nin != 1 || x->kind != GAN_IO_IMAGE)
		return gan_fail(e, GAN_DATA, "net g: expected one input, an image, found %zu, '%s' the first", net->nin, x->name);
	if (x->c != 1 && x->c != 3)
		return gan_fail(e, GAN_DATA, "net g: takes pictures of %" PRId64 " channels: expected 1 (gray) or 3 (rgb)", x->c);
	return 0;
}

struct gan_redraw *gan_redraw_new(struct gan_model *m, int no_ema, struct gan_err *e)
{
	const struct gan_net *net = gan_nets_find(&m->nets, "g");
	struct gan_redraw *r;

	if (check(net, e) || !(r = gan_alloc(1, sizeof *r, e)))
		return NULL;
	r->m = m;
	r->net = net;
	r->ema = !no_ema && gan_weights_has_ema(&m->store, net);
	if (!gan_weights_finite(&m->store, net, r->ema ? "ema." : "", e))
		return r;
	gan_free(r);
	return NULL;
}

static void drop_plan(struct gan_redraw *r)
{
	gan_plan_free(r->plan);
	gan_graph_free(r->g);
	r->plan = NULL;
	r->g = NULL;
}

void gan_redraw_free(struct gan_redraw *r)
{
	if (!r)
		return;
	drop_plan(r);
	gan_free(r);
}

int gan_redraw_is_ema(const struct gan_redraw *r)
{
	return r->ema;
}

int gan_redraw_channels(const struct gan_redraw *r)
{
	return (int)r->net->in[0].c;
}

/* ---- a plan for one size ---- */

static int check_size(const struct gan_redraw *r, const struct gan_image *in, struct gan_err *e)
{
	const struct gan_io *x = &r->net->in[0];

	if ((x->h < 0 || x->h == in->h) && (x->w < 0 || x->w == in->w))
		return 0;
	if (x->h < 0 || x->w < 0)
		return gan_fail(e, GAN_DATA, "net g takes pictures of %s %" PRId64 ", found %dx%d", x->h < 0 ? "width" : "height",
		                x->h < 0 ? x->w : x->h, in->w, in->h);
	return gan_fail(e, GAN_DATA, "net g takes pictures of %" PRId64 "x%" PRId64 ", found %dx%d (gan-data -x -S %" PRId64 "x%" PRId64
	                " makes them so)", x->w, x->h, in->w, in->h, x->w, x->h);
}

static int build(struct gan_redraw *r, struct gan_err *e)
{
	const struct gan_io *io = &r->net->in[0];
	struct gan_shape shape = gan_shape_of(4, (int64_t)1, (int64_t)r->h, (int64_t)r->w, io->c);
	struct gan_scope *scope = gan_scope_new(r->g, &r->m->store, e);
	struct gan_node *in = gan_io_decode(r->g, io, gan_input(r->g, "x", GAN_U8, &shape)), *y = NULL;
	struct gan_apply a = {
		.mode = GAN_NET_EVAL, .scope = scope, .prefix = r->ema ? "ema." : "", .rng = gan_rng(r->g), .purpose = "sample",
		.in = &in, .out = &y,
	};
	int rc = scope ? gan_net_apply(r->net, r->g, &a, e) : -1;

	gan_scope_free(scope);
	if (rc || gan_graph_ok(r->g, e))
		return -1;
	if (y->shape.rank != 4)
		return gan_fail(e, GAN_DATA, "net g: expected a picture as its output, found rank %d", y->shape.rank);
	if (y->shape.dim[1] > GAN_IMAGE_MAX || y->shape.dim[2] > GAN_IMAGE_MAX)
		return gan_fail(e, GAN_DATA, "its result has %" PRId64 "x%" PRId64 " pixels, a picture at most %dx%d", y->shape.dim[2],
		                y->shape.dim[1], GAN_IMAGE_MAX, GAN_IMAGE_MAX);
	r->out = gan_io_encode(r->g, &r->net->out[0], y);
	return gan_graph_ok(r->g, e);
}

static int prepare(struct gan_redraw *r, const struct gan_image *in, struct gan_err *e)
{
	if (r->plan && r->h == in->h && r->w == in->w)
		return 0;
	if (check_size(r, in, e))
		return -1;
	drop_plan(r);
	r->h = in->h;
	r->w = in->w;
	r->g = gan_graph_new(e);
	if (!r->g || gan_stream_max_bytes(&r->g->max_bytes, e) || build(r, e))
		return -1;
	r->plan = gan_plan_new(r->g, &r->m->store, &r->out, 1, 0, e);
	return r->plan ? 0 : -1;
}

int gan_redraw_run(struct gan_redraw *r, uint64_t seed, int64_t number, const struct gan_image *in, struct gan_image *out,
                   struct gan_err *e)
{
	const struct gan_shape *s;

	memset(out, 0, sizeof *out);
	if (prepare(r, in, e))
		return -1;
	r->rng[0] = (int64_t)seed;
	r->rng[2] = number;
	gan_plan_bind(r->plan, "rng", r->rng);
	gan_plan_bind(r->plan, "x", in->px);
	if (gan_plan_run(r->plan, e))
		return -1;
	s = &r->out->shape;
	if (gan_image_alloc(out, (int)s->dim[1], (int)s->dim[2], (int)s->dim[3], e))
		return -1;
	memcpy(out->px, gan_plan_value(r->plan, r->out), (size_t)gan_shape_count(s));
	return 0;
}
