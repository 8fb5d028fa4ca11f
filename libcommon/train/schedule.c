/* Learning rates as a function of the step. */
#include "train/train.h"

void gan_lr_args(const struct gan_update *u, double *a)
{
	a[0] = gan_train_group_real(u->hyper, "lr", u->group);
}

double gan_lr_at(const double *a, const struct gan_when *w)
{
	(void)w;
	return a[0];
}
