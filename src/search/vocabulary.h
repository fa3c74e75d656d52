/*
 * search/vocabulary.h - private to search: every word of the encyclopedia, sorted.
 *
 * Memory  views what the caller keeps
 * Limits  a correction looks at every word of about the same length: 1 ms for 10,000
 */
#ifndef SEARCH_VOCABULARY_H
#define SEARCH_VOCABULARY_H

#include "base/str.h"

typedef struct KnownWord {
    Str     word;
    int64_t n; /* how often it stands in the encyclopedia */
} KnownWord;

typedef struct Vocabulary {
    const KnownWord *v; /* by bytes */
    size_t           n;
} Vocabulary;

bool vocabulary_has(const Vocabulary *v, Str word);

/* The most frequent words that begin so, at most `room`; gives their number. */
size_t vocabulary_complete(Str *out, size_t room, const Vocabulary *v, Str prefix);

/* The nearest words, at most `room`, the most frequent first; gives their number and how
   many changes they are away. Words of less than four letters are not corrected, and
   never hyper- to hypo- or back. */
size_t vocabulary_correct(Str *out, size_t room, unsigned *distance, const Vocabulary *v,
                          Str word);

#endif
