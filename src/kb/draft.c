/* kb/draft.c - growing tables and complaints, with one sticky failure. */
#include "kb/draft.h"

#include "base/utf8.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
    RECORDS_MOST = 4 * 1024 * 1024,
    NAMED_MOST = 65534,
    COMPLAINTS_MOST = 10000,
    COMPLAINT_ROOM = 600
};

bool draft_open(Draft *d, Arena *a, Err *e)
{
    *d = (Draft){.arena = a};
    size_t largest = 0;
    for (size_t i = 0; i < TABLE_COUNT; i++)
        largest = layout_of[i].size > largest ? layout_of[i].size : largest;
    d->spare = arena_alloc(a, largest, e);
    if (!d->spare)
        return false;
    return map_open(&d->sources, a, e) && map_open(&d->findings, a, e) &&
           map_open(&d->conditions, a, e) && map_open(&d->pathways, a, e);
}

/* The next free piece of a growing array, or NULL. */
static void *next_piece(Draft *d, void **v, const size_t *n, size_t *room, size_t size)
{
    if (d->failure.code)
        return NULL;
    if (*n == *room) {
        size_t larger = *room ? 2 * *room : 64;
        void  *p = arena_grow(d->arena, *v, *n, larger, size, &d->failure);
        if (!p)
            return NULL;
        *v = p;
        *room = larger;
    }
    return (char *)*v + *n * size;
}

static void complain(Draft *d, KbSeverity severity, Place at, const char *rule,
                     const char *text)
{
    if (d->n_complaints >= COMPLAINTS_MOST)
        return;
    void *v = d->complaints;
    void *piece = next_piece(d, &v, &d->n_complaints, &d->room, sizeof(KbComplaint));
    d->complaints = v;
    /* A long message was cut, perhaps within a letter. */
    Str kept = str_sub(str_from(text), 0, utf8_fault(str_from(text)));
    if (!piece || !str_copy(&kept, d->arena, kept, &d->failure))
        return;
    d->complaints[d->n_complaints++] = (KbComplaint){
        severity, str_from(rule), at.file, at.line, at.column, kept,
    };
    d->n_failures += severity == KB_FAILURE;
}

void draft_fail(Draft *d, Place at, const char *rule, const char *fmt, ...)
{
    char    text[COMPLAINT_ROOM];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    complain(d, KB_FAILURE, at, rule, text);
}

void draft_warn(Draft *d, Place at, const char *rule, const char *fmt, ...)
{
    char    text[COMPLAINT_ROOM];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    complain(d, KB_WARNING, at, rule, text);
}

uint32_t draft_add(Draft *d, TableKind table, const void *record)
{
    Table *t = &d->tables[table];
    if (t->n >= RECORDS_MOST && !d->failure.code)
        err_set(&d->failure, ERR_LIMIT,
                "the content has more than %d records of one kind", (int)RECORDS_MOST);
    size_t size = layout_of[table].size;
    void  *piece = next_piece(d, &t->v, &t->n, &t->room, size);
    if (!piece)
        return 0;
    memcpy(piece, record, size);
    return (uint32_t)t->n++;
}

uint32_t draft_index(Draft *d, uint32_t index)
{
    return draft_add(d, TABLE_INDEX, &index);
}

uint32_t draft_text(Draft *d, Str text) { return draft_add(d, TABLE_TEXT, &text); }

uint32_t draft_count(const Draft *d, TableKind table)
{
    return (uint32_t)d->tables[table].n;
}

void *draft_at(const Draft *d, TableKind table, uint32_t i)
{
    if (d->failure.code && i >= d->tables[table].n)
        return memset(d->spare, 0, layout_of[table].size);
    assert(i < d->tables[table].n);
    return (char *)d->tables[table].v + i * layout_of[table].size;
}

KbRange draft_range(const Draft *d, TableKind table, uint32_t first)
{
    uint32_t n = draft_count(d, table);
    return (KbRange){first, n > first ? n - first : 0};
}

void *draft_room(Draft *d, size_t n, size_t size)
{
    return d->failure.code ? NULL : arena_array(d->arena, n ? n : 1, size, &d->failure);
}

Map *draft_map(Draft *d)
{
    Map *m = NULL;
    if (d->failure.code || !map_open(&m, d->arena, &d->failure))
        return NULL;
    return m;
}

void draft_name(Draft *d, Map *m, Str id, uint32_t index)
{
    if (d->failure.code || !m)
        return;
    if (!map_put(m, id, index, NULL, &d->failure))
        return;
}
