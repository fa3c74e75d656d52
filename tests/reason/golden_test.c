/* tests/reason/golden_test.c - small cases that a reader can check with a pencil. */
#include "small.h"

static ReasonSettings plain(double p_null)
{
    ReasonSettings s = reason_defaults();
    s.p_null = p_null;
    s.saturation = 0;
    return s;
}

/* P(f1) .8 .2 .05 and P(f2) .5 .6 .1 under A, B and the rest, by noisy-OR with the
   backgrounds .05 and .1: p = 1 - (1-q)/(1-b). */
static const Kb *abo(void **state, double rate_a, double rate_b)
{
    Small s = small_begin(state);
    small_finding(&s, "f1", "", 0.05, "symptom", "");
    small_finding(&s, "f2", "", 0.10, "symptom", "");
    small_condition(&s, "a", rate_a, "f1 0.789474\nf2 0.444444\n", "");
    small_condition(&s, "b", rate_b, "f1 0.157895\nf2 0.555556\n", "");
    return small_end(&s);
}

/* .1*.8*.5 : .3*.2*.4 : .6*.05*.9 = 40 : 24 : 27 of 91; in steps of 0.01 dB
   -1398, -1620 and -1569, which is .4397, .2637 and .2966. */
TEST(three_hypotheses_and_two_findings)
{
    const Kb      *kb = abo(state, 10, 30);
    Case          *c = small_case(state, kb);
    ReasonSettings s = plain(0.6);
    answers(c, FROM_QUESTION, "f1 no f2");
    Differential d = rank_with(state, c, &s);
    CHECK_NEAR(p_of(kb, &d, "a"), 0.4397, 0.0002);
    CHECK_NEAR(p_of(kb, &d, "b"), 0.2637, 0.0002);
    CHECK_NEAR(p_of(kb, &d, ""), 0.2966, 0.0002);
    CHECK_NEAR(d.p_null, 27.0 / 91, 0.001);
    CHECK(d.v[0].condition == kb_find_condition(kb, STR("a")));
    CHECK_NEAR(hyp(kb, &d, "a")->p_prior, 0.1, 0.0005);
    CHECK_NEAR(hyp(kb, &d, "b")->p_prior, 0.3, 0.0005);
}

/* Expected information about (.5, .3, .2) from f1: 0.36258 bit. */
TEST(the_information_of_one_question)
{
    const Kb      *kb = abo(state, 50, 30);
    Case          *c = small_case(state, kb);
    ReasonSettings s = plain(0.2);
    Differential   d = rank_with(state, c, &s);
    CHECK(d.n_questions == 2 && d.questions[0].finding == finding_of(kb, "f1"));
    CHECK_NEAR(d.questions[0].gain_bits, 0.36258, 0.0003);
    CHECK_NEAR(d.questions[0].p_yes, 0.5 * 0.8 + 0.3 * 0.2 + 0.2 * 0.05, 0.0005);
    CHECK(d.questions[0].favours == kb_find_condition(kb, STR("a")));
    CHECK(d.questions[0].first_if_yes == kb_find_condition(kb, STR("a")));
    CHECK(d.questions[0].first_if_no == kb_find_condition(kb, STR("b")));
    CHECK_NEAR(d.questions[0].p_favours_if_yes, 0.4 / 0.47, 0.001);
}

/* Saturation 1/(1 + .08*1): one finding is present, so all evidence weighs 0.926. */
TEST(what_is_present_tempers_all_evidence)
{
    const Kb      *kb = abo(state, 10, 30);
    Case          *c = small_case(state, kb);
    ReasonSettings s = plain(0.6);
    s.saturation = 0.08;
    answers(c, FROM_QUESTION, "f1 no f2");
    Differential d = rank_with(state, c, &s);
    double       t = 1 / 1.08;
    double       a = 0.1 * pow(0.8 / 0.05 * (0.5 / 0.9), t);
    double       b = 0.3 * pow(0.2 / 0.05 * (0.4 / 0.9), t);
    CHECK_NEAR(d.tempering, t, 1e-12);
    CHECK_NEAR(p_of(kb, &d, "a"), a / (a + b + 0.6), 0.0005);
}

/* Smokers are one in five and have it twice as often: 2/1.2 of the rate with, 1/1.2
   without; the average over people is the rate itself. */
TEST(a_risk_factor_averages_back)
{
    Small s = small_begin(state);
    small_finding(&s, "smoker", "", 0.2, "exposure", "");
    small_finding(&s, "f1", "", 0.05, "symptom", "");
    small_condition(&s, "a", 30, "f1 0.5\n",
                    "risk:\n  - {id: smoker, rr: 2, q: 0.2, ev: E, by: ed, why: x}\n");
    small_condition(&s, "b", 60, "f1 0.1\n", "");
    const Kb                *kb = small_end(&s);
    double                   odds[3];
    static const char *const known[3] = {"smoker", "no smoker", ""};
    for (int i = 0; i < 3; i++) {
        Case *c = small_case(state, kb);
        if (known[i][0])
            answers(c, FROM_QUESTION, known[i]);
        Differential d = rank_of(state, c);
        odds[i] = p_of(kb, &d, "a") / p_of(kb, &d, "b");
    }
    CHECK_NEAR(odds[0], 0.5 * 2 / 1.2, 0.002);
    CHECK_NEAR(odds[1], 0.5 / 1.2, 0.002);
    CHECK_NEAR(0.2 * odds[0] + 0.8 * odds[1], odds[2], 0.002);
}

/* A gate: 11 per 1,000 with the medicine, none without, in between when unknown. */
TEST(a_gate_opens_and_shuts)
{
    Small s = small_begin(state);
    small_finding(&s, "pill", "", 0.2, "drug", "");
    small_finding(&s, "f1", "", 0.05, "symptom", "");
    small_condition(&s, "a", 30, "f1 0.5\n", "requires: pill\n");
    small_condition(&s, "b", 60, "f1 0.1\n", "");
    const Kb    *kb = small_end(&s);
    Case        *c = small_case(state, kb);
    Differential d = rank_of(state, c);
    CHECK_NEAR(p_of(kb, &d, "a") / p_of(kb, &d, "b"), 0.2 * 0.5, 0.001);
    answers(c, FROM_QUESTION, "pill");
    d = rank_of(state, c);
    CHECK_NEAR(p_of(kb, &d, "a") / p_of(kb, &d, "b"), 0.5, 0.002);
    answers(c, FROM_QUESTION, "no pill");
    d = rank_of(state, c);
    CHECK(p_of(kb, &d, "a") == 0);
    CHECK(hyp(kb, &d, "a")->n_bars == 0);
}

/* Three findings of one cluster, each worth w: w + w/2 + w/4 with kappa .5. */
TEST(a_cluster_counts_less_than_its_sum)
{
    Small s = small_begin(state);
    for (int i = 0; i < 3; i++) {
        static const char *const id[] = {"f1", "f2", "f3"};
        small_finding(&s, id[i], "", 0.1, "symptom", "  cluster: triad\n");
    }
    small_condition(&s, "a", 10, "f1 0.777778\nf2 0.777778\nf3 0.777778\n", "");
    const Kb      *kb = small_end(&s);
    ReasonSettings t = plain(0.5);
    Case          *c = small_case(state, kb);
    answers(c, FROM_QUESTION, "f1 f2 f3");
    Differential      d = rank_with(state, c, &t);
    const Hypothesis *a = hyp(kb, &d, "a");
    CHECK_NEAR(a->posterior_db - a->prior_db, 10 * log10(0.8 / 0.1) * 1.75, 0.05);
    CHECK(a->n_bars == 4 && a->bars[3].kind == BAR_CLUSTER && a->bars[3].db < 0);
    CHECK_STR(a->bars[3].label, "triad");
    t.saturation = 0.08; /* and they are one piece of evidence, not three */
    d = rank_with(state, c, &t);
    CHECK_NEAR(d.tempering, 1 / 1.08, 1e-12);
}

/* Silence: a typical finding of .8 against a background of .1, told one time in five:
   (1 - .2*.8)/(1 - .2*.1). Asked cases do not count silence at all. */
TEST(silence_counts_a_little_and_only_in_a_narrative)
{
    Small s = small_begin(state);
    small_finding(&s, "f1", "", 0.1, "symptom", "");
    small_finding(&s, "f2", "", 0.1, "symptom", "");
    small_finding(&s, "f2.deep", "", 0.5, "symptom", "");
    small_finding(&s, "sign", "", 0.1, "sign", "");
    small_condition(&s, "a", 10, "f1 0.3\nf2 0.777778\nf2.deep 0.7\nsign 0.9\n", "");
    const Kb      *kb = small_end(&s);
    ReasonSettings t = plain(0.5);
    Case          *c = small_case(state, kb);
    answers(c, FROM_NARRATIVE, "f1");
    Differential      d = rank_with(state, c, &t);
    const Hypothesis *a = hyp(kb, &d, "a");
    CHECK(a->n_bars == 2 && a->bars[1].kind == BAR_NOT_MENTIONED);
    CHECK(a->bars[1].finding == finding_of(kb, "f2"));
    CHECK_NEAR(a->bars[1].db, 10 * log10((1 - 0.2 * 0.8) / (1 - 0.2 * 0.1)), 0.02);
    c = small_case(state, kb);
    answers(c, FROM_QUESTION, "f1");
    d = rank_with(state, c, &t);
    CHECK(hyp(kb, &d, "a")->n_bars == 1);
}

/* An absence is worth all when asked, half when a note says so, 0.3 when imported; a
   doubtful presence is worth its certainty. */
TEST(provenance_and_certainty_weigh)
{
    const Kb      *kb = abo(state, 10, 30);
    ReasonSettings s = plain(0.6);
    s.reporting = 0;
    static const double omega[3] = {1, 0.5, 0.3};
    for (int i = 0; i < 3; i++) {
        Case *c = small_case(state, kb);
        answers(c, (FindingOrigin)i, "no f2");
        Differential d = rank_with(state, c, &s);
        double       ratio = p_of(kb, &d, "a") / d.p_null;
        CHECK_NEAR(10 * log10(ratio / (0.1 / 0.6)), omega[i] * 10 * log10(0.5 / 0.9),
                   0.02);
    }
    Case *c = small_case(state, kb);
    Err   e = {0};
    CHECK_OK(case_put(c,
                      (CaseFinding){finding_of(kb, "f1"), FINDING_PRESENT, FROM_QUESTION,
                                    0.25, 0},
                      &e),
             &e);
    Differential d = rank_with(state, c, &s);
    CHECK_NEAR(10 * log10(p_of(kb, &d, "a") / d.p_null / (0.1 / 0.6)),
               0.25 * 10 * log10(0.8 / 0.05), 0.02);
}

/* Without a finding whose parent is unknown, either may be missing: 1 - .5*.8. */
TEST(an_absence_below_an_unknown_parent)
{
    Small s = small_begin(state);
    small_finding(&s, "f1", "", 0.2, "symptom", "");
    small_finding(&s, "f1.deep", "", 0.25, "symptom", "");
    small_condition(&s, "a", 10, "f1 0.375\nf1.deep 0.308594\n", "");
    const Kb      *kb = small_end(&s);
    ReasonSettings t = plain(0.5);
    Case          *c = small_case(state, kb);
    answers(c, FROM_QUESTION, "no f1.deep");
    Differential d = rank_with(state, c, &t);
    CHECK_NEAR(p_of(kb, &d, "a") / d.p_null, (1 - 0.5 * 0.8) / (1 - 0.2 * 0.25), 0.003);
}

TEST_MAIN("reason/golden", cmocka_unit_test(three_hypotheses_and_two_findings),
          cmocka_unit_test(the_information_of_one_question),
          cmocka_unit_test(what_is_present_tempers_all_evidence),
          cmocka_unit_test(a_risk_factor_averages_back),
          cmocka_unit_test(a_gate_opens_and_shuts),
          cmocka_unit_test(a_cluster_counts_less_than_its_sum),
          cmocka_unit_test(silence_counts_a_little_and_only_in_a_narrative),
          cmocka_unit_test(provenance_and_certainty_weigh),
          cmocka_unit_test(an_absence_below_an_unknown_parent))
