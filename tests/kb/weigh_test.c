/*
 * tests/kb/weigh_test.c - the weights of random knowledge bases against a plain oracle.
 *
 * The oracle works on matrices and knows nothing of files, closures or sorted tables.
 */
#include "kb/kb.h"

#include "small.h"

#include <math.h>

enum { FINDINGS = 14, CONDITIONS = 3, ROUNDS = 25 };

typedef struct World {
    bool   parent[FINDINGS][FINDINGS]; /* [child][parent] */
    double b[FINDINGS];
    bool   linked[CONDITIONS][FINDINGS];
    double p[CONDITIONS][FINDINGS]; /* as written, then raised */
} World;

static double random_hundredth(unsigned least, unsigned most)
{
    return (double)(least + test_random() % (most - least + 1)) / 100;
}

static void make_world(World *w)
{
    *w = (World){0};
    for (size_t i = 0; i < FINDINGS; i++) {
        w->b[i] = random_hundredth(1, 95);
        for (size_t k = 0; k < i; k++)
            w->parent[i][k] = test_random() % 5 == 0;
    }
    for (size_t c = 0; c < CONDITIONS; c++)
        for (size_t i = 0; i < FINDINGS; i++) {
            w->linked[c][i] = test_random() % 2;
            if (w->linked[c][i])
                w->p[c][i] = test_random() % 8 ? random_hundredth(1, 100) : 0;
        }
}

static void write_findings(void **state, const World *w, Str folder)
{
    Err e = {0};
    Str text = {0};
    Buf b = buf_open(test_arena(state), MIB);
    for (unsigned i = 0; i < FINDINGS; i++) {
        buf_fmt(&b, "- id: f%02u\n  name: f%02u\n  plain: x\n  class: sign\n  implies: [",
                i, i);
        const char *comma = "";
        for (unsigned k = 0; k < FINDINGS; k++)
            if (w->parent[i][k]) {
                buf_fmt(&b, "%sf%02u", comma, k);
                comma = ", ";
            }
        buf_text(&b, "]\n  import: 1\n  cost: 1\n  bg: {ev: E, by: t, why: w, p: ");
        buf_num(&b, w->b[i], 2);
        buf_fmt(&b, "}\n  ask_patient: x\n  ask_clinician: x\n  say: [f%02u]\n", i);
    }
    CHECK_OK(buf_done(&b, &text, &e), &e);
    test_write(state, folder, "findings/all.yaml", text.p);
}

static void write_condition(void **state, const World *w, size_t c, Str folder)
{
    Err e = {0};
    Str text = {0}, name = {0};
    Buf b = buf_open(test_arena(state), MIB);
    buf_fmt(
        &b,
        "---\nid: c%zu\nname: C\nicd10: A00\nsystem: s\nkind: normal\nlevel: 0\nharm: 0\n"
        "summary: s\nprior: {per1000: 1, ev: E, by: t, why: w}\nfindings:\n",
        c);
    for (unsigned i = 0; i < FINDINGS; i++)
        if (w->linked[c][i]) {
            buf_fmt(&b, "  - {id: f%02u, ev: E, by: t, why: w, p: ", i);
            buf_num(&b, w->p[c][i], 2);
            buf_text(&b, "}\n");
        }
    buf_text(&b,
             "updated: 2026-11-22\nreview_due: 2027-11-22\nreviewed_by: \"\"\n"
             "changes: []\n---\n## Definition\n## Causes\n## Symptoms\n## Treatment and "
             "prevention\n## When to seek medical attention\n## FAQs\n### Q?\n");
    CHECK_OK(buf_done(&b, &text, &e), &e);
    CHECK_OK(str_fmt(&name, test_arena(state), &e, "conditions/c%zu.md", c), &e);
    test_write(state, folder, name.p, text.p);
}

/* Raises parents until nothing changes. */
static void raise_parents(World *w, size_t c)
{
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < FINDINGS; i++)
            for (size_t k = 0; k < FINDINGS; k++)
                if (w->parent[i][k] && w->p[c][k] < w->p[c][i]) {
                    w->p[c][k] = w->p[c][i];
                    changed = true;
                }
    }
}

static double expected_q(const World *w, size_t c, size_t i)
{
    double p = w->p[c][i], b = w->b[i], p_parents = INFINITY, q;
    if (p == 0)
        return !w->linked[c][i] ? b : 0.04 * b < 0.002 ? 0.04 * b : 0.002;
    for (size_t k = 0; k < FINDINGS; k++)
        if (w->parent[i][k] && w->p[c][k] > 0 && w->p[c][k] < p_parents)
            p_parents = w->p[c][k];
    q = isinf(p_parents) ? 1 - (1 - p) * (1 - b) : 0.96 * p / p_parents + 0.04 * b;
    return q < 0.002 ? 0.002 : q > 0.998 ? 0.998 : q;
}

static void check_world(void **state, World *w, const Kb *kb)
{
    (void)state;
    for (uint32_t c = 0; c < CONDITIONS; c++) {
        raise_parents(w, c);
        for (uint32_t i = 0; i < FINDINGS; i++) {
            CHECK_NEAR(kb_p(kb, c, i), w->p[c][i], 1e-15);
            CHECK_NEAR(kb_q(kb, c, i), expected_q(w, c, i), 1e-12);
            CHECK_NEAR(kb_b(kb, i), w->b[i], 1e-15);
        }
    }
}

TEST(weights_equal_a_plain_reckoning)
{
    for (size_t round = 0; round < ROUNDS; round++) {
        Err       e = {0};
        World     w;
        const Kb *kb = NULL;
        Str       folder = test_folder(state);
        make_world(&w);
        write_findings(state, &w, folder);
        for (size_t c = 0; c < CONDITIONS; c++)
            write_condition(state, &w, c, folder);
        CHECK_OK(kb_load(&kb, test_arena(state), small_image(state, folder), &e), &e);
        check_world(state, &w, kb);
    }
}

/* Reaches every ancestor by stepping through parents, without the closure. */
static void mark_ancestors(const World *w, size_t of, bool seen[FINDINGS])
{
    for (size_t step = 0; step < FINDINGS; step++)
        for (size_t i = 0; i < FINDINGS; i++)
            for (size_t k = 0; (i == of || seen[i]) && k < FINDINGS; k++)
                seen[k] = seen[k] || w->parent[i][k];
}

TEST(the_closure_holds_each_ancestor_once)
{
    for (size_t round = 0; round < ROUNDS; round++) {
        Err       e = {0};
        World     w;
        const Kb *kb = NULL;
        Str       folder = test_folder(state);
        make_world(&w);
        write_findings(state, &w, folder);
        CHECK_OK(kb_load(&kb, test_arena(state), small_image(state, folder), &e), &e);
        for (uint32_t i = 0; i < FINDINGS; i++) {
            bool   seen[FINDINGS] = {0};
            size_t n = 0;
            mark_ancestors(&w, i, seen);
            for (uint32_t k = 0; k < FINDINGS; k++) {
                n += seen[k];
                CHECK(kb_implies(kb, i, k) == (seen[k] || k == i));
            }
            CHECK(kb_finding(kb, i)->closure.n == n);
        }
    }
}

TEST_MAIN("kb/weigh", cmocka_unit_test(weights_equal_a_plain_reckoning),
          cmocka_unit_test(the_closure_holds_each_ancestor_once))
