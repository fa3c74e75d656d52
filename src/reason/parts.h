/*
 * reason/parts.h - private to reason: the parts of an answer, each from a finished
 * evaluation. Indices of hypotheses are those of the Model; the last is the null.
 */
#ifndef REASON_PARTS_H
#define REASON_PARTS_H

#include "reason/model.h"

/* What every part starts from; `trial` and `what_if` are scratch. */
typedef struct Work {
    Arena       *arena;
    Setting      setting;
    const Model *m;
    const Facts *facts;
    const Eval  *now;
    Eval        *trial;
    Facts        what_if;
} Work;

/* With the weights given, or with new ones when `m` is NULL. */
MUST_USE bool work_open(Work *out, Arena *a, const Case *c, const ReasonSettings *s,
                        const Model *m, Err *e);

/* Present findings that k would not account for. */
MUST_USE bool work_unexplained(const uint32_t **out, size_t *n, Work *w, size_t k,
                               Err *e);

/* bars.c: fills bars, n_bars, prior_db and posterior_db of h[n_hyp]. */
MUST_USE bool bars_fill(Hypothesis *h, Work *w, Err *e);

/* spread.c: fills p_low, p_high and first_in of h[n_hyp]. */
MUST_USE bool spread_fill(Hypothesis *h, Work *w, Err *e);

/* ask.c */
MUST_USE bool ask_best(const Question **out, size_t *n, Work *w, Err *e);
/* Could this finding be asked now? Nothing is known of it, and nothing rules it out. */
bool ask_is_open(const Eval *v, uint32_t finding);

/* flip.c */
MUST_USE bool flip_first(Counterfactual *out, Work *w, Err *e);
MUST_USE bool flip_sufficient(const uint32_t **out, size_t *n, Work *w, Err *e);

/* triage.c */
MUST_USE bool triage_level(Triage *out, Work *w, Err *e);

/* words.c: how a probability is said */
Str words_sure(double p);                   /* "likely" */
Str words_of_100(char room[48], double p);  /* "about 65 of 100" */
Str words_lower(char room[160], Str s);     /* first letter small unless an acronym */
Str words_level(uint8_t level);             /* "same day" */
Str words_sign_db(char room[16], double d); /* "+7.3 dB" */
/* Does k account for a present finding by at least one half? */
bool words_explains(const Kb *kb, size_t k, uint32_t finding);

#endif
