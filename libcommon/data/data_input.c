/* Telling inputs apart by their first bytes, on anything that can be read once. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "data/data_priv.h"
#include "image/records.h"

enum { HEAD = 8 }; /* what ungetc takes back everywhere (musl's limit) */

static int read_head(struct gan_input *in, size_t want, struct gan_err *e)
{
	while (in->nhead < want) {
		ssize_t n = read(in->fd, in->head + in->nhead, want - in->nhead);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return gan_fail(e, GAN_IOERR, "%s: cannot read: %s", in->name, strerror(errno));
		if (!n)
			break;
		in->nhead += (size_t)n;
	}
	return 0;
}

int gan_input_open(struct gan_input *in, const char *path, struct gan_err *e)
{
	int is_stdin = !strcmp(path, "-");
	struct stat st;

	memset(in, 0, sizeof *in);
	in->name = is_stdin ? "standard input" : path;
	in->fd = is_stdin ? dup(0) : open(path, O_RDONLY | O_CLOEXEC);
	if (in->fd < 0)
		return gan_fail(e, GAN_NOINPUT, "%s: cannot open: %s", in->name, strerror(errno));
	if (is_stdin && isatty(0))
		return gan_fail(e, GAN_USAGE,
				"standard input is a terminal: expected pictures or a data stream (name files, or pipe "
				"something in)");
	if (fstat(in->fd, &st) == 0 && S_ISDIR(st.st_mode))
		return gan_fail(e, GAN_NOINPUT, "%s: is a folder, expected a file (name what is in it: %s/*)", in->name,
				in->name);
	if (read_head(in, HEAD, e) < 0)
		return -1;
	if (!in->nhead)
		return gan_fail(e, GAN_DATA, "%s: empty, expected pictures or a data stream", in->name);
	return 0;
}

static const struct magic {
	const char *bytes;
	size_t n;
	const char *name;
	const char *unpack; /* the program that undoes a compression; NULL: a picture */
} foreign[] = {
	{ "\x89PNG", 4, "PNG", NULL },
	{ "\xff\xd8\xff", 3, "JPEG", NULL },
	{ "GIF8", 4, "GIF", NULL },
	{ "II*\0", 4, "TIFF", NULL },
	{ "MM\0*", 4, "TIFF", NULL },
	{ "RIFF", 4, "WebP", NULL },
	{ "%PDF", 4, "PDF", NULL },
	{ "\x1f\x8b", 2, "gzip", "zcat" },
	{ "BZh", 3, "bzip2", "bzcat" },
	{ "\xfd" "7zXZ", 5, "xz", "xzcat" },
};

static int starts(const struct gan_input *in, const void *bytes, size_t n)
{
	return in->nhead >= n && !memcmp(in->head, bytes, n);
}

int gan_input_refuse_foreign(const struct gan_input *in, int idx, struct gan_err *e)
{
	const char *want = idx ? "expected IDX or CIFAR-10 bytes" : "expected PNM or a data stream";
	const char *file = strcmp(in->name, "standard input") ? in->name : "FILE";

	for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) {
		const struct magic *m = &foreign[i];

		if (!starts(in, m->bytes, m->n))
			continue;
		if (m->unpack)
			return gan_fail(e, GAN_DATA, "%s: %s, found %s (give <(%s %s) instead)", in->name, want,
					m->name, m->unpack, file);
		return gan_fail(e, GAN_DATA, "%s: %s, found %s (anytopnm %s | gan-data ...)", in->name, want, m->name,
				file);
	}
	if (starts(in, "BM", 2) && !gan_stream_detect(in->head, in->nhead))
		return gan_fail(e, GAN_DATA, "%s: %s, found BMP (anytopnm %s | gan-data ...)", in->name, want, file);
	return 0;
}

int gan_input_kind(struct gan_input *in, struct gan_err *e)
{
	if (gan_pnm_detect(in->head, in->nhead))
		return GAN_INPUT_PNM;
	if (gan_idx_detect(in->head, in->nhead))
		return gan_fail(e, GAN_DATA,
				"%s: expected PNM or a data stream, found IDX (gan-data --idx IMAGES [LABELS])",
				in->name);
	if (read_head(in, HEAD + 1, e) < 0 || gan_input_refuse_foreign(in, 0, e) < 0)
		return -1;
	/* The reader knows more foreign formats by name, and says so. */
	return GAN_INPUT_STREAM;
}

FILE *gan_input_stdio(struct gan_input *in, struct gan_err *e)
{
	if (in->nhead > HEAD) {
		gan_fail(e, GAN_INTERNAL, "%s: too many bytes taken to put back", in->name);
		return NULL;
	}
	in->f = fdopen(in->fd, "rb");
	if (!in->f) {
		gan_fail(e, GAN_NOMEM, "%s: cannot open: %s", in->name, strerror(errno));
		return NULL;
	}
	in->fd = -1;
	/* More than one byte is more than C promises and what every C library in use does. */
	for (size_t i = in->nhead; i-- > 0;)
		if (ungetc(in->head[i], in->f) == EOF) {
			gan_fail(e, GAN_UNAVAILABLE, "%s: this C library cannot put back %zu bytes", in->name,
				 in->nhead);
			return NULL;
		}
	return in->f;
}

void gan_input_close(struct gan_input *in)
{
	if (in->f)
		fclose(in->f);
	else if (in->fd >= 0)
		close(in->fd);
	in->f = NULL;
	in->fd = -1;
}
