/*
 * kb/lint.c - what a compiling knowledge base should still be asked: the warnings.
 *
 * They run when nothing fails, on the compiled weights, and never look at the clock.
 */
#include "kb/chapters.h"

#include "base/num.h"

enum { LINKS_LEAST = 12, LINKS_MOST = 60 };
static const double unexpected_p = 0.1; /* at most this: the finding argues against */

static const KbFinding *finding_at(const Draft *d, uint32_t i)
{
    return DRAFT_AT(d, FINDING, KbFinding, i);
}

static const KbNumber *number_at(const Draft *d, uint32_t i)
{
    return DRAFT_AT(d, NUMBER, KbNumber, i);
}

static Place place_of(const KbCondition *c) { return (Place){c->file, 1, 1}; }

static Place place_of_number(const KbNumber *n) { return (Place){n->file, n->line, 1}; }

static const KbLink *find_link(const Draft *d, KbRange links, uint32_t finding)
{
    for (uint32_t i = 0; i < links.n; i++) {
        const KbLink *link = DRAFT_AT(d, LINK, KbLink, links.first + i);
        if (link->finding == finding)
            return link;
    }
    return NULL;
}

static void warn_of_raised_parents(Draft *d, const KbCondition *c)
{
    for (uint32_t i = 0; i < c->links.n; i++) {
        const KbLink    *link = DRAFT_AT(d, LINK, KbLink, c->links.first + i);
        const KbFinding *f = finding_at(d, link->finding);
        const KbNumber  *n = number_at(d, link->number);
        for (uint32_t k = 0; k < f->closure.n; k++) {
            uint32_t      ancestor = *DRAFT_AT(d, INDEX, uint32_t, f->closure.first + k);
            const KbLink *above = find_link(d, c->links, ancestor);
            if (above && number_at(d, above->number)->value < n->value)
                draft_warn(d, place_of_number(n), "child-above-parent",
                           "\"" STR_F "\" is more frequent than \"" STR_F
                           "\", which it implies; the latter is raised: correct one",
                           STR_A(f->id), STR_A(finding_at(d, ancestor)->id));
        }
    }
}

static void warn_of_links(Draft *d, const KbCondition *c)
{
    bool all_estimates = c->links.n > 0, negative = c->never_without.n > 0;
    for (uint32_t i = 0; i < c->links.n; i++) {
        const KbNumber *n =
            number_at(d, DRAFT_AT(d, LINK, KbLink, c->links.first + i)->number);
        all_estimates = all_estimates && n->grade == KB_E;
        negative = negative || n->value <= unexpected_p;
    }
    if (c->links.n < LINKS_LEAST || c->links.n > LINKS_MOST)
        draft_warn(d, place_of(c), "link-count",
                   "%u findings are linked; %d to %d let a condition be recognised",
                   (unsigned)c->links.n, (int)LINKS_LEAST, (int)LINKS_MOST);
    if (!negative)
        draft_warn(
            d, place_of(c), "no-negative",
            "no finding argues against this condition; link one that is not expected "
            "(p at most 0.1) or name what it is never without");
    if (all_estimates)
        draft_warn(d, place_of(c), "all-estimates",
                   "every link is an estimate; find a source for the most telling ones");
}

/* "2026-11-22" as months, good enough to compare reviews. */
static int months_of(Str date)
{
    int64_t year = 0, month = 0;
    if (!num_read_int(str_sub(date, 0, 4), &year) ||
        !num_read_int(str_sub(date, 5, 2), &month))
        return 0;
    return (int)(year * 12 + month);
}

static void warn_of_review(Draft *d, const KbCondition *c)
{
    int months = months_of(c->review_due) - months_of(c->updated);
    if (str_cmp(c->review_due, c->updated) <= 0)
        draft_warn(
            d, place_of(c), "review-due",
            "review_due is not after updated; review the article or set a later day");
    else if (months > 24)
        draft_warn(d, place_of(c), "review-due",
                   "review_due is %d months after updated; at most 24 are usual", months);
}

static const Weight *weight_of(const Draft *d, uint32_t condition, uint32_t finding)
{
    KbRange run = *DRAFT_AT(d, WEIGHTS, KbRange, condition);
    for (uint32_t i = 0; i < run.n; i++) {
        const Weight *w = DRAFT_AT(d, WEIGHT, Weight, run.first + i);
        if (w->finding == finding)
            return w;
    }
    return NULL;
}

static bool implies(const Draft *d, uint32_t finding, uint32_t ancestor)
{
    KbRange closure = finding_at(d, finding)->closure;
    for (uint32_t i = 0; i < closure.n; i++)
        if (*DRAFT_AT(d, INDEX, uint32_t, closure.first + i) == ancestor)
            return true;
    return finding == ancestor;
}

static void multiply(const Draft *d, uint32_t condition, uint32_t finding, double *q,
                     double *b)
{
    const Weight *w = weight_of(d, condition, finding);
    double        background = number_at(d, finding_at(d, finding)->background)->value;
    *q *= w ? w->q : background;
    *b *= background;
}

/* P(finding) with and without the condition, in patients who have `among` already. */
static void within_context(const Draft *d, uint32_t condition, const KbPublishedLr *lr,
                           double *q, double *b)
{
    KbRange closure = finding_at(d, lr->finding)->closure;
    *q = *b = 1;
    multiply(d, condition, lr->finding, q, b);
    for (uint32_t i = 0; i < closure.n; i++) {
        uint32_t ancestor = *DRAFT_AT(d, INDEX, uint32_t, closure.first + i);
        if (lr->among == KB_NONE || !implies(d, lr->among, ancestor))
            multiply(d, condition, ancestor, q, b);
    }
}

static void compare(Draft *d, const KbPublishedLr *lr, uint32_t number, double implied,
                    const char *sign)
{
    char a[NUM_TEXT_MAX], b[NUM_TEXT_MAX];
    if (number == KB_NONE)
        return;
    const KbNumber *n = number_at(d, number);
    double          ratio = implied > n->value ? implied / n->value : n->value / implied;
    bool            outside = implied < n->low || implied > n->high;
    if (!outside && !(ratio > 2))
        return;
    draft_warn(d, place_of_number(n), "implied-lr",
               "the model's LR%s of \"" STR_F "\" is " STR_F " but " STR_F
               " is published; adjust p or the background",
               sign, STR_A(finding_at(d, lr->finding)->id),
               STR_A(num_text(a, implied, 2)), STR_A(num_text(b, n->value, 2)));
}

static void warn_of_published(Draft *d, const KbCondition *c, uint32_t self)
{
    for (uint32_t i = 0; i < c->published_lr.n; i++) {
        KbPublishedLr lr =
            *DRAFT_AT(d, PUBLISHED_LR, KbPublishedLr, c->published_lr.first + i);
        double q = 0, b = 0;
        within_context(d, self, &lr, &q, &b);
        compare(d, &lr, lr.positive, q / b, "+");
        compare(d, &lr, lr.negative, (1 - q) / (1 - b), "-");
    }
}

static void warn_of_shared_phrases(Draft *d)
{
    Map *owners = draft_map(d);
    for (uint32_t i = 0; i < draft_count(d, TABLE_FINDING) && !d->failure.code; i++) {
        const KbFinding *f = finding_at(d, i);
        for (uint32_t k = 0; k < f->say.n && !d->failure.code; k++) {
            Str phrase = {0};
            if (!str_lower(&phrase, d->arena, *DRAFT_AT(d, TEXT, Str, f->say.first + k),
                           &d->failure))
                return;
            uint32_t owner = map_get(owners, phrase);
            if (owner != MAP_NONE && owner != i)
                draft_warn(d, place_of_number(number_at(d, f->background)),
                           "shared-phrase",
                           "\"" STR_F "\" is said by \"" STR_F "\" and by \"" STR_F
                           "\"; keep it where it is meant",
                           STR_A(phrase), STR_A(finding_at(d, owner)->id), STR_A(f->id));
            else
                draft_name(d, owners, phrase, i);
        }
    }
}

void lint_all(Draft *d)
{
    for (uint32_t i = 0; i < draft_count(d, TABLE_CONDITION) && !d->failure.code; i++) {
        const KbCondition *c = DRAFT_AT(d, CONDITION, KbCondition, i);
        warn_of_raised_parents(d, c);
        warn_of_links(d, c);
        warn_of_review(d, c);
        warn_of_published(d, c, i);
    }
    warn_of_shared_phrases(d);
}
