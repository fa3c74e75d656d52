/*
 * search/search.h - a query in anybody's words to the passages that fit.
 *
 * Each word typed is looked for in the names of pages (titles, other names, codes), in
 * the words people use for the findings, exposures and medicines of a condition, and in
 * the text (SQLite FTS5, bm25 with column weights). The last word is completed while it
 * is typed, and a word that stands nowhere is read as the nearest ones that do. A page
 * is one hit, with the passage that answers best and the reason why it is there. A
 * search never ends blank: when nothing fits it says so and gives the nearest titles.
 *
 *     "leg crmaps stop"  ->  Nocturnal leg cramps > Treatment and prevention
 *                            "spelling close to cramps"
 *
 * Memory  a Search lives in the arena of search_open(), as do the slug, title, section
 *         and section id of its hits; the rest of a result in the arena of search_run()
 * Threads one Search per thread; content.db is read-only
 * Errors  ERR_CONTENT when content.db is missing, damaged or of another version
 * Limits  200 bytes and 16 words of a query are read; 20 hits, 5 nearest titles; a few
 *         milliseconds (docs/decisions/0008-search-and-content-db.md)
 */
#ifndef SEARCH_SEARCH_H
#define SEARCH_SEARCH_H

#include "base/str.h"

typedef struct Search Search;

/* `version` must be the one content.db was built with (kb_version). */
MUST_USE bool search_open(Search **out, Arena *a, Str path, Str version, Err *e);

typedef struct SearchHit {
    Str slug, title;         /* the slug is the condition's id: /e/<slug> */
    Str section_id, section; /* "treatment", "Treatment and prevention"; or a question;
                                empty when nothing fitted */
    Str snippet;             /* plain text; matches between U+0002 and U+0003 */
    Str matched_by; /* "title", "another name: charley horse", "code: R25.2", "words in
                       the text", "spelling close to cramps", or, when nothing fitted,
                       why it is listed: "a title with similar letters" */
    double score;   /* only to compare hits of one search; 0 when nothing fitted */
} SearchHit;

typedef struct SearchResult {
    bool             found; /* false: v holds the nearest titles, not answers */
    const SearchHit *v;     /* the best first; at least one */
    size_t           n;
} SearchResult;

MUST_USE bool search_run(SearchResult *out, Arena *a, Search *s, Str query, Err *e);

#endif
