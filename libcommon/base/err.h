/* Errors. Library functions return 0 or a value, or -1 or NULL after filling a struct gan_err;
   they never print and never exit. The code is the exit status that a tool ends with.
   The message is one line without the tool's name: "digits.t: layer 3 'conv': expected 64
   channels, found 32 (hint)": source, place, expected, found, cure where it is known. */
#ifndef GAN_BASE_ERR_H
#define GAN_BASE_ERR_H

#include <stdarg.h>

enum gan_status {
	GAN_OK = 0,
	GAN_CHECK = 1,        /* a check said no */
	GAN_DIVERGED = 3,     /* a loss or gradient was not finite */
	GAN_USAGE = 64,       /* wrong command line or setting */
	GAN_DATA = 65,        /* bad, foreign or truncated input */
	GAN_NOINPUT = 66,     /* an input that cannot be opened */
	GAN_UNAVAILABLE = 69, /* not on this machine or in this build */
	GAN_INTERNAL = 70,
	GAN_NOMEM = 71,
	GAN_CANTCREATE = 73,
	GAN_IOERR = 74        /* a write failed */
};

struct gan_err {
	int code;      /* enum gan_status; GAN_OK while nothing went wrong */
	char msg[1024];
};

/* Fills e (which may be NULL) and returns -1. Control bytes in the message are escaped. */
int gan_fail(struct gan_err *e, int code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* Puts "prefix: " before the message of e; returns -1. */
int gan_fail_prefix(struct gan_err *e, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* gan_fail(e, GAN_NOMEM, "out of memory (...bytes)"), returns -1. */
int gan_fail_nomem(struct gan_err *e, unsigned long long bytes);

#endif
