#include "data/series.h"

#include <inttypes.h>
#include <string.h>

static int check_count(struct gan_reader *in, int64_t want, int64_t n, struct gan_err *e)
{
	if (!n)
		return gan_fail(e, GAN_DATA, "%s: expected a model, found a stream without records (gan-init makes a model)",
		                gan_reader_name(in));
	if (want >= n)
		return gan_fail(e, GAN_DATA, "%s: no record %" PRId64 ": there %s %" PRId64 " (they count from 0)", gan_reader_name(in),
		                want, n == 1 ? "is" : "are", n);
	return 0;
}

/* d: room for a record, the first one where rc is 1. */
static int each(struct gan_reader *in, struct gan_doc *d, int rc, struct gan_doc *last, const struct gan_series_want *w,
                struct gan_err *e)
{
	int64_t n = 0;

	for (; rc > 0; rc = gan_reader_next(in, d, e)) {
		if ((w->record == GAN_SERIES_ALL || w->record == n) && w->fn(w->ctx, d, gan_reader_name(in), e))
			return -1;
		if (w->record == GAN_SERIES_LAST) {
			struct gan_doc swap = *last;

			*last = *d;
			*d = swap;
		}
		n++;
	}
	if (rc || check_count(in, w->record, n, e))
		return -1;
	if (gan_reader_warning(in) && w->warn)
		w->warn(w->warn_ctx, gan_reader_warning(in));
	return w->record == GAN_SERIES_LAST ? w->fn(w->ctx, last, gan_reader_name(in), e) : 0;
}

int gan_series_each(struct gan_reader *in, struct gan_doc *first, const struct gan_series_want *w, struct gan_err *e)
{
	struct gan_doc own = { 0 }, last = { 0 }, *d = first ? first : &own;
	int rc = first ? 1 : gan_reader_next(in, d, e);

	rc = each(in, d, rc, &last, w, e);
	gan_doc_free(&own);
	gan_doc_free(&last);
	return rc;
}
