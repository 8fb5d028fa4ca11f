/* Where a plan's time goes, by op. */
#include "plan/plan_priv.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct row {
	const char *name;
	double seconds;
	long calls;
};

static int slower(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	return x->seconds < y->seconds ? 1 : x->seconds > y->seconds ? -1 : strcmp(x->name, y->name);
}

void gan_plan_profile(struct gan_plan *p, int on)
{
	p->profile = on != 0;
	for (int i = 0; i < p->nunit; i++) {
		p->unit[i].seconds = 0;
		p->unit[i].calls = 0;
	}
}

void gan_plan_profile_print(const struct gan_plan *p, struct gan_buf *b)
{
	struct row *row = gan_alloc((size_t)p->nunit + 1, sizeof(*row), NULL);
	int n = 0;

	if (!row) {
		b->failed = 1;
		return;
	}
	for (int i = 0; i < p->nunit; i++) {
		const char *name = p->unit[i].node ? p->unit[i].node->op->name : "pointwise";
		int k = 0;

		while (k < n && strcmp(row[k].name, name) != 0)
			k++;
		if (k == n)
			row[n++].name = name;
		row[k].seconds += p->unit[i].seconds;
		row[k].calls += p->unit[i].calls;
	}
	qsort(row, (size_t)n, sizeof(*row), slower);
	gan_buf_puts(b, "op\tcalls\tseconds\n");
	for (int k = 0; k < n; k++)
		gan_buf_printf(b, "%s\t%ld\t%.6f\n", row[k].name, row[k].calls, row[k].seconds);
	gan_free(row);
}
