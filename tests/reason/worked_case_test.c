/*
 * tests/reason/worked_case_test.c - one patient followed from the first sentence.
 *
 * A smoker of 68 on a thiazide-like drug has cramp in bed at night. The numbers were
 * published with the design of this engine for fourteen conditions; the content now
 * holds more, and each number must still come out within three points.
 */
#include "small.h"

static const Kb *content(void **state) { return small_load(state, STR("content")); }

static Case *smoker_of_68(void **state, const Kb *kb)
{
    Case *c = small_case(state, kb);
    c->age_years = 68;
    answers(c, FROM_QUESTION, "smoker drug_thiazide_like leg_cramp.at_night");
    return c;
}

static void check_points(const Kb *kb, const Differential *d, const char *id,
                         double points)
{
    CHECK_NEAR(100 * p_of(kb, d, id), points, 3);
}

TEST(cramp_in_bed_at_night)
{
    const Kb    *kb = content(state);
    Differential d = rank_of(state, smoker_of_68(state, kb));
    check_points(kb, &d, "nocturnal_leg_cramps", 65);
    check_points(kb, &d, "", 9);
    check_points(kb, &d, "peripheral_arterial_disease", 9);
    check_points(kb, &d, "chronic_venous_insufficiency", 5);
    check_points(kb, &d, "restless_legs_syndrome", 3);
    check_points(kb, &d, "polyneuropathy", 2.5);
    check_points(kb, &d, "hypokalaemia", 2.4);
    CHECK_NEAR(100 * d.v[0].p_prior, 26, 3);
}

/* Leg pain +1.3 dB, cramp +3.7, at night +2.3: the closure of what was said. */
TEST(what_each_step_of_the_finding_did)
{
    const Kb           *kb = content(state);
    Differential        d = rank_of(state, smoker_of_68(state, kb));
    static const char  *id[3] = {"leg_discomfort", "leg_cramp", "leg_cramp.at_night"};
    static const double db[3] = {1.3, 3.7, 2.3};
    const Bar          *bars = d.v[0].bars;
    size_t              n = d.v[0].n_bars;
    CHECK(d.v[0].condition == kb_find_condition(kb, STR("nocturnal_leg_cramps")));
    CHECK(n == 4 && bars[0].kind == BAR_RISK);
    CHECK(bars[0].finding == finding_of(kb, "drug_thiazide_like"));
    CHECK_NEAR(bars[0].db, 10 * log10(1.48 / (1 + 0.12 * 0.48)), 0.001);
    for (size_t i = 0; i < 3; i++) {
        CHECK(bars[1 + i].finding == finding_of(kb, id[i]));
        CHECK(bars[1 + i].given == finding_of(kb, "leg_cramp.at_night"));
        CHECK_NEAR(bars[1 + i].db, db[i], 1);
    }
}

TEST(after_five_more_answers)
{
    const Kb *kb = content(state);
    Case     *c = smoker_of_68(state, kb);
    answers(c, FROM_QUESTION,
            "leg_cramp.brief_under_10min leg_cramp.stretch_relieves "
            "no calf_swelling_unilateral no leg_pain.on_walking_relieved_by_rest "
            "no muscle_weakness");
    Differential d = rank_of(state, c);
    check_points(kb, &d, "nocturnal_leg_cramps", 83);
    check_points(kb, &d, "peripheral_arterial_disease", 5);
    CHECK(d.triage.level <= 1 && d.triage.n_fired == 0);
}

TEST(cramp_at_night_is_what_the_answer_hangs_on)
{
    const Kb    *kb = content(state);
    Differential d = rank_of(state, smoker_of_68(state, kb));
    CHECK(d.n_sufficient == 1 && d.sufficient[0] == finding_of(kb, "leg_cramp.at_night"));
    CHECK(d.flip.n == 1 && d.flip.findings[0] == finding_of(kb, "leg_cramp.at_night"));
    CHECK(d.n_unexplained == 0);
}

/* The urge to move, which tells restless legs, and the warning signs are worth asking. */
TEST(the_next_questions_are_those_a_doctor_would_ask)
{
    const Kb    *kb = content(state);
    Differential d = rank_of(state, smoker_of_68(state, kb));
    bool         urge = false, warning = false;
    for (size_t i = 0; i < d.n_questions; i++) {
        urge |= d.questions[i].finding == finding_of(kb, "urge_to_move_legs");
        warning |= d.questions[i].is_red_flag;
    }
    CHECK(urge && warning);
}

/* ---- triage: four patients with bad legs ----------------------------------------- */

static Triage triage_of(void **state, double age, const char *list)
{
    const Kb *kb = content(state);
    Case     *c = small_case(state, kb);
    c->age_years = age;
    answers(c, FROM_QUESTION, list);
    return rank_of(state, c).triage;
}

TEST(night_cramps_are_for_self_care_or_a_routine_visit)
{
    Triage t = triage_of(state, 68, "drug_thiazide_like leg_cramp.at_night");
    CHECK(t.level <= 1 && t.n_fired == 0);
    CHECK(t.p_at_least[2] < 0.2);
}

/* Chest pain is outside what the leg and back conditions know: no reassurance. */
TEST(what_nothing_here_explains_has_no_known_urgency)
{
    Triage t = triage_of(state, 39, "chest_pain");
    CHECK(!t.is_known && t.level == 1);
    CHECK_STR(t.level_name, "not known here");
    CHECK(str_find(t.because, STR("judge it yourself")) != STR_NONE);
    t = triage_of(state, 68, "leg_cramp.at_night");
    CHECK(t.is_known);
}

TEST(pain_on_walking_is_seen_soon)
{
    Triage t = triage_of(state, 70, "smoker leg_pain.on_walking_relieved_by_rest");
    CHECK(t.level == 2);
    CHECK_STR(t.level_name, "soon, within days");
}

/* No diagnosis dominates, and still it is seen today: ranking and urgency differ. */
TEST(a_swollen_calf_after_bed_rest_is_seen_today)
{
    const Kb *kb = content(state);
    Case     *c = small_case(state, kb);
    c->age_years = 55;
    answers(c, FROM_QUESTION, "immobilisation calf_swelling_unilateral");
    Differential d = rank_of(state, c);
    CHECK(d.triage.level == 3 && d.triage.n_fired > 0);
    CHECK(d.triage.level_by_probability == 3); /* without the rule, too */
    CHECK(d.v[0].p_posterior < 0.35);
    CHECK(hyp(kb, &d, "dvt")->band != BAND_FOLDED);
}

TEST(a_cold_painful_leg_in_atrial_fibrillation_is_an_emergency)
{
    const Kb *kb = content(state);
    Case     *c = small_case(state, kb);
    c->age_years = 75;
    answers(c, FROM_QUESTION, "atrial_fibrillation leg_pain.sudden_severe skin_cool");
    Differential d = rank_of(state, c);
    CHECK(d.triage.level == 4 && d.triage.level_by_probability == 4);
    CHECK(d.v[0].condition == kb_find_condition(kb, STR("acute_limb_ischaemia")));
}

/* ---- a back, so that legs do not answer for everything --------------------------- */

TEST(back_pain_after_lifting_down_the_leg)
{
    const Kb *kb = content(state);
    Case     *c = small_case(state, kb);
    c->age_years = 50;
    answers(c, FROM_NARRATIVE,
            "low_back_pain.sudden_onset low_back_pain.after_lifting "
            "leg_pain.shooting_from_back leg_pain.below_knee");
    Differential d = rank_of(state, c);
    uint32_t     sciatica = kb_find_condition(kb, STR("sciatica"));
    uint32_t     plain = kb_find_condition(kb, STR("nonspecific_low_back_pain"));
    for (size_t i = 0; i < 2; i++)
        CHECK(d.v[i].condition == sciatica || d.v[i].condition == plain);
    CHECK(d.v[0].p_posterior + d.v[1].p_posterior > 0.75);
    CHECK(p_of(kb, &d, "nocturnal_leg_cramps") < 0.05);
    CHECK(d.triage.level <= 1);
}

TEST(losing_the_bladder_with_sciatica_is_an_emergency)
{
    Triage t = triage_of(state, 45,
                         "leg_pain.shooting_from_back saddle_numbness "
                         "bladder_disturbance");
    CHECK(t.level == 4 && t.n_fired > 0);
}

TEST(legs_that_must_move_in_the_evening)
{
    const Kb *kb = content(state);
    Case     *c = small_case(state, kb);
    c->age_years = 50;
    answers(c, FROM_NARRATIVE,
            "urge_to_move_legs.rest_worse urge_to_move_legs.evening_worse "
            "urge_to_move_legs.walking_relieves");
    Differential d = rank_of(state, c);
    CHECK(d.v[0].condition == kb_find_condition(kb, STR("restless_legs_syndrome")));
    CHECK(d.v[0].p_posterior > 0.6);
}

TEST_MAIN("reason/worked_case", cmocka_unit_test(cramp_in_bed_at_night),
          cmocka_unit_test(what_each_step_of_the_finding_did),
          cmocka_unit_test(after_five_more_answers),
          cmocka_unit_test(cramp_at_night_is_what_the_answer_hangs_on),
          cmocka_unit_test(the_next_questions_are_those_a_doctor_would_ask),
          cmocka_unit_test(night_cramps_are_for_self_care_or_a_routine_visit),
          cmocka_unit_test(what_nothing_here_explains_has_no_known_urgency),
          cmocka_unit_test(pain_on_walking_is_seen_soon),
          cmocka_unit_test(a_swollen_calf_after_bed_rest_is_seen_today),
          cmocka_unit_test(a_cold_painful_leg_in_atrial_fibrillation_is_an_emergency),
          cmocka_unit_test(back_pain_after_lifting_down_the_leg),
          cmocka_unit_test(losing_the_bladder_with_sciatica_is_an_emergency),
          cmocka_unit_test(legs_that_must_move_in_the_evening))
