/*
 * search/store.h - private to search: content.db opened, its small tables in memory.
 *
 * Names, headings and the vocabulary of the whole encyclopedia are a few hundred KiB and
 * are needed by every query, so they are read once. Texts stay in the file.
 *
 * Memory  in the arena of store_open()
 * Threads one Store per thread
 * Errors  ERR_CONTENT when the file is missing, damaged or of another version
 */
#ifndef SEARCH_STORE_H
#define SEARCH_STORE_H

#include "db/db.h"
#include "search/vocabulary.h"

typedef struct StorePage {
    Str slug, title, summary;
} StorePage;

typedef enum NameKind { NAME_TITLE, NAME_PLAIN, NAME_AKA, NAME_CODE } NameKind;

typedef struct StoreName {
    uint32_t page;
    NameKind kind;
    Str      name, key;
    int64_t  n_words;
} StoreName;

typedef struct StorePassage {
    uint32_t page;
    Str      section_id, section;
} StorePassage;

/* Where an expression can stand. Ids of hits: of a name, a page, a passage. */
typedef enum StorePlace { IN_NAMES, IN_WORDS, IN_PASSAGES, N_PLACES } StorePlace;

typedef struct Store {
    const StorePage    *pages;
    const StoreName    *names;
    const StorePassage *passages;
    size_t              n_pages, n_names, n_passages;
    Vocabulary          vocabulary;
    DbQuery            *find[N_PLACES], *nearest, *snippet, *passage;
} Store;

MUST_USE bool store_open(Store *out, Arena *a, Str path, Str version, Err *e);

typedef struct StoreHit {
    uint32_t id;
    double   strength; /* above 0, the strongest of this look-up has 1 */
} StoreHit;

typedef struct StoreHits {
    StoreHit *v;
    size_t    n;
} StoreHits;

/* The page a hit belongs to. */
uint32_t store_page_of(const Store *s, StorePlace place, uint32_t id);

MUST_USE bool store_find(StoreHits *out, Arena *a, const Store *s, StorePlace place,
                         Str match, Err *e);
/* Names that share groups of three letters, the nearest first; at most 30. */
MUST_USE bool store_nearest(StoreHits *out, Arena *a, const Store *s, Str letters,
                            Err *e);
/* A few words of a passage around what matches, marked by U+0002 and U+0003. */
MUST_USE bool store_snippet(Str *out, Arena *a, const Store *s, uint32_t passage,
                            Str match, Err *e);

#endif
