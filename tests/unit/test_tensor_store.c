#include <stdio.h>
#include <string.h>

#include "tap.h"
#include "tensor/tensor.h"

static void test_shapes(void)
{
	struct gan_shape s = gan_shape_of(3, (int64_t)2, (int64_t)3, (int64_t)4), z = gan_shape_of(2, (int64_t)0, INT64_MAX);
	struct gan_shape big = gan_shape_of(3, (int64_t)0, INT64_MAX, (int64_t)2);
	char text[64];
	int64_t n;

	ok(gan_shape_count(&s) == 24 && !gan_shape_count_ok(&z, &n) && n == 0, "counts");
	ok(gan_shape_count_ok(&big, &n) == -1, "an overflow counts also where a dimension is 0");
	ok(!strcmp(gan_shape_str(&s, text, sizeof text), "[2,3,4]") && !strcmp(gan_shape_str(&s, text, 5), "[2,3"), "text");
}

static void test_dtypes(void)
{
	enum gan_dtype t;
	int i, bad = 0;

	for (i = 0; i < GAN_NDTYPES; i++) {
		const char *name = gan_dtype_name((enum gan_dtype)i);

		bad += gan_dtype_find(name, strlen(name), &t) || t != (enum gan_dtype)i || !gan_dtype_bits(t);
	}
	ok(!bad && gan_dtype_find("f32", 3, &t) && gan_dtype_find("F3", 2, &t), "dtypes by name");
}

static void test_store(void)
{
	struct gan_shape s = gan_shape_of(1, (int64_t)3);
	struct gan_store st = {0};
	struct gan_err e = {0};
	struct gan_entry *first;
	char name[32];
	int i, bad = 0;

	first = gan_store_add(&st, "t0", GAN_F32, &s, GAN_LAYOUT_PLAIN, &e);
	for (i = 1; i < 1000; i++) {
		snprintf(name, sizeof name, "t%d", i);
		bad += !gan_store_add(&st, name, GAN_F32, &s, GAN_LAYOUT_PLAIN, &e);
	}
	ok(!bad && st.n == 1000 && gan_store_bytes(&st) == 12000 && gan_store_find(&st, "t0") == first, "1,000 entries");
	ok(!gan_store_add(&st, "t5", GAN_F32, &s, GAN_LAYOUT_PLAIN, &e) && e.code == GAN_INTERNAL, "a name once: %s", e.msg);
	for (i = 0; i < 1000; i += 2) {
		snprintf(name, sizeof name, "t%d", i);
		gan_store_remove(&st, name);
	}
	for (i = 0; i < 1000; i++) {
		snprintf(name, sizeof name, "t%d", i);
		bad += !gan_store_find(&st, name) != (i % 2 == 0);
	}
	ok(!bad && st.n == 500 && !strcmp(st.entry[1]->name, "t3"), "half of them removed, order kept");
	gan_store_free(&st);
	ok(!gan_store_find(&st, "t1"), "an empty store has nothing");
}

int main(void)
{
	test_shapes();
	test_dtypes();
	test_store();
	return done();
}
