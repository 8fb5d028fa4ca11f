/* How many combinations of classes stacked pictures cover: Metz et al. 2017, "Unrolled GANs", sec. 3.3.1, and Lin et al. 2018,
   "PacGAN", sec. 4.2. Each channel is a picture of its own, whose class is a classifier's greatest output (-f); the classes of a
   picture's channels are its mode, as gan-data --stack labels it.
     found   modes that at least one picture is of
     of      modes there are: classes to the power of channels
     kl      Kullback-Leibler divergence from the uniform distribution over all modes, sum p ln(p of), p the shares of the pictures
             by their mode (nats). Of n pictures of the truth it is about (of - 1) / (2 n), not 0. */
#include <inttypes.h>
#include <math.h>
#include <string.h>
#include "feature/logits.h"
#include "metric/metric.h"
#include "base/mem.h"

#define MAX_MODES 10000000

/* mode[i] becomes mode[i] * classes + the class of picture i's channel c. */
static int add_digit(struct gan_feature_net *f, const struct gan_dataset *s, int64_t c, int64_t *mode, int64_t *classes,
                     struct gan_err *e)
{
	struct gan_dataset gray = { .n = s->n, .h = s->h, .w = s->w, .c = 1, .d = s->h * s->w };
	float *y = NULL;

	gray.x8 = gan_alloc((size_t)s->n, (size_t)gray.d, e);
	if (!gray.x8)
		return -1;
	for (int64_t i = 0; i < s->n * gray.d; i++)
		gray.x8[i] = s->x8[i * s->c + c];
	y = gan_features_of(f, GAN_FEATURE_OUTPUT, &gray, classes, e);
	gan_free(gray.x8);
	for (int64_t i = 0; y && i < s->n; i++)
		mode[i] = mode[i] * *classes + gan_logits_best(y + i * *classes, *classes);
	gan_free(y);
	return y ? 0 : -1;
}

static int count_modes(int64_t classes, int64_t channels, int64_t *of, const char *name, struct gan_err *e)
{
	*of = 1;
	for (int64_t c = 0; c < channels; c++)
		if ((*of *= classes) > MAX_MODES)
			return gan_fail(e, GAN_DATA, "%s: %" PRId64 " classes in %" PRId64 " channels make more than %d modes", name, classes,
			                channels, MAX_MODES);
	return 0;
}

static int put(struct gan_metric_out *out, const int64_t *mode, int64_t n, int64_t of, struct gan_err *e)
{
	int64_t *count = gan_alloc((size_t)of, sizeof *count, e), found = 0;
	double kl = 0;

	if (!count)
		return -1;
	for (int64_t i = 0; i < n; i++)
		found += !count[mode[i]]++;
	for (int64_t k = 0; k < of; k++) {
		double p = (double)count[k] / (double)n;

		if (count[k])
			kl += p * log(p * (double)of);
	}
	gan_metric_value(out, "found", (double)found, n);
	gan_metric_value(out, "of", (double)of, n);
	gan_metric_value(out, "kl", kl, n);
	gan_free(count);
	return 0;
}

static int judge(void *state, const struct gan_metric_with *w, const struct gan_judged *in, struct gan_metric_out *out,
                 struct gan_err *e)
{
	struct gan_feature_net *f = &w->look->net;
	const struct gan_dataset *s = in->set;
	int64_t *mode, classes = 0, of = 0;
	char note[384];
	int rc = 0;

	(void)state;
	if (!s->h)
		return gan_fail(e, GAN_DATA, "%s: -M stacked is for pictures, found points (-M modes counts theirs)", in->name);
	mode = gan_alloc((size_t)s->n, sizeof *mode, e);
	if (!mode)
		return -1;
	for (int64_t c = 0; c < s->c && !rc; c++)
		rc = add_digit(f, s, c, mode, &classes, e) || (!c && count_modes(classes, s->c, &of, in->name, e)) ? -1 : 0;
	if (!rc) {
		gan_metric_note(out, "%s", gan_feature_note(f, GAN_FEATURE_OUTPUT, note, sizeof note));
		rc = put(out, mode, s->n, of, e);
	}
	gan_free(mode);
	return rc;
}

const struct gan_metric gan_metric_stacked = {
	.name = "stacked",
	.help = "combinations of classes that stacked pictures cover, KL to all alike",
	.flags = GAN_METRIC_NEEDS_FEATURES,
	.judge = judge,
};
