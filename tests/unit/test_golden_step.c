/* One training step of a foreign DCGAN against what PyTorch computed: losses, all gradients, Adam's update, running
   statistics. The gradients are read from Adam's first moment, which after one step is (1-beta1) g. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "model/trainer.h"
#include "tap.h"

#define BATCH 16
#define STEP_GOLDEN "goldens/mnist-dcgan-dennisjooo-trainstep.golden.safetensors"

static const char nets[] =
	"net g\n"
	"input z 100\n"
	"1 convt out=128 k=4 s=1 p=0 bias=0\n"
	"2 bn\n"
	"- lrelu slope=.2\n"
	"4 convt out=64 k=3 s=2 p=1 bias=0\n"
	"5 bn\n"
	"- lrelu slope=.2\n"
	"7 convt out=32 k=4 s=2 p=1 bias=0\n"
	"8 bn\n"
	"- lrelu slope=.2\n"
	"10 convt out=1 k=4 s=2 p=1 bias=0\n"
	"- tanh\n"
	"output range=-1:1\n"
	"net d\n"
	"input x image 28 28 1 range=-1:1\n"
	"0 conv out=32 k=4 s=2 p=1 bias=0\n"
	"- lrelu slope=.2\n"
	"2 conv out=64 k=4 s=2 p=1 bias=0\n"
	"3 bn\n"
	"- lrelu slope=.2\n"
	"5 conv out=128 k=3 s=2 p=1 bias=0\n"
	"6 bn\n"
	"- lrelu slope=.2\n"
	"8 conv out=1 k=4 s=1 p=0 bias=0\n"
	"output\n";

static struct gan_err err;

static int read_file(struct gan_doc *d, const char *dir, const char *name)
{
	char path[4096];
	struct gan_reader *r;
	int rc;

	snprintf(path, sizeof path, "%s/%s", dir, name);
	r = gan_reader_open(path, 0, &err);
	rc = r && gan_reader_next(r, d, &err) == 1 ? 0 : -1;
	gan_reader_close(r);
	return rc;
}

static int load_net(struct gan_model *m, char net, const struct gan_doc *d)
{
	for (size_t i = 0; i < m->store.n; i++) {
		struct gan_entry *n = m->store.entry[i];
		const struct gan_doc_tensor *t;
		char name[256];

		if (n->name[0] != net)
			continue;
		snprintf(name, sizeof name, "layer_stack.%s", n->name + 2);
		t = gan_doc_find(d, name);
		if (!t || t->t.nbytes != n->t.nbytes)
			return gan_fail(&err, GAN_DATA, "no tensor %s", name);
		gan_stream_permute(n->t.data, t->t.data, &n->t.shape, n->t.layout, 0, sizeof(float));
	}
	return 0;
}

static int setup(struct gan_model *m, const char *dir)
{
	struct gan_kv set = { 0 };
	struct gan_doc d = { 0 };
	int rc;

	gan_kv_set(&set, "batch", "16", &err);
	rc = gan_train_fill(&m->hyper, &err) || gan_model_set(m, &set, &err) ||
	     gan_nets_parse(&m->nets, nets, sizeof nets - 1, "test", &err) ||
	     gan_net_params(&m->nets.net[0], &m->store, 0, 0, &err) || gan_net_params(&m->nets.net[1], &m->store, 0, 0, &err) ||
	     read_file(&d, dir, "weights/mnist-dcgan-G-dennisjooo.safetensors") || load_net(m, 'g', &d) ||
	     read_file(&d, dir, "weights/mnist-dcgan-D-dennisjooo.safetensors") || load_net(m, 'd', &d);
	gan_doc_free(&d);
	gan_kv_free(&set);
	return rc ? -1 : 0;
}

/* Compares the store's entry, times scale, with a golden tensor: |a-b| <= tol * max|b|. */
static void compare(const struct gan_model *m, const char *entry, double scale, const struct gan_doc *gold, const char *name,
                    double tol)
{
	const struct gan_entry *n = gan_store_find(&m->store, entry);
	const struct gan_doc_tensor *t = gan_doc_find(gold, name);
	const float *want;
	float *got;
	double worst = 0, max = 0;
	size_t count;

	if (!n || !t || t->t.nbytes != n->t.nbytes || !(got = malloc(n->t.nbytes))) {
		ok(0, "%s and %s are there", entry, name);
		return;
	}
	gan_stream_permute(got, n->t.data, &n->t.shape, n->t.layout, 1, sizeof(float));
	want = t->t.data;
	count = n->t.nbytes / sizeof(float);
	for (size_t i = 0; i < count; i++) {
		worst = fmax(worst, fabs(got[i] * scale - want[i]));
		max = fmax(max, fabs(want[i]));
	}
	ok(worst <= tol * max, "%s: off by %.2g of the largest", name, worst / max);
	free(got);
}

static void compare_all(const struct gan_model *m, const struct gan_doc *gold)
{
	for (size_t i = 0; i < gold->n; i++) {
		const char *name = gold->tensor[i].name, *layer;
		char entry[256], net;

		if (strncmp(name, "grad", 4) && strncmp(name, "after", 5))
			continue;
		layer = strchr(name, '.') + 1;
		net = layer[-2] == 'G' ? 'g' : 'd';
		if (name[0] == 'g') {
			snprintf(entry, sizeof entry, "adam.m.%c.%s", net, layer);
			compare(m, entry, 2, gold, name, 1e-3);
		} else {
			/* Adam's first step is lr*sign(g) nearly: where g is about 0, so is its sign's worth */
			snprintf(entry, sizeof entry, "%c.%s", net, layer);
			compare(m, entry, 1, gold, name, 1e-3);
		}
	}
}

static double value(const struct gan_trainer *t, const char *name)
{
	for (int i = 0; i < gan_trainer_nwatch(t); i++)
		if (!strcmp(gan_trainer_watch(t, i), name))
			return gan_trainer_value(t, i);
	return NAN;
}

static void losses(const struct gan_trainer *t, const struct gan_doc *gold)
{
	static const char *const name[3] = { "d.real", "d.fake", "g.loss" };
	const struct gan_doc_tensor *want = gan_doc_find(gold, "loss_Dreal_Dfake_G");

	for (int i = 0; i < 3; i++) {
		double w = ((const float *)want->t.data)[i], v = value(t, name[i]);

		ok(fabs(v - w) <= 1e-4 * fabs(w) + 1e-7, "%s is %.8g, expected %.8g", name[i], v, w);
	}
}

/* The golden's real pictures are (x/255-.5)/.5; ours are bytes. */
static void to_bytes(uint8_t *x, const float *real, size_t n)
{
	for (size_t i = 0; i < n; i++)
		x[i] = (uint8_t)lrintf((real[i] + 1) * 127.5f);
}

static int step(struct gan_model *m, const struct gan_doc *gold)
{
	static uint8_t x[BATCH * 28 * 28];
	struct gan_data_size size = { .h = 28, .w = 28, .c = 1, .d = 784 };
	struct gan_trainer *t = gan_trainer_new(m, &size, GAN_TRAINER_Z_INPUT, &err);

	if (!t)
		return -1;
	to_bytes(x, gan_doc_find(gold, "real")->t.data, sizeof x);
	gan_plan_bind(gan_trainer_plan(t), "z", gan_doc_find(gold, "z")->t.data);
	if (gan_trainer_step(t, x, NULL, &err)) {
		gan_trainer_free(t);
		return -1;
	}
	losses(t, gold);
	compare_all(m, gold);
	gan_trainer_free(t);
	return 0;
}

int main(void)
{
	const char *dir = getenv("GAN_DATA");
	struct gan_model m = { 0 };
	struct gan_doc gold = { 0 };

	if (!dir) {
		skip("a foreign DCGAN's training step", "GAN_DATA is not set");
		return done();
	}
	if (!ok(!setup(&m, dir) && !read_file(&gold, dir, STEP_GOLDEN), "the foreign network and its golden are read") ||
	    !ok(!step(&m, &gold), "a step is made"))
		printf("# %s\n", err.msg);
	gan_doc_free(&gold);
	gan_model_free(&m);
	return done();
}
