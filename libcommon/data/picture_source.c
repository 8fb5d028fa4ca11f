#include "data/picture_source.h"

#include <inttypes.h>
#include "data/data_priv.h"
#include "base/mem.h"

struct gan_picture_source {
	struct gan_data_opt opt;
	const char *path;
	struct gan_source source;
	struct gan_image coloured;
};

struct gan_picture_source *gan_picture_source_open(const char *path, unsigned read_flags, struct gan_err *e)
{
	struct gan_picture_source *s = gan_alloc(1, sizeof *s, e);

	if (!s)
		return NULL;
	gan_data_defaults(&s->opt);
	s->path = path;
	s->opt.paths = &s->path;
	s->opt.npaths = 1;
	s->opt.read_flags = read_flags;
	if (!gan_source_open(&s->source, &s->opt, e))
		return s;
	gan_picture_source_close(s);
	return NULL;
}

int gan_picture_source_next(struct gan_picture_source *s, int c, struct gan_picture *p, struct gan_err *e)
{
	struct gan_element el;
	int rc = s->source.next(&s->source, &el, e);

	if (rc <= 0)
		return rc;
	if (!el.h)
		return gan_fail(e, GAN_DATA, "%s: expected pictures, found points of %" PRId64 " number%s", el.source, el.d,
		                el.d == 1 ? "" : "s");
	*p = (struct gan_picture){ .im = { .h = (int)el.h, .w = (int)el.w, .c = (int)el.c, .px = (uint8_t *)el.x8 },
		                   .source = el.source, .number = el.number, .channels = (int)el.c };
	if (!c || c == p->im.c)
		return 1;
	gan_image_free(&s->coloured);
	if (gan_image_colour(&s->coloured, &p->im, c, e))
		return gan_fail_prefix(e, "%s: picture %" PRId64, el.source, el.number);
	p->im = s->coloured;
	return 1;
}

void gan_picture_source_close(struct gan_picture_source *s)
{
	if (!s)
		return;
	gan_source_close(&s->source);
	gan_image_free(&s->coloured);
	gan_free(s);
}

int gan_picture_read(struct gan_image *im, const char *path, struct gan_err *e)
{
	struct gan_pnm pnm = { 0 };
	struct gan_image more = { 0 };
	struct gan_input in;
	int kind, rc;

	if (gan_input_open(&in, path, e))
		return -1;
	kind = gan_input_kind(&in, e);
	rc = kind < 0 ? -1 : 0;
	if (kind == GAN_INPUT_STREAM)
		rc = gan_fail(e, GAN_DATA, "%s: expected a picture (PNM), found a stream (gan-data -x makes pictures of data)", in.name);
	if (!rc) {
		pnm = (struct gan_pnm){ .f = gan_input_stdio(&in, e), .name = in.name };
		rc = pnm.f && gan_pnm_next(&pnm, im, e) > 0 ? 0 : -1;
	}
	if (!rc && gan_pnm_next(&pnm, &more, e)) {
		rc = more.px ? gan_fail(e, GAN_DATA, "%s: expected one picture, found more", in.name) : -1;
		gan_image_free(&more);
	}
	gan_input_close(&in);
	return rc;
}
