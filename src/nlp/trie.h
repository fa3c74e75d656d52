/*
 * nlp/trie.h - private to nlp: word patterns of all tables in one trie.
 *
 * An id stands for a word ("cramps") or for a class of words ("#cramp": cramp, cramps;
 * "@person": i, you, he ...). A word of the talk has several readings, itself and its
 * classes, and a pattern is one path of ids; so inflections cost memory once per word
 * and not once per pattern.
 *
 *     root -#cramp- -in- -#leg-  {finding leg_cramp}
 *
 * Memory  in the arena of trie_open
 * Threads shared read-only once built
 */
#ifndef NLP_TRIE_H
#define NLP_TRIE_H

#include "base/str.h"

#define TRIE_NONE UINT32_MAX
enum { TRIE_PATH_MOST = 24 };

typedef enum EntryKind {
    ENTRY_FINDING,    /* id: finding; a phrase that says it */
    ENTRY_LOOKS_LIKE, /* id: finding; a phrase that must not be taken for it */
    ENTRY_CUE,        /* id: row of cues.tsv */
    ENTRY_SPEECH,     /* id: row of qa.tsv */
    ENTRY_UNIT,       /* id: row of units.tsv */
    ENTRY_PERSON,     /* id: row of people.tsv */
    ENTRY_PART,       /* id: row of body.tsv */
    ENTRY_CLINICAL    /* id: row of clinical.tsv */
} EntryKind;

typedef struct Entry {
    EntryKind kind;
    uint32_t  id;
    bool      needs_topic; /* a refinement's words, meaningless without its parent */
    uint32_t  sensation;   /* and this family's word must stand close by; 0: none */
    bool      is_normal;   /* says that the finding is absent: "pulses are normal" */
} Entry;

typedef struct Trie Trie;

MUST_USE bool trie_open(Trie **out, Arena *a, Err *e);
/* The id of a word or class, made when new. */
MUST_USE bool trie_word(uint32_t *id, Trie *t, Str word, Err *e);
uint32_t      trie_find(const Trie *t, Str word); /* TRIE_NONE: in no table */
/* Makes `word` a member of `class`. */
MUST_USE bool trie_join(Trie *t, uint32_t word, uint32_t class, Err *e);
void trie_make_light(Trie *t, uint32_t word); /* may be passed over in a finding */
bool trie_is_member(const Trie *t, uint32_t word, uint32_t class);
MUST_USE bool trie_add(Trie *t, const uint32_t *ids, size_t n, Entry entry, Err *e);

/* What the path of exactly these ids stands for: a run of entries, linked. */
typedef struct EntryNode {
    Entry    entry;
    uint32_t next; /* TRIE_NONE ends */
} EntryNode;
const EntryNode *trie_entries(const Trie *t, const uint32_t *ids, size_t n);
const EntryNode *trie_next_entry(const Trie *t, const EntryNode *node);

/* All patterns that begin at words[0], each as the number of words it takes. */
typedef struct TrieHit {
    Entry    entry;
    uint32_t n_words;
    bool     skipped; /* a light word was passed over */
} TrieHit;
typedef struct TrieHits {
    TrieHit v[96];
    size_t  n;
} TrieHits;
void trie_scan(TrieHits *out, const Trie *t, const uint32_t *words, size_t n);

#endif
