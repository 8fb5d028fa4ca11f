/* IDX and CIFAR-10. IDX: http://yann.lecun.com/exdb/mnist; CIFAR-10: "binary version" of Krizhevsky's data set page. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include "base/mem.h"
#include "image/records.h"

enum { IDX_UBYTE = 8, CIFAR_SIDE = 32, CIFAR_BYTES = 3 * CIFAR_SIDE * CIFAR_SIDE };

static int read_failed(FILE *f, const char *name, struct gan_err *e)
{
	return ferror(f) ? gan_fail(e, GAN_IOERR, "%s: cannot read: %s", name, strerror(errno)) : 0;
}

int gan_idx_detect(const void *head, size_t n)
{
	const unsigned char *s = head;

	return n >= 4 && !s[0] && !s[1] && s[2] == IDX_UBYTE && s[3] >= 1 && s[3] <= 4 ? s[3] : 0;
}

/* The header's dimensions into dim[4], absent ones 1; how many there are, or -1. */
static int read_header(FILE *f, const char *name, int64_t dim[4], struct gan_err *e)
{
	unsigned char b[4];
	int rank;

	if (fread(b, 1, 4, f) != 4)
		return read_failed(f, name, e) ? -1
					       : gan_fail(e, GAN_DATA, "%s: truncated: expected an IDX header", name);
	rank = gan_idx_detect(b, 4);
	if (!rank)
		return gan_fail(e, GAN_DATA,
				"%s: expected IDX of unsigned bytes (00 00 08 01 to 04), found %02x %02x %02x %02x",
				name, b[0], b[1], b[2], b[3]);
	for (int i = 0; i < 4; i++)
		dim[i] = 1;
	for (int i = 0; i < rank; i++) {
		if (fread(b, 1, 4, f) != 4)
			return read_failed(f, name, e) ? -1
						       : gan_fail(e, GAN_DATA, "%s: truncated in its IDX header", name);
		dim[i] = (int64_t)b[0] << 24 | b[1] << 16 | b[2] << 8 | b[3];
	}
	return rank;
}

static int open_labels(struct gan_idx *r, struct gan_err *e)
{
	int64_t dim[4];
	int rank = read_header(r->labels, r->labels_name, dim, e);

	if (rank < 0)
		return -1;
	if (rank != 1)
		return gan_fail(e, GAN_DATA, "%s: expected IDX labels (1 dimension), found %d dimensions%s",
				r->labels_name, rank, rank >= 3 ? " (first the pictures, then the labels)" : "");
	if (dim[0] != r->n)
		return gan_fail(e, GAN_DATA,
				"%s: expected %" PRId64 " labels, as many as %s has pictures, found %" PRId64,
				r->labels_name, r->n, r->name, dim[0]);
	return 0;
}

int gan_idx_open(struct gan_idx *r, FILE *images, const char *name, FILE *labels, const char *labels_name,
		 struct gan_err *e)
{
	int64_t dim[4];
	int rank;

	memset(r, 0, sizeof *r);
	r->f = images;
	r->name = name;
	r->labels = labels;
	r->labels_name = labels_name;
	rank = read_header(images, name, dim, e);
	if (rank < 0)
		return -1;
	if (rank < 3)
		return gan_fail(e, GAN_DATA, "%s: expected IDX pictures (3 or 4 dimensions), found %d dimension%s%s",
				name, rank, rank == 1 ? "" : "s",
				rank == 1 ? " (labels come second: --idx IMAGES LABELS)" : "");
	if (dim[3] != 1 && dim[3] != 3)
		return gan_fail(e, GAN_DATA, "%s: expected 1 or 3 channels (the fourth dimension), found %" PRId64,
				name, dim[3]);
	if (dim[1] > GAN_IMAGE_MAX || dim[2] > GAN_IMAGE_MAX)
		return gan_fail(e, GAN_DATA, "%s: expected pictures up to %dx%d, found %" PRId64 "x%" PRId64, name,
				GAN_IMAGE_MAX, GAN_IMAGE_MAX, dim[2], dim[1]);
	r->n = dim[0];
	if (labels && open_labels(r, e) < 0)
		return -1;
	if (gan_image_alloc(&r->im, (int)dim[1], (int)dim[2], (int)dim[3], e) < 0)
		return gan_fail_prefix(e, "%s", name);
	return 0;
}

void gan_idx_close(struct gan_idx *r)
{
	gan_image_free(&r->im);
}

/* After the last picture nothing may follow. */
static int check_end(FILE *f, const char *name, struct gan_err *e)
{
	if (getc(f) != EOF)
		return gan_fail(e, GAN_DATA, "%s: more bytes than its IDX header promises", name);
	return read_failed(f, name, e);
}

int gan_idx_next(struct gan_idx *r, int64_t *label, struct gan_err *e)
{
	size_t n = (size_t)r->im.h * (size_t)r->im.w * (size_t)r->im.c;
	int c;

	*label = -1;
	if (r->count == r->n) {
		if (check_end(r->f, r->name, e) < 0 || (r->labels && check_end(r->labels, r->labels_name, e) < 0))
			return -1;
		return 0;
	}
	if (fread(r->im.px, 1, n, r->f) != n)
		return read_failed(r->f, r->name, e)
			       ? -1
			       : gan_fail(e, GAN_DATA, "%s: truncated: expected %" PRId64 " pictures, found %" PRId64,
					  r->name, r->n, r->count);
	if (r->labels) {
		c = getc(r->labels);
		if (c == EOF)
			return read_failed(r->labels, r->labels_name, e)
				       ? -1
				       : gan_fail(e, GAN_DATA,
						  "%s: truncated: expected %" PRId64 " labels, found %" PRId64,
						  r->labels_name, r->n, r->count);
		*label = c;
	}
	r->count++;
	return 1;
}

int gan_cifar_next(FILE *f, const char *name, int64_t number, struct gan_image *im, int64_t *label, struct gan_err *e)
{
	unsigned char rec[1 + CIFAR_BYTES];
	size_t n = fread(rec, 1, sizeof rec, f);

	if (n != sizeof rec) {
		if (read_failed(f, name, e) < 0)
			return -1;
		return n ? gan_fail(e, GAN_DATA, "%s: truncated: picture %" PRId64 ": expected %zu bytes, found %zu",
				    name, number + 1, sizeof rec, n)
			 : 0;
	}
	if (rec[0] >= GAN_CIFAR_CLASSES)
		return gan_fail(e, GAN_DATA,
				"%s: picture %" PRId64
				": expected a label 0 to %d, found %d (not CIFAR-10's binary records?)",
				name, number + 1, GAN_CIFAR_CLASSES - 1, rec[0]);
	*label = rec[0];
	for (int i = 0; i < CIFAR_SIDE * CIFAR_SIDE; i++)
		for (int k = 0; k < 3; k++)
			im->px[3 * i + k] = rec[1 + k * CIFAR_SIDE * CIFAR_SIDE + i];
	return 1;
}
