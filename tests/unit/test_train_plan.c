/* What is off costs nothing: the plans of the steps that mlp and dcgan make by default have so many live nodes and so many
   programs, whatever methods there are that could be on. A change that makes them fewer changes the numbers here. */
#include <stdio.h>
#include <string.h>
#include "model/trainer.h"
#include "tap.h"

static struct gan_err err;

static int make(struct gan_model *m, const char *arch, const char *size)
{
	const struct gan_arch *a = gan_arch_find(arch);
	struct gan_kv kv = { 0 };
	struct gan_buf text = { 0 };
	int rc = !a || gan_kv_set(&kv, "size", size, &err) || a->print(&kv, &text, &m->hyper, &err) ||
	         gan_train_fill(&m->hyper, &err) || gan_nets_parse(&m->nets, text.s, text.len, arch, &err);

	for (size_t i = 0; !rc && i < m->nets.n; i++)
		rc = gan_net_params(&m->nets.net[i], &m->store, 0, 0, &err);
	gan_buf_free(&text);
	gan_kv_free(&kv);
	return rc;
}

static void check(const char *arch, const char *pixels, size_t nodes, size_t kernels)
{
	struct gan_model m = { 0 };
	struct gan_trainer *t = NULL;
	struct gan_plan_stats s = { 0 };
	int rc = make(&m, arch, pixels);

	if (!rc) {
		const struct gan_io *x = &gan_nets_find(&m.nets, "d")->in[0];
		struct gan_data_size size = { .h = x->h, .w = x->w, .c = x->c, .d = x->h * x->w * x->c };

		t = gan_trainer_new(&m, &size, 0, &err);
	}
	if (t)
		gan_plan_stats(gan_trainer_plan(t), &s);
	else
		printf("# %s\n", err.msg);
	ok(s.nodes == nodes && s.kernels == kernels, "%s %s: %zu nodes in %zu programs, expected %zu in %zu", arch, pixels, s.nodes,
	   s.kernels, nodes, kernels);
	gan_trainer_free(t);
	gan_model_free(&m);
}

int main(void)
{
	check("mlp", "28x28", 337, 67);
	check("dcgan", "28x28", 520, 116);
	check("dcgan", "64x64", 1090, 230);
	return done();
}
