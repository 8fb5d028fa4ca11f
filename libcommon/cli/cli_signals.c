/* SIGINT, SIGTERM and SIGHUP. */
#include "cli/cli.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

static const int handled[] = { SIGINT, SIGTERM, SIGHUP };

static volatile sig_atomic_t caught;
static volatile sig_atomic_t patient; /* the first signal only sets the flag */
static void (*clean)(void);

/* Ends as the signal would have ended us, so that a shell sees it: status 128+n. */
static void die(int sig)
{
	struct sigaction sa;
	sigset_t set;

	if (clean)
		clean();
	memset(&sa, 0, sizeof sa);
	sa.sa_handler = SIG_DFL;
	sigaction(sig, &sa, NULL);
	sigemptyset(&set);
	sigaddset(&set, sig);
	raise(sig);
	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
	_exit(128 + sig);
}

static void on_signal(int sig)
{
	if (caught || !patient)
		die(sig);
	caught = sig;
}

static void install(void (*cleanup)(void), int be_patient)
{
	struct sigaction sa, old;

	clean = cleanup;
	patient = be_patient;
	memset(&sa, 0, sizeof sa);
	sa.sa_handler = on_signal;
	sa.sa_flags = SA_RESTART;
	sigemptyset(&sa.sa_mask);
	for (size_t i = 0; i < sizeof handled / sizeof *handled; i++)
		if (sigaction(handled[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
			sigaction(handled[i], &sa, NULL);
}

void gan_cli_on_kill(void (*cleanup)(void))
{
	install(cleanup, 0);
}

void gan_signals_install(void (*cleanup)(void))
{
	install(cleanup, 1);
}

int gan_signals_caught(void)
{
	return (int)caught;
}
