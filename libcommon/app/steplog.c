#include "app/steplog.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

static int failed(const struct gan_steplog *l, struct gan_err *e)
{
	return gan_fail(e, GAN_IOERR, "%s: cannot write the log: %s", l->path, strerror(errno));
}

int gan_steplog_open(struct gan_steplog *l, const char *path, const struct gan_trainer *t, struct gan_err *e)
{
	struct stat st;

	l->path = path;
	l->f = fopen(path, "a");
	if (!l->f)
		return gan_fail(e, GAN_CANTCREATE, "%s: cannot open the log: %s", path, strerror(errno));
	setvbuf(l->f, NULL, _IOLBF, BUFSIZ); /* whole lines, for who watches */
	if (!fstat(fileno(l->f), &st) && S_ISREG(st.st_mode) && st.st_size > 0)
		return 0;
	fputs("step\timages", l->f);
	for (int i = 0; i < gan_trainer_nwatch(t); i++)
		fprintf(l->f, "\t%s", gan_trainer_watch(t, i));
	return fputs("\timages/s\n", l->f) < 0 || ferror(l->f) ? failed(l, e) : 0;
}

int gan_steplog_row(struct gan_steplog *l, const struct gan_trainer *t, const struct gan_model *m, double images_per_second,
                    struct gan_err *e)
{
	fprintf(l->f, "%" PRIu64 "\t%" PRIu64, m->step, m->images);
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
