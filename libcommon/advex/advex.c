#include "advex/advex.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include "advex/advex_priv.h"
#include "base/mem.h"

/* ---- the set ---- */

void gan_advex_element(const struct gan_advex *a, int64_t i, gan_real *x)
{
	int64_t d = a->set.d;

	for (int64_t j = 0; j < d; j++)
		x[j] = a->set.xf ? (gan_real)a->set.xf[i * d + j] : (gan_real)(a->set.x8[i * d + j] / 255.);
}

void gan_advex_rows(const struct gan_advex *a, int64_t at, int64_t n, int written, gan_real *x)
{
	int64_t d = a->set.d;

	for (int64_t i = 0; i < n; i++) {
		if (!written)
			gan_advex_element(a, at + i, x + i * d);
		for (int64_t j = 0; j < d && written; j++)
			x[i * d + j] = a->x8 ? (gan_real)(a->x8[(at + i) * d + j] / 255.) : (gan_real)a->xf[(at + i) * d + j];
	}
}

int gan_advex_look(const struct gan_advex *a, struct gan_victim *v, int written, gan_real *logit, struct gan_err *e)
{
	int64_t n = a->set.n, k = gan_victim_classes(v);
	gan_real *x = gan_alloc((size_t)(GAN_VICTIM_BATCH * a->set.d), sizeof *x, e);
	int rc = x ? 0 : -1;

	for (int64_t i = 0; i < n && !rc; i += GAN_VICTIM_BATCH) {
		int64_t some = n - i < GAN_VICTIM_BATCH ? n - i : GAN_VICTIM_BATCH;

		gan_advex_rows(a, i, some, written, x);
		rc = gan_victim_logits(v, x, some, logit + i * k, e);
	}
	gan_free(x);
	return rc;
}

/* What attacks ask: the model, through what they should know. */
static int open_asked(struct gan_advex *a, struct gan_err *e)
{
	struct gan_victim_spec s = a->plain;

	s.seed = a->seed;
	if (a->eot.n) {
		s.view = gan_changes_view;
		s.ctx = &a->eot;
		s.draws = gan_setting_int(a->o->set, gan_attack_settings, gan_attack_nsettings, "draws");
	} else if (a->o->adaptive) {
		s.view = gan_changes_view;
		s.ctx = &a->defence;
	}
	a->v = gan_victim_new(&s, e);
	return a->v ? 0 : -1;
}

int gan_advex_open_victim(struct gan_advex *a, struct gan_err *e)
{
	if (gan_advex_victim(a, &a->m, a->o->model ? a->o->model : "the model", &a->plain, e))
		return -1;
	a->judge = gan_victim_new(&a->plain, e);
	if (!a->judge)
		return -1;
	a->k = gan_victim_classes(a->judge);
	if (gan_advex_onlook_open(a, e) || open_asked(a, e))
		return -1;
	a->clean = gan_alloc((size_t)(a->set.n * a->k), sizeof *a->clean, e);
	return a->clean ? gan_advex_look(a, a->judge, 0, a->clean, e) : -1;
}

static int refuse_norm(const struct gan_attack *t, enum gan_norm norm, struct gan_err *e)
{
	char names[32] = "";

	for (int i = 0, n = 0; i < GAN_NORMS; i++)
		if (t->norms >> i & 1)
			n += snprintf(names + n, sizeof names - (size_t)n, "%s%s", n ? ", " : "", gan_norm_name((enum gan_norm)i));
	return gan_fail(e, GAN_USAGE, "-p %s: attack %s does not know this norm: expected %s", gan_norm_name(norm), t->name, names);
}

static int check_attack(struct gan_advex *a, struct gan_err *e)
{
	const struct gan_advex_opt *o = a->o;

	a->attack = gan_attack_find(o->attack, e);
	if (!a->attack || gan_attack_check(a->attack, o->set, e) || gan_advex_onlook_parse(a, e))
		return -1;
	if (!(a->attack->norms >> o->norm & 1))
		return refuse_norm(a->attack, o->norm, e);
	if (!o->neps && !(a->attack->flags & GAN_ATTACK_MINIMAL))
		return gan_fail(e, GAN_USAGE, "attack %s: expected -e EPS, how far it may go", a->attack->name);
	if (o->target && !(a->attack->flags & GAN_ATTACK_TARGETS))
		return gan_fail(e, GAN_USAGE, "--target: attack %s cannot be told where to go", a->attack->name);
	return 0;
}

/* A number of a picture is from 0 to 1, so no change is greater. */
static int check_eps(const struct gan_advex *a, struct gan_err *e)
{
	for (size_t i = 0; i < a->o->neps; i++)
		if (a->set.h && a->o->norm == GAN_NORM_INF && a->o->eps[i] > 1)
			return gan_fail(e, GAN_USAGE, "-e %g: expected 0 to 1, all that a number of a picture can change (%g/255?)",
			                a->o->eps[i], a->o->eps[i]);
	return 0;
}

/* The set that is attacked, or was. */
static int open_set(struct gan_advex *a, struct gan_err *e)
{
	const struct gan_advex_opt *o = a->o;
	const char *name = o->verify ? o->verify : o->paths[0];

	if (gan_dataset_load(&a->set, o->verify ? &o->verify : o->paths, o->verify ? 1 : o->npaths, o->read_flags, e))
		return -1;
	if (a->set.warning && o->warn)
		o->warn(o->ctx, a->set.warning);
	if (o->quantise > 0 && a->set.xf)
		return gan_fail(e, GAN_USAGE, "--quantise 255: %s has %s", name,
		                a->set.h ? "pictures as numbers (gan-data makes bytes of them)" : "points, which are written as they are");
	if (o->range[0] < o->range[1] && a->set.h)
		return gan_fail(e, GAN_USAGE, "--range: is for points, and %s has pictures, which are numbers from 0 to 1", name);
	return gan_dataset_finite(&a->set, name, e);
}

/* Without an attack, settings are those that all have. */
static int check_common(const struct gan_kv *set, struct gan_err *e)
{
	for (size_t i = 0; i < set->n; i++) {
		const struct gan_setting *s = gan_setting_find(gan_attack_settings, gan_attack_nsettings, set->key[i]);

		if (s && gan_setting_check(s, set->val[i], e))
			return -1;
	}
	return 0;
}

static int open_all(struct gan_advex *a, struct gan_err *e)
{
	const struct gan_advex_opt *o = a->o;

	if ((o->verify ? check_common(o->set, e) : check_attack(a, e)) || gan_advex_onlook_parse(a, e))
		return -1;
	a->seed = (uint64_t)gan_setting_int(o->set, gan_attack_settings, gan_attack_nsettings, "seed");
	if (gan_model_read(&a->m, o->model ? o->model : "-", o->record, o->read_flags, NULL, e) || open_set(a, e) ||
	    check_eps(a, e) || gan_advex_read_mask(a, e) || gan_advex_open_victim(a, e) || gan_advex_open_others(a, e))
		return -1;
	if (gan_advex_aim(a, e) || gan_advex_onlook_clean(a, e))
		return gan_fail_prefix(e, "%s", o->verify ? o->verify : o->paths[0]);
	return 0;
}

/* ---- all radii ---- */

static int try_all(struct gan_advex *a, struct gan_table *t, struct gan_err *e)
{
	for (size_t i = 0; i < (a->o->neps ? a->o->neps : 1); i++) {
		double eps = a->o->neps ? a->o->eps[i] : INFINITY;

		if ((a->o->verify ? gan_advex_verify(a, eps, e) : gan_advex_run(a, eps, e)) || (t && gan_advex_report(a, t, e)))
			return -1;
	}
	return 0;
}

static void close_all(struct gan_advex *a)
{
	gan_advex_onlook_free(a);
	gan_advex_close_others(a);
	gan_victim_free(a->v);
	gan_victim_free(a->judge);
	gan_model_free(&a->m);
	gan_dataset_free(&a->set);
	gan_free(a->clean);
	gan_free(a->label);
	gan_free(a->mask);
	gan_free(a->target);
	gan_free(a->outcome);
	gan_free(a->x8);
	gan_free(a->xf);
	gan_free(a->least);
	gan_free(a->least8);
	gan_free(a->leastf);
}

/* What is written; NULL: not wanted. */
struct outs {
	struct gan_out *report, *sheet, *data;
};

static void abort_all(struct outs *out)
{
	gan_out_abort(out->report);
	gan_out_abort(out->sheet);
	gan_out_abort(out->data);
	memset(out, 0, sizeof *out);
}

/* Data go to standard output, or to their file, where one radius is tried and standard output has nothing else. */
static int open_outs(struct outs *out, const struct gan_advex_opt *o, struct gan_err *e)
{
	int elsewhere = (o->report && !strcmp(o->report, "-")) || (o->sheet && !strcmp(o->sheet, "-"));

	if (o->neps < 2 && !elsewhere && !o->verify && !(out->data = gan_out_open(o->output, e)))
		return -1;
	if (o->sheet && !(out->sheet = gan_out_open(o->sheet, e)))
		return -1;
	if ((o->report || (o->verify && !elsewhere)) && !(out->report = gan_out_open_text(o->report ? o->report : "-", e)))
		return -1;
	return 0;
}

static int put_report(struct gan_advex *a, struct outs *out, struct gan_err *e)
{
	struct gan_buf text = { 0 };
	struct gan_table t = { .out = &text, .json = a->o->json };
	int rc = try_all(a, out->report ? &t : NULL, e);

	gan_table_free(&t);
	if (!rc && out->report) {
		rc = gan_out_write(out->report, text.s, text.len, e);
		if (!rc) {
			rc = gan_out_commit(out->report, e);
			out->report = NULL;
		}
	}
	gan_buf_free(&text);
	return rc;
}

/* No output is begun before all is computed, and each is whole or absent. */
static int make(struct gan_advex *a, struct outs *out, struct gan_err *e)
{
	struct gan_out *data = out->data;

	if (put_report(a, out, e) || (out->sheet && gan_advex_sheet(a, out->sheet, e)))
		return -1;
	if (out->sheet) {
		struct gan_out *sheet = out->sheet;

		out->sheet = NULL;
		if (gan_out_commit(sheet, e))
			return -1;
	}
	out->data = NULL;
	if (data && gan_advex_write(a, data, e))
		return -1;
	return gan_advex_refuse(a, e);
}

int gan_app_advex(const struct gan_advex_opt *o, struct gan_err *e)
{
	struct gan_advex a = { .o = o };
	struct outs out = { 0 };
	int rc = open_outs(&out, o, e) || open_all(&a, e) || make(&a, &out, e) ? -1 : 0;

	abort_all(&out);
	close_all(&a);
	return rc;
}

/* ---- the list ---- */

static void list_settings(struct gan_buf *b, const char *attack, const struct gan_setting *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		gan_buf_printf(b, "%s\t%s\t", attack, s[i].key);
		gan_setting_values(&s[i], b);
		gan_buf_printf(b, "\t%s\t%s\t%s\n", s[i].def, s[i].unit, s[i].help);
	}
}

void gan_advex_changes(struct gan_buf *b)
{
	gan_changes_list(b);
}

void gan_advex_list(struct gan_buf *b)
{
	for (size_t i = 0; i < gan_attack_count(); i++) {
		const struct gan_attack *t = gan_attack_at(i);

		gan_buf_printf(b, "%s\t%s\n", t->name, t->help);
		list_settings(b, t->name, t->setting, t->nsetting);
	}
	list_settings(b, "*", gan_attack_settings, gan_attack_nsettings);
}
