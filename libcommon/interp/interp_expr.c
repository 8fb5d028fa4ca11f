#include "interp/interp_expr.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>
#include "base/mem.h"
#include "base/text.h"

#define DEPTH 64

struct value { /* a number where set.n is 0 */
	double x;
	struct gan_zset set;
};

struct parser {
	const char *text, *at;
	gan_interp_name name;
	void *ctx;
	int depth;
	struct gan_err *e;
};

static int fail_at(const struct parser *p, const char *at, int code, const char *what)
{
	return gan_fail(p->e, code, "'%s', character %d: %s", p->text, (int)(at - p->text) + 1, what);
}

static char peek(struct parser *p)
{
	while (isspace((unsigned char)*p->at))
		p->at++;
	return *p->at;
}

static int sum(struct parser *p, struct value *v);
static int sign(struct parser *p, struct value *v);

/* ---- values ---- */

static int copy(struct value *v, const struct gan_zset *s, struct gan_err *e)
{
	float *to = gan_zset_grow(&v->set, s->n, s->d, "expression", e);

	if (!to)
		return -1;
	memcpy(to, s->z, (size_t)(s->n * s->d) * sizeof *to);
	return 0;
}

static void scale(struct value *v, double by)
{
	for (int64_t i = 0; i < v->set.n * v->set.d; i++)
		v->set.z[i] = (float)(by * v->set.z[i]);
	v->x *= by;
}

static void mean(struct value *v)
{
	struct gan_zset *s = &v->set;

	for (int64_t i = 0; i < s->d; i++) {
		double total = 0;

		for (int64_t k = 0; k < s->n; k++)
			total += s->z[k * s->d + i];
		s->z[i] = (float)(total / (double)s->n);
	}
	s->n = 1;
}

/* a += by * b; b's set may become a's. */
static int add(const struct parser *p, const char *at, struct value *a, struct value *b, double by)
{
	char msg[160];

	if (!a->set.n != !b->set.n)
		return fail_at(p, at, GAN_USAGE, "a number cannot be added to latents (a set can: a + .5*b)");
	if (a->set.n && a->set.n != b->set.n && a->set.n != 1 && b->set.n != 1) {
		snprintf(msg, sizeof msg, "%" PRId64 " latents and %" PRId64 " cannot be added one by one (mean(...) makes one of them)",
		         a->set.n, b->set.n);
		return fail_at(p, at, GAN_DATA, msg);
	}
	scale(b, by);
	a->x += b->x;
	if (a->set.n < b->set.n) {
		struct gan_zset swap = a->set;

		a->set = b->set;
		b->set = swap;
	}
	for (int64_t i = 0; i < a->set.n * a->set.d; i++)
		a->set.z[i] += b->set.z[b->set.n == 1 ? i % a->set.d : i];
	return 0;
}

static int multiply(const struct parser *p, const char *at, struct value *a, struct value *b, int divide)
{
	struct gan_zset swap = a->set;
	double x = a->x;

	if (divide && (b->set.n || b->x == 0))
		return fail_at(p, at, GAN_USAGE, b->set.n ? "cannot divide by latents" : "cannot divide by 0");
	if (a->set.n && b->set.n)
		return fail_at(p, at, GAN_USAGE, "latents are multiplied by numbers alone, not by latents");
	if (b->set.n) {
		a->set = b->set;
		b->set = swap;
		scale(a, x);
		return 0;
	}
	scale(a, divide ? 1 / b->x : b->x);
	return 0;
}

/* ---- the grammar ---- */

static size_t word(const char *s)
{
	size_t n = 0;

	if (isalpha((unsigned char)*s))
		while (isalnum((unsigned char)s[n]) || s[n] == '.')
			n++;
	return n;
}

static int number(struct parser *p, struct value *v)
{
	char buf[64];
	size_t n = strspn(p->at, "0123456789.");

	if ((p->at[n] == 'e' || p->at[n] == 'E') && n) {
		size_t k = n + 1 + (p->at[n + 1] == '-' || p->at[n + 1] == '+');

		if (isdigit((unsigned char)p->at[k]))
			n = k + strspn(p->at + k, "0123456789");
	}
	if (!n || n >= sizeof buf)
		return fail_at(p, p->at, GAN_USAGE, *p->at ? "expected a name, a number or '('" :
		               "it ends where a name, a number or '(' is expected");
	memcpy(buf, p->at, n);
	buf[n] = 0;
	if (gan_parse_double(buf, &v->x))
		return fail_at(p, p->at, GAN_USAGE, "not a number");
	p->at += n;
	return 0;
}

static int close_paren(struct parser *p)
{
	if (peek(p) != ')')
		return fail_at(p, p->at, GAN_USAGE, *p->at ? "expected ')' or an operator" : "a ')' is missing at the end");
	p->at++;
	return 0;
}

static int named(struct parser *p, struct value *v, size_t n)
{
	const char *at = p->at;
	char name[64];
	const struct gan_zset *s;

	if (n >= sizeof name)
		return fail_at(p, at, GAN_USAGE, "a name has at most 63 characters");
	memcpy(name, at, n);
	name[n] = 0;
	p->at += n;
	if (peek(p) == '(') {
		if (strcmp(name, "mean"))
			return fail_at(p, at, GAN_USAGE, "the only function is mean");
		p->at++;
		if (sum(p, v) || close_paren(p))
			return -1;
		if (!v->set.n)
			return fail_at(p, at, GAN_USAGE, "mean is of latents, found a number");
		mean(v);
		return 0;
	}
	s = p->name(p->ctx, name, p->e);
	if (!s)
		return gan_fail_prefix(p->e, "'%s', character %d", p->text, (int)(at - p->text) + 1);
	return copy(v, s, p->e);
}

static int sign_inner(struct parser *p, struct value *v)
{
	char c = peek(p);
	size_t n = word(p->at);

	if (c == '-') {
		p->at++;
		if (sign(p, v))
			return -1;
		scale(v, -1);
		return 0;
	}
	if (c == '(') {
		p->at++;
		return sum(p, v) || close_paren(p) ? -1 : 0;
	}
	return n ? named(p, v, n) : number(p, v);
}

static int sign(struct parser *p, struct value *v)
{
	int rc;

	if (++p->depth > DEPTH)
		return fail_at(p, p->at, GAN_USAGE, "nested too deeply");
	rc = sign_inner(p, v);
	p->depth--;
	return rc;
}

static int product(struct parser *p, struct value *v)
{
	int rc = sign(p, v);

	while (!rc && (peek(p) == '*' || *p->at == '/')) {
		const char *at = p->at++;
		struct value b = { 0 };

		rc = sign(p, &b) || multiply(p, at, v, &b, *at == '/') ? -1 : 0;
		gan_zset_free(&b.set);
	}
	return rc;
}

static int sum(struct parser *p, struct value *v)
{
	int rc = product(p, v);

	while (!rc && (peek(p) == '+' || *p->at == '-')) {
		const char *at = p->at++;
		struct value b = { 0 };

		rc = product(p, &b) || add(p, at, v, &b, *at == '-' ? -1 : 1) ? -1 : 0;
		gan_zset_free(&b.set);
	}
	return rc;
}

int gan_interp_eval(const char *text, gan_interp_name name, void *ctx, struct gan_zset *out, struct gan_err *e)
{
	struct parser p = { .text = text, .at = text, .name = name, .ctx = ctx, .e = e };
	struct value v = { 0 };
	int rc = sum(&p, &v);

	if (!rc && peek(&p))
		rc = fail_at(&p, p.at, GAN_USAGE, "expected an operator");
	if (!rc && !v.set.n)
		rc = gan_fail(e, GAN_USAGE, "'%s' is a number, expected latents (a name that is bound by name=SEED or name=FILE)", text);
	if (rc)
		gan_zset_free(&v.set);
	else
		*out = v.set;
	return rc;
}
