/* Inputs and outputs: their words, and pictures from bytes to numbers and back. */
#include <string.h>
#include "base/text.h"
#include "net/parse.h"

#define MAX_SIDE 32768
#define MAX_CHANNELS 65536
#define MAX_LENGTH (1 << 26)

static int parse_dim(const char *s, int64_t max, int any, int64_t *out)
{
	if (any && !strcmp(s, "*")) {
		*out = -1;
		return 0;
	}
	return gan_parse_int(s, out) < 0 || *out < 1 || *out > max ? -1 : 0;
}

const char *gan_io_parse_input(struct gan_io *io, struct gan_words *w)
{
	const char *why = NULL;
	int i = 3;

	io->hi = 1;
	if (!strcmp(w->w[2], "image")) {
		io->kind = GAN_IO_IMAGE;
		if (w->n < 6 || parse_dim(w->w[3], MAX_SIDE, 1, &io->h) < 0 || parse_dim(w->w[4], MAX_SIDE, 1, &io->w) < 0 ||
		    parse_dim(w->w[5], MAX_CHANNELS, 0, &io->c) < 0)
			return "expected 'image HEIGHT WIDTH CHANNELS', sizes from 1 to 32768 or *";
		i = 6;
	} else if (!strcmp(w->w[2], "label")) {
		io->kind = GAN_IO_LABEL;
		if (w->n < 4 || parse_dim(w->w[3], MAX_LENGTH, 0, &io->n) < 0)
			return "expected 'label CLASSES'";
		i = 4;
	} else if (parse_dim(w->w[2], MAX_LENGTH, 0, &io->n) < 0) {
		return "expected a length, 'image H W C' or 'label CLASSES'";
	}
	if (i < w->n && io->kind != GAN_IO_IMAGE)
		return "only pictures have range=, mean=, std= and order=";
	for (; i < w->n && !why; i++)
		why = gan_io_parse_word(io, w->w[i]);
	if (!why && ((io->nmean > 1 && io->nmean != io->c) || (io->nstd > 1 && io->nstd != io->c)))
		return "mean= and std= have one number, or one for each channel";
	if (!why && io->bgr && io->c != 3)
		return "order=bgr needs 3 channels";
	return why;
}

/* Up to max finite numbers between commas (or, of a range, a colon); how many, or -1. */
static int parse_numbers(const char *s, char sep, double *v, int max)
{
	char word[64];
	size_t len;
	int n = 0;

	for (;; s += len + 1) {
		for (len = 0; s[len] && s[len] != sep; len++)
			;
		if (n == max || len >= sizeof(word))
			return -1;
		memcpy(word, s, len);
		word[len] = 0;
		if (gan_parse_double(word, &v[n]) < 0 || !(v[n] > -1e30 && v[n] < 1e30))
			return -1;
		n++;
		if (!s[len])
			return n;
	}
}

const char *gan_io_parse_word(struct gan_io *io, const char *word)
{
	double v[2];
	int k;

	if (!strncmp(word, "range=", 6)) {
		if (parse_numbers(word + 6, ':', v, 2) != 2 || v[0] == v[1])
			return "range= wants two different numbers: what 0 and 255 become, as range=-1:1";
		io->lo = v[0];
		io->hi = v[1];
		io->has_range = 1;
		return NULL;
	}
	if (!strncmp(word, "mean=", 5)) {
		io->nmean = parse_numbers(word + 5, ',', io->mean, 4);
		return io->nmean < 1 ? "mean= wants one to four numbers, as mean=.5,.5,.5" : NULL;
	}
	if (!strncmp(word, "std=", 4)) {
		io->nstd = parse_numbers(word + 4, ',', io->std, 4);
		for (k = 0; k < io->nstd; k++)
			if (!(io->std[k] > 0))
				return "std= wants positive numbers";
		return io->nstd < 1 ? "std= wants one to four numbers, as std=.5,.5,.5" : NULL;
	}
	if (!strcmp(word, "order=bgr") || !strcmp(word, "order=rgb")) {
		io->bgr = word[6] == 'b';
		return NULL;
	}
	return "unknown word; there are range=LO:HI, mean=, std= and order=rgb|bgr";
}

/* One number, or a constant [C]. */
static struct gan_node *channels(struct gan_graph *g, const double *v, int n)
{
	struct gan_node *part[4];
	struct gan_shape one = gan_shape_of(1, (int64_t)1);
	int k;

	if (n == 1)
		return gan_const(g, v[0]);
	for (k = 0; k < n; k++)
		part[k] = gan_expand(g, gan_const(g, v[k]), &one);
	return gan_concat(g, part, n, 0);
}

static struct gan_node *reverse_channels(struct gan_graph *g, struct gan_node *x)
{
	return x ? gan_slice_axis(g, x, -1, x->shape.dim[x->shape.rank - 1] - 1, x->shape.dim[x->shape.rank - 1], -1) : NULL;
}

struct gan_node *gan_io_decode(struct gan_graph *g, const struct gan_io *io, struct gan_node *u8)
{
	struct gan_node *x = u8 && u8->type == GAN_U8 ? gan_cast(g, u8, GAN_REAL) : u8;

	x = gan_affine(g, x, (io->hi - io->lo) / 255, io->lo);
	if (io->bgr)
		x = reverse_channels(g, x);
	if (io->nmean)
		x = gan_sub(g, x, channels(g, io->mean, io->nmean));
	if (io->nstd)
		x = gan_div(g, x, channels(g, io->std, io->nstd));
	return x;
}

struct gan_node *gan_io_bytes(struct gan_graph *g, const struct gan_io *io, struct gan_node *real)
{
	struct gan_node *x = real;

	if (io->nstd)
		x = gan_mul(g, x, channels(g, io->std, io->nstd));
	if (io->nmean)
		x = gan_add(g, x, channels(g, io->mean, io->nmean));
	if (io->bgr)
		x = reverse_channels(g, x);
	return gan_affine(g, x, 255 / (io->hi - io->lo), -io->lo * 255 / (io->hi - io->lo));
}

struct gan_node *gan_io_encode(struct gan_graph *g, const struct gan_io *io, struct gan_node *real)
{
	return gan_cast(g, gan_io_bytes(g, io, real), GAN_U8);
}
