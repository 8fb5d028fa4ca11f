/* double */
/* The gradient check over the whole registry: every case of every op. */
#include "base/pool.h"
#include "grad_check.h"

int main(int argc, char **argv)
{
	gan_pool_start(2, NULL);
	for (size_t i = 0; i < gan_op_count(); i++) {
		const struct gan_op *op = gan_op_at(i);
		bool smooth = !(op->flags & GAN_OP_NOGRAD) && op->grad;
		int order = 0;

		if (argc > 1 && strcmp(argv[1], op->name))
			continue;
		for (const struct gan_op_case *c = op->cases; c && c->build; c++) {
			check_case(op, c);
			order = c->order > order ? c->order : order;
		}
		ok(op->cases && op->cases[0].build, "%s has a case", op->name);
		ok(!smooth || order > 0, "%s has a case that checks its derivative", op->name);
		ok(gan_op_find(op->name) == op, "%s is found by its name", op->name);
	}
	gan_pool_stop();
	return done();
}
