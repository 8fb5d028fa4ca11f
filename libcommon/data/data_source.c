/* The sources of elements that are not PNM or streams: IDX, CIFAR-10, toys; and what all sources share. */
#include <string.h>
#include "data/data_priv.h"
#include "base/mem.h"
#include "image/records.h"
#include "image/toy.h"

static void picture_element(struct gan_element *el, const char *source, int64_t number, const struct gan_image *im,
                            int64_t label)
{
	*el = (struct gan_element){ .source = source, .number = number, .h = im->h, .w = im->w, .c = im->c,
	                            .d = (int64_t)im->h * im->w * im->c, .x8 = im->px, .label = label };
}

/* ---- IDX ---- */

struct idx {
	struct gan_input images, labels;
	struct gan_idx idx;
};

static int idx_next(struct gan_source *s, struct gan_element *el, struct gan_err *e)
{
	struct idx *x = s->state;
	int64_t label;
	int rc = gan_idx_next(&x->idx, &label, e);

	if (rc > 0)
		picture_element(el, x->idx.name, x->idx.count, &x->idx.im, label);
	return rc;
}

static void idx_close(struct gan_source *s)
{
	struct idx *x = s->state;

	gan_idx_close(&x->idx);
	gan_input_close(&x->images);
	gan_input_close(&x->labels);
	gan_free(x);
}

static FILE *open_binary(struct gan_input *in, const char *path, struct gan_err *e)
{
	if (gan_input_open(in, path, e) < 0 || gan_input_refuse_foreign(in, 1, e) < 0)
		return NULL;
	return gan_input_stdio(in, e);
}

static int idx_open(struct gan_source *s, struct gan_err *e)
{
	const struct gan_data_opt *o = s->opt;
	struct idx *x;
	FILE *images, *labels = NULL;

	if (o->npaths < 1 || o->npaths > 2)
		return gan_fail(e, GAN_USAGE, "--idx: expected IMAGES [LABELS], found %zu operand%s", o->npaths,
		                o->npaths == 1 ? "" : "s");
	x = gan_alloc(1, sizeof *x, e);
	if (!x)
		return -1;
	x->images.fd = x->labels.fd = -1;
	s->state = x;
	s->next = idx_next;
	s->close = idx_close;
	images = open_binary(&x->images, o->paths[0], e);
	if (!images || (o->npaths == 2 && !(labels = open_binary(&x->labels, o->paths[1], e))))
		return -1;
	return gan_idx_open(&x->idx, images, x->images.name, labels, x->labels.name, e);
}

/* ---- CIFAR-10 ---- */

struct cifar {
	struct gan_input in;
	struct gan_image im;
	size_t next_path;
	int64_t number;
};

static const char *const only_stdin[] = { "-" };

static int cifar_next(struct gan_source *s, struct gan_element *el, struct gan_err *e)
{
	const struct gan_data_opt *o = s->opt;
	struct cifar *x = s->state;
	int64_t label = -1;
	int rc = 0;

	while (!rc) {
		if (!x->in.f) {
			if (x->next_path == (o->npaths ? o->npaths : 1))
				return 0;
			if (!open_binary(&x->in, (o->npaths ? o->paths : only_stdin)[x->next_path++], e))
				return -1;
			x->number = 0;
		}
		rc = gan_cifar_next(x->in.f, x->in.name, x->number++, &x->im, &label, e);
		if (!rc)
			gan_input_close(&x->in);
	}
	if (rc > 0)
		picture_element(el, x->in.name, x->number, &x->im, label);
	return rc;
}

static void cifar_close(struct gan_source *s)
{
	struct cifar *x = s->state;

	gan_input_close(&x->in);
	gan_image_free(&x->im);
	gan_free(x);
}

static int cifar_open(struct gan_source *s, struct gan_err *e)
{
	struct cifar *x = gan_alloc(1, sizeof *x, e);

	if (!x)
		return -1;
	x->in.fd = -1;
	s->state = x;
	s->next = cifar_next;
	s->close = cifar_close;
	return gan_image_alloc(&x->im, 32, 32, 3, e);
}

/* ---- toys ---- */

struct toy {
	struct gan_toy_set set;
	struct gan_rng r;
	uint64_t i, n; /* the next; the first that is not made */
	struct gan_image im;
	float *point;
};

static int toy_next(struct gan_source *s, struct gan_element *el, struct gan_err *e)
{
	struct toy *t = s->state;
	const struct gan_toy *toy = t->set.toy;
	int label;

	(void)e;
	if (t->i == t->n)
		return 0;
	if (toy->picture) {
		label = toy->picture(&t->set, t->im.px, t->im.h, t->im.w, t->r, t->i++);
		picture_element(el, toy->name, (int64_t)t->i, &t->im, label);
	} else {
		label = toy->point(&t->set, t->point, t->r, t->i++);
		*el = (struct gan_element){ .source = toy->name, .number = (int64_t)t->i,
					    .d = t->set.d, .xf = t->point, .label = label };
	}
	return 1;
}

static void toy_close(struct gan_source *s)
{
	struct toy *t = s->state;

	gan_toy_close(&t->set);
	gan_image_free(&t->im);
	gan_free(t->point);
	gan_free(t);
}

static int check_class(const struct gan_toy_set *t, int64_t klass, struct gan_err *e)
{
	if (klass < 0 || klass < t->nclass)
		return 0;
	if (!t->nclass)
		return gan_fail(e, GAN_USAGE, "--class: toy set '%s' has no labels", t->toy->name);
	return gan_fail(e, GAN_USAGE, "--class: toy set '%s' has the labels 0 to %d, found %lld", t->toy->name, t->nclass - 1,
	                (long long)klass);
}

/* Points say what they were made of, where all of it is there. */
static int keep_toy(struct gan_source *s, const struct gan_toy_set *t, struct gan_err *e)
{
	struct gan_buf b = { 0 };
	int rc;

	if (t->toy->picture || s->opt->klass >= 0 || s->opt->label >= 0)
		return 0;
	gan_toy_print(t, &b);
	rc = gan_buf_ok(&b, e);
	if (!rc)
		s->toy = gan_strdup(b.s, e);
	gan_buf_free(&b);
	return rc || !s->toy ? -1 : 0;
}

static int toy_open(struct gan_source *s, struct gan_err *e)
{
	const struct gan_data_opt *o = s->opt;
	struct toy *t;

	if (o->npaths)
		return gan_fail(e, GAN_USAGE, "--toy %s makes its own data: expected no operands, found '%s'", o->toy,
				o->paths[0]);
	t = gan_alloc(1, sizeof *t, e);
	if (!t)
		return -1;
	s->state = t;
	s->next = toy_next;
	s->close = toy_close;
	if (gan_toy_open(&t->set, o->toy, o->toy_set, e) || check_class(&t->set, o->klass, e) || keep_toy(s, &t->set, e))
		return -1;
	t->r = gan_rng_make(o->seed, "data.toy");
	t->n = o->n < 0 ? GAN_DATA_TOYS : UINT64_MAX; /* what asks stops asking at n */
	if (t->set.toy->picture)
		return gan_image_alloc(&t->im, o->h ? o->h : t->set.h, o->w ? o->w : t->set.w, 1, e);
	t->point = gan_alloc((size_t)t->set.d, sizeof *t->point, e);
	return t->point ? 0 : -1;
}

/* ---- all ---- */

int gan_source_add_pg(struct gan_source *s, const char *pg, struct gan_err *e)
{
	char *copy = gan_strdup(pg, e);

	if (!copy || gan_grow((void **)&s->pg, &s->cap, s->npg + 1, sizeof *s->pg, e) < 0) {
		gan_free(copy);
		return -1;
	}
	s->pg[s->npg++] = copy;
	return 0;
}

static int check_stdin_once(const struct gan_data_opt *o, struct gan_err *e)
{
	int count = 0;

	for (size_t i = 0; i < o->npaths; i++)
		count += !strcmp(o->paths[i], "-");
	return count < 2 ? 0 : gan_fail(e, GAN_USAGE, "'-' (stdin) may stand once, found %d times", count);
}

int gan_source_open(struct gan_source *s, const struct gan_data_opt *o, struct gan_err *e)
{
	memset(s, 0, sizeof *s);
	s->opt = o;
	if (check_stdin_once(o, e) < 0)
		return -1;
	switch (o->from) {
	case GAN_DATA_IDX:
		return idx_open(s, e);
	case GAN_DATA_CIFAR:
		return cifar_open(s, e);
	case GAN_DATA_TOY:
		return toy_open(s, e);
	case GAN_DATA_FILES:
		break;
	}
	return gan_source_files(s, e);
}

void gan_source_close(struct gan_source *s)
{
	if (s->state)
		s->close(s);
	for (size_t i = 0; i < s->npg; i++)
		gan_free(s->pg[i]);
	gan_free(s->pg);
	gan_free(s->toy);
	gan_free(s->features);
	memset(s, 0, sizeof *s);
}
