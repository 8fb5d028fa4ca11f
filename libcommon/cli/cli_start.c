/* The start and the end of a tool: the one place that exits. */
#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/mem.h"
#include "base/pool.h"
#include "cli/cli_parse.h"

/* A descriptor that was closed by the caller is opened the wrong way round, so that using it is an error. */
static void open_standard_fds(void)
{
	static const int mode[3] = { O_WRONLY, O_RDONLY, O_RDWR };

	for (int fd = 0; fd < 3; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF && open("/dev/null", mode[fd]) != fd)
			_exit(GAN_INTERNAL);
}

/* 0, or 74 where what was printed did not arrive. */
static int close_stdout(const char *tool, int silent)
{
	int failed = ferror(stdout), why = 0;

	errno = 0;
	if (fflush(stdout) != 0) {
		failed = 1;
		why = errno;
	}
	/* nothing was pending and somebody else has closed the descriptor: not our loss */
	if (fclose(stdout) != 0 && errno != EBADF && !failed) {
		failed = 1;
		why = errno;
	}
	if (!failed)
		return 0;
	if (!silent && why != EPIPE)
		fprintf(stderr, "%s: standard output: %s\n", tool, why ? strerror(why) : "a write failed");
	return GAN_IOERR;
}

static void show_help(const struct gan_parse *p)
{
	if (strcmp(p->help, "table") == 0)
		gan_cli_help_table(p, stdout);
	else
		gan_cli_help(p, stdout);
}

void gan_cli_start(struct gan_cli *c, const struct gan_tool *t, int argc, char **argv)
{
	struct gan_parse p;
	struct gan_err e = {0};

	open_standard_fds();
	if (gan_cli_parse(&p, c, t, argc, argv, &e) < 0) {
		fprintf(stderr, "%s: %s\n", t->name, e.msg);
		exit(e.code);
	}
	if (p.help)
		show_help(&p);
	else if (p.version)
		printf("%s (gan-tools) %s\n", t->name, GAN_VERSION);
	if (p.help || p.version)
		exit(close_stdout(t->name, 0));
	if (gan_pool_threads() != c->threads)
		gan_pool_start(c->threads, NULL);
}

/* Errors of the reader's end of a pipe: the reader knows best that it has left. */
static int is_broken_pipe(const struct gan_err *e)
{
	return e->code == GAN_IOERR && strstr(e->msg, strerror(EPIPE));
}

int gan_cli_end(struct gan_cli *c, int rc, const struct gan_err *e)
{
	int status = rc, out;

	gan_progress_end(c);
	if (rc < 0) {
		status = e->code ? e->code : GAN_INTERNAL;
		if (!is_broken_pipe(e))
			fprintf(stderr, "%s: %s\n", c->tool->name, e->code ? e->msg : "failed without saying why");
	}
	out = close_stdout(c->tool->name, rc < 0);
	gan_pool_stop();
	gan_free(c->file);
	gan_kv_free(&c->set);
	c->file = NULL;
	c->nfile = 0;
	return status ? status : out;
}

void gan_cli_warn(const struct gan_cli *c, const char *fmt, ...)
{
	struct gan_err e = {0};
	char line[sizeof e.msg];
	va_list ap;

	if (c->quiet)
		return;
	va_start(ap, fmt);
	vsnprintf(line, sizeof line, fmt, ap);
	va_end(ap);
	gan_fail(&e, GAN_OK, "%s", line); /* for its escaping of control bytes */
	gan_progress_end((struct gan_cli *)c);
	fprintf(stderr, "%s: %s\n", c->tool->name, e.msg);
}
