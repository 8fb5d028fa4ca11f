/* The order of data: each epoch a permutation of its own, and a function of seed and counter alone. */
#include <string.h>
#include "data/order.h"
#include "tap.h"

#define N 10

static struct gan_err err;

int main(void)
{
	uint8_t x[N * 2];
	int64_t y[N];
	struct gan_dataset set = { .n = N, .h = 1, .w = 2, .c = 1, .d = 2, .x8 = x, .y = y, .labelled = 1 };
	struct gan_order o, p;
	int seen[3][N] = { { 0 } }, rows = 1, once = 1, differ = 0;
	int64_t at[3 * N];

	for (int i = 0; i < N; i++) {
		x[2 * i] = (uint8_t)i;
		x[2 * i + 1] = (uint8_t)(100 + i);
		y[i] = 50 + i;
	}
	ok(!gan_order_init(&o, &set, 1, &err) && !gan_order_init(&p, &set, 1, &err), "made");
	for (uint64_t k = 0; k < 3 * N; k += 6) {
		gan_order_fill(&o, k, 6, &err);
		for (int i = 0; i < 6; i++) {
			const uint8_t *row = (const uint8_t *)o.x + 2 * i;

			rows &= row[1] == row[0] + 100 && o.y[i] == 50 + row[0];
			seen[(k + (uint64_t)i) / N][row[0]]++;
			at[k + (uint64_t)i] = row[0];
		}
	}
	ok(rows, "rows and labels stay together");
	for (int e = 0; e < 3; e++)
		for (int i = 0; i < N; i++)
			once &= seen[e][i] == 1;
	ok(once, "each element once an epoch, where batches straddle epochs too");
	ok(memcmp(at, at + N, N * sizeof *at) && memcmp(at + N, at + 2 * N, N * sizeof *at), "epochs differ");
	gan_order_fill(&p, 13, 4, &err);
	for (int i = 0; i < 4; i++)
		differ += ((const uint8_t *)p.x)[2 * i] != at[13 + i];
	ok(!differ, "another batch size, begun in the middle, sees the same order");
	gan_order_free(&p);
	ok(!gan_order_init(&p, &set, 2, &err), "made");
	gan_order_fill(&p, 0, 6, &err);
	differ = 0;
	for (int i = 0; i < 6; i++)
		differ += ((const uint8_t *)p.x)[2 * i] != at[i];
	ok(differ, "another seed, another order");
	gan_order_free(&o);
	gan_order_free(&p);
	return done();
}
