/* What the files of plan/ share. Compilation goes: live.c (what is needed, who uses it) -> cluster.c (which pointwise nodes
   run as one) -> program.c (their instructions) -> shorten.c -> schedule.c -> memory.c; pointwise.c runs programs, plan.c
   everything. */
#ifndef GAN_PLAN_PLAN_PRIV_H
#define GAN_PLAN_PLAN_PRIV_H

#include "graph/op.h"
#include "kernel/chains.h"
#include "plan/plan.h"

enum where {
	AT_NONE,   /* lives in registers only, or is not needed */
	AT_ARENA,
	AT_INPUT,  /* bound by the caller */
	AT_STATE,  /* the store's present value */
	AT_SHADOW, /* the store's next value */
	AT_CONST
};

/* What the plan knows of a node; indexed by node id. */
struct value {
	bool live;             /* something needs it */
	bool must;             /* it needs memory: a root, or read by other units */
	int root;              /* the node whose bytes it shares (itself, but for views) */
	int cluster;           /* the fused group it belongs to, or -1 */
	int unit;              /* roots with memory: the unit that writes it, -1 for sources */
	int last;              /* roots: position of the last unit that reads it */
	enum where where;
	size_t offset;         /* AT_ARENA */
	struct gan_entry *entry; /* AT_STATE, AT_SHADOW */
	void *ptr;             /* resolved when a run starts */
	double scalar;         /* storage of bound scalars and constants */
	int *user;             /* ids of the live nodes that read it */
	int nuser;
};

enum slot_kind {
	SLOT_REG,    /* a tile in registers (scratch) */
	SLOT_MEM,    /* a dense value in memory, read or written in place */
	SLOT_SCALAR, /* one number over the whole tile */
	SLOT_POINT,  /* one number, read where it is (chains.c) */
	SLOT_ROW,    /* a pattern that repeats with the tile */
	SLOT_STRIDED /* any other broadcast, gathered for each tile */
};

struct slot {
	enum slot_kind kind;
	int value;             /* node id (not REG) */
	int reg;               /* REG, SCALAR, ROW, STRIDED: which register */
	int64_t period;        /* ROW */
	int nd;                /* STRIDED: collapsed dimensions, outermost first */
	int64_t dim[GAN_MAX_RANK], stride[GAN_MAX_RANK];
};

#define PW_MAXIN 4

struct instr {
	const struct gan_node *node; /* the last of a chain */
	gan_pw_fn chain;       /* takes the place of the node's own function; NULL: none */
	struct gan_chain k;
	int dst, src[PW_MAXIN], nsrc;
};

/* A column sum (kernel/colsum.h) of what slot src holds. */
struct fused_sum {
	int value;             /* node id of the sum */
	int src;
};

/* A pointwise program: runs its instructions tile after tile over `count` elements. */
struct program {
	int64_t count;
	long tile;             /* elements a tile, a multiple of every ROW period */
	int64_t chunk;         /* elements that one thread takes at a time; with sums, their slice */
	int64_t cols;          /* of the sums */
	struct slot *slot;
	int nslot, nreg;
	struct instr *instr;
	int ninstr;
	struct fused_sum *sum;
	int nsum;
};

/* One thing that runs. */
struct unit {
	const struct gan_node *node; /* a single op, or NULL: prog */
	struct program *prog;
	int *read, nread;      /* root node ids */
	int *write, nwrite;
	long key;              /* order of preference */
	int npending;          /* schedule.c */
	double seconds;        /* profile */
	long calls;
};

struct commit {
	struct gan_entry *entry;
	int value;             /* node id */
	bool copy;             /* copied to the shadow at the end of a run, instead of computed there */
};

struct gan_plan {
	struct gan_graph *g;
	struct gan_store *store;
	unsigned flags;
	struct gan_node **out;
	int nout;
	int n;                 /* number of nodes at compilation */
	struct value *val;
	int *users;            /* memory of all val[].user */
	struct unit *unit;
	int nunit, unitcap;
	struct commit *commit;
	int ncommit;
	char *arena, *scratch;
	size_t arena_bytes, shadow_bytes, scratch_bytes;
	const void **ptrs;     /* room for the inputs of the widest op */
	bool profile;
};

/* Is n run as part of a fused program? */
static inline bool is_pointwise(const struct gan_node *n)
{
	return (n->op->flags & GAN_OP_POINTWISE) != 0;
}

/* The root's value record of node n. */
static inline struct value *root_of(const struct gan_plan *p, const struct gan_node *n)
{
	return &p->val[p->val[n->id].root];
}

int plan_live(struct gan_plan *p, struct gan_err *e);
int plan_cluster(struct gan_plan *p, struct gan_err *e);
int64_t plan_sum_cols(const struct gan_node *n); /* columns of a sum that can be part of a program, else 0 */
int plan_units(struct gan_plan *p, struct gan_err *e);
int plan_order(struct gan_plan *p, struct gan_err *e);
int plan_memory(struct gan_plan *p, struct gan_err *e);
struct program *program_build(struct gan_plan *p, const int *member, int nmember, struct unit *u, struct gan_err *e);
int program_fold(struct program *prog, struct gan_err *e); /* chains.c */
void program_free(struct program *prog);
size_t program_scratch(const struct program *prog);
void program_run(const struct gan_plan *p, const struct program *prog);

#endif
