/* tests/kb/content_test.c - the repository's own content builds, and keeps its promises.
 */
#include "kb/kb.h"

#include "small.h"

static const Kb *content(void **state)
{
    Err       e = {0};
    const Kb *kb = NULL;
    CHECK_OK(kb_load(&kb, test_arena(state), small_image(state, STR("content")), &e), &e);
    return kb;
}

TEST(the_content_builds_without_a_failure)
{
    const Kb *kb = content(state);
    CHECK(kb_find_condition(kb, STR("nocturnal_leg_cramps")) != KB_NONE);
    CHECK(kb_find_finding(kb, STR("leg_cramp.at_night")) != KB_NONE);
}

TEST(every_source_says_what_was_taken_from_it)
{
    const Kb *kb = content(state);
    for (uint32_t i = 0; i < kb_n_sources(kb); i++)
        CHECK(kb_source(kb, i)->taken.n > 0);
}

TEST(a_condition_that_must_not_be_missed_has_a_red_flag_of_its_level)
{
    const Kb *kb = content(state);
    for (uint32_t i = 0; i < kb_n_conditions(kb); i++) {
        const KbCondition *c = kb_condition(kb, i);
        if (c->harm < 3)
            continue;
        uint8_t highest = 0;
        for (uint32_t k = 0; k < c->red_flags.n; k++) {
            uint8_t level = kb_red_flag(kb, c->red_flags.first + k)->level;
            highest = level > highest ? level : highest;
        }
        if (highest < c->level)
            print_message(STR_F ": level %u, highest red flag %u\n", STR_A(c->id),
                          c->level, highest);
        CHECK(highest >= c->level);
    }
}

/* Evidence must be able to move: a link that equals the background says nothing. */
TEST(every_condition_has_findings_that_argue_for_it)
{
    const Kb *kb = content(state);
    for (uint32_t i = 0; i < kb_n_conditions(kb); i++) {
        KbRange  links = kb_condition(kb, i)->links;
        unsigned telling = 0;
        for (uint32_t k = 0; k < links.n; k++) {
            uint32_t f = kb_link(kb, links.first + k)->finding;
            telling += kb_q(kb, i, f) > 2 * kb_b(kb, f);
        }
        if (telling < 2)
            print_message(STR_F ": %u telling findings\n", STR_A(kb_condition(kb, i)->id),
                          telling);
        CHECK(telling >= 2);
    }
}

TEST_MAIN(
    "kb/content", cmocka_unit_test(the_content_builds_without_a_failure),
    cmocka_unit_test(every_source_says_what_was_taken_from_it),
    cmocka_unit_test(a_condition_that_must_not_be_missed_has_a_red_flag_of_its_level),
    cmocka_unit_test(every_condition_has_findings_that_argue_for_it))
