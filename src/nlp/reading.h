/*
 * nlp/reading.h - private to nlp: a conversation while it is being understood.
 *
 *     Transcript -> words, sentences -> matches -> mentions -> evidence -> findings
 *                   scan.c              scan.c     assert.c    dialogue.c  gather.c
 *
 * Words are the visible tokens; indices of words count through the whole conversation,
 * and a sentence, a match or a mention is a run of them.
 */
#ifndef NLP_READING_H
#define NLP_READING_H

#include "nlp/lexicon.h"
#include "text/text.h"

typedef struct Word {
    Span      span;
    Str       norm;
    uint32_t  id; /* TRIE_NONE: in no table */
    TokenKind kind;
    unsigned  flags;
    double    value;
} Word;

typedef struct Match {
    Entry    entry;
    uint32_t from, to; /* words [from, to) */
    bool     composed; /* put together from a sensation and a part of the body */
    bool     by_topic; /* and the part was named in an earlier sentence */
    bool     covered;  /* a longer phrase says more, or a look-alike forbids it */
} Match;

/* One sentence of the talk. Its words are [from, to), its matches [first_match, +n). */
typedef struct Line {
    uint32_t     from, to;
    uint32_t     first_match, n_matches;
    uint32_t     first_mention, n_mentions;
    uint32_t     turn;
    Speaker      speaker;
    bool         is_question;
    Span         span;
    SentenceKind kind;
    uint32_t     about; /* the finding a reply is about when it names none; KB_NONE */
} Line;

typedef struct Mention {
    uint32_t    finding, line;
    uint32_t    from, to;
    Status      status;
    const char *rule;
    bool        is_refined; /* its words needed the topic to be understood */
    bool        is_normal;  /* its words say that all is well */
    bool        by_topic;   /* its body part was named in an earlier sentence */
} Mention;

/* Evidence about one finding before it is gathered. */
typedef struct Clue {
    uint32_t finding, line;
    uint32_t mention; /* where the finding is named; KB_NONE */
    Evidence evidence;
} Clue;

typedef struct Reading {
    const Lexicon    *lex;
    const Transcript *t;
    Arena            *a;
    Word             *words;
    size_t            n_words, room_words;
    Line             *lines;
    size_t            n_lines, room_lines;
    Match            *matches;
    size_t            n_matches, room_matches;
    Mention          *mentions;
    size_t            n_mentions, room_mentions;
    Clue             *clues;
    size_t            n_clues, room_clues;
} Reading;

/* Room for one more in an arena array of the Reading. */
MUST_USE bool reading_room(Arena *a, void *array, size_t n, size_t *room, size_t size,
                           Err *e);

Span reading_span(const Reading *r, uint32_t from, uint32_t to);

/* scan.c: words, sentences and matches. */
MUST_USE bool scan_talk(Reading *r, Err *e);
/* Do these two matches make one expression ("pain in the back of my calf")? */
bool scan_goes_with(const Reading *r, const Match *sensation, const Match *part);

/* Does a row of qa.tsv of this kind match at word `at` of the line? Gives the words it
   takes, 0: no. */
uint32_t scan_speech_at(const Reading *r, const Line *line, uint32_t at, SpeechKind kind);
/* Somewhere in the line. */
bool scan_has_speech(const Reading *r, const Line *line, SpeechKind kind);
bool scan_has_person(const Reading *r, const Line *line, PersonKind kind);

/* Where the line's words begin behind "well," "so," and the like. */
uint32_t scan_start(const Reading *r, const Line *line);

/* kinds.c: what each sentence is for, and whose it is when nobody said. */
void kinds_mark(Reading *r);

/* assert.c: findings mentioned in each sentence, with the status their words give. */
MUST_USE bool assert_mentions(Reading *r, Err *e);
/* The status and rule of a mention, from the words around it. Its finding may be KB_NONE
   (a medicine the knowledge base does not have). */
void assert_status(const Reading *r, const Line *line, Mention *m);

/* dialogue.c: evidence from narrative, questions and answers. */
MUST_USE bool dialogue_read(Reading *r, Err *e);

/* measure.c */
typedef enum MeasureKind {
    MEASURE_DURATION,
    MEASURE_FREQUENCY,
    MEASURE_WHEN, /* "at bedtime": how a medicine is taken */
    MEASURE_SEVERITY,
    MEASURE_DOSE,
    MEASURE_AGE
} MeasureKind;
typedef struct Measure {
    MeasureKind kind;
    uint32_t    from, to;
    double      value; /* days, times a week, years; NaN when only words */
} Measure;
typedef struct Measures {
    Measure v[24];
    size_t  n;
} Measures;
void measure_line(Measures *out, const Reading *r, const Line *line);
Side measure_side(const Reading *r, const Line *line, uint32_t from, uint32_t to);
void measure_person(Findings *out, const Reading *r);

/* gather.c: from clues to the findings of the talk. */
MUST_USE bool gather_findings(Findings *out, const Reading *r, Err *e);
MUST_USE bool gather_medications(Findings *out, const Reading *r, Err *e);
MUST_USE bool gather_unmatched(Findings *out, const Reading *r, Err *e);

#endif
