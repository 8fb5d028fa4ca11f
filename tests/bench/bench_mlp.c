/* Small work: a step of the lecture's MLP GAN (gan-init mlp, 28x28, batch 50, split updates) against its matrix products
   alone. Both take turns in one process, so that what else the machine does hits them alike.
   bench_mlp MODEL [THREADS]: prints seconds per 1,000 steps, the same of the products, and their ratio. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "base/mem.h"
#include "base/pool.h"
#include "kernel/gemm.h"
#include "model/trainer.h"
#include "bench.h"

enum { ROUNDS = 41, STEPS = 20, BATCH = 50, Z = 100, HIDDEN = 256, PIXELS = 784 };

/* D on data; D on samples; G. Forward products are x w', gradients of weights y' x, of inputs y w. */
#define FORWARD(in, out) { .m = BATCH, .n = out, .k = in, .tb = 1 }
#define WEIGHTS(in, out) { .m = out, .n = in, .k = BATCH, .ta = 1 }
#define INPUTS(in, out) { .m = BATCH, .n = in, .k = out }
static const struct gan_gemm products[] = {
	FORWARD(PIXELS, HIDDEN), FORWARD(HIDDEN, 1),
	WEIGHTS(HIDDEN, 1), INPUTS(HIDDEN, 1), WEIGHTS(PIXELS, HIDDEN),
	FORWARD(Z, HIDDEN), FORWARD(HIDDEN, PIXELS), FORWARD(PIXELS, HIDDEN), FORWARD(HIDDEN, 1),
	WEIGHTS(HIDDEN, 1), INPUTS(HIDDEN, 1), WEIGHTS(PIXELS, HIDDEN),
	FORWARD(Z, HIDDEN), FORWARD(HIDDEN, PIXELS), FORWARD(PIXELS, HIDDEN), FORWARD(HIDDEN, 1),
	INPUTS(HIDDEN, 1), INPUTS(PIXELS, HIDDEN),
	WEIGHTS(HIDDEN, PIXELS), INPUTS(HIDDEN, PIXELS), WEIGHTS(Z, HIDDEN)
};
enum { NPRODUCTS = sizeof(products) / sizeof(products[0]) };

static gan_real *operand[NPRODUCTS][3];
static void *scratch;

static void make_products(void)
{
	size_t most = 0;

	for (int i = 0; i < NPRODUCTS; i++) {
		const struct gan_gemm *g = &products[i];

		operand[i][0] = fill(g->m * g->n);
		operand[i][1] = fill(g->m * g->k);
		operand[i][2] = fill(g->k * g->n);
		most = gan_gemm_scratch(g) > most ? gan_gemm_scratch(g) : most;
	}
	scratch = gan_alloc(most, 1, NULL);
	if (!scratch)
		exit(71);
}

static double time_products(void)
{
	double t = now();

	for (int s = 0; s < STEPS; s++)
		for (int i = 0; i < NPRODUCTS; i++)
			gan_gemm(&products[i], operand[i][0], operand[i][1], operand[i][2], scratch);
	return (now() - t) / STEPS;
}

static double time_steps(struct gan_trainer *t, const uint8_t *x, struct gan_err *e)
{
	double t0 = now();

	for (int s = 0; s < STEPS; s++)
		if (gan_trainer_step(t, x, NULL, e))
			return -1;
	return (now() - t0) / STEPS;
}

int main(int argc, char **argv)
{
	static uint8_t x[BATCH * PIXELS];
	static double step[ROUNDS], product[ROUNDS];
	const struct gan_data_size size = { .h = 28, .w = 28, .c = 1 };
	struct gan_model m = { 0 };
	struct gan_trainer *t = NULL;
	struct gan_err e = { 0 };

	if (argc < 2)
		return 64;
	gan_pool_start(argc > 2 ? atoi(argv[2]) : 0, NULL);
	make_products();
	for (int i = 0; i < BATCH * PIXELS; i++)
		x[i] = (uint8_t)(i * 37 >> 3);
	if (!gan_model_read(&m, argv[1], -1, 0, NULL, &e))
		t = gan_trainer_new(&m, &size, 0, &e);
	for (int i = 0; t && i < ROUNDS; i++) {
		step[i] = time_steps(t, x, &e);
		product[i] = time_products();
		if (step[i] < 0)
			break;
	}
	if (e.code || !t) {
		fprintf(stderr, "bench_mlp: %s\n", e.msg);
		return 70;
	}
	printf("%.3f %.3f %.2f\n", 1e3 * median(step, ROUNDS), 1e3 * median(product, ROUNDS),
	       median(step, ROUNDS) / median(product, ROUNDS));
	gan_trainer_free(t);
	gan_model_free(&m);
	gan_pool_stop();
	return 0;
}
