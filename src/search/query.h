/*
 * search/query.h - private to search: what was typed, as terms to look for.
 *
 *     "what are leg crmaps?"  ->  leg   cramps (corrected)
 *
 * Words that carry no content are passed over unless nothing else was typed. A term is
 * looked for as it stands (the index stems); when that finds nothing, the last word
 * typed is completed, and any other is corrected to the nearest known words.
 *
 * Memory  in the arena given
 * Limits  QUERY_BYTES of the text and QUERY_TERMS words are read
 */
#ifndef SEARCH_QUERY_H
#define SEARCH_QUERY_H

#include "search/vocabulary.h"

enum { QUERY_BYTES = 200, QUERY_TERMS = 16, QUERY_ALTERNATIVES = 10 };

typedef enum Reading {
    READ_AS_TYPED,
    READ_COMPLETED,
    READ_CORRECTED,
    READ_UNKNOWN
} Reading;

typedef struct Term {
    Str     word;
    Reading reading;
    Str     nearest; /* of READ_CORRECTED: what it was read as */
    double  quality; /* 0..1; 1 as typed */
    Str     match;   /* full-text expression: "leg" OR "legs" */
    size_t  at;      /* its place among the words typed */
} Term;

typedef struct SearchQuery {
    const Str *words; /* all that was typed, folded */
    size_t     n_words;
    Term       terms[QUERY_TERMS];
    size_t     n_terms;
    Str        key;        /* the words without spaces */
    bool       is_grammar; /* only words that carry no content were typed */
    bool       is_open;    /* still typing the last word */
} SearchQuery;

MUST_USE bool query_read(SearchQuery *out, Arena *a, Str text, Err *e);
/* Gives a term another reading after it was not found as typed. */
MUST_USE bool query_reread(SearchQuery *q, size_t term, Arena *a, const Vocabulary *v,
                           Err *e);
/* The words from..to as a phrase: "pins and needles". */
MUST_USE bool query_phrase(Str *match, Arena *a, const SearchQuery *q, size_t from,
                           size_t to, Err *e);
/* Any of the terms. */
MUST_USE bool query_any(Str *match, Arena *a, const SearchQuery *q, Err *e);
/* Groups of three letters of the words typed; empty when all are shorter. */
MUST_USE bool query_letters(Str *match, Arena *a, const SearchQuery *q, Err *e);

#endif
