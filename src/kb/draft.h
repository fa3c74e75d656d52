/*
 * kb/draft.h - private to kb: the knowledge base while it is being built.
 *
 * A Draft gathers records, and complaints about what is wrong with them. Like a Buf it
 * remembers its first failure (memory, limits); later calls do nothing and give 0, and
 * kb_build asks once, at the end. A complaint is not a failure: building goes on, so
 * that an editor sees all of a file's mistakes at once.
 *
 * Memory  all in the arena given
 */
#ifndef KB_DRAFT_H
#define KB_DRAFT_H

#include "base/map.h"
#include "kb/layout.h"

typedef struct Place {
    Str      file;
    uint32_t line, column;
} Place;

typedef struct Draft {
    Arena       *arena;
    Table        tables[TABLE_COUNT];
    KbComplaint *complaints;
    size_t       n_complaints, room, n_failures;
    /* A file of them could not be read, so an unknown name says nothing. */
    bool  sources_partial, findings_partial;
    Map  *sources, *findings, *conditions, *pathways; /* id -> index */
    void *spare; /* stands in for a record that a failure kept from being made */
    Err   failure;
} Draft;

MUST_USE bool draft_open(Draft *d, Arena *a, Err *e);

void draft_fail(Draft *d, Place at, const char *rule, const char *fmt, ...)
    PRINTF_LIKE(4, 5);
void draft_warn(Draft *d, Place at, const char *rule, const char *fmt, ...)
    PRINTF_LIKE(4, 5);

/* Appends a record; its index. The record's type is the table's (layout.c). */
uint32_t draft_add(Draft *d, TableKind table, const void *record);
uint32_t draft_index(Draft *d, uint32_t index);
uint32_t draft_text(Draft *d, Str text);
uint32_t draft_count(const Draft *d, TableKind table);
/* The record at i; valid until the next draft_add() to that table. */
void *draft_at(const Draft *d, TableKind table, uint32_t i);
/* From `first` to the table's end. */
KbRange draft_range(const Draft *d, TableKind table, uint32_t first);

/* A piece of the arena for the reader's own use; NULL after a failure. */
void *draft_room(Draft *d, size_t n, size_t size);
/* map_put and map_open with the draft's memory. */
void draft_name(Draft *d, Map *m, Str id, uint32_t index);
Map *draft_map(Draft *d);

#define DRAFT_AT(d, TABLE, Type, i) ((Type *)draft_at((d), TABLE_##TABLE, (i)))

#endif
