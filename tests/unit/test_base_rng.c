/* Philox against Random123's known answers; fills that do not depend on their splits; moments. */
#include <math.h>
#include <string.h>

#include "base/rng.h"
#include "tap.h"

/* Random123 1.14, tests/kat_vectors, philox4x32 10. */
static const struct {
	uint32_t ctr[4], key[2], want[4];
} kat[] = {
	{{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
	{{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff},
	 {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
	{{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0},
	 {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
};

static void test_kat(void)
{
	uint32_t got[4];
	size_t i;

	for (i = 0; i < sizeof kat / sizeof *kat; i++) {
		gan_philox(kat[i].ctr, kat[i].key, got);
		ok(!memcmp(got, kat[i].want, sizeof got), "philox known answer %zu", i);
	}
}

#define N 3001

static float whole[N], part[N];
static int64_t iwhole[N], ipart[N];
static double dwhole[N], dpart[N];

static void test_splits(void)
{
	struct gan_rng r = gan_rng_make(7, "test");
	size_t at, n, k;
	int same[5] = {1, 1, 1, 1, 1};

	gan_rng_uniform_f32(r, 3, 5, 0, whole, N);
	for (at = 0, k = 1; at < N; at += n, k = k * 5 % 601 + 1) {
		n = k < N - at ? k : N - at;
		gan_rng_uniform_f32(r, 3, 5, at, part + at, n);
	}
	same[0] = !memcmp(whole, part, sizeof whole);
	gan_rng_normal_f32(r, 3, 5, 0, whole, N);
	gan_rng_int(r, 3, 5, 0, 1000, iwhole, N);
	gan_rng_uniform_f64(r, 3, 5, 0, dwhole, N);
	for (at = 0, k = 1; at < N; at += n, k = k * 5 % 601 + 1) {
		n = k < N - at ? k : N - at;
		gan_rng_normal_f32(r, 3, 5, at, part + at, n);
		gan_rng_int(r, 3, 5, at, 1000, ipart + at, n);
		gan_rng_uniform_f64(r, 3, 5, at, dpart + at, n);
	}
	same[1] = !memcmp(whole, part, sizeof whole);
	same[2] = !memcmp(iwhole, ipart, sizeof iwhole);
	same[3] = !memcmp(dwhole, dpart, sizeof dwhole);
	gan_rng_normal_f64(r, 3, 5, 0, dwhole, N);
	gan_rng_normal_f64(r, 3, 5, 0, dpart, 1);
	gan_rng_normal_f64(r, 3, 5, 1, dpart + 1, N - 1);
	same[4] = !memcmp(dwhole, dpart, sizeof dwhole);
	ok(same[0] && same[1] && same[2] && same[3] && same[4], "fills do not depend on splits (%d %d %d %d %d)", same[0],
	   same[1], same[2], same[3], same[4]);
}

/* How many of n samples of m numbers each, drawn at once into all, differ from the same sample drawn alone into one. */
#define DIFFER(kind, type, all, one) \
	static size_t differ_##kind##_##type(struct gan_rng r, size_t n, size_t m) \
	{ \
		size_t bad = 0; \
		gan_rng_##kind##_samples_##type(r, 3, 5, n, all, m); \
		for (size_t i = 0; i < n; i++) { \
			gan_rng_##kind##_##type(r, 3, 5 + i, 0, one, m); \
			bad += memcmp(one, all + i * m, m * sizeof *one) != 0; \
		} \
		return bad; \
	}
DIFFER(uniform, f32, whole, part)
DIFFER(normal, f32, whole, part)
DIFFER(uniform, f64, dwhole, dpart)
DIFFER(normal, f64, dwhole, dpart)

/* Many samples at once have the numbers of each alone. */
static void test_samples(void)
{
	static const size_t each[] = { 1, 2, 4, 7, 100, 255, 256, 300 };
	struct gan_rng r = gan_rng_make(7, "test");

	for (size_t k = 0; k < sizeof each / sizeof *each; k++) {
		size_t m = each[k], n = N / m;
		size_t u = differ_uniform_f32(r, n, m), z = differ_normal_f32(r, n, m);
		size_t du = differ_uniform_f64(r, n, m), dz = differ_normal_f64(r, n, m);

		ok(!u && !z && !du && !dz, "%zu samples of %zu numbers are those of each alone (%zu %zu %zu %zu)", n, m, u, z, du, dz);
	}
}

/* Mean, variance and fourth moment of n normals, and their distance from Box-Muller in double on the same words. */
static void test_normal(void)
{
	struct gan_rng r = gan_rng_make(1, "z");
	double m1 = 0, m2 = 0, m4 = 0, worst = 0;
	const int steps = 300;
	int s, i;

	for (s = 0; s < steps; s++) {
		gan_rng_normal_f32(r, (uint64_t)s, 0, 0, whole, 3000);
		for (i = 0; i < 3000; i++) {
			m1 += whole[i];
			m2 += (double)whole[i] * whole[i];
			m4 += pow(whole[i], 4);
		}
	}
	m1 /= 3000. * steps;
	m2 /= 3000. * steps;
	m4 /= 3000. * steps;
	ok(fabs(m1) < .005 && fabs(m2 - 1) < .008 && fabs(m4 - 3) < .08, "moments %g %g %g", m1, m2, m4);

	gan_rng_normal_f32(r, 0, 0, 0, whole, 3000);
	for (i = 0; i < 1500; i++) {
		uint32_t ctr[4] = {(uint32_t)i / 2, 0, 0, 0}, w[4];
		double rad, a;

		gan_philox(ctr, r.key, w);
		rad = sqrt(-2 * log(((double)(w[i % 2 * 2] >> 1) + .5) * 0x1p-31));
		a = 6.283185307179586 * w[i % 2 * 2 + 1] * 0x1p-32;
		worst = fmax(worst, fabs(whole[2 * i] - rad * cos(a)));
		worst = fmax(worst, fabs(whole[2 * i + 1] - rad * sin(a)));
	}
	ok(worst < 2e-6, "Box-Muller agrees with libm in double (off by %g)", worst);
}

static void test_uniform_and_int(void)
{
	struct gan_rng r = gan_rng_make(1, "u");
	double mean = 0;
	int i, bad = 0;

	gan_rng_uniform_f32(r, 1, 0, 0, whole, N);
	gan_rng_int(r, 1, 0, 0, 10, iwhole, N);
	for (i = 0; i < N; i++) {
		bad += whole[i] < 0 || whole[i] >= 1 || iwhole[i] < 0 || iwhole[i] > 9;
		mean += whole[i];
	}
	ok(!bad && fabs(mean / N - .5) < .03, "uniforms and integers in range, mean %g", mean / N);
}

static void test_streams(void)
{
	struct gan_rng a = gan_rng_make(1, "z"), b = gan_rng_make(1, "y"), c = gan_rng_make(2, "z");
	float x[4][4];

	gan_rng_uniform_f32(a, 0, 0, 0, x[0], 4);
	gan_rng_uniform_f32(b, 0, 0, 0, x[1], 4);
	gan_rng_uniform_f32(c, 0, 0, 0, x[2], 4);
	gan_rng_uniform_f32(a, (uint64_t)1 << 33, 0, 0, x[3], 4);
	ok(x[0][0] != x[1][0] && x[0][0] != x[2][0] && x[0][0] != x[3][0], "purpose, seed and high steps count");
}

static void test_permutation(void)
{
	static uint32_t p[5000], q[5000];
	static unsigned char seen[5000];
	struct gan_rng r = gan_rng_make(1, "data.order");
	size_t i, n = 0, fixed = 0;

	gan_rng_permutation(r, 0, p, 5000);
	gan_rng_permutation(r, 1, q, 5000);
	for (i = 0; i < 5000; i++) {
		n += p[i] < 5000 && !seen[p[i]];
		seen[p[i]] = 1;
		fixed += p[i] == i;
	}
	ok(n == 5000 && fixed < 10 && memcmp(p, q, sizeof p), "a permutation, another each step (%zu fixed points)", fixed);
}

int main(void)
{
	test_kat();
	test_splits();
	test_samples();
	test_normal();
	test_uniform_and_int();
	test_streams();
	test_permutation();
	return done();
}
