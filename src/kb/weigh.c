/*
 * kb/weigh.c - from the numbers in the files to what inference needs.
 *
 *     p   P(f during the illness | k); a parent has at least the p of each child
 *     b   the background: P(f), or P(f | parents) for a child
 *     q   root   with link  1 - (1-p)(1-b)                    without  b
 *         child  with link  (1-E) p/p_pa + E b, kept to FLOOR..1-FLOOR   without  b
 *         p: 0 written by the author is an exclusion: min(FLOOR, E b)
 *
 * p_pa is the least p among the parents with p > 0. Silence therefore never argues for
 * or against a condition. FLOOR gives way to a background below it, so that a finding
 * that is linked is never less likely than one that is not mentioned; and an exclusion
 * of a rare finding still counts against the condition.
 *
 * Source  differential design 3.2; docs/decisions/0004-knowledge-image.md
 */
#include "kb/chapters.h"

static const double leak = 0.04;     /* E: part of a child that comes from elsewhere */
static const double floor_q = 0.002; /* FLOOR: nothing is excluded for certain */

static double smaller(double a, double b) { return a < b ? a : b; }
static double larger(double a, double b) { return a > b ? a : b; }

typedef struct Sheet { /* one condition, all findings */
    double *p;
    bool   *linked;
} Sheet;

static const KbFinding *finding_at(const Draft *d, uint32_t i)
{
    return DRAFT_AT(d, FINDING, KbFinding, i);
}

static double value_of(const Draft *d, uint32_t number)
{
    return DRAFT_AT(d, NUMBER, KbNumber, number)->value;
}

/* The least p among the parents with p > 0; 0 when there is none. */
static double p_of_parents(const Draft *d, const Sheet *s, const KbFinding *f)
{
    double least = 0;
    for (uint32_t i = 0; i < f->parents.n; i++) {
        double p = s->p[*DRAFT_AT(d, INDEX, uint32_t, f->parents.first + i)];
        if (p > 0 && (least <= 0 || p < least))
            least = p;
    }
    return least;
}

static double q_of(const Draft *d, const Sheet *s, uint32_t finding)
{
    const KbFinding *f = finding_at(d, finding);
    double           p = s->p[finding], b = value_of(d, f->background);
    if (p <= 0)
        return s->linked[finding] ? smaller(floor_q, leak * b) : b;
    double p_parents = p_of_parents(d, s, f);
    double q =
        p_parents > 0 ? (1 - leak) * p / p_parents + leak * b : 1 - (1 - p) * (1 - b);
    return smaller(larger(q, smaller(floor_q, b)), 1 - floor_q);
}

static void fill_sheet(const Draft *d, KbRange links, Sheet *s)
{
    for (uint32_t i = 0; i < links.n; i++) {
        const KbLink *link = DRAFT_AT(d, LINK, KbLink, links.first + i);
        double        p = value_of(d, link->number);
        KbRange       closure = finding_at(d, link->finding)->closure;
        s->linked[link->finding] = true;
        s->p[link->finding] = larger(s->p[link->finding], p);
        for (uint32_t k = 0; k < closure.n; k++) {
            double *of = &s->p[*DRAFT_AT(d, INDEX, uint32_t, closure.first + k)];
            *of = larger(*of, p);
        }
    }
}

static void weigh_one(Draft *d, uint32_t condition, Sheet *s)
{
    uint32_t n = draft_count(d, TABLE_FINDING), first = draft_count(d, TABLE_WEIGHT);
    for (uint32_t i = 0; i < n; i++) {
        s->p[i] = 0;
        s->linked[i] = false;
    }
    fill_sheet(d, DRAFT_AT(d, CONDITION, KbCondition, condition)->links, s);
    for (uint32_t i = 0; i < n; i++)
        if (s->linked[i] || s->p[i] > 0)
            draft_add(d, TABLE_WEIGHT, &(Weight){i, s->p[i], q_of(d, s, i)});
    KbRange range = draft_range(d, TABLE_WEIGHT, first);
    draft_add(d, TABLE_WEIGHTS, &range);
}

void weigh_all(Draft *d)
{
    size_t n = draft_count(d, TABLE_FINDING);
    Sheet  s = {draft_room(d, n, sizeof(double)), NULL};
    s.linked = draft_room(d, n, sizeof(bool));
    for (uint32_t i = 0; s.p && s.linked && i < draft_count(d, TABLE_CONDITION); i++)
        weigh_one(d, i, &s);
}
