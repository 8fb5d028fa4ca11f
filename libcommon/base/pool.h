/* The thread pool: the one piece of global state in libcommon. Work is cut into chunks whose number and
   bounds are constants of the problem, never of the machine; which thread runs a chunk must not matter. */
#ifndef GAN_BASE_POOL_H
#define GAN_BASE_POOL_H

#define GAN_MAX_THREADS 256

/* Number of CPUs in this process's affinity mask, 1..GAN_MAX_THREADS. */
int gan_cpu_count(void);

/* Makes (or remakes) the pool with n threads, the caller among them; n=0 means gan_cpu_count().
   on_thread, where given, runs once on every pool thread before any work. Call before work, from the main thread. */
int gan_pool_start(int n, void (*on_thread)(void));
int gan_pool_threads(void); /* 1 before gan_pool_start */
void gan_pool_stop(void);

/* fn(ctx, chunk, thread) for chunk in 0..nchunks-1, each once, in any order, on any thread; thread is in
   0..gan_pool_threads()-1 and no two chunks at once have the same, so it may index scratch memory.
   Returns when all are done. Nested calls run the chunks on the calling thread in order. */
void gan_pool_run(long nchunks, void (*fn)(void *ctx, long chunk, int thread), void *ctx);

#endif
