#include "kernel/random.h"

#include "base/pool.h"

#ifdef GAN_REAL_DOUBLE
#define RNG_NORMAL gan_rng_normal_f64
#define RNG_UNIFORM gan_rng_uniform_f64
#else
#define RNG_NORMAL gan_rng_normal_f32
#define RNG_UNIFORM gan_rng_uniform_f32
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

static void draw(const struct job *j, long sample, long from, long n)
{
	long at = sample * j->each + from;
	uint64_t s = j->first + (uint64_t)sample, f = (uint64_t)from;

	if (j->dist == NORMAL)
		RNG_NORMAL(j->r, j->step, s, f, (gan_real *)j->y + at, (size_t)n);
	else if (j->dist == UNIFORM)
		RNG_UNIFORM(j->r, j->step, s, f, (gan_real *)j->y + at, (size_t)n);
	else
		gan_rng_int(j->r, j->step, s, f, j->bound, (int64_t *)j->y + at, (size_t)n);
}

static void task(void *ctx, long chunk, int thread)
{
	const struct job *j = ctx;
	long s = chunk / j->parts * j->group, end = s + j->group < j->samples ? s + j->group : j->samples;
	long from = chunk % j->parts * TASK, n = j->parts > 1 && j->each - from > TASK ? TASK : j->each - from;

	(void)thread;
	for (; s < end; s++)
		draw(j, s, from, n);
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
