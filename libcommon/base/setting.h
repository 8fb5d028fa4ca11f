/* key=value settings. A setting is described once; the table drives parsing, range checks, defaults,
   gan-init --describe and the man pages. */
#ifndef GAN_BASE_SETTING_H
#define GAN_BASE_SETTING_H

#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/err.h"

enum gan_setting_type { GAN_SET_INT, GAN_SET_REAL, GAN_SET_ENUM, GAN_SET_LIST, GAN_SET_RANGE, GAN_SET_TEXT };

struct gan_setting {
	const char *key;
	enum gan_setting_type type;
	const char *def;     /* default, as text; "" for none */
	double min, max;     /* INT, REAL and RANGE ("A", or "A:B" with A <= B); both ends allowed */
	const char *choices; /* ENUM: "a|b|c"; LIST: the same, of which a value names some ("a,c"), each once, or is "none" */
	const char *unit;    /* "steps", "1/step", "" */
	const char *help;    /* one line; formula and source where there is one */
};

/* An ordered map of text to text: settings as given or stored (gan.hyper: key=value a line). Zero-initialise. */
struct gan_kv {
	char **key, **val;
	size_t n, cap, cap2;
};

void gan_kv_free(struct gan_kv *kv);
const char *gan_kv_get(const struct gan_kv *kv, const char *key); /* NULL where absent */
int gan_kv_set(struct gan_kv *kv, const char *key, const char *val, struct gan_err *e); /* adds or replaces */
void gan_kv_remove(struct gan_kv *kv, const char *key);
/* "key=value\n" lines, in order; and back. */
void gan_kv_print(const struct gan_kv *kv, struct gan_buf *b);
int gan_kv_parse(struct gan_kv *kv, const char *text, struct gan_err *e);

/* Checks one value against its description (GAN_USAGE: names key, value, range or choices). */
int gan_setting_check(const struct gan_setting *s, const char *val, struct gan_err *e);
/* Appends what values it may have: "whole 1..64", "number 0..1", "a|b", "none or a,b", "text". */
void gan_setting_values(const struct gan_setting *s, struct gan_buf *b);
/* Appends a line "key TAB values TAB default TAB unit TAB help", empty ones "-". def: NULL, or a default that stands instead. */
void gan_setting_row(const struct gan_setting *s, const char *def, struct gan_buf *b);
/* Is val one of the words of "a|b|c"? */
int gan_setting_is_choice(const char *choices, const char *val);
const struct gan_setting *gan_setting_find(const struct gan_setting *tab, size_t n, const char *key);

/* Typed look-ups: the value in kv, else the default of its description. The value must have been checked. */
int64_t gan_setting_int(const struct gan_kv *kv, const struct gan_setting *tab, size_t n, const char *key);
double gan_setting_real(const struct gan_kv *kv, const struct gan_setting *tab, size_t n, const char *key);
const char *gan_setting_text(const struct gan_kv *kv, const struct gan_setting *tab, size_t n, const char *key);
/* A RANGE: both ends, equal where one number stands. */
void gan_setting_range(const struct gan_kv *kv, const struct gan_setting *tab, size_t n, const char *key, double ends[2]);

#endif
