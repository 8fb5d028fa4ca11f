/* For every architecture: the fused plan gives the bytes of the naive one, a model goes through a document and back unchanged, and
   training that goes on from a document gives the bytes of training that was not cut. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "app/init_style.h"
#include "base/pool.h"
#include "model/trainer.h"
#include "tap.h"

#define STEPS 3
#define BATCH 6

static struct gan_err err;

/* Small, where the architecture has a word for it. */
static const char *const small[][2] = {
	{ "size", "16x16" }, { "ngf", "4" }, { "ndf", "4" }, { "z", "7" }, { "hidden.g", "12" }, { "hidden.d", "12" },
	{ "width", "3" }, { "features", "9" }, { "blocks", "1" }, { "classes", "4" },
};

/* What a transformer of pictures learns by: a style of 16x16, seen by the network that is installed. */
static int add_teacher(struct gan_model *m)
{
	struct gan_init_style_opt o = { .features = "share/features.t" };
	char path[1024];
	FILE *f;
	int fd, rc;

	if (!gan_kv_get(&m->hyper, "objective") || strcmp(gan_kv_get(&m->hyper, "objective"), "perceptual"))
		return 0;
	snprintf(path, sizeof path, "%s/style-XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
	fd = mkstemp(path);
	f = fd < 0 ? NULL : fdopen(fd, "w");
	if (!f)
		return -1;
	fputs("P2 16 16 255\n", f);
	for (int i = 0; i < 256; i++)
		fprintf(f, "%d\n", i * 37 % 256);
	rc = fclose(f);
	o.picture = path;
	rc = rc || gan_init_style(m, &o, &err) ? -1 : 0;
	unlink(path);
	return rc;
}

static int make(struct gan_model *m, const struct gan_arch *a)
{
	struct gan_kv kv = { 0 }, set = { 0 };
	const struct gan_setting *s;
	struct gan_buf text = { 0 };
	int rc = 0;

	memset(m, 0, sizeof *m);
	for (size_t i = 0; i < sizeof small / sizeof *small; i++)
		if ((s = gan_setting_find(a->setting, a->nsetting, small[i][0])) && !gan_setting_check(s, small[i][1], NULL) &&
		    (strcmp(small[i][0], "features") || s->type == GAN_SET_INT)) /* a transformer's features are a file */
			rc |= gan_kv_set(&kv, small[i][0], small[i][1], &err);
	gan_kv_set(&set, "batch", "6", &err);
	gan_kv_set(&set, "seed", "3", &err);
	rc = rc || a->print(&kv, &text, &m->hyper, &err) || gan_train_fill(&m->hyper, &err) || gan_model_set(m, &set, &err) ||
	     gan_nets_parse(&m->nets, text.s, text.len, a->name, &err);
	for (size_t i = 0; !rc && i < m->nets.n; i++)
		rc = gan_net_params(&m->nets.net[i], &m->store, 1, m->seed, &err);
	rc = rc || add_teacher(m);
	gan_buf_free(&text);
	gan_kv_free(&kv);
	gan_kv_free(&set);
	return rc;
}

/* Steps on made-up pictures of what net d, the classifier c or a transformer g wants; 16x16 where that is any size. */
static int train(struct gan_model *m, int steps, unsigned flags)
{
	const struct gan_net *c = gan_nets_find(&m->nets, "c");
	const struct gan_net *d = gan_nets_find(&m->nets, "d"), *net = c ? c : d ? d : gan_nets_find(&m->nets, "g");
	const struct gan_io *x = &net->in[0];
	int64_t h = x->h > 0 ? x->h : 16, w = x->w > 0 ? x->w : 16;
	struct gan_data_size size = { .h = h, .w = w, .c = x->c, .d = h * w * x->c, .has_labels = c != NULL, .nclass = 4 };
	static const int64_t label[BATCH] = { 3, 0, 1, 1, 2, 0 };
	struct gan_trainer *t = gan_trainer_new(m, &size, flags, &err);
	static uint8_t px[BATCH * 32 * 32 * 3];
	int rc = t && sizeof px >= (size_t)(BATCH * size.d) ? 0 : -1;

	for (int k = 0; k < steps && !rc; k++) {
		for (size_t i = 0; i < sizeof px; i++)
			px[i] = (uint8_t)((i * 7 + i / 31 * 13 + m->step * 59) * 37 >> 3);
		rc = gan_trainer_step(t, px, c ? label : NULL, &err);
	}
	gan_trainer_free(t);
	return rc;
}

static int same(const struct gan_model *a, const struct gan_model *b)
{
	if (a->store.n != b->store.n || a->step != b->step || a->images != b->images || a->seed != b->seed ||
	    a->log.n != b->log.n || a->log.ncol != b->log.ncol || a->hyper.n != b->hyper.n)
		return 0;
	for (size_t i = 0; i < a->store.n; i++) {
		const struct gan_entry *x = a->store.entry[i], *y = gan_store_find(&b->store, x->name);

		if (!y || x->t.dtype != y->t.dtype || !gan_shape_eq(&x->t.shape, &y->t.shape) || x->t.layout != y->t.layout ||
		    memcmp(x->t.data, y->t.data, x->t.nbytes)) {
			printf("# %s differs\n", x->name);
			return 0;
		}
	}
	for (size_t k = 0; k < a->log.ncol; k++) /* a document has the columns in the order of their names */
		for (size_t j = 0; j < b->log.ncol; j++)
			if (!strcmp(a->log.col[k].name, b->log.col[j].name) &&
			    memcmp(a->log.col[k].v, b->log.col[j].v, (size_t)a->log.n * sizeof(float)))
				return 0;
	for (size_t i = 0; i < a->hyper.n; i++) {
		const char *v = gan_kv_get(&b->hyper, a->hyper.key[i]);

		if (!v || strcmp(v, a->hyper.val[i]))
			return 0;
	}
	return 1;
}

static int copy(struct gan_model *to, const struct gan_model *from)
{
	struct gan_doc d = { 0 };
	int rc = gan_model_to_doc(from, &d, &err) || gan_model_from_doc(to, &d, "copy", &err);

	gan_doc_free(&d);
	return rc;
}

static void check(const struct gan_arch *a)
{
	struct gan_model fused = { 0 }, naive = { 0 }, back = { 0 };
	int rc;

	rc = make(&fused, a) || make(&naive, a);
	if (!ok(!rc, "%s: made", a->name))
		printf("# %s\n", err.msg);
	gan_pool_start(3, NULL);
	rc = rc || train(&fused, STEPS, 0);
	gan_pool_start(1, NULL);
	rc = rc || train(&naive, STEPS, GAN_TRAINER_NAIVE);
	if (!ok(!rc && same(&fused, &naive), "%s: the naive plan on one thread has the bytes of the fused one on three", a->name))
		printf("# %s\n", err.msg);
	ok(!rc && !copy(&back, &fused) && same(&fused, &back), "%s: through a document and back", a->name);
	rc = rc || train(&back, STEPS, 0) || train(&fused, STEPS, 0);
	ok(!rc && same(&fused, &back), "%s: training goes on from a document as without", a->name);
	gan_model_free(&fused);
	gan_model_free(&naive);
	gan_model_free(&back);
}

int main(void)
{
	for (size_t i = 0; i < gan_arch_count(); i++)
		check(gan_arch_at(i));
	gan_pool_stop();
	return done();
}
