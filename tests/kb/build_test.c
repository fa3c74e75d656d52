/*
 * tests/kb/build_test.c - every rule has one small mistake that it must find, with line
 * and column; and the same content gives the same bytes.
 */
#include "kb/kb.h"

#include "small.h"

#define FLU   "conditions/asthma.md"
#define COLD  "conditions/cold.md"
#define CHEST "findings/chest.yaml"
#define LEE   "sources/lee2020.md"
#define PATH  "pathways/cough_adult.yaml"
#define WORDS "lexicon/people.tsv"

/* In `file`, `find` becomes `put`; then `rule` is broken at line:column of that file. */
typedef struct Mistake {
    const char *rule, *file, *find, *put;
    uint32_t    line, column;
} Mistake;

static const Mistake failures[] = {
    /* form */
    {"front-matter", LEE, "---\nkey", "key", 1, 1},
    {"front-matter", LEE, "night\"\n---\n", "night\"\n", 1, 1},
    {"yaml-syntax", PATH, "rows:\n", "rows: [\n", 7, 3},
    {"yaml-anchor", PATH, "title: Cough", "title: &a Cough", 2, 8},
    {"yaml-alias", CHEST, "say: [wheez*]", "say: [*wheez]", 33, 9},
    {"yaml-tag", PATH, "title: Cough", "title: !t Cough", 2, 8},
    {"yaml-multi-line", PATH, "title: Cough in an adult", "title: |\n  Cough", 2, 8},
    {"yaml-multi-line", PATH, "\"Adults\"", "\"Adults\n  only\"", 3, 8},
    {"yaml-multi-line", PATH, "title: Cough in an adult", "title: Cough\n  in an adult",
     2, 8},
    {"yaml-key", PATH, "title: Cough", "{a: b}: Cough", 2, 1},
    {"yaml-depth", PATH, "entry: [cough,", "entry: [[[[[[[[[cough]]]]]]]],", 4, 15},
    {"yaml-documents", PATH, "rows:\n", "---\nrows:\n", 6, 1},
    {"duplicate-key", PATH, "scope: ", "title: x\nscope: ", 3, 1},
    {"not-utf8", WORDS, "mum", "m\xffm", 3, 2},
    {"bad-character", PATH, "title: Cough in", "title: \"Cough\\0\" #", 2, 8},
    {"bad-character", FLU, "name: Asthma", "name: \"Ast\\u202ehma\"", 3, 7},
    {"carriage-return", WORDS, "mum", "mu\r", 3, 3},
    {"unknown-key", FLU, "system:", "sytem:", 7, 1},
    {"missing-key", FLU, "level: 1\n", "", 2, 1},
    {"missing-key", FLU, "harm: 2\n", "", 2, 1},
    {"missing-key", LEE, "url: https://example.org/lee\n", "", 2, 1},
    {"missing-key", PATH, "    level: 3\n", "", 7, 5},
    {"missing-key", FLU, "pos: 16, ", "", 30, 5},
    {"not-a-map", FLU, "  - {on: 2026-11-22, what: \"First version.\"}", "  - first", 37,
     5},
    {"not-a-map", CHEST, "bg: {p: 0.1, ev: E, by: ed, why: \"common in winter\"}",
     "bg: 0.1", 7, 7},
    {"not-a-map", FLU, "  - {id: smoker,", "  - smoker\n  - {id: smoker,", 16, 5},
    {"not-a-map", FLU, "  - {id: wheeze, p: usual",
     "  - wheeze\n  - {id: wheeze, p: usual", 18, 5},
    {"not-a-map", FLU, "  - {do: ", "  - ECG\n  - {do: ", 28, 5},
    {"not-a-map", FLU, "  - {if: ", "  - fever\n  - {if: ", 25, 5},
    {"not-a-map", PATH, "  - id: R2", "  - R2\n  - id: R2", 16, 5},
    {"not-a-list", FLU, "mimics: [cold]", "mimics: cold", 23, 9},
    {"wrong-kind", FLU, "name: Asthma", "name: [Asthma]", 3, 7},
    {"wrong-kind", CHEST, "say: [wheez*]", "say: [[wheez*]]", 33, 9},
    {"empty-value", FLU, "name: Asthma", "name: \"\"", 3, 7},
    {"empty-value", FLU, "if: [wheeze, cough]", "if: []", 25, 5},
    {"bad-date", FLU, "updated: 2026-11-22", "updated: 22.11.2026", 33, 10},
    {"bad-date", FLU, "updated: 2026-11-22", "updated: 2026-13-22", 33, 10},
    {"bad-code", FLU, "J45.9", "J459", 6, 8},
    {"bad-code", CHEST, "HP:0012735", "HP:12735", 8, 8},
    {"bad-duration", FLU, "from: 2w", "from: 2 weeks", 22, 29},
    {"bad-duration", FLU, "to: 10y", "to: 1d", 22, 11},
    {"unknown-word", FLU, "kind: disease", "kind: illness", 8, 7},
    {"unknown-word", CHEST, "class: sign", "class: cue", 27, 10},
    {"out-of-range", FLU, "level: 1", "level: 5", 9, 8},
    {"out-of-range", FLU, "p: 0.6", "p: 1.6", 19, 29},
    {"out-of-range", FLU, "p: 0.6", "p: -0.1", 19, 29},
    {"out-of-range", FLU, "low: 10, high: 30", "low: 10, high: 15", 12, 18},
    {"out-of-range", FLU, "1-4: -5", "1-4: never", 13, 19},
    {"out-of-range", CHEST, "bg: {p: 0.1,", "bg: {p: 0,", 7, 11},
    {"not-a-number", FLU, "p: usual", "p: usually", 18, 21},
    {"not-a-number", FLU, "low: 10", "low: ten", 12, 27},
    /* names */
    {"bad-id", CHEST, "id: smoker", "id: Smoker", 45, 7},
    {"bad-id", CHEST, "id: smoker", "id: .smoker", 45, 7},
    {"bad-id", FLU, "{id: share", "{id: Share!", 32, 10},
    {"id-not-file", FLU, "id: asthma", "id: astma", 2, 5},
    {"id-not-file", LEE, "key: lee2020", "key: lee2021", 2, 6},
    {"id-not-file", PATH, "id: cough_adult", "id: cough", 1, 5},
    {"duplicate-id", CHEST, "- id: wheezy_cough", "- id: smoker", 45, 3},
    {"duplicate-id", PATH, "id: R2", "id: R1", 16, 5},
    {"duplicate-id", FLU,
     "updated:", "  - {id: share, say: \"more\", ev: B, src: lee2020}\nupdated:", 33, 5},
    {"unknown-finding", FLU, "{id: cough.at_night", "{id: cough.by_night", 19, 10},
    {"unknown-finding", FLU, "must_ask: [cough", "must_ask: [couhg", 26, 12},
    {"unknown-finding", CHEST, "id: cough.at_night", "id: coff.at_night", 13, 7},
    {"unknown-finding", CHEST, "implies: [cough,", "implies: [coff,", 38, 13},
    {"unknown-finding", PATH, "[no wheeze]", "[no whistle]", 18, 10},
    {"unknown-condition", FLU, "mimics: [cold]", "mimics: [flu]", 23, 10},
    {"unknown-condition", PATH, "condition: asthma", "condition: flu", 13, 16},
    {"unknown-source", FLU, "C, src: lee2020", "C, src: lee2021", 28, 60},
    {"unknown-source", FLU, "[@lee2020]", "[@lee2021]", 40, 17},
    {"unknown-link", FLU, "](cold)", "](flu)", 42, 35},
    {"unknown-reference", FLU, "{{fact:share}}", "{{fact:shares}}", 42, 4},
    {"unknown-reference", FLU, "{{fact:share}}", "{{fact:share}", 42, 4},
    {"duplicate-link", FLU, "{id: wheezy_cough", "{id: wheeze", 20, 5},
    {"duplicate-risk", FLU, "findings:\n",
     "  - {id: smoker, rr: 2, ev: B, src: lee2020}\nfindings:\n", 17, 5},
    {"duplicate-entry", FLU, "if: [wheeze, cough]", "if: [wheeze, wheeze]", 25, 19},
    {"implies-cycle", CHEST, "  implies: [cough, wheeze]", "  implies: [wheezy_cough]",
     38, 13},
    {"implies-cycle", CHEST, "  class: sign\n",
     "  class: sign\n  implies: [wheezy_cough]\n", 24, 3},
    {"given-not-parent", CHEST, "given: cough", "given: wheeze", 20, 44},
    /* evidence */
    {"grade-missing", FLU, "p: 0.6, ev: B, ", "p: 0.6, ", 19, 5},
    {"unknown-grade", FLU, "p: 0.6, ev: B", "p: 0.6, ev: F", 19, 38},
    {"source-missing", FLU, "ev: B, src: lee2020}\n  - {id: wheezy",
     "ev: B}\n  - {id: wheezy", 19, 5},
    {"source-missing", FLU, "p: 0.3, ev: X, src: lee2020", "p: 0.3, ev: X", 20, 5},
    {"formula-missing", FLU, "p: 0.6, ev: B", "p: 0.6, ev: D", 19, 5},
    {"author-missing", FLU, "by: ed, why: \"the rule\"", "by: ed", 18, 5},
    {"author-missing", FLU, "by: ed, why: \"the rule\"", "why: \"the rule\"", 18, 5},
    {"exclusion-without-reason", FLU, "p: 0.6, ev: B", "p: 0, ev: B", 19, 29},
    {"cant-miss-unguarded", COLD, "harm: 0", "harm: 2", 8, 7},
    /* article */
    {"headings", FLU, "## Symptoms\nWheeze.\n", "", 43, 1},
    {"headings", FLU, "## Symptoms\nWheeze.\n", "## Prognosis\n", 43, 1},
    {"headings", FLU, "## FAQs\n### Is it common?\nYes.\n", "", 39, 1},
    {"headings", FLU, "### Is it common?\n", "", 39, 1},
    {"headings", FLU, "## Definition\n", "# Asthma\n## Definition\n", 39, 1},
    {"red-flags-place", FLU, "{{red_flags}}\n", "", 39, 1},
    {"red-flags-place", FLU,
     "Inhalers.\n## When to seek medical attention\n{{red_flags}}",
     "{{red_flags}}\n## When to seek medical attention\nNow.", 46, 1},
    {"number-in-prose", FLU, "Inhalers.", "Inhalers help 70% of people.", 46, 15},
    {"number-in-prose", FLU, "Inhalers.", "They help 6.5 per cent.", 46, 11},
    {"number-in-prose", FLU, "Inhalers.", "They help 3 in 10.", 46, 11},
    {"number-in-prose", FLU, "Inhalers.", "They help 3 out of 1,000.", 46, 11},
    /* pathways and tables */
    {"bad-condition", PATH, "\"age < 65\"", "\"age > 65\"", 9, 34},
    {"bad-condition", PATH, "[[wheeze, wheezy_cough],", "[[], ", 9, 10},
    {"bad-condition", PATH, "[[wheeze, wheezy_cough],", "[[[wheeze], wheezy_cough],", 9,
     11},
    {"red-flag-order", PATH, "rows:\n",
     "rows:\n  - {id: R0, kind: cause, say: \"First.\", ev: C, src: lee2020}\n", 8, 5},
    {"table-shape", WORDS, "mum\tmother", "mum", 3, 1},
};

static const Mistake warnings[] = {
    {"child-above-parent", COLD, "  - {id: wheeze, p: never,",
     "  - {id: cough.at_night, p: 0.6, ev: B, src: lee2020}\n  - {id: wheeze, p: never,",
     13, 1},
    {"link-count", FLU, "id: asthma", "id: asthma", 1, 1},
    {"no-negative", COLD, "p: never", "p: common", 1, 1},
    {"all-estimates", COLD, "ev: B, src: lee2020", "ev: E, by: ed, why: \"felt\"", 1, 1},
    {"review-due", FLU, "review_due: 2027-11-22", "review_due: 2026-11-22", 1, 1},
    {"review-due", FLU, "review_due: 2027-11-22", "review_due: 2029-11-22", 1, 1},
    {"implied-lr", FLU, "pos: 16", "pos: 33", 30, 1},
    {"implied-lr", FLU, "pos: 16", "pos: 15, pos_low: 14, pos_high: 16", 30, 1},
    {"implied-lr", FLU, "pos: 16", "neg: 0.45", 30, 1},
    {"implied-lr", FLU, "{id: wheeze, pos: 16,",
     "{id: cough.at_night, among: cough, pos: 6,", 30, 1},
    {"implied-lr", FLU, "{id: wheeze, pos: 16,", "{id: cough.at_night, pos: 6,", 30, 1},
    {"shared-phrase", CHEST, "say: [smok*]", "say: [smok*, Wheez*]", 30, 1},
    {"not-lower-case", CHEST, "say: [smok*]", "say: [smok*, Wheez*]", 54, 16},
};

static KbReport lint(void **state, const Mistake *m, Str *image)
{
    Err      e = {0};
    KbReport report = {0};
    Str      folder = test_folder(state);
    small_write(state, folder, m ? m->file : NULL, m ? m->find : NULL, m ? m->put : NULL);
    CHECK_OK(kb_build(image, &report, test_arena(state), folder, &e), &e);
    return report;
}

static const KbComplaint *find_complaint(const KbReport *r, const Mistake *m,
                                         KbSeverity s)
{
    for (size_t i = 0; i < r->n; i++)
        if (str_is(r->v[i].rule, m->rule) && str_is(r->v[i].file, m->file) &&
            r->v[i].line == m->line && r->v[i].column == m->column &&
            r->v[i].severity == s)
            return &r->v[i];
    return NULL;
}

static void check_mistakes(void **state, const Mistake *v, size_t n, KbSeverity severity)
{
    size_t missed = 0;
    for (size_t i = 0; i < n; i++) {
        Str      image = {0};
        KbReport r = lint(state, &v[i], &image);
        if (find_complaint(&r, &v[i], severity))
            continue;
        missed++;
        print_message("%s at %s:%u:%u (\"%s\") was not reported; but:\n", v[i].rule,
                      v[i].file, v[i].line, v[i].column, v[i].put);
        small_print(&r);
    }
    assert_int_equal(missed, 0);
}

TEST(each_failure_is_named_with_its_place)
{
    check_mistakes(state, failures, sizeof failures / sizeof *failures, KB_FAILURE);
}

TEST(each_warning_is_named_with_its_place)
{
    check_mistakes(state, warnings, sizeof warnings / sizeof *warnings, KB_WARNING);
}

static void write_complaints(void **state, Buf *b, const Mistake *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        Str      image = {0};
        KbReport r = lint(state, &v[i], &image);
        for (size_t k = 0; k < r.n; k++) {
            const KbComplaint *c = &r.v[k];
            if (!str_is(c->rule, v[i].rule))
                continue;
            buf_fmt(b, STR_F ":%u:%u [" STR_F "]\n    " STR_F "\n", STR_A(c->file),
                    (unsigned)c->line, (unsigned)c->column, STR_A(c->rule),
                    STR_A(c->text));
        }
    }
}

/* tests/golden/kb/complaints.txt is for reading: does each message help an editor? */
TEST(each_message_says_what_is_wrong_and_what_to_do)
{
    Err e = {0};
    Str text = {0};
    Buf b = buf_open(test_arena(state), MIB);
    write_complaints(state, &b, failures, sizeof failures / sizeof *failures);
    write_complaints(state, &b, warnings, sizeof warnings / sizeof *warnings);
    CHECK_OK(buf_done(&b, &text, &e), &e);
    CHECK_GOLDEN(test_arena(state), "kb/complaints.txt", text);
}

TEST(every_rule_is_listed_in_the_readme)
{
    Err e = {0};
    Str readme = {0};
    CHECK_OK(os_read_file(&readme, test_arena(state), STR("src/kb/README.md"), MIB, &e),
             &e);
    for (size_t i = 0; i < sizeof failures / sizeof *failures; i++)
        CHECK(str_find(readme, str_from(failures[i].rule)) != STR_NONE);
    for (size_t i = 0; i < sizeof warnings / sizeof *warnings; i++)
        CHECK(str_find(readme, str_from(warnings[i].rule)) != STR_NONE);
}

TEST(failures_leave_no_image_and_warnings_do)
{
    Str      image = {0};
    KbReport r = lint(state, &failures[0], &image);
    CHECK(r.n_failures > 0 && image.n == 0);
    r = lint(state, &warnings[0], &image);
    CHECK(r.n_failures == 0 && r.n_warnings > 0 && image.n > 0);
    CHECK(r.n == r.n_failures + r.n_warnings);
}

TEST(good_content_draws_only_the_warnings_it_deserves)
{
    Str      image = {0};
    KbReport r = lint(state, NULL, &image);
    CHECK(r.n_failures == 0);
    for (size_t i = 0; i < r.n; i++)
        CHECK(str_is(r.v[i].rule, "link-count"));
    CHECK(r.n_warnings == 2);
}

TEST(complaints_stand_by_file_line_and_column)
{
    Err      e = {0};
    Str      folder = test_folder(state), image = {0};
    KbReport r = {0};
    small_write(state, folder, FLU, "mimics: [cold]", "mimics: [zebra, ant]");
    test_write(state, folder, "conditions/b.md", "no front matter\n");
    test_write(state, folder, "sources/notes.txt", "misplaced\n");
    CHECK_OK(kb_build(&image, &r, test_arena(state), folder, &e), &e);
    CHECK(r.n == 4);
    CHECK_STR(r.v[0].file, "conditions/asthma.md");
    CHECK(r.v[0].column == 10 && r.v[1].column == 17);
    CHECK_STR(r.v[2].rule, "front-matter");
    CHECK_STR(r.v[3].rule, "unknown-file");
    CHECK_STR(r.v[3].file, "sources/notes.txt");
}

TEST(findings_are_a_list)
{
    Err      e = {0};
    Str      folder = test_folder(state), image = {0};
    KbReport r = {0};
    small_write(state, folder, NULL, NULL, NULL);
    test_write(state, folder, "findings/fever.yaml", "id: fever\n");
    CHECK_OK(kb_build(&image, &r, test_arena(state), folder, &e), &e);
    CHECK(r.n_failures == 1);
    CHECK_STR(r.v[0].rule, "not-a-list");
}

/* The cause alone, not the hundred references that it leaves open. */
TEST(an_unreadable_file_is_complained_about_once)
{
    Str      image = {0};
    KbReport r = lint(
        state, &(Mistake){"", CHEST, "- id: wheeze\n", "-id: wheeze\n", 0, 0}, &image);
    CHECK(r.n_failures == 1);
    CHECK_STR(r.v[0].rule, "yaml-syntax");
    r = lint(state, &(Mistake){"", LEE, "---\nkey", "--\nkey", 0, 0}, &image);
    CHECK(r.n_failures == 1);
    CHECK_STR(r.v[0].rule, "front-matter");
}

TEST(a_file_must_be_called_by_an_id)
{
    Err      e = {0};
    Str      folder = test_folder(state), image = {0};
    KbReport r = {0};
    small_write(state, folder, COLD, "id: cold", "id: cold.Bad");
    test_write(state, folder, "conditions/cold.Bad.md",
               "---\nid: cold.Bad\n---\n## Definition\n");
    CHECK_OK(kb_build(&image, &r, test_arena(state), folder, &e), &e);
    bool found = false;
    for (size_t i = 0; i < r.n; i++)
        found = found || (str_is(r.v[i].rule, "bad-id") && r.v[i].line == 2 &&
                          str_is(r.v[i].file, "conditions/cold.Bad.md"));
    CHECK(found);
}

TEST(front_matter_may_end_with_the_file)
{
    Err      e = {0};
    Str      folder = test_folder(state), image = {0};
    KbReport r = {0};
    small_write(state, folder, LEE, "night\"\n---\n", "night\"\n---");
    CHECK_OK(kb_build(&image, &r, test_arena(state), folder, &e), &e);
    CHECK(r.n_failures == 0);
}

TEST(the_same_content_gives_the_same_bytes)
{
    Str one = {0}, two = {0};
    lint(state, NULL, &one);
    lint(state, NULL, &two);
    CHECK(one.n > 0 && str_eq(one, two));
}

TEST(any_change_of_a_source_changes_the_version)
{
    Err       e = {0};
    Str       one = {0}, two = {0};
    const Kb *a = NULL, *b = NULL;
    lint(state, NULL, &one);
    lint(state, &(Mistake){"", WORDS, "mother", "mothers", 0, 0}, &two);
    CHECK_OK(kb_load(&a, test_arena(state), one, &e), &e);
    CHECK_OK(kb_load(&b, test_arena(state), two, &e), &e);
    CHECK(kb_version(a).n == 16 && !str_eq(kb_version(a), kb_version(b)));
}

TEST(moving_a_finding_to_another_file_changes_no_record)
{
    Err       e = {0};
    Str       folder = test_folder(state), image = {0};
    KbReport  r = {0};
    const Kb *a = small_kb(state), *b = NULL;
    small_write(state, folder, CHEST, "- id: cough\n", "- id: cough\n");
    Str chest = {0}, path = {0};
    CHECK_OK(os_path(&path, test_arena(state), folder, str_from(CHEST), &e), &e);
    CHECK_OK(os_read_file(&chest, test_arena(state), path, MIB, &e), &e);
    size_t cut = str_find(chest, STR("- id: wheeze\n"));
    Str    tail = {0}, head = {0};
    CHECK_OK(str_copy(&head, test_arena(state), str_sub(chest, 0, cut), &e), &e);
    CHECK_OK(str_copy(&tail, test_arena(state), str_from_at(chest, cut), &e), &e);
    test_write(state, folder, CHEST, head.p);
    test_write(state, folder, "findings/airways.yaml", tail.p);
    CHECK_OK(kb_build(&image, &r, test_arena(state), folder, &e), &e);
    CHECK_OK(kb_load(&b, test_arena(state), image, &e), &e);
    CHECK(kb_n_findings(a) == kb_n_findings(b));
    for (uint32_t i = 0; i < kb_n_findings(a); i++) {
        CHECK(str_eq(kb_finding(a, i)->id, kb_finding(b, i)->id));
        for (uint32_t c = 0; c < kb_n_conditions(a); c++) {
            CHECK_NEAR(kb_q(a, c, i), kb_q(b, c, i), 0);
        }
    }
}

TEST(a_missing_folder_is_an_error_and_an_empty_one_is_not)
{
    Err      e = {0};
    Str      image = {0};
    KbReport r = {0};
    CHECK_ERR(kb_build(&image, &r, test_arena(state), STR("/nowhere/content"), &e), &e,
              ERR_MISSING);
    CHECK_SAYS(&e, "name one");
    CHECK_OK(kb_build(&image, &r, test_arena(state), test_folder(state), &e), &e);
    CHECK(r.n == 0 && image.n > 0);
}

/* The n-th allocation fails (each of the first forty, then ever larger steps): an error,
   nothing leaked, outputs untouched. */
TEST(building_survives_each_failing_allocation)
{
    Str folder = test_folder(state);
    small_write(state, folder, NULL, NULL, NULL);
    for (size_t nth = 1;; nth += 1 + nth / 40) {
        Err      e = {0};
        Str      image = {0};
        KbReport r = {0};
        Arena   *a = arena_new(64 * MIB, &e);
        arena_fail_at(nth);
        bool ok = kb_build(&image, &r, a, folder, &e);
        arena_fail_at(0);
        arena_free(a);
        if (ok)
            break;
        CHECK(e.code == ERR_BUSY && image.p == NULL && r.n == 0);
    }
}

TEST(building_survives_each_failing_file)
{
    Str folder = test_folder(state);
    small_write(state, folder, NULL, NULL, NULL);
    for (size_t nth = 1;; nth++) {
        Err      e = {0};
        Str      image = {0};
        KbReport r = {0};
        os_fail_at(nth);
        bool ok = kb_build(&image, &r, test_arena(state), folder, &e);
        os_fail_at(0);
        if (ok)
            break;
        CHECK(e.code == ERR_IO && image.p == NULL);
    }
}

/* Bytes of the content turned at random: complaints or an image, never a crash. */
TEST(building_survives_damaged_files)
{
    for (size_t i = 0; i < 150; i++) {
        Err      e = {0};
        Str      folder = test_folder(state), image = {0}, text = {0};
        KbReport r = {0};
        small_write(state, folder, NULL, NULL, NULL);
        const SmallFile *f = &small_files[test_random() % SMALL_FILES];
        CHECK_OK(str_copy(&text, test_arena(state), str_from(f->text), &e), &e);
        char  *bytes = (char *)(uintptr_t)text.p;
        size_t n = 1 + test_random() % 4;
        for (size_t k = 0; k < n; k++)
            bytes[test_random() % text.n] = (char)(1 + test_random() % 255);
        test_write(state, folder, f->name, text.p);
        CHECK_OK(kb_build(&image, &r, test_arena(state), folder, &e), &e);
        CHECK((r.n_failures > 0) == (image.n == 0));
    }
}

TEST_MAIN("kb/build", cmocka_unit_test(each_failure_is_named_with_its_place),
          cmocka_unit_test(each_warning_is_named_with_its_place),
          cmocka_unit_test(each_message_says_what_is_wrong_and_what_to_do),
          cmocka_unit_test(every_rule_is_listed_in_the_readme),
          cmocka_unit_test(failures_leave_no_image_and_warnings_do),
          cmocka_unit_test(good_content_draws_only_the_warnings_it_deserves),
          cmocka_unit_test(complaints_stand_by_file_line_and_column),
          cmocka_unit_test(findings_are_a_list),
          cmocka_unit_test(an_unreadable_file_is_complained_about_once),
          cmocka_unit_test(a_file_must_be_called_by_an_id),
          cmocka_unit_test(front_matter_may_end_with_the_file),
          cmocka_unit_test(the_same_content_gives_the_same_bytes),
          cmocka_unit_test(any_change_of_a_source_changes_the_version),
          cmocka_unit_test(moving_a_finding_to_another_file_changes_no_record),
          cmocka_unit_test(a_missing_folder_is_an_error_and_an_empty_one_is_not),
          cmocka_unit_test(building_survives_each_failing_allocation),
          cmocka_unit_test(building_survives_each_failing_file),
          cmocka_unit_test(building_survives_damaged_files))
