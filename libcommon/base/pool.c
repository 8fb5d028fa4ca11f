/* A call publishes one job; threads claim its chunks through one 64-bit word that holds the job's number and how
   many chunks are left. A claim is a compare-and-swap on that word, so a thread that was late for one job can
   never take a chunk of it during the next. The job's fields change only when no claimed chunk is unfinished. */
#define _GNU_SOURCE
#include "base/pool.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#define LEFT 0xffffffffu
#define BATCH_MAX 0x7fffffffL
#define SPINS 2000

static struct {
	int n, started, spins;
	pthread_t thread[GAN_MAX_THREADS];
	void (*on_thread)(void);

	void (*fn)(void *ctx, long chunk, int thread);
	void *ctx;
	long base, nchunks;

	_Alignas(64) atomic_uint_fast64_t ticket; /* job << 32 | chunks left */
	_Alignas(64) atomic_long done;
	_Alignas(64) atomic_int sleepers, waiting, stop;
	pthread_mutex_t lock;
	pthread_cond_t wake, finished;
} pool = {.n = 1, .lock = PTHREAD_MUTEX_INITIALIZER, .wake = PTHREAD_COND_INITIALIZER,
          .finished = PTHREAD_COND_INITIALIZER};

static _Thread_local int my_index, inside;

static void relax(void)
{
#if defined(__x86_64__) || defined(__i386__)
	__builtin_ia32_pause();
#elif defined(__aarch64__)
	__asm__ volatile("yield");
#endif
}

int gan_cpu_count(void)
{
	long n = 0;
#ifdef __linux__
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof set, &set) == 0)
		n = CPU_COUNT(&set);
#endif
	if (n < 1)
		n = sysconf(_SC_NPROCESSORS_ONLN);
	if (n < 1)
		n = 1;
	return n > GAN_MAX_THREADS ? GAN_MAX_THREADS : (int)n;
}

static int has_work(void)
{
	return (atomic_load(&pool.ticket) & LEFT) != 0;
}

static void finish_one(void)
{
	long all = pool.nchunks; /* read before the count: after the last one the fields may change */

	if (atomic_fetch_add(&pool.done, 1) + 1 != all)
		return;
	if (atomic_load(&pool.waiting)) {
		pthread_mutex_lock(&pool.lock);
		pthread_cond_signal(&pool.finished);
		pthread_mutex_unlock(&pool.lock);
	}
}

/* Claims and runs chunks until none is left. */
static void work(void)
{
	uint_fast64_t t = atomic_load(&pool.ticket);

	while (t & LEFT) {
		if (!atomic_compare_exchange_weak(&pool.ticket, &t, t - 1)) {
			relax();
			continue;
		}
		pool.fn(pool.ctx, pool.base + pool.nchunks - (long)(t & LEFT), my_index);
		finish_one();
		t = atomic_load(&pool.ticket);
	}
}

static void sleep_until_work(void)
{
	pthread_mutex_lock(&pool.lock);
	atomic_fetch_add(&pool.sleepers, 1);
	while (!has_work() && !atomic_load(&pool.stop))
		pthread_cond_wait(&pool.wake, &pool.lock);
	atomic_fetch_sub(&pool.sleepers, 1);
	pthread_mutex_unlock(&pool.lock);
}

static void *thread_main(void *arg)
{
	int spin;

	my_index = (int)(intptr_t)arg;
	inside = 1; /* what runs here and asks for the pool gets the chunks in line */
	if (pool.on_thread)
		pool.on_thread();
	while (!atomic_load(&pool.stop)) {
		for (spin = 0; spin < pool.spins && !has_work() && !atomic_load(&pool.stop); spin++)
			relax();
		if (!has_work())
			sleep_until_work();
		work();
	}
	return NULL;
}

void gan_pool_stop(void)
{
	int i;

	if (pool.started) {
		pthread_mutex_lock(&pool.lock);
		atomic_store(&pool.stop, 1);
		pthread_cond_broadcast(&pool.wake);
		pthread_mutex_unlock(&pool.lock);
		for (i = 0; i < pool.started; i++)
			pthread_join(pool.thread[i], NULL);
	}
	atomic_store(&pool.stop, 0);
	pool.started = 0;
	pool.n = 1;
}

/* Threads start with all signals blocked, so that handlers run on the main thread. */
int gan_pool_start(int n, void (*on_thread)(void))
{
	int cpus = gan_cpu_count(), i;
	sigset_t all, old;

	gan_pool_stop();
	if (n <= 0)
		n = cpus;
	if (n > GAN_MAX_THREADS)
		n = GAN_MAX_THREADS;
	pool.on_thread = on_thread;
	pool.spins = n <= cpus ? SPINS : 0; /* spinning takes the CPU from the thread that has work */
	if (on_thread)
		on_thread();
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	for (i = 1; i < n; i++) {
		if (pthread_create(&pool.thread[i - 1], NULL, thread_main, (void *)(intptr_t)i))
			break;
		pool.started = i;
	}
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	pool.n = pool.started + 1;
	return 0;
}

int gan_pool_threads(void)
{
	return pool.n;
}

static void wait_done(void)
{
	int spin;

	for (spin = 0; spin < pool.spins; spin++) {
		if (atomic_load(&pool.done) == pool.nchunks)
			return;
		relax();
	}
	pthread_mutex_lock(&pool.lock);
	atomic_store(&pool.waiting, 1);
	while (atomic_load(&pool.done) != pool.nchunks)
		pthread_cond_wait(&pool.finished, &pool.lock);
	atomic_store(&pool.waiting, 0);
	pthread_mutex_unlock(&pool.lock);
}

static void run_batch(long base, long nchunks)
{
	uint_fast64_t job = (atomic_load(&pool.ticket) >> 32) + 1;

	pool.base = base;
	pool.nchunks = nchunks;
	atomic_store(&pool.done, 0);
	atomic_store(&pool.ticket, job << 32 | (uint_fast64_t)nchunks);
	if (atomic_load(&pool.sleepers)) {
		pthread_mutex_lock(&pool.lock);
		pthread_cond_broadcast(&pool.wake);
		pthread_mutex_unlock(&pool.lock);
	}
	work();
	wait_done();
}

void gan_pool_run(long nchunks, void (*fn)(void *ctx, long chunk, int thread), void *ctx)
{
	long i, base;

	if (inside || pool.n == 1 || nchunks <= 1) {
		for (i = 0; i < nchunks; i++)
			fn(ctx, i, my_index);
		return;
	}
	inside = 1;
	pool.fn = fn;
	pool.ctx = ctx;
	for (base = 0; base < nchunks; base += BATCH_MAX)
		run_batch(base, nchunks - base < BATCH_MAX ? nchunks - base : BATCH_MAX);
	inside = 0;
}
