/* kb/case.c - one entry per finding, sorted by index, so that order cannot matter. */
#include "kb/case.h"

#include <assert.h>
#include <math.h>
#include <string.h>

bool case_open(Case **out, Arena *a, const Kb *kb, Err *e)
{
    Case *c = ARENA_NEW(a, Case, e);
    if (!c)
        return false;
    *c = (Case){.arena = a, .kb = kb, .age_years = NAN, .sex = KB_SEX_UNKNOWN};
    *out = c;
    return true;
}

/* Where the finding stands, or would. */
static size_t place_of(const Case *c, uint32_t finding)
{
    size_t low = 0, high = c->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (c->v[middle].finding < finding)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void remove_at(Case *c, size_t at)
{
    memmove(&c->v[at], &c->v[at + 1], (c->n - at - 1) * sizeof *c->v);
    c->n--;
}

static bool make_room(Case *c, Err *e)
{
    if (c->n < c->room)
        return true;
    size_t       room = c->room ? 2 * c->room : 16;
    CaseFinding *v = arena_grow(c->arena, c->v, c->n, room, sizeof *v, e);
    if (!v)
        return false;
    c->v = v;
    c->room = room;
    return true;
}

bool case_put(Case *c, CaseFinding f, Err *e)
{
    assert(f.finding < kb_n_findings(c->kb));
    if (!(f.certainty >= 0 && f.certainty <= 1))
        return err_set(e, ERR_INPUT,
                       STR_F
                       ": the certainty of a finding lies between 0 and 1; correct it",
                       STR_A(kb_finding(c->kb, f.finding)->id));
    size_t at = place_of(c, f.finding);
    bool   there = at < c->n && c->v[at].finding == f.finding;
    if (f.state == FINDING_UNKNOWN) {
        if (there)
            remove_at(c, at);
        return true;
    }
    if (!there) {
        if (!make_room(c, e))
            return false;
        memmove(&c->v[at + 1], &c->v[at], (c->n - at) * sizeof *c->v);
        c->n++;
    }
    c->v[at] = f;
    return true;
}

const CaseFinding *case_find(const Case *c, uint32_t finding)
{
    size_t at = place_of(c, finding);
    return at < c->n && c->v[at].finding == finding ? &c->v[at] : NULL;
}

FindingState case_state(const Case *c, uint32_t finding)
{
    const CaseFinding *own = case_find(c, finding);
    FindingState       state = FINDING_UNKNOWN;
    if (own)
        return own->state;
    for (size_t i = 0; i < c->n; i++) {
        if (c->v[i].state == FINDING_PRESENT &&
            kb_implies(c->kb, c->v[i].finding, finding))
            return FINDING_PRESENT;
        if (c->v[i].state == FINDING_ABSENT &&
            kb_implies(c->kb, finding, c->v[i].finding))
            state = FINDING_ABSENT;
    }
    return state;
}

int case_age_band(double age_years)
{
    static const double from[] = {1, 5, 15, 30, 45, 60, 75};
    int                 band = 0;
    if (isnan(age_years))
        return -1;
    while (band < KB_AGE_BANDS - 1 && age_years >= from[band])
        band++;
    return band;
}
