/*
 * pedia/node.h - private to pedia: small steps on a cmark tree.
 *
 * Text handed in is copied by cmark. What stands "around" a custom node is HTML that
 * the renderer writes as it is: it is always made here, never taken from an article.
 */
#ifndef PEDIA_NODE_H
#define PEDIA_NODE_H

#include "base/str.h"

#include <cmark-gfm.h>

typedef struct NodeList {
    cmark_node **v; /* in reading order, without the root */
    size_t       n;
} NodeList;

/* Text of these nodes no longer lies in the block they came from (asking cmark for it
   makes a copy), so that the block may be freed. */
MUST_USE bool node_list(NodeList *out, Arena *a, cmark_node *root, Err *e);

cmark_node *node_add(cmark_node *parent, cmark_node_type type); /* as the last child */
cmark_node *node_before(cmark_node *node, cmark_node_type type);
void        node_remove(cmark_node *node); /* with all below it */

/* HTML before and after the children of a custom node; both end with a NUL. */
void node_around(cmark_node *custom, Str open, Str close);
/* Replaces a block by a custom one that keeps its children. */
void node_turn_into(cmark_node *block, Str open, Str close);

/* A custom inline of this HTML; always true, for use in conditions. */
bool          node_add_inline(cmark_node *parent, Str html);
MUST_USE bool node_add_text(cmark_node *parent, Arena *a, Str text, Err *e);

#endif
