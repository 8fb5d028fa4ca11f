/* Windows: see geometry.h. */
#include <string.h>
#include "net/geometry.h"

#define MAX_WINDOW 4096

int gan_lb_window(struct gan_lb *b, struct gan_window *w)
{
	int64_t v[4];
	int n;

	memset(w, 0, sizeof(*w));
	w->dh = w->dw = 1;
	if (gan_lb_pair(b, "k", &w->kh, &w->kw, 1, MAX_WINDOW) < 0)
		return -1;
	w->sh = w->kh;
	w->sw = w->kw;
	if (*gan_lb_text(b, "s") && gan_lb_pair(b, "s", &w->sh, &w->sw, 1, MAX_WINDOW) < 0)
		return -1;
	if (gan_setting_find(b->layer->type->setting, b->layer->type->nsetting, "d") &&
	    gan_lb_pair(b, "d", &w->dh, &w->dw, 1, MAX_WINDOW) < 0)
		return -1;
	if ((w->same = gan_lb_is(b, "p", "same")))
		return 0;
	if ((n = gan_lb_ints(b, "p", v, 4, 0, MAX_WINDOW)) < 0)
		return -1;
	if (n == 3) {
		gan_lb_fail(b, "p: expected one, two or four numbers, or same");
		return -1;
	}
	w->top = (int)v[0];
	w->bottom = (int)v[n == 4 ? 1 : 0];
	w->left = (int)v[n == 4 ? 2 : n - 1];
	w->right = (int)v[n - 1];
	return 0;
}

static void same(int64_t size, int k, int s, int d, int *lo, int *hi)
{
	int64_t out = (size + s - 1) / s, total = (out - 1) * s + (int64_t)d * (k - 1) + 1 - size;

	if (total < 0)
		total = 0;
	*lo = (int)(total / 2);
	*hi = (int)(total - total / 2);
}

void gan_window_same(struct gan_window *w, int64_t h, int64_t ww)
{
	if (!w->same)
		return;
	same(h, w->kh, w->sh, w->dh, &w->top, &w->bottom);
	same(ww, w->kw, w->sw, w->dw, &w->left, &w->right);
}
