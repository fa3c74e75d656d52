/*
 * reason/triage.c - how soon somebody should look at this.
 *
 * Two voices, and the more careful one wins. Hard rules (red flags) fire on findings
 * alone and only ever raise. Probability speaks by thresholds: the highest level that
 * enough of the probability needs.
 *
 * A red flag is also evidence, and as evidence it can make a worse condition less
 * probable. So that stating one can never lower the level, probability is asked again
 * without the findings of the fired rules, in every combination, and its most careful
 * answer counts.
 */
#include "reason/parts.h"

#include "base/buf.h"

#include <math.h>

enum { FLAG_FINDINGS_MOST = 8 }; /* 256 evaluations at most */

/* ---- probability --------------------------------------------------------------- */

static void add_up(double at_least[5], const Eval *v)
{
    for (size_t level = 0; level < 5; level++)
        at_least[level] = 0;
    for (size_t k = 0; k < v->m->n_hyp; k++) {
        bool    null = k + 1 == v->m->n_hyp;
        uint8_t needs = null ? 0 : kb_condition(v->m->kb, (uint32_t)k)->level;
        for (size_t level = 0; level <= needs && level < 5; level++)
            at_least[level] += v->p[k];
    }
}

static uint8_t level_of(const double at_least[5], const ReasonSettings *s)
{
    uint8_t level = 4;
    while (level > 0 && at_least[level] < s->triage[level])
        level--;
    return level;
}

/* ---- rules --------------------------------------------------------------------- */

static bool fires(const Eval *v, const KbRedFlag *r)
{
    for (uint32_t i = 0; i < r->all_of.n; i++)
        if (v->state[kb_index_at(v->m->kb, r->all_of.first + i)] != FINDING_PRESENT)
            return false;
    return r->all_of.n > 0;
}

static bool same_rule(const Kb *kb, const KbRedFlag *a, const KbRedFlag *b)
{
    if (a->all_of.n != b->all_of.n)
        return false;
    for (uint32_t i = 0; i < a->all_of.n; i++) {
        bool found = false;
        for (uint32_t j = 0; j < b->all_of.n; j++)
            found |= kb_index_at(kb, a->all_of.first + i) ==
                     kb_index_at(kb, b->all_of.first + j);
        if (!found)
            return false;
    }
    return true;
}

/* Several articles state the same rule. The highest level stands for all of them; on
   one level, the article that the rule points to, then the more probable one. */
static bool stands_for(const Eval *v, uint32_t flag, uint32_t other)
{
    const KbRedFlag *a = kb_red_flag(v->m->kb, flag), *b = kb_red_flag(v->m->kb, other);
    if (a->level != b->level)
        return a->level > b->level;
    bool own_a = a->owner == a->condition, own_b = b->owner == b->condition;
    return own_a != own_b ? own_a : v->p[a->owner] > v->p[b->owner];
}

static void add_fired(FiredFlag *fired, size_t *n, const Eval *v, uint32_t flag)
{
    const KbRedFlag *r = kb_red_flag(v->m->kb, flag);
    for (size_t i = 0; i < *n; i++) {
        if (!same_rule(v->m->kb, r, kb_red_flag(v->m->kb, fired[i].red_flag)))
            continue;
        if (!stands_for(v, flag, fired[i].red_flag))
            return;
        for (; i + 1 < *n; i++)
            fired[i] = fired[i + 1];
        (*n)--;
    }
    size_t at = (*n)++;
    for (; at > 0 && fired[at - 1].level < r->level; at--)
        fired[at] = fired[at - 1];
    fired[at] = (FiredFlag){flag, r->level};
}

static bool fire_all(Triage *t, Work *w, Err *e)
{
    const Kb  *kb = w->m->kb;
    FiredFlag *v = ARENA_ARRAY(w->arena, FiredFlag, kb_n_red_flags(kb) + 1, e);
    if (!v)
        return false;
    t->n_fired = 0;
    for (uint32_t i = 0; i < kb_n_red_flags(kb); i++)
        if (fires(w->now, kb_red_flag(kb, i)))
            add_fired(v, &t->n_fired, w->now, i);
    t->fired = v;
    return true;
}

/* ---- the careful answer -------------------------------------------------------- */

/* Stated findings that a fired rule rests on. */
static size_t flag_findings(uint32_t *out, const Triage *t, const Work *w)
{
    size_t n = 0;
    for (size_t i = 0; i < w->facts->n && n < FLAG_FINDINGS_MOST; i++) {
        const Fact *f = &w->facts->v[i];
        bool        used = false;
        for (size_t j = 0; f->present && j < t->n_fired; j++) {
            const KbRange *all = &kb_red_flag(w->m->kb, t->fired[j].red_flag)->all_of;
            for (uint32_t x = 0; x < all->n; x++)
                used |= kb_implies(w->m->kb, f->finding,
                                   kb_index_at(w->m->kb, all->first + x));
        }
        if (used)
            out[n++] = f->finding;
    }
    return n;
}

static void without_subset(Work *w, const uint32_t *findings, size_t n, unsigned subset)
{
    Facts *to = &w->what_if;
    facts_copy(to, w->facts);
    size_t kept = 0;
    for (size_t i = 0; i < to->n; i++) {
        bool drop = false;
        for (size_t j = 0; j < n; j++)
            drop |= (subset >> j & 1u) && findings[j] == to->v[i].finding;
        if (!drop)
            to->v[kept++] = to->v[i];
    }
    to->n = kept;
}

static uint8_t careful_level(const Triage *t, Work *w)
{
    uint32_t findings[FLAG_FINDINGS_MOST];
    size_t   n = flag_findings(findings, t, w);
    uint8_t  level = t->level_by_probability;
    for (unsigned subset = 1; subset < 1u << n && level < 4; subset++) {
        double at_least[5];
        without_subset(w, findings, n, subset);
        eval_run(w->trial, &w->what_if);
        add_up(at_least, w->trial);
        uint8_t l = level_of(at_least, &w->m->s);
        level = l > level ? l : level;
    }
    return level;
}

/* Where the knowledge ends, urgency ends too: saying self-care there would be an
   invention. That is so when "something else" leads, or when what leads leaves a finding
   that demands an explanation (import 4 or 5) without one. */
enum { DEMANDS = 4 };

typedef struct Outside {
    bool     is_so;
    uint32_t open; /* the finding left without an explanation, or KB_NONE */
} Outside;

static bool look_outside(Outside *o, Work *w, Err *e)
{
    const uint32_t *v;
    size_t          n, first = eval_first(w->now);
    *o = (Outside){.is_so = first + 1 == w->m->n_hyp, .open = KB_NONE};
    if (o->is_so)
        return true;
    if (!work_unexplained(&v, &n, w, first, e))
        return false;
    for (size_t i = 0; i < n && !o->is_so; i++)
        if (kb_finding(w->m->kb, v[i])->import >= DEMANDS)
            *o = (Outside){true, v[i]};
    return true;
}

static void say_outside(Buf *b, const Outside *o, const Work *w)
{
    char room[48];
    if (o->open == KB_NONE) {
        buf_text(b, "Something that is not among the ");
        buf_int(b, (int64_t)w->m->n_hyp - 1);
        buf_text(b, " conditions known here leads, with ");
        buf_str(b, words_of_100(room, w->now->p[w->m->n_hyp - 1]));
        buf_text(b, " such patients.");
    } else {
        buf_text(b, "The condition that leads does not explain: ");
        buf_str(b, kb_finding(w->m->kb, o->open)->name);
        buf_char(b, '.');
    }
    buf_text(b, " How urgent it is cannot be told from this; judge it yourself.");
}

static bool say_why(Triage *t, Work *w, const Outside *o, Err *e)
{
    char room[48];
    Buf  b = buf_open(w->arena, 4 * KIB);
    if (!t->is_known) {
        say_outside(&b, o, w);
    } else if (t->n_fired > 0 && t->fired[0].level == t->level) {
        buf_str(&b, kb_red_flag(w->m->kb, t->fired[0].red_flag)->say);
        buf_text(&b, " This warning sign alone asks for: ");
        buf_str(&b, t->level_name);
        buf_char(&b, '.');
    } else if (t->level == 0) {
        buf_text(&b, "No warning sign was stated, and a condition that needs an "
                     "appointment accounts for ");
        buf_str(&b, words_of_100(room, t->p_at_least[1]));
        buf_text(&b, " such patients.");
    } else if (t->level == t->level_by_probability) {
        buf_text(&b, "No single condition has to be probable for this: together, those "
                     "that need this level or a higher one account for ");
        buf_str(&b, words_of_100(room, t->p_at_least[t->level]));
        buf_text(&b, " such patients; the threshold is ");
        buf_num(&b, 100 * w->m->s.triage[t->level], 0);
        buf_text(&b, " of 100.");
    } else {
        buf_text(&b, "Without the warning sign that was stated, the other findings ask "
                     "for this level, and a warning sign never lowers it.");
    }
    return buf_done(&b, &t->because, e);
}

bool triage_level(Triage *out, Work *w, Err *e)
{
    Triage t = {0};
    add_up(t.p_at_least, w->now);
    t.level_by_probability = level_of(t.p_at_least, &w->m->s);
    if (!fire_all(&t, w, e))
        return false;
    t.level = careful_level(&t, w);
    if (t.n_fired > 0 && t.fired[0].level > t.level)
        t.level = t.fired[0].level;
    Outside outside;
    if (!look_outside(&outside, w, e))
        return false;
    t.is_known = t.level > 1 || !outside.is_so;
    if (!t.is_known)
        t.level = 1;
    t.level_name = t.is_known ? words_level(t.level) : STR("not known here");
    if (!say_why(&t, w, &outside, e))
        return false;
    *out = t;
    return true;
}
