/* The registries of training. An entry is one file and one line in its .def list. */
#include <string.h>
#include "train/duel.h"

#define GAN_LOSS(name) extern const struct gan_loss gan_loss_##name;
#define GAN_LOSS_G(name) GAN_LOSS(name) /* for G only */
#define GAN_OPTIM(name) extern const struct gan_optim gan_optim_##name;
#define GAN_OBJECTIVE(name) extern const struct gan_objective gan_objective_##name;
#define GAN_REG(name) extern const struct gan_reg gan_reg_##name;
#define GAN_VIEW(name) extern const struct gan_view gan_view_##name;
#include "train/losses.def"
#include "train/objectives.def"
#include "train/optims.def"
#include "train/regs.def"
#include "train/views.def"
#undef GAN_LOSS
#undef GAN_OPTIM
#undef GAN_OBJECTIVE
#undef GAN_REG
#undef GAN_VIEW

#define GAN_LOSS(name) &gan_loss_##name,
#define GAN_OPTIM(name) &gan_optim_##name,
#define GAN_OBJECTIVE(name) &gan_objective_##name,
#define GAN_REG(name) &gan_reg_##name,
#define GAN_VIEW(name) &gan_view_##name,
static const struct gan_loss *const losses[] = {
#include "train/losses.def"
};
static const struct gan_optim *const optims[] = {
#include "train/optims.def"
};
static const struct gan_objective *const objectives[] = {
#include "train/objectives.def"
};

/* The last is no entry: a list may be empty. */
static const struct gan_reg *const regs[] = {
#include "train/regs.def"
	NULL
};
static const struct gan_view *const views[] = {
#include "train/views.def"
	NULL
};

#define COUNT(a) (sizeof(a) / sizeof *(a))

const struct gan_loss *gan_loss_find(const char *name)
{
	for (size_t i = 0; i < COUNT(losses); i++)
		if (!strcmp(losses[i]->name, name))
			return losses[i];
	return NULL;
}

size_t gan_loss_count(void)
{
	return COUNT(losses);
}

const struct gan_loss *gan_loss_at(size_t i)
{
	return losses[i];
}

const struct gan_optim *gan_optim_find(const char *name)
{
	for (size_t i = 0; i < COUNT(optims); i++)
		if (!strcmp(optims[i]->name, name))
			return optims[i];
	return NULL;
}

size_t gan_optim_count(void)
{
	return COUNT(optims);
}

const struct gan_optim *gan_optim_at(size_t i)
{
	return i < COUNT(optims) ? optims[i] : NULL;
}

const struct gan_objective *gan_objective_find(const char *name)
{
	for (size_t i = 0; i < COUNT(objectives); i++)
		if (!strcmp(objectives[i]->name, name))
			return objectives[i];
	return NULL;
}

size_t gan_reg_count(void)
{
	return COUNT(regs) - 1;
}

const struct gan_reg *gan_reg_at(size_t i)
{
	return regs[i];
}

int gan_is_state_name(const char *first)
{
	if (!strcmp(first, "ema"))
		return 1;
	for (size_t i = 0; i < gan_reg_count(); i++)
		if (regs[i]->prepare && !strcmp(regs[i]->name, first))
			return 1;
	return 0;
}

size_t gan_view_count(void)
{
	return COUNT(views) - 1;
}

const struct gan_view *gan_view_at(size_t i)
{
	return views[i];
}
