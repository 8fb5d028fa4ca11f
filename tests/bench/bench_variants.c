/* Steps of one model under several settings, turn by turn in one process, so that what else the machine does hits them alike.
   bench_variants MODEL THREADS SETTINGS...: SETTINGS is "key=value key=value", or "" for the model's own. Prints a line for each:
   seconds a step, the least of rounds (of the process's own time on one thread), and the settings. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "base/mem.h"
#include "base/pool.h"
#include "model/trainer.h"

enum { ROUNDS = 15, MAX = 16 };

struct variant {
	const char *set;
	struct gan_model m;
	struct gan_trainer *t;
	int steps;             /* in a round */
	double seconds[ROUNDS];
};

static struct gan_err err;
static void *data;
static clockid_t clock_used;

static double now(void)
{
	struct timespec t;

	clock_gettime(clock_used, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int apply(struct gan_model *m, const char *set)
{
	struct gan_kv kv = { 0 };
	char copy[512], *save = NULL;
	int rc = 0;

	snprintf(copy, sizeof copy, "%s", set);
	for (char *s = strtok_r(copy, " ", &save); s && !rc; s = strtok_r(NULL, " ", &save)) {
		char *eq = strchr(s, '=');

		if (!eq)
			return gan_fail(&err, GAN_USAGE, "'%s' is no setting", s);
		*eq = 0;
		rc = gan_kv_set(&kv, s, eq + 1, &err);
	}
	rc = rc || gan_model_set(m, &kv, &err);
	gan_kv_free(&kv);
	return rc;
}

/* Enough of what net d reads for n elements. */
static int make_data(const struct gan_data_size *size, int64_t n)
{
	static size_t have;
	size_t count = (size_t)(n * (size->h ? size->h * size->w * size->c : size->d));

	if (count <= have)
		return 0;
	gan_free(data);
	have = count;
	data = gan_alloc(count, size->h ? 1 : sizeof(gan_real), &err);
	if (!data)
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (size->h)
			((uint8_t *)data)[i] = (uint8_t)(i * 37 >> 3);
		else
			((gan_real *)data)[i] = (gan_real)(i * 37 % 101) / 50 - 1;
	}
	return 0;
}

/* Compiles, makes two steps, and sees how many fill a 50th of a second. */
static int begin(struct variant *v, const char *path)
{
	struct gan_data_size size = { 0 };
	const struct gan_io *x;
	double t = 0;

	if (gan_model_read(&v->m, path, -1, 0, NULL, &err) || apply(&v->m, v->set))
		return -1;
	x = &gan_nets_find(&v->m.nets, "d")->in[0];
	if (x->kind == GAN_IO_VECTOR)
		size.d = x->n;
	else
		size = (struct gan_data_size){ .h = x->h, .w = x->w, .c = x->c, .d = x->h * x->w * x->c };
	v->t = gan_trainer_new(&v->m, &size, 0, &err);
	for (int i = 0; i < 2; i++) {
		int64_t n = v->t ? gan_trainer_wants(v->t, &err) : -1;

		t = now();
		if (n < 0 || make_data(&size, n) || gan_trainer_step(v->t, data, NULL, &err))
			return -1;
		t = now() - t;
	}
	v->steps = t > .02 ? 1 : (int)(.02 / t) + 1;
	return 0;
}

static int round_of(struct variant *v, int r)
{
	double t = now();

	for (int i = 0; i < v->steps; i++)
		if (gan_trainer_step(v->t, data, NULL, &err))
			return -1;
	v->seconds[r] = (now() - t) / v->steps;
	return 0;
}

static double least(const double *t)
{
	double best = t[0];

	for (int r = 1; r < ROUNDS; r++)
		best = t[r] < best ? t[r] : best;
	return best;
}

int main(int argc, char **argv)
{
	static struct variant v[MAX];
	int n = argc - 3, rc = n < 1 || n > MAX ? -1 : 0;

	if (rc)
		return 64;
	clock_used = atoi(argv[2]) == 1 ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC;
	gan_pool_start(atoi(argv[2]), NULL);
	for (int i = 0; i < n && !rc; i++) {
		v[i].set = argv[3 + i];
		rc = begin(&v[i], argv[1]);
	}
	for (int r = 0; r < ROUNDS && !rc; r++)
		for (int i = 0; i < n && !rc; i++)
			rc = round_of(&v[i], r);
	for (int i = 0; i < n; i++) {
		if (!rc)
			printf("%.6f\t%s\n", least(v[i].seconds), v[i].set);
		gan_trainer_free(v[i].t);
		gan_model_free(&v[i].m);
	}
	gan_free(data);
	gan_pool_start(1, NULL);
	if (rc)
		fprintf(stderr, "%s\n", err.msg);
	return rc ? 1 : 0;
}
