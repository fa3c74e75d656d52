/*
 * kb/tree.c - libyaml's events, put together with a stack of fixed depth.
 *
 * libyaml keeps its own memory, which is freed before tree_read returns; the size of a
 * file (build.c) bounds it. Its marks count from 0; places count from 1.
 */
#include "kb/tree.h"

#include "base/utf8.h"

#include <yaml.h>

typedef struct Reading {
    Draft        *draft;
    Str           file;
    uint32_t      first_line;
    yaml_parser_t parser;
    Node         *stack[TREE_DEPTH];
    size_t        depth;
    Node         *root;
    Str           key; /* the key whose value comes next */
    Place         key_at;
    bool          has_key, refused, ended;
} Reading;

static Place place_of(const Reading *r, yaml_mark_t m)
{
    return (Place){r->file, r->first_line + (uint32_t)m.line, 1 + (uint32_t)m.column};
}

static void refuse(Reading *r, Place at, const char *rule, const char *text)
{
    draft_fail(r->draft, at, rule, "%s", text);
    r->refused = true;
}

static bool is_duplicate(const Node *map, Str key)
{
    for (const Node *m = map->first; m; m = m->next)
        if (str_eq(m->key, key))
            return true;
    return false;
}

/* Hangs a finished or opened node under the one on top of the stack. */
static void hang(Reading *r, Node *n)
{
    if (!r->depth) {
        r->root = n;
        return;
    }
    Node *parent = r->stack[r->depth - 1];
    if (parent->kind == NODE_MAP) {
        n->key = r->key;
        n->key_at = r->key_at;
        r->has_key = false;
        if (is_duplicate(parent, n->key)) {
            draft_fail(r->draft, n->key_at, "duplicate-key",
                       "the key \"" STR_F "\" stands twice in this map; keep one",
                       STR_A(n->key));
            r->refused = true;
        }
    }
    if (parent->last)
        parent->last->next = n;
    else
        parent->first = n;
    parent->last = n;
    parent->n++;
}

static bool expects_key(const Reading *r)
{
    return r->depth && r->stack[r->depth - 1]->kind == NODE_MAP && !r->has_key;
}

static Node *new_node(Reading *r, NodeKind kind, Place at)
{
    Node *n = draft_room(r->draft, 1, sizeof *n);
    if (!n) {
        r->refused = true;
        return NULL;
    }
    *n = (Node){.kind = kind, .at = at};
    return n;
}

static void begin(Reading *r, NodeKind kind, const yaml_event_t *event)
{
    Place at = place_of(r, event->start_mark);
    if (expects_key(r)) {
        refuse(r, at, "yaml-key", "a key must be a plain word, not a list or map");
        return;
    }
    if (r->depth == TREE_DEPTH) {
        refuse(r, at, "yaml-depth",
               "lists and maps are nested too deeply; see docs/content-format.md");
        return;
    }
    Node *n = new_node(r, kind, at);
    if (!n)
        return;
    hang(r, n);
    r->stack[r->depth++] = n;
}

/* Escapes such as \0 could bring in what the check of the file's bytes kept out. */
static bool is_printable(Str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f)
            return false;
    return utf8_fault(s) == STR_NONE;
}

static void scalar(Reading *r, const yaml_event_t *event)
{
    Place               at = place_of(r, event->start_mark);
    yaml_scalar_style_t style = event->data.scalar.style;
    if (style == YAML_LITERAL_SCALAR_STYLE || style == YAML_FOLDED_SCALAR_STYLE ||
        event->start_mark.line != event->end_mark.line) {
        refuse(r, at, "yaml-multi-line",
               "a value runs over several lines; write it on one, in double quotes");
        return;
    }
    Str text = {(const char *)event->data.scalar.value, event->data.scalar.length};
    if (!is_printable(text)) {
        refuse(r, at, "bad-character",
               "a value holds a control or direction character; remove the escape");
        return;
    }
    if (!str_copy(&text, r->draft->arena, text, &r->draft->failure)) {
        r->refused = true;
        return;
    }
    if (expects_key(r)) {
        r->key = text;
        r->key_at = at;
        r->has_key = true;
        return;
    }
    Node *n = new_node(r, NODE_TEXT, at);
    if (!n)
        return;
    n->text = text;
    n->quoted = style != YAML_PLAIN_SCALAR_STYLE;
    hang(r, n);
}

static const unsigned char *anchor_of(const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT: return event->data.scalar.anchor;
    case YAML_SEQUENCE_START_EVENT: return event->data.sequence_start.anchor;
    case YAML_MAPPING_START_EVENT: return event->data.mapping_start.anchor;
    default: return NULL;
    }
}

static const unsigned char *tag_of(const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT: return event->data.scalar.tag;
    case YAML_SEQUENCE_START_EVENT: return event->data.sequence_start.tag;
    case YAML_MAPPING_START_EVENT: return event->data.mapping_start.tag;
    default: return NULL;
    }
}

static void take(Reading *r, const yaml_event_t *event)
{
    Place at = place_of(r, event->start_mark);
    if (anchor_of(event)) {
        refuse(r, at, "yaml-anchor", "anchors (&name) are not used; write the value out");
        return;
    }
    if (tag_of(event)) {
        refuse(r, at, "yaml-tag", "tags (!name) are not used; remove it");
        return;
    }
    switch (event->type) {
    case YAML_ALIAS_EVENT:
        refuse(r, at, "yaml-alias",
               "aliases (*name) are not used; write the value out, or quote a text that "
               "begins with *");
        break;
    case YAML_SCALAR_EVENT: scalar(r, event); break;
    case YAML_SEQUENCE_START_EVENT: begin(r, NODE_LIST, event); break;
    case YAML_MAPPING_START_EVENT: begin(r, NODE_MAP, event); break;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT: r->depth--; break;
    case YAML_DOCUMENT_START_EVENT:
        if (r->root)
            refuse(r, at, "yaml-documents", "a file holds one document; remove \"---\"");
        break;
    case YAML_STREAM_END_EVENT: r->ended = true; break;
    default: break;
    }
}

static void next_event(Reading *r)
{
    yaml_event_t event;
    if (!yaml_parser_parse(&r->parser, &event)) {
        const char *problem = r->parser.problem ? r->parser.problem : "unreadable";
        draft_fail(r->draft, place_of(r, r->parser.problem_mark), "yaml-syntax",
                   "not valid YAML: %s; check indentation, quotes and brackets", problem);
        r->refused = true;
        return;
    }
    take(r, &event);
    yaml_event_delete(&event);
}

const Node *tree_read(Draft *d, Str file, Str text, uint32_t first_line)
{
    Reading r = {.draft = d, .file = file, .first_line = first_line};
    if (d->failure.code)
        return NULL;
    if (!yaml_parser_initialize(&r.parser)) {
        err_set(&d->failure, ERR_BUSY, "no memory to read " STR_F, STR_A(file));
        return NULL;
    }
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    /* the library stops the program when it is given no text at all */
    const char *first = text.p ? text.p : "";
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)first, text.n);
    while (!r.ended && !r.refused)
        next_event(&r);
    yaml_parser_delete(&r.parser);
    if (!r.root && !r.refused)
        draft_fail(d, (Place){file, first_line, 1}, "empty-value",
                   "there is nothing to read here; see docs/content-format.md");
    return r.refused ? NULL : r.root;
}

const Node *tree_get(const Node *n, const char *key)
{
    if (!n || n->kind != NODE_MAP)
        return NULL;
    for (const Node *m = n->first; m; m = m->next)
        if (str_is(m->key, key))
            return m;
    return NULL;
}
