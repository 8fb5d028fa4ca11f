/* The registry of attacks. An entry is one file and one line in attacks.def. */
#include "attack/attack.h"
#include "base/text.h"

#define GAN_ATTACK(name) extern const struct gan_attack gan_attack_##name;
#include "attack/attacks.def"
#undef GAN_ATTACK

static const struct gan_attack *const attacks[] = {
#define GAN_ATTACK(name) &gan_attack_##name,
#include "attack/attacks.def"
#undef GAN_ATTACK
};

#define NATTACKS (sizeof attacks / sizeof *attacks)

size_t gan_attack_count(void)
{
	return NATTACKS;
}

const struct gan_attack *gan_attack_at(size_t i)
{
	return attacks[i];
}

enum gan_norm gan_attack_norm(const struct gan_attack *t)
{
	for (int i = 0; i < GAN_NORMS; i++)
		if (t->norms >> i & 1)
			return (enum gan_norm)i;
	return GAN_NORM_INF;
}

const struct gan_attack *gan_attack_find(const char *name, struct gan_err *e)
{
	const char *names[NATTACKS];
	size_t at;

	for (size_t i = 0; i < NATTACKS; i++)
		names[i] = attacks[i]->name;
	at = gan_find_name(e, "attack", name, names, NATTACKS);
	return at < NATTACKS ? attacks[at] : NULL;
}
