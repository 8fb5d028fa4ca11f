/* Private to net/: what the built-in architectures share. */
#ifndef GAN_NET_PRESET_H
#define GAN_NET_PRESET_H

#include "net/layer.h"

/* An architecture's settings as they were given. */
struct gan_arch_kv {
	const struct gan_kv *kv;
	const struct gan_setting *setting;
	size_t n;
};
const char *gan_arch_text(const struct gan_arch_kv *a, const char *key);
int64_t gan_arch_int(const struct gan_arch_kv *a, const char *key);
int gan_arch_is(const struct gan_arch_kv *a, const char *key, const char *value);

/* How an architecture begins training: pairs of key and value. */
int gan_arch_train(struct gan_kv *hyper, const char *const training[][2], size_t n, struct gan_err *e);

/* Training's pack= as the architecture needs it: D's input is that much wider. */
#define GAN_ARCH_PACK \
	{ "pack", GAN_SET_INT, "1", 1, 64, NULL, "samples", \
	  "samples that D judges at once: its input is so much wider (training's too)" }
#define GAN_ARCH_NORM(g, d) \
	{ "norm.g", GAN_SET_ENUM, g, 0, 0, "none|bn|lnorm|vbn", "", "what normalises G's hidden layers" }, \
	{ "norm.d", GAN_SET_ENUM, d, 0, 0, "none|bn|lnorm", "", \
	  "what normalises D's hidden layers; where sn has D, none unless given" }, \
	{ "sn", GAN_SET_ENUM, "none", 0, 0, "none|d|g|both", "", "spectral norm of the weights of these nets (Miyato 2018)" }

/* " sn=1" or "": what a layer with a weight has in net "g" or "d". */
const char *gan_arch_sn(const struct gan_arch_kv *a, const char *net);
int gan_arch_normed(const struct gan_arch_kv *a, const char *net);
/* A line of the norm of net "g" or "d", with more settings behind the type's name; nothing where there is none. bn_set:
   what only bn takes. Returns whether there was one. */
int gan_arch_norm(const struct gan_arch_kv *a, struct gan_buf *t, const char *net, int at, const char *bn_set, const char *set);

/* What D has before its last layer, to see the batch. */
#define GAN_ARCH_BATCH \
	{ "mbstd", GAN_SET_INT, "0", 0, 65536, NULL, "samples", \
	  "D sees the deviation within groups of so many (Karras 2018, sec. 3); 0: it does not" }, \
	{ "mbdisc", GAN_SET_INT, "0", 0, 65536, NULL, "kernels", \
	  "D compares the samples of a batch by so many (minibatch discrimination: Salimans 2016, sec. 3.2); 0: it does not" }
/* A line of each; nothing where it is 0. mbdisc takes a vector; it returns whether there was one. */
void gan_arch_mbstd(const struct gan_arch_kv *a, struct gan_buf *t);
int gan_arch_mbdisc(const struct gan_arch_kv *a, struct gan_buf *t, int at, const char *init);

#endif
