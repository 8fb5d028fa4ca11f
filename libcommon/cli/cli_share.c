/* Files that are installed with the tools. */
#include "cli/cli.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The folder of the running program: as the system knows it, or as it was called. 0 or -1. */
static int own_folder(const struct gan_cli *c, char *buf, size_t n)
{
	ssize_t len = readlink("/proc/self/exe", buf, n - 1);
	char *slash;

	if (len < 0) {
		if ((size_t)snprintf(buf, n, "%s", c->argv[0]) >= n)
			return -1;
	} else {
		buf[len] = '\0';
	}
	slash = strrchr(buf, '/');
	if (!slash)
		return -1;
	*slash = '\0';
	return 0;
}

int gan_cli_share(const struct gan_cli *c, const char *name, char *buf, size_t n, struct gan_err *e)
{
	static const char *const place[] = { "../share/gan-tools", "../../share" };
	char folder[4096];

	if (own_folder(c, folder, sizeof folder))
		return gan_fail(e, GAN_NOINPUT, "%s: where it is installed cannot be told", name);
	for (size_t i = 0; i < sizeof place / sizeof *place; i++)
		if ((size_t)snprintf(buf, n, "%s/%s/%s", folder, place[i], name) < n && access(buf, R_OK) == 0)
			return 0;
	return gan_fail(e, GAN_NOINPUT, "%s is not in %s/../share/gan-tools (make install puts it there)", name, folder);
}
