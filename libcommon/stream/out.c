/* Output files. A regular file appears whole or not at all: bytes go to a file beside it, which is synced and
   renamed at the end. Names of such files stand in a table that a signal handler can walk. */
#include "stream/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"

#ifndef PATH_MAX
#define PATH_MAX 4096
#endif
#define OPEN_MAX_FILES 8
#define BUF_SIZE (1u << 16)
#define TEMP_STEM 200 /* bytes of the name that the temporary one repeats; NAME_MAX is 255 */

static struct {
	char path[PATH_MAX];
	atomic_int used, live;
} temps[OPEN_MAX_FILES];

struct gan_out {
	char *name;   /* as given, for messages */
	char *target; /* what is renamed to; NULL: written straight */
	int fd, is_stdout;
	int temp;     /* place in the table, -1 */
	FILE *stdio;
	char *buf;
	size_t len;
};

void gan_out_unlink_all(void)
{
	int i;

	for (i = 0; i < OPEN_MAX_FILES; i++)
		if (atomic_load(&temps[i].live))
			unlink(temps[i].path);
}

static void drop_temp(struct gan_out *o)
{
	if (o->temp < 0)
		return;
	atomic_store(&temps[o->temp].live, 0);
	atomic_store(&temps[o->temp].used, 0);
	o->temp = -1;
}

static void free_out(struct gan_out *o)
{
	drop_temp(o);
	gan_free(o->name);
	gan_free(o->target);
	gan_free(o->buf);
	gan_free(o);
}

void gan_out_abort(struct gan_out *o)
{
	if (!o)
		return;
	if (o->stdio)
		fclose(o->stdio);
	if (o->temp >= 0)
		unlink(temps[o->temp].path);
	if (o->fd >= 0 && !o->is_stdout)
		close(o->fd);
	free_out(o);
}

const char *gan_out_name(const struct gan_out *o)
{
	return o->name;
}

/* ---- opening ---- */

/* Follows symbolic links by hand: the last may lead to a file that is not there yet. */
static char *resolve(const char *path, struct gan_err *e)
{
	char now[PATH_MAX], link[PATH_MAX], next[2 * PATH_MAX];
	struct stat st;
	int hops;

	if (strlen(path) >= sizeof now)
		goto too_long;
	strcpy(now, path);
	for (hops = 0; hops < 40; hops++) {
		const char *slash;
		ssize_t n;

		if (lstat(now, &st) || !S_ISLNK(st.st_mode))
			return gan_strdup(now, e);
		n = readlink(now, link, sizeof link - 1);
		if (n < 0)
			return gan_strdup(now, e);
		link[n] = 0;
		slash = strrchr(now, '/');
		if (link[0] == '/' || !slash)
			snprintf(next, sizeof next, "%s", link);
		else
			snprintf(next, sizeof next, "%.*s%s", (int)(slash - now + 1), now, link);
		if (strlen(next) >= sizeof now)
			goto too_long;
		strcpy(now, next);
	}
	gan_fail(e, GAN_CANTCREATE, "%s: too many symbolic links", path);
	return NULL;
too_long:
	gan_fail(e, GAN_CANTCREATE, "%s: the name is too long", path);
	return NULL;
}

static uint64_t random_word(void)
{
	static unsigned count;
	struct timespec t = {0, 0};
	uint64_t v = 0;
	int fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);

	if (fd >= 0) {
		if (read(fd, &v, sizeof v) != (ssize_t)sizeof v)
			v = 0;
		close(fd);
	}
	clock_gettime(CLOCK_REALTIME, &t);
	return v ^ (uint64_t)t.tv_nsec << 20 ^ (uint64_t)getpid() << 40 ^ ++count;
}

static int take_place(void)
{
	int i, no;

	for (i = 0; i < OPEN_MAX_FILES; i++) {
		no = 0;
		if (atomic_compare_exchange_strong(&temps[i].used, &no, 1))
			return i;
	}
	return -1;
}

/* ".name.0123456789abcdef.tmp" in the target's folder. */
static int temp_name(const char *target, char *path, size_t n)
{
	const char *slash = strrchr(target, '/'), *base = slash ? slash + 1 : target;
	int k = snprintf(path, n, "%.*s.%.*s.%016llx.tmp", (int)(base - target), target, TEMP_STEM, base,
	                 (unsigned long long)random_word());

	return k < 0 || (size_t)k >= n ? -1 : 0;
}

static int open_temp(struct gan_out *o, struct gan_err *e)
{
	int tries;

	o->temp = take_place();
	if (o->temp < 0)
		return gan_fail(e, GAN_INTERNAL, "%s: more than %d output files are open", o->name, OPEN_MAX_FILES);
	for (tries = 0; tries < 100; tries++) {
		if (temp_name(o->target, temps[o->temp].path, PATH_MAX)) {
			errno = ENAMETOOLONG;
			break;
		}
		o->fd = open(temps[o->temp].path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
		if (o->fd >= 0) {
			atomic_store(&temps[o->temp].live, 1);
			return 0;
		}
		if (errno != EEXIST)
			break;
	}
	drop_temp(o);
	return gan_fail(e, GAN_CANTCREATE, "%s: cannot create a file in its folder: %s", o->name, strerror(errno));
}

static int open_file(struct gan_out *o, const char *path, int terminal_ok, struct gan_err *e)
{
	struct stat st;
	int exists = !stat(path, &st);

	if (exists && S_ISDIR(st.st_mode))
		return gan_fail(e, GAN_CANTCREATE, "%s: is a folder; expected a file name", path);
	if (exists && !S_ISREG(st.st_mode)) {
		o->fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
		if (o->fd < 0)
			return gan_fail(e, GAN_CANTCREATE, "%s: %s", path, strerror(errno));
		if (!terminal_ok && isatty(o->fd))
			return gan_fail(e, GAN_USAGE, "%s: is a terminal; binary data are not written there", path);
		return 0;
	}
	if (exists && access(path, W_OK))
		return gan_fail(e, GAN_CANTCREATE, "%s: %s", path, strerror(errno));
	o->target = resolve(path, e);
	return o->target ? open_temp(o, e) : -1;
}

static struct gan_out *open_any(const char *path, int terminal_ok, struct gan_err *e)
{
	int to_stdout = !path || !strcmp(path, "-");
	struct gan_out *o = gan_alloc(1, sizeof *o, e);

	if (!o)
		return NULL;
	o->fd = o->temp = -1;
	o->name = gan_strdup(to_stdout ? "standard output" : path, e);
	o->buf = gan_alloc(BUF_SIZE, 1, e);
	if (!o->name || !o->buf)
		goto fail;
	if (!to_stdout) {
		if (open_file(o, path, terminal_ok, e))
			goto fail;
		return o;
	}
	o->fd = STDOUT_FILENO;
	o->is_stdout = 1;
	if (!terminal_ok && isatty(o->fd)) {
		gan_fail(e, GAN_USAGE,
		         "standard output is a terminal; binary data are not written there (use -o FILE or a pipe)");
		goto fail;
	}
	return o;
fail:
	gan_out_abort(o);
	return NULL;
}

struct gan_out *gan_out_open(const char *path, struct gan_err *e)
{
	return open_any(path, 0, e);
}

struct gan_out *gan_out_open_text(const char *path, struct gan_err *e)
{
	return open_any(path, 1, e);
}

/* ---- writing ---- */

static int write_failed(struct gan_out *o, struct gan_err *e)
{
	return gan_fail(e, GAN_IOERR, "%s: write failed: %s", o->name, strerror(errno));
}

static int write_all(struct gan_out *o, const char *p, size_t n, struct gan_err *e)
{
	while (n) {
		ssize_t k = write(o->fd, p, n);

		if (k < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
			struct pollfd w = {o->fd, POLLOUT, 0};

			poll(&w, 1, -1);
			continue;
		}
		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return write_failed(o, e);
		p += k;
		n -= (size_t)k;
	}
	return 0;
}

int gan_out_flush(struct gan_out *o, struct gan_err *e)
{
	size_t n = o->len;

	if (o->stdio && (fflush(o->stdio) || ferror(o->stdio)))
		return write_failed(o, e);
	o->len = 0;
	return write_all(o, o->buf, n, e);
}

int gan_out_write(struct gan_out *o, const void *p, size_t n, struct gan_err *e)
{
	if (o->stdio && fflush(o->stdio))
		return write_failed(o, e);
	if (o->len + n > BUF_SIZE) {
		if (gan_out_flush(o, e))
			return -1;
		if (n > BUF_SIZE / 2)
			return write_all(o, p, n, e);
	}
	if (n)
		memcpy(o->buf + o->len, p, n);
	o->len += n;
	return 0;
}

/* The stdio stream has a descriptor of its own on the same open file, so that closing it leaves ours. */
FILE *gan_out_stdio(struct gan_out *o, struct gan_err *e)
{
	int fd;

	if (o->stdio)
		return o->stdio;
	if (gan_out_flush(o, e))
		return NULL;
	fd = fcntl(o->fd, F_DUPFD_CLOEXEC, 3);
	if (fd >= 0)
		o->stdio = fdopen(fd, "wb");
	if (!o->stdio) {
		if (fd >= 0)
			close(fd);
		gan_fail(e, GAN_IOERR, "%s: %s", o->name, strerror(errno));
	}
	return o->stdio;
}

/* ---- the end ---- */

/* File systems that cannot sync say so; that is not a failed write. */
static int sync_fd(int fd)
{
	while (fsync(fd))
		if (errno != EINTR)
			return errno == EINVAL || errno == EROFS || errno == ENOSYS || errno == ENOTSUP ? 0 : -1;
	return 0;
}

static void sync_folder(const char *target)
{
	const char *slash = strrchr(target, '/');
	char dir[PATH_MAX];
	int fd;

	if (!slash)
		strcpy(dir, ".");
	else
		snprintf(dir, sizeof dir, "%.*s", slash == target ? 1 : (int)(slash - target), target);
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return;
	sync_fd(fd);
	close(fd);
}

static int close_fd(struct gan_out *o)
{
	int rc = o->is_stdout ? 0 : close(o->fd);

	o->fd = -1;
	return rc;
}

int gan_out_commit(struct gan_out *o, struct gan_err *e)
{
	FILE *f = o->stdio;

	if (gan_out_flush(o, e))
		goto fail;
	o->stdio = NULL;
	if (f && fclose(f)) {
		write_failed(o, e);
		goto fail;
	}
	if ((o->temp >= 0 && sync_fd(o->fd)) || close_fd(o)) {
		write_failed(o, e);
		goto fail;
	}
	if (o->temp >= 0) {
		if (rename(temps[o->temp].path, o->target)) {
			gan_fail(e, GAN_CANTCREATE, "%s: %s", o->name, strerror(errno));
			goto fail;
		}
		sync_folder(o->target);
	}
	free_out(o);
	return 0;
fail:
	gan_out_abort(o);
	return -1;
}
