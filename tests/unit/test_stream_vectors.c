/* Every document of $GAN_DATA/vectors gets the verdict of its table. */
#include "stream_help.h"
#include "tap.h"

static void check(const char *dir, const char *file, const char *verdict)
{
	struct gan_err e = {0};
	char path[1024];
	struct bytes b;
	int n, accept = !strncmp(verdict, "ACCEPT", 6);

	snprintf(path, sizeof path, "%s/%s", dir, file);
	b = slurp(path);
	n = b.p ? count_records(b.p, b.n, 0, &e) : -2;
	ok(b.p && (n >= 0) == accept && (accept || e.code == GAN_DATA), "%s: %s%s%s", file, accept ? "accepted" : "refused",
	   e.code ? ": " : "", e.msg);
	if (strstr(verdict, "2 records"))
		ok(n == 2, "%s: two records", file);
	free(b.p);
}

int main(void)
{
	const char *data = getenv("GAN_DATA");
	char dir[400], path[1024], line[512], file[256], verdict[256];
	int n = 0;
	FILE *f;

	if (!data) {
		skip("documents with verdicts", "GAN_DATA is unset");
		return done();
	}
	snprintf(dir, sizeof dir, "%s/vectors", data);
	snprintf(path, sizeof path, "%s/verdicts.tsv", dir);
	f = fopen(path, "r");
	if (!ok(f != NULL, "the table of verdicts"))
		return done();
	while (fgets(line, sizeof line, f))
		if (sscanf(line, "%255s\t%255[^\t\n]", file, verdict) == 2 && strstr(file, ".safetensors") && ++n)
			check(dir, file, verdict);
	fclose(f);
	ok(n > 40, "%d documents", n);
	return done();
}
