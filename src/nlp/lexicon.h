/*
 * nlp/lexicon.h - private to nlp: the word tables behind a Lexicon.
 *
 * Every table row becomes a pattern of the trie with a kind. The kinds are listed here
 * once; a row with another kind is refused, so a spelling mistake in a table cannot
 * silently switch a rule off.
 */
#ifndef NLP_LEXICON_H
#define NLP_LEXICON_H

#include "nlp/nlp.h"
#include "nlp/trie.h"

/* clang-format off */
#define CUE_KINDS(X) X(CUE_NEG, "NEG") X(CUE_POSS, "POSS") X(CUE_HIST, "HIST")           \
    X(CUE_RES, "RES") X(CUE_HYP, "HYP") X(CUE_FAM, "FAM") X(CUE_OTHER, "OTHER")          \
    X(CUE_DISC, "DISC") X(CUE_ALL, "*")

#define SPEECH_KINDS(X)                                                                  \
    X(SAY_SKIP, "skip") X(SAY_NO, "no") X(SAY_YES, "yes") X(SAY_UNSURE, "unsure")        \
    X(SAY_FINE, "fine") X(SAY_REPEAT, "repeat") X(SAY_ACK, "ack") X(SAY_ONLY, "only")    \
    X(SAY_ASK, "ask") X(SAY_ASK_WH, "ask_wh") X(SAY_ASK_EVER, "ask_ever")                \
    X(SAY_ASK_OR, "ask_or") X(SAY_NORMAL, "normal") X(SAY_SUMMARY, "summary")            \
    X(SAY_ADVICE, "advice") X(SAY_EXPLAIN, "explain") X(SAY_EXAM, "exam")                \
    X(SAY_PLAN, "plan") X(SAY_SAFETY_NET, "safety_net") X(SAY_FOLLOW_UP, "follow_up")    \
    X(SAY_ICE, "ice") X(SAY_OPENING, "opening") X(SAY_STOPPED, "stopped")                \
    X(SAY_ALLERGY, "allergy") X(SAY_VOICE, "voice")

#define UNIT_KINDS(X)                                                                    \
    X(UNIT_NUMBER, "number") X(UNIT_TIME, "time") X(UNIT_DOSE, "dose")                   \
    X(UNIT_OFTEN, "often") X(UNIT_WHEN, "when") X(UNIT_TIMES, "times")                   \
    X(UNIT_PER, "per") X(UNIT_AGO, "ago") X(UNIT_SINCE, "since")                         \
    X(UNIT_SEVERITY, "severity") X(UNIT_AGE, "age") X(UNIT_SIDE, "side")

#define PERSON_KINDS(X) X(PERSON_KIN, "kin") X(PERSON_WOMAN, "woman")                    \
    X(PERSON_MAN, "man") X(PERSON_SELF, "self")

#define PART_KINDS(X) X(PART_BODY, "part")

#define CLINICAL_KINDS(X)                                                                \
    X(CLINICAL_SENSATION, "sensation") X(CLINICAL_SYMPTOM, "symptom")                    \
    X(CLINICAL_DISEASE, "disease") X(CLINICAL_DRUG, "drug")                              \
    X(CLINICAL_NORMAL, "normal") X(CLINICAL_ENDING, "ending")                            \
    X(CLINICAL_BETWEEN, "between") X(CLINICAL_COPULA, "copula")                          \
    X(CLINICAL_LIGHT, "light")
/* clang-format on */

#define AS_ENUM(name, text) name,
typedef enum CueKind { CUE_KINDS(AS_ENUM) CUE_KIND_COUNT } CueKind;
typedef enum SpeechKind { SPEECH_KINDS(AS_ENUM) SPEECH_KIND_COUNT } SpeechKind;
typedef enum UnitKind { UNIT_KINDS(AS_ENUM) UNIT_KIND_COUNT } UnitKind;
typedef enum PersonKind { PERSON_KINDS(AS_ENUM) PERSON_KIND_COUNT } PersonKind;
typedef enum PartKind { PART_KINDS(AS_ENUM) PART_KIND_COUNT } PartKind;
typedef enum ClinicalKind { CLINICAL_KINDS(AS_ENUM) CLINICAL_KIND_COUNT } ClinicalKind;
#undef AS_ENUM

/* One row of any table; what does not apply is zero. */
typedef struct Row {
    Str      pattern, name; /* name: family of a sensation, side, severity */
    unsigned kind;
    char     direction; /* cues: F, B, T or P */
    uint32_t most;      /* cues: words the scope may reach; 0: to the end */
    double   value;
    uint32_t class;  /* id of "~family" or "%part"; TRIE_NONE */
    uint32_t parent; /* parts: class of the larger part; TRIE_NONE */
} Row;

typedef struct Rows {
    Row   *v;
    size_t n;
} Rows;

struct Lexicon {
    Arena    *arena; /* used only while opening */
    const Kb *kb;
    Trie     *trie;
    Rows      rows[ENTRY_CLINICAL + 1]; /* by EntryKind; the first two are empty */
};

static inline const Row *lexicon_row(const Lexicon *l, Entry entry)
{
    return &l->rows[entry.kind].v[entry.id];
}

/* Findings of `entries` that a sensation in a body part names, looking from the part
   outwards (calf, then leg). NULL: none. */
const EntryNode *lexicon_pair(const Lexicon *l, const Row *sensation, const Row *part);

/* The word ends like a medical term ("-itis") and is no everyday word. */
bool lexicon_looks_clinical(const Lexicon *l, Str word);

#endif
