/* Files that are named as points: latents, and pictures that are inverted for each model anew. */
#include <inttypes.h>
#include <string.h>
#include "interp/interp_priv.h"
#include "base/mem.h"
#include "image/image.h"

/* ---- pictures ---- */

/* Adds a picture; *cap counts bytes. */
static int add(struct gan_dataset *set, size_t *cap, const struct gan_image *im, const char *name, struct gan_err *e)
{
	uint64_t max;
	size_t need;

	if (set->n && (im->h != set->h || im->w != set->w || im->c != set->c))
		return gan_fail(e, GAN_DATA, "%s: picture %" PRId64 ": expected %" PRId64 "x%" PRId64 " with %" PRId64 " channels as "
		                "the first, found %dx%d with %d", name, set->n + 1, set->w, set->h, set->c, im->w, im->h, im->c);
	set->h = im->h;
	set->w = im->w;
	set->c = im->c;
	set->d = set->h * set->w * set->c;
	if (gan_stream_max_bytes(&max, e))
		return -1;
	if (!gan_mul_ok((size_t)set->n + 1, (size_t)set->d, &need) || need > max)
		return gan_fail(e, GAN_DATA, "%s: its pictures are more than %" PRIu64 " bytes, all that may be held (GAN_MAX_BYTES sets "
		                "it)", name, max);
	if (gan_grow((void **)&set->x8, cap, need, 1, e))
		return -1;
	memcpy(set->x8 + set->n * set->d, im->px, (size_t)set->d);
	set->n++;
	return 0;
}

/* All PNM pictures of an input, of one size, as a set. */
static int read_pnm(struct gan_dataset *set, struct gan_input *in, struct gan_err *e)
{
	struct gan_pnm pnm = { .name = in->name };
	struct gan_image im = { 0 };
	size_t cap = 0;
	int rc;

	pnm.f = gan_input_stdio(in, e);
	if (!pnm.f)
		return -1;
	while ((rc = gan_pnm_next(&pnm, &im, e)) > 0) {
		rc = add(set, &cap, &im, in->name, e);
		gan_image_free(&im);
		if (rc)
			return -1;
	}
	return rc;
}

/* ---- streams ---- */

static int read_stream(struct gan_interp *ip, struct gan_interp_file *f, struct gan_input *in, struct gan_err *e)
{
	struct gan_reader *reader = gan_reader_fd(in->fd, in->name, in->head, in->nhead, ip->o->read_flags, e);
	struct gan_doc d = { 0 };
	int rc;

	in->fd = -1;
	if (!reader)
		return -1;
	rc = gan_reader_next(reader, &d, e);
	if (!rc)
		rc = gan_fail(e, GAN_DATA, "%s: expected latents or pictures, found a stream without records", in->name);
	else if (rc > 0)
		rc = gan_doc_find(&d, "x") ? gan_dataset_read(&f->set, reader, &d, e) : gan_zset_add_stream(&f->z, reader, &d, e);
	if (!rc && gan_reader_warning(reader))
		ip->o->warn(ip->o->ctx, gan_reader_warning(reader));
	gan_doc_free(&d);
	gan_reader_close(reader);
	return rc;
}

/* ---- files ---- */

static int read_file(struct gan_interp *ip, struct gan_interp_file *f, const char *path, struct gan_err *e)
{
	struct gan_input in;
	int rc = gan_input_open(&in, path, e) ? -1 : gan_input_kind(&in, e);

	if (rc >= 0 && (!(f->path = gan_strdup(path, e)) || !(f->name = gan_strdup(in.name, e))))
		rc = -1;
	if (rc == GAN_INPUT_PNM)
		rc = read_pnm(&f->set, &in, e);
	else if (rc == GAN_INPUT_STREAM)
		rc = read_stream(ip, f, &in, e);
	gan_input_close(&in);
	return rc;
}

static void free_file(struct gan_interp_file *f)
{
	gan_free(f->path);
	gan_free(f->name);
	gan_zset_free(&f->z);
	gan_dataset_free(&f->set);
}

const struct gan_interp_file *gan_interp_file(struct gan_interp *ip, const char *path, struct gan_err *e)
{
	struct gan_interp_file f = { 0 };
	void *all = ip->file;

	for (size_t i = 0; i < ip->nfile; i++)
		if (!strcmp(ip->file[i].path, path))
			return &ip->file[i];
	if (gan_grow(&all, &ip->cap, ip->nfile + 1, sizeof *ip->file, e))
		return NULL;
	ip->file = all;
	if (read_file(ip, &f, path, e)) {
		free_file(&f);
		return NULL;
	}
	ip->file[ip->nfile] = f;
	return &ip->file[ip->nfile++];
}

void gan_interp_files_free(struct gan_interp *ip)
{
	for (size_t i = 0; i < ip->nfile; i++)
		free_file(&ip->file[i]);
	gan_free(ip->file);
}
