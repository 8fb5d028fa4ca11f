#include "attack/changes.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include "base/text.h"
#include "train/train.h"

#define GAN_CHANGE(name) extern const struct gan_change gan_change_##name;
#include "attack/changes.def"
#undef GAN_CHANGE

static const struct gan_change *const changes[] = {
#define GAN_CHANGE(name) &gan_change_##name,
#include "attack/changes.def"
#undef GAN_CHANGE
};

#define NCHANGES (sizeof changes / sizeof *changes)

size_t gan_change_count(void)
{
	return NCHANGES;
}

const struct gan_change *gan_change_at(size_t i)
{
	return changes[i];
}

void gan_changes_list(struct gan_buf *b)
{
	char def[32];

	for (size_t i = 0; i < NCHANGES; i++)
		gan_buf_printf(b, "%s\t%s\t%s\t%s\n", changes[i]->name, changes[i]->unit,
		               gan_format_double(def, sizeof def, changes[i]->def), changes[i]->help);
}

/* ---- lists ---- */

static int is_augment(const char *name)
{
	const struct gan_setting *s = gan_setting_find(gan_train_settings, gan_train_nsettings, "augment");

	return gan_setting_is_choice(s->choices, name);
}

static int unknown(const char *name, struct gan_err *e)
{
	const char *names[NCHANGES];

	for (size_t i = 0; i < NCHANGES; i++)
		names[i] = changes[i]->name;
	return gan_fail_unknown(e, "change", name, names, NCHANGES);
}

static int parse_item(struct gan_changes_item *item, const char *text, size_t n, struct gan_err *e)
{
	char *colon;

	if (n >= sizeof item->text)
		return gan_fail(e, GAN_USAGE, "change '%.*s': expected NAME or NAME:NUMBER", (int)n, text);
	memcpy(item->text, text, n);
	item->text[n] = 0;
	colon = strchr(item->text, ':');
	if (colon)
		*colon = 0;
	for (size_t i = 0; i < NCHANGES && !item->change; i++)
		if (!strcmp(changes[i]->name, item->text))
			item->change = changes[i];
	if (!item->change && (!is_augment(item->text) || colon))
		return is_augment(item->text) ? gan_fail(e, GAN_USAGE, "change %s takes no number", item->text) : unknown(item->text, e);
	item->arg = item->change ? item->change->def : 0;
	if (colon && (gan_parse_double(colon + 1, &item->arg) || !(item->arg >= item->change->min && item->arg <= item->change->max)))
		return gan_fail(e, GAN_USAGE, "change %s:%s: expected a number from %g to %g (%s)", item->text, colon + 1,
		                item->change->min, item->change->max, item->change->unit);
	if (colon)
		*colon = ':';
	return 0;
}

int gan_changes_parse(struct gan_changes *c, const char *text, struct gan_err *e)
{
	memset(c, 0, sizeof *c);
	for (const char *p = text;; p++) {
		size_t n = strcspn(p, ",");

		if (c->n == GAN_CHANGES_MOST)
			return gan_fail(e, GAN_USAGE, "changes '%s': more than %d", text, GAN_CHANGES_MOST);
		if (parse_item(&c->item[c->n++], p, n, e))
			return -1;
		p += n;
		if (!*p)
			return 0;
	}
}

struct gan_node *gan_changes_view(void *ctx, struct gan_graph *g, struct gan_node *x)
{
	static const struct gan_range unit = { 0, 1 };
	const struct gan_changes *c = ctx;
	char purpose[48];

	for (size_t i = 0; i < c->n && x; i++) {
		const struct gan_changes_item *item = &c->item[i];

		snprintf(purpose, sizeof purpose, "change.%zu", i);
		if (item->change)
			x = item->change->apply(g, x, item->arg, purpose);
		else
			x = gan_clamp(g, gan_augment_as(g, item->text, x, &unit, purpose), 0, 1);
	}
	return x;
}

int gan_changes_random(const struct gan_changes *c)
{
	for (size_t i = 0; i < c->n; i++)
		if (!c->item[i].change || c->item[i].change->random)
			return 1;
	return 0;
}

/* ---- what filters are made of ---- */

struct gan_node *gan_change_moved(struct gan_graph *g, struct gan_node *x, int dy, int dx)
{
	struct gan_pad_attr pad = { .mode = GAN_PAD_REPLICATE };
	int64_t h = x->shape.dim[1], w = x->shape.dim[2];

	pad.lo[1] = dy < 0 ? -dy : 0;
	pad.hi[1] = dy > 0 ? dy : 0;
	pad.lo[2] = dx < 0 ? -dx : 0;
	pad.hi[2] = dx > 0 ? dx : 0;
	x = gan_pad(g, x, &pad);
	x = gan_slice_axis(g, x, 1, pad.hi[1], h, 1);
	return gan_slice_axis(g, x, 2, pad.hi[2], w, 1);
}
