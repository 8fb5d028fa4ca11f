/* What gan-stat --watch does: follows a log that gan-step writes, and says when a training has gone wrong. The log is a file that
   grows, a FIFO, or a stream that ends.

   A training has gone wrong where
     a loss is not finite;
     D's loss has been from 0 to less than d-loss= for rows= steps in a row: D has won, and G gets no gradient;
     D has been right about a share of at least acc= of both real and fake for as long;
     G's loss has been beyond g-loss= on either side of 0 for as long.
   A critic's loss (WGAN) is below 0 while it works, so the second and third are not asked then. A step that does not rise begins
   a new training, and the counts with it. */
#ifndef GAN_APP_LOGWATCH_H
#define GAN_APP_LOGWATCH_H

#include "base/err.h"
#include "base/setting.h"

extern const struct gan_setting gan_logwatch_settings[];
extern const size_t gan_logwatch_nsettings;

struct gan_logwatch_opt {
	const char *path;         /* "-": stdin */
	const struct gan_kv *set;
	void (*progress)(void *ctx, const char *text); /* may be NULL */
	void *ctx;
};

/* 0: the training ended, and nothing was wrong. GAN_CHECK: it has gone wrong, and how. GAN_DATA: this is no log.

   The end of a FIFO or of stdin is the training's end. A regular file is followed: gan-step locks the log that it writes (fcntl),
   so the training has ended when that lock has gone; without locks, when no step comes for idle= seconds, or at to=. What the
   file holds before the watch begins is from older trainings and not judged, but where no training begins within wait=
   seconds: then the last one in the file is. */
int gan_logwatch(const struct gan_logwatch_opt *o, struct gan_err *e);

#endif
