/*
 * reason/reason.h - ranks conditions and explains every number it gives.
 *
 * An ontology-aware leaky noisy-OR: the prior of each condition (age, sex, risk
 * factors, exposure gates) is multiplied by the likelihood ratio of every finding in
 * the closure of what is present, of what is absent, and of what a typical patient
 * would have mentioned. The null hypothesis "nothing of this list" always takes part.
 *
 *     posterior odds in dB  =  prior odds in dB + sum of the bars
 *
 * Sums are made in integers of 0.01 dB, so the answer does not depend on the order of
 * findings or on the machine. Bars follow one canonical order (root before child, then
 * finding id), so the table can be recomputed by hand.
 *
 * Units   _db decibels (10*log10); probabilities 0..1
 * Memory  in the arena given
 * Threads pure
 * Errors  ERR_LIMIT when the arena's budget is too small; otherwise none: a case
 *         without findings gives the priors
 * Limits  reason_rank with 14 findings: 6 ms for 20 conditions, 0.2 s for 600 (copies
 *         of these), one core; most of it are the "what if" evaluations. Of a cluster
 *         the first 32 findings are damped, of a case 20 are tried in counterfactuals,
 *         and 8 findings of red flags are left out in turn for the level
 * Source  docs/decisions/0005-inference.md; D. Heckerman 1989; J. Richens 2020
 */
#ifndef REASON_REASON_H
#define REASON_REASON_H

#include "kb/case.h"

/* ---- settings: the visible thresholds ------------------------------------------ */

typedef struct ReasonSettings {
    double p_null;        /* prior of the null hypothesis, 0.30 */
    double reporting;     /* rho: how surely a typical finding would be mentioned */
    double omega[3];      /* weight of an absence by FindingOrigin */
    double saturation;    /* beta of 1/(1 + beta*n) */
    double cluster_decay; /* kappa */
    double likely, consider, must_not_miss; /* probability thresholds of the bands */
    double triage[5];      /* tau by level: P(needs >= level) that raises to it */
    double harm_weight;    /* bits of a question per unit of harm it moves */
    double red_flag_bonus; /* bits added to a question about a red flag */
    double must_ask_bonus; /* bits added to a question an article says must be asked */
} ReasonSettings;

ReasonSettings reason_defaults(void);

/* ---- the answer ---------------------------------------------------------------- */

typedef enum BarKind {
    BAR_RISK,          /* age, sex, exposure: part of the prior, shown apart */
    BAR_PRESENT,       /* a finding that is there */
    BAR_ABSENT,        /* asked or stated, and not there */
    BAR_NOT_MENTIONED, /* typical, but nobody mentioned it */
    BAR_CLUSTER        /* findings that travel together, counted less than their sum */
} BarKind;

typedef struct Bar {
    BarKind  kind;
    uint32_t finding; /* KB_NONE for age, sex and the many small silences together */
    uint32_t given;   /* the finding the user gave that brought this one (closure);
                         KB_NONE when nobody gave it (age, sex, not mentioned, cluster) */
    double db;        /* its part of the posterior odds, already tempered; for BAR_RISK
                         the factor on the condition's own rate */
    double   loo;     /* P(condition | all) - P(condition | all without `given`) */
    uint32_t number;  /* the knowledge number behind it, or KB_NONE: background only */
    Str      label;   /* "cramp at night", "age 60-74" */
} Bar;

typedef enum Band { BAND_LIKELY, BAND_CONSIDER, BAND_MUST_NOT_MISS, BAND_FOLDED } Band;

typedef struct Hypothesis {
    uint32_t   condition; /* KB_NONE: the null hypothesis */
    double     p_prior, p_posterior;
    double     p_low, p_high;          /* 5-95 % from the uncertainty of the numbers */
    double     prior_db, posterior_db; /* odds */
    uint32_t   first_in; /* of REASON_DRAWS perturbed runs, in how many it led */
    Band       band;
    const Bar *bars; /* BAR_RISK first; the others in canonical order, and their sum +
                        prior_db = posterior_db within 0.05 */
    size_t n_bars;
    Str    sure; /* "likely", "possible" ... */
} Hypothesis;

enum { REASON_DRAWS = 64 };

/* What one more answer would do. */
typedef struct Question {
    uint32_t finding;
    double   gain_bits, value; /* expected information; weighted by harm and cost */
    double   p_yes;
    uint32_t first_if_yes, first_if_no; /* condition that would lead, KB_NONE: null */
    uint32_t favours, against;          /* the two hypotheses it separates best */
    double   p_favours_now, p_favours_if_yes;
    bool     is_red_flag;
    Str      because; /* one sentence */
} Question;

/* Smallest set of answers that changes the first rank when flipped. */
typedef struct Counterfactual {
    uint32_t findings[3];
    size_t   n;     /* 0: no set of up to three does */
    uint32_t first; /* what would lead then */
    Str      say;
} Counterfactual;

typedef struct FiredFlag {
    uint32_t red_flag; /* index in the Kb */
    uint8_t  level;
} FiredFlag;

typedef struct Triage {
    uint8_t level;      /* 0 self-care .. 4 emergency */
    bool    is_known;   /* false: it lies outside the knowledge; the level is a floor */
    Str     level_name; /* "not known here" then */
    const FiredFlag *fired; /* hard rules that raised it, highest first */
    size_t           n_fired;
    uint8_t          level_by_probability; /* before the rules */
    double           p_at_least[5];        /* P(needs >= level) */
    Str              because;
} Triage;

typedef struct Differential {
    Str               kb_version;
    ReasonSettings    settings;
    double            tempering; /* 1/(1 + beta*n), n pieces of present evidence */
    const Hypothesis *v;         /* by posterior, highest first; ties by condition id */
    size_t            n;         /* every condition and the null hypothesis */
    double            p_null;
    const Question   *questions; /* best first; at most 12 */
    size_t            n_questions;
    Counterfactual    flip;       /* for the first rank */
    const uint32_t   *sufficient; /* findings that alone keep the first first */
    size_t            n_sufficient;
    Triage            triage;
    const uint32_t   *unexplained; /* present findings the first would not explain */
    size_t            n_unexplained;
    /* The weights it was made with, which explaining it needs again. */
    const struct Model *model;
} Differential;

MUST_USE bool reason_rank(Differential *out, Arena *a, const Case *c,
                          const ReasonSettings *s, Err *e);

/* Explanation sentences of one hypothesis, in the order of the explanation contract. */
typedef struct Explanation {
    Str because, but, would_change, if_cured, how_sure, not_considered;
} Explanation;

MUST_USE bool reason_explain(Explanation *out, Arena *a, const Case *c,
                             const Differential *d, size_t rank, Err *e);

/* Why x rather than y: per finding 10*log10(q_x/q_y); adds up exactly. */
typedef struct PairBar {
    uint32_t     finding;
    FindingState state;
    double       db;
} PairBar;

typedef struct Pairwise {
    double         prior_db, total_db;
    const PairBar *v; /* largest first */
    size_t         n;
} Pairwise;

MUST_USE bool reason_pair(Pairwise *out, Arena *a, const Case *c, uint32_t x, uint32_t y,
                          const ReasonSettings *s, Err *e);

#endif
