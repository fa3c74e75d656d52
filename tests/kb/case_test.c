/* tests/kb/case_test.c - what is known of one patient. */
#include "kb/case.h"

#include "small.h"

#include <math.h>
#include <string.h>

static Case *open_case(void **state)
{
    Err   e = {0};
    Case *c = NULL;
    CHECK_OK(case_open(&c, test_arena(state), small_kb(state), &e), &e);
    return c;
}

static CaseFinding entry(const Case *c, const char *id, FindingState s)
{
    return (CaseFinding){kb_find_finding(c->kb, str_from(id)), s, FROM_QUESTION, 1, 0};
}

static void put(Case *c, const char *id, FindingState s)
{
    Err e = {0};
    CHECK_OK(case_put(c, entry(c, id, s), &e), &e);
}

static FindingState state_of(const Case *c, const char *id)
{
    return case_state(c, kb_find_finding(c->kb, str_from(id)));
}

TEST(a_new_case_knows_nothing)
{
    Case *c = open_case(state);
    CHECK(isnan(c->age_years) && c->sex == KB_SEX_UNKNOWN && c->n == 0);
    CHECK(state_of(c, "cough") == FINDING_UNKNOWN);
    CHECK(case_find(c, 0) == NULL);
}

TEST(a_finding_stands_once_and_the_last_word_holds)
{
    Case *c = open_case(state);
    put(c, "cough", FINDING_PRESENT);
    put(c, "cough", FINDING_ABSENT);
    CHECK(c->n == 1 && state_of(c, "cough") == FINDING_ABSENT);
    put(c, "cough", FINDING_UNKNOWN);
    CHECK(c->n == 0 && state_of(c, "cough") == FINDING_UNKNOWN);
    put(c, "cough", FINDING_UNKNOWN);
    CHECK(c->n == 0);
}

TEST(the_order_of_arrival_is_lost)
{
    static const char *const ids[] = {"cough", "cough.at_night", "smoker", "wheeze",
                                      "wheezy_cough"};
    Case                    *a = open_case(state), *b = open_case(state);
    for (size_t i = 0; i < 5; i++) {
        put(a, ids[i], FINDING_PRESENT);
        put(b, ids[4 - i], FINDING_PRESENT);
    }
    CHECK(a->n == 5 && b->n == 5);
    for (size_t i = 0; i < 5; i++) {
        CHECK(a->v[i].finding == b->v[i].finding);
        CHECK(i == 0 || a->v[i - 1].finding < a->v[i].finding);
    }
}

TEST(a_present_child_makes_its_ancestors_present)
{
    Case *c = open_case(state);
    put(c, "wheezy_cough", FINDING_PRESENT);
    CHECK(state_of(c, "cough") == FINDING_PRESENT);
    CHECK(state_of(c, "wheeze") == FINDING_PRESENT);
    CHECK(state_of(c, "cough.at_night") == FINDING_UNKNOWN);
}

TEST(an_absent_ancestor_makes_its_children_absent)
{
    Case *c = open_case(state);
    put(c, "wheeze", FINDING_ABSENT);
    CHECK(state_of(c, "wheezy_cough") == FINDING_ABSENT);
    CHECK(state_of(c, "cough") == FINDING_UNKNOWN);
    put(c, "cough.at_night", FINDING_ABSENT);
    CHECK(state_of(c, "cough") == FINDING_UNKNOWN);
}

TEST(refuses_a_certainty_outside_its_range_and_changes_nothing)
{
    Case       *c = open_case(state);
    Err         e = {0};
    CaseFinding f = entry(c, "cough", FINDING_PRESENT);
    f.certainty = 1.5;
    CHECK_ERR(case_put(c, f, &e), &e, ERR_INPUT);
    CHECK_SAYS(&e, "cough");
    f.certainty = NAN;
    CHECK_ERR(case_put(c, f, &e), &e, ERR_INPUT);
    CHECK(c->n == 0);
}

TEST(a_failed_put_changes_nothing)
{
    Case *c = open_case(state);
    Err   e = {0};
    arena_fail_at(1);
    CHECK_ERR(case_put(c, entry(c, "cough", FINDING_PRESENT), &e), &e, ERR_BUSY);
    arena_fail_at(0);
    CHECK(c->n == 0 && case_find(c, entry(c, "cough", FINDING_PRESENT).finding) == NULL);
    put(c, "cough", FINDING_PRESENT);
    CHECK(c->n == 1);
}

TEST(age_bands_begin_where_they_say)
{
    (void)state;
    static const double ages[] = {0,  0.99, 1,  4.9, 5,  14,   15, 29.9,
                                  30, 44,   45, 59,  60, 74.9, 75, 120};
    static const int    bands[] = {0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7};
    for (size_t i = 0; i < 16; i++)
        CHECK(case_age_band(ages[i]) == bands[i]);
    CHECK(case_age_band(NAN) == -1);
}

TEST_MAIN("kb/case", cmocka_unit_test(a_new_case_knows_nothing),
          cmocka_unit_test(a_finding_stands_once_and_the_last_word_holds),
          cmocka_unit_test(the_order_of_arrival_is_lost),
          cmocka_unit_test(a_present_child_makes_its_ancestors_present),
          cmocka_unit_test(an_absent_ancestor_makes_its_children_absent),
          cmocka_unit_test(refuses_a_certainty_outside_its_range_and_changes_nothing),
          cmocka_unit_test(a_failed_put_changes_nothing),
          cmocka_unit_test(age_bands_begin_where_they_say))
