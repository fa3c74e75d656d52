/*
 * nlp/trie.c - transitions lie in one open-addressing table keyed by (node, id).
 *
 * A pointer trie was tried in the prototype; the hash table is smaller and as fast,
 * because most nodes have one child. Matching walks all readings of each word at once
 * with an explicit stack: the depth is bounded by the longest pattern.
 */
#include "nlp/trie.h"

#include "base/map.h"

typedef struct WordInfo {
    uint32_t first_class; /* link in `joins` */
    bool     is_light;
} WordInfo;

typedef struct Join {
    uint32_t class, next;
} Join;

typedef struct Edge {
    uint64_t key; /* (node + 1) << 32 | id; 0: free */
    uint32_t node;
} Edge;

typedef struct Table {
    void  *v;
    size_t n, room, size;
} Table;

struct Trie {
    Arena *arena;
    Map   *words;
    Table  infos, joins, nodes, entries; /* WordInfo, Join, uint32_t, EntryNode */
    Edge  *edges;
    size_t n_edges, edge_room;
};

enum { EDGES_AT_FIRST = 1 << 14, SKIPS_MOST = 2, STACK_MOST = 64 };

static MUST_USE bool table_add(Table *t, Arena *a, Err *e)
{
    if (t->n == t->room) {
        size_t room = t->room ? t->room * 2 : 1024;
        void  *v = arena_grow(a, t->v, t->n, room, t->size, e);
        if (!v)
            return false;
        t->v = v;
        t->room = room;
    }
    t->n++;
    return true;
}

static WordInfo *info_of(const Trie *t, uint32_t word)
{
    return (WordInfo *)t->infos.v + word;
}

bool trie_open(Trie **out, Arena *a, Err *e)
{
    Trie *t = ARENA_NEW(a, Trie, e);
    if (!t || !map_open(&t->words, a, e))
        return false;
    t->arena = a;
    t->infos.size = sizeof(WordInfo);
    t->joins.size = sizeof(Join);
    t->nodes.size = sizeof(uint32_t);
    t->entries.size = sizeof(EntryNode);
    t->edge_room = EDGES_AT_FIRST;
    t->edges = ARENA_ARRAY(a, Edge, t->edge_room, e);
    if (!t->edges || !table_add(&t->nodes, a, e))
        return false;
    *(uint32_t *)t->nodes.v = TRIE_NONE;
    *out = t;
    return true;
}

uint32_t trie_find(const Trie *t, Str word) { return map_get(t->words, word); }

bool trie_word(uint32_t *id, Trie *t, Str word, Err *e)
{
    uint32_t known = map_get(t->words, word);
    if (known != MAP_NONE) {
        *id = known;
        return true;
    }
    Str key;
    if (!str_copy(&key, t->arena, word, e) || !table_add(&t->infos, t->arena, e))
        return false;
    uint32_t fresh = (uint32_t)(t->infos.n - 1);
    *info_of(t, fresh) = (WordInfo){.first_class = TRIE_NONE};
    if (!map_put(t->words, key, fresh, NULL, e))
        return false;
    *id = fresh;
    return true;
}

bool trie_is_member(const Trie *t, uint32_t word, uint32_t class)
{
    if (word == TRIE_NONE)
        return false;
    const Join *joins = t->joins.v;
    for (uint32_t j = info_of(t, word)->first_class; j != TRIE_NONE; j = joins[j].next) {
        if (joins[j].class == class)
            return true;
    }
    return false;
}

bool trie_join(Trie *t, uint32_t word, uint32_t class, Err *e)
{
    if (trie_is_member(t, word, class))
        return true;
    if (!table_add(&t->joins, t->arena, e))
        return false;
    uint32_t fresh = (uint32_t)(t->joins.n - 1);
    ((Join *)t->joins.v)[fresh] = (Join){class, info_of(t, word)->first_class};
    info_of(t, word)->first_class = fresh;
    return true;
}

void trie_make_light(Trie *t, uint32_t word) { info_of(t, word)->is_light = true; }

static size_t edge_slot(const Edge *edges, size_t room, uint64_t key)
{
    uint64_t h = key * 0x9E3779B97F4A7C15u;
    size_t   i = (size_t)(h >> 32) & (room - 1);
    while (edges[i].key && edges[i].key != key)
        i = (i + 1) & (room - 1);
    return i;
}

static uint64_t edge_key(uint32_t node, uint32_t id)
{
    return ((uint64_t)node + 1) << 32 | id;
}

static uint32_t step(const Trie *t, uint32_t node, uint32_t id)
{
    const Edge *edge = &t->edges[edge_slot(t->edges, t->edge_room, edge_key(node, id))];
    return edge->key ? edge->node : TRIE_NONE;
}

static bool grow_edges(Trie *t, Err *e)
{
    size_t room = t->edge_room * 2;
    Edge  *fresh = ARENA_ARRAY(t->arena, Edge, room, e);
    if (!fresh)
        return false;
    for (size_t i = 0; i < t->edge_room; i++) {
        if (t->edges[i].key)
            fresh[edge_slot(fresh, room, t->edges[i].key)] = t->edges[i];
    }
    t->edges = fresh;
    t->edge_room = room;
    return true;
}

static bool make_step(uint32_t *next, Trie *t, uint32_t node, uint32_t id, Err *e)
{
    *next = step(t, node, id);
    if (*next != TRIE_NONE)
        return true;
    if (t->n_edges * 2 >= t->edge_room && !grow_edges(t, e))
        return false;
    if (!table_add(&t->nodes, t->arena, e))
        return false;
    *next = (uint32_t)(t->nodes.n - 1);
    ((uint32_t *)t->nodes.v)[*next] = TRIE_NONE;
    uint64_t key = edge_key(node, id);
    t->edges[edge_slot(t->edges, t->edge_room, key)] = (Edge){key, *next};
    t->n_edges++;
    return true;
}

static bool same_entry(Entry x, Entry y)
{
    return x.kind == y.kind && x.id == y.id && x.is_normal == y.is_normal &&
           x.sensation == y.sensation;
}

bool trie_add(Trie *t, const uint32_t *ids, size_t n, Entry entry, Err *e)
{
    uint32_t node = 0;
    for (size_t i = 0; i < n; i++) {
        if (!make_step(&node, t, node, ids[i], e))
            return false;
    }
    uint32_t *first = (uint32_t *)t->nodes.v + node;
    for (uint32_t k = *first; k != TRIE_NONE; k = ((EntryNode *)t->entries.v)[k].next) {
        Entry *known = &((EntryNode *)t->entries.v)[k].entry;
        if (!same_entry(*known, entry))
            continue;
        known->needs_topic = known->needs_topic && entry.needs_topic;

        return true;
    }
    if (!table_add(&t->entries, t->arena, e))
        return false;
    uint32_t fresh = (uint32_t)(t->entries.n - 1);
    ((EntryNode *)t->entries.v)[fresh] = (EntryNode){entry, *first};
    *first = fresh;
    return true;
}

static const EntryNode *entry_at(const Trie *t, uint32_t i)
{
    return i == TRIE_NONE ? NULL : (const EntryNode *)t->entries.v + i;
}

const EntryNode *trie_entries(const Trie *t, const uint32_t *ids, size_t n)
{
    uint32_t node = 0;
    for (size_t i = 0; i < n && node != TRIE_NONE; i++)
        node = step(t, node, ids[i]);
    return node == TRIE_NONE ? NULL : entry_at(t, ((const uint32_t *)t->nodes.v)[node]);
}

const EntryNode *trie_next_entry(const Trie *t, const EntryNode *node)
{
    return entry_at(t, node->next);
}

typedef struct Place {
    uint32_t node, at;
    int      skips;
    bool     by_skip; /* the last word was passed over: no pattern ends here */
} Place;

typedef struct Stack {
    Place  v[STACK_MOST];
    size_t n;
} Stack;

static void push(Stack *s, Place p)
{
    if (p.node != TRIE_NONE && s->n < STACK_MOST)
        s->v[s->n++] = p;
}

static void take_hits(TrieHits *out, const Trie *t, Place p)
{
    const EntryNode *k = entry_at(t, ((const uint32_t *)t->nodes.v)[p.node]);
    for (; k; k = trie_next_entry(t, k)) {
        bool may_skip =
            k->entry.kind == ENTRY_FINDING || k->entry.kind == ENTRY_LOOKS_LIKE;
        if ((p.skips == 0 || may_skip) && out->n < sizeof out->v / sizeof *out->v)
            out->v[out->n++] = (TrieHit){k->entry, p.at, p.skips > 0};
    }
}

static void push_readings(Stack *s, const Trie *t, Place p, uint32_t word)
{
    const Join *joins = t->joins.v;
    push(s, (Place){step(t, p.node, word), p.at + 1, p.skips, false});
    for (uint32_t j = info_of(t, word)->first_class; j != TRIE_NONE; j = joins[j].next)
        push(s, (Place){step(t, p.node, joins[j].class), p.at + 1, p.skips, false});
    if (info_of(t, word)->is_light && p.at > 0 && p.skips < SKIPS_MOST)
        push(s, (Place){p.node, p.at + 1, p.skips + 1, true});
}

void trie_scan(TrieHits *out, const Trie *t, const uint32_t *words, size_t n)
{
    Stack s = {.n = 0};
    out->n = 0;
    push(&s, (Place){.node = 0});
    while (s.n) {
        Place p = s.v[--s.n];
        if (p.at > 0 && !p.by_skip)
            take_hits(out, t, p);
        if (p.at < n && p.at < TRIE_PATH_MOST && words[p.at] != TRIE_NONE)
            push_readings(&s, t, p, words[p.at]);
    }
}
