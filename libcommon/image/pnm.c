/* The one file that includes libnetpbm: reading PNM, and the built-in fonts.
   libnetpbm ends the process on bad input unless it is given a jump buffer, and that buffer, its message hook and
   its flags are plain statics. So every call goes through guarded(), which sets them, runs one function whose whole
   state is in a context (a jump loses nothing that way), and puts them back. One thread only. */
#include <setjmp.h>
#include <string.h>
#if __has_include(<netpbm/pam.h>)
#include <netpbm/pam.h>
#include <netpbm/pbmfont.h>
#include <netpbm/ppmdfont.h>
#else
#include <pam.h>
#include <pbmfont.h>
#include <ppmdfont.h>
#endif
#include "base/mem.h"
#include "image/canvas.h"

static char pm_text[512]; /* what libnetpbm said last */

static void take_message(const char *msg)
{
	size_t n = strcspn(msg, "\n");

	if (n >= sizeof pm_text)
		n = sizeof pm_text - 1;
	memcpy(pm_text, msg, n);
	pm_text[n] = '\0';
}

/* fn's result, or -2 where libnetpbm gave up; pm_text says why. */
static int guarded(int (*fn)(void *ctx), void *ctx)
{
	static int initialised;
	jmp_buf jump;
	int rc;

	if (!initialised) {
		pm_init("gan", 0); /* never pm_proginit, which edits argv */
		initialised = 1;
	}
	pm_text[0] = '\0';
	pm_setusererrormsgfn(take_message);
	if (setjmp(jump)) {
		rc = -2;
	} else {
		pm_setjmpbuf(&jump);
		rc = fn(ctx);
	}
	pm_setjmpbuf(NULL);
	return rc;
}

/* ---- reading ---- */

struct read_ctx {
	struct gan_pnm *r;
	struct gan_image *out;
	struct pam pam;
	tuple *row;
	int alpha; /* the plane of alpha, or 0 */
	struct gan_err *e;
};

int gan_pnm_detect(const void *head, size_t n)
{
	const unsigned char *s = head;

	/* In a tensor stream whose first bytes happen to be these, the next five are 0: a header's length. */
	if (n < 3 || s[0] != 'P' || s[1] < '1' || s[1] > '7' || memchr(s, 0, n < 8 ? n : 8))
		return 0;
	return s[2] == '#' || s[2] == ' ' || (s[2] >= '\t' && s[2] <= '\r');
}

/* Before anything is allocated: sides, planes, and what the planes mean. */
static int check_header(struct read_ctx *c)
{
	const struct pam *p = &c->pam;
	const char *type = p->tuple_type;
	size_t len = strlen(type);
	int has_alpha = len > 6 && !strcmp(type + len - 6, "_ALPHA");

	if (p->width < 1 || p->height < 1 || p->width > GAN_IMAGE_MAX || p->height > GAN_IMAGE_MAX)
		return gan_fail(c->e, GAN_DATA, "expected 1x1 to %dx%d, found %dx%d", GAN_IMAGE_MAX, GAN_IMAGE_MAX,
				p->width, p->height);
	if (p->depth != 1 && p->depth != 3 && !((p->depth == 2 || p->depth == 4) && has_alpha))
		return gan_fail(c->e, GAN_DATA,
				"expected gray or rgb, with or without alpha, found %u planes of tuple type '%s'",
				p->depth, type);
	c->alpha = p->depth % 2 ? 0 : (int)p->depth - 1;
	return 0;
}

static void store_row(const struct read_ctx *c, uint8_t *dst)
{
	uint64_t max = c->pam.maxval, full = max * max;
	int planes = c->out->c;

	for (int x = 0; x < c->out->w; x++) {
		const sample *s = c->row[x];

		for (int k = 0; k < planes; k++) {
			uint64_t v = s[k] < max ? s[k] : max;

			if (c->alpha) {
				uint64_t a = s[c->alpha] < max ? s[c->alpha] : max;

				v = (v * a * 255 + full / 2) / full;
			} else if (max != 255) {
				v = (v * 255 + max / 2) / max;
			}
			*dst++ = (uint8_t)v;
		}
	}
}

static int read_picture(void *ctx)
{
	struct read_ctx *c = ctx;
	int eof = 0;

	pnm_nextimage(c->r->f, &eof);
	if (eof)
		return 0;
	pnm_readpaminit(c->r->f, &c->pam, PAM_STRUCT_SIZE(tuple_type));
	if (check_header(c) < 0 ||
	    gan_image_alloc(c->out, c->pam.height, c->pam.width, c->pam.depth >= 3 ? 3 : 1, c->e) < 0)
		return -1;
	c->row = pnm_allocpamrow(&c->pam);
	for (int y = 0; y < c->out->h; y++) {
		pnm_readpamrow(&c->pam, c->row);
		store_row(c, c->out->px + (size_t)y * (size_t)c->out->w * (size_t)c->out->c);
	}
	return 1;
}

int gan_pnm_next(struct gan_pnm *r, struct gan_image *out, struct gan_err *e)
{
	struct read_ctx c = { .r = r, .out = out, .e = e };
	int rc;

	memset(out, 0, sizeof *out);
	rc = guarded(read_picture, &c);
	if (c.row)
		pnm_freepamrow(c.row);
	if (rc > 0) {
		r->count++;
		return 1;
	}
	gan_image_free(out);
	if (!rc && ferror(r->f))
		return gan_fail(e, GAN_IOERR, "%s: cannot read", r->name);
	if (!rc)
		return 0;
	if (rc == -2)
		gan_fail(e, GAN_DATA, "%s", pm_text);
	return gan_fail_prefix(e, "%s: picture %lld", r->name, (long long)r->count + 1);
}

/* ---- fonts ---- */

struct font_ctx {
	const char *name;
	unsigned char code;
	struct gan_image *out;
	struct gan_err *e;
};

static int copy_glyph(void *ctx)
{
	struct font_ctx *c = ctx;
	const struct font *f = pbm_defaultfont(c->name); /* cached by the library, or static: not ours to free */
	const struct glyph *g = f->glyph[c->code];
	int x0, x1, y0, y1;

	if (!g || !g->width || !g->height)
		return gan_fail(c->e, GAN_UNAVAILABLE, "libnetpbm's font '%s' has no character %d", c->name, c->code);
	x0 = (int)g->width;
	y0 = (int)g->height;
	x1 = y1 = -1;
	for (int y = 0; y < (int)g->height; y++)
		for (int x = 0; x < (int)g->width; x++)
			if (g->bmap[y * (int)g->width + x]) {
				x0 = x < x0 ? x : x0;
				x1 = x > x1 ? x : x1;
				y0 = y < y0 ? y : y0;
				y1 = y > y1 ? y : y1;
			}
	if (x1 < 0)
		return gan_fail(c->e, GAN_UNAVAILABLE, "libnetpbm's font '%s': character %d has no ink", c->name,
				c->code);
	if (gan_image_alloc(c->out, y1 - y0 + 1, x1 - x0 + 1, 1, c->e) < 0)
		return -1;
	for (int y = 0; y < c->out->h; y++)
		for (int x = 0; x < c->out->w; x++)
			c->out->px[y * c->out->w + x] = g->bmap[(y + y0) * (int)g->width + x + x0] ? 255 : 0;
	return 0;
}

int gan_font_glyph(struct gan_image *out, const char *font, unsigned char code, struct gan_err *e)
{
	struct font_ctx c = { font, code, out, e };
	int rc;

	memset(out, 0, sizeof *out);
	rc = guarded(copy_glyph, &c);
	if (rc == -2)
		gan_fail(e, GAN_UNAVAILABLE, "libnetpbm's font '%s': %s", font, pm_text);
	if (rc)
		gan_image_free(out);
	return rc ? -1 : 0;
}

/* The base line is at 9 in the library's units, whose bytes are signed. */
void gan_font_strokes(struct gan_strokes *s, unsigned char code)
{
	const struct ppmd_font *f = ppmd_get_font(); /* static, not ours to free */
	int at = code - f->header.firstCodePoint, x = 0, y = 0;
	const struct ppmd_glyph *g;

	s->n = s->advance = 0;
	if (at < 0 || at >= f->header.characterCount)
		return;
	g = &f->glyphTable[at];
	s->advance = g->header.skipAfter - (signed char)g->header.skipBefore;
	for (int i = 0; i < g->header.commandCount; i++) {
		const struct ppmd_glyphCommand *c = &g->commandList[i];
		int to_x = (signed char)c->x - (signed char)g->header.skipBefore, to_y = (signed char)c->y - 9;

		if (c->verb == CMD_NOOP)
			continue;
		if (c->verb == CMD_DRAWLINE) {
			s->seg[s->n][0] = (signed char)x;
			s->seg[s->n][1] = (signed char)y;
			s->seg[s->n][2] = (signed char)to_x;
			s->seg[s->n++][3] = (signed char)to_y;
		}
		x = to_x;
		y = to_y;
	}
}
