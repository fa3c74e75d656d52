/* pedia/related.c - one set of reasons for each condition, then the list is read off. */
#include "pedia/related.h"

#include "base/buf.h"

typedef enum Reason {
    CAN_CAUSE_THIS = 1,
    IS_CAUSED_BY_THIS = 2,
    LOOKS_ALIKE = 4,
    WARNING_SIGN = 8
} Reason;

typedef struct ReasonWords {
    Reason      reason;
    const char *words;
} ReasonWords;

static const ReasonWords reason_words[] = {
    {CAN_CAUSE_THIS, "can cause this"},
    {IS_CAUSED_BY_THIS, "can be caused by this"},
    {LOOKS_ALIKE, "can look like this"},
    {WARNING_SIGN, "a warning sign may point to it"},
};
enum { N_REASONS = sizeof reason_words / sizeof *reason_words };

static bool names(const Kb *kb, KbRange run, uint32_t condition)
{
    for (uint32_t i = 0; i < run.n; i++)
        if (kb_index_at(kb, run.first + i) == condition)
            return true;
    return false;
}

static bool warns_of(const Kb *kb, const KbCondition *c, uint32_t condition)
{
    for (uint32_t i = 0; i < c->red_flags.n; i++)
        if (kb_red_flag(kb, c->red_flags.first + i)->condition == condition)
            return true;
    return false;
}

/* Why the page of `other` is shown on the page of `condition`: a set of Reason. */
static unsigned reasons(const Kb *kb, uint32_t condition, uint32_t other)
{
    const KbCondition *c = kb_condition(kb, condition), *o = kb_condition(kb, other);
    unsigned           set = 0;
    if (names(kb, c->causes_of_this, other))
        set |= CAN_CAUSE_THIS;
    if (names(kb, o->causes_of_this, condition))
        set |= IS_CAUSED_BY_THIS;
    if (names(kb, c->mimics, other) || names(kb, o->mimics, condition))
        set |= LOOKS_ALIKE;
    if (warns_of(kb, c, other))
        set |= WARNING_SIGN;
    return set;
}

static bool write_reason(Str *out, Arena *a, unsigned set, Err *e)
{
    Buf b = buf_open(a, 1 * KIB);
    for (size_t i = 0; i < N_REASONS; i++) {
        if (!(set & reason_words[i].reason))
            continue;
        if (b.n)
            buf_text(&b, ", ");
        buf_text(&b, reason_words[i].words);
    }
    return buf_done(&b, out, e);
}

bool related_pages(Article *out, Arena *a, const Kb *kb, uint32_t condition, Err *e)
{
    uint32_t  n = (uint32_t)kb_n_conditions(kb);
    size_t    n_related = 0;
    unsigned *sets = ARENA_ARRAY(a, unsigned, n, e);
    if (!sets)
        return false;
    for (uint32_t i = 0; i < n; i++) {
        sets[i] = i == condition ? 0 : reasons(kb, condition, i);
        n_related += sets[i] != 0;
    }
    RelatedPage *pages = ARENA_ARRAY(a, RelatedPage, n_related, e);
    if (!pages)
        return false;
    size_t at = 0;
    for (size_t r = 0; r < N_REASONS; r++)
        for (uint32_t i = 0; i < n; i++) {
            unsigned first = sets[i] & (~sets[i] + 1); /* its lowest reason */
            if (first != reason_words[r].reason)
                continue;
            pages[at].condition = i;
            if (!write_reason(&pages[at++].reason, a, sets[i], e))
                return false;
        }
    out->related = pages;
    out->n_related = n_related;
    return true;
}
