#include "app/init.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "data/dataset.h"
#include "app/init_priv.h"
#include "app/init_style.h"
#include "base/mem.h"

#define MAX_TEXT (1 << 20)

struct run {
	const struct gan_init_opt *o;
	const struct gan_arch *arch;   /* NULL: a text or a model */
	struct gan_init_settings set;
	struct gan_dataset like;       /* size only */
	struct gan_model m;
	struct gan_out *out;
	struct gan_init_source source; /* of --from */
};

static void note(const struct run *r, const char *line)
{
	if (r->o->note)
		r->o->note(r->o->ctx, line);
}

/* ---- text ---- */

static int read_text(FILE *f, const char *name, struct gan_buf *b, struct gan_err *e)
{
	char part[4096];
	size_t n;

	while (b->len <= MAX_TEXT && (n = fread(part, 1, sizeof(part), f)) > 0)
		gan_buf_add(b, part, n);
	if (ferror(f) && errno == EISDIR)
		return gan_fail(e, GAN_NOINPUT, "%s: is a folder, expected a file of gan-net text", name);
	if (ferror(f))
		return gan_fail(e, GAN_DATA, "%s: cannot read: %s", name, strerror(errno));
	if (gan_buf_ok(b, e))
		return -1;
	if (gan_stream_detect(b->s, b->len < 9 ? b->len : 9))
		return gan_fail(e, GAN_DATA, "%s: expected gan-net text, found a tensor stream (--from reads models, "
		                "--weights weights)", name);
	return 0;
}

static int open_text(const char *name, struct gan_buf *b, struct gan_err *e)
{
	int in = !strcmp(name, "-"), rc;
	FILE *f = in ? stdin : fopen(name, "rb");

	if (!f && errno == ENOENT && !strpbrk(name, "./"))
		return gan_init_no_arch(name, e);
	if (!f)
		return gan_fail(e, GAN_NOINPUT, "%s: cannot open: %s", name, strerror(errno));
	rc = read_text(f, in ? "stdin" : name, b, e);
	if (!in)
		fclose(f);
	return rc;
}

/* ---- like=DATA ---- */

static int set_missing(struct gan_kv *kv, const char *key, const char *val, struct gan_err *e)
{
	return gan_kv_get(kv, key) ? 0 : gan_kv_set(kv, key, val, e);
}

static int has(const struct run *r, const char *key)
{
	return gan_setting_find(r->arch->setting, r->arch->nsetting, key) != NULL;
}

/* Size, channels and classes of the data become settings, where none was given. */
static int take_size(struct run *r, struct gan_err *e)
{
	const struct gan_dataset *d = &r->like;
	struct gan_kv *kv = &r->set.arch;
	char val[64];

	if (!d->h) {
		if (!has(r, "points"))
			return gan_fail(e, GAN_USAGE, "%s: points of %" PRId64 " numbers, and %s is for pictures (mlp makes points, "
			                "classifier tells them apart)", r->set.like, d->d, r->arch->name);
		snprintf(val, sizeof(val), "%" PRId64, d->d);
		return set_missing(kv, "points", val, e);
	}
	snprintf(val, sizeof(val), "%" PRId64 "x%" PRId64, d->w, d->h);
	if (has(r, "size") && set_missing(kv, "size", val, e))
		return -1;
	snprintf(val, sizeof(val), "%" PRId64, d->c);
	if (has(r, "channels") && set_missing(kv, "channels", val, e))
		return -1;
	snprintf(val, sizeof(val), "%" PRId64, d->nclass);
	return d->nclass && has(r, "classes") ? set_missing(kv, "classes", val, e) : 0;
}

static int check_io(const struct run *r, const struct gan_net *net, const struct gan_io *io, int64_t pack, struct gan_err *e)
{
	const struct gan_dataset *d = &r->like;
	char size[96];

	if (io->kind == GAN_IO_LABEL && d->nclass > io->n)
		return gan_fail(e, GAN_DATA, "net '%s': %s has %" PRId64 " classes, but %s has %" PRId64, net->name, io->name, io->n,
		                r->set.like, d->nclass);
	if (io->kind != GAN_IO_IMAGE || !d->h || (io->h == 1 && io->w == 1))
		return 0;
	if ((io->h < 0 || io->h == d->h) && (io->w < 0 || io->w == d->w) && io->c == d->c * pack)
		return 0;
	return gan_fail(e, GAN_DATA, "net '%s': %s is %" PRId64 "x%" PRId64 " with %" PRId64 " channels, but %s has pictures "
	                "of %s (gan-data -S WxH resizes)", net->name, io->name, io->w, io->h, io->c, r->set.like,
	                gan_data_size_str(size, sizeof(size), d->h, d->w, d->c, d->d));
}

/* A text's sizes are its own: they are compared. D takes `pack` pictures side by side. */
static int compare_size(const struct run *r, struct gan_err *e)
{
	size_t i, k;

	for (i = 0; r->set.like && !r->arch && i < r->m.nets.n; i++) {
		const struct gan_net *net = &r->m.nets.net[i];
		int64_t wide = strcmp(net->name, "d") ? 1 : gan_train_int(&r->m.hyper, "pack");

		for (k = 0; k < net->nin; k++)
			if (check_io(r, net, &net->in[k], wide, e))
				return -1;
		for (k = 0; k < net->nout; k++)
			if (check_io(r, net, &net->out[k], 1, e))
				return -1;
	}
	return 0;
}

/* ---- the nets ---- */

/* Keeps the lines of the named nets. */
int gan_init_cut_text(const struct gan_nets *nets, const char *only, struct gan_buf *b, struct gan_err *e)
{
	const char *s = nets->text, *next;
	int keep = 1; /* what stands before the first net: comments */

	for (; *s; s = next) {
		size_t blank = strspn(s, " \t"), n;

		next = strchr(s, '\n');
		next = next ? next + 1 : s + strlen(s);
		if (!strncmp(s + blank, "net", 3) && strspn(s + blank + 3, " \t")) {
			const char *name = s + blank + 3 + strspn(s + blank + 3, " \t"), *p;

			n = strcspn(name, " \t\r\n#");
			for (keep = 0, p = only; !keep && *p; p += strcspn(p, ","), p += *p == ',')
				keep = strcspn(p, ",") == n && !strncmp(p, name, n);
		}
		if (keep)
			gan_buf_add(b, s, (size_t)(next - s));
	}
	return gan_buf_ok(b, e);
}

static int check_only(const struct gan_nets *nets, const char *only, struct gan_err *e)
{
	const char *p = only;
	char name[64];

	do {
		size_t n = strcspn(p, ",");

		snprintf(name, sizeof(name), "%.*s", (int)n, p);
		if (!n || !gan_nets_find(nets, name))
			return gan_fail(e, GAN_USAGE, "--only %s: there is no net '%s'", only, name);
		p += n;
	} while (*p++ == ',');
	return 0;
}

static int keep_only(struct run *r, struct gan_err *e)
{
	struct gan_nets cut;
	struct gan_buf b = { 0 };
	int rc;

	if (!r->o->only)
		return 0;
	rc = check_only(&r->m.nets, r->o->only, e) || gan_init_cut_text(&r->m.nets, r->o->only, &b, e) ||
	     gan_nets_parse(&cut, b.s, b.len, r->m.nets.net[0].source, e);
	if (!rc) {
		gan_nets_free(&r->m.nets);
		r->m.nets = cut;
	}
	gan_buf_free(&b);
	return rc ? -1 : 0;
}

static int from_text(struct run *r, struct gan_err *e)
{
	const char *source = r->arch ? r->arch->name : !strcmp(r->o->what, "-") ? "stdin" : r->o->what;
	struct gan_buf b = { 0 };
	int rc;

	if (r->arch)
		rc = (r->set.like && take_size(r, e)) || r->arch->print(&r->set.arch, &b, &r->m.hyper, e);
	else
		rc = open_text(r->o->what, &b, e);
	if (!rc && gan_nets_parse(&r->m.nets, b.s, b.len, source, e)) {
		rc = -1;
		if (r->arch && e->code == GAN_DATA) /* settings made the text */
			e->code = GAN_USAGE;
	}
	gan_buf_free(&b);
	return rc ? -1 : 0;
}

/* Does the entry belong to a net that is still there, itself or as a running average? */
static int of_net(const struct gan_nets *nets, const char *entry)
{
	size_t i, n;

	if (!strncmp(entry, "ema.", 4))
		entry += 4;
	for (i = 0; i < nets->n; i++) {
		n = strlen(nets->net[i].name);
		if (!strncmp(entry, nets->net[i].name, n) && entry[n] == '.')
			return 1;
	}
	return 0;
}

/* Models' nets, their weights with running averages, and the first one's settings; what else training had gathered begins anew. */
static int from_models(struct run *r, struct gan_err *e)
{
	struct gan_init_from_opt o = { r->o->from, r->o->record, r->o->read_flags, r->o->warn, r->o->ctx, &r->source };
	size_t i;

	if (gan_init_from(&r->m, &o, e) || keep_only(r, e))
		return -1;
	for (i = r->m.store.n; i-- > 0;)
		if (!of_net(&r->m.nets, r->m.store.entry[i]->name))
			gan_store_remove(&r->m.store, r->m.store.entry[i]->name);
	return 0;
}

/* ---- weights ---- */

static int bind_weights(struct run *r, char *bound, struct gan_err *e)
{
	size_t i;

	for (i = 0; r->o->weights && i < r->o->weights->n; i++)
		if (gan_init_weights(&r->m, r->o->weights->val[i], bound, r->o->read_flags, e))
			return -1;
	return 0;
}

/* Running averages of weights that are others now, or that are not wanted. */
static void drop_averages(struct run *r, const char *bound)
{
	char prefix[256];

	for (size_t i = 0; i < r->m.nets.n; i++) {
		snprintf(prefix, sizeof prefix, "ema.%s.", r->m.nets.net[i].name);
		if (bound[i] || !(gan_train_real(&r->m.hyper, "ema") > 0))
			gan_store_remove_all(&r->m.store, prefix);
	}
}

static int make_weights(struct run *r, struct gan_err *e)
{
	char *bound, line[200];
	size_t i, before;
	int rc = 0;

	if (!(bound = gan_alloc(r->m.nets.n, 1, e)))
		return -1;
	for (i = 0; i < r->m.nets.n && !rc; i++) {
		before = r->m.store.n;
		rc = gan_net_params(&r->m.nets.net[i], &r->m.store, 1, r->m.seed, e);
		snprintf(line, sizeof(line), "net %s: %zu layers, %zu tensors", r->m.nets.net[i].name, r->m.nets.net[i].nlayer,
		         r->m.store.n - before);
		note(r, line);
	}
	rc = rc || bind_weights(r, bound, e);
	for (i = 0; !rc && r->o->weights && r->o->weights->n && i < r->m.nets.n; i++) {
		snprintf(line, sizeof(line), "net %s: %s", r->m.nets.net[i].name, bound[i] ? "weights from file" : "weights drawn");
		note(r, line);
	}
	if (!rc)
		drop_averages(r, bound);
	gan_free(bound);
	return rc ? -1 : 0;
}

/* ---- all together ---- */

/* "-", "g=-", "-:.5" */
static int is_stdin(const char *from)
{
	const char *eq = strchr(from, '=');

	from = eq && strcspn(from, "./") > (size_t)(eq - from) ? eq + 1 : from;
	return from[0] == '-' && (!from[1] || from[1] == ':');
}

/* Standard input can be read once. */
static int check_stdin(const struct run *r, struct gan_err *e)
{
	const struct gan_init_opt *o = r->o;
	int n = (o->what && !strcmp(o->what, "-")) + (r->set.like && !strcmp(r->set.like, "-"));
	size_t i;

	for (i = 0; i < o->from->n; i++)
		n += is_stdin(o->from->val[i]);

	for (i = 0; o->weights && i < o->weights->n; i++) {
		const char *file = strrchr(o->weights->val[i], '=');

		n += !strcmp(file ? file + 1 : o->weights->val[i], "-");
	}
	return n > 1 ? gan_fail(e, GAN_USAGE, "'-', standard input, can stand once, found it %d times", n) : 0;
}

/* What a transformer of pictures learns by. */
static int add_style(struct run *r, struct gan_err *e)
{
	const char *picture = gan_kv_get(&r->set.arch, "style"), *features = gan_kv_get(&r->set.arch, "features");
	struct gan_init_style_opt o = { picture, features && *features ? features : r->o->features, r->o->read_flags };

	if (!r->arch || strcmp(gan_train_text(&r->m.hyper, "objective"), "perceptual"))
		return 0;
	if (!picture || !*picture)
		return gan_fail(e, GAN_USAGE, "%s: expected style=PICTURE, a PNM file whose style it is to learn", r->arch->name);
	if (!o.features)
		return gan_fail(e, GAN_USAGE, "%s: expected features=MODEL, the network that looks", r->arch->name);
	return gan_init_style(&r->m, &o, e);
}

static int make_model(struct run *r, struct gan_err *e)
{
	const struct gan_init_opt *o = r->o;

	if (gan_init_sort(r->arch, o->set, &r->set, e) || check_stdin(r, e))
		return -1;
	if (r->set.like && gan_dataset_peek(&r->like, r->set.like, o->read_flags, e))
		return -1;
	if (o->from->n ? from_models(r, e) : from_text(r, e) || keep_only(r, e))
		return -1;
	if (gan_train_fill(&r->m.hyper, e) || gan_model_set(&r->m, &r->set.train, e) || compare_size(r, e) || add_style(r, e))
		return -1;
	return o->text ? 0 : make_weights(r, e);
}

static int write_text(struct run *r, struct gan_err *e)
{
	const char *text = r->m.nets.text;
	struct gan_out *out = r->out;

	if (gan_out_write(out, text, strlen(text), e))
		return -1;
	r->out = NULL;
	return gan_out_commit(out, e);
}

static int write_model(struct run *r, struct gan_err *e)
{
	const char **parent = gan_alloc(r->source.npg + 1, sizeof *parent, e);
	size_t n = r->source.npg;
	struct gan_writer *w;
	struct gan_doc d = { 0 };
	int rc;

	if (!parent)
		return -1;
	for (size_t i = 0; i < n; i++)
		parent[i] = r->source.pg[i];
	if (r->like.npg && *r->like.pg[0])
		parent[n++] = r->like.pg[0];
	rc = gan_model_to_doc(&r->m, &d, e) || gan_pg_add(&d, &r->o->pg, parent, n, r->source.hash, r->o->from->n == 1, e);
	if (!rc) {
		w = gan_writer_open(r->out, r->o->level, 0, e);
		r->out = NULL;
		rc = !w || gan_writer_put(w, &d, e);
		if (rc)
			gan_writer_abort(w);
		else
			rc = gan_writer_close(w, e);
	}
	gan_doc_free(&d);
	gan_free(parent);
	return rc ? -1 : 0;
}

int gan_app_init(const struct gan_init_opt *o, struct gan_err *e)
{
	struct run r = { .o = o };
	int rc;

	if (!o->what == !o->from->n)
		return gan_fail(e, GAN_USAGE, o->what ? "--from and '%s' exclude each other" :
		                "expected an architecture (gan-init --list), a .net file or --from MODEL%s", o->what ? o->what : "");
	r.arch = o->what ? gan_arch_find(o->what) : NULL;
	r.out = o->text ? gan_out_open_text(o->output, e) : gan_out_open(o->output, e);
	rc = !r.out || make_model(&r, e) || (o->text ? write_text(&r, e) : write_model(&r, e)) ? -1 : 0;
	gan_out_abort(r.out);
	gan_init_settings_free(&r.set);
	gan_init_source_free(&r.source);
	gan_dataset_free(&r.like);
	gan_model_free(&r.m);
	return rc;
}
