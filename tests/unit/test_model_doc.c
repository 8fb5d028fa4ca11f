/* Documents that are not the models they say they are, and layouts at the stream's edge. */
#include <string.h>
#include "model/model.h"
#include "tap.h"

static struct gan_err err;

static const char nets[] =
	"net g\ninput z 2\nmain linear out=3\noutput\n"
	"net d\ninput x image 4 4 2\nc conv out=3 k=2 s=2 p=0 bias=0\noutput\n";

/* A document of these nets, sound until a test spoils it. Conv weights count up in stream order. */
static int sound(struct gan_doc *d)
{
	struct gan_shape w = gan_shape_of(2, (int64_t)3, (int64_t)2), b = gan_shape_of(1, (int64_t)3);
	struct gan_shape c = gan_shape_of(4, (int64_t)3, (int64_t)2, (int64_t)2, (int64_t)2);
	struct gan_doc_tensor *t;

	memset(d, 0, sizeof *d);
	err.code = 0;
	if (!gan_doc_add(d, "g.main.weight", GAN_F32, &w, &err) || !gan_doc_add(d, "g.main.bias", GAN_F32, &b, &err) ||
	    !(t = gan_doc_add(d, "d.c.weight", GAN_F32, &c, &err)))
		return -1;
	for (int i = 0; i < 24; i++)
		((float *)t->t.data)[i] = (float)i;
	return gan_kv_set(&d->meta, "gan.kind", "model", &err) || gan_kv_set(&d->meta, "gan.net", nets, &err) ||
	       gan_kv_set(&d->meta, "gan.hyper", "lr=0.001\nngf=8\n", &err) || gan_kv_set(&d->meta, "gan.seed", "7", &err) ||
	       gan_kv_set(&d->meta, "gan.step", "5", &err);
}

/* The document is refused with GAN_DATA and a message that has these words. */
static void refused(struct gan_doc *d, const char *what, const char *words)
{
	struct gan_model m;
	int rc = gan_model_from_doc(&m, d, "file", &err);

	ok(rc && err.code == GAN_DATA && !strncmp(err.msg, "file: ", 6) && strstr(err.msg, words), "%s: %s", what, err.msg);
	gan_doc_free(d);
}

static void metadata(void)
{
	struct gan_doc d;

	sound(&d);
	gan_kv_remove(&d.meta, "gan.kind");
	refused(&d, "no kind", "--weights");
	sound(&d);
	gan_kv_set(&d.meta, "gan.kind", "data", &err);
	refused(&d, "another kind", "'data'");
	sound(&d);
	gan_kv_remove(&d.meta, "gan.net");
	refused(&d, "no nets", "gan.net");
	sound(&d);
	gan_kv_set(&d.meta, "gan.step", "-1", &err);
	refused(&d, "a step below 0", "gan.step");
	sound(&d);
	gan_kv_set(&d.meta, "gan.hyper", "lr=quick\n", &err);
	refused(&d, "a setting of no sense", "lr=quick");
	sound(&d);
	gan_kv_set(&d.meta, "gan.hyper", "lr\n", &err);
	refused(&d, "settings that are none", "key=value");
	sound(&d);
	gan_kv_set(&d.meta, "gan.net", "net adam\ninput z 1\nm linear out=1\noutput\n", &err);
	refused(&d, "a net's name that moments have", "'adam'");
}

static void tensors(void)
{
	struct gan_shape s = gan_shape_of(2, (int64_t)2, (int64_t)3), one = gan_shape_of(1, (int64_t)2);
	struct gan_doc d;

	sound(&d);
	gan_doc_find(&d, "g.main.bias")->name[7] = 'x';
	refused(&d, "a tensor is missing", "g.main.bias");
	sound(&d);
	gan_doc_find(&d, "g.main.weight")->t.shape = s;
	refused(&d, "a tensor of another shape", "expected shape [3,2], found [2,3]");
	sound(&d);
	gan_doc_add(&d, "adam.m.g.main.bias", GAN_F32, &one, &err);
	refused(&d, "moments of another shape", "adam.m.g.main.bias");
	sound(&d);
	gan_doc_add(&d, "log.step", GAN_F32, &one, &err);
	refused(&d, "a log without steps", "log.step");
	sound(&d);
	gan_doc_add(&d, "log.step", GAN_I64, &one, &err);
	refused(&d, "a log that does not rise", "rising");
}

static void layout(void)
{
	struct gan_model m = { 0 };
	struct gan_doc d, back = { 0 };
	const float *w;
	int right = 1;

	sound(&d);
	if (!ok(!gan_model_from_doc(&m, &d, "file", &err), "a sound document is a model")) {
		printf("# %s\n", err.msg);
		return;
	}
	ok(m.seed == 7 && m.step == 5 && !strcmp(gan_kv_get(&m.hyper, "ngf"), "8") && gan_kv_get(&m.hyper, "batch"),
	   "counters, settings of others, and defaults");
	w = gan_store_find(&m.store, "d.c.weight")->t.data;
	for (int o = 0; o < 3; o++) /* memory [O,R,S,I], stream [O,I,R,S] */
		for (int rs = 0; rs < 4; rs++)
			for (int i = 0; i < 2; i++)
				right &= w[(o * 4 + rs) * 2 + i] == (float)((o * 2 + i) * 4 + rs);
	ok(right, "weights of a convolution lie as kernels want them");
	right = !gan_model_to_doc(&m, &back, &err);
	for (int i = 0; right && i < 24; i++)
		right = ((float *)gan_doc_find(&back, "d.c.weight")->t.data)[i] == (float)i;
	ok(right, "and go out as they came");
	gan_doc_free(&d);
	gan_doc_free(&back);
	gan_model_free(&m);
}

int main(void)
{
	metadata();
	tensors();
	layout();
	return done();
}
