/* pedia/node.c - see node.h. cmark ends the program when it gets no memory, so its
   constructors cannot fail here. */
#include "pedia/node.h"

#include <assert.h>

bool node_list(NodeList *out, Arena *a, cmark_node *root, Err *e)
{
    size_t           n = 0;
    cmark_event_type event = CMARK_EVENT_NONE;
    cmark_iter      *walk = cmark_iter_new(root);
    while ((event = cmark_iter_next(walk)) != CMARK_EVENT_DONE)
        n += event == CMARK_EVENT_ENTER && cmark_iter_get_node(walk) != root;
    *out = (NodeList){.v = ARENA_ARRAY(a, cmark_node *, n, e)};
    cmark_iter_reset(walk, root, CMARK_EVENT_ENTER);
    while (out->v && out->n < n && cmark_iter_next(walk) != CMARK_EVENT_DONE)
        if (cmark_iter_get_event_type(walk) == CMARK_EVENT_ENTER &&
            cmark_iter_get_node(walk) != root)
            out->v[out->n++] = cmark_iter_get_node(walk);
    for (size_t i = 0; i < out->n; i++)
        (void)cmark_node_get_literal(out->v[i]);
    cmark_iter_free(walk);
    return out->v != NULL;
}

cmark_node *node_add(cmark_node *parent, cmark_node_type type)
{
    cmark_node *child = cmark_node_new(type);
    int         added = cmark_node_append_child(parent, child);
    assert(added);
    return child;
}

cmark_node *node_before(cmark_node *node, cmark_node_type type)
{
    cmark_node *sibling = cmark_node_new(type);
    int         added = cmark_node_insert_before(node, sibling);
    assert(added);
    return sibling;
}

void node_remove(cmark_node *node)
{
    cmark_node_unlink(node);
    cmark_node_free(node);
}

void node_around(cmark_node *custom, Str open, Str close)
{
    cmark_node_set_on_enter(custom, open.p);
    cmark_node_set_on_exit(custom, close.p);
}

void node_turn_into(cmark_node *block, Str open, Str close)
{
    cmark_node *custom = node_before(block, CMARK_NODE_CUSTOM_BLOCK);
    node_around(custom, open, close);
    for (cmark_node *child; (child = cmark_node_first_child(block));) {
        cmark_node_unlink(child);
        int moved = cmark_node_append_child(custom, child);
        assert(moved);
    }
    node_remove(block);
}

bool node_add_inline(cmark_node *parent, Str html)
{
    node_around(node_add(parent, CMARK_NODE_CUSTOM_INLINE), html, STR(""));
    return true;
}

bool node_add_text(cmark_node *parent, Arena *a, Str text, Err *e)
{
    Str copy = {0};
    if (text.n == 0)
        return true;
    if (!str_copy(&copy, a, text, e))
        return false;
    cmark_node_set_literal(node_add(parent, CMARK_NODE_TEXT), copy.p);
    return true;
}
