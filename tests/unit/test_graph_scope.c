/* Scopes: what is set is read back, a child keeps to itself what is set in it, and commit assigns only what was set. */
#include <string.h>

#include "graph/build.h"
#include "graph/scope.h"
#include "tap.h"

int main(void)
{
	struct gan_err e = { 0 };
	struct gan_graph *g = gan_graph_new(&e);
	struct gan_store store = { 0 };
	struct gan_shape shape = gan_shape_of(1, (int64_t)3);
	struct gan_scope *s = gan_scope_new(g, &store, &e), *c = s ? gan_scope_child(s, &e) : NULL;
	struct gan_node *w, *w1, *w2;

	if (!ok(c && gan_store_add(&store, "w", GAN_F32, &shape, GAN_LAYOUT_PLAIN, &e) &&
	        gan_store_add(&store, "v", GAN_F32, &shape, GAN_LAYOUT_PLAIN, &e), "a scope and its child"))
		return done();
	w = gan_scope_get(s, "w");
	ok(w && strcmp(w->name, "w") == 0 && gan_scope_get(c, "w") == w, "what was not set is the store's value");
	w1 = gan_adds(g, w, 1);
	w2 = gan_adds(g, w, 2);
	gan_scope_set(s, "w", w1);
	ok(gan_scope_get(s, "w") == w1 && gan_scope_get(c, "w") == w1, "what is set is read back, by the child too");
	gan_scope_set(c, "w", w2);
	gan_scope_set(c, "v", w2);
	ok(gan_scope_get(c, "w") == w2 && gan_scope_get(s, "w") == w1, "what is set in a child stays in it");
	gan_scope_commit(s);
	ok(g->nassign == 1 && strcmp(g->assign[0].name, "w") == 0 && g->assign[0].value == w1,
	   "commit assigns what was set in the scope itself");
	ok(gan_scope_has(c, "v") && !gan_scope_has(s, "u"), "names that exist");
	ok(!gan_scope_get(s, "u") && gan_graph_ok(g, &e) && strstr(e.msg, "'u'"), "a name that does not is an error that says it");
	gan_scope_free(c);
	gan_scope_free(s);
	gan_graph_free(g);
	gan_store_free(&store);
	return done();
}
