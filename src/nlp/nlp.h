/*
 * nlp/nlp.h - from talk and text to findings.
 *
 * A finding is never a bare label: it has a status, every span it stands on, the
 * question it answers, and the rule that decided. Words of clinical kind that were not
 * understood are listed, not dropped.
 *
 *     "Any swelling?" "No, nothing like that."
 *       -> calf_swelling absent, said 17..36, question 0..13, rule qa.no
 *
 * Memory  in the arena given; a Lexicon lives as long as its arena
 * Threads a Lexicon is shared read-only; reading is pure
 * Errors  ERR_CONTENT when a word table is malformed
 * Limits  a 1,300-word consultation in a few milliseconds
 * Source  W. Chapman 2001 (NegEx), H. Harkema 2009 (ConText);
 *         docs/decisions/0006-language.md
 */
#ifndef NLP_NLP_H
#define NLP_NLP_H

#include "kb/case.h"
#include "text/transcript.h"

typedef struct Lexicon Lexicon;

/* The word trie of a knowledge image: findings' phrases, cues, units, people. */
MUST_USE bool lexicon_open(const Lexicon **out, Arena *a, const Kb *kb, Err *e);

typedef enum Status {
    STATUS_PRESENT,
    STATUS_ABSENT,
    STATUS_PAST,
    STATUS_RESOLVED,
    STATUS_FAMILY,
    STATUS_POSSIBLE,
    STATUS_HYPOTHETICAL,
    STATUS_DISCUSSED,
    STATUS_UNKNOWN
} Status;
const char *status_name(Status s);

/* One place in the conversation that says something about a finding. */
typedef struct Evidence {
    Status      status;
    Span        said;     /* the words, or the answer */
    Span        question; /* n = 0 when it was not an answer */
    Speaker     by;
    double      weight; /* 1 explicit .. 0.3 echo */
    const char *rule;   /* "cue.no", "qa.no", "mention": static text */
} Evidence;

typedef enum Side { SIDE_NONE, SIDE_LEFT, SIDE_RIGHT, SIDE_BOTH } Side;

typedef struct FoundFinding {
    uint32_t        finding;
    Status          status;
    bool            conflict; /* said both present and absent: the newest is kept */
    double          certainty;
    Side            side;
    Span            severity, duration, frequency; /* the words; n = 0 when not said */
    double          duration_days;                 /* NaN */
    const Evidence *v;                             /* strongest first */
    size_t          n;
} FoundFinding;

typedef struct Medication {
    Span     name;
    uint32_t finding; /* the drug class in the Kb, or KB_NONE */
    Span     dose;    /* "2.5 mg"; n = 0 when not said */
    Span     frequency;
    Status   status;
} Medication;

/* Kinds of sentence a note needs, whoever said them. */
typedef enum SentenceKind {
    SENTENCE_OTHER,
    SENTENCE_COMPLAINT,
    SENTENCE_QUESTION,
    SENTENCE_EXAM,
    SENTENCE_PLAN,
    SENTENCE_SAFETY_NET,
    SENTENCE_FOLLOW_UP,
    SENTENCE_EXPLANATION,
    SENTENCE_ICE
} SentenceKind;

typedef struct Sentence {
    Span         span;
    Speaker      speaker;
    SentenceKind kind;
    uint32_t     turn;
} Sentence;

typedef struct Findings {
    const FoundFinding *v; /* by first mention, then id */
    size_t              n;
    const Medication   *medications;
    size_t              n_medications;
    const Span         *unmatched; /* clinical-looking words nobody understood */
    size_t              n_unmatched;
    const Sentence     *sentences;
    size_t              n_sentences;
    double              age_years; /* NaN; when the talk says it */
    Span                age_said;
    KbSex               sex;
    Span                sex_said;
    Span                complaint; /* the reason for encounter; n = 0 when not found */
} Findings;

/* Assigns speakers to the turns of a transcript that has none, splitting turns at
   sentences where both speak in one; gives a new transcript over the same text. */
MUST_USE bool nlp_speakers(Transcript *out, Arena *a, const Lexicon *lex,
                           const Transcript *t, Err *e);

MUST_USE bool nlp_read(Findings *out, Arena *a, const Lexicon *lex, const Transcript *t,
                       Err *e);

/* The case these findings make: present and absent ones, and drugs taken; tag is the
   index in Findings.v (or n + index of the medication). */
MUST_USE bool nlp_case(Case **out, Arena *a, const Kb *kb, const Findings *f, Err *e);

#endif
