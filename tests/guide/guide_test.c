/* tests/guide/guide_test.c - three values, and the leg-cramps pathway walked through. */
#include "guide/guide.h"

#include "base/buf.h"

#include "harness/test.h"

#include <math.h>

/* ---- a small pathway ----------------------------------------------------------- */

static const char source[] =
    "---\nkey: book\ntitle: A book\nauthors: A\npublished: P\nyear: 2020\n"
    "url: https://example.org/\nkind: guideline\nread: 2026-11-22\nwhat: page\n"
    "taken:\n  - \"all\"\n---\n";

#define ENTRY(id, more)                                                                  \
    "- id: " id "\n  name: " id "\n  plain: " id "\n  class: symptom\n" more             \
    "  import: 3\n  cost: 1\n  bg: {p: 0.1, ev: E, by: ed, why: \"test\"}\n"             \
    "  ask_patient: \"" id "?\"\n  ask_clinician: \"" id "?\"\n  say: [some " id "]\n"

#define ROW(id, kind, condition, level)                                                  \
    "  - id: " id "\n    kind: " kind "\n    if: " condition "\n    say: \"Do " id       \
    ".\"\n    patient: \"Do " id ".\"\n    level: " level "\n    ev: C\n    src: book\n"

static const Kb *load(void **state, Str folder)
{
    Err       e = {0};
    Str       image;
    KbReport  report;
    const Kb *kb = NULL;
    CHECK_OK(kb_build(&image, &report, test_arena(state), folder, &e), &e);
    for (size_t i = 0; i < report.n; i++)
        if (report.v[i].severity == KB_FAILURE)
            print_message("# " STR_F ":%u " STR_F "\n", STR_A(report.v[i].file),
                          report.v[i].line, STR_A(report.v[i].text));
    CHECK(image.n > 0);
    CHECK_OK(kb_load(&kb, test_arena(state), image, &e), &e);
    return kb;
}

static const Kb *small(void **state)
{
    Str folder = test_folder(state);
    test_write(state, folder, "sources/book.md", source);
    test_write(state, folder, "findings/all.yaml",
               ENTRY("ache", "") ENTRY("ache.night", "") ENTRY("fever", "")
                   ENTRY("rash", "") ENTRY("injury", ""));
    test_write(state, folder, "pathways/aches.yaml",
               "id: aches\ntitle: Aches\nscope: \"test\"\nentry: [ache]\n"
               "updated: 2026-11-22\nrows:\n" ROW(
                   "flag", "red_flag", "[fever, no injury, \"age >= 18\"]", "4")
                   ROW("either", "test", "[[rash, fever]]", "1")
                       ROW("both", "treat", "[rash, fever]", "2")
                           ROW("woman", "refer", "[\"sex = f\", \"age < 50\"]", "1")
                               ROW("quiet", "avoid", "[fever, no injury]", "1")
                                   ROW("deep", "cause", "[[ache, ache.night]]", "0")
                                       ROW("all", "safety_net", "[]", "3"));
    return load(state, folder);
}

static Case *with(void **state, const Kb *kb, const char *list)
{
    Err          e = {0};
    Case        *c = NULL;
    Str          rest = str_from(list), word;
    FindingState s = FINDING_PRESENT;
    CHECK_OK(case_open(&c, test_arena(state), kb, &e), &e);
    c->age_years = NAN;
    c->sex = KB_SEX_UNKNOWN;
    while (str_next(&rest, ' ', &word)) {
        if (word.n == 0)
            continue;
        if (str_is(word, "no")) {
            s = FINDING_ABSENT;
            continue;
        }
        uint32_t f = kb_find_finding(kb, word);
        if (f == KB_NONE)
            print_message("# no finding " STR_F "\n", STR_A(word));
        CHECK(f != KB_NONE);
        CHECK_OK(case_put(c, (CaseFinding){f, s, FROM_QUESTION, 1, 0}, &e), &e);
        s = FINDING_PRESENT;
    }
    return c;
}

static Walk walk(void **state, const Case *c, const char *pathway)
{
    Err  e = {0};
    Walk w = {0};
    CHECK_OK(guide_walk(&w, test_arena(state), c,
                        kb_find_pathway(c->kb, str_from(pathway)), &e),
             &e);
    return w;
}

static const RowOutcome *row(const Kb *kb, const Walk *w, const char *id)
{
    for (size_t i = 0; i < w->n; i++)
        if (str_is(kb_pathway_row(kb, w->v[i].row)->id, id))
            return &w->v[i];
    print_message("# no row %s\n", id);
    CHECK(false);
    return NULL;
}

static RowFate fate(void **state, const Kb *kb, const char *list, const char *id)
{
    Walk w = walk(state, with(state, kb, list), "aches");
    return row(kb, &w, id)->fate;
}

TEST(a_row_fires_is_refused_or_stays_undecided)
{
    const Kb *kb = small(state);
    CHECK(fate(state, kb, "ache rash fever", "both") == ROW_FIRED);
    CHECK(fate(state, kb, "ache rash", "both") == ROW_UNDECIDED);
    CHECK(fate(state, kb, "ache no rash", "both") == ROW_REFUSED);
    CHECK(fate(state, kb, "ache no rash", "either") == ROW_UNDECIDED);
    CHECK(fate(state, kb, "ache no rash no fever", "either") == ROW_REFUSED);
    CHECK(fate(state, kb, "ache rash", "either") == ROW_FIRED);
    CHECK(fate(state, kb, "ache", "all") == ROW_FIRED);
}

TEST(age_and_sex_may_be_unknown)
{
    const Kb *kb = small(state);
    Case     *c = with(state, kb, "ache");
    Walk      w = walk(state, c, "aches");
    CHECK(row(kb, &w, "woman")->fate == ROW_UNDECIDED);
    CHECK_STR(row(kb, &w, "woman")->because, "Would be decided by: the age, the sex.");
    c->age_years = 50;
    c->sex = KB_FEMALE;
    w = walk(state, c, "aches");
    CHECK(row(kb, &w, "woman")->fate == ROW_REFUSED); /* below 50 is not 50 */
    CHECK_STR(row(kb, &w, "woman")->because, "The age or sex does not fit.");
    c->age_years = 49;
    w = walk(state, c, "aches");
    CHECK(row(kb, &w, "woman")->fate == ROW_FIRED);
    CHECK_STR(row(kb, &w, "woman")->because, "The age and sex fit.");
    c->sex = KB_MALE;
    w = walk(state, c, "aches");
    CHECK(row(kb, &w, "woman")->fate == ROW_REFUSED);
}

/* The same condition as a red flag and as an ordinary row. */
TEST(nothing_unknown_suppresses_a_red_flag)
{
    const Kb *kb = small(state);
    CHECK(fate(state, kb, "ache fever", "flag") == ROW_FIRED);
    CHECK(fate(state, kb, "ache fever", "quiet") == ROW_UNDECIDED);
    CHECK(fate(state, kb, "ache fever injury", "flag") == ROW_REFUSED);
    CHECK(fate(state, kb, "ache no fever", "flag") == ROW_REFUSED);
    CHECK(fate(state, kb, "ache no injury", "flag") == ROW_UNDECIDED);
    CHECK(fate(state, kb, "fever", "flag") == ROW_FIRED); /* the entry is open */
}

TEST(a_row_names_the_facts_and_what_is_missing)
{
    const Kb         *kb = small(state);
    Walk              w = walk(state, with(state, kb, "ache rash"), "aches");
    const RowOutcome *r = row(kb, &w, "both");
    CHECK(r->n_missing == 1 && r->missing[0] == kb_find_finding(kb, STR("fever")));
    CHECK_STR(r->because, "Would be decided by: fever.");
    r = row(kb, &w, "either");
    CHECK(r->n_facts == 1 && r->facts[0] == kb_find_finding(kb, STR("rash")));
    CHECK_STR(r->because, "Because of rash.");
    w = walk(state, with(state, kb, "ache no rash"), "aches");
    r = row(kb, &w, "both");
    CHECK(r->n_facts == 1 && r->facts[0] == kb_find_finding(kb, STR("rash")));
    CHECK_STR(r->because, "Not here, because of no rash.");
    CHECK_STR(row(kb, &w, "all")->because, "Holds for everybody in this pathway.");
    w = walk(state, with(state, kb, "ache.night"), "aches");
    CHECK_STR(row(kb, &w, "deep")->because, "Because of ache.night."); /* not ache, too */
    CHECK(row(kb, &w, "deep")->n_facts == 1);
    w = walk(state, with(state, kb, "ache fever no injury"), "aches");
    CHECK_STR(row(kb, &w, "quiet")->because, "Because of fever and no injury.");
}

TEST(the_level_is_the_highest_that_fired)
{
    const Kb *kb = small(state);
    CHECK(walk(state, with(state, kb, "ache"), "aches").level == 0); /* net: apart */
    CHECK(walk(state, with(state, kb, "ache rash"), "aches").level == 1);
    CHECK(walk(state, with(state, kb, "ache rash fever injury"), "aches").level == 2);
    CHECK(walk(state, with(state, kb, "ache fever"), "aches").level == 4);
}

TEST(the_question_is_the_one_that_decides_most_rows)
{
    const Kb *kb = small(state);
    Walk      w = walk(state, with(state, kb, "ache"), "aches");
    CHECK(w.ask == kb_find_finding(kb, STR("fever"))); /* four rows wait for it */
    w = walk(state, with(state, kb, "ache fever injury"), "aches");
    CHECK(w.ask == kb_find_finding(kb, STR("rash")));
    Case *c = with(state, kb, "ache fever injury no rash");
    w = walk(state, c, "aches");
    CHECK(w.ask == KB_NONE);
}

TEST(a_pathway_applies_may_apply_or_does_not)
{
    const Kb *kb = small(state);
    Walk      w = walk(state, with(state, kb, "ache.night"), "aches");
    CHECK(w.applies && !w.may_apply && w.n == 7); /* a child implies its parent */
    w = walk(state, with(state, kb, "rash"), "aches");
    CHECK(!w.applies && w.may_apply && w.n == 7);
    w = walk(state, with(state, kb, "no ache rash fever"), "aches");
    CHECK(!w.applies && !w.may_apply && w.n == 0 && w.level == 0 && w.ask == KB_NONE);
    for (uint32_t i = 0; i < 7; i++) {
        w = walk(state, with(state, kb, "ache"), "aches");
        CHECK(w.v[i].row == kb_pathway(kb, w.pathway)->rows.first + i);
    }
}

TEST(all_pathways_with_those_that_apply_first)
{
    const Kb *kb = small(state);
    Err       e = {0};
    Walks     all;
    CHECK_OK(guide_all(&all, test_arena(state), with(state, kb, "rash"), &e), &e);
    CHECK(all.n == 1 && all.v[0].may_apply);
    CHECK_OK(guide_all(&all, test_arena(state), with(state, kb, "no ache"), &e), &e);
    CHECK(all.n == 0);
}

/* ---- on the content ------------------------------------------------------------ */

static uint32_t below(size_t n) { return (uint32_t)(test_random() % n); }

/* Learning one more fact never takes a fired row back: only a change of mind does.
   Only a red flag that leaned on an unknown exclusion may be refused by it. */
TEST(more_facts_never_unfire_a_row)
{
    const Kb *kb = load(state, STR("content"));
    Err       e = {0};
    for (int round = 0; round < 200; round++) {
        Case *c = with(state, kb, "leg_cramp");
        for (int i = 0; i < 8; i++)
            CHECK_OK(case_put(c,
                              (CaseFinding){below(kb_n_findings(kb)), FINDING_PRESENT,
                                            FROM_QUESTION, 1, 0},
                              &e),
                     &e);
        uint32_t pathway = below(kb_n_pathways(kb));
        Walk     before, after;
        CHECK_OK(guide_walk(&before, test_arena(state), c, pathway, &e), &e);
        uint32_t f = below(kb_n_findings(kb));
        if (case_state(c, f) != FINDING_UNKNOWN)
            continue;
        FindingState s = below(2) ? FINDING_PRESENT : FINDING_ABSENT;
        CHECK_OK(case_put(c, (CaseFinding){f, s, FROM_QUESTION, 1, 0}, &e), &e);
        CHECK_OK(guide_walk(&after, test_arena(state), c, pathway, &e), &e);
        for (size_t i = 0; i < after.n && i < before.n; i++) {
            bool flag = kb_pathway_row(kb, before.v[i].row)->kind == KB_ROW_RED_FLAG;
            if (before.v[i].fate == ROW_FIRED && !flag)
                CHECK(after.v[i].fate == ROW_FIRED);
            if (before.v[i].fate == ROW_REFUSED)
                CHECK(after.v[i].fate == ROW_REFUSED);
        }
    }
}

static void show_row(Buf *b, const Kb *kb, const RowOutcome *r)
{
    static const char *const name[] = {"fired    ", "refused  ", "undecided"};
    const KbPathwayRow      *row_of = kb_pathway_row(kb, r->row);
    buf_fmt(b, "%s " STR_F ": " STR_F "\n            " STR_F "\n", name[r->fate],
            STR_A(row_of->id), STR_A(row_of->say), STR_A(r->because));
}

static Str show(void **state, const Kb *kb, const Walk *w, const char *patient)
{
    Err e = {0};
    Str out;
    Buf b = buf_open(test_arena(state), MIB);
    buf_fmt(&b, "Patient: %s\nPathway: " STR_F " (%s), level %d\nAsk next: " STR_F "\n\n",
            patient, STR_A(kb_pathway(kb, w->pathway)->title),
            w->applies     ? "applies"
            : w->may_apply ? "may apply"
                           : "does not apply",
            w->level,
            STR_A(w->ask == KB_NONE ? STR("nothing") : kb_finding(kb, w->ask)->name));
    for (size_t i = 0; i < w->n; i++)
        show_row(&b, kb, &w->v[i]);
    CHECK_OK(buf_done(&b, &out, &e), &e);
    return out;
}

static void golden(void **state, const char *file, double age, KbSex sex,
                   const char *patient)
{
    const Kb *kb = load(state, STR("content"));
    Case     *c = with(state, kb, patient);
    c->age_years = age;
    c->sex = sex;
    Walk w = walk(state, c, "leg_cramps_adult");
    CHECK_GOLDEN(test_arena(state), file, show(state, kb, &w, patient));
}

TEST(a_thiazide_and_cramp_at_night)
{
    golden(state, "guide/thiazide.txt", 67, KB_FEMALE,
           "leg_cramp.at_night leg_cramp.stretch_relieves drug_thiazide_like "
           "no calf_swelling_unilateral no muscle_weakness no dark_urine");
}

TEST(a_swollen_calf)
{
    golden(state, "guide/swollen_calf.txt", 54, KB_MALE,
           "leg_cramp calf_swelling_unilateral immobilisation");
}

TEST(a_child_is_not_in_the_pathway)
{
    golden(state, "guide/child.txt", 9, KB_MALE, "leg_cramp.at_night");
}

TEST(memory_that_runs_out_leaves_the_walk_untouched)
{
    const Kb *kb = small(state);
    Case     *c = with(state, kb, "ache fever");
    Err       e = {0};
    bool      done = false;
    for (size_t nth = 1; !done; nth++) {
        Arena *a = arena_new(MIB, &e);
        Walks  all = {NULL, 77};
        arena_fail_at(nth);
        done = guide_all(&all, a, c, &e);
        arena_fail_at(0);
        CHECK(done ? all.n == 1 : all.n == 77 && e.code == ERR_BUSY);
        CHECK(nth > 1 || !done);
        arena_free(a);
    }
}

TEST_MAIN("guide/guide", cmocka_unit_test(a_row_fires_is_refused_or_stays_undecided),
          cmocka_unit_test(age_and_sex_may_be_unknown),
          cmocka_unit_test(nothing_unknown_suppresses_a_red_flag),
          cmocka_unit_test(a_row_names_the_facts_and_what_is_missing),
          cmocka_unit_test(the_level_is_the_highest_that_fired),
          cmocka_unit_test(the_question_is_the_one_that_decides_most_rows),
          cmocka_unit_test(a_pathway_applies_may_apply_or_does_not),
          cmocka_unit_test(all_pathways_with_those_that_apply_first),
          cmocka_unit_test(more_facts_never_unfire_a_row),
          cmocka_unit_test(a_thiazide_and_cramp_at_night),
          cmocka_unit_test(a_swollen_calf),
          cmocka_unit_test(a_child_is_not_in_the_pathway),
          cmocka_unit_test(memory_that_runs_out_leaves_the_walk_untouched))
