/* The stream reader on arbitrary bytes, without and with salvage. The header of each record is written and read again. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "stream/parts.h"
#include "stream/stream.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The header of what was read must be one that is read back to the same tensors. */
static void check_again(const struct gan_doc *d)
{
	struct gan_buf text = {0};
	struct gan_err e = {0};
	struct gan_header h;
	size_t *order = NULL, i;

	if (!gan_header_write(d, &text, &order, &e)) {
		if (gan_header_read(&h, text.s, text.len, &e) || h.n != d->n || h.meta.n != d->meta.n)
			abort();
		for (i = 0; i < d->n; i++) {
			const struct gan_doc_tensor *t = &d->tensor[order[i]];

			if (strcmp(h.span[i].name, t->name) || h.span[i].end - h.span[i].begin != t->t.nbytes)
				abort();
		}
		gan_header_free(&h);
	} else if (e.code != GAN_DATA) {
		abort();
	}

	gan_buf_free(&text);
	gan_free(order);
}

static void read_all(const uint8_t *data, size_t size, unsigned flags)
{
	struct gan_err e = {0};
	struct gan_reader *r = gan_reader_fd(-1, "fuzz", data, size, flags, &e);
	struct gan_doc d = {0};
	int rc;

	if (!r)
		abort();
	while ((rc = gan_reader_next(r, &d, &e)) > 0)
		check_again(&d);
	if (rc < 0 && e.code != GAN_DATA && e.code != GAN_NOMEM)
		abort();
	gan_reader_warning(r);
	gan_doc_free(&d);
	gan_reader_close(r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	setenv("GAN_MAX_BYTES", "2M", 1); /* memory that a header may ask for */
	read_all(data, size, 0);
	read_all(data, size, GAN_READ_SALVAGE);
	return 0;
}
