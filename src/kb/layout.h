/*
 * kb/layout.h - private to kb: the tables of the knowledge base and their fields.
 *
 * One description serves three ends: the compiler fills tables of these records, the
 * image writes them field by field, and opening checks every index and text by the
 * same list. A field that is added to kb.h is added to layout.c and nowhere else.
 */
#ifndef KB_LAYOUT_H
#define KB_LAYOUT_H

#include "kb/kb.h"

#include <stddef.h>

typedef enum TableKind {
    TABLE_TEXT,  /* Str */
    TABLE_INDEX, /* uint32_t: of findings or of conditions, as the range's field says */
    TABLE_NUMBER,
    TABLE_SOURCE,
    TABLE_FINDING,
    TABLE_CONDITION,
    TABLE_LINK,
    TABLE_WEIGHTS, /* KbRange of TABLE_WEIGHT, one for each condition */
    TABLE_WEIGHT,
    TABLE_RISK,
    TABLE_RED_FLAG,
    TABLE_TEST,
    TABLE_FACT,
    TABLE_PUBLISHED_LR,
    TABLE_PATHWAY,
    TABLE_PATHWAY_ROW,
    TABLE_CLAUSE,
    TABLE_ATOM,
    TABLE_LEXICON,
    TABLE_COUNT
} TableKind;

/* What a condition's file, after propagation, says of one finding. */
typedef struct Weight {
    uint32_t finding;
    double   p, q; /* kb_p and kb_q */
} Weight;

typedef enum FieldKind {
    FIELD_TEXT,    /* Str */
    FIELD_BYTE,    /* uint8_t, at most `of` */
    FIELD_ENUM,    /* enum, below `of` */
    FIELD_WORD,    /* uint32_t, any */
    FIELD_YEAR,    /* int32_t, any */
    FIELD_REAL,    /* double, any */
    FIELD_P,       /* double, 0..1 */
    FIELD_RANGE,   /* KbRange of table `of` */
    FIELD_INDICES, /* KbRange of TABLE_INDEX, each an index of table `of` */
    FIELD_INDEX,   /* index of table `of` */
    FIELD_MAYBE    /* the same, or KB_NONE */
} FieldKind;

typedef struct Field {
    FieldKind kind;
    uint32_t  of;
    size_t    at;
} Field;

typedef struct Layout {
    size_t       size; /* of the record in memory */
    const Field *fields;
    size_t       n;
} Layout;

extern const Layout layout_of[TABLE_COUNT];

/* Bytes of a field, and of a record, in the image. */
size_t layout_field_bytes(FieldKind kind);
size_t layout_record_bytes(TableKind table);

typedef struct Table {
    void  *v;
    size_t n, room;
} Table;

#endif
