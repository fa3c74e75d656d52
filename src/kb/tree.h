/*
 * kb/tree.h - private to kb: the strict YAML subset as a tree with places.
 *
 * Every node knows its line and column, so that each later complaint can name them.
 * Refused: anchors, aliases, tags, scalars over several lines (also | and >), a second
 * document, keys that are not plain words, duplicate keys, control characters, nesting
 * beyond TREE_DEPTH.
 *
 *     {id: leg_cramp, p: 0.98}   a MAP with the members "id" and "p", both TEXT
 */
#ifndef KB_TREE_H
#define KB_TREE_H

#include "kb/draft.h"

typedef enum NodeKind { NODE_TEXT, NODE_LIST, NODE_MAP } NodeKind;
enum { TREE_DEPTH = 8 };

typedef struct Node Node;
struct Node {
    NodeKind kind;
    Place    at;
    bool     quoted;
    Str      text; /* of a TEXT */
    Str      key;  /* when it is a member of a map */
    Place    key_at;
    Node    *first, *last, *next; /* of a LIST or MAP: its parts in order */
    size_t   n;
};

/* The tree of `text`, which begins at line `first_line` of `file`. NULL when it was
   complained about: an empty one is. */
const Node *tree_read(Draft *d, Str file, Str text, uint32_t first_line);

/* A member of a map; NULL when absent or when n is no map. */
const Node *tree_get(const Node *n, const char *key);

#endif
