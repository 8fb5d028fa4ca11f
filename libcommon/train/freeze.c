/* Layers that are left as they are: the lower ones of a discriminator, where a trained GAN learns another set (FreezeD: Mo et al.
   2020, "Freeze the Discriminator: a Simple Baseline for Fine-Tuning GANs"). */
#include <string.h>
#include "train/train.h"

/* Does item[n], "d.main.0", name the entry "d.main.0.weight", or the layer above it? */
static int names(const char *item, size_t n, const char *entry)
{
	return n && !strncmp(item, entry, n) && (!entry[n] || entry[n] == '.');
}

static const char *list_of(const struct gan_kv *hyper)
{
	const char *list = gan_train_text(hyper, "freeze");

	return strcmp(list, "none") ? list : "";
}

int gan_is_frozen(const struct gan_kv *hyper, const char *entry)
{
	for (const char *p = list_of(hyper); *p; p += *p == ',') {
		size_t n = strcspn(p, ",");

		if (names(p, n, entry))
			return 1;
		p += n;
	}
	return 0;
}

int gan_is_updated(const struct gan_kv *hyper, const struct gan_net *net, const char *entry)
{
	size_t n = strlen(net->name);

	return !strncmp(entry, net->name, n) && entry[n] == '.' && gan_net_is_trained(net, entry) && !gan_is_frozen(hyper, entry);
}

/* How many trained entries of the net are named by the item. */
static size_t count(const struct gan_step_spec *s, const struct gan_net *net, const char *item, size_t n)
{
	size_t k = 0;

	for (size_t i = 0; i < s->store->n; i++)
		k += names(item, n, s->store->entry[i]->name) && gan_net_is_trained(net, s->store->entry[i]->name);
	return k;
}

static const struct gan_net *net_of(const struct gan_step_spec *s, const char *item, size_t n)
{
	size_t k = 0;

	while (k < n && item[k] != '.')
		k++;
	for (size_t i = 0; i < s->nets->n; i++)
		if (strlen(s->nets->net[i].name) == k && !strncmp(s->nets->net[i].name, item, k))
			return &s->nets->net[i];
	return NULL;
}

int gan_freeze_fits(const struct gan_step_spec *s, const struct gan_net *net, struct gan_err *e)
{
	size_t left = 0;

	for (const char *p = list_of(s->hyper); *p; p += *p == ',') {
		size_t n = strcspn(p, ",");
		const struct gan_net *of = net_of(s, p, n);

		if (!of || (of == net && !count(s, net, p, n)))
			return gan_fail(e, GAN_USAGE, "freeze=%s: no layer '%.*s' has weights (d.main.0 is layer main.0 of net d; gan-stat "
			                "-w net lists them)", list_of(s->hyper), (int)n, p);
		p += n;
	}
	for (size_t i = 0; i < s->store->n; i++)
		left += gan_is_updated(s->hyper, net, s->store->entry[i]->name);
	if (!left && *list_of(s->hyper))
		return gan_fail(e, GAN_USAGE, "freeze=%s: leaves nothing of net %s to train (name fewer layers, or freeze=none)",
		                list_of(s->hyper), net->name);
	return 0;
}
