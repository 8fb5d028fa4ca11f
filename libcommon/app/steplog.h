/* The log file of gan-step: TSV, a line a step, appended to; a header where the file was empty, or has other columns. While it is
   open it is locked (fcntl, for writing), so that who follows it sees the end. The only place where wall-clock figures go. */
#ifndef GAN_APP_STEPLOG_H
#define GAN_APP_STEPLOG_H

#include <stdio.h>
#include "model/trainer.h"

struct gan_steplog {
	FILE *f;
	const char *path;
};

int gan_steplog_open(struct gan_steplog *l, const char *path, const struct gan_trainer *t, struct gan_err *e);
int gan_steplog_row(struct gan_steplog *l, const struct gan_trainer *t, uint64_t step, uint64_t images, double images_per_second,
                    struct gan_err *e);
/* 0 or -1 GAN_IOERR; harmless where the log was not opened. */
int gan_steplog_close(struct gan_steplog *l, struct gan_err *e);

#endif
