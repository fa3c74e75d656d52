/*
 * reason/pair.c - why x rather than y: the other hypotheses take no part, so every
 * finding has one exact share that no order can change.
 */
#include "reason/parts.h"

#include <assert.h>
#include <math.h>

static bool before(const PairBar *a, const PairBar *b)
{
    double x = fabs(a->db), y = fabs(b->db);
    return x != y ? x > y : a->finding < b->finding;
}

static void insert(PairBar *v, size_t *n, PairBar bar)
{
    size_t at = (*n)++;
    for (; at > 0 && before(&bar, &v[at - 1]); at--)
        v[at] = v[at - 1];
    v[at] = bar;
}

static FindingState state_of(const Item *item)
{
    return item->kind == BAR_PRESENT  ? FINDING_PRESENT
           : item->kind == BAR_ABSENT ? FINDING_ABSENT
                                      : FINDING_UNKNOWN;
}

static double prior_difference(const Eval *v, size_t x, size_t y)
{
    if (v->prior[x] == v->prior[y])
        return 0;
    if (v->prior[x] == EVAL_NEVER || v->prior[y] == EVAL_NEVER)
        return v->prior[x] == EVAL_NEVER ? -INFINITY : INFINITY;
    return (v->prior[x] - v->prior[y]) / 100.0;
}

bool reason_pair(Pairwise *out, Arena *a, const Case *c, uint32_t x, uint32_t y,
                 const ReasonSettings *s, Err *e)
{
    Work w;
    if (!work_open(&w, a, c, s, NULL, e))
        return false;
    size_t kx = x == KB_NONE ? w.m->n_hyp - 1 : x, ky = y == KB_NONE ? w.m->n_hyp - 1 : y;
    PairBar *v = ARENA_ARRAY(a, PairBar, w.now->n_items + 1, e);
    assert(kx < w.m->n_hyp && ky < w.m->n_hyp);
    if (!v)
        return false;
    Pairwise p = {.prior_db = prior_difference(w.now, kx, ky), .v = v};
    p.total_db = p.prior_db;
    for (size_t i = 0; i < w.now->n_items; i++) {
        const Item *item = &w.now->items[i];
        int32_t     d =
            eval_weight(w.now, item, kx, NULL) - eval_weight(w.now, item, ky, NULL);
        double db = w.now->tempering * d / 100.0;
        if (d != 0)
            insert(v, &p.n, (PairBar){item->finding, state_of(item), db});
    }
    for (size_t i = 0; i < p.n; i++)
        p.total_db += v[i].db;
    *out = p;
    return true;
}
