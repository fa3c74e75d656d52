/*
 * nlp/gather.c - all that was said about a finding becomes one row with its evidence.
 *
 * What the patient said plainly, answers and the examination count as strong; among
 * strong words the newest decides, because people correct themselves. Present and absent
 * both said strongly is a conflict, which is shown and not hidden. Words about relatives,
 * conditions or advice never set the patient's own state; they stand only when nothing
 * else is known.
 */
#include "nlp/reading.h"

#include <math.h>
#include <stdlib.h>

#define STRONG 0.8

const char *status_name(Status s)
{
    static const char *const names[] = {"present",      "absent",    "past",
                                        "resolved",     "family",    "possible",
                                        "hypothetical", "discussed", "unknown"};
    return (unsigned)s < sizeof names / sizeof *names ? names[s] : "unknown";
}

static bool is_own(Status s)
{
    return s == STATUS_PRESENT || s == STATUS_ABSENT || s == STATUS_PAST ||
           s == STATUS_RESOLVED || s == STATUS_POSSIBLE;
}

/* Which status decides, the higher the better; strong words of the patient's own state
   are ordered by time instead. */
static int rank_of(const Clue *c)
{
    static const int by_status[] = {
        [STATUS_PRESENT] = 9, [STATUS_ABSENT] = 9,       [STATUS_RESOLVED] = 8,
        [STATUS_PAST] = 7,    [STATUS_POSSIBLE] = 6,     [STATUS_FAMILY] = 4,
        [STATUS_UNKNOWN] = 3, [STATUS_HYPOTHETICAL] = 2, [STATUS_DISCUSSED] = 1,
    };
    int rank = by_status[c->evidence.status] * 10;
    return rank + (c->evidence.weight >= STRONG ? 200 : 0) * is_own(c->evidence.status);
}

/* Resolved is as strong as present and absent: "I had ..., but it's gone". */
static bool decides(const Clue *fresh, const Clue *best)
{
    bool both_strong =
        fresh->evidence.weight >= STRONG && best->evidence.weight >= STRONG;
    bool timed = both_strong && rank_of(fresh) >= 280 && rank_of(best) >= 280;
    if (timed)
        return true; /* clues come in the order of the talk */
    if (rank_of(fresh) != rank_of(best))
        return rank_of(fresh) > rank_of(best);
    return fresh->evidence.weight > best->evidence.weight;
}

static bool is_conflict(const Clue *const *v, size_t n)
{
    bool present = false, absent = false;
    for (size_t i = 0; i < n; i++) {
        bool strong = v[i]->evidence.weight >= STRONG;
        present = present || (strong && v[i]->evidence.status == STATUS_PRESENT);
        absent = absent || (strong && v[i]->evidence.status == STATUS_ABSENT);
    }
    return present && absent;
}

static double certainty_of(const Clue *best, bool conflict, const Transcript *t)
{
    const Turn *turn = transcript_turn_at(t, best->evidence.said.at);
    double      certainty = best->evidence.weight;
    if (best->evidence.status == STATUS_POSSIBLE)
        certainty *= 0.5;
    if (conflict)
        certainty *= 0.7;
    if (turn && turn->speaker != SPEAKER_UNKNOWN && turn->p_speaker > 0)
        certainty *= turn->p_speaker;
    return certainty;
}

static int by_strength(const void *x, const void *y)
{
    const Evidence *a = x, *b = y;
    if (a->weight != b->weight)
        return a->weight < b->weight ? 1 : -1;
    if (a->said.at != b->said.at)
        return a->said.at < b->said.at ? -1 : 1;
    return (int)a->status - (int)b->status;
}

/* ---- attributes ---------------------------------------------------------------- */

static void take_measure(FoundFinding *f, const Reading *r, const Measure *m)
{
    Span span = reading_span(r, m->from, m->to);
    if (m->kind == MEASURE_DURATION && !f->duration.n) {
        f->duration = span;
        f->duration_days = m->value;
    } else if (m->kind == MEASURE_FREQUENCY && !f->frequency.n) {
        f->frequency = span;
    } else if (m->kind == MEASURE_SEVERITY && !f->severity.n) {
        f->severity = span;
    }
}

/* The mention in the line that stands nearest to these words takes them. */
static bool is_nearest(const Reading *r, const Line *line, const Measure *m,
                       uint32_t finding)
{
    uint32_t best = UINT32_MAX;
    bool     mine = false;
    for (uint32_t k = 0; k < line->n_mentions; k++) {
        const Mention *x = &r->mentions[line->first_mention + k];
        if (x->status == STATUS_ABSENT)
            continue;
        uint32_t gap = m->from >= x->to   ? m->from - x->to
                       : x->from >= m->to ? x->from - m->to
                                          : 0;
        if (gap < best || (gap == best && x->finding == finding)) {
            best = gap;
            mine = x->finding == finding;
        }
    }
    return mine;
}

static void take_attributes(FoundFinding *f, const Reading *r)
{
    Measures m;
    for (size_t i = 0; i < r->n_lines; i++) {
        const Line *line = &r->lines[i];
        bool        about = line->about == f->finding && !line->n_mentions;
        bool        named = false;
        for (uint32_t k = 0; k < line->n_mentions; k++)
            named = named || r->mentions[line->first_mention + k].finding == f->finding;
        bool told = line->speaker != SPEAKER_CLINICIAN || line->kind == SENTENCE_EXAM;
        if (!told || (!about && !named))
            continue;
        measure_line(&m, r, line);
        for (size_t k = 0; k < m.n; k++) {
            if (about || is_nearest(r, line, &m.v[k], f->finding))
                take_measure(f, r, &m.v[k]);
        }
    }
}

static Side side_of(const Reading *r, const Clue *const *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const Mention *m = &r->mentions[v[i]->mention];
        const Line    *line = &r->lines[m->line];
        bool tells = line->speaker != SPEAKER_CLINICIAN || line->kind == SENTENCE_EXAM ||
                     v[i]->evidence.weight >= STRONG;
        Side side = tells ? measure_side(r, line, m->from, m->to) : SIDE_NONE;
        if (side != SIDE_NONE)
            return side;
    }
    return SIDE_NONE;
}

/* ---- findings ------------------------------------------------------------------ */

static bool make_finding(FoundFinding *out, const Reading *r, const Clue *const *v,
                         size_t n, Err *e)
{
    const Clue *best = v[0];
    Evidence   *evidence = ARENA_ARRAY(r->a, Evidence, n, e);
    if (!evidence)
        return false;
    for (size_t i = 0; i < n; i++) {
        evidence[i] = v[i]->evidence;
        if (i && decides(v[i], best))
            best = v[i];
    }
    qsort(evidence, n, sizeof *evidence, by_strength);
    bool conflict = is_conflict(v, n);
    *out = (FoundFinding){.finding = v[0]->finding,
                          .status = best->evidence.status,
                          .conflict = conflict,
                          .certainty = certainty_of(best, conflict, r->t),
                          .duration_days = NAN,
                          .v = evidence,
                          .n = n};
    if (out->status == STATUS_PRESENT || out->status == STATUS_POSSIBLE ||
        out->status == STATUS_RESOLVED || out->status == STATUS_PAST) {
        out->side = side_of(r, v, n);
        if (kb_finding(r->lex->kb, out->finding)->cls != KB_DRUG)
            take_attributes(out, r); /* a medicine's are in its Medication */
    }
    return true;
}

static int by_finding(const void *x, const void *y)
{
    const Clue *a = *(const Clue *const *)x, *b = *(const Clue *const *)y;
    if (a->finding != b->finding)
        return a->finding < b->finding ? -1 : 1;
    return a < b ? -1 : a > b;
}

static uint32_t first_byte(const FoundFinding *f)
{
    uint32_t first = UINT32_MAX;
    for (size_t i = 0; i < f->n; i++) {
        uint32_t at = f->v[i].question.n ? f->v[i].question.at : f->v[i].said.at;
        first = at < first ? at : first;
    }
    return first;
}

static int by_first_mention(const void *x, const void *y)
{
    const FoundFinding *a = x, *b = y;
    uint32_t            at = first_byte(a), bt = first_byte(b);
    if (at != bt)
        return at < bt ? -1 : 1;
    return a->finding < b->finding ? -1 : a->finding > b->finding;
}

bool gather_findings(Findings *out, const Reading *r, Err *e)
{
    const Clue  **sorted = ARENA_ARRAY(r->a, const Clue *, r->n_clues + 1, e);
    FoundFinding *v = ARENA_ARRAY(r->a, FoundFinding, r->n_clues + 1, e);
    size_t        n = 0;
    if (!sorted || !v)
        return false;
    for (size_t i = 0; i < r->n_clues; i++)
        sorted[i] = &r->clues[i];
    qsort(sorted, r->n_clues, sizeof(const Clue *), by_finding);
    for (size_t i = 0; i < r->n_clues;) {
        size_t k = i;
        while (k < r->n_clues && sorted[k]->finding == sorted[i]->finding)
            k++;
        if (!make_finding(&v[n++], r, sorted + i, k - i, e))
            return false;
        i = k;
    }
    qsort(v, n, sizeof *v, by_first_mention);
    out->v = v;
    out->n = n;
    return true;
}
