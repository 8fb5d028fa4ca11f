/* The model's log: which rows stay, and that cutting a run changes nothing. */
#include <math.h>
#include <string.h>
#include "model/log.h"
#include "tap.h"

static struct gan_err err;

static void add(struct gan_log *l, int64_t step)
{
	int col[2] = { gan_log_column(l, "a", &err), gan_log_column(l, "b", &err) };
	float v[2] = { (float)step, (float)-step };

	gan_log_add(l, step, col, v, 2);
}

static int right(const struct gan_log *l, int64_t stride, int64_t n)
{
	if (l->n != n)
		return 0;
	for (int64_t i = 0; i < n; i++)
		if (l->step[i] != (i + 1) * stride || l->col[0].v[i] != (float)l->step[i] || l->col[1].v[i] != (float)-l->step[i])
			return 0;
	return 1;
}

int main(void)
{
	struct gan_log l = { 0 }, late = { 0 };
	int64_t s = 1;

	for (; s <= 4096; s++)
		add(&l, s);
	ok(right(&l, 1, 4096), "4096 steps have a row each");
	add(&l, s++);
	ok(right(&l, 2, 2048), "the next halves the rows");
	add(&l, s++);
	ok(right(&l, 2, 2049), "then every other step has one");
	for (; s <= 100000; s++)
		add(&l, s);
	ok(right(&l, 32, 3125), "100000 steps: every 32nd (%d rows)", (int)l.n);
	for (s = 90001; s <= 100000; s++)
		add(&late, s);
	ok(late.n == 100000 / 32 - 90000 / 32 && late.step[0] == 90016, "a log that begins late has the same rows");
	ok(gan_log_column(&l, "c", &err) == 2 && isnan(l.col[2].v[0]), "a new column has no past");
	add(&l, 100032);
	ok(isnan(l.col[2].v[l.n - 1]), "nor a value where none is given");
	gan_log_free(&l);
	gan_log_free(&late);
	return done();
}
