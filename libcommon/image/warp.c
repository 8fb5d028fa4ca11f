/* Mirror images and random affine warps. */
#include <math.h>
#include <string.h>
#include "image/image.h"

const struct gan_warp gan_warp_default = { .rotate = 10, .scale = 1.1, .shear = .1, .shift = .06 };

void gan_image_flip(uint8_t *px, int h, int w, int c)
{
	for (int y = 0; y < h; y++)
		for (int a = 0, b = w - 1; a < b; a++, b--)
			for (int k = 0; k < c; k++) {
				uint8_t *row = px + (size_t)y * (size_t)w * (size_t)c, t = row[a * c + k];

				row[a * c + k] = row[b * c + k];
				row[b * c + k] = t;
			}
}

/* The map from a place of the result to its place in the source: [x y]' = m [x y]' + t, about the middle. */
struct affine {
	double m[2][2], t[2];
};

static struct affine draw(const struct gan_warp *p, int h, int w, struct gan_rng r, uint64_t step, uint64_t sample)
{
	float u[6];
	double turn, zoom, shear;
	struct affine a;

	gan_rng_uniform_f32(r, step, sample, 0, u, 6);
	turn = (2 * u[0] - 1) * p->rotate * (3.14159265358979323846 / 180);
	zoom = pow(p->scale, 2 * u[1] - 1);
	shear = (2 * u[2] - 1) * p->shear;
	a.m[0][0] = cos(turn) * zoom;
	a.m[0][1] = (shear * cos(turn) - sin(turn)) * zoom;
	a.m[1][0] = sin(turn) * zoom;
	a.m[1][1] = (shear * sin(turn) + cos(turn)) * zoom;
	a.t[0] = (2 * u[3] - 1) * p->shift * w;
	a.t[1] = (2 * u[4] - 1) * p->shift * h;
	return a;
}

static int clamp(int v, int n)
{
	return v < 0 ? 0 : v >= n ? n - 1 : v;
}

void gan_image_warp(uint8_t *dst, const uint8_t *src, int h, int w, int c, const struct gan_warp *p, struct gan_rng r,
                    uint64_t step, uint64_t sample)
{
	struct affine a = draw(p, h, w, r, step, sample);

	for (int y = 0; y < h; y++) {
		double dy = y + .5 - h / 2.;

		for (int x = 0; x < w; x++) {
			double dx = x + .5 - w / 2.;
			double sx = a.m[0][0] * dx + a.m[0][1] * dy + a.t[0] + w / 2. - .5;
			double sy = a.m[1][0] * dx + a.m[1][1] * dy + a.t[1] + h / 2. - .5;
			double fx = sx - floor(sx), fy = sy - floor(sy);
			int x0 = clamp((int)floor(sx), w), x1 = clamp((int)floor(sx) + 1, w);
			const uint8_t *top = src + (size_t)clamp((int)floor(sy), h) * (size_t)w * (size_t)c;
			const uint8_t *low = src + (size_t)clamp((int)floor(sy) + 1, h) * (size_t)w * (size_t)c;

			for (int k = 0; k < c; k++)
				*dst++ = (uint8_t)((1 - fy) * ((1 - fx) * top[x0 * c + k] + fx * top[x1 * c + k]) +
				                   fy * ((1 - fx) * low[x0 * c + k] + fx * low[x1 * c + k]) + .5);
		}
	}
}
