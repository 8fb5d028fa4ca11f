/* Folds instructions of a program that feed only one other into it, where kernel/chains.h has the two or three as one
   loop. A pass over a tile costs its loads and stores more than its arithmetic, and numbers that stand for a whole tile
   need no tile of their own then. What the operations one by one would give is what the chain gives, to the bit. */
#include "plan/plan_priv.h"

#include <string.h>

#include "base/mem.h"
#include "graph/build.h"

struct folder {
	struct program *prog;
	int *uses;  /* of each slot */
	int *maker; /* slot -> the instruction that writes it, or -1 */
	bool *gone; /* instructions that others have taken in */
};

/* The instruction that makes slot s for nobody but the one that asks, if it is an `op`; or NULL. */
static struct instr *made_by(const struct folder *f, int s, const char *op)
{
	struct instr *in = f->maker[s] >= 0 ? &f->prog->instr[f->maker[s]] : NULL;

	return in && f->prog->slot[s].kind == SLOT_REG && f->uses[s] == 1 && strcmp(in->node->op->name, op) == 0 &&
		!in->chain ? in : NULL;
}

static bool is_number(const struct folder *f, int s)
{
	return f->prog->slot[s].kind == SLOT_SCALAR;
}

/* Which source of a product is the number; -1 where none is. */
static int number_of(const struct folder *f, const struct instr *mul)
{
	return is_number(f, mul->src[0]) ? 0 : is_number(f, mul->src[1]) ? 1 : -1;
}

static void take(struct folder *f, const struct instr *in)
{
	f->gone[in - f->prog->instr] = true;
}

static void replace(struct instr *in, gan_pw_fn chain, int n, const int *src, struct gan_chain k)
{
	in->chain = chain;
	in->k = k;
	in->nsrc = n;
	memcpy(in->src, src, (size_t)n * sizeof(*src));
}

static struct gan_chain numbers(const struct instr *a, const struct instr *b)
{
	const struct gan_affine_attr *p = a->node->attr, *q = b ? b->node->attr : p;

	return (struct gan_chain){ (gan_real)p->scale, (gan_real)p->shift, (gan_real)q->scale, (gan_real)q->shift };
}

static void fold_add(struct folder *f, struct instr *in)
{
	struct instr *a = made_by(f, in->src[0], "affine"), *b = made_by(f, in->src[1], "affine");

	if (a && b) {
		replace(in, gan_chain_blend, 2, (int[]){ a->src[0], b->src[0] }, numbers(a, b));
		take(f, a);
		take(f, b);
		return;
	}
	a = made_by(f, in->src[0], "mul");
	b = made_by(f, in->src[1], "mul");
	if (a && b && number_of(f, a) >= 0 && number_of(f, b) >= 0) {
		int i = number_of(f, a), k = number_of(f, b);

		replace(in, gan_chain_mix, 4, (int[]){ a->src[1 - i], a->src[i], b->src[1 - k], b->src[k] }, (struct gan_chain){ 0 });
		take(f, a);
		take(f, b);
	}
}

static void fold_affine(struct folder *f, struct instr *in)
{
	struct instr *mul = made_by(f, in->src[0], "mul"), *root;
	int i = mul ? number_of(f, mul) : -1;

	root = i >= 0 ? made_by(f, mul->src[1 - i], "sqrt") : NULL;
	if (!root)
		return;
	replace(in, gan_chain_root, 2, (int[]){ root->src[0], mul->src[i] }, numbers(in, NULL));
	take(f, mul);
	take(f, root);
}

static void fold_sub(struct folder *f, struct instr *in)
{
	struct instr *mul = made_by(f, in->src[1], "mul"), *div;
	int i = mul ? number_of(f, mul) : -1, w = in->src[0];

	if (i < 0)
		return;
	div = made_by(f, mul->src[1 - i], "div");
	take(f, mul);
	if (!div) {
		replace(in, gan_chain_descend, 3, (int[]){ w, mul->src[i], mul->src[1 - i] }, (struct gan_chain){ 0 });
		return;
	}
	replace(in, gan_chain_descend_ratio, 4, (int[]){ w, mul->src[i], div->src[0], div->src[1] }, (struct gan_chain){ 0 });
	take(f, div);
}

static void count_uses(struct folder *f)
{
	const struct program *prog = f->prog;

	for (int i = 0; i < prog->nslot; i++)
		f->maker[i] = -1;
	for (int i = 0; i < prog->ninstr; i++) {
		f->maker[prog->instr[i].dst] = i;
		for (int k = 0; k < prog->instr[i].nsrc; k++)
			f->uses[prog->instr[i].src[k]]++;
	}
	for (int i = 0; i < prog->nsum; i++)
		f->uses[prog->sum[i].src]++;
}

static void fold_all(struct folder *f)
{
	for (int i = f->prog->ninstr - 1; i >= 0; i--) {
		struct instr *in = &f->prog->instr[i];
		const char *op = in->node->op->name;

		if (f->gone[i])
			continue;
		if (strcmp(op, "add") == 0)
			fold_add(f, in);
		else if (strcmp(op, "affine") == 0)
			fold_affine(f, in);
		else if (strcmp(op, "sub") == 0)
			fold_sub(f, in);
	}
}

static void squeeze(struct folder *f)
{
	int n = 0;

	for (int i = 0; i < f->prog->ninstr; i++)
		if (!f->gone[i])
			f->prog->instr[n++] = f->prog->instr[i];
	f->prog->ninstr = n;
}

/* Does a chain take slot s in place k as a single number? */
static bool as_number(const struct instr *in, int k)
{
	return in->chain && in->chain != gan_chain_blend && k % 2 == 1 && !(in->chain == gan_chain_descend_ratio && k == 3);
}

/* Numbers that only chains read are read where they are. */
static void find_points(struct program *prog)
{
	for (int s = 0; s < prog->nslot; s++)
		if (prog->slot[s].kind == SLOT_SCALAR)
			prog->slot[s].kind = SLOT_POINT;
	for (int i = 0; i < prog->ninstr; i++)
		for (int k = 0; k < prog->instr[i].nsrc; k++) {
			struct slot *s = &prog->slot[prog->instr[i].src[k]];

			if (s->kind == SLOT_POINT && !as_number(&prog->instr[i], k))
				s->kind = SLOT_SCALAR;
		}
	for (int i = 0; i < prog->nsum; i++)
		if (prog->slot[prog->sum[i].src].kind == SLOT_POINT)
			prog->slot[prog->sum[i].src].kind = SLOT_SCALAR;
}

int program_fold(struct program *prog, struct gan_err *e)
{
	struct folder f = { .prog = prog };
	int rc = -1;

	f.uses = gan_alloc((size_t)prog->nslot + 1, sizeof(int), e);
	f.maker = gan_alloc((size_t)prog->nslot + 1, sizeof(int), e);
	f.gone = gan_alloc((size_t)prog->ninstr + 1, sizeof(bool), e);
	if (f.uses && f.maker && f.gone) {
		count_uses(&f);
		fold_all(&f);
		squeeze(&f);
		find_points(prog);
		rc = 0;
	}
	gan_free(f.uses);
	gan_free(f.maker);
	gan_free(f.gone);
	return rc;
}
