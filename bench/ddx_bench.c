/*
 * bench/ddx_bench.c - ranking and explaining, as a page asks for it.
 *
 * The worked case and random cases of eight findings on the repository's knowledge, and
 * random cases on 500 made-up conditions. The reference reads the weight of every
 * finding for every condition once, which no exact ranking can do without.
 */
#include "bench/bench.h"
#include "bench/knowledge.h"
#include "reason/reason.h"

enum { EXPLAINED = 5, CASES = 64, FINDINGS_OF_A_CASE = 8 };

typedef struct Ddx {
    const Kb *kb;
    Case     *cases[CASES];
    size_t    n, next;
    double   *weights; /* [conditions][findings] */
    size_t    n_weights;
} Ddx;

static void rank_and_explain(void *who)
{
    Ddx           *x = who;
    Err            e = {0};
    Differential   d = {0};
    Explanation    words = {0};
    ReasonSettings s = reason_defaults();
    Arena         *a = bench_arena(256 * MIB);
    const Case    *c = x->cases[x->next++ % x->n];
    bench_must(reason_rank(&d, a, c, &s, &e), &e);
    for (size_t i = 0; i < EXPLAINED && i < d.n; i++)
        bench_must(reason_explain(&words, a, c, &d, i, &e), &e);
    bench_keep(d.n);
    arena_free(a);
}

static void read_weights(void *who)
{
    const Ddx *x = who;
    double     sum = 0;
    for (size_t i = 0; i < x->n_weights; i++)
        sum += x->weights[i];
    bench_keep((uint64_t)sum);
}

/* ---- cases ----------------------------------------------------------------------- */

static void put(Case *c, uint32_t finding, FindingState state)
{
    Err         e = {0};
    CaseFinding f = {finding, state, FROM_QUESTION, 1, 0};
    bench_must(case_put(c, f, &e), &e);
}

static Case *empty_case(Arena *a, const Kb *kb, double age_years, KbSex sex)
{
    Err   e = {0};
    Case *c = NULL;
    bench_must(case_open(&c, a, kb, &e), &e);
    c->age_years = age_years;
    c->sex = sex;
    return c;
}

static Case *worked_case(Arena *a, const Kb *kb)
{
    Case     *c = empty_case(a, kb, 68, KB_SEX_UNKNOWN);
    const Str present[] = {STR("leg_cramp.at_night"), STR("smoker"),
                           STR("drug_thiazide_like")};
    for (size_t i = 0; i < sizeof present / sizeof *present; i++) {
        uint32_t finding = kb_find_finding(kb, present[i]);
        Err      e = {0};
        if (finding == KB_NONE)
            bench_must(err_set(&e, ERR_MISSING, STR_F ": there is no such finding",
                               STR_A(present[i])),
                       &e);
        put(c, finding, FINDING_PRESENT);
    }
    return c;
}

static Case *random_case(Arena *a, const Kb *kb, uint64_t *dice)
{
    Case *c = empty_case(a, kb, 20 + (double)(bench_random(dice) % 60),
                         bench_random(dice) % 2 ? KB_MALE : KB_FEMALE);
    for (int i = 0; i < FINDINGS_OF_A_CASE; i++)
        put(c, (uint32_t)(bench_random(dice) % kb_n_findings(kb)),
            bench_random(dice) % 2 ? FINDING_PRESENT : FINDING_ABSENT);
    return c;
}

static void take_weights(Ddx *x, Arena *a)
{
    Err    e = {0};
    size_t n_findings = kb_n_findings(x->kb), n = 0;
    x->n_weights = kb_n_conditions(x->kb) * n_findings;
    x->weights = ARENA_ARRAY(a, double, x->n_weights, &e);
    bench_must(x->weights != NULL, &e);
    for (uint32_t k = 0; k < kb_n_conditions(x->kb); k++)
        for (uint32_t f = 0; f < n_findings; f++)
            x->weights[n++] = kb_q(x->kb, k, f);
}

static void measure(const char *what, Ddx *x, size_t runs, double budget_s)
{
    BenchRow row = {.what = what,
                    .times = bench_time(rank_and_explain, x, runs),
                    .budget_s = budget_s,
                    .reference = "each weight read once",
                    .reference_times = bench_time(read_weights, x, 200)};
    bench_row(&row);
}

int main(void)
{
    uint64_t dice = 7;
    Arena   *a = bench_arena(1 * GIB);
    Ddx      own = {.kb = knowledge_load(a, knowledge_image(a)), .n = 1};
    Ddx      large = {.kb = knowledge_load(a, knowledge_made_up_image(a)), .n = CASES};
    take_weights(&own, a);
    take_weights(&large, a);
    own.cases[0] = worked_case(a, own.kb);
    measure("rank and explain: the worked case", &own, 400, 1e-3);
    own.n = CASES;
    for (size_t i = 0; i < CASES; i++) {
        own.cases[i] = random_case(a, own.kb, &dice);
        large.cases[i] = random_case(a, large.kb, &dice);
    }
    measure("rank and explain: random cases", &own, 400, 1e-3);
    measure("rank and explain: 500 made-up conditions", &large, 100, 1e-3);
    arena_free(a);
    return 0;
}
