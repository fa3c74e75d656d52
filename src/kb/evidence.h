/*
 * kb/evidence.h - private to kb: a number with its grade, source and author.
 *
 * The keys ev, src, by, why and note stand in the same map as the number and are
 * checked by the rules of docs/content-format.md ("Grades").
 */
#ifndef KB_EVIDENCE_H
#define KB_EVIDENCE_H

#include "kb/reader.h"

#define EVIDENCE_KEYS                                                                    \
    {"ev", false}, {"src", false}, {"by", false}, {"why", false}, { "note", false }

typedef struct Evidence {
    KbGrade  grade;
    uint32_t source;
    Str      why, by;
    Place    at;
} Evidence;

Evidence evidence_read(Draft *d, const Node *map);

/* How a number is written: its key, the keys of its interval, what it may be. */
typedef struct NumberForm {
    const char *key, *low, *high;
    double      least, most;
    bool        is_p;   /* may be a word: always, usual, common, sometimes, rare, never */
    const char *remedy; /* behind "p is 1.6, " */
} NumberForm;

/* KB_NONE when the key is absent or its value is no such number. */
uint32_t evidence_number(Draft *d, const Node *map, const NumberForm *form,
                         const Evidence *evidence);
/* A number that was computed: keeps evidence and place. */
uint32_t evidence_value(Draft *d, double value, const Evidence *evidence);

/* The text as a probability or number; false when it is neither. */
bool evidence_parse(Str text, bool is_p, double *value);

#endif
