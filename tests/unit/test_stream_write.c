/* The canonical header against bytes of the reference writer (safetensors, Python, numpy back end), and round trips. */
#include "stream/parts.h"
#include "stream_help.h"
#include "tap.h"

struct want {
	const char *name;
	enum gan_dtype t;
	struct gan_shape s;
};

static void check_header(const char *what, const struct want *t, size_t n, const char *key, const char *val, const char *want)
{
	struct gan_err e = {0};
	struct gan_doc d = {0};
	struct gan_buf b = {0};
	size_t *order = NULL, i;

	for (i = 0; i < n; i++)
		gan_doc_add(&d, t[i].name, t[i].t, &t[i].s, &e);
	if (key)
		gan_kv_set(&d.meta, key, val, &e);
	ok(!gan_header_write(&d, &b, &order, &e) && !strcmp(b.s, want), "header: %s", what);
	if (b.s && strcmp(b.s, want))
		printf("# got  %s\n# want %s\n", b.s, want);
	gan_free(order);
	gan_buf_free(&b);
	gan_doc_free(&d);
}

#define DIMS(...) gan_shape_of(__VA_ARGS__)
#define D(n) ((int64_t)(n))

static void test_headers(void)
{
	const struct want one[] = {{"attn.0", GAN_F32, DIMS(3, D(1), D(2), D(3))}};
	const struct want attn0[] = {{"attn0", GAN_F32, DIMS(4, D(1), D(1), D(2), D(3))}};
	const struct want mixed[] = {
		{"e", GAN_BOOL, DIMS(1, D(1))}, {"c", GAN_U8, DIMS(1, D(1))}, {"b", GAN_F16, DIMS(1, D(2))},
		{"a", GAN_I32, DIMS(1, D(2))}, {"d", GAN_I64, DIMS(1, D(1))},
	};
	const struct want odd[] = {{"x", GAN_F32, DIMS(0)}, {"z", GAN_F32, DIMS(2, D(2), D(0))}};

	check_header("one tensor", one, 1, NULL, NULL, "{\"attn.0\":{\"dtype\":\"F32\",\"shape\":[1,2,3],\"data_offsets\":[0,24]}}");
	check_header("nothing", NULL, 0, NULL, NULL, "{}      ");
	check_header("metadata alone", NULL, 0, "framework", "pt", "{\"__metadata__\":{\"framework\":\"pt\"}}     ");
	check_header("padded to 8", attn0, 1, NULL, NULL,
	             "{\"attn0\":{\"dtype\":\"F32\",\"shape\":[1,1,2,3],\"data_offsets\":[0,24]}}       ");
	check_header("dtypes descend", mixed, 5, NULL, NULL,
	             "{\"d\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]},\"a\":{\"dtype\":\"I32\",\"shape\":[2],"
	             "\"data_offsets\":[8,16]},\"b\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[16,20]},\"c\":{\"dtype\":"
	             "\"U8\",\"shape\":[1],\"data_offsets\":[20,21]},\"e\":{\"dtype\":\"BOOL\",\"shape\":[1],"
	             "\"data_offsets\":[21,22]}}       ");
	check_header("escapes in metadata", one, 1, "framework", "p\"\\\n\x01\x7f\xc3\xa9/",
	             "{\"__metadata__\":{\"framework\":\"p\\\"\\\\\\n\\u0001\x7f\xc3\xa9/\"},\"attn.0\":{\"dtype\":\"F32\",\"shape\":"
	             "[1,2,3],\"data_offsets\":[0,24]}}       ");
	check_header("scalar and zero size", odd, 2, NULL, NULL,
	             "{\"x\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]},"
	             "\"z\":{\"dtype\":\"F32\",\"shape\":[2,0],\"data_offsets\":[4,4]}}    ");
}

static void test_frame(void)
{
	struct bytes b = make_stream(1, 0, 1);
	const unsigned char *eos = b.p + b.n - 24;

	ok(b.n > 40 && gan_le32(b.p) == GAN_ZSTD_MAGIC && (b.p[4] & 4), "a zstd frame with a checksum");
	ok(b.n > 40 && (b.p[4] >> 6 || b.p[4] & 0x20), "content size in the frame header");
	ok(b.n > 40 && !memcmp(eos, "\x5d\x2a\x4d\x18\x10\0\0\0GANEOS1\n\1\0\0\0\0\0\0\0", 24), "the end mark and its count");
	free(b.p);
}

static void test_round_trips(void)
{
	static const int levels[] = {0, 1, 3, 19};
	size_t i;

	for (i = 0; i < sizeof levels / sizeof *levels; i++) {
		struct gan_err e = {0};
		struct bytes one = make_stream(levels[i], 0, 1), many = make_stream(levels[i], 1, 5);

		ok(count_records(one.p, one.n, 0, &e) == 1, "level %d: one record back", levels[i]);
		ok(count_records(many.p, many.n, 0, &e) == 5, "level %d: a series back (%s)", levels[i], e.msg);
		free(one.p);
		free(many.p);
	}
}

static void test_values(void)
{
	struct bytes b = make_stream(1, 1, 3);
	struct gan_err e = {0};
	struct gan_reader *r = gan_reader_fd(-1, "test", b.p, b.n, 0, &e);
	struct gan_doc d = {0};
	struct gan_doc_tensor *x;
	const char *seq;

	gan_reader_next(r, &d, &e);
	gan_reader_next(r, &d, &e);
	x = gan_doc_find(&d, "x");
	seq = gan_kv_get(&d.meta, "gan.seq");
	ok(x && x->t.dtype == GAN_F32 && x->t.nbytes == 12 && ((float *)x->t.data)[2] == 3, "values come back");
	ok(seq && !strcmp(seq, "1") && !strcmp(gan_kv_get(&d.meta, "format"), "pt") &&
	   !strcmp(gan_kv_get(&d.meta, "gan.stream"), "1") && !strcmp(gan_kv_get(&d.meta, "gan.kind"), "data"), "so does metadata");
	gan_doc_free(&d);
	gan_reader_close(r);
	free(b.p);
}

int main(void)
{
	test_headers();
	test_frame();
	test_round_trips();
	test_values();
	return done();
}
