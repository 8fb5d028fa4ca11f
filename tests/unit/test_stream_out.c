/* Output files: whole or not at all, straight where they are not regular, links followed. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "stream_help.h"
#include "tap.h"

static char dir[] = "/tmp/gan-test-XXXXXX";

static int files_in_dir(void)
{
	char cmd[128];
	int n = -1;
	FILE *p;

	snprintf(cmd, sizeof cmd, "ls -A %s | wc -l", dir);
	p = popen(cmd, "r");
	if (p && fscanf(p, "%d", &n) != 1)
		n = -1;
	if (p)
		pclose(p);
	return n;
}

static int holds(const char *path, const char *text)
{
	struct bytes b = slurp(path);
	int yes = b.p && b.n == strlen(text) && !memcmp(b.p, text, b.n);

	free(b.p);
	return yes;
}

static int write_text(const char *path, const char *text, struct gan_err *e)
{
	struct gan_out *o = gan_out_open(path, e);

	if (!o)
		return -1;
	if (gan_out_write(o, text, strlen(text), e)) {
		gan_out_abort(o);
		return -1;
	}
	return gan_out_commit(o, e);
}

static void test_regular(void)
{
	struct gan_err e = {0};
	struct gan_out *o;
	struct stat st;

	umask(027);
	ok(!write_text("a", "old", &e) && holds("a", "old") && !stat("a", &st) && (st.st_mode & 0777) == 0640,
	   "a file with the mode of the umask (%s)", e.msg);
	o = gan_out_open("a", &e);
	gan_out_write(o, "new", 3, &e);
	gan_out_flush(o, &e);
	ok(holds("a", "old") && files_in_dir() == 2, "the old file stands while the new one is written");
	gan_out_abort(o);
	ok(holds("a", "old") && files_in_dir() == 1, "an abort leaves nothing");
	o = gan_out_open("b", &e);
	gan_out_unlink_all();
	ok(files_in_dir() == 1, "the signal handler's way leaves nothing");
	gan_out_abort(o);
	unlink("a");
}

static void test_links(void)
{
	struct gan_err e = {0};
	struct stat st;

	mkdir("sub", 0777);
	ok(!symlink("sub/real", "link") && !write_text("link", "x", &e) && holds("sub/real", "x") && !lstat("link", &st) &&
	   S_ISLNK(st.st_mode), "a link to nothing yet is followed (%s)", e.msg);
	ok(!write_text("link", "y", &e) && holds("sub/real", "y"), "and to a file");
	ok(!symlink("loop", "loop") && write_text("loop", "x", &e) && e.code == GAN_CANTCREATE, "a loop is refused: %s", e.msg);
	unlink("loop");
	unlink("link");
	unlink("sub/real");
	rmdir("sub");
}

static void test_errors(void)
{
	struct gan_err e = {0};

	ok(write_text("no/such/folder", "x", &e) && e.code == GAN_CANTCREATE, "no folder: %s", e.msg);
	ok(write_text(".", "x", &e) && e.code == GAN_CANTCREATE, "a folder: %s", e.msg);
	if (access("/dev/full", W_OK))
		skip("a full device", "no /dev/full");
	else
		ok(write_text("/dev/full", "x", &e) && e.code == GAN_IOERR && strstr(e.msg, strerror(ENOSPC)), "a full device: %s", e.msg);
	ok(!write_text("/dev/null", "x", &e), "a device is written straight");
}

static void test_fifo(void)
{
	struct gan_err e = {0};
	char got[32] = "";
	int status = 1;
	pid_t child;
	FILE *f;

	if (mkfifo("f", 0600)) {
		skip("a FIFO", "mkfifo failed");
		return;
	}
	child = fork();
	if (child == 0)
		_exit(write_text("f", "through", &e) != 0);
	f = fopen("f", "rb");
	if (f && !fread(got, 1, sizeof got - 1, f))
		got[0] = 0;
	if (f)
		fclose(f);
	waitpid(child, &status, 0);
	unlink("f");
	ok(status == 0 && !strcmp(got, "through") && files_in_dir() == 0, "a FIFO is written straight");
}

static void test_pipe_closed(void)
{
	struct gan_err e = {0};
	struct gan_out *o;
	char path[64];
	int fd[2];

	signal(SIGPIPE, SIG_IGN);
	if (pipe(fd))
		return;
	snprintf(path, sizeof path, "/dev/fd/%d", fd[1]);
	o = gan_out_open(path, &e);
	close(fd[0]);
	ok(o && !gan_out_write(o, "x", 1, &e) && gan_out_flush(o, &e) && e.code == GAN_IOERR && strstr(e.msg, strerror(EPIPE)),
	   "a closed pipe: %s", e.msg);
	gan_out_abort(o);
	close(fd[1]);
}

static void test_stdio(void)
{
	struct gan_err e = {0};
	struct gan_out *o = gan_out_open("s", &e);
	FILE *f;

	gan_out_write(o, "one ", 4, &e);
	f = gan_out_stdio(o, &e);
	fputs("two ", f);
	gan_out_write(o, "three", 5, &e);
	ok(!gan_out_commit(o, &e) && holds("s", "one two three"), "stdio and plain writes keep their order");
	unlink("s");
}

int main(void)
{
	if (!mkdtemp(dir) || chdir(dir))
		return 1;
	test_regular();
	test_links();
	test_errors();
	test_fifo();
	test_pipe_closed();
	test_stdio();
	rmdir(dir);
	return done();
}
