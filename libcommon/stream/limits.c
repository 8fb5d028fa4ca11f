/* The two environment variables of gan-stream(5). */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "stream/parts.h"

int gan_stream_max_bytes(uint64_t *max, struct gan_err *e)
{
	static const char units[] = "KMGT";
	const char *s = getenv("GAN_MAX_BYTES"), *unit;
	long pages, size;
	char digits[32];
	size_t n;

	if (!s || !*s) {
		pages = sysconf(_SC_PHYS_PAGES);
		size = sysconf(_SC_PAGESIZE);
		*max = pages > 0 && size > 0 ? (uint64_t)pages / 2 * (uint64_t)size : (uint64_t)1 << 32;
		return 0;
	}
	n = strspn(s, "0123456789");
	unit = s[n] ? strchr(units, s[n]) : NULL;
	if (n && n < sizeof digits && (!s[n] || (unit && !s[n + 1]))) {
		unsigned shift = unit ? 10 * (unsigned)(unit - units + 1) : 0;

		memcpy(digits, s, n);
		digits[n] = 0;
		if (!gan_parse_uint(digits, max) && *max <= UINT64_MAX >> shift) {
			*max <<= shift;
			return 0;
		}
	}
	return gan_fail(e, GAN_USAGE, "GAN_MAX_BYTES=%s: expected a number of bytes, perhaps with K, M, G or T", s);
}

int gan_stream_level(int *level, struct gan_err *e)
{
	const char *s = getenv("GAN_ZSTD");
	int64_t v;

	*level = 1;
	if (!s || !*s)
		return 0;
	if (gan_parse_int(s, &v) || v < 0 || v > 19)
		return gan_fail(e, GAN_USAGE, "GAN_ZSTD=%s: expected a level, 0..19", s);
	*level = (int)v;
	return 0;
}
