/* Pictures one after another, as gan-data reads them: a PNM file or pipe of any number, or the pictures of a data stream. */
#ifndef GAN_DATA_PICTURE_SOURCE_H
#define GAN_DATA_PICTURE_SOURCE_H

#include "image/image.h"

struct gan_picture {
	struct gan_image im;  /* px are the source's, and last until the next picture is asked for */
	const char *source;   /* the file's name, and the picture's number in it, from 1 */
	int64_t number;
	int channels;         /* that it came with */
};

struct gan_picture_source;

/* path "-": stdin; read_flags as of gan_reader_open. NULL: GAN_NOINPUT, GAN_DATA. path is borrowed. */
struct gan_picture_source *gan_picture_source_open(const char *path, unsigned read_flags, struct gan_err *e);
/* The next picture: 1; 0 at the end; -1 GAN_DATA. c is 0 or the channels wanted, 1 or 3: others become so as gan_image_colour
   has it. */
int gan_picture_source_next(struct gan_picture_source *s, int c, struct gan_picture *p, struct gan_err *e);
void gan_picture_source_close(struct gan_picture_source *s); /* NULL-safe */

/* The one PNM picture of a file ("-": stdin), as it is; im is empty. GAN_DATA where there are more, or none. */
int gan_picture_read(struct gan_image *im, const char *path, struct gan_err *e);

#endif
