/*
 * reason/rank.c - puts the answer together: order, bands, and the parts.
 */
#include "reason/parts.h"

#include <math.h>

bool work_open(Work *out, Arena *a, const Case *c, const ReasonSettings *s,
               const Model *m, Err *e)
{
    Model *made = NULL;
    Eval  *now = NULL, *trial = NULL;
    Facts *facts = ARENA_NEW(a, Facts, e), what_if;
    if (!m && !model_open(&made, a, c->kb, s, e))
        return false;
    m = m ? m : made;
    if (!facts || !facts_of(facts, a, c, s, e) || !facts_room(&what_if, a, facts, e) ||
        !eval_new(&now, a, m, e) || !eval_new(&trial, a, m, e))
        return false;
    eval_run(now, facts);
    *out = (Work){a, c->setting, m, facts, now, trial, what_if};
    return true;
}

/* ---- bands --------------------------------------------------------------------- */

static uint8_t harm_of(const Kb *kb, const Hypothesis *h)
{
    return h->condition == KB_NONE ? 0 : kb_condition(kb, h->condition)->harm;
}

/* The likely ones; then what must not be missed, by probability times harm; then what
   else to consider. What finds no room in its band goes to the next or is folded. */
static void band_must_not_miss(Hypothesis *h, size_t n, const Kb *kb,
                               const ReasonSettings *s)
{
    for (size_t place = 0; place < 3; place++) {
        Hypothesis *best = NULL;
        for (size_t i = 0; i < n; i++) {
            if (h[i].band != BAND_FOLDED || harm_of(kb, &h[i]) < 2 ||
                !(h[i].p_posterior > s->must_not_miss))
                continue;
            if (!best || h[i].p_posterior * harm_of(kb, &h[i]) >
                             best->p_posterior * harm_of(kb, best))
                best = &h[i];
        }
        if (best)
            best->band = BAND_MUST_NOT_MISS;
    }
}

static void band_by_threshold(Hypothesis *h, size_t n, double threshold, Band band)
{
    size_t taken = 0;
    for (size_t i = 0; i < n && taken < 5; i++)
        if (h[i].band == BAND_FOLDED && h[i].condition != KB_NONE &&
            h[i].p_posterior >= threshold) {
            h[i].band = band;
            taken++;
        }
}

static void fill_bands(Hypothesis *h, size_t n, const Kb *kb, const ReasonSettings *s)
{
    for (size_t i = 0; i < n; i++) {
        h[i].band = BAND_FOLDED;
        h[i].sure = words_sure(h[i].p_posterior);
        if (h[i].condition == KB_NONE && h[i].p_posterior >= s->consider)
            h[i].band = h[i].p_posterior >= s->likely ? BAND_LIKELY : BAND_CONSIDER;
    }
    band_by_threshold(h, n, s->likely, BAND_LIKELY);
    band_must_not_miss(h, n, kb, s);
    band_by_threshold(h, n, s->consider, BAND_CONSIDER);
}

/* ---- order --------------------------------------------------------------------- */

static bool before(const Hypothesis *a, const Hypothesis *b)
{
    return a->p_posterior != b->p_posterior ? a->p_posterior > b->p_posterior
                                            : a->condition < b->condition;
}

static void sort_hypotheses(Hypothesis *h, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        Hypothesis x = h[i];
        size_t     at = i;
        for (; at > 0 && before(&x, &h[at - 1]); at--)
            h[at] = h[at - 1];
        h[at] = x;
    }
}

static bool fill_hypotheses(Differential *d, Work *w, Err *e)
{
    size_t      n = w->m->n_hyp;
    Hypothesis *h = ARENA_ARRAY(w->arena, Hypothesis, n, e);
    if (!h)
        return false;
    for (size_t k = 0; k < n; k++)
        h[k] = (Hypothesis){.condition = k + 1 == n ? KB_NONE : (uint32_t)k,
                            .p_prior = w->now->p0[k],
                            .p_posterior = w->now->p[k]};
    if (!bars_fill(h, w, e) || !spread_fill(h, w, e))
        return false;
    sort_hypotheses(h, n);
    fill_bands(h, n, w->m->kb, &w->m->s);
    d->v = h;
    d->n = n;
    return true;
}

/* ---- unexplained --------------------------------------------------------------- */

static bool demands_explanation(const KbFinding *f)
{
    return f->cls == KB_SYMPTOM || f->cls == KB_SIGN || f->cls == KB_VITAL ||
           f->cls == KB_LAB;
}

bool work_unexplained(const uint32_t **out, size_t *n, Work *w, size_t k, Err *e)
{
    uint32_t *v = ARENA_ARRAY(w->arena, uint32_t, w->facts->n + 1, e);
    if (!v)
        return false;
    *n = 0;
    for (size_t i = 0; i < w->facts->n; i++) {
        const Fact *f = &w->facts->v[i];
        if (f->present && demands_explanation(kb_finding(w->m->kb, f->finding)) &&
            !words_explains(w->m->kb, k, f->finding))
            v[(*n)++] = f->finding;
    }
    *out = v;
    return true;
}

bool reason_rank(Differential *out, Arena *a, const Case *c, const ReasonSettings *s,
                 Err *e)
{
    Work         w;
    Differential d = {.kb_version = kb_version(c->kb), .settings = *s};
    if (!work_open(&w, a, c, s, NULL, e) || !fill_hypotheses(&d, &w, e) ||
        !ask_best(&d.questions, &d.n_questions, &w, e) || !flip_first(&d.flip, &w, e) ||
        !flip_sufficient(&d.sufficient, &d.n_sufficient, &w, e) ||
        !triage_level(&d.triage, &w, e) ||
        !work_unexplained(&d.unexplained, &d.n_unexplained, &w, eval_first(w.now), e))
        return false;
    d.p_null = w.now->p[w.m->n_hyp - 1];
    d.tempering = w.now->tempering;
    d.model = w.m;
    *out = d;
    return true;
}
