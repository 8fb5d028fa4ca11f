/* Every chunk once, never two at once with one thread number, nested and repeated. */
#include <stdatomic.h>
#include <string.h>

#include "base/pool.h"
#include "tap.h"

#define CHUNKS 1000

static atomic_int hits[CHUNKS], busy[GAN_MAX_THREADS], clashes, inner, started;

static void on_thread(void)
{
	atomic_fetch_add(&started, 1);
}

static void count(void *ctx, long i, int t)
{
	(void)ctx;
	if (atomic_fetch_add(&busy[t], 1))
		atomic_fetch_add(&clashes, 1);
	atomic_fetch_add(&hits[i], 1);
	atomic_fetch_sub(&busy[t], 1);
}

static void count_inner(void *ctx, long i, int t)
{
	(void)i;
	if (t != *(int *)ctx)
		atomic_fetch_add(&clashes, 1);
	atomic_fetch_add(&inner, 1);
}

static void nest(void *ctx, long i, int t)
{
	(void)ctx;
	(void)i;
	gan_pool_run(10, count_inner, &t);
}

static int all_are(int want)
{
	int i;

	for (i = 0; i < CHUNKS; i++)
		if (atomic_load(&hits[i]) != want)
			return 0;
	return 1;
}

static void test_with(int n)
{
	int i;

	atomic_store(&started, 0);
	gan_pool_start(n, on_thread);
	for (i = 0; i < CHUNKS; i++)
		atomic_store(&hits[i], 0);
	for (i = 0; i < 300; i++)
		gan_pool_run(i % 2 ? CHUNKS : 7, count, NULL);
	for (i = 0; i < 7; i++)
		atomic_fetch_sub(&hits[i], 150);
	ok(all_are(150) && !atomic_load(&clashes) && gan_pool_threads() == n, "%d threads: each chunk once", n);
	atomic_store(&inner, 0);
	gan_pool_run(100, nest, NULL);
	ok(atomic_load(&inner) == 1000 && !atomic_load(&clashes), "%d threads: nested calls run in line", n);
	gan_pool_stop();
	ok(atomic_load(&started) == n, "%d threads: each was set up once", n);
}

int main(void)
{
	ok(gan_cpu_count() >= 1, "%d CPUs", gan_cpu_count());
	test_with(1);
	test_with(2);
	test_with(5);
	test_with(32);
	gan_pool_run(3, count, NULL);
	ok(gan_pool_threads() == 1, "without a pool the caller does it");
	return done();
}
