/* bench_time RUNS COMMAND [ARG...]: runs the command so often, its stdout thrown away, and prints the median of its wall-clock
   seconds and the greatest of its peak memories in MB, separated by a tab. Its exit status is that of the first run that fails. */
#define _DEFAULT_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bench.h"

/* One run; the exit status, and seconds and megabytes. */
static int run(char **argv, double *seconds, double *mb)
{
	struct rusage use;
	double t = now();
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		int null = open("/dev/null", O_WRONLY);

		dup2(null, STDOUT_FILENO);
		execvp(argv[0], argv);
		_exit(127);
	}
	if (pid < 0 || wait4(pid, &status, 0, &use) < 0)
		return 70;
	*seconds = now() - t;
	*mb = (double)use.ru_maxrss / 1024;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int main(int argc, char **argv)
{
	int n = argc > 2 ? atoi(argv[1]) : 0;
	double *seconds, mb = 0;

	if (n < 1 || !(seconds = malloc((size_t)n * sizeof(*seconds)))) {
		fputs("usage: bench_time RUNS COMMAND [ARG...]\n", stderr);
		return 64;
	}
	for (int i = 0; i < n; i++) {
		double m;
		int rc = run(argv + 2, &seconds[i], &m);

		if (rc)
			return rc;
		mb = m > mb ? m : mb;
	}
	printf("%.4f\t%.0f\n", median(seconds, n), mb);
	free(seconds);
	return 0;
}
