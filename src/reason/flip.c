/*
 * reason/flip.c - what the first place hangs on.
 *
 * Sets of up to three stated findings are tried in order of size, the most
 * influential findings first, so the first set that works is a smallest one.
 */
#include "reason/parts.h"

#include "base/buf.h"

#include <math.h>

enum { FLIP_MOST = 20, FLIP_SIZE = 3 };

typedef struct Candidates {
    uint32_t v[FLIP_MOST];
    double   influence[FLIP_MOST];
    size_t   n;
} Candidates;

static void insert(Candidates *c, uint32_t finding, double influence)
{
    size_t at = c->n < FLIP_MOST ? c->n++ : FLIP_MOST - 1;
    if (at == FLIP_MOST - 1 && c->n == FLIP_MOST && c->influence[at] > influence)
        return;
    for (; at > 0 && c->influence[at - 1] < influence; at--) {
        c->v[at] = c->v[at - 1];
        c->influence[at] = c->influence[at - 1];
    }
    c->v[at] = finding;
    c->influence[at] = influence;
}

/* Stated findings by how much the first place owes them. */
static void rank_candidates(Candidates *c, Work *w, size_t first)
{
    c->n = 0;
    for (size_t i = 0; i < w->facts->n; i++) {
        uint32_t f = w->facts->v[i].finding;
        facts_without(&w->what_if, w->facts, f);
        eval_run(w->trial, &w->what_if);
        insert(c, f, fabs(w->now->p[first] - w->trial->p[first]));
    }
}

/* The next choice of `size` places below n, in order; false after the last. */
static bool next_choice(size_t *choice, size_t size, size_t n)
{
    for (size_t i = size; i-- > 0;)
        if (choice[i] < n - size + i) {
            choice[i]++;
            for (size_t j = i + 1; j < size; j++)
                choice[j] = choice[j - 1] + 1;
            return true;
        }
    return false;
}

static bool chosen(const Candidates *c, const size_t *choice, size_t size,
                   uint32_t finding)
{
    for (size_t i = 0; i < size; i++)
        if (c->v[choice[i]] == finding)
            return true;
    return false;
}

typedef enum Trial { TRIAL_FLIPPED, TRIAL_ALONE } Trial;

static size_t first_after(Work *w, const Candidates *c, const size_t *choice, size_t size,
                          Trial trial)
{
    Facts *to = &w->what_if;
    size_t kept = 0;
    facts_copy(to, w->facts);
    for (size_t i = 0; i < to->n; i++) {
        Fact f = to->v[i];
        bool in = chosen(c, choice, size, f.finding);
        if (trial == TRIAL_ALONE && !in)
            continue;
        if (trial == TRIAL_FLIPPED && in)
            f.present = !f.present;
        to->v[kept++] = f;
    }
    to->n = kept;
    eval_run(w->trial, to);
    return eval_first(w->trial);
}

/* The first choice for which the first place is (`same`) or is no longer `first`. */
static size_t smallest(size_t choice[FLIP_SIZE], Work *w, const Candidates *c,
                       size_t first, Trial trial)
{
    bool same = trial == TRIAL_ALONE;
    for (size_t size = 1; size <= FLIP_SIZE && size <= c->n; size++) {
        for (size_t i = 0; i < size; i++)
            choice[i] = i;
        do
            if ((first_after(w, c, choice, size, trial) == first) == same)
                return size;
        while (next_choice(choice, size, c->n));
    }
    return 0;
}

static uint32_t condition_of(const Model *m, size_t k)
{
    return k + 1 == m->n_hyp ? KB_NONE : (uint32_t)k;
}

static bool is_present(const Facts *f, uint32_t finding)
{
    for (size_t i = 0; i < f->n; i++)
        if (f->v[i].finding == finding)
            return f->v[i].present;
    return false;
}

/* "A and B were absent", or "A were absent and B were present". */
static void say_changes(Buf *b, const Counterfactual *c, const Facts *f, const Kb *kb)
{
    for (size_t i = 0; i < c->n; i++) {
        bool absent = is_present(f, c->findings[i]);
        bool same = i + 1 < c->n && is_present(f, c->findings[i + 1]) == absent;
        buf_text(b, i == 0 ? "" : i + 1 < c->n ? ", " : " and ");
        buf_str(b, kb_finding(kb, c->findings[i])->name);
        if (!same)
            buf_text(b, absent ? " were absent" : " were present");
    }
}

static bool say_flip(Counterfactual *c, Work *w, Err *e)
{
    char room[160];
    Buf  b = buf_open(w->arena, 4 * KIB);
    if (c->n == 0) {
        buf_text(&b, "No change of up to three answers would put another condition "
                     "first.");
        return buf_done(&b, &c->say, e);
    }
    buf_text(&b, "If ");
    say_changes(&b, c, w->facts, w->m->kb);
    buf_text(&b, ", ");
    buf_str(&b, words_lower(room, model_name(w->m->kb, c->first)));
    buf_text(&b, " would come first.");
    return buf_done(&b, &c->say, e);
}

bool flip_first(Counterfactual *out, Work *w, Err *e)
{
    Candidates     c;
    size_t         choice[FLIP_SIZE] = {0};
    size_t         first = eval_first(w->now);
    Counterfactual flip = {.first = KB_NONE};
    rank_candidates(&c, w, first);
    flip.n = smallest(choice, w, &c, first, TRIAL_FLIPPED);
    for (size_t i = 0; i < flip.n; i++)
        flip.findings[i] = c.v[choice[i]];
    if (flip.n)
        flip.first =
            condition_of(w->m, first_after(w, &c, choice, flip.n, TRIAL_FLIPPED));
    if (!say_flip(&flip, w, e))
        return false;
    *out = flip;
    return true;
}

/* More than three are needed: drop the least influential as long as it stays first. */
static size_t eliminate(size_t choice[FLIP_MOST], Work *w, const Candidates *c,
                        size_t first)
{
    size_t n = c->n;
    for (size_t i = 0; i < n; i++)
        choice[i] = i;
    for (size_t i = n; i-- > 0;) {
        size_t out = choice[i];
        for (size_t j = i; j + 1 < n; j++)
            choice[j] = choice[j + 1];
        if (first_after(w, c, choice, n - 1, TRIAL_ALONE) == first) {
            n--;
            continue;
        }
        for (size_t j = n - 1; j > i; j--)
            choice[j] = choice[j - 1];
        choice[i] = out;
    }
    return n;
}

bool flip_sufficient(const uint32_t **out, size_t *n, Work *w, Err *e)
{
    Candidates c;
    size_t     choice[FLIP_MOST] = {0}, first = eval_first(w->now), size = 0;
    rank_candidates(&c, w, first);
    if (first_after(w, &c, choice, 0, TRIAL_ALONE) != first) {
        size = smallest(choice, w, &c, first, TRIAL_ALONE);
        if (size == 0)
            size = eliminate(choice, w, &c, first);
    }
    uint32_t *v = ARENA_ARRAY(w->arena, uint32_t, size + 1, e);
    if (!v)
        return false;
    for (size_t i = 0; i < size; i++)
        v[i] = c.v[choice[i]];
    *out = v;
    *n = size;
    return true;
}
