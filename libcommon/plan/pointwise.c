/* Runs a pointwise program: chunks of tiles over the pool, a tile through all instructions before the next. */
#include "plan/plan_priv.h"

#include <string.h>

#include "base/pool.h"
#include "kernel/colsum.h"
#include "kernel/round.h"

struct job {
	const struct gan_plan *p;
	const struct program *prog;
	gan_real *regs;        /* nreg * tile for each thread */
	double *partial;       /* for each sum: slices * lanes */
	int64_t lanes, slices;
};

#define MAX_SLOTS 512

static void fill(gan_real *y, gan_real v, long n)
{
	for (long i = 0; i < n; i++)
		y[i] = v;
}

/* Broadcasts that look the same for every tile. */
static void fill_fixed(const struct job *j, gan_real *regs)
{
	const struct program *prog = j->prog;

	for (int i = 0; i < prog->nslot; i++) {
		const struct slot *s = &prog->slot[i];
		gan_real *y = regs + (long)s->reg * prog->tile;

		if (s->kind == SLOT_SCALAR)
			fill(y, *(const gan_real *)root_of(j->p, j->p->g->node[s->value])->ptr, prog->tile);
		if (s->kind == SLOT_ROW)
			for (long at = 0; at < prog->tile; at += (long)s->period)
				memcpy(y + at, root_of(j->p, j->p->g->node[s->value])->ptr, (size_t)s->period * sizeof(*y));
	}
}

/* y = n runs of len elements each, whose beginnings in x are `apart`. */
static void fill_runs(const struct slot *s, const gan_real *x, int64_t apart, int64_t len, gan_real *y, int64_t n)
{
	const int64_t step = s->stride[s->nd - 1];

	for (; n > 0; n--, x += apart, y += len) {
		if (step == 0)
			fill(y, *x, (long)len);
		else
			for (int64_t k = 0; k < len; k++)
				y[k] = x[k * step];
	}
}

/* y[n]: elements start.. of a value broadcast by strides. Whole rows are filled together, parts of others as runs of their
   own. */
static void fill_strided(const struct slot *s, const gan_real *x, int64_t start, gan_real *y, long n)
{
	const int last = s->nd - 1;
	const int64_t row = s->dim[last];
	int64_t index[GAN_MAX_RANK], at = 0, rest = start;

	for (int d = last; d >= 0; d--) {
		index[d] = rest % s->dim[d];
		rest /= s->dim[d];
		at += index[d] * s->stride[d];
	}
	for (long i = 0; i < n;) {
		const int whole = last > 0 && index[last] == 0 && n - i >= row;
		int d = whole ? last - 1 : last;
		int64_t len = whole ? row : 1, count = gan_least((long)(s->dim[d] - index[d]), (n - i) / (long)len);

		if (whole)
			fill_runs(s, x + at, s->stride[d], row, y + i, count);
		else
			fill_runs(s, x + at, 0, count, y + i, 1);
		i += (long)(count * len);
		index[d] += count;
		at += count * s->stride[d];
		for (; d > 0 && index[d] == s->dim[d]; d--) {
			at += s->stride[d - 1] - s->dim[d] * s->stride[d];
			index[d] = 0;
			index[d - 1]++;
		}
	}
}

static void run_tile(const struct job *j, gan_real *regs, int64_t start, long n, long chunk)
{
	const struct program *prog = j->prog;
	gan_real *at[MAX_SLOTS];

	for (int i = 0; i < prog->nslot; i++) {
		const struct slot *s = &prog->slot[i];

		if (s->kind == SLOT_MEM) {
			at[i] = (gan_real *)root_of(j->p, j->p->g->node[s->value])->ptr + start;
			continue;
		}
		if (s->kind == SLOT_POINT) {
			at[i] = root_of(j->p, j->p->g->node[s->value])->ptr;
			continue;
		}
		at[i] = regs + (long)s->reg * prog->tile;
		if (s->kind == SLOT_STRIDED)
			fill_strided(s, root_of(j->p, j->p->g->node[s->value])->ptr, start, at[i], n);
	}
	for (int i = 0; i < prog->ninstr; i++) {
		const struct instr *in = &prog->instr[i];
		const gan_real *x[PW_MAXIN];

		for (int k = 0; k < in->nsrc; k++)
			x[k] = at[in->src[k]];
		if (in->chain)
			in->chain(at[in->dst], x, n, &in->k);
		else
			in->node->op->pw(at[in->dst], x, n, in->node->attr);
	}
	for (int i = 0; i < prog->nsum; i++)
		gan_colsum_add(j->partial + (i * j->slices + chunk) * j->lanes, j->lanes, start - chunk * prog->chunk,
		               at[prog->sum[i].src], n);
}

static void run_chunk(void *ctx, long chunk, int thread)
{
	const struct job *j = ctx;
	const struct program *prog = j->prog;
	int64_t start = chunk * prog->chunk, end = start + prog->chunk;
	gan_real *regs = j->regs + (long)thread * prog->nreg * prog->tile;

	if (end > prog->count)
		end = prog->count;
	for (int i = 0; i < prog->nsum; i++)
		memset(j->partial + (i * j->slices + chunk) * j->lanes, 0, (size_t)j->lanes * sizeof(double));
	fill_fixed(j, regs);
	for (; start < end; start += prog->tile)
		run_tile(j, regs, start, (long)(end - start < prog->tile ? end - start : prog->tile), chunk);
}

void program_run(const struct gan_plan *p, const struct program *prog)
{
	struct job j = { .p = p, .prog = prog };

	if (prog->count == 0)
		return;
	j.partial = (double *)(void *)p->scratch;
	j.slices = (prog->count + prog->chunk - 1) / prog->chunk;
	j.lanes = prog->nsum ? gan_colsum_lanes(prog->cols) : 0;
	j.regs = (gan_real *)(void *)(j.partial + prog->nsum * j.slices * j.lanes);
	gan_pool_run((long)j.slices, run_chunk, &j);
	for (int i = 0; i < prog->nsum; i++)
		gan_colsum_fold(p->val[prog->sum[i].value].ptr, j.partial + i * j.slices * j.lanes, j.slices, prog->cols);
}
