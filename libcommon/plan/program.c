/* From a group of pointwise nodes to the program that computes those of its values that need memory. */
#include "plan/plan_priv.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/pool.h"
#include "graph/build.h"
#include "kernel/colsum.h"

#define TILE 1024        /* elements: a dozen tiles fit the first-level cache */
#define CHUNK 16384      /* elements that one thread takes at a time */

struct builder {
	struct gan_plan *p;
	struct program *prog;
	struct unit *unit;
	const struct gan_shape *shape;
	int cluster;
	int *slot_of;        /* node id -> slot + 1 */
	int *need;           /* ids to compute, sorted */
	int nneed;
	size_t slotcap;
	struct gan_err *e;
};

void program_free(struct program *prog)
{
	if (!prog)
		return;
	gan_free(prog->slot);
	gan_free(prog->instr);
	gan_free(prog->sum);
	gan_free(prog);
}

/* ---- which nodes ---- */

/* Is x computed inside the program rather than read? */
static bool computed_here(const struct builder *b, const struct gan_node *x)
{
	const struct value *v = &b->p->val[x->id];

	return is_pointwise(x) && gan_shape_eq(&x->shape, b->shape) && (v->cluster == b->cluster || !v->must);
}

static void collect(struct builder *b, const struct gan_node *n)
{
	if (b->slot_of[n->id])
		return;
	if (is_pointwise(n)) {
		b->slot_of[n->id] = -1; /* seen */
		b->need[b->nneed++] = n->id;
	}
	for (int k = 0; k < n->nin; k++)
		if (computed_here(b, n->in[k]))
			collect(b, n->in[k]);
}

static int by_id(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/* ---- slots ---- */

static int new_slot(struct builder *b, struct slot s)
{
	void *slots = b->prog->slot;

	if (gan_grow(&slots, &b->slotcap, (size_t)b->prog->nslot + 1, sizeof(s), b->e))
		return -1;
	b->prog->slot = slots;
	b->prog->slot[b->prog->nslot] = s;
	return b->prog->nslot++;
}

static void add_read(struct unit *u, int root)
{
	for (int i = 0; i < u->nread; i++)
		if (u->read[i] == root)
			return;
	u->read[u->nread++] = root;
}

/* Strides of x, broadcast to shape, with neighbouring dimensions that step alike joined. */
static void collapse(struct slot *s, const struct gan_shape *x, const struct gan_shape *shape)
{
	int64_t stride = 1;
	int64_t dim[GAN_MAX_RANK], st[GAN_MAX_RANK];
	int nd = 0;

	for (int d = shape->rank - 1; d >= 0; d--) {
		int k = d - (shape->rank - x->rank);
		int64_t xd = k >= 0 ? x->dim[k] : 1;
		int64_t now = xd == 1 ? 0 : stride;

		stride *= xd;
		if (shape->dim[d] == 1)
			continue;
		if (nd && ((now == 0 && st[nd - 1] == 0) || (now != 0 && st[nd - 1] != 0 && now == st[nd - 1] * dim[nd - 1]))) {
			dim[nd - 1] *= shape->dim[d];
			continue;
		}
		dim[nd] = shape->dim[d];
		st[nd++] = now;
	}
	s->nd = nd;
	for (int d = 0; d < nd; d++) { /* outermost first */
		s->dim[d] = dim[nd - 1 - d];
		s->stride[d] = st[nd - 1 - d];
	}
}

/* The slot through which the program reads node x from memory. */
static int load_slot(struct builder *b, const struct gan_node *x)
{
	struct slot s = { .value = x->id, .reg = -1 };

	add_read(b->unit, b->p->val[x->id].root);
	collapse(&s, &x->shape, b->shape);
	if (s.nd == 0 || (s.nd == 1 && s.stride[0] == 0))
		s.kind = SLOT_SCALAR;
	else if (s.nd == 1)
		s.kind = SLOT_MEM;
	else if (s.nd == 2 && s.stride[0] == 0) {
		s.kind = SLOT_ROW;
		s.period = s.dim[1];
	} else
		s.kind = SLOT_STRIDED;
	return new_slot(b, s);
}

static int operand(struct builder *b, const struct gan_node *x)
{
	int *s = &b->slot_of[x->id];

	if (*s > 0)
		return *s - 1;
	*s = load_slot(b, x) + 1;
	return *s - 1;
}

static int add_sum(struct builder *b, const struct gan_node *n)
{
	int src = operand(b, n->in[0]);

	if (src < 0)
		return -1;
	b->prog->cols = plan_sum_cols(n);
	b->prog->sum[b->prog->nsum++] = (struct fused_sum){ n->id, src };
	b->unit->write[b->unit->nwrite++] = n->id;
	return 0;
}

static int add_instr(struct builder *b, const struct gan_node *n)
{
	struct instr *in = &b->prog->instr[b->prog->ninstr];
	bool stored = b->p->val[n->id].must && b->p->val[n->id].cluster == b->cluster;
	bool is_copy = strcmp(n->op->name, "expand") == 0;

	in->node = n;
	in->nsrc = n->nin;
	for (int k = 0; k < n->nin; k++) {
		in->src[k] = operand(b, n->in[k]);
		if (in->src[k] < 0)
			return -1;
	}
	if (is_copy && !stored) { /* a broadcast costs nothing: its readers read what it reads */
		b->slot_of[n->id] = in->src[0] + 1;
		return 0;
	}
	in->dst = new_slot(b, (struct slot){ .kind = stored ? SLOT_MEM : SLOT_REG, .value = n->id, .reg = -1 });
	if (in->dst < 0)
		return -1;
	if (stored)
		b->unit->write[b->unit->nwrite++] = n->id;
	b->slot_of[n->id] = in->dst + 1;
	b->prog->ninstr++;
	return 0;
}

/* ---- tile and registers ---- */

/* The tile is a multiple of the longest row pattern, and every other pattern must divide it; else it is gathered. */
static void choose_tile(struct program *prog)
{
	int64_t longest = 1;

	for (int i = 0; i < prog->nslot; i++)
		if (prog->slot[i].kind == SLOT_ROW && prog->slot[i].period <= 2 * TILE && prog->slot[i].period > longest)
			longest = prog->slot[i].period;
	prog->tile = (long)(longest * (TILE / longest > 1 ? TILE / longest : 1));
	prog->chunk = prog->nsum ? gan_colsum_slice(prog->cols) : prog->tile * (CHUNK / prog->tile > 1 ? CHUNK / prog->tile : 1);
	for (int i = 0; i < prog->nslot; i++) {
		struct slot *s = &prog->slot[i];

		if (s->kind == SLOT_ROW && (prog->tile % s->period != 0 || prog->chunk % s->period != 0))
			s->kind = SLOT_STRIDED;
	}
	if (prog->count < prog->tile)
		prog->tile = prog->count ? (long)prog->count : 1;
}

/* Registers by last use; broadcasts keep theirs. */
static int allocate_registers(struct builder *b)
{
	struct program *prog = b->prog;
	int *last = gan_alloc((size_t)prog->nslot + 1, sizeof(*last), b->e);
	bool *taken = gan_alloc((size_t)prog->nslot + 1, sizeof(*taken), b->e);
	int rc = -1;

	if (!last || !taken)
		goto out;
	for (int i = 0; i < prog->ninstr; i++) {
		last[prog->instr[i].dst] = i;
		for (int k = 0; k < prog->instr[i].nsrc; k++)
			last[prog->instr[i].src[k]] = i;
	}
	for (int i = 0; i < prog->nsum; i++)
		last[prog->sum[i].src] = prog->ninstr;
	for (int i = 0; i < prog->nslot; i++)
		if (prog->slot[i].kind == SLOT_SCALAR || prog->slot[i].kind == SLOT_ROW || prog->slot[i].kind == SLOT_STRIDED) {
			prog->slot[i].reg = prog->nreg;
			taken[prog->nreg++] = true;
		}
	for (int i = 0; i < prog->ninstr; i++) {
		struct slot *d = &prog->slot[prog->instr[i].dst];

		for (int k = 0; k < prog->instr[i].nsrc; k++) {
			const struct slot *s = &prog->slot[prog->instr[i].src[k]];

			if (s->kind == SLOT_REG && last[prog->instr[i].src[k]] == i)
				taken[s->reg] = false;
		}
		if (d->kind != SLOT_REG)
			continue;
		for (d->reg = 0; d->reg < prog->nreg && taken[d->reg];)
			d->reg++;
		if (d->reg == prog->nreg)
			prog->nreg++;
		taken[d->reg] = true;
	}
	rc = 0;
out:
	gan_free(last);
	gan_free(taken);
	return rc;
}

/* The partial sums, then the registers of every thread. */
size_t program_scratch(const struct program *prog)
{
	size_t regs = (size_t)gan_pool_threads() * (size_t)prog->nreg * (size_t)prog->tile * sizeof(gan_real);

	return regs + (prog->nsum ? (size_t)prog->nsum * gan_colsum_scratch(prog->count, prog->cols) : 0);
}

/* ---- the whole ---- */

static int build(struct builder *b, const int *member, int nmember)
{
	struct gan_plan *p = b->p;
	size_t room;

	for (int i = 0; i < nmember; i++)
		if (p->val[member[i]].must)
			collect(b, p->g->node[member[i]]);
	qsort(b->need, (size_t)b->nneed, sizeof(*b->need), by_id);
	room = (size_t)(b->nneed + nmember) * PW_MAXIN + 1;
	b->prog->instr = gan_alloc((size_t)b->nneed + 1, sizeof(*b->prog->instr), b->e);
	b->prog->sum = gan_alloc((size_t)nmember, sizeof(*b->prog->sum), b->e);
	b->unit->read = gan_alloc(room, sizeof(int), b->e);
	b->unit->write = gan_alloc((size_t)(b->nneed + nmember) + 1, sizeof(int), b->e);
	if (!b->prog->instr || !b->prog->sum || !b->unit->read || !b->unit->write)
		return -1;
	for (int i = 0; i < b->nneed; i++)
		b->slot_of[b->need[i]] = 0;
	for (int i = 0; i < b->nneed; i++)
		if (add_instr(b, p->g->node[b->need[i]]))
			return -1;
	for (int i = 0; i < nmember; i++)
		if (!is_pointwise(p->g->node[member[i]]) && add_sum(b, p->g->node[member[i]]))
			return -1;
	if (!(p->flags & GAN_PLAN_NAIVE) && program_fold(b->prog, b->e))
		return -1;
	choose_tile(b->prog);
	return allocate_registers(b);
}

struct program *program_build(struct gan_plan *p, const int *member, int nmember, struct unit *u, struct gan_err *e)
{
	const struct gan_node *first = p->g->node[member[0]];
	struct builder b = { .p = p, .unit = u, .e = e };
	int rc = -1;

	b.shape = is_pointwise(first) ? &first->shape : &first->in[0]->shape;
	b.cluster = p->val[member[0]].cluster;
	b.prog = gan_alloc(1, sizeof(*b.prog), e);
	b.slot_of = gan_alloc((size_t)p->n, sizeof(int), e);
	b.need = gan_alloc((size_t)p->n, sizeof(int), e);
	if (b.prog && b.slot_of && b.need) {
		b.prog->count = gan_shape_count(b.shape);
		rc = build(&b, member, nmember);
	}
	gan_free(b.slot_of);
	gan_free(b.need);
	if (rc) {
		program_free(b.prog);
		return NULL;
	}
	return b.prog;
}
