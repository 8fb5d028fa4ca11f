/* Nothing is allocated within a step: the C library's allocator is counted from outside, where nothing else has taken its place. */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include "base/pool.h"
#include "model/trainer.h"
#include "tap.h"

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define COUNTED 1

static atomic_long calls;

void *__libc_malloc(size_t n);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *p, size_t n);

void *malloc(size_t n)
{
	atomic_fetch_add(&calls, 1);
	return __libc_malloc(n);
}

void *calloc(size_t n, size_t size)
{
	atomic_fetch_add(&calls, 1);
	return __libc_calloc(n, size);
}

void *realloc(void *p, size_t n)
{
	atomic_fetch_add(&calls, 1);
	return __libc_realloc(p, n);
}
#else
#define COUNTED 0
static atomic_long calls;
#endif

static const char text[] =
	"net g\ninput z 5\nfc linear out=32\nbn bn\n- relu\n- view to=2,4,4\nup convt out=1 k=4 s=2 p=1\n- tanh\noutput range=-1:1\n"
	"net d\ninput x image 8 8 1 range=-1:1\nconv conv out=4 k=4 s=2 p=1\nbn bn\n- lrelu slope=.2\n- flatten\n"
	"fc linear out=1\noutput\n";

static int make(struct gan_model *m, struct gan_err *e)
{
	if (gan_nets_parse(&m->nets, text, strlen(text), "test", e) || gan_train_fill(&m->hyper, e))
		return -1;
	for (size_t i = 0; i < m->nets.n; i++)
		if (gan_net_params(&m->nets.net[i], &m->store, 1, 1, e))
			return -1;
	return 0;
}

int main(void)
{
	static struct gan_model m;
	static uint8_t x[64 * 8 * 8];
	struct gan_err e = { 0 };
	struct gan_data_size size = { .h = 8, .w = 8, .c = 1 };
	struct gan_trainer *t = NULL;
	long before;
	int rc;

	gan_pool_start(2, NULL);
	for (size_t i = 0; i < sizeof(x); i++)
		x[i] = (uint8_t)(i * 37 >> 2);
	rc = make(&m, &e);
	if (!rc)
		t = gan_trainer_new(&m, &size, 0, &e);
	ok(t != NULL, "a model to train %s", e.msg);
	before = atomic_load(&calls);
	if (COUNTED)
		ok(before > 0, "allocations are counted");
	for (int i = 0; t && i < 3; i++)
		rc |= gan_trainer_step(t, x, NULL, &e);
	ok(t && rc == 0, "three steps %s", e.msg);
	if (COUNTED)
		ok(atomic_load(&calls) == before, "allocate nothing (%ld)", atomic_load(&calls) - before);
	else
		skip("allocations in a step", "this build has another allocator");
	gan_trainer_free(t);
	gan_model_free(&m);
	gan_pool_stop();
	return done();
}
