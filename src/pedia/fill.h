/*
 * pedia/fill.h - private to pedia: the references of an article, filled from the Kb.
 *
 *     "{{fact:prevalence}} have them. [@grandner2017]"
 *       about 3 in 10 adults(1) have them.(1)          (1) links to #source-1
 *
 * What is put in are nodes of the tree; the words among them are text nodes, which the
 * renderer escapes. Every paragraph, list entry, heading and table gets an id made of
 * the part and a number ("causes-3"), so that feedback and pointers can name it.
 *
 * Memory  in the arena and in the cmark tree
 * Errors  ERR_CONTENT names file:line
 */
#ifndef PEDIA_FILL_H
#define PEDIA_FILL_H

#include "pedia/markdown.h"

typedef struct Fill {
    Arena             *a;
    const Kb          *kb;
    const KbCondition *c;
    uint32_t          *sources; /* in the order of first citation; room for all */
    size_t             n_sources;
    uint32_t          *number_of;       /* by source: its number, 0 when not cited yet */
    bool               begins_sentence; /* does what is put in next begin one? */
} Fill;

MUST_USE bool fill_open(Fill *out, Arena *a, const Kb *kb, const KbCondition *c, Err *e);
/* Parts are filled in reading order, because sources are numbered in it. */
MUST_USE bool fill_part(Fill *f, const Part *part, Err *e);
/* Takes the list of red flags out again and leaves its place, an empty
   <div class="red-flags">: a page builds the boxes itself, from the Kb. */
MUST_USE bool fill_hide_flags(Fill *f, const Part *part, Err *e);

#endif
