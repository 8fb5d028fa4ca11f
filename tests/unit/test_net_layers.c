/* both */
/* Every layer of the registry is built and run here: shapes, and numbers where they can be said in a line. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/text.h"
#include "net/layer.h"
#include "plan/plan.h"
#include "tap.h"

/* Inputs hold 0, 1, 2, ... in our order (pictures NHWC); labels 0, 1, 2, ... modulo their classes. Parameters:
   0.5 everywhere. want: numbers of the output, or NULL: only finite. */
static const struct {
	const char *covers, *text, *shape, *want;
} cases[] = {
	{ "abs", "input x 3\n- affine shift=-1\n- abs", "[1,3]", "1 0 1" },
	{ "add", "input x 3\na affine scale=2\n- add from=x,a,x", "[1,3]", "0 4 8" },
	{ "add", "input x image 1 2 2\nv mean axes=h,w\n- add from=x,v", "[1,1,2,2]", "1 3 3 5" },
	{ "affine", "input x 3\n- affine scale=2 shift=-1", "[1,3]", "-1 1 3" },
	{ "amax", "input x image 2 2 2\n- amax axes=h,w", "[1,2]", "6 7" },
	{ "argmax", "input x 3\n- neg\n- argmax", "[1]", "0" },
	{ "argsort", "input x 3\n- argsort down=1", "[1,3]", "2 1 0" },
	{ "avgpool", "input x image 2 2 1\n- avgpool k=2", "[1,1,1,1]", "1.5" },
	{ "avgpool", "input x image 2 3 1\n- avgpool k=2 ceil=1", "[1,1,2,1]", "2 3.5" },
	{ "avgpool", "input x image 2 2 1\n- avgpool k=2 s=1 p=1 count-pad=0", "[1,3,3,1]", "0 .5 1 1 1.5 2 2 2.5 3" },
	{ "avgpool", "input x image 2 2 1\n- avgpool k=2 s=1 p=1", "[1,3,3,1]", "0 .25 .25 .5 1.5 1 .5 1.25 .75" },
	{ "avgpool", "input x image 2 3 2\n- avgpool k=all", "[1,1,1,2]", "5 6" },
	{ "avgunpool", "input x image 1 1 2\n- avgunpool to=2 k=2", "[1,2,2,2]", "0 .25 0 .25 0 .25 0 .25" },
	{ "bce", "input x 2\n- bce target=1", "[]", "0.50320" },
	{ "bn", "input x 2\na bn eps=0.25", "[1,2]", "0.211325 0.788675" },
	{ "bn", "input x image 1 2 1\na bn eps=0 stats=batch", "[1,1,2,1]", "0 1" },
	{ "cast", "input y label 3\n- cast to=real\n- affine shift=2", "[1]", "2" },
	{ "clamp", "input x 3\n- clamp lo=.5 hi=1.5", "[1,3]", ".5 1 1.5" },
	{ "concat", "input x image 1 2 1\n- concat from=x,x axis=c", "[1,1,2,2]", "0 0 1 1" },
	{ "concat", "input x image 1 2 1\n- concat from=x,x axis=w", "[1,1,4,1]", "0 1 0 1" },
	{ "const", "input x 1\n- const value=3 to=2", "[1,2]", "3 3" },
	{ "conv", "input x image 2 2 1\na conv out=1 k=2 p=1", "[1,3,3,1]", ".5 1 1 1.5 3.5 2.5 1.5 3 2" },
	{ "conv", "input x image 2 2 1\na conv out=1 k=3 s=2 p=same bias=0", "[1,1,1,1]", "3" },
	{ "conv", "input x image 2 2 2\na conv out=2 k=1 g=2 bias=0", "[1,2,2,2]", "0 .5 1 1.5 2 2.5 3 3.5" },
	{ "conv", "input x image 2 2 1\na conv out=1 k=2,1 p=0,0,1,0 mode=replicate bias=0", "[1,1,3,1]", "1 1 2" },
	{ "conv", "input x image 3 3 1\na conv out=1 k=2 d=2 bias=0", "[1,1,1,1]", "8" },
	{ "conv", "input x 2\na conv out=1 k=1 bias=0", "[1,1,1,1]", ".5" },
	{ "convdw", "input x image 2 2 1\ng maxpool k=2\n- convdw from=x,g k=2", "[1,2,2,1]", "0 3 6 9" },
	{ "convt", "input x image 1 2 1\na convt out=1 k=2 s=2 bias=0", "[1,2,4,1]", "0 0 .5 .5 0 0 .5 .5" },
	{ "convt", "input x image 1 2 1\na convt out=1 k=1 s=2 op=1 bias=0", "[1,2,4,1]", "0 0 .5 0 0 0 0 0" },
	{ "convt", "input x image 1 2 1\na convt out=1 k=3 s=2 p=same", "[1,2,4,1]", NULL },
	{ "cos", "input x 2\n- cos", "[1,2]", "1 .540302" },
	{ "cumsum", "input x 3\n- cumsum", "[1,3]", "0 1 3" },
	{ "cumsum", "input x 3\n- cumsum reverse=1", "[1,3]", "3 3 2" },
	{ "div", "input x 3\n- div by=2", "[1,3]", "0 .5 1" },
	{ "dropout", "input x 3\n- dropout p=.9", "[1,3]", "0 1 2" },
	{ "elu", "input x 2\n- neg\n- elu alpha=2", "[1,2]", "0 -1.264241" },
	{ "embedding", "input y label 3\na embedding out=2", "[1,2]", ".5 .5" },
	{ "eq", "input x 3\n- eq by=1", "[1,3]", "0 1 0" },
	{ "erf", "input x 2\n- erf", "[1,2]", "0 .842701" },
	{ "exp", "input x 2\n- exp", "[1,2]", "1 2.718282" },
	{ "expand", "input x 2\n- expand to=1,2", "[1,1,2,2]", "0 1 0 1" },
	{ "expand", "input x 2\ninput p image 2 1 1\n- expand from=x,p", "[1,2,1,2]", "0 1 0 1" },
	{ "flatten", "input x image 1 2 2\n- flatten", "[1,4]", "0 2 1 3" },
	{ "flatten", "input x image 1 2 2\n- flatten order=hwc", "[1,4]", "0 1 2 3" },
	{ "floor", "input x 3\n- affine shift=-.5\n- floor", "[1,3]", "-1 0 1" },
	{ "gather", "input x 3\ni iota n=2\n- gather from=x,i axis=c", "[1,2]", "0 1" },
	{ "ge", "input x 3\n- ge by=1", "[1,3]", "0 1 1" },
	{ "gelu", "input x 2\n- gelu", "[1,2]", "0 .841345" },
	{ "gnorm", "input x image 1 1 4\n- gnorm g=2 eps=0 affine=0", "[1,1,1,4]", "-1 1 -1 1" },
	{ "gt", "input x 3\n- gt by=1", "[1,3]", "0 0 1" },
	{ "hardsigmoid", "input x 2\n- hardsigmoid", "[1,2]", ".5 .666667" },
	{ "hardtanh", "input x 3\n- hardtanh", "[1,3]", "0 1 1" },
	{ "id", "input x 2\n- id", "[1,2]", "0 1" },
	{ "inorm", "input x image 1 2 2\na inorm eps=0", "[1,1,2,2]", "0 0 1 1" },
	{ "iota", "input x 2\n- iota n=3", "[3]", "0 1 2" },
	{ "isfinite", "input x 2\n- isfinite", "[1,2]", "1 1" },
	{ "le", "input x 3\n- le by=1", "[1,3]", "1 1 0" },
	{ "linear", "input x 3\na linear out=2", "[1,2]", "2 2" },
	{ "linear", "input x 3\na linear out=2 sn=1 bias=0", "[1,2]", "1.732051 1.732051" },
	{ "lnorm", "input x image 1 2 2\n- lnorm affine=0 over=channels eps=0", "[1,1,2,2]", "-1 1 -1 1" },
	{ "lnorm", "input x image 1 2 1\na lnorm eps=0", "[1,1,2,1]", "0 1" },
	{ "log", "input x 2\n- affine shift=1\n- log", "[1,2]", "0 .693147" },
	{ "logsigmoid", "input x 2\n- logsigmoid", "[1,2]", "-.693147 -.313262" },
	{ "logsoftmax", "input x 2\n- logsoftmax", "[1,2]", "-1.313262 -.313262" },
	{ "logsumexp", "input x 2\n- logsumexp", "[1,1]", "1.313262" },
	{ "lrelu", "input x 2\n- neg\n- lrelu", "[1,2]", "0 -.2" },
	{ "lt", "input x 3\n- lt by=1", "[1,3]", "1 0 0" },
	{ "matmul", "input x 2\na view to=2,1\nb view from=x to=1,2\n- matmul from=a,b", "[1,2,2]", "0 0 0 1" },
	{ "matmul", "input x 2\na view to=2,1\n- matmul from=a,a ta=1", "[1,1,1]", "1" },
	{ "max", "input x 3\n- max by=1", "[1,3]", "1 1 2" },
	{ "maxout", "input x 4\n- maxout k=2", "[1,2]", "1 3" },
	{ "maxpick", "input x image 2 2 1\nn neg\n- maxpick from=x,n k=2", "[1,1,1,1]", "-3" },
	{ "maxpool", "input x image 2 3 1\n- maxpool k=2", "[1,1,1,1]", "4" },
	{ "maxpool", "input x image 2 3 1\n- maxpool k=2 ceil=1", "[1,1,2,1]", "4 5" },
	{ "maxpool", "input x image 2 3 1\n- maxpool k=3 s=2 p=1", "[1,1,2,1]", "4 5" },
	{ "maxunpool", "input x image 2 2 1\nm maxpool k=2\n- maxunpool from=x,m k=2", "[1,2,2,1]", "0 0 0 3" },
	{ "mbdisc", "input x 2\na mbdisc kernels=1", "[1,3]", "0 1 .5" },
	{ "mbstd", "input x image 1 1 2\n- mbstd", "[1,1,1,3]", "0 1 .0001" },
	{ "mean", "input x image 1 2 2\n- mean", "[1]", "1.5" },
	{ "mean", "input x image 1 2 2\n- mean axes=w keep=1", "[1,1,1,2]", "1 2" },
	{ "min", "input x 3\n- min by=1", "[1,3]", "0 1 1" },
	{ "mul", "input x 3\n- mul from=x,x", "[1,3]", "0 1 4" },
	{ "ne", "input x 3\n- ne by=1", "[1,3]", "1 0 1" },
	{ "neg", "input x 2\n- neg", "[1,2]", "0 -1" },
	{ "noise", "input x 2\n- noise", "[1,2]", "0 1" },
	{ "noise", "input x image 1 2 2\na noise when=always per=pixel weight=1", "[1,1,2,2]", NULL },
	{ "normalise", "input x image 1 2 2\n- normalise axes=w eps=0", "[1,1,2,2]", "-1 -1 1 1" },
	{ "onehot", "input y label 3\n- onehot", "[1,3]", "1 0 0" },
	{ "pad", "input x image 1 2 1\n- pad p=0,1", "[1,1,4,1]", "0 0 1 0" },
	{ "pad", "input x image 1 3 1\n- pad p=0,0,2,0 mode=reflect", "[1,1,5,1]", "2 1 0 1 2" },
	{ "pad", "input x image 1 3 1\n- pad p=0,0,-1,1", "[1,1,3,1]", "1 2 0" },
	{ "pad", "input x image 1 2 1\n- pad axis=c lo=1 hi=1", "[1,1,2,3]", "0 0 0 0 1 0" },
	{ "param", "input x 2\na param to=2,1,1", "[1,1,1,2]", ".5 .5" },
	{ "permute", "input x image 1 2 2\n- permute to=cwh", "[1,2,2,1]", "0 2 1 3" },
	{ "pixelnorm", "input x 2\n- pixelnorm eps=0", "[1,2]", "0 1.414214" },
	{ "pow", "input x 3\n- pow by=2", "[1,3]", "0 1 4" },
	{ "prelu", "input x 3\n- affine shift=-1\na prelu", "[1,3]", "-.5 0 1" },
	{ "put", "input x 2\ni argsort down=1\n- put from=x,i n=3", "[1,3]", "1 0 0" },
	{ "randint", "input x 2\n- randint below=1", "[1]", "0" },
	{ "random", "input x 2\n- random n=3 dist=uniform\n- floor", "[1,3]", "0 0 0" },
	{ "recip", "input x 2\n- affine shift=1\n- recip", "[1,2]", "1 .5" },
	{ "relu", "input x 3\n- affine shift=-1\n- relu", "[1,3]", "0 0 1" },
	{ "resize", "input x image 1 2 1\n- resize to=1,4", "[1,1,4,1]", "0 0 1 1" },
	{ "resize", "input x image 1 2 1\n- resize to=1,4 mode=bilinear", "[1,1,4,1]", "0 .25 .75 1" },
	{ "resize", "input x image 1 2 1\n- resize to=1,4 mode=bilinear asymmetric=1", "[1,1,4,1]", "0 .5 1 1" },
	{ "round", "input x 4\n- mul by=.5\n- round", "[1,4]", "0 0 1 2" },
	{ "sample", "input x image 2 2 1\ninput at image 1 1 2\n- sample from=x,at", "[1,1,1,1]", "2" },
	{ "scatter", "input x 2\ni iota n=2\n- scatter from=x,i n=3", "[1,3]", "0 1 0" },
	{ "select", "input x 3\na eq by=1\nb neg from=x\n- select from=a,x,b", "[1,3]", "0 1 -2" },
	{ "selu", "input x 2\n- selu", "[1,2]", "0 1.050701" },
	{ "sigmoid", "input x 2\n- sigmoid", "[1,2]", ".5 .731059" },
	{ "sign", "input x 3\n- affine shift=-1\n- sign", "[1,3]", "-1 0 1" },
	{ "silu", "input x 2\n- silu", "[1,2]", "0 .731059" },
	{ "sin", "input x 2\n- sin", "[1,2]", "0 .841471" },
	{ "slice", "input x 5\n- slice axis=c start=1 end=-1 step=2", "[1,2]", "1 3" },
	{ "slice", "input x 5\n- slice axis=c step=-2", "[1,3]", "4 2 0" },
	{ "slice", "input x 5\n- slice axis=c start=-2", "[1,2]", "3 4" },
	{ "softmax", "input x 2\n- softmax", "[1,2]", ".268941 .731059" },
	{ "softplus", "input x 2\n- softplus", "[1,2]", ".693147 1.313262" },
	{ "softsign", "input x 2\n- softsign", "[1,2]", "0 .5" },
	{ "sort", "input x 3\n- neg\n- sort", "[1,3]", "-2 -1 0" },
	{ "sqrt", "input x 3\n- sqrt", "[1,3]", "0 1 1.414214" },
	{ "square", "input x 3\n- square", "[1,3]", "0 1 4" },
	{ "stop", "input x 2\n- stop", "[1,2]", "0 1" },
	{ "straight", "input x 2\na round\n- straight from=a,x", "[1,2]", "0 1" },
	{ "sub", "input x 3\n- sub by=1", "[1,3]", "-1 0 1" },
	{ "sum", "input x image 1 2 2\n- sum axes=c", "[1,1,2]", "1 5" },
	{ "take", "input x 3\ni argsort down=1\n- take from=x,i", "[1,3]", "2 1 0" },
	{ "tanh", "input x 2\n- tanh", "[1,2]", "0 .761594" },
	{ "topk", "input x 3\n- topk k=2", "[1,2]", "2 1" },
	{ "topk", "input x 3\n- topk k=2 give=index", "[1,2]", "2 1" },
	{ "unpad", "input x image 1 4 1\n- unpad p=0,1 mode=replicate", "[1,1,2,1]", "1 5" },
	{ "unresize", "input x image 1 4 1\n- unresize to=1,2", "[1,1,2,1]", "1 5" },
	{ "unresize", "input x image 1 4 1\n- unresize to=1,2 mode=bilinear asymmetric=1", "[1,1,2,1]", ".5 5.5" },
	{ "unslice", "input x 2\n- unslice axis=c n=5 start=1 step=2", "[1,5]", "0 0 0 1 0" },
	{ "up", "input x image 1 2 1\n- up s=2", "[1,2,4,1]", "0 0 1 1 0 0 1 1" },
	{ "up", "input x image 1 2 1\n- up s=1,2 mode=bilinear corners=1", "[1,1,4,1]", "0 .333333 .666667 1" },
	{ "up", "input x image 1 2 1\n- up s=1,2 mode=bilinear asymmetric=1", "[1,1,4,1]", "0 .5 1 1" },
	{ "var", "input x 2\n- var", "[1]", ".25" },
	{ "vbn", "input x 2\na vbn ref=1 eps=.0625", "[1,2]", "0.146447 .853553" },
	{ "view", "input x 4\n- view to=2,1,2", "[1,1,2,2]", "0 2 1 3" },
	{ "view", "input x 4\n- view to=1,2,2 order=hwc", "[1,1,2,2]", "0 1 2 3" },
	{ "view", "input x image 1 2 2\n- view to=2,-1", "[1,2,2]", "0 2 1 3" },
	{ "xent", "input x 2\ninput y label 2\n- xent from=x,y", "[]", "1.313262" },
};

struct job {
	struct gan_nets nets;
	struct gan_store store;
	struct gan_graph *g;
	struct gan_scope *s;
	struct gan_plan *p;
	struct gan_node *in[4], *out;
	void *data[4];
	struct gan_err e;
};

static void make_input(struct job *j, int k)
{
	const struct gan_io *io = &j->nets.net[0].in[k];
	struct gan_shape s = io->kind == GAN_IO_IMAGE ? gan_shape_of(4, (int64_t)1, io->h, io->w, io->c) :
	                     io->kind == GAN_IO_LABEL ? gan_shape_of(1, (int64_t)1) : gan_shape_of(2, (int64_t)1, io->n);
	int64_t n = gan_shape_count(&s), i;
	gan_real *x;

	j->in[k] = gan_input(j->g, io->name, io->kind == GAN_IO_LABEL ? GAN_I64 : GAN_REAL, &s);
	j->data[k] = gan_alloc((size_t)n, sizeof(int64_t), NULL);
	x = j->data[k];
	for (i = 0; io->kind != GAN_IO_LABEL && i < n; i++)
		x[i] = (gan_real)i;
}

static void fill_half(struct gan_store *s)
{
	for (size_t i = 0; i < s->n; i++)
		for (int64_t k = 0; k < gan_shape_count(&s->entry[i]->t.shape); k++)
			((gan_real *)s->entry[i]->t.data)[k] = (gan_real).5;
}

static int open_job(struct job *j, const char *text, enum gan_net_mode mode, unsigned flags)
{
	struct gan_apply a = { .mode = mode, .prefix = "", .purpose = "t", .in = j->in, .out = &j->out };
	static const int64_t rng[3] = { 1, 2, 3 };
	struct gan_buf b = { 0 };
	int rc;

	memset(j, 0, sizeof(*j));
	gan_buf_printf(&b, "net n\n%s\n", text);
	rc = gan_nets_parse(&j->nets, b.s, b.len, "t", &j->e);
	gan_buf_free(&b);
	if (rc < 0 || gan_net_params(&j->nets.net[0], &j->store, 0, 0, &j->e) < 0)
		return -1;
	fill_half(&j->store);
	j->g = gan_graph_new(&j->e);
	j->s = gan_scope_new(j->g, &j->store, &j->e);
	a.scope = j->s;
	a.rng = gan_rng(j->g);
	for (size_t k = 0; k < j->nets.net[0].nin; k++)
		make_input(j, (int)k);
	if (gan_net_apply(&j->nets.net[0], j->g, &a, &j->e) < 0 || gan_graph_ok(j->g, &j->e) < 0 ||
	    !(j->p = gan_plan_new(j->g, &j->store, &j->out, 1, flags, &j->e)))
		return -1;
	for (size_t k = 0; k < j->nets.net[0].nin; k++)
		gan_plan_bind(j->p, j->nets.net[0].in[k].name, j->data[k]);
	gan_plan_bind(j->p, "rng", rng);
	return gan_plan_run(j->p, &j->e);
}

static void close_job(struct job *j)
{
	gan_plan_free(j->p);
	gan_scope_free(j->s);
	gan_graph_free(j->g);
	gan_store_free(&j->store);
	gan_nets_free(&j->nets);
	for (int k = 0; k < 4; k++)
		gan_free(j->data[k]);
}

static double number(const struct job *j, int64_t k)
{
	const void *y = gan_plan_value(j->p, j->out);

	return j->out->type == GAN_I64 ? (double)((const int64_t *)y)[k] : (double)((const gan_real *)y)[k];
}

/* Are the numbers those of the list (to 1e-5), no more and no fewer? */
static int same(const struct job *j, const char *want)
{
	int64_t n = gan_shape_count(&j->out->shape), k;
	char *end;

	for (k = 0; k < n; k++) {
		double v = number(j, k);

		if (!want) {
			if (!isfinite(v))
				return 0;
			continue;
		}
		if (fabs(v - strtod(want, &end)) > 1e-5 || end == want)
			return 0;
		want = end;
	}
	return !want || !*want;
}

static void show(const struct job *j)
{
	for (int64_t k = 0; k < gan_shape_count(&j->out->shape) && k < 16; k++)
		printf("%s%g", k ? " " : "# found ", number(j, k));
	putchar('\n');
}

static void check(size_t i)
{
	struct job j, naive;
	char shape[100];

	if (!ok(!open_job(&j, cases[i].text, GAN_NET_EVAL, 0), "%s runs %s", cases[i].covers, j.e.msg))
		return;
	gan_shape_str(&j.out->shape, shape, sizeof(shape));
	ok(!cases[i].shape || !strcmp(shape, cases[i].shape), "%s gives %s", cases[i].covers, shape);
	if (!ok(same(&j, cases[i].want), "%s: %s", cases[i].covers, cases[i].want ? cases[i].want : "finite"))
		show(&j);
	if (ok(!open_job(&naive, cases[i].text, GAN_NET_EVAL, GAN_PLAN_NAIVE), "%s runs naively %s", cases[i].covers, naive.e.msg))
		ok(!memcmp(gan_plan_value(j.p, j.out), gan_plan_value(naive.p, naive.out),
		           (size_t)gan_shape_count(&j.out->shape) * gan_dtype_bits(j.out->type) / 8), "and gives the same bytes");
	close_job(&naive);
	close_job(&j);
	ok(!open_job(&j, cases[i].text, GAN_NET_TRAIN, 0), "%s runs in training %s", cases[i].covers, j.e.msg);
	close_job(&j);
}

/* Training and evaluation of the layers where they differ. */
static void modes(void)
{
	struct job j;
	const char *text = "input x image 1 1 1000\n- affine scale=0 shift=1\n- dropout p=.25";
	double sum = 0;

	if (ok(!open_job(&j, text, GAN_NET_TRAIN, 0), "dropout in training %s", j.e.msg)) {
		for (int k = 0; k < 1000; k++)
			sum += number(&j, k);
		ok(sum > 930 && sum < 1070 && sum != 1000, "keeps the mean: %g", sum / 1000);
	}
	close_job(&j);
	if (ok(!open_job(&j, "input x image 1 4 1\na bn momentum=.25", GAN_NET_TRAIN, 0), "batch norm in training %s", j.e.msg)) {
		const struct gan_entry *m = gan_store_find(&j.store, "n.a.running_mean"), *v = gan_store_find(&j.store, "n.a.running_var");
		struct gan_plan *p;

		gan_scope_commit(j.s);
		p = gan_plan_new(j.g, &j.store, &j.out, 1, 0, &j.e);
		gan_plan_bind(p, "x", j.data[0]);
		if (ok(p && !gan_plan_run(p, &j.e), "commits %s", j.e.msg))
			gan_plan_commit(p);
		ok(fabs(*(gan_real *)m->t.data - .75) < 1e-6, "running mean: 3/4 of 0.5 and 1/4 of 1.5");
		ok(fabs(*(gan_real *)v->t.data - (.375 + .25 * 5 / 3)) < 1e-6, "running variance takes the unbiased one, 5/3");
		gan_plan_free(p);
	}
	close_job(&j);
}

/* Bytes become numbers as the input says, and the same bytes again as the output says. */
static void bytes(void)
{
	static const char text[] = "net n\ninput x image 1 2 3 range=-1:1 order=bgr mean=.1,.2,.3 std=2,4,8\n- id\n"
		"output range=-1:1 order=bgr mean=.1,.2,.3 std=2,4,8\n";
	static const uint8_t px[6] = { 0, 128, 255, 3, 2, 1 };
	struct gan_err e = { 0 };
	struct gan_nets nets;
	struct gan_graph *g = gan_graph_new(&e);
	struct gan_shape s = gan_shape_of(4, (int64_t)1, (int64_t)1, (int64_t)2, (int64_t)3);
	struct gan_node *x = gan_input(g, "x", GAN_U8, &s), *out[2];
	struct gan_plan *p;
	const gan_real *v;

	if (!ok(!gan_nets_parse(&nets, text, strlen(text), "t", &e), "parsed %s", e.msg))
		return;
	out[0] = gan_io_decode(g, &nets.net[0].in[0], x);
	out[1] = gan_io_encode(g, &nets.net[0].out[0], out[0]);
	if (!ok((p = gan_plan_new(g, NULL, out, 2, 0, &e)) != NULL, "planned %s", e.msg))
		return;
	gan_plan_bind(p, "x", px);
	ok(!gan_plan_run(p, &e), "run %s", e.msg);
	v = gan_plan_value(p, out[0]);
	ok(fabs((double)v[0] - .45) < 1e-6, "255, the last channel, comes first: (1 - .1)/2");
	ok(fabs((double)v[2] + 1.3 / 8) < 1e-6, "0 is (-1 - .3)/8");
	ok(!memcmp(gan_plan_value(p, out[1]), px, 6), "and back to the same bytes");
	gan_plan_free(p);
	gan_graph_free(g);
	gan_nets_free(&nets);
}

int main(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		check(i);
	for (size_t i = 0; i < gan_layer_count(); i++) {
		int found = 0;

		for (size_t k = 0; k < sizeof(cases) / sizeof(*cases); k++)
			found |= !strcmp(cases[k].covers, gan_layer_at(i)->name);
		ok(found, "layer %s has a case here", gan_layer_at(i)->name);
		ok(!i || strcmp(gan_layer_at(i - 1)->name, gan_layer_at(i)->name) < 0, "layer %s stands in order", gan_layer_at(i)->name);
	}
	modes();
	bytes();
	return done();
}
