#include "app/steplog.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static int failed(const struct gan_steplog *l, struct gan_err *e)
{
	return gan_fail(e, GAN_IOERR, "%s: cannot write the log: %s", l->path, strerror(errno));
}

static void put_header(struct gan_buf *b, const struct gan_trainer *t)
{
	gan_buf_puts(b, "step\timages");
	for (int i = 0; i < gan_trainer_nwatch(t); i++)
		gan_buf_printf(b, "\t%s", gan_trainer_watch(t, i));
	gan_buf_puts(b, "\timages/s\n");
}

/* Is `header` the last one of a log that is there? Other settings have other columns. */
static int has_header(const char *path, const char *header)
{
	FILE *f = fopen(path, "r");
	char *line = NULL;
	size_t cap = 0;
	int same = 0;

	while (f && getline(&line, &cap, f) > 0)
		if (!strncmp(line, "step\t", 5))
			same = !strcmp(line, header);
	free(line);
	if (f)
		fclose(f);
	return same;
}

/* Who watches the log sees by the lock that it is being written. Where there are no locks it is watched by its silence. */
static void lock(FILE *f)
{
	struct flock l = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

	(void)fcntl(fileno(f), F_SETLK, &l);
}

int gan_steplog_open(struct gan_steplog *l, const char *path, const struct gan_trainer *t, struct gan_err *e)
{
	struct gan_buf header = { 0 };
	struct stat st;
	int rc;

	l->path = path;
	l->f = fopen(path, "a");
	if (!l->f)
		return gan_fail(e, GAN_CANTCREATE, "%s: cannot open the log: %s", path, strerror(errno));
	setvbuf(l->f, NULL, _IOLBF, BUFSIZ); /* whole lines, for who watches */
	put_header(&header, t);
	rc = gan_buf_ok(&header, e);
	if (!rc && !fstat(fileno(l->f), &st) && S_ISREG(st.st_mode)) {
		int there = st.st_size > 0 && has_header(path, header.s);

		lock(l->f); /* last: closing another descriptor of the file would undo it */
		header.len = there ? 0 : header.len;
	}
	if (!rc && header.len && (fputs(header.s, l->f) < 0 || ferror(l->f)))
		rc = failed(l, e);
	gan_buf_free(&header);
	return rc;
}

int gan_steplog_row(struct gan_steplog *l, const struct gan_trainer *t, uint64_t step, uint64_t images, double images_per_second,
                    struct gan_err *e)
{
	fprintf(l->f, "%" PRIu64 "\t%" PRIu64, step, images);
	for (int i = 0; i < gan_trainer_nwatch(t); i++)
		fprintf(l->f, "\t%.7g", gan_trainer_value(t, i));
	return fprintf(l->f, "\t%.1f\n", images_per_second) < 0 || ferror(l->f) ? failed(l, e) : 0;
}

int gan_steplog_close(struct gan_steplog *l, struct gan_err *e)
{
	FILE *f = l->f;

	l->f = NULL;
	return f && fclose(f) ? failed(l, e) : 0;
}
