/*
 * tests/reason/small.h - knowledge bases of a few lines, for cases done by hand.
 *
 *     Small s = small_begin(state);
 *     small_finding(&s, "f1", "", 0.05, "symptom", "");
 *     small_condition(&s, "a", 10, "f1 0.789474\n", "");
 *     const Kb *kb = small_end(&s);
 */
#ifndef TESTS_REASON_SMALL_H
#define TESTS_REASON_SMALL_H

#include "reason/reason.h"

#include "base/buf.h"

#include "harness/test.h"

#include <math.h>

typedef struct Small {
    void **state;
    Str    folder;
    Buf    findings;
} Small;

static inline Small small_begin(void **state)
{
    Small s = {.state = state, .folder = test_folder(state)};
    s.findings = buf_open(test_arena(state), MIB);
    return s;
}

/* `implies` is a parent's id or empty; `more` are further lines of the entry. A
   laboratory value costs ten to know, all else one. */
static inline void small_finding(Small *s, const char *id, const char *implies, double b,
                                 const char *cls, const char *more)
{
    Buf *f = &s->findings;
    buf_fmt(f, "- id: %s\n  name: %s\n  plain: %s\n  class: %s\n", id, id, id, cls);
    buf_fmt(f, "  implies: [%s]\n  import: 3\n  cost: %d\n  bg: {p: ", implies,
            str_is(str_from(cls), "lab") ? 10 : 1);
    buf_num(f, b, 6);
    buf_text(f, ", ev: E, by: ed, why: \"set for the test\"}\n");
    buf_fmt(f, "  ask_patient: \"Do you have %s?\"\n  ask_clinician: \"%s?\"\n", id, id);
    buf_fmt(f, "  say: [some %s]\n%s", id, more);
}

static inline void small_links(Buf *b, Str links)
{
    Str line, id;
    while (str_next(&links, '\n', &line)) {
        if (!str_next(&line, ' ', &id))
            continue;
        if (id.n == 0)
            continue;
        buf_fmt(b, "  - {id: " STR_F ", p: " STR_F, STR_A(id), STR_A(line));
        buf_text(b, ", ev: E, by: ed, why: \"set for the test\"}\n");
    }
}

static inline bool has_key(Str lines, const char *key)
{
    Str line;
    while (str_next(&lines, '\n', &line))
        if (str_starts(line, str_from(key)))
            return true;
    return false;
}

static inline void default_line(Buf *b, Str lines, const char *key, const char *value)
{
    if (!has_key(lines, key))
        buf_fmt(b, "%s %s\n", key, value);
}

/* `links` are lines "finding p"; `more` are further lines of the front matter, which
   also replace the defaults of level, harm, age and sex. */
static inline void small_condition(Small *s, const char *id, double per1000,
                                   const char *links, const char *more)
{
    Str extra = str_from(more);
    Buf b = buf_open(test_arena(s->state), MIB);
    buf_fmt(&b, "---\nid: %s\nname: Condition %s\nicd10: R69\n", id, id);
    buf_text(&b, "system: general\nkind: disease\nsummary: \"A condition.\"\n");
    default_line(&b, extra, "level:", "0");
    default_line(&b, extra, "harm:", "0");
    default_line(&b, extra, "age:", "{0: 0}");
    default_line(&b, extra, "sex:", "{f: 0, m: 0}");
    buf_text(&b, "prior: {per1000: ");
    buf_num(&b, per1000, 6);
    buf_text(&b, ", ev: E, by: ed, why: \"set for the test\"}\n");
    buf_text(&b, "findings:\n");
    small_links(&b, str_from(links));
    buf_text(&b, more);
    buf_text(&b, "updated: 2026-11-22\nreview_due: 2027-11-22\nreviewed_by: \"\"\n"
                 "changes:\n  - {on: 2026-11-22, what: \"First version.\"}\n---\n"
                 "## Definition\nText.\n\n## Causes\nText.\n\n## Symptoms\nText.\n\n"
                 "## Treatment and prevention\nText.\n\n"
                 "## When to seek medical attention\n{{red_flags}}\n\n"
                 "## FAQs\n### Why?\nText.\n");
    Err e = {0};
    Str text;
    CHECK_OK(buf_done(&b, &text, &e), &e);
    Str path;
    CHECK_OK(str_fmt(&path, test_arena(s->state), &e, "conditions/%s.md", id), &e);
    test_write(s->state, s->folder, path.p, text.p);
}

static inline const Kb *small_load(void **state, Str folder)
{
    Err       e = {0};
    Str       image;
    KbReport  report;
    const Kb *kb = NULL;
    CHECK_OK(kb_build(&image, &report, test_arena(state), folder, &e), &e);
    for (size_t i = 0; i < report.n; i++)
        if (report.v[i].severity == KB_FAILURE)
            print_message("# " STR_F ":%u:%u " STR_F "\n", STR_A(report.v[i].file),
                          report.v[i].line, report.v[i].column, STR_A(report.v[i].text));
    CHECK(image.n > 0);
    CHECK_OK(kb_load(&kb, test_arena(state), image, &e), &e);
    return kb;
}

static inline const Kb *small_end(Small *s)
{
    Err e = {0};
    Str text;
    CHECK_OK(buf_done(&s->findings, &text, &e), &e);
    test_write(s->state, s->folder, "findings/all.yaml", text.p);
    return small_load(s->state, s->folder);
}

/* ---- cases --------------------------------------------------------------------- */

static inline Case *small_case(void **state, const Kb *kb)
{
    Err   e = {0};
    Case *c = NULL;
    CHECK_OK(case_open(&c, test_arena(state), kb, &e), &e);
    c->age_years = NAN;
    c->sex = KB_SEX_UNKNOWN;
    return c;
}

static inline uint32_t finding_of(const Kb *kb, const char *id)
{
    uint32_t f = kb_find_finding(kb, str_from(id));
    if (f == KB_NONE)
        print_message("# no finding %s\n", id);
    CHECK(f != KB_NONE);
    return f;
}

/* "f1 no f2 f3": answers in the order given. */
static inline void answers(Case *c, FindingOrigin origin, const char *list)
{
    Str          rest = str_from(list), word;
    FindingState state = FINDING_PRESENT;
    Err          e = {0};
    while (str_next(&rest, ' ', &word)) {
        if (str_is(word, "no")) {
            state = FINDING_ABSENT;
            continue;
        }
        char id[128];
        CHECK(word.n < sizeof id);
        for (size_t i = 0; i < word.n; i++)
            id[i] = word.p[i];
        id[word.n] = 0;
        CaseFinding f = {finding_of(c->kb, id), state, origin, 1, 0};
        CHECK_OK(case_put(c, f, &e), &e);
        state = FINDING_PRESENT;
    }
}

static inline Differential rank_with(void **state, const Case *c, const ReasonSettings *s)
{
    Err          e = {0};
    Differential d = {0};
    CHECK_OK(reason_rank(&d, test_arena(state), c, s, &e), &e);
    return d;
}

static inline Differential rank_of(void **state, const Case *c)
{
    ReasonSettings s = reason_defaults();
    return rank_with(state, c, &s);
}

/* The hypothesis of a condition; "" is the null hypothesis. */
static inline const Hypothesis *hyp(const Kb *kb, const Differential *d, const char *id)
{
    uint32_t k = id[0] ? kb_find_condition(kb, str_from(id)) : KB_NONE;
    for (size_t i = 0; i < d->n; i++)
        if (d->v[i].condition == k)
            return &d->v[i];
    print_message("# no condition %s\n", id);
    CHECK(false);
    return NULL;
}

static inline double p_of(const Kb *kb, const Differential *d, const char *id)
{
    return hyp(kb, d, id)->p_posterior;
}

#endif
