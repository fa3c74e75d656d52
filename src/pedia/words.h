/*
 * pedia/words.h - private to pedia: the words of a page, and of all pages.
 *
 * Memory  in the arena given when opened
 */
#ifndef PEDIA_WORDS_H
#define PEDIA_WORDS_H

#include "base/map.h"
#include "kb/kb.h"

typedef struct Word {
    Str     word;
    int64_t n; /* times seen */
} Word;

typedef struct Words {
    Arena *arena;
    Map   *index;
    Word  *v;
    size_t n, room;
} Words;

MUST_USE bool words_open(Words *out, Arena *a, Err *e);
/* Counts the words of a text; `scratch` holds what is needed meanwhile. */
MUST_USE bool words_add(Words *w, Arena *scratch, Str text, Err *e);
void          words_sort(Words *w); /* by bytes; nothing is added afterwards */

/* The name in lower case without accents, spaces and marks, and how many words it has:
   "Baker's cyst" gives "bakerscyst" and 3 (as a full-text table counts them). */
MUST_USE bool words_key(Str *key, int64_t *n_words, Arena *a, Str name, Err *e);

typedef struct PageWords {
    Str usual, possible, exposures;
} PageWords;

/* What people say who have this condition's findings. */
MUST_USE bool words_of_page(PageWords *out, Arena *a, const Kb *kb, uint32_t condition,
                            Err *e);

#endif
