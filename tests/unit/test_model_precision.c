/* precision=: the same plan naive and fused, refusal where the CPU has no bf16, and what auto becomes. AMX here is emulated. */
#include "amx_shim.h"
#include "kernel/micro_amx.c"

#include "base/pool.h"
#include "model/trainer.h"
#include "tap.h"

static const char text[] =
	"net g\ninput z 5\nfc linear out=32\nbn bn\n- relu\n- view to=2,4,4\nup convt out=1 k=4 s=2 p=1\n- tanh\noutput range=-1:1\n"
	"net d\ninput x image 8 8 1 range=-1:1\nconv conv out=4 k=4 s=2 p=1\nbn bn\n- lrelu slope=.2\n- flatten\n"
	"fc linear out=1\noutput\n";

static const struct gan_data_size size = { .h = 8, .w = 8, .c = 1 };
static uint8_t pictures[64 * 8 * 8];

static int make(struct gan_model *m, const char *precision, struct gan_err *e)
{
	struct gan_kv set = { 0 };
	int rc;

	memset(m, 0, sizeof(*m));
	rc = gan_kv_set(&set, "precision", precision, e) || gan_nets_parse(&m->nets, text, strlen(text), "test", e) ||
		gan_train_fill(&m->hyper, e) || gan_model_set(m, &set, e) ? -1 : 0;
	for (size_t i = 0; !rc && i < m->nets.n; i++)
		rc = gan_net_params(&m->nets.net[i], &m->store, 1, 1, e);
	gan_kv_free(&set);
	return rc;
}

/* The loss after three steps in want, or the error's code. */
static int train(const char *precision, unsigned flags, double *loss, struct gan_err *e)
{
	struct gan_model m;
	struct gan_trainer *t = NULL;
	int rc = make(&m, precision, e);

	e->code = 0;
	if (!rc)
		t = gan_trainer_new(&m, &size, flags, e);
	for (int i = 0; t && i < 3; i++)
		rc |= gan_trainer_step(t, pictures, NULL, e);
	if (t)
		*loss = gan_trainer_value(t, 0);
	gan_trainer_free(t);
	gan_model_free(&m);
	return t ? rc : e->code;
}

static void becomes(const char *want)
{
	struct gan_err e = { 0 };
	struct gan_model m;

	ok(!make(&m, "auto", &e) && !strcmp(gan_train_text(&m.hyper, "precision"), want), "auto becomes %s %s", want, e.msg);
	gan_model_free(&m);
}

int main(void)
{
	struct gan_err e = { 0 };
	double naive = 0, fused = 0, full = 0;

	gan_pool_start(2, NULL);
	for (size_t i = 0; i < sizeof(pictures); i++)
		pictures[i] = (uint8_t)(i * 37 >> 2);
	gan_micro_bf16_use(&gan_micro_amx_shim);
	becomes("bf16");
	ok(!train("bf16", 0, &fused, &e) && !train("bf16", GAN_TRAINER_NAIVE, &naive, &e) && !train("f32", 0, &full, &e),
	   "three steps in each %s", e.msg);
	ok(naive == fused, "naive and fused plans agree to the last bit: %.9g %.9g", naive, fused);
	ok(full != fused && full - fused < .05 && fused - full < .05, "f32 is near, and not the same: %.9g %.9g", full, fused);
	gan_micro_bf16_use(NULL);
	becomes("f32");
	ok(train("bf16", 0, &full, &e) == GAN_UNAVAILABLE && strstr(e.msg, "give precision=f32"), "refused: %s", e.msg);
	gan_pool_stop();
	return done();
}
