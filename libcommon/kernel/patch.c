/* Patch rows are runs: a row of the kernel is contiguous in the picture where all channels are taken and there is no
   dilation; else each tap is a run of its own. Runs go to their place by copies that are inlined while they are
   short. */
#include <string.h>
#include "kernel/copy.h"
#include "kernel/patch.h"

struct sink { /* where the elements of one row go */
	gan_real *dst;
	int shift;   /* panels of 1 << shift columns; 0: contiguous */
	long ld;     /* from panel to panel */
};

static inline void clear_short(gan_real *d, long n)
{
	memset(d, 0, (size_t)n * sizeof(*d));
}

/* n elements from position k of the row on; s NULL: zeros. */
static inline void run(const struct sink *t, long k, const gan_real *s, long n)
{
	const long nr = 1L << t->shift;

	if (t->shift == 0) {
		if (s)
			gan_copy(t->dst + k, s, n);
		else
			clear_short(t->dst + k, n);
		return;
	}
	while (n > 0) {
		const long col = k & (nr - 1), part = nr - col < n ? nr - col : n;
		gan_real *d = t->dst + (k >> t->shift) * t->ld + col;

		if (s) {
			gan_copy(d, s, part);
			s += part;
		} else {
			clear_short(d, part);
		}
		k += part;
		n -= part;
	}
}

static inline long clamp(long v, long lo, long hi)
{
	return v < lo ? lo : v > hi ? hi : v;
}

/* Elements e0..e1 of one kernel row (s,c), whose first pixel is at column x0 of picture row `line` (NULL: outside). */
static inline void kernel_row(const struct gan_patch *p, const gan_real *line, long x0, long e0, long e1,
                              const struct sink *t, long k)
{
	const long c = p->c;

	if (!line) {
		run(t, k, NULL, e1 - e0);
		return;
	}
	if (p->dw == 1 && c == p->ctotal) {
		const long lo = clamp(-x0 * c, e0, e1), hi = clamp((p->w - x0) * c, lo, e1);

		if (lo > e0)
			run(t, k, NULL, lo - e0);
		if (hi > lo)
			run(t, k + lo - e0, line + x0 * c + lo, hi - lo);
		if (hi < e1)
			run(t, k + hi - e0, NULL, e1 - hi);
		return;
	}
	for (long e = e0; e < e1;) {
		const long s = e / c, end = (s + 1) * c < e1 ? (s + 1) * c : e1, x = x0 + s * p->dw;

		run(t, k + e - e0, x >= 0 && x < p->w ? line + x * p->ctotal + p->c0 + e - s * c : NULL, end - e);
		e = end;
	}
}

/* Elements e0..e1 of kernel row r, from position k on, for patches b0..b1 of grid row a; rows of the result are step
   apart. */
static inline void grid_row(const struct gan_patch *p, const gan_real *pic, long a, long b0, long b1, long r, long e0,
                            long e1, struct sink t, long k, long step)
{
	const long y = a * p->step_h + p->off_h + r * p->dh;
	const gan_real *line = y >= 0 && y < p->h ? pic + y * p->w * p->ctotal : NULL;
	/* last place for a whole kernel row */
	const long inner = line && p->dw == 1 && p->c == p->ctotal ? p->w - p->s : -1;

	for (long b = b0; b < b1; b++, t.dst += step) {
		const long x0 = b * p->step_w + p->off_w;

		if (x0 >= 0 && x0 <= inner)
			run(&t, k, line + x0 * p->c + e0, e1 - e0);
		else
			kernel_row(p, line, x0, e0, e1, &t, k);
	}
}

static inline void all(const struct gan_patch *p, const gan_real *src, long m0, long m1, long k0, long k1,
                       struct sink t, long step)
{
	const long pic = p->h * p->w * p->ctotal, sc = p->s * p->c;

	for (long m = m0, end; m < m1; m = end) {
		const long row = m / p->cols, b0 = m % p->cols;

		end = (row + 1) * p->cols < m1 ? (row + 1) * p->cols : m1;
		for (long r = k0 / sc; r * sc < k1; r++) {
			const long base = r * sc, e0 = k0 > base ? k0 - base : 0, e1 = k1 - base < sc ? k1 - base : sc;

			grid_row(p, src + row / p->rows * pic, row % p->rows, b0, b0 + end - m, r, e0, e1, t,
			         base + e0 - k0, step);
		}
		t.dst += (end - m) * step;
	}
}

void gan_patch_rows(const struct gan_patch *p, const gan_real *src, long m0, long m1, long k0, long k1, gan_real *dst,
                    long ld)
{
	all(p, src, m0, m1, k0, k1, (struct sink){ .dst = dst }, ld);
}

void gan_patch_panels(const struct gan_patch *p, const gan_real *src, long m0, long m1, long k0, long k1, gan_real *dst,
                      long nr, long ld)
{
	const long n = k1 - k0, full = n / nr * nr;
	struct sink t = { .dst = dst, .ld = ld };

	while (1L << t.shift < nr)
		t.shift++;
	if (n > full) /* the last panel's missing columns */
		memset(dst + full / nr * ld, 0, (size_t)((m1 - m0) * nr) * sizeof(*dst));
	all(p, src, m0, m1, k0, k1, t, nr);
}
