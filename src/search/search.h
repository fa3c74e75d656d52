/*
 * search/search.h - a query in anybody's words to the passages that fit.
 *
 * Full-text search (SQLite FTS5, bm25 with column weights, prefix as you type, trigram
 * for typing errors) over the passages of content.db. A search never ends blank: when
 * nothing fits it says so and gives the nearest titles.
 *
 * Memory  in the arena given
 * Threads one Search per thread; content.db is read-only
 * Errors  ERR_CONTENT when content.db is missing or of another version
 * Limits  queries of at most 200 bytes are read; 20 results; a few milliseconds
 */
#ifndef SEARCH_SEARCH_H
#define SEARCH_SEARCH_H

#include "base/str.h"

typedef struct Search Search;

/* `version` must be the one content.db was built with (kb_version). */
MUST_USE bool search_open(Search **out, Arena *a, Str path, Str version, Err *e);

typedef struct SearchHit {
    Str slug, title, section_id, section; /* section: "Treatment and prevention" */
    Str snippet;    /* plain text; matches between U+0002 and U+0003 */
    Str matched_by; /* "title", "another name: charley horse", "words in the text",
                       "spelling close to ..." */
    double score;
} SearchHit;

typedef struct SearchResult {
    bool             found; /* false: v holds the nearest titles, not answers */
    const SearchHit *v;
    size_t           n;
} SearchResult;

MUST_USE bool search_run(SearchResult *out, Arena *a, Search *s, Str query, Err *e);

#endif
