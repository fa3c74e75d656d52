/*
 * reason/ask.c - the answer worth having next.
 *
 * A question is worth the information it is expected to give about all hypotheses,
 * plus what it moves of the dangerous ones, plus a fixed amount when it is a red flag
 * or an article says it must be asked; divided by what it costs to answer.
 */
#include "reason/parts.h"

#include "base/buf.h"

#include <math.h>

enum { ASK_MOST = 12, HARM_DANGEROUS = 2 };

bool ask_is_open(const Eval *v, uint32_t f) { return v->state[f] == FINDING_UNKNOWN; }

/* Parents are asked before children, unless a child is asked for by name. */
static bool parents_known(const Eval *v, uint32_t f)
{
    const KbRange *up = &kb_finding(v->m->kb, f)->parents;
    for (uint32_t i = 0; i < up->n; i++)
        if (v->state[kb_index_at(v->m->kb, up->first + i)] != FINDING_PRESENT)
            return false;
    return true;
}

/* A child that is asked for by name needs at least some ancestor, or none to have. */
static bool in_context(const Eval *v, uint32_t f)
{
    const KbRange *up = &kb_finding(v->m->kb, f)->closure;
    for (uint32_t i = 0; i < up->n; i++)
        if (v->state[kb_index_at(v->m->kb, up->first + i)] == FINDING_PRESENT)
            return true;
    return up->n == 0;
}

/* ---- what is asked for by name ------------------------------------------------- */

static double p_of(const Eval *v, uint32_t condition)
{
    return condition == KB_NONE ? 0 : v->p[condition];
}

static bool has(const Kb *kb, const KbRange *r, uint32_t finding)
{
    for (uint32_t i = 0; i < r->n; i++)
        if (kb_index_at(kb, r->first + i) == finding)
            return true;
    return false;
}

/* Would a yes to f, and nothing else, make the rule fire? */
static bool completes(const Eval *v, const KbRedFlag *r, uint32_t f)
{
    for (uint32_t i = 0; i < r->all_of.n; i++) {
        uint32_t other = kb_index_at(v->m->kb, r->all_of.first + i);
        if (other != f && v->state[other] != FINDING_PRESENT)
            return false;
    }
    return has(v->m->kb, &r->all_of, f);
}

enum { WARNING_LEVEL = 2 }; /* a rule that asks for a routine visit is no warning */

/* The highest level that a yes would raise to by a rule of conditions that matter. */
static uint8_t level_if_yes(const Eval *v, uint32_t f)
{
    const Kb *kb = v->m->kb;
    double    floor = v->m->s.must_not_miss;
    uint8_t   level = 0;
    for (uint32_t i = 0; i < kb_n_red_flags(kb); i++) {
        const KbRedFlag *r = kb_red_flag(kb, i);
        bool matters = p_of(v, r->owner) > floor || p_of(v, r->condition) > floor;
        if (matters && r->level > level && completes(v, r, f))
            level = r->level;
    }
    return level;
}

static bool is_must_ask(const Eval *v, uint32_t f)
{
    const Kb *kb = v->m->kb;
    for (uint32_t k = 0; k < kb_n_conditions(kb); k++) {
        const KbCondition *c = kb_condition(kb, k);
        bool danger = c->harm >= HARM_DANGEROUS && v->p[k] > v->m->s.must_not_miss;
        if ((danger || v->p[k] >= v->m->s.likely) && has(kb, &c->must_ask, f))
            return true;
    }
    return false;
}

/* ---- value --------------------------------------------------------------------- */

static double entropy(double p)
{
    return p > 0 && p < 1 ? -(p * log2(p) + (1 - p) * log2(1 - p)) : 0;
}

static double p_yes_given(const Eval *v, uint32_t f, size_t k)
{
    if (k + 1 < v->m->n_hyp && model_is_risk(v->m->kb, k, f))
        return prior_exposed(v->m->kb, k, f, eval_marginal(v, f, v->m->n_hyp - 1, NULL));
    return eval_marginal(v, f, k, NULL);
}

static double p_yes_of(const Eval *v, uint32_t f)
{
    double yes = 0;
    for (size_t k = 0; k < v->m->n_hyp; k++)
        yes += v->p[k] * p_yes_given(v, f, k);
    return yes;
}

static void weigh(Question *q, const Eval *v)
{
    double within = 0, danger = 0, up = 0, down = 0;
    q->p_yes = p_yes_of(v, q->finding);
    q->favours = q->against = KB_NONE;
    for (size_t k = 0; k < v->m->n_hyp; k++) {
        bool   null = k + 1 == v->m->n_hyp;
        double p = p_yes_given(v, q->finding, k), moved = v->p[k] * (p - q->p_yes);
        within += v->p[k] * entropy(p);
        if (!null && kb_condition(v->m->kb, (uint32_t)k)->harm >= HARM_DANGEROUS)
            danger += kb_condition(v->m->kb, (uint32_t)k)->harm * 2 * fabs(moved);
        if (moved > up) {
            up = moved;
            q->favours = null ? KB_NONE : (uint32_t)k;
        }
        if (-moved > down) {
            down = -moved;
            q->against = null ? KB_NONE : (uint32_t)k;
        }
    }
    double gain = entropy(q->p_yes) - within;
    q->gain_bits = gain > 0 ? gain : 0;
    q->value = q->gain_bits + v->m->s.harm_weight * danger;
}

static double answerable(Setting setting, KbClass cls)
{
    bool told = cls == KB_SYMPTOM || cls == KB_HISTORY || cls == KB_EXPOSURE ||
                cls == KB_DRUG || cls == KB_CONTEXT;
    return setting != SETTING_SELF || told ? 1 : cls == KB_VITAL ? 0.5 : 0;
}

static bool make(Question *out, const Eval *v, Setting setting, uint32_t f)
{
    const KbFinding *finding = kb_finding(v->m->kb, f);
    bool             must = is_must_ask(v, f);
    Question q = {.finding = f, .is_red_flag = level_if_yes(v, f) >= WARNING_LEVEL};
    bool     named = (must || q.is_red_flag) && in_context(v, f);
    if (!ask_is_open(v, f) || (!named && !parents_known(v, f)))
        return false;
    weigh(&q, v);
    if (!(q.gain_bits > 1e-6))
        return false;
    q.value += (q.is_red_flag ? v->m->s.red_flag_bonus : 0) +
               (must ? v->m->s.must_ask_bonus : 0);
    q.value *= answerable(setting, finding->cls) / (finding->cost ? finding->cost : 1);
    *out = q;
    return q.value > 0;
}

static void keep_best(Question *best, size_t *n, Question q)
{
    size_t at = *n < ASK_MOST ? (*n)++ : ASK_MOST;
    for (; at > 0 && best[at - 1].value < q.value; at--)
        if (at < ASK_MOST)
            best[at] = best[at - 1];
    if (at < ASK_MOST)
        best[at] = q;
}

/* ---- what the answers would do ------------------------------------------------- */

static uint32_t condition_at(const Model *m, size_t k)
{
    return k + 1 == m->n_hyp ? KB_NONE : (uint32_t)k;
}

static double p_at(const Eval *v, uint32_t condition)
{
    return v->p[condition == KB_NONE ? v->m->n_hyp - 1 : condition];
}

static void say_separates(Buf *b, const Question *q, const Model *m, double p_if_no)
{
    char room[160], numbers[48];
    buf_text(b, "It separates ");
    buf_str(b, words_lower(room, model_name(m->kb, q->favours)));
    buf_text(b, " from ");
    buf_str(b, words_lower(room, model_name(m->kb, q->against)));
    buf_text(b, ": now ");
    buf_str(b, words_of_100(numbers, q->p_favours_now));
    buf_text(b, " for the former, ");
    buf_str(b, words_of_100(numbers, q->p_favours_if_yes));
    buf_text(b, " after a yes, ");
    buf_str(b, words_of_100(numbers, p_if_no));
    buf_text(b, " after a no.");
}

static bool say_because(Question *q, Work *w, double p_if_no, Err *e)
{
    Buf  b = buf_open(w->arena, 2 * KIB);
    bool moves = fabs(q->p_favours_if_yes - p_if_no) >= 0.01;
    if (q->is_red_flag) {
        buf_text(&b, "A warning sign to rule out: a yes alone would ask for \"");
        buf_str(&b, words_level(level_if_yes(w->now, q->finding)));
        buf_text(&b, "\".");
        if (moves)
            buf_char(&b, ' ');
    }
    if (moves || !q->is_red_flag)
        say_separates(&b, q, w->m, p_if_no);
    return buf_done(&b, &q->because, e);
}

static bool look_ahead(Question *q, Work *w, Err *e)
{
    q->p_favours_now = p_at(w->now, q->favours);
    facts_with(&w->what_if, w->facts, q->finding, true);
    eval_run(w->trial, &w->what_if);
    q->first_if_yes = condition_at(w->m, eval_first(w->trial));
    q->p_favours_if_yes = p_at(w->trial, q->favours);
    facts_with(&w->what_if, w->facts, q->finding, false);
    eval_run(w->trial, &w->what_if);
    q->first_if_no = condition_at(w->m, eval_first(w->trial));
    return say_because(q, w, p_at(w->trial, q->favours), e);
}

bool ask_best(const Question **out, size_t *n, Work *w, Err *e)
{
    Question *best = ARENA_ARRAY(w->arena, Question, ASK_MOST, e);
    size_t    count = 0;
    if (!best)
        return false;
    for (uint32_t f = 0; f < w->m->n_findings; f++) {
        Question q;
        if (make(&q, w->now, w->setting, f))
            keep_best(best, &count, q);
    }
    for (size_t i = 0; i < count; i++)
        if (!look_ahead(&best[i], w, e))
            return false;
    *out = best;
    *n = count;
    return true;
}
