/*
 * kb/reader.h - private to kb: values out of a YAML map, with a complaint for each fault.
 *
 * After a complaint a reader gives a harmless stand-in (an empty text, KB_NONE, a least
 * value) so that the rest of the file is still checked; no image is made from it.
 */
#ifndef KB_READER_H
#define KB_READER_H

#include "kb/tree.h"

typedef struct Key {
    const char *name;
    bool        needed;
} Key;

/* One file of the content folder. */
typedef struct ContentFile {
    Str path, stem, text; /* "conditions/dvt.md", "dvt" */
} ContentFile;

/* A file of front matter and body; top is NULL when the front matter is unusable. */
typedef struct Page {
    const ContentFile *file;
    const Node        *top;
    Str                body;
    uint32_t           body_line;
} Page;
Page reader_page(Draft *d, const ContentFile *file);

/* Complains about unknown-key, missing-key and not-a-map. */
bool reader_keys(Draft *d, const Node *map, const Key *keys, size_t n);
#define READER_KEYS(d, map, keys)                                                        \
    reader_keys((d), (map), (keys), sizeof(keys) / sizeof *(keys))

bool reader_is_id(Str s);
Str  reader_text(Draft *d, const Node *map, const char *key);
/* The same, not empty when given. */
Str reader_words(Draft *d, const Node *map, const char *key);
Str reader_date(Draft *d, const Node *map, const char *key);
/* A whole number within least..most; `otherwise` when absent. */
int64_t  reader_whole(Draft *d, const Node *map, const char *key, int64_t least,
                      int64_t most, int64_t otherwise);
unsigned reader_choice(Draft *d, const Node *map, const char *key,
                       const char *const *names, size_t n);
KbRange  reader_texts(Draft *d, const Node *map, const char *key);
/* The list behind a key, or NULL; complains when it is no list. */
const Node *reader_list(Draft *d, const Node *map, const char *key);

/* An id that must be known: "unknown-finding" and the like. KB_NONE when it is not.
   Nothing is said when a file that may hold the id could not be read: one slip of the pen
   in a file of findings would otherwise be hidden among a hundred complaints. */
typedef struct Names {
    const Map  *map;
    const char *rule, *noun, *where;
    bool        partial;
} Names;
Names    reader_findings(const Draft *d);
Names    reader_conditions(const Draft *d);
Names    reader_sources(const Draft *d);
uint32_t reader_ref(Draft *d, const Node *text, Names names);
uint32_t reader_ref_at(Draft *d, const Node *map, const char *key, Names names);
/* A list of them, each once, as a run of TABLE_INDEX. */
KbRange reader_refs(Draft *d, const Node *map, const char *key, Names names);

/* Place of a member of a map, or of the map when it is absent. */
Place reader_place(const Node *map, const char *key);

#endif
