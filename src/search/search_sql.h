/* search/search_sql.h - private to search: what is read from content.db. The tables are
   described in pedia/passages_sql.h. */
#ifndef SEARCH_SEARCH_SQL_H
#define SEARCH_SEARCH_SQL_H

#define SEARCH_ABOUT      "SELECT value FROM about WHERE key = $1"
#define SEARCH_PAGES      "SELECT slug, title, summary FROM page ORDER BY id"
#define SEARCH_NAMES      "SELECT page, kind, name, key, n_words FROM name ORDER BY id"
#define SEARCH_PASSAGES   "SELECT page, section_id, section FROM passage ORDER BY id"
#define SEARCH_VOCABULARY "SELECT word, n FROM word ORDER BY word"

/* Where a full-text expression stands, and how strongly: bm25, smaller is stronger. */
#define SEARCH_IN_NAMES "SELECT rowid, 0 FROM name_words WHERE name_words MATCH $1"
#define SEARCH_IN_WORDS                                                                  \
    "SELECT rowid, bm25(page_words, 3.0, 1.0, 2.0) FROM page_words"                      \
    " WHERE page_words MATCH $1"
#define SEARCH_IN_PASSAGES                                                               \
    "SELECT rowid, bm25(passage_words, 2.0, 1.0) FROM passage_words"                     \
    " WHERE passage_words MATCH $1"

#define SEARCH_NEAREST                                                                   \
    "SELECT rowid, bm25(name_letters) FROM name_letters WHERE name_letters MATCH $1"     \
    " ORDER BY 2, 1 LIMIT 30"

#define SEARCH_SNIPPET                                                                   \
    "SELECT snippet(passage_words, 1, $3, $4, $5, 26) FROM passage_words"                \
    " WHERE passage_words MATCH $1 AND rowid = $2"
#define SEARCH_PASSAGE "SELECT text FROM passage WHERE id = $1"

#endif
