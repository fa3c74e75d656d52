/*
 * reason/facts.c - copies of what is stated, so that "what if" needs no second Case.
 */
#include "reason/model.h"

#include <assert.h>
#include <string.h>

bool facts_room(Facts *out, Arena *a, const Facts *like, Err *e)
{
    Fact *v = ARENA_ARRAY(a, Fact, like->n + 2, e);
    if (!v)
        return false;
    *out = (Facts){.v = v, .room = like->n + 2};
    return true;
}

bool facts_of(Facts *out, Arena *a, const Case *c, const ReasonSettings *s, Err *e)
{
    Facts like = {.n = c->n};
    if (!facts_room(out, a, &like, e))
        return false;
    out->age_years = c->age_years;
    out->sex = c->sex;
    for (size_t i = 0; i < c->n; i++) {
        const CaseFinding *f = &c->v[i];
        if (f->state == FINDING_UNKNOWN)
            continue;
        bool present = f->state == FINDING_PRESENT;
        out->v[out->n++] = (Fact){f->finding, present,
                                  f->certainty * (present ? 1 : s->omega[f->origin])};
        out->narrative |= f->origin == FROM_NARRATIVE;
    }
    return true;
}

static void copy_frame(Facts *to, const Facts *from)
{
    assert(to->room >= from->n + 1 && to->v != from->v);
    to->n = 0;
    to->age_years = from->age_years;
    to->sex = from->sex;
    to->narrative = from->narrative;
}

void facts_without(Facts *to, const Facts *from, uint32_t finding)
{
    copy_frame(to, from);
    for (size_t i = 0; i < from->n; i++)
        if (from->v[i].finding != finding)
            to->v[to->n++] = from->v[i];
}

void facts_copy(Facts *to, const Facts *from) { facts_without(to, from, KB_NONE); }

void facts_with(Facts *to, const Facts *from, uint32_t finding, bool present)
{
    facts_without(to, from, finding);
    to->v[to->n++] = (Fact){finding, present, 1};
}
