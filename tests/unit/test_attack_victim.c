/* both */
/* A victim's answers about a row do not depend on how many rows are asked about at once. */
#include "attack_help.h"

enum { N = 70, S = 8, D = S * S * 2, K = 5 };

static const char net[] =
	"net c\ninput x image 8 8 2 range=-1:1\n0 conv out=6 k=3 p=1\nb bn\n- relu\n- maxpool k=2\n1 conv out=7 k=3 s=2 p=1\n"
	"- lrelu slope=.2\n"
	"- flatten\n2 linear out=5\noutput\n";

static struct gan_err err;

static struct gan_victim *victim(struct gan_model *m)
{
	struct gan_victim_spec s = { .m = m, .h = S, .w = S, .c = 2, .d = D };

	memset(m, 0, sizeof *m);
	if (gan_nets_parse(&m->nets, net, strlen(net), "test", &err) || gan_net_params(&m->nets.net[0], &m->store, 1, 7, &err))
		return NULL;
	s.net = &m->nets.net[0];
	return gan_victim_new(&s, &err);
}

int main(void)
{
	static gan_real x[N * D], logit[N * K], grad[N * D], value[N], logit1[K], grad1[D];
	static int64_t label[N], target[N];
	static const char *const names[] = { "ce", "ce-exact", "margin", "dlr" };
	struct gan_model m;
	struct gan_victim *v = victim(&m);
	gan_real value1;

	if (!ok(v != NULL, "a net with convolutions: %s", err.msg))
		return done();
	for (int i = 0; i < N * D; i++)
		x[i] = (gan_real)((i * 7919 % 1009) / 1009.);
	for (int i = 0; i < N; i++) {
		label[i] = i % K;
		target[i] = (i + 1 + i % 3) % K;
	}
	for (int way = 0; way < 2 * GAN_ATTACK_LOSSES; way++) {
		const int64_t *t = way % 2 ? target : NULL;
		enum gan_attack_loss loss = (enum gan_attack_loss)(way / 2);
		int same = !gan_victim_loss(v, loss, x, N, label, t, value, grad, logit, &err), moves = 0;

		for (int i = 0; i < N && same; i++) {
			same = !gan_victim_loss(v, loss, x + i * D, 1, label + i, t ? t + i : NULL, &value1, grad1, logit1, &err) &&
			       value1 == value[i] && !memcmp(grad1, grad + i * D, sizeof grad1) &&
			       !memcmp(logit1, logit + i * K, sizeof logit1);
			for (int j = 0; j < D; j++)
				moves += grad1[j] != 0;
		}
		ok(same && moves > N * D / 4, "%s%s: %d rows at once, and each alone", names[loss], t ? " with a target" : "", N);
	}
	gan_victim_free(v);
	gan_model_free(&m);
	return done();
}
