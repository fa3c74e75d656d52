/*
 * guide/guide.h - walks a care pathway for one patient.
 *
 * A pathway is a decision table from content/pathways. Facts are three-valued: a row
 * fires, is refused by a fact, or stays undecided with the findings that would decide
 * it. Nothing unknown can suppress a red flag: while something it looks for is known
 * to be present, an unknown exclusion, age or sex counts as fulfilled. A pathway whose
 * entry is refused by a fact judges no row; while its entry is open, it judges all.
 *
 * Memory  in the arena given
 * Threads pure
 * Source  each row names its own
 */
#ifndef GUIDE_GUIDE_H
#define GUIDE_GUIDE_H

#include "kb/case.h"

typedef enum RowFate { ROW_FIRED, ROW_REFUSED, ROW_UNDECIDED } RowFate;

typedef struct RowOutcome {
    uint32_t        row; /* kb_pathway_row() */
    RowFate         fate;
    const uint32_t *facts; /* fired: findings that made it so; refused: the one against */
    size_t          n_facts;
    const uint32_t *missing; /* undecided: findings that would decide it */
    size_t          n_missing;
    Str             because; /* one sentence naming the facts */
} RowOutcome;

typedef struct Walk {
    uint32_t          pathway;
    bool              applies;   /* the entry condition holds */
    bool              may_apply; /* entry undecided */
    uint8_t           level;     /* highest level of a fired row, safety nets apart */
    const RowOutcome *v;         /* in the order of the file */
    size_t            n;
    uint32_t          ask; /* the finding that would decide most rows, or KB_NONE */
} Walk;

MUST_USE bool guide_walk(Walk *out, Arena *a, const Case *c, uint32_t pathway, Err *e);

/* Every pathway that applies or may apply to the case, those that apply first. */
typedef struct Walks {
    const Walk *v;
    size_t      n;
} Walks;
MUST_USE bool guide_all(Walks *out, Arena *a, const Case *c, Err *e);

#endif
