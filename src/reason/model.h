/*
 * reason/model.h - private to reason: weights, facts, evidence and one evaluation.
 *
 *     Case ─ facts_of ─> Facts ─ eval_run ─> Eval { evidence items, scores, p }
 *                          │ with, without, flipped: what if?
 *
 * A Model holds the weight of every finding for every hypothesis, once per request.
 * An Eval owns all memory that one evaluation needs, so the hundreds of "what if"
 * evaluations behind an explanation cannot fail and allocate nothing.
 *
 * Units   _cdb hundredths of a decibel, as integers
 * Shapes  rows of weights [n_findings][n_hyp]; hypothesis n_hyp-1 is the null
 * Limits  about 14 bytes per finding and hypothesis
 */
#ifndef REASON_MODEL_H
#define REASON_MODEL_H

#include "reason/reason.h"

/* ---- the model ----------------------------------------------------------------- */

enum {
    EVIDENCE_CAP_CDB = 2500 /* no finding counts more than a factor of 316 */
};

typedef struct Model {
    const Kb      *kb;
    ReasonSettings s;
    size_t         n_findings, n_hyp;
    double        *q;       /* P(finding | its parents present, hypothesis) */
    int16_t       *present; /* cdB against the background */
    int16_t       *absent;
    int16_t       *silent;  /* typical, and nobody mentioned it */
    bool          *informs; /* [n_findings] some hypothesis is moved by it */
    uint32_t      *cluster; /* [n_findings] first finding with its cluster, or KB_NONE */
    uint32_t      *canonical;  /* [n_findings] finding indices, root before child */
    double        *by_age;     /* [n_hyp - 1][KB_AGE_BANDS] factors of the rate */
    double        *by_sex;     /* [n_hyp - 1][2] */
    uint64_t      *hash;       /* [n_findings] of the id */
    uint64_t      *hypothesis; /* [n_hyp] hash of the condition's id */
} Model;

MUST_USE bool model_open(Model **out, Arena *a, const Kb *kb, const ReasonSettings *s,
                         Err *e);

/* One perturbed run: every number is moved by what its grade leaves open. NULL: none. */
typedef struct Shake {
    uint32_t draw;
} Shake;

double model_q(const Model *m, size_t k, uint32_t finding, const Shake *shake);
/* The same for a condition's rate: a factor, 1 without a shake. */
double model_rate_shake(const Model *m, size_t k, const Shake *shake);
/* Is q the background, because the file of k says nothing of the finding? */
bool model_is_silent(const Model *m, size_t k, uint32_t finding);
/* Is the finding a risk factor or the gate of condition k? Then it acts in the prior. */
bool model_is_risk(const Kb *kb, size_t k, uint32_t finding);
/* The number of the knowledge base behind q, or KB_NONE: background only. */
uint32_t model_number(const Kb *kb, size_t k, uint32_t finding);
/* Name of a hypothesis: the condition's, or "something else". */
Str model_name(const Kb *kb, uint32_t condition);

double  model_times(double db);  /* 10^(db/10); -INFINITY gives exactly 0 */
int32_t model_cdb(double ratio); /* 1000*log10, rounded, within the evidence cap */

/* ---- facts --------------------------------------------------------------------- */

typedef struct Fact {
    uint32_t finding;
    bool     present;
    double   weight; /* certainty times the weight of its origin */
} Fact;

typedef struct Facts {
    Fact  *v; /* each finding once; the order says nothing */
    size_t n, room;
    double age_years;
    KbSex  sex;
    bool   narrative; /* something was said unasked: silence then says something */
} Facts;

/* All that a Case states, with room for one more. */
MUST_USE bool facts_of(Facts *out, Arena *a, const Case *c, const ReasonSettings *s,
                       Err *e);
MUST_USE bool facts_room(Facts *out, Arena *a, const Facts *like, Err *e);
/* Into `to`, whose room suffices. */
void facts_copy(Facts *to, const Facts *from);
void facts_without(Facts *to, const Facts *from, uint32_t finding);
void facts_with(Facts *to, const Facts *from, uint32_t finding, bool present);

/* ---- evidence and evaluation --------------------------------------------------- */

typedef struct Item {
    BarKind  kind;
    uint32_t finding; /* of a cluster: its first finding */
    uint32_t given;
    double   strength;
} Item;

typedef struct Eval {
    const Model  *m;
    FindingState *state;    /* [n_findings] with all that is implied */
    double       *strength; /* [n_findings] */
    uint32_t     *given;    /* [n_findings] */
    Item         *items;    /* canonical order */
    size_t        n_items;
    double        n_pieces; /* independent pieces of evidence */
    double        tempering;
    int32_t      *prior; /* [n_hyp] cdB; EVAL_NEVER when impossible */
    int32_t      *score; /* [n_hyp] prior + tempered evidence */
    double       *p0;    /* [n_hyp] before and after the evidence */
    double       *p;
} Eval;

#define EVAL_NEVER INT32_MIN

MUST_USE bool eval_new(Eval **out, Arena *a, const Model *m, Err *e);
void          eval_run(Eval *v, const Facts *f);
/* The same evidence with shaken numbers: prior, score, p and p0 change. */
void   eval_shake(Eval *v, const Facts *f, const Shake *shake);
size_t eval_first(const Eval *v); /* highest p; ties by index */
/* 1 for the hypothesis with the highest probability. */
size_t eval_rank(const Eval *v, size_t k);
/* cdB of one item for one hypothesis, before tempering. */
int32_t eval_weight(const Eval *v, const Item *item, size_t k, const Shake *shake);
/* P(finding | hypothesis, what is known to be present). */
double eval_marginal(const Eval *v, uint32_t finding, size_t k, const Shake *shake);
/* Probabilities of scores in cdB; EVAL_NEVER gives exactly 0. */
void eval_softmax(double *p, const int32_t *score, size_t n);

/* ---- prior --------------------------------------------------------------------- */

typedef struct RiskPart {
    BarKind  kind;
    uint32_t finding, number; /* KB_NONE: age or sex */
    double   db;
    Str      label;
} RiskPart;

enum { RISK_PARTS_MAX = 24 };

/* log10 of every hypothesis' prior in cdB. */
void prior_scores(int32_t *out, double *rates, const Eval *v, const Facts *f,
                  const Shake *shake);
/* What moved the rate of a condition; at most RISK_PARTS_MAX. */
size_t prior_parts(RiskPart parts[RISK_PARTS_MAX], const Eval *v, const Facts *f,
                   size_t k);
/* How common an exposure is among people, by the knowledge base. */
double prior_prevalence(const Kb *kb, uint32_t finding);
/* P(exposure | condition k) that its relative risk implies, for an exposure that `base`
   of all people like this one have. */
double prior_exposed(const Kb *kb, size_t k, uint32_t finding, double base);

#endif
