/* Data streams as sets in memory: joined records, peeking, and what is no set. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "data/dataset.h"
#include "base/mem.h"
#include "stream/stream.h"
#include "tap.h"

enum { A, B, C, NPATHS };
static char path[NPATHS][64];

/* One stream of nrec records of n elements each: pictures [h,w,c], or points of d = w numbers where h is 0; labels
   from first on. */
struct recipe {
	int nrec, n, h, w, c;
	int labels, first;
	const char *kind;
	double unit; /* not 0: pictures as numbers, bytes times this */
};

static void fill(struct gan_doc *d, const struct recipe *r, int rec)
{
	struct gan_shape x = r->h ? gan_shape_of(4, (int64_t)r->n, (int64_t)r->h, (int64_t)r->w, (int64_t)r->c)
	                          : gan_shape_of(2, (int64_t)r->n, (int64_t)r->w);
	struct gan_shape y = gan_shape_of(1, (int64_t)r->n);
	struct gan_doc_tensor *t = gan_doc_add(d, "x", r->h && r->unit == 0 ? GAN_U8 : GAN_F32, &x, NULL);

	for (int64_t i = 0; i < gan_shape_count(&x); i++) {
		if (t->t.dtype == GAN_U8)
			((uint8_t *)t->t.data)[i] = (uint8_t)(100 * rec + i);
		else if (r->h)
			((float *)t->t.data)[i] = (float)((100 * rec + (double)i) * r->unit);
		else
			((float *)t->t.data)[i] = (float)(100 * rec + i);
	}
	gan_kv_set(&d->meta, "gan.kind", r->kind, NULL);
	t = r->labels ? gan_doc_add(d, "y", GAN_I64, &y, NULL) : NULL;
	for (int i = 0; t && i < r->n; i++)
		((int64_t *)t->t.data)[i] = r->first + rec;
}

static void make(int which, struct recipe r)
{
	struct gan_err e = { 0 };
	struct gan_out *o = gan_out_open(path[which], &e);
	struct gan_writer *w = o ? gan_writer_open(o, 1, r.nrec != 1, &e) : NULL;

	for (int i = 0; w && i < r.nrec; i++) {
		struct gan_doc d = { 0 };

		fill(&d, &r, i);
		if (gan_writer_put(w, &d, &e) < 0)
			exit(1);
		gan_doc_free(&d);
	}
	if (!w || gan_writer_close(w, &e) < 0) {
		printf("Bail out! %s\n", e.msg);
		exit(1);
	}
}

static int load(struct gan_dataset *s, size_t n, struct gan_err *e)
{
	const char *p[NPATHS] = { path[A], path[B], path[C] };

	return gan_dataset_load(s, p, n, 0, e);
}

static void test_one(void)
{
	struct gan_dataset s;
	struct gan_err e = { 0 };

	make(A, (struct recipe){ 1, 3, 2, 4, 1, 1, 6, "data", 0 });
	ok(!load(&s, 1, &e) && s.n == 3 && s.h == 2 && s.w == 4 && s.c == 1 && s.d == 8 && s.x8 && !s.xf,
	   "one record: %s", e.msg);
	ok(s.x8[23] == 23 && s.y && s.y[2] == 6 && s.labelled && s.nclass == 7 && s.npg == 1,
	   "its pictures and labels");
	gan_dataset_free(&s);
}

static void test_join(void)
{
	struct gan_dataset s;
	struct gan_err e = { 0 };

	make(A, (struct recipe){ 3, 2, 1, 2, 1, 1, 0, "data", 0 });
	make(B, (struct recipe){ 1, 1, 1, 2, 1, 1, 9, "data", 0 });
	ok(!load(&s, 2, &e) && s.n == 7 && s.nclass == 10, "a series and another stream are one set: %s", e.msg);
	ok(s.x8[0] == 0 && s.x8[4] == 100 && s.x8[11] == 203 && s.x8[13] == 1, "in order");
	ok(s.y[0] == 0 && s.y[2] == 1 && s.y[5] == 2 && s.y[6] == 9, "with their labels");
	gan_dataset_free(&s);
	make(A, (struct recipe){ 2, 2, 0, 3, 0, 0, 0, "data", 0 });
	ok(!load(&s, 1, &e) && s.n == 4 && s.d == 3 && !s.h && s.xf && s.xf[11] == 105 && !s.y && !s.nclass,
	   "points: %s", e.msg);
	gan_dataset_free(&s);
}

static void fails(const char *what, struct recipe a, struct recipe b, const char *word)
{
	struct gan_dataset s;
	struct gan_err e = { 0 };

	make(A, a);
	make(B, b);
	ok(load(&s, 2, &e) < 0 && e.code == GAN_DATA && strstr(e.msg, word) && !s.x8 && !s.pg, "%s: %s", what, e.msg);
}

static void test_numbers(void)
{
	struct gan_dataset s;
	struct gan_err e = { 0 };
	const char *p[] = { path[A] };

	make(A, (struct recipe){ 2, 2, 1, 2, 1, 0, 0, "data", 1.002 / 255 });
	make(B, (struct recipe){ 1, 1, 1, 2, 1, 0, 0, "data", 0 });
	ok(!load(&s, 1, &e) && s.n == 4 && s.h == 1 && s.xf && s.x8 && s.x8[3] == 3 && s.x8[7] == 103, "numbers, and rounded: %s",
	   e.msg);
	ok(s.xf[7] == (float)(103 * 1.002 / 255) && gan_dataset_finite(&s, "a", &e) == 0, "they are kept");
	gan_dataset_free(&s);
	ok(!load(&s, 2, &e) && s.n == 5 && s.x8[9] == 1 && s.xf[9] == (float)(1 / 255.) && s.xf[7] == (float)(103 * 1.002 / 255),
	   "bytes among numbers are numbers: %s", e.msg);
	gan_dataset_free(&s);
	make(A, (struct recipe){ 1, 2, 1, 2, 1, 0, 0, "data", .5 });
	ok(load(&s, 1, &e) < 0 && strstr(e.msg, "element 2: expected pictures as numbers from 0 (black) to 1, found 1.5"),
	   "beyond the range: %s", e.msg);
	ok(!gan_dataset_load(&s, p, 1, GAN_DATASET_ANY, &e) && s.xf[3] == 1.5f && s.x8[3] == 255, "as they are, where that is wanted");
	s.xf[2] = strtof("nan", NULL);
	ok(gan_dataset_finite(&s, "a", &e) < 0 && strstr(e.msg, "a: element 2: expected numbers, number 1 is not finite"), "%s", e.msg);
	gan_data_round(s.x8, s.xf, 4);
	ok(s.x8[2] == 0 && s.x8[1] == 128, "rounded to the nearest");
	gan_dataset_free(&s);
}

static void test_errors(void)
{
	struct recipe p = { 1, 2, 2, 2, 1, 0, 0, "data", 0 };

	fails("another size", p, (struct recipe){ 1, 2, 2, 3, 1, 0, 0, "data", 0 }, "expected 2x2 gray");
	fails("other channels", p, (struct recipe){ 1, 2, 2, 2, 3, 0, 0, "data", 0 }, "found 2x2 rgb");
	fails("points among pictures", p, (struct recipe){ 1, 2, 0, 4, 0, 0, 0, "data", 0 }, "found 4 numbers");
	fails("labels in some", p, (struct recipe){ 1, 2, 2, 2, 1, 1, 0, "data", 0 }, "expected no labels");
	fails("a model", p, (struct recipe){ 1, 2, 2, 2, 1, 0, 0, "model", 0 }, "found gan.kind 'model'");
	fails("a negative label", p, (struct recipe){ 1, 2, 2, 2, 1, 1, -3, "data", 0 }, "found -3");
	fails("no element at all", (struct recipe){1, 0, 2, 2, 1, 0, 0, "data", 0},
	      (struct recipe){1, 0, 2, 2, 1, 0, 0, "data", 0}, "without elements");
	setenv("GAN_MAX_BYTES", "20", 1);
	fails("more than GAN_MAX_BYTES as a sum", (struct recipe){ 3, 2, 2, 2, 1, 0, 0, "data", 0 }, p, "GAN_MAX_BYTES");
	unsetenv("GAN_MAX_BYTES");
}

static void test_peek(void)
{
	struct gan_dataset s;
	struct gan_err e = { 0 };

	make(A, (struct recipe){ 1, 3, 2, 4, 3, 0, 0, "data", 0 });
	ok(!gan_dataset_peek(&s, path[A], 0, &e) && s.h == 2 && s.w == 4 && s.c == 3 && !s.x8 && !s.nclass,
	   "a look: %s", e.msg);
	gan_dataset_free(&s);
	make(A, (struct recipe){ 4, 3, 2, 4, 3, 1, 0, "data", 0 });
	ok(!gan_dataset_peek(&s, path[A], 0, &e) && s.nclass == 4, "classes of later records count");
	gan_dataset_free(&s);
	ok(gan_dataset_peek(&s, "/nonexistent/x.t", 0, &e) < 0 && e.code == GAN_NOINPUT, "no such file: %s", e.msg);
}

int main(void)
{
	const char *dir = getenv("TMPDIR");

	for (int i = 0; i < NPATHS; i++)
		snprintf(path[i], sizeof path[i], "%s/gan-dataset-%ld-%d.t", dir && strlen(dir) < 24 ? dir : "/tmp",
			 (long)getpid(), i);
	unsetenv("GAN_MAX_BYTES");
	test_one();
	test_join();
	test_numbers();
	test_errors();
	test_peek();
	for (int i = 0; i < NPATHS; i++)
		unlink(path[i]);
	return done();
}
