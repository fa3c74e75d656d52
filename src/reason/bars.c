/*
 * reason/bars.c - what each item did to the odds of each hypothesis.
 *
 * Items are taken in canonical order. A bar is the difference of the odds after and
 * before its item, so bars add up whatever the items are; the price is that the share
 * of one item depends a little on the order. The leave-one-out value beside it does
 * not: it is the difference between two whole evaluations.
 */
#include "reason/parts.h"

#include <math.h>

/* 10*log10 of p_k against all others, from scores: exact also when p_k is almost 1. */
static void odds_db(double *out, const int32_t *score, double *scratch, size_t n)
{
    int32_t top = EVAL_NEVER;
    for (size_t k = 0; k < n; k++)
        top = score[k] > top ? score[k] : top;
    for (size_t k = 0; k < n; k++)
        scratch[k] = score[k] == EVAL_NEVER ? 0 : pow(10, (score[k] - top) / 1000.0);
    double before = 0, after = 0;
    for (size_t k = 0; k < n; k++) { /* others = those before + those after */
        out[k] = before;
        before += scratch[k];
    }
    for (size_t k = n; k-- > 0;) {
        double others = out[k] + after;
        after += scratch[k];
        out[k] = scratch[k] > 0 ? 10 * log10(scratch[k] / others) : -INFINITY;
    }
}

typedef struct Ladder { /* odds before and after the item at hand */
    int32_t *sum, *score;
    double  *scratch, *before, *after;
} Ladder;

static bool ladder_new(Ladder *l, Arena *a, size_t n, Err *e)
{
    return (l->sum = ARENA_ARRAY(a, int32_t, n, e)) &&
           (l->score = ARENA_ARRAY(a, int32_t, n, e)) &&
           (l->scratch = ARENA_ARRAY(a, double, n, e)) &&
           (l->before = ARENA_ARRAY(a, double, n, e)) &&
           (l->after = ARENA_ARRAY(a, double, n, e));
}

/* One step up: adds the item to every sum and takes the odds anew. */
static void ladder_step(Ladder *l, const Eval *v, const Item *item)
{
    size_t n = v->m->n_hyp;
    for (size_t k = 0; k < n; k++) {
        l->before[k] = l->after[k];
        if (v->prior[k] == EVAL_NEVER)
            continue;
        l->sum[k] += eval_weight(v, item, k, NULL);
        l->score[k] = v->prior[k] + (int32_t)lround(v->tempering * l->sum[k]);
    }
    odds_db(l->after, l->score, l->scratch, n);
}

static Bar bar_of(const Eval *v, const Item *item, size_t k, double db)
{
    const KbFinding *f = kb_finding(v->m->kb, item->finding);
    if (item->kind == BAR_CLUSTER)
        return (Bar){.kind = item->kind,
                     .finding = item->finding,
                     .given = KB_NONE,
                     .db = db,
                     .number = KB_NONE,
                     .label = f->cluster};
    return (Bar){.kind = item->kind,
                 .finding = item->finding,
                 .given = item->given,
                 .db = db,
                 .number = model_number(v->m->kb, k, item->finding),
                 .label = f->name};
}

static bool risk_bars(Bar **out, size_t *n, Work *w, size_t k, Err *e)
{
    RiskPart parts[RISK_PARTS_MAX];
    *n = prior_parts(parts, w->now, w->facts, k);
    Bar *bars = ARENA_ARRAY(w->arena, Bar, *n + w->now->n_items + 1, e);
    if (!bars)
        return false;
    for (size_t i = 0; i < *n; i++)
        bars[i] = (Bar){.kind = BAR_RISK,
                        .finding = parts[i].finding,
                        .given = parts[i].finding,
                        .db = parts[i].db,
                        .number = parts[i].number,
                        .label = parts[i].label};
    *out = bars;
    return true;
}

/* ---- leave one out ------------------------------------------------------------- */

typedef enum Forget { FORGET_FINDING, FORGET_AGE, FORGET_SEX } Forget;

static void forget(Work *w, Forget what, uint32_t finding)
{
    facts_without(&w->what_if, w->facts, what == FORGET_FINDING ? finding : KB_NONE);
    if (what == FORGET_AGE)
        w->what_if.age_years = NAN;
    if (what == FORGET_SEX)
        w->what_if.sex = KB_SEX_UNKNOWN;
    eval_run(w->trial, &w->what_if);
}

static bool is_forgotten(const Bar *b, Forget what, uint32_t finding)
{
    if (what == FORGET_FINDING)
        return b->given == finding && finding != KB_NONE;
    bool is_age = str_starts(b->label, STR("age "));
    return b->kind == BAR_RISK && b->finding == KB_NONE && is_age == (what == FORGET_AGE);
}

static void loo_one(Hypothesis *h, Bar *const *bars, Work *w, Forget what,
                    uint32_t finding)
{
    forget(w, what, finding);
    for (size_t k = 0; k < w->m->n_hyp; k++)
        for (size_t i = 0; i < h[k].n_bars; i++)
            if (is_forgotten(&bars[k][i], what, finding))
                bars[k][i].loo = w->now->p[k] - w->trial->p[k];
}

/* An exposure may come by implication: then what implies it is what was given. */
static void name_givers(Hypothesis *h, Bar *const *bars, const Work *w)
{
    for (size_t k = 0; k < w->m->n_hyp; k++)
        for (size_t i = 0; i < h[k].n_bars; i++) {
            Bar *b = &bars[k][i];
            if (b->kind == BAR_RISK && b->finding != KB_NONE &&
                w->now->given[b->finding] != KB_NONE)
                b->given = w->now->given[b->finding];
        }
}

static void leave_one_out(Hypothesis *h, Bar *const *bars, Work *w)
{
    name_givers(h, bars, w);
    for (size_t i = 0; i < w->facts->n; i++)
        loo_one(h, bars, w, FORGET_FINDING, w->facts->v[i].finding);
    if (!isnan(w->facts->age_years))
        loo_one(h, bars, w, FORGET_AGE, KB_NONE);
    if (w->facts->sex != KB_SEX_UNKNOWN)
        loo_one(h, bars, w, FORGET_SEX, KB_NONE);
}

/* ---- small silences ------------------------------------------------------------ */

static bool is_small_silence(const Bar *b)
{
    return b->kind == BAR_NOT_MENTIONED && fabs(b->db) < 0.1;
}

/* A narrative leaves out dozens of things. Those that hardly count become one bar, so
   that the table can be read and still adds up. */
static void gather_small_silences(Bar *bars, size_t *n)
{
    Bar    rest = {.kind = BAR_NOT_MENTIONED,
                   .finding = KB_NONE,
                   .given = KB_NONE,
                   .number = KB_NONE,
                   .label = STR("other complaints that nobody mentioned")};
    size_t small = 0, kept = 0, last = 0;
    for (size_t i = 0; i < *n; i++)
        small += is_small_silence(&bars[i]);
    if (small < 2)
        return;
    for (size_t i = 0; i < *n; i++) {
        BarKind kind = bars[i].kind;
        if (is_small_silence(&bars[i]))
            rest.db += bars[i].db;
        else
            bars[kept++] = bars[i];
        last = kind == BAR_NOT_MENTIONED ? kept : last;
    }
    for (size_t i = kept; i > last; i--) /* clusters stand behind it */
        bars[i] = bars[i - 1];
    bars[last] = rest;
    *n = kept + 1;
}

/* ---- all ----------------------------------------------------------------------- */

static bool open_bars(Hypothesis *h, Bar **bars, Work *w, Err *e)
{
    for (size_t k = 0; k < w->m->n_hyp; k++) {
        if (!risk_bars(&bars[k], &h[k].n_bars, w, k, e))
            return false;
        h[k].bars = bars[k];
    }
    return true;
}

bool bars_fill(Hypothesis *h, Work *w, Err *e)
{
    const Eval *v = w->now;
    size_t      n = v->m->n_hyp;
    Ladder      l = {0};
    Bar       **bars = ARENA_ARRAY(w->arena, Bar *, n, e);
    if (!bars || !ladder_new(&l, w->arena, n, e) || !open_bars(h, bars, w, e))
        return false;
    odds_db(l.after, v->prior, l.scratch, n);
    for (size_t k = 0; k < n; k++) {
        h[k].prior_db = l.after[k];
        l.score[k] = v->prior[k];
    }
    for (size_t i = 0; i < v->n_items; i++) {
        ladder_step(&l, v, &v->items[i]);
        for (size_t k = 0; k < n; k++)
            if (v->prior[k] != EVAL_NEVER)
                bars[k][h[k].n_bars++] =
                    bar_of(v, &v->items[i], k, l.after[k] - l.before[k]);
    }
    for (size_t k = 0; k < n; k++)
        h[k].posterior_db = l.after[k];
    for (size_t k = 0; k < n; k++)
        gather_small_silences(bars[k], &h[k].n_bars);
    leave_one_out(h, bars, w);
    return true;
}
