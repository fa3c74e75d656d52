/*
 * reason/spread.c - how far the answer moves when the numbers move.
 *
 * Every number is worth a certain number of patients by its grade. In each draw all
 * numbers are moved together by what so many patients leave open; the draws come from
 * hashes of the ids, so they are the same for everybody and every day.
 */
#include "reason/parts.h"

static void sort_rising(double *v, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        double x = v[i];
        size_t at = i;
        for (; at > 0 && v[at - 1] > x; at--)
            v[at] = v[at - 1];
        v[at] = x;
    }
}

bool spread_fill(Hypothesis *h, Work *w, Err *e)
{
    enum { LOW = REASON_DRAWS / 20, HIGH = REASON_DRAWS - 1 - REASON_DRAWS / 20 };
    size_t  n = w->m->n_hyp;
    double *p = ARENA_ARRAY(w->arena, double, n *REASON_DRAWS, e);
    if (!p)
        return false;
    facts_copy(&w->what_if, w->facts);
    eval_run(w->trial, &w->what_if);
    for (uint32_t draw = 0; draw < REASON_DRAWS; draw++) {
        eval_shake(w->trial, &w->what_if, &(Shake){draw});
        h[eval_first(w->trial)].first_in++;
        for (size_t k = 0; k < n; k++)
            p[k * REASON_DRAWS + draw] = w->trial->p[k];
    }
    for (size_t k = 0; k < n; k++) {
        double *of_k = p + k * REASON_DRAWS, now = w->now->p[k];
        sort_rising(of_k, REASON_DRAWS);
        h[k].p_low = of_k[LOW] < now ? of_k[LOW] : now;
        h[k].p_high = of_k[HIGH] > now ? of_k[HIGH] : now;
    }
    return true;
}
