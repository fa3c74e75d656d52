/*
 * tests/kb/small.h - a knowledge base small enough to reckon with by hand.
 *
 * Two conditions, five findings (cough.at_night refines cough; wheezy_cough implies
 * cough and wheeze), one source, one pathway, one word table. small_write() puts it into
 * a folder; with `find` and `put` one text of one file is replaced first, which is how
 * the tests make a single mistake at a time.
 */
#ifndef TESTS_KB_SMALL_H
#define TESTS_KB_SMALL_H

#include "base/buf.h"
#include "harness/test.h"
#include "kb/kb.h"

typedef struct SmallFile {
    const char *name, *text;
} SmallFile;

static const SmallFile small_files[] = {
    {"sources/lee2020.md", "---\n"
                           "key: lee2020\n"
                           "title: Coughs at night\n"
                           "authors: Lee A\n"
                           "published: A Journal\n"
                           "year: 2020\n"
                           "url: https://example.org/lee\n"
                           "kind: study\n"
                           "read: 2026-11-22\n"
                           "what: abstract\n"
                           "taken:\n"
                           "  - \"4 in 10 cough at night\"\n"
                           "---\n"},
    {"findings/chest.yaml",
     "- id: cough\n"
     "  name: cough\n"
     "  plain: sudden noisy breath out\n"
     "  class: symptom\n"
     "  import: 3\n"
     "  cost: 1\n"
     "  bg: {p: 0.1, ev: E, by: ed, why: \"common in winter\"}\n"
     "  hpo: HP:0012735\n"
     "  ask_patient: \"Do you cough?\"\n"
     "  ask_clinician: \"Cough?\"\n"
     "  say: [cough*, \"clearing my throat\"]\n"
     "  not: [cough up the money]\n"
     "- id: cough.at_night\n"
     "  name: cough at night\n"
     "  plural: coughs at night\n"
     "  plain: a cough that wakes you\n"
     "  class: symptom\n"
     "  import: 2\n"
     "  cost: 1\n"
     "  bg: {p: 0.4, ev: B, src: lee2020, given: cough}\n"
     "  ask_patient: \"Does it wake you?\"\n"
     "  ask_clinician: \"Nocturnal?\"\n"
     "  say: [cough at night]\n"
     "- id: wheeze\n"
     "  name: wheeze\n"
     "  plain: a whistle when you breathe\n"
     "  class: sign\n"
     "  import: 3\n"
     "  cost: 3\n"
     "  bg: {p: 0.05, ev: E, by: ed, why: \"seldom heard\"}\n"
     "  ask_patient: \"Does your chest whistle?\"\n"
     "  ask_clinician: \"Wheeze?\"\n"
     "  say: [wheez*]\n"
     "- id: wheezy_cough\n"
     "  name: wheezy cough\n"
     "  plain: a cough with a whistle\n"
     "  class: symptom\n"
     "  implies: [cough, wheeze]\n"
     "  import: 2\n"
     "  cost: 1\n"
     "  bg: {p: 0.5, ev: E, by: ed, why: \"half of those with both\"}\n"
     "  ask_patient: \"Does the cough whistle?\"\n"
     "  ask_clinician: \"Wheezy cough?\"\n"
     "  say: [wheezy cough]\n"
     "- id: smoker\n"
     "  name: smoking\n"
     "  plain: you smoke\n"
     "  class: exposure\n"
     "  import: 1\n"
     "  cost: 1\n"
     "  bg: {p: 0.15, ev: E, by: ed, why: \"about one adult in seven\"}\n"
     "  ask_patient: \"Do you smoke?\"\n"
     "  ask_clinician: \"Smoker?\"\n"
     "  say: [smok*]\n"},
    {"conditions/asthma.md",
     "---\n"
     "id: asthma\n"
     "name: Asthma\n"
     "plain_name: Tight airways\n"
     "aka: [wheezy bronchitis]\n"
     "icd10: J45.9\n"
     "system: respiratory\n"
     "kind: disease\n"
     "level: 1\n"
     "harm: 2\n"
     "summary: \"Airways that tighten.\"\n"
     "prior: {per1000: 20, low: 10, high: 30, ev: B, src: lee2020}\n"
     "age: {0: no, 1-4: -5, 75+: 2.5}\n"
     "sex: {f: 1, m: 0}\n"
     "risk:\n"
     "  - {id: smoker, rr: 1.5, q: 0.2, ev: E, by: ed, why: \"seen often\"}\n"
     "findings:\n"
     "  - {id: wheeze, p: usual, ev: E, by: ed, why: \"the rule\"}\n"
     "  - {id: cough.at_night, p: 0.6, ev: B, src: lee2020}\n"
     "  - {id: wheezy_cough, p: 0.3, ev: X, src: lee2020}\n"
     "never_without: [wheeze]\n"
     "duration: {of: cough, from: 2w, to: 10y, ev: E, by: ed, why: \"long\"}\n"
     "mimics: [cold]\n"
     "red_flags:\n"
     "  - {if: [wheeze, cough], level: 3, why: cold, say: \"Hard to breathe.\", src: "
     "lee2020}\n"
     "must_ask: [cough.at_night]\n"
     "tests:\n"
     "  - {do: \"Peak flow\", when: \"wheeze\", cost: 2, ev: C, src: lee2020}\n"
     "published_lr:\n"
     "  - {id: wheeze, pos: 16, ev: B, src: lee2020}\n"
     "facts:\n"
     "  - {id: share, say: \"4 in 10 people\", ev: B, src: lee2020}\n"
     "updated: 2026-11-22\n"
     "review_due: 2027-11-22\n"
     "reviewed_by: \"\"\n"
     "changes:\n"
     "  - {on: 2026-11-22, what: \"First version.\"}\n"
     "---\n"
     "## Definition\n"
     "Airways tighten [@lee2020].\n"
     "## Causes\n"
     "In {{fact:share}}; compare a [cold](cold).\n"
     "## Symptoms\n"
     "Wheeze.\n"
     "## Treatment and prevention\n"
     "Inhalers.\n"
     "## When to seek medical attention\n"
     "{{red_flags}}\n"
     "## FAQs\n"
     "### Is it common?\n"
     "Yes.\n"},
    {"conditions/cold.md",
     "---\n"
     "id: cold\n"
     "name: Common cold\n"
     "icd10: J00\n"
     "system: respiratory\n"
     "kind: disease\n"
     "level: 0\n"
     "harm: 0\n"
     "summary: \"A runny nose.\"\n"
     "prior: {per1000: 100, ev: E, by: ed, why: \"everybody\"}\n"
     "findings:\n"
     "  - {id: cough, p: 0.5, ev: B, src: lee2020}\n"
     "  - {id: wheeze, p: never, ev: E, by: ed, why: \"no\", note: \"seen by none\"}\n"
     "causes_of_this: [asthma]\n"
     "updated: 2026-11-22\n"
     "review_due: 2027-11-22\n"
     "reviewed_by: \"\"\n"
     "changes:\n"
     "  - {on: 2026-11-22, what: \"First version.\"}\n"
     "---\n"
     "## Definition\n"
     "A cold.\n"
     "## Causes\n"
     "Viruses.\n"
     "## Symptoms\n"
     "Cough.\n"
     "## Treatment and prevention\n"
     "Rest.\n"
     "## When to seek medical attention\n"
     "If it lasts.\n"
     "## FAQs\n"
     "### Will it pass?\n"
     "It does.\n"},
    {"pathways/cough_adult.yaml",
     "id: cough_adult\n"
     "title: Cough in an adult\n"
     "scope: \"Adults\"\n"
     "entry: [cough, \"age >= 18\"]\n"
     "updated: 2026-11-22\n"
     "rows:\n"
     "  - id: R1\n"
     "    kind: red_flag\n"
     "    if: [[wheeze, wheezy_cough], \"age < 65\", sex = f]\n"
     "    say: \"Listen to the chest today.\"\n"
     "    patient: \"Be seen today.\"\n"
     "    level: 3\n"
     "    condition: asthma\n"
     "    ev: C\n"
     "    src: lee2020\n"
     "  - id: R2\n"
     "    kind: cause\n"
     "    if: [no wheeze]\n"
     "    say: \"A cold is likely.\"\n"
     "    ev: E\n"
     "    by: ed\n"
     "    why: \"most are\"\n"},
    {"lexicon/people.tsv", "# who is meant\n"
                           "word\twho\n"
                           "mum\tmother\n"
                           "nan\t\n"},
};
enum { SMALL_FILES = sizeof small_files / sizeof *small_files };

/* Writes the folder; in the file `name`, `find` is replaced by `put`. */
static inline void small_write(void **state, Str folder, const char *name,
                               const char *find, const char *put)
{
    for (size_t i = 0; i < SMALL_FILES; i++) {
        Str text = str_from(small_files[i].text);
        if (name && str_is(str_from(small_files[i].name), name)) {
            Err    e = {0};
            Buf    b = buf_open(test_arena(state), MIB);
            size_t at = str_find(text, str_from(find));
            assert_true(at != STR_NONE);
            buf_str(&b, str_sub(text, 0, at));
            buf_text(&b, put);
            buf_str(&b, str_from_at(text, at + str_from(find).n));
            CHECK_OK(buf_done(&b, &text, &e), &e);
        }
        Str kept = {0};
        Err e = {0};
        CHECK_OK(str_copy(&kept, test_arena(state), text, &e), &e);
        test_write(state, folder, small_files[i].name, kept.p);
    }
}

static inline void small_print(const KbReport *report)
{
    for (size_t i = 0; i < report->n; i++)
        print_message(STR_F ":%u:%u: [" STR_F "] " STR_F "\n", STR_A(report->v[i].file),
                      report->v[i].line, report->v[i].column, STR_A(report->v[i].rule),
                      STR_A(report->v[i].text));
}

/* The image of the folder, which must be without failures. */
static inline Str small_image(void **state, Str folder)
{
    Err      e = {0};
    Str      image = {0};
    KbReport report = {0};
    CHECK_OK(kb_build(&image, &report, test_arena(state), folder, &e), &e);
    if (report.n_failures)
        small_print(&report);
    assert_int_equal(report.n_failures, 0);
    return image;
}

static inline const Kb *small_kb(void **state)
{
    Err       e = {0};
    const Kb *kb = NULL;
    Str       folder = test_folder(state);
    small_write(state, folder, NULL, NULL, NULL);
    CHECK_OK(kb_load(&kb, test_arena(state), small_image(state, folder), &e), &e);
    return kb;
}

#endif
