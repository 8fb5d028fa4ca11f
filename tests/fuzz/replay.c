/* Runs a fuzz target over files and folders of them, without a fuzzer: each input in turn, TAP on stdout. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int ran, failed;

static void say(int good, const char *path)
{
	printf("%sok %d - %s\n", good ? "" : "not ", ++ran, path);
	fflush(stdout);
	failed += !good;
}

static uint8_t *slurp(const char *path, size_t *size)
{
	FILE *f = fopen(path, "rb");
	uint8_t *p = NULL;
	long n = -1;

	if (f && fseek(f, 0, SEEK_END) == 0 && (n = ftell(f)) >= 0 && fseek(f, 0, SEEK_SET) == 0)
		p = malloc((size_t)n + 1);
	/* one byte too many is not handed over, so that an overrun is one */
	if (p && fread(p, 1, (size_t)n, f) != (size_t)n) {
		free(p);
		p = NULL;
	}
	if (f)
		fclose(f);
	*size = p ? (size_t)n : 0;
	return p ? realloc(p, (size_t)n ? (size_t)n : 1) : NULL;
}

static void replay_file(const char *path)
{
	size_t size;
	uint8_t *p = slurp(path, &size);

	if (p)
		LLVMFuzzerTestOneInput(p, size);
	say(p != NULL, path);
	free(p);
}

static int visible(const struct dirent *d)
{
	return d->d_name[0] != '.';
}

static void replay(const char *path)
{
	struct stat st;
	struct dirent **entry;
	char name[4096];
	int n;

	if (stat(path, &st) != 0 || !S_ISDIR(st.st_mode)) {
		replay_file(path);
		return;
	}
	n = scandir(path, &entry, visible, alphasort);
	if (n < 0) {
		say(0, path);
		return;
	}
	for (int i = 0; i < n; i++) {
		snprintf(name, sizeof name, "%s/%s", path, entry[i]->d_name);
		replay_file(name);
		free(entry[i]);
	}
	free(entry);
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		replay(argv[i]);
	if (!ran)
		say(0, "there are inputs to replay");
	printf("1..%d\n", ran);
	return failed != 0;
}
