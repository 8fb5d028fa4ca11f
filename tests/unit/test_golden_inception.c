/* share/nets/inception-fid.net against torchvision: tests/golden/inception.py says how weights and pictures are made from names and
   places, on both sides alike, and made what is compared. Values agree to 1e-4 of the greatest. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "app/features.h"
#include "base/mem.h"
#include "base/pool.h"
#include "plan/plan.h"
#include "stream/stream.h"
#include "stream_help.h"
#include "tap.h"

#define TOLERANCE 1e-4
#define MAX_OUT 6

static struct gan_err err;
static struct gan_doc golden;

static void die(const char *what)
{
	printf("Bail out! %s: %s\n", what, err.msg);
	exit(1);
}

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

/* The text as it is shipped, or as it says that pytorch-fid's is. */
static void open_net(struct gan_feature_net *f, int pytorch_fid)
{
	struct bytes b = slurp("share/nets/inception-fid.net");
	char *range, *asymmetric;

	if (!b.p)
		die("share/nets/inception-fid.net");
	b.p[b.n] = 0;
	range = strstr((char *)b.p, "range=-1:.9921875");
	asymmetric = strstr((char *)b.p, "mode=bilinear asymmetric=1");
	if (!range || !asymmetric)
		die("words of share/nets/inception-fid.net");
	if (pytorch_fid) {
		memset(range + strlen("range=-1:"), ' ', strlen(".9921875"));
		range[strlen("range=-1:")] = '1';
		memset(asymmetric + strlen("mode=bilinear"), ' ', strlen(" asymmetric=1"));
	}
	memset(f, 0, sizeof *f);
	f->name = "net";
	if (gan_nets_parse(&f->m.nets, (char *)b.p, b.n, "inception-fid.net", &err))
		die("text");
	free(b.p);
	f->net = &f->m.nets.net[0];
	if (gan_net_params(f->net, &f->m.store, 0, 0, &err))
		die("parameters");
	for (size_t i = 0; i < f->m.store.n; i++)
		draw(f->m.store.entry[i]);
}

struct use {
	struct gan_graph *g;
	struct gan_plan *plan;
	struct gan_node *out[MAX_OUT];
};

static struct gan_node *layer(struct gan_feature_net *f, struct gan_graph *g, struct gan_scope *s, struct gan_node *x, char *name)
{
	struct gan_node *y;

	f->layer = name;
	if (!(y = gan_features_node(f, GAN_FEATURE_LAYER, g, s, "", x, &err)))
		die(name);
	return y;
}

/* The named layers' values for x[n,h,w,3]. */
static void look(struct use *u, struct gan_feature_net *f, const uint8_t *x, int64_t n, int64_t h, int64_t w, char **name,
                 int count)
{
	struct gan_shape shape = gan_shape_of(4, n, h, w, (int64_t)3);
	static const int64_t rng[3] = { 1, 2, 3 };
	struct gan_scope *s;
	struct gan_node *in;

	if (!(u->g = gan_graph_new(&err)) || !(s = gan_scope_new(u->g, &f->m.store, &err)))
		die("graph");
	in = gan_input(u->g, "x", GAN_U8, &shape);
	for (int i = 0; i < count; i++)
		u->out[i] = layer(f, u->g, s, in, name[i]);
	gan_scope_free(s);
	if (!(u->plan = gan_plan_new(u->g, &f->m.store, u->out, count, 0, &err)))
		die("plan");
	gan_plan_bind(u->plan, "x", x);
	gan_plan_bind(u->plan, "rng", rng);
	if (gan_plan_run(u->plan, &err))
		die("run");
}

static void end(struct use *u)
{
	gan_plan_free(u->plan);
	gan_graph_free(u->g);
}

static void agree(const struct use *u, int i, const char *name)
{
	const struct gan_doc_tensor *want = gan_doc_find(&golden, name);
	const gan_real *got = gan_plan_value(u->plan, u->out[i]);
	const float *x = want ? want->t.data : NULL;
	double worst = 0, most = 0;
	int64_t n = want ? gan_shape_count(&want->t.shape) : 0;

	if (!want || n != gan_shape_count(&u->out[i]->shape))
		die(name);
	for (int64_t k = 0; k < n; k++) {
		double d = fabs((double)got[k] - (double)x[k]);

		worst = d > worst || !(d == d) ? d : worst;
		most = fmax(most, fabs((double)x[k]));
	}
	ok(worst <= TOLERANCE * most, "%s differ by %.1e of the greatest", name, worst / most);
}

/* ---- what is compared ---- */

static void check_published(void)
{
	static char *all[] = { "features.64", "features.192", "features.768", "features", "fc" }, *last[] = { "pool3", "logits", "fc" };
	uint8_t *small = pictures("small", 2, 32, 32), *large = pictures("large", 1, 350, 420);
	struct gan_feature_net f;
	struct use u;
	const gan_real *a, *b, *bias;
	char name[64], resize[64];
	double worst = 0;

	open_net(&f, 0);
	gan_net_resize(f.net, resize, sizeof resize);
	ok(!strcmp(resize, "299x299,bilinear,asymmetric"), "the net says that it resizes: %s", resize);
	look(&u, &f, large, 1, 350, 420, all, 5);
	for (int i = 0; i < 5; i++) {
		snprintf(name, sizeof name, "published.large.%s", all[i]);
		agree(&u, i, name);
	}
	end(&u);
	look(&u, &f, small, 2, 32, 32, last, 3);
	agree(&u, 0, "published.small.features");
	a = gan_plan_value(u.plan, u.out[1]);
	b = gan_plan_value(u.plan, u.out[2]);
	bias = gan_store_find(&f.m.store, "c.fc.bias")->t.data;
	for (int k = 0; k < 1008; k++)
		worst = fmax(worst, fabs((double)(a[k] + bias[k] - b[k])));
	ok(worst < 1e-5, "logits are the output less its biases");
	end(&u);
	gan_model_free(&f.m);
	gan_free(small);
	gan_free(large);
}

static void check_pytorch_fid(void)
{
	static char *features[] = { "features" };
	uint8_t *small = pictures("small", 1, 32, 32), *large = pictures("large", 1, 350, 420);
	struct gan_feature_net f;
	struct use u;

	open_net(&f, 1);
	look(&u, &f, small, 1, 32, 32, features, 1);
	agree(&u, 0, "pytorch-fid.small.features");
	end(&u);
	look(&u, &f, large, 1, 350, 420, features, 1);
	agree(&u, 0, "pytorch-fid.large.features");
	end(&u);
	gan_model_free(&f.m);
	gan_free(small);
	gan_free(large);
}

int main(void)
{
	struct gan_reader *r;

	gan_pool_start(2, NULL);
	if (!(r = gan_reader_open("tests/golden/inception.safetensors", 0, &err)) || gan_reader_next(r, &golden, &err) != 1)
		die("tests/golden/inception.safetensors");
	gan_reader_close(r);
	check_published();
	check_pytorch_fid();
	gan_doc_free(&golden);
	gan_pool_stop();
	return done();
}
