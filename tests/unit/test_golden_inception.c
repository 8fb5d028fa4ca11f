/* share/nets/inception-fid.net against torchvision: tests/golden/inception.py says how weights and pictures are made from names and
   places, on both sides alike, and made what is compared. Values agree to 1e-4 of the greatest. */
#include "golden_help.h"

/* ---- numbers from names and places ---- */

static uint64_t seed_of(const char *name, const char *suffix)
{
	uint64_t h = 0xcbf29ce484222325;

	for (; *name; name++)
		h = (h ^ (unsigned char)*name) * 0x100000001b3;
	for (; *suffix; suffix++)
		h = (h ^ (unsigned char)*suffix) * 0x100000001b3;
	return h;
}

static uint64_t bits(uint64_t seed, uint64_t k)
{
	uint64_t z = seed + (k + 1) * 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

static int ends(const char *name, const char *with)
{
	size_t n = strlen(name), m = strlen(with);

	return n >= m && !strcmp(name + n - m, with);
}

/* An entry of the store, "c." and then PyTorch's name. */
static void draw(struct gan_entry *x)
{
	const char *name = x->name + 2;
	const struct gan_shape s = gan_stream_shape(&x->t.shape, x->t.layout);
	const int64_t n = gan_shape_count(&s);
	const int weight = ends(name, "conv.weight") || ends(name, "fc.weight"), scale = ends(name, "bn.weight") || ends(name, "_var");
	const double width = weight ? sqrt(6 / (double)(n / s.dim[0])) : .1;
	const uint64_t seed = seed_of(name, "");
	float *v = gan_alloc((size_t)n, sizeof *v, NULL);

	for (int64_t k = 0; k < n; k++) {
		double u = (double)(bits(seed, (uint64_t)k) >> 40) / (1 << 24);

		v[k] = (float)(scale ? u + .5 : weight ? (2 * u - 1) * width : (2 * u - 1) / 10);
	}
	gan_stream_permute(x->t.data, v, &x->t.shape, x->t.layout, 0, sizeof *v);
	gan_free(v);
}

/* Pictures [n,h,w,3]. */
static uint8_t *pictures(const char *name, int64_t n, int64_t h, int64_t w)
{
	const uint64_t rough = seed_of(name, ".rough"), fine = seed_of(name, ".fine");
	uint8_t *x = gan_alloc((size_t)(n * h * w * 3), 1, NULL);

	for (int64_t k = 0; k < n * h * w * 3; k++) {
		int64_t c = k % 3, u = k / 3 % w, v = k / (3 * w) % h, i = k / (3 * w * h);
		uint64_t block = (uint64_t)(((i * 64 + v / 8) * 64 + u / 8) * 3 + c);

		x[k] = (uint8_t)(((bits(rough, block) >> 56) * 3 + (bits(fine, (uint64_t)k) >> 56)) >> 2);
	}
	return x;
}

/* ---- the net ---- */

/* Words of the text, in place of which there are others. */
static void rewrite(struct gan_buf *text, const char *from, const char *to)
{
	char *at = strstr(text->s, from);

	if (!at)
		die(from);
	memset(at, ' ', strlen(from));
	memcpy(at, to, strlen(to));
}

/* The text as it is shipped, or as it says that pytorch-fid's is, with drawn weights. */
static void open_net(struct use *u, int pytorch_fid)
{
	struct gan_buf text = { 0 };

	read_text(&text, "inception-fid");
	if (pytorch_fid) {
		rewrite(&text, "range=-1:.9921875", "range=-1:1");
		rewrite(&text, "mode=bilinear asymmetric=1", "mode=bilinear");
	}
	open_text(u, "inception-fid", &text);
	gan_buf_free(&text);
	for (size_t i = 0; i < u->m.store.n; i++)
		draw(u->m.store.entry[i]);
}

/* Wants a layer of the net that sees bytes. */
static int look(struct use *u, struct gan_node *bytes, const char *layer)
{
	struct gan_node *x = gan_io_decode(u->g, &net_of(u, "c")->in[0], bytes);

	return want(u, value(u, "c", layer, &x));
}

/* ---- what is compared ---- */

static void check_published(void)
{
	static const char *const layer[] = { "features.64", "features.192", "features.768", "features", "fc" };
	uint8_t *small = pictures("small", 2, 32, 32), *large = pictures("large", 1, 350, 420);
	struct use u;
	struct gan_node *xs, *xl;
	const float *logits, *fc, *bias;
	char name[64], resize[64];
	double worst = 0;

	open_net(&u, 0);
	gan_net_resize(net_of(&u, "c"), resize, sizeof resize);
	ok(!strcmp(resize, "299x299,bilinear,asymmetric"), "the net says that it resizes: %s", resize);
	xl = input(&u, "large", GAN_U8, gan_shape_of(4, (int64_t)1, (int64_t)350, (int64_t)420, (int64_t)3));
	xs = input(&u, "small", GAN_U8, gan_shape_of(4, (int64_t)2, (int64_t)32, (int64_t)32, (int64_t)3));
	for (int i = 0; i < 5; i++)
		look(&u, xl, layer[i]);
	look(&u, xl, "logits");
	look(&u, xs, "pool3");
	plan(&u);
	gan_plan_bind(u.p, "large", large);
	gan_plan_bind(u.p, "small", small);
	run(&u);
	for (int i = 0; i < 5; i++) {
		snprintf(name, sizeof name, "published.large.%s", layer[i]);
		agree("Inception", result(&u, i), name, FORWARD);
	}
	agree("Inception", result(&u, 6), "published.small.features", FORWARD);
	fc = result(&u, 4);
	logits = result(&u, 5);
	bias = gan_store_find(&u.m.store, "c.fc.bias")->t.data;
	for (int k = 0; k < 1008; k++)
		worst = fmax(worst, fabs((double)(logits[k] + bias[k] - fc[k])));
	ok(worst < 1e-5, "logits are the output less its biases");
	close_use(&u);
	gan_free(small);
	gan_free(large);
}

static void check_pytorch_fid(void)
{
	uint8_t *small = pictures("small", 1, 32, 32), *large = pictures("large", 1, 350, 420);
	struct use u;

	open_net(&u, 1);
	look(&u, input(&u, "large", GAN_U8, gan_shape_of(4, (int64_t)1, (int64_t)350, (int64_t)420, (int64_t)3)), "features");
	look(&u, input(&u, "small", GAN_U8, gan_shape_of(4, (int64_t)1, (int64_t)32, (int64_t)32, (int64_t)3)), "features");
	plan(&u);
	gan_plan_bind(u.p, "large", large);
	gan_plan_bind(u.p, "small", small);
	run(&u);
	agree("Inception", result(&u, 0), "pytorch-fid.large.features", FORWARD);
	agree("Inception", result(&u, 1), "pytorch-fid.small.features", FORWARD);
	close_use(&u);
	gan_free(small);
	gan_free(large);
}

int main(void)
{
	gan_pool_start(2, NULL);
	open_ref_file("tests/golden/inception.safetensors");
	check_published();
	check_pytorch_fid();
	return golden_done();
}
