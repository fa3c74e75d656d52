/*
 * nlp/dialogue.h - private to nlp: questions that wait for their answer.
 *
 * ask.c says how a finding is asked for, answer.c what a reply begins with, verdict.c
 * what follows from both; dialogue.c goes through the talk.
 */
#ifndef NLP_DIALOGUE_H
#define NLP_DIALOGUE_H

#include "nlp/reading.h"

typedef enum AskMode {
    ASK_PLAIN,
    ASK_NEGATED,
    ASK_NORMAL,
    ASK_FAMILY,
    ASK_EVER,
    ASK_SUMMARY, /* "you mentioned ..." */
    ASK_CONFIRM, /* a statement that the patient may confirm */
    ASK_ABOUT,   /* how long, where, does it spread: takes the finding for granted */
    ASK_OR
} AskMode;

typedef enum Answer {
    ANSWER_NONE,
    ANSWER_YES,
    ANSWER_NO,
    ANSWER_FINE,
    ANSWER_UNSURE,
    ANSWER_REPEAT
} Answer;

typedef struct Pending {
    uint32_t mention, finding, line;
    AskMode  mode;
    bool     is_listed; /* one of several that a "yes" cannot tell apart */
    bool     is_told;   /* the reply names it */
} Pending;

/* How much each way of telling weighs. */
#define WEIGHT_SAID      1.0
#define WEIGHT_ANSWER    0.9
#define WEIGHT_EXAM      0.8
#define WEIGHT_SUMMARY   0.6
#define WEIGHT_SUPPOSED  0.6
#define WEIGHT_NO_ANSWER 0.5
#define WEIGHT_ECHO      0.3

/* The first words of a reply decide; ANSWER_NONE when they decide nothing. */
Answer answer_of(const Reading *r, const Line *line);
/* An amount grants the thing: "Do you smoke?" "About ten a day." */
bool answer_gives_amount(const Reading *r, const Line *line);
bool answer_is_mark(const Reading *r, uint32_t word);

/* Has the patient already said that it is there? */
bool ask_is_told(const Reading *r, uint32_t finding);

AskMode ask_mode(const Reading *r, const Line *line, const Mention *m);
/* A "yes" to both would not say which: "any fever or cough?" */
bool ask_are_listed(const Reading *r, const Mention *x, const Mention *y);
/* Past illness, habits and medicines: asked with "ever", they are still the patient's. */
bool ask_is_background(const Reading *r, uint32_t finding);

typedef struct Verdict {
    Status      status;
    double      weight;
    const char *rule; /* NULL: nothing follows */
} Verdict;

/* `said`: the status the question's own words give; `replied`: the patient spoke. */
Verdict verdict_of(const Pending *p, Status said, Answer answer, bool replied);

#endif
