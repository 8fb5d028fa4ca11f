/* Can these nets be a generator and a discriminator, on these data, under these settings? */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "train/duel.h"
#include "train/duel_fits.h"

static int fits_io(const struct gan_net *net, enum gan_io_kind kind, const char *what, struct gan_err *e)
{
	if (net->nin != 1)
		return gan_fail(e, GAN_DATA, "net %s: objective gan feeds it %s only, but it has %zu inputs", net->name, what, net->nin);
	if (net->in[0].kind == GAN_IO_LABEL || (kind == GAN_IO_VECTOR && net->in[0].kind != kind))
		return gan_fail(e, GAN_DATA, "net %s: input '%s': objective gan feeds it %s", net->name, net->in[0].name, what);
	return 0;
}

/* What d sees at once: `pack` samples side by side, in each of `accum` parts of the batch. */
static int fits_parts_of_batch(const struct gan_step_spec *s, int64_t pack, int64_t accum, struct gan_err *e)
{
	const int64_t whole = pack * accum;

	if (s->batch % whole == 0)
		return 0;
	if (accum == 1)
		return gan_fail(e, GAN_USAGE, "pack=%" PRId64 ": batch=%" PRId64 " is no multiple of it (give batch=%" PRId64 ")", pack,
		                s->batch, (s->batch / whole + 1) * whole);
	return gan_fail(e, GAN_USAGE, "accum=%" PRId64 ": batch=%" PRId64 " is no multiple of it%s (give batch=%" PRId64 ")", accum,
	                s->batch, pack > 1 ? " times pack=" : "", (s->batch / whole + 1) * whole);
}

/* Who does what when, in a step. */
static int fits_balance(const struct gan_step_spec *s, int64_t accum, struct gan_err *e)
{
	const int split = !strcmp(gan_train_text(s->hyper, "d-update"), "split");
	const int64_t unroll = gan_train_int(s->hyper, "unroll");
	const struct gan_loss *loss = gan_loss_find(gan_train_text(s->hyper, "loss"));
	const int skip = gan_train_real(s->hyper, "d-skip") > 0;

	if (split && accum > 1)
		return gan_fail(e, GAN_USAGE, "accum=%" PRId64 ": d-update=split updates on real data and fakes apart, which parts of a "
		                "batch hold together (give d-update=joint)", accum);
	if (split && unroll)
		return gan_fail(e, GAN_USAGE, "unroll=%" PRId64 ": an unrolled D descends its whole loss, d-update=split never does (give "
		                "d-update=joint)", unroll);
	if (unroll && strcmp(gan_train_text(s->hyper, "order"), "alternating"))
		return gan_fail(e, GAN_USAGE, "order=simultaneous: under unroll=%" PRId64 " G's loss is taken before D's update anyway "
		                "(give order=alternating)", unroll);
	if (gan_train_int(s->hyper, "d-boost") && !gan_train_int(s->hyper, "d-boost-first") &&
	    !gan_train_int(s->hyper, "d-boost-every"))
		return gan_fail(e, GAN_USAGE, "d-boost=%" PRId64 ": no step is boosted (give d-boost-first= or d-boost-every=)",
		                gan_train_int(s->hyper, "d-boost"));
	if (accum > 1 && unroll)
		return gan_fail(e, GAN_USAGE, "unroll=%" PRId64 ": the unrolled updates of D are on whole batches, accum=%" PRId64 " has "
		                "parts only (give accum=1)", unroll, accum);
	if (skip && (loss->flags & GAN_LOSS_UNBOUNDED))
		return gan_fail(e, GAN_USAGE, "loss=%s: its value does not say how good D is, which d-skip= goes by (give d-skip=0)",
		                loss->name);
	if (skip && gan_train_int(s->hyper, "d-boost"))
		return gan_fail(e, GAN_USAGE, "d-boost= puts D ahead, d-skip= holds it back: give one (d-skip=0 or d-boost=0)");
	return 0;
}

/* The reference batch of vbn is of normal latents. */
static int fits_reference(const struct gan_step_spec *s, const struct gan_net *gen, struct gan_err *e)
{
	const char *dist = gan_train_text(s->hyper, "z-dist");

	if (gan_net_has(gen, "vbn") && strcmp(dist, "normal"))
		return gan_fail(e, GAN_USAGE, "z-dist=%s: net g has vbn layers, whose reference latents were drawn from N(0,1) (give "
		                "z-dist=normal, or make it with bn: gan-init dcgan norm.g=bn)", dist);
	return 0;
}

static int same_numbers(const double *a, int na, const double *b, int nb)
{
	return na == nb && !memcmp(a, b, (size_t)na * sizeof *a);
}

/* d gets g's numbers as they are, and real bytes as it reads them: both must mean the same. */
static int fits_range(const struct gan_io *made, const struct gan_io *seen, struct gan_err *e)
{
	if (seen->kind != GAN_IO_IMAGE)
		return 0;
	if (!same_numbers(&made->lo, 1, &seen->lo, 1) || !same_numbers(&made->hi, 1, &seen->hi, 1))
		return gan_fail(e, GAN_DATA, "net g makes pictures of range=%g:%g, net d reads them as range=%g:%g: give both the same",
		                made->lo, made->hi, seen->lo, seen->hi);
	if (made->bgr != seen->bgr || !same_numbers(made->mean, made->nmean, seen->mean, seen->nmean) ||
	    !same_numbers(made->std, made->nstd, seen->std, seen->nstd))
		return gan_fail(e, GAN_DATA, "net g's output and net d's input differ in order=, mean= or std=: give both the same");
	return 0;
}

/* The first layer of net that looks across the batch in one of `ways`, and of each sample gets fewer than `enough` values for each
   thing it measures. row->across is 0 where there is none. */
static int find_across(const struct gan_net *net, unsigned ways, int64_t enough, struct gan_layer_row *row, struct gan_err *e)
{
	struct gan_layer_row *rows;
	size_t n;

	*row = (struct gan_layer_row){ 0 };
	if (gan_net_table(net, &rows, &n, e))
		return -1;
	for (size_t i = 0; i < n && !row->across; i++) {
		const struct gan_shape *out = &rows[i].out;
		int64_t each = rows[i].across & GAN_ACROSS_NORM ? gan_shape_count(out) / out->dim[out->rank - 1] : 1;

		if (rows[i].across & ways && each < enough)
			*row = rows[i];
	}
	gan_free(rows);
	return 0;
}

/* Layers that measure the batch need one: more values than one. `batch` samples come at a time. */
static int fits_across(const struct gan_net *net, int64_t batch, struct gan_err *e)
{
	struct gan_layer_row row;

	if (batch > 1)
		return 0;
	if (find_across(net, GAN_ACROSS_NORM | GAN_ACROSS_COMPARES, 2, &row, e))
		return -1;
	if (row.across)
		return gan_fail(e, GAN_USAGE, "net %s: layer '%s' %s: it compares samples, and gets one at a time (give a larger "
		                "batch=, or less accum= or pack=)", net->name, row.name, row.type);
	return 0;
}

/* A penalty on D's derivative at each sample is of one function only where D judges each sample by itself. Layers that compare
   samples on purpose (mbdisc, mbstd) are left to who put them there, as ProGAN did. */
static int fits_per_sample(const struct gan_step_spec *s, const struct gan_reg *r, struct gan_err *e)
{
	struct gan_layer_row row;

	if (find_across(gan_nets_find(s->nets, "d"), GAN_ACROSS_NORM | GAN_ACROSS_AXIS, INT64_MAX, &row, e))
		return -1;
	if (row.across & GAN_ACROSS_NORM)
		return gan_fail(e, GAN_USAGE, "%s=: D's derivative at a sample must not depend on the rest of the batch, but layer '%s' of "
		                "net d is batch norm (make it lnorm, inorm or nothing: gan-init dcgan norm.d=none)", r->name, row.name);
	if (row.across)
		return gan_fail(e, GAN_USAGE, "%s=: D's derivative at a sample must not depend on the rest of the batch, but layer '%s' %s "
		                "of net d works along axis n, the samples (leave n out)", r->name, row.name, row.type);
	return 0;
}

/* What d reads is what g makes, `pack` times. */
static int fits_pack(const struct gan_io *made, const struct gan_io *seen, int64_t pack, struct gan_err *e)
{
	const int64_t one = seen->kind == GAN_IO_IMAGE ? made->c : made->n, all = seen->kind == GAN_IO_IMAGE ? seen->c : seen->n;

	if (made->kind != seen->kind || one < 1 || all < 1 || all % one || all / one == pack)
		return 0;
	return gan_fail(e, GAN_USAGE, "pack=%" PRId64 ": net d was made to judge %" PRId64 " sample%s at once (give pack=%" PRId64 ", "
	                "or make another d: gan-init ARCH pack=%" PRId64 ")", pack, all / one, all / one == 1 ? "" : "s", all / one,
	                pack);
}

/* Losses, regularisers and views have their own say. */
static int fits_parts(const struct gan_step_spec *s, struct gan_err *e)
{
	const struct gan_loss *loss = gan_loss_find(gan_train_text(s->hyper, "loss"));
	const int split = !strcmp(gan_train_text(s->hyper, "d-update"), "split");

	if (split && (loss->flags & GAN_LOSS_RELATIVE))
		return gan_fail(e, GAN_USAGE, "loss=%s compares real with fake: d-update=split cannot update on one of them (give "
		                "d-update=joint)", loss->name);
	for (size_t i = 0; i < gan_reg_count(); i++) {
		const struct gan_reg *r = gan_reg_at(i);

		if (!gan_reg_on(r, s->hyper))
			continue;
		if (split && r->d && gan_reg_weight(r, s->hyper, "d") > 0)
			return gan_fail(e, GAN_USAGE, "%s=: d-update=split has no update on D's whole loss (give d-update=joint)", r->name);
		if (((r->flags & GAN_REG_PER_SAMPLE) && fits_per_sample(s, r, e)) || (r->fits && r->fits(s, e)))
			return -1;
	}
	for (size_t i = 0; i < gan_view_count(); i++)
		if (gan_view_at(i)->on(s->hyper) && gan_view_at(i)->fits && gan_view_at(i)->fits(s, e))
			return -1;
	return gan_targets_fit(s, loss, e) ? -1 : 0;
}

int gan_duel_fits(const struct gan_step_spec *s, struct gan_err *e)
{
	const struct gan_net *gen = gan_nets_find(s->nets, "g"), *dis = gan_nets_find(s->nets, "d");
	const int64_t pack = gan_train_int(s->hyper, "pack"), accum = gan_train_int(s->hyper, "accum");
	struct gan_step_spec part;

	if (!gen || !dis)
		return gan_fail(e, GAN_DATA, "objective gan needs nets named g and d, the model has no net %s", gen ? "d" : "g");
	if (fits_io(gen, GAN_IO_VECTOR, "latents", e) || fits_io(dis, GAN_IO_IMAGE, "data", e))
		return -1;
	if (gen->nout != 1 || dis->nout != 1)
		return gan_fail(e, GAN_DATA, "net %s: objective gan needs one output, it has %zu", gen->nout != 1 ? "g" : "d",
		                gen->nout != 1 ? gen->nout : dis->nout);
	if (gan_latents_fit(s->hyper, gen->in[0].n, e) || fits_parts_of_batch(s, pack, accum, e) || fits_balance(s, accum, e))
		return -1;
	if (fits_pack(&gen->out[0], &dis->in[0], pack, e) || gan_data_fits(s, dis, pack, e) || fits_reference(s, gen, e))
		return -1;
	part = gan_duel_part(s);
	if (fits_across(gen, part.batch, e) || fits_across(dis, part.batch / pack, e))
		return -1;
	return fits_range(&gen->out[0], &dis->in[0], e) || fits_parts(&part, e) ? -1 : 0;
}
