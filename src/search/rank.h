/*
 * search/rank.h - private to search: how well each page fits a query.
 *
 * A term found in few pages tells more than one found in all of them; it weighs
 *
 *     w = ln(1 + N / (0.5 + n))        N pages, n of them hold the term
 *
 * times its quality (a corrected word weighs less). A page is scored by three shares of
 * the whole weight asked for, each 0..1 before phrases are added:
 *
 *     names     the weight one of its names covers, times the root of the share of that
 *               name's words that were asked for
 *     words     what people say who have its findings or take its medicines, by bm25
 *     passage   its best passage, by bm25
 *
 *     score = 1.5 names + 1.0 words + 0.6 passage
 *
 * Words that stand next to each other as they were typed count again, as a phrase.
 *
 * Source  docs/decisions/0008-search-and-content-db.md
 */
#ifndef SEARCH_RANK_H
#define SEARCH_RANK_H

#include "search/query.h"
#include "search/store.h"

#define RANK_NONE UINT32_MAX

typedef struct PageRank {
    uint32_t page;
    double   score, by_name, by_words, by_passage;
    double   covered;      /* share of the query found anywhere on the page */
    uint32_t terms;        /* set of terms found anywhere on it */
    uint32_t best_name;    /* RANK_NONE when no name fits */
    bool     is_named;     /* every word of that name was asked for */
    uint32_t best_passage; /* to show; never RANK_NONE for a page with passages */
} PageRank;

typedef struct Ranking {
    const PageRank *v; /* the best first; those that fit at all */
    size_t          n;
} Ranking;

/* Rereads terms that are not found as typed. */
MUST_USE bool rank_pages(Ranking *out, Arena *a, const Store *s, SearchQuery *q, Err *e);

#endif
