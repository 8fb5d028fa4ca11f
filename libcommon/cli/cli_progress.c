/* The progress line. Nothing is drawn where stderr is not a terminal. */
#include "cli/cli.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define NS 1000000000LL
#define MIN_GAP (NS / 10)
#define DEFAULT_WIDTH 80

static struct {
	int shown;       /* a line is on the screen */
	int64_t last;    /* when it was drawn, ns */
} progress;

static int64_t now(void)
{
	struct timespec t;

	if (clock_gettime(CLOCK_MONOTONIC, &t) != 0)
		return 0;
	return (int64_t)t.tv_sec * NS + t.tv_nsec;
}

static int terminal_width(void)
{
#ifdef TIOCGWINSZ
	struct winsize ws;

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &ws) == 0 && ws.ws_col > 1)
		return ws.ws_col;
#endif
	return DEFAULT_WIDTH;
}

void gan_progress(struct gan_cli *c, const char *fmt, ...)
{
	char line[512];
	int64_t t;
	int width;
	va_list ap;

	if (c->quiet || !isatty(STDERR_FILENO))
		return;
	t = now();
	if (progress.last && t - progress.last < MIN_GAP)
		return;
	progress.last = t;
	va_start(ap, fmt);
	vsnprintf(line, sizeof line, fmt, ap);
	va_end(ap);
	/* a line that wraps could not be drawn over */
	width = terminal_width() - 1;
	fprintf(stderr, "\r%.*s\033[K", width, line);
	fflush(stderr);
	progress.shown = 1;
}

void gan_progress_end(struct gan_cli *c)
{
	(void)c;
	if (!progress.shown)
		return;
	fputs("\r\033[K", stderr);
	fflush(stderr);
	progress.shown = 0;
	progress.last = 0;
}
