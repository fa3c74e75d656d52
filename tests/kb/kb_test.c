/* tests/kb/kb_test.c - what was written in the files is what the readers give. */
#include "kb/kb.h"

#include "small.h"

#include <math.h>

static uint32_t finding(const Kb *kb, const char *id)
{
    uint32_t i = kb_find_finding(kb, str_from(id));
    assert_true(i != KB_NONE);
    return i;
}

static uint32_t condition(const Kb *kb, const char *id)
{
    uint32_t i = kb_find_condition(kb, str_from(id));
    assert_true(i != KB_NONE);
    return i;
}

TEST(records_are_sorted_by_id_and_found_by_it)
{
    const Kb *kb = small_kb(state);
    CHECK(kb_n_findings(kb) == 5 && kb_n_conditions(kb) == 2 && kb_n_sources(kb) == 1);
    CHECK(kb_n_pathways(kb) == 1 && kb_n_tables(kb) == 1 && kb_n_red_flags(kb) == 1);
    for (uint32_t i = 0; i < kb_n_findings(kb); i++) {
        CHECK(kb_find_finding(kb, kb_finding(kb, i)->id) == i);
        CHECK(i == 0 || str_cmp(kb_finding(kb, i - 1)->id, kb_finding(kb, i)->id) < 0);
    }
    CHECK_STR(kb_condition(kb, 0)->id, "asthma");
    CHECK(kb_find_source(kb, STR("lee2020")) == 0);
    CHECK(kb_find_pathway(kb, STR("cough_adult")) == 0);
    CHECK(kb_find_table(kb, STR("people")) == 0);
}

TEST(what_is_not_there_is_none)
{
    const Kb *kb = small_kb(state);
    CHECK(kb_find_finding(kb, STR("coug")) == KB_NONE);
    CHECK(kb_find_condition(kb, STR("")) == KB_NONE);
    CHECK(kb_find_source(kb, STR("zzz")) == KB_NONE);
    CHECK(kb_find_pathway(kb, STR("cough")) == KB_NONE);
    CHECK(kb_find_table(kb, STR("words")) == KB_NONE);
    CHECK(kb_find_link(kb, condition(kb, "cold"), finding(kb, "smoker")) == KB_NONE);
}

TEST(a_finding_keeps_its_words)
{
    const Kb        *kb = small_kb(state);
    const KbFinding *f = kb_finding(kb, finding(kb, "cough"));
    CHECK_STR(f->name, "cough");
    CHECK_STR(f->plural, "coughs");
    CHECK_STR(f->plain, "sudden noisy breath out");
    CHECK_STR(f->hpo, "HP:0012735");
    CHECK_STR(f->ask_patient, "Do you cough?");
    CHECK(f->cls == KB_SYMPTOM && f->import == 3 && f->cost == 1);
    CHECK(f->say.n == 2 && f->looks_like.n == 1);
    CHECK_STR(kb_text_at(kb, f->say.first), "cough*");
    CHECK_STR(kb_text_at(kb, f->say.first + 1), "clearing my throat");
    CHECK_STR(kb_text_at(kb, f->looks_like.first), "cough up the money");
    CHECK_STR(kb_finding(kb, finding(kb, "cough.at_night"))->plural, "coughs at night");
}

TEST(a_dotted_id_implies_its_stem_and_lists_are_followed)
{
    const Kb *kb = small_kb(state);
    uint32_t  cough = finding(kb, "cough"), night = finding(kb, "cough.at_night");
    uint32_t  wheezy = finding(kb, "wheezy_cough"), wheeze = finding(kb, "wheeze");
    CHECK(kb_finding(kb, night)->parents.n == 1);
    CHECK(kb_index_at(kb, kb_finding(kb, night)->parents.first) == cough);
    CHECK(kb_finding(kb, wheezy)->closure.n == 2 &&
          kb_finding(kb, cough)->closure.n == 0);
    CHECK(kb_implies(kb, wheezy, wheeze) && kb_implies(kb, wheezy, cough));
    CHECK(kb_implies(kb, cough, cough) && !kb_implies(kb, cough, night));
    const KbFinding *f = kb_finding(kb, cough);
    CHECK(f->children.n == 2);
    CHECK(kb_index_at(kb, f->children.first) == night);
    CHECK(kb_index_at(kb, f->children.first + 1) == wheezy);
}

TEST(a_number_keeps_grade_source_reason_and_place)
{
    const Kb       *kb = small_kb(state);
    const KbNumber *n = kb_number(kb, kb_condition(kb, condition(kb, "asthma"))->prior);
    CHECK_NEAR(n->value, 20, 0);
    CHECK_NEAR(n->low, 10, 0);
    CHECK_NEAR(n->high, 30, 0);
    CHECK(n->grade == KB_B && n->source == 0);
    CHECK_STR(n->file, "conditions/asthma.md");
    CHECK(n->line == 12);
    n = kb_number(kb, kb_finding(kb, finding(kb, "wheeze"))->background);
    CHECK(n->grade == KB_E && n->source == KB_NONE && isnan(n->low) && isnan(n->high));
    CHECK_STR(n->by, "ed");
    CHECK_STR(n->why, "seldom heard");
}

TEST(a_condition_keeps_what_its_file_says)
{
    const Kb          *kb = small_kb(state);
    const KbCondition *c = kb_condition(kb, condition(kb, "asthma"));
    CHECK_STR(c->name, "Asthma");
    CHECK_STR(c->plain_name, "Tight airways");
    CHECK_STR(c->icd10, "J45.9");
    CHECK_STR(c->system, "respiratory");
    CHECK_STR(c->kind, "disease");
    CHECK_STR(c->summary, "Airways that tighten.");
    CHECK_STR(kb_text_at(kb, c->aka.first), "wheezy bronchitis");
    CHECK(c->level == 1 && c->harm == 2 && c->requires == KB_NONE);
    CHECK(isinf(c->age_db[0]) && c->age_db[0] < 0);
    CHECK_NEAR(c->age_db[1], -5, 0);
    CHECK_NEAR(c->age_db[2], 0, 0);
    CHECK_NEAR(c->age_db[7], 2.5, 0);
    CHECK_NEAR(c->sex_db[KB_FEMALE], 1, 0);
    CHECK_STR(c->updated, "2026-11-22");
    CHECK_STR(c->review_due, "2027-11-22");
    CHECK(c->reviewed_by.n == 0 && c->changes.n == 2);
    CHECK_STR(kb_text_at(kb, c->changes.first + 1), "First version.");
    CHECK_STR(c->file, "conditions/asthma.md");
    CHECK(c->article_line == 39);
    CHECK(str_starts(c->article, STR("## Definition\n")));
    CHECK(str_ends(c->article, STR("Yes.\n")));
}

TEST(a_condition_keeps_risks_flags_tests_facts_and_neighbours)
{
    const Kb          *kb = small_kb(state);
    uint32_t           asthma = condition(kb, "asthma"), cold = condition(kb, "cold");
    const KbCondition *c = kb_condition(kb, asthma);
    const KbRisk      *risk = kb_risk(kb, c->risks.first);
    CHECK(c->risks.n == 1 && risk->finding == finding(kb, "smoker"));
    CHECK_NEAR(kb_number(kb, risk->rr)->value, 1.5, 0);
    CHECK_NEAR(kb_number(kb, risk->prevalence)->value, 0.2, 0);
    const KbRedFlag *flag = kb_red_flag(kb, c->red_flags.first);
    CHECK(flag->all_of.n == 2 && flag->level == 3 && flag->condition == cold);
    CHECK(flag->owner == asthma && flag->source == 0);
    CHECK_STR(flag->say, "Hard to breathe.");
    const KbTest *test = kb_test(kb, c->tests.first);
    CHECK_STR(test->what, "Peak flow");
    CHECK_STR(test->when, "wheeze");
    CHECK(test->cost == 2 && test->grade == KB_C && test->source == 0);
    const KbFact *fact = kb_fact(kb, c->facts.first);
    CHECK_STR(fact->id, "share");
    CHECK_STR(fact->say, "4 in 10 people");
    const KbPublishedLr *lr = kb_published_lr(kb, c->published_lr.first);
    CHECK(lr->among == KB_NONE && lr->negative == KB_NONE);
    CHECK_NEAR(kb_number(kb, lr->positive)->value, 16, 0);
    CHECK(c->must_ask.n == 1 && c->never_without.n == 1);
    CHECK(c->mimics.n == 1 && kb_index_at(kb, c->mimics.first) == cold);
    CHECK(kb_condition(kb, cold)->causes_of_this.n == 1);
}

TEST(durations_are_days)
{
    const Kb          *kb = small_kb(state);
    const KbCondition *c = kb_condition(kb, condition(kb, "asthma"));
    CHECK(c->duration_of == finding(kb, "cough"));
    CHECK_NEAR(kb_number(kb, c->duration_from_d)->value, 14, 1e-12);
    CHECK_NEAR(kb_number(kb, c->duration_to_d)->value, 3652.5, 1e-9);
    CHECK(kb_condition(kb, condition(kb, "cold"))->duration_of == KB_NONE);
}

TEST(a_pathway_keeps_rows_clauses_and_atoms)
{
    const Kb        *kb = small_kb(state);
    const KbPathway *p = kb_pathway(kb, 0);
    CHECK_STR(p->title, "Cough in an adult");
    CHECK(p->entry.n == 2 && p->rows.n == 2);
    const KbAtom *adult = kb_atom(kb, kb_clause(kb, p->entry.first + 1)->atoms.first);
    CHECK(adult->kind == KB_ATOM_AGE_FROM && adult->finding == KB_NONE);
    CHECK_NEAR(adult->value, 18, 0);
    const KbPathwayRow *row = kb_pathway_row(kb, p->rows.first);
    CHECK_STR(row->id, "R1");
    CHECK_STR(row->patient, "Be seen today.");
    CHECK(row->kind == KB_ROW_RED_FLAG && row->level == 3 && row->clauses.n == 3);
    CHECK(row->condition == condition(kb, "asthma") && row->grade == KB_C);
    KbRange any = kb_clause(kb, row->clauses.first)->atoms;
    CHECK(any.n == 2 &&
          kb_atom(kb, any.first + 1)->finding == finding(kb, "wheezy_cough"));
    const KbAtom *below = kb_atom(kb, kb_clause(kb, row->clauses.first + 1)->atoms.first);
    CHECK(below->kind == KB_ATOM_AGE_BELOW);
    CHECK_NEAR(below->value, 65, 0);
    const KbAtom *sex = kb_atom(kb, kb_clause(kb, row->clauses.first + 2)->atoms.first);
    CHECK(sex->kind == KB_ATOM_SEX);
    CHECK_NEAR(sex->value, KB_FEMALE, 0);
    row = kb_pathway_row(kb, p->rows.first + 1);
    const KbAtom *no = kb_atom(kb, kb_clause(kb, row->clauses.first)->atoms.first);
    CHECK(no->kind == KB_ATOM_ABSENT && no->finding == finding(kb, "wheeze"));
    CHECK(row->condition == KB_NONE && row->level == 0 && row->kind == KB_ROW_CAUSE);
}

TEST(a_word_table_keeps_its_cells_also_empty_ones)
{
    const Kb      *kb = small_kb(state);
    const KbTable *t = kb_table(kb, 0);
    CHECK_STR(t->name, "people");
    CHECK(t->n_columns == 2 && t->n_rows == 3);
    CHECK_STR(kb_text_at(kb, t->first_cell), "word");
    CHECK_STR(kb_text_at(kb, t->first_cell + 1 * 2 + 1), "mother");
    CHECK_STR(kb_text_at(kb, t->first_cell + 2 * 2), "nan");
    CHECK(kb_text_at(kb, t->first_cell + 2 * 2 + 1).n == 0);
}

/* wheeze .8, cough.at_night .6, wheezy_cough .3; so cough is raised to .6. */
TEST(a_parent_has_at_least_the_p_of_its_children)
{
    const Kb *kb = small_kb(state);
    uint32_t  asthma = condition(kb, "asthma");
    CHECK_NEAR(kb_p(kb, asthma, finding(kb, "cough")), 0.6, 1e-15);
    CHECK_NEAR(kb_p(kb, asthma, finding(kb, "wheeze")), 0.8, 1e-15);
    CHECK_NEAR(kb_p(kb, asthma, finding(kb, "smoker")), 0, 0);
}

TEST(a_linked_root_keeps_the_background_as_a_leak)
{
    const Kb *kb = small_kb(state);
    uint32_t  asthma = condition(kb, "asthma");
    CHECK_NEAR(kb_q(kb, asthma, finding(kb, "wheeze")), 0.81, 1e-12); /* 1 - .2*.95 */
    CHECK_NEAR(kb_q(kb, asthma, finding(kb, "cough")), 0.64, 1e-12);  /* 1 - .4*.9 */
}

TEST(a_linked_child_is_conditional_on_its_parent)
{
    const Kb *kb = small_kb(state);
    uint32_t  asthma = condition(kb, "asthma");
    /* .96 * .6/.6 + .04 * .4 = .976 */
    CHECK_NEAR(kb_q(kb, asthma, finding(kb, "cough.at_night")), 0.976, 1e-12);
    /* the least p of its parents is .6 (cough): .96 * .3/.6 + .04 * .5 = .5 */
    CHECK_NEAR(kb_q(kb, asthma, finding(kb, "wheezy_cough")), 0.5, 1e-12);
}

TEST(silence_leaves_the_background)
{
    const Kb *kb = small_kb(state);
    uint32_t  cold = condition(kb, "cold");
    CHECK_NEAR(kb_q(kb, cold, finding(kb, "cough.at_night")), 0.4, 0);
    CHECK_NEAR(kb_q(kb, cold, finding(kb, "smoker")), 0.15, 0);
    CHECK_NEAR(kb_b(kb, finding(kb, "smoker")), 0.15, 0);
}

/* p: never; b = .05, and .04 * .05 = .002 is the floor here. */
TEST(an_exclusion_counts_against_but_never_to_zero)
{
    const Kb *kb = small_kb(state);
    CHECK_NEAR(kb_q(kb, condition(kb, "cold"), finding(kb, "wheeze")), 0.002, 1e-15);
    CHECK_NEAR(kb_p(kb, condition(kb, "cold"), finding(kb, "wheeze")), 0, 0);
    uint32_t link = kb_find_link(kb, condition(kb, "cold"), finding(kb, "wheeze"));
    CHECK(link != KB_NONE);
    CHECK_STR(kb_number(kb, kb_link(kb, link)->number)->why, "no; seen by none");
}

TEST(figures_count_what_is_there)
{
    KbStat s = kb_stat(small_kb(state));
    CHECK(s.conditions == 2 && s.findings == 5 && s.sources == 1 && s.pathways == 1);
    CHECK(s.red_flags == 1 && s.tables == 1 && s.reviewed == 0);
    CHECK(s.links == 5 && s.links_sourced == 3);
    size_t sum = 0;
    for (size_t i = 0; i <= KB_X; i++)
        sum += s.by_grade[i];
    CHECK(sum == s.numbers);
    CHECK(s.by_grade[KB_X] == 1 && s.by_grade[KB_A] == 0);
}

TEST(grades_have_a_letter_and_words)
{
    (void)state;
    CHECK(kb_grade_letter(KB_A) == 'A' && kb_grade_letter(KB_E) == 'E');
    CHECK(kb_grade_letter(KB_I) == 'I' && kb_grade_letter(KB_X) == 'X');
    CHECK_STR(str_from(kb_grade_text(KB_E)), "expert estimate");
    CHECK_STR(str_from(kb_grade_text(KB_X)), "part of the definition");
}

TEST_MAIN("kb/kb", cmocka_unit_test(records_are_sorted_by_id_and_found_by_it),
          cmocka_unit_test(what_is_not_there_is_none),
          cmocka_unit_test(a_finding_keeps_its_words),
          cmocka_unit_test(a_dotted_id_implies_its_stem_and_lists_are_followed),
          cmocka_unit_test(a_number_keeps_grade_source_reason_and_place),
          cmocka_unit_test(a_condition_keeps_what_its_file_says),
          cmocka_unit_test(a_condition_keeps_risks_flags_tests_facts_and_neighbours),
          cmocka_unit_test(durations_are_days),
          cmocka_unit_test(a_pathway_keeps_rows_clauses_and_atoms),
          cmocka_unit_test(a_word_table_keeps_its_cells_also_empty_ones),
          cmocka_unit_test(a_parent_has_at_least_the_p_of_its_children),
          cmocka_unit_test(a_linked_root_keeps_the_background_as_a_leak),
          cmocka_unit_test(a_linked_child_is_conditional_on_its_parent),
          cmocka_unit_test(silence_leaves_the_background),
          cmocka_unit_test(an_exclusion_counts_against_but_never_to_zero),
          cmocka_unit_test(figures_count_what_is_there),
          cmocka_unit_test(grades_have_a_letter_and_words))
