#include "kernel/random.h"

#include "base/pool.h"
#include "kernel/round.h"

#ifdef GAN_REAL_DOUBLE
#define REAL_SUFFIX(name) name##_f64
#else
#define REAL_SUFFIX(name) name##_f32
#endif

enum { TASK = 8192 }; /* numbers worth a task */

enum dist { NORMAL, UNIFORM, INT };

struct job {
	void *y;
	struct gan_rng r;
	uint64_t step, first, bound;
	long samples, each;
	long parts, group; /* tasks of one sample, or samples of one task */
	enum dist dist;
};

/* Part of one sample. */
static void draw_part(const struct job *j, long sample, long from, long n)
{
	long at = sample * j->each + from;
	uint64_t s = j->first + (uint64_t)sample, f = (uint64_t)from;

	if (j->dist == NORMAL)
		REAL_SUFFIX(gan_rng_normal)(j->r, j->step, s, f, (gan_real *)j->y + at, (size_t)n);
	else if (j->dist == UNIFORM)
		REAL_SUFFIX(gan_rng_uniform)(j->r, j->step, s, f, (gan_real *)j->y + at, (size_t)n);
	else
		gan_rng_int(j->r, j->step, s, f, j->bound, (int64_t *)j->y + at, (size_t)n);
}

static void draw_samples(const struct job *j, long sample, long n)
{
	uint64_t s = j->first + (uint64_t)sample;
	size_t each = (size_t)j->each;

	if (j->dist == NORMAL)
		REAL_SUFFIX(gan_rng_normal_samples)(j->r, j->step, s, (size_t)n, (gan_real *)j->y + sample * j->each, each);
	else if (j->dist == UNIFORM)
		REAL_SUFFIX(gan_rng_uniform_samples)(j->r, j->step, s, (size_t)n, (gan_real *)j->y + sample * j->each, each);
	else
		for (long i = 0; i < n; i++)
			draw_part(j, sample + i, 0, j->each);
}

static void task(void *ctx, long chunk, int thread)
{
	const struct job *j = ctx;
	long s = chunk / j->parts * j->group, from = chunk % j->parts * TASK;

	(void)thread;
	if (j->parts > 1)
		draw_part(j, s, from, gan_least(j->each - from, TASK));
	else
		draw_samples(j, s, gan_least(j->samples - s, j->group));
}

static void run(struct job *j)
{
	if (j->samples <= 0 || j->each <= 0)
		return;
	j->parts = j->each > TASK ? (j->each + TASK - 1) / TASK : 1;
	j->group = j->each > TASK ? 1 : TASK / j->each;
	gan_pool_run((j->samples + j->group - 1) / j->group * j->parts, task, j);
}

void gan_random_normal(gan_real *y, struct gan_rng r, uint64_t step, uint64_t first, long samples, long each)
{
	struct job j = { .y = y, .r = r, .step = step, .first = first, .samples = samples, .each = each };

	j.dist = NORMAL;
	run(&j);
}

void gan_random_uniform(gan_real *y, struct gan_rng r, uint64_t step, uint64_t first, long samples, long each)
{
	struct job j = { .y = y, .r = r, .step = step, .first = first, .samples = samples, .each = each };

	j.dist = UNIFORM;
	run(&j);
}

void gan_random_int(int64_t *y, struct gan_rng r, uint64_t step, uint64_t first, long samples, long each,
                    uint64_t bound)
{
	struct job j = { .y = y, .r = r, .step = step, .first = first, .samples = samples, .each = each };

	j.dist = INT;
	j.bound = bound;
	run(&j);
}
