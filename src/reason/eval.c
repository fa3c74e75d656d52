/*
 * reason/eval.c - from facts to probabilities.
 *
 * 1. The closure of what is present is marked, then what is absent with all below it.
 * 2. Each node of the closure, each topmost absence and each typical finding that
 *    nobody mentioned becomes one item, in canonical order.
 * 3. Integer weights are added, clusters damped, the sum tempered by the number of
 *    independent pieces and added to the prior.
 *
 * A finding that moves no hypothesis becomes no item and does not count as a piece:
 * adding it changes nothing, not even the tempering.
 */
#include "reason/model.h"

#include <math.h>
#include <string.h>

bool eval_new(Eval **out, Arena *a, const Model *m, Err *e)
{
    Eval *v = ARENA_NEW(a, Eval, e);
    if (!v)
        return false;
    *v = (Eval){.m = m, .tempering = 1};
    /* Every finding at most once as itself and once as the head of a cluster. */
    if (!(v->state = ARENA_ARRAY(a, FindingState, m->n_findings, e)) ||
        !(v->strength = ARENA_ARRAY(a, double, m->n_findings, e)) ||
        !(v->given = ARENA_ARRAY(a, uint32_t, m->n_findings, e)) ||
        !(v->items = ARENA_ARRAY(a, Item, 2 * m->n_findings, e)) ||
        !(v->prior = ARENA_ARRAY(a, int32_t, m->n_hyp, e)) ||
        !(v->score = ARENA_ARRAY(a, int32_t, m->n_hyp, e)) ||
        !(v->p0 = ARENA_ARRAY(a, double, m->n_hyp, e)) ||
        !(v->p = ARENA_ARRAY(a, double, m->n_hyp, e)))
        return false;
    *out = v;
    return true;
}

/* ---- 1. marking ---------------------------------------------------------------- */

/* Is `f` stated present, and nothing below it? Then it is what the user really gave. */
static bool is_leaf(const Kb *kb, const Facts *facts, size_t i)
{
    for (size_t j = 0; j < facts->n; j++)
        if (j != i && facts->v[j].present &&
            kb_implies(kb, facts->v[j].finding, facts->v[i].finding))
            return false;
    return true;
}

static void mark_one(Eval *v, uint32_t f, const Fact *fact, bool leaf)
{
    v->state[f] = FINDING_PRESENT;
    if (fact->weight > v->strength[f])
        v->strength[f] = fact->weight;
    if (leaf && (v->given[f] == KB_NONE || fact->finding < v->given[f]))
        v->given[f] = fact->finding;
}

static void mark_present(Eval *v, const Facts *facts)
{
    for (size_t i = 0; i < facts->n; i++) {
        const Fact *fact = &facts->v[i];
        if (!fact->present)
            continue;
        bool           leaf = is_leaf(v->m->kb, facts, i);
        const KbRange *up = &kb_finding(v->m->kb, fact->finding)->closure;
        mark_one(v, fact->finding, fact, leaf);
        for (uint32_t j = 0; j < up->n; j++)
            mark_one(v, kb_index_at(v->m->kb, up->first + j), fact, leaf);
    }
}

static bool is_topmost(const Eval *v, const Facts *facts, uint32_t f)
{
    for (size_t i = 0; i < facts->n; i++) {
        uint32_t other = facts->v[i].finding;
        if (other != f && !facts->v[i].present && v->state[other] != FINDING_PRESENT &&
            kb_implies(v->m->kb, f, other))
            return false;
    }
    return true;
}

static bool parent_absent(const Eval *v, uint32_t f)
{
    const KbRange *up = &kb_finding(v->m->kb, f)->parents;
    for (uint32_t i = 0; i < up->n; i++)
        if (v->state[kb_index_at(v->m->kb, up->first + i)] == FINDING_ABSENT)
            return true;
    return false;
}

static void mark_absent(Eval *v, const Facts *facts)
{
    for (size_t i = 0; i < facts->n; i++) {
        const Fact *fact = &facts->v[i];
        if (fact->present || v->state[fact->finding] == FINDING_PRESENT)
            continue;
        v->state[fact->finding] = FINDING_ABSENT;
        if (!is_topmost(v, facts, fact->finding))
            continue;
        v->strength[fact->finding] = fact->weight;
        v->given[fact->finding] = fact->finding;
    }
    for (size_t i = 0; i < v->m->n_findings; i++) { /* parents stand before children */
        uint32_t f = v->m->canonical[i];
        if (v->state[f] == FINDING_UNKNOWN && parent_absent(v, f))
            v->state[f] = FINDING_ABSENT;
    }
}

/* ---- 2. items ------------------------------------------------------------------ */

static bool parents_present(const Eval *v, uint32_t f)
{
    const KbRange *up = &kb_finding(v->m->kb, f)->parents;
    for (uint32_t i = 0; i < up->n; i++)
        if (v->state[kb_index_at(v->m->kb, up->first + i)] != FINDING_PRESENT)
            return false;
    return true;
}

/* Does it, or an ancestor that is not known to be present, tell hypotheses apart? */
static bool informs(const Eval *v, uint32_t f)
{
    const KbRange *up = &kb_finding(v->m->kb, f)->closure;
    if (v->m->informs[f])
        return true;
    for (uint32_t i = 0; v->state[f] == FINDING_ABSENT && i < up->n; i++) {
        uint32_t above = kb_index_at(v->m->kb, up->first + i);
        if (v->state[above] != FINDING_PRESENT && v->m->informs[above])
            return true;
    }
    return false;
}

static void add_item(Eval *v, BarKind kind, uint32_t f, double strength)
{
    v->items[v->n_items++] = (Item){kind, f, v->given[f], strength};
}

static void collect_stated(Eval *v)
{
    for (size_t i = 0; i < v->m->n_findings; i++) {
        uint32_t f = v->m->canonical[i];
        if (v->given[f] == KB_NONE || !informs(v, f))
            continue;
        add_item(v, v->state[f] == FINDING_PRESENT ? BAR_PRESENT : BAR_ABSENT, f,
                 v->strength[f]);
    }
}

static void collect_silent(Eval *v, const Facts *facts)
{
    if (!facts->narrative || !(v->m->s.reporting > 0))
        return;
    for (size_t i = 0; i < v->m->n_findings; i++) {
        uint32_t f = v->m->canonical[i];
        if (v->state[f] == FINDING_UNKNOWN && v->m->informs[f] &&
            kb_finding(v->m->kb, f)->cls == KB_SYMPTOM && parents_present(v, f))
            add_item(v, BAR_NOT_MENTIONED, f, 1);
    }
}

static void collect_clusters(Eval *v)
{
    size_t n = v->n_items;
    for (uint32_t head = 0; head < v->m->n_findings; head++) {
        size_t members = 0;
        for (size_t i = 0; v->m->cluster[head] == head && i < n; i++)
            members += v->m->cluster[v->items[i].finding] == head;
        if (members > 1)
            v->items[v->n_items++] = (Item){BAR_CLUSTER, head, KB_NONE, 1};
    }
}

/* What is present and belongs together is one piece: the nodes of one given finding, or
   a cluster. Absences are no pieces: each is bounded by how common the finding is, and
   an interview collects many of them. */
static uint32_t piece_of(const Eval *v, const Item *item)
{
    uint32_t cluster = v->m->cluster[item->given];
    return cluster != KB_NONE ? cluster : item->given;
}

/* Is j of the same piece as i? */
static bool same_piece(const Eval *v, const Item *i, const Item *j)
{
    return j->kind == BAR_PRESENT && piece_of(v, i) == piece_of(v, j);
}

static double count_pieces(const Eval *v)
{
    double n = 0;
    for (size_t i = 0; i < v->n_items; i++) {
        const Item *item = &v->items[i];
        bool        first = item->kind == BAR_PRESENT;
        double      most = item->strength;
        for (size_t j = 0; first && j < v->n_items; j++)
            if (j != i && same_piece(v, item, &v->items[j])) {
                first = j > i;
                most = fmax(most, v->items[j].strength);
            }
        n += first ? most : 0; /* as heavy as its surest item */
    }
    return n;
}

static void collect(Eval *v, const Facts *facts)
{
    for (uint32_t f = 0; f < v->m->n_findings; f++) {
        v->state[f] = FINDING_UNKNOWN;
        v->strength[f] = 0;
        v->given[f] = KB_NONE;
    }
    v->n_items = 0;
    mark_present(v, facts);
    mark_absent(v, facts);
    collect_stated(v);
    v->n_pieces = count_pieces(v);
    v->tempering = 1 / (1 + v->m->s.saturation * v->n_pieces);
    collect_silent(v, facts);
    collect_clusters(v);
}

/* ---- 3. weights ---------------------------------------------------------------- */

double eval_marginal(const Eval *v, uint32_t f, size_t k, const Shake *shake)
{
    const KbRange *up = &kb_finding(v->m->kb, f)->closure;
    double         p = model_q(v->m, k, f, shake);
    for (uint32_t i = 0; i < up->n; i++) {
        uint32_t above = kb_index_at(v->m->kb, up->first + i);
        if (v->state[above] != FINDING_PRESENT)
            p *= model_q(v->m, k, above, shake);
    }
    return p;
}

/* Does the file of k say nothing of f, nor of an ancestor that is not known? */
static bool says_nothing(const Eval *v, uint32_t f, size_t k)
{
    const KbRange *up = &kb_finding(v->m->kb, f)->closure;
    if (!model_is_silent(v->m, k, f))
        return false;
    for (uint32_t i = 0; i < up->n; i++) {
        uint32_t above = kb_index_at(v->m->kb, up->first + i);
        if (v->state[above] != FINDING_PRESENT && !model_is_silent(v->m, k, above))
            return false;
    }
    return true;
}

/* An absence below a parent that is itself unknown: the whole chain may be missing. */
static int32_t absent_weight(const Eval *v, uint32_t f, size_t k, const Shake *shake)
{
    int16_t row = v->m->absent[(size_t)f * v->m->n_hyp + k];
    if ((!shake && parents_present(v, f)) || row == -EVIDENCE_CAP_CDB)
        return row;
    if (says_nothing(v, f, k))
        return 0;
    double q = eval_marginal(v, f, k, shake);
    double b = eval_marginal(v, f, v->m->n_hyp - 1, shake);
    return model_cdb((1 - q) / (1 - b));
}

static int32_t shaken_weight(const Eval *v, const Item *item, size_t k,
                             const Shake *shake)
{
    if (model_is_silent(v->m, k, item->finding))
        return 0;
    double q = model_q(v->m, k, item->finding, shake);
    double b = model_q(v->m, v->m->n_hyp - 1, item->finding, shake);
    double rho = v->m->s.reporting;
    return item->kind == BAR_PRESENT ? model_cdb(q / b)
                                     : model_cdb((1 - rho * q) / (1 - rho * b));
}

static int32_t plain_weight(const Eval *v, const Item *item, size_t k, const Shake *shake)
{
    size_t  at = (size_t)item->finding * v->m->n_hyp + k;
    int32_t w = item->kind == BAR_ABSENT    ? absent_weight(v, item->finding, k, shake)
                : shake                     ? shaken_weight(v, item, k, shake)
                : item->kind == BAR_PRESENT ? v->m->present[at]
                                            : v->m->silent[at];
    return item->strength >= 1 ? w : (int32_t)lround(w * item->strength);
}

enum { CLUSTER_MOST = 32 };

static void insert_falling(int32_t *v, size_t *n, int32_t w)
{
    if (*n == CLUSTER_MOST)
        return;
    size_t at = (*n)++;
    for (; at > 0 && v[at - 1] < w; at--)
        v[at] = v[at - 1];
    v[at] = w;
}

/* What damping takes off sizes in falling order: w1 + kappa*w2 + kappa^2*w3 ... */
static int32_t damping(const int32_t *v, size_t n, double kappa)
{
    double  share = 1;
    int32_t off = 0;
    for (size_t i = 0; i < n; i++) {
        off += v[i] - (int32_t)lround(share * v[i]);
        share *= kappa;
    }
    return off;
}

static int32_t cluster_weight(const Eval *v, uint32_t head, size_t k, const Shake *shake)
{
    int32_t up[CLUSTER_MOST], down[CLUSTER_MOST];
    size_t  n_up = 0, n_down = 0;
    for (size_t i = 0; i < v->n_items; i++) {
        const Item *item = &v->items[i];
        if (item->kind == BAR_CLUSTER || v->m->cluster[item->finding] != head)
            continue;
        int32_t w = plain_weight(v, item, k, shake);
        if (w > 0)
            insert_falling(up, &n_up, w);
        if (w < 0)
            insert_falling(down, &n_down, -w);
    }
    double kappa = v->m->s.cluster_decay;
    return damping(down, n_down, kappa) - damping(up, n_up, kappa);
}

int32_t eval_weight(const Eval *v, const Item *item, size_t k, const Shake *shake)
{
    if (k + 1 == v->m->n_hyp)
        return 0;
    return item->kind == BAR_CLUSTER ? cluster_weight(v, item->finding, k, shake)
                                     : plain_weight(v, item, k, shake);
}

/* ---- probabilities ------------------------------------------------------------- */

void eval_softmax(double *p, const int32_t *score, size_t n)
{
    int32_t top = EVAL_NEVER;
    double  sum = 0;
    for (size_t k = 0; k < n; k++)
        if (score[k] > top)
            top = score[k];
    for (size_t k = 0; k < n; k++)
        sum += p[k] = score[k] == EVAL_NEVER ? 0 : pow(10, (score[k] - top) / 1000.0);
    for (size_t k = 0; k < n; k++)
        p[k] /= sum;
}

void eval_shake(Eval *v, const Facts *f, const Shake *shake)
{
    prior_scores(v->prior, v->p0, v, f, shake);
    for (size_t k = 0; k < v->m->n_hyp; k++) {
        int32_t sum = 0;
        v->score[k] = v->prior[k];
        if (v->prior[k] == EVAL_NEVER)
            continue;
        for (size_t i = 0; i < v->n_items; i++)
            sum += eval_weight(v, &v->items[i], k, shake);
        v->score[k] += (int32_t)lround(v->tempering * sum);
    }
    eval_softmax(v->p0, v->prior, v->m->n_hyp);
    eval_softmax(v->p, v->score, v->m->n_hyp);
}

void eval_run(Eval *v, const Facts *f)
{
    collect(v, f);
    eval_shake(v, f, NULL);
}

size_t eval_first(const Eval *v)
{
    size_t first = 0;
    for (size_t k = 1; k < v->m->n_hyp; k++)
        if (v->p[k] > v->p[first])
            first = k;
    return first;
}

size_t eval_rank(const Eval *v, size_t k)
{
    size_t rank = 1;
    for (size_t j = 0; j < v->m->n_hyp; j++)
        rank += v->p[j] > v->p[k] || (v->p[j] == v->p[k] && j < k);
    return rank;
}
