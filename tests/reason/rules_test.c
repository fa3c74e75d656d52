/* tests/reason/rules_test.c - the rules around the arithmetic, one by one. */
#include "small.h"

static ReasonSettings plain(double p_null)
{
    ReasonSettings s = reason_defaults();
    s.p_null = p_null;
    s.saturation = 0;
    s.reporting = 0;
    return s;
}

static double odds_db(const Kb *kb, const Differential *d, const char *id)
{
    return 10 * log10(p_of(kb, d, id) / d->p_null);
}

/* No finding counts more than 25 dB, either way, however extreme its numbers. */
TEST(one_finding_has_a_limit)
{
    Small s = small_begin(state);
    small_finding(&s, "rare", "", 0.0001, "symptom", "");
    small_finding(&s, "usual", "", 0.05, "symptom", "");
    small_condition(&s, "a", 10, "rare 0.9\nusual 0.9999\n", "");
    const Kb      *kb = small_end(&s);
    ReasonSettings t = plain(0.5);
    Case          *c = small_case(state, kb);
    answers(c, FROM_QUESTION, "rare");
    Differential d = rank_with(state, c, &t);
    CHECK_NEAR(odds_db(kb, &d, "a"), 25, 0.02);
    c = small_case(state, kb);
    answers(c, FROM_QUESTION, "no usual");
    d = rank_with(state, c, &t);
    CHECK(odds_db(kb, &d, "a") >= -25.02 && odds_db(kb, &d, "a") < -20);
}

/* "Never without": the absence alone counts as much as one finding can. */
TEST(what_a_condition_is_never_without)
{
    Small s = small_begin(state);
    small_finding(&s, "ache", "", 0.2, "symptom", "");
    small_condition(&s, "a", 10, "ache 0.5\n", "never_without: [ache]\n");
    small_condition(&s, "b", 10, "ache 0.5\n", "");
    const Kb      *kb = small_end(&s);
    ReasonSettings t = plain(0.5);
    Case          *c = small_case(state, kb);
    answers(c, FROM_QUESTION, "no ache");
    Differential d = rank_with(state, c, &t);
    CHECK_NEAR(odds_db(kb, &d, "a"), -3.01 - 25, 0.05);
    CHECK_NEAR(odds_db(kb, &d, "b"), -3.01 + 10 * log10(0.4 / 0.8), 0.05);
    answers(c, FROM_QUESTION, "ache");
    d = rank_with(state, c, &t);
    CHECK_NEAR(odds_db(kb, &d, "a"), odds_db(kb, &d, "b"), 1e-9);
}

/* A risk factor of a condition acts in its prior, not once more as a finding. */
TEST(a_risk_is_not_counted_twice)
{
    Small s = small_begin(state);
    small_finding(&s, "smoker", "", 0.2, "exposure", "");
    small_condition(&s, "a", 30, "smoker 0.9\n",
                    "risk:\n  - {id: smoker, rr: 3, q: 0.2, ev: E, by: ed, why: x}\n");
    small_condition(&s, "b", 30, "smoker 0.9\n", "");
    const Kb      *kb = small_end(&s);
    ReasonSettings t = plain(0.4);
    Case          *c = small_case(state, kb);
    answers(c, FROM_QUESTION, "smoker");
    Differential d = rank_with(state, c, &t);
    double       share = 3 / 1.4; /* of the rate; b gains by evidence instead */
    CHECK_NEAR(p_of(kb, &d, "a") / p_of(kb, &d, "b"), share / (0.92 / 0.2), 0.005);
    CHECK(hyp(kb, &d, "a")->bars[0].kind == BAR_RISK);
    CHECK_NEAR(hyp(kb, &d, "a")->bars[0].db, 10 * log10(share), 1e-9);
}

/* Five risk factors of ten: 15 dB and no more, and as little less than 1/32. */
TEST(risks_together_have_a_limit)
{
    static const char *const id[] = {"r1", "r2", "r3", "r4", "r5"};
    Small                    s = small_begin(state);
    for (size_t i = 0; i < 5; i++)
        small_finding(&s, id[i], "", 0.01, "exposure", "");
    small_finding(&s, "ache", "", 0.1, "symptom", "");
    small_condition(&s, "a", 10, "ache 0.5\n",
                    "risk:\n"
                    "  - {id: r1, rr: 10, q: 0.01, ev: E, by: ed, why: x}\n"
                    "  - {id: r2, rr: 10, q: 0.01, ev: E, by: ed, why: x}\n"
                    "  - {id: r3, rr: 10, q: 0.01, ev: E, by: ed, why: x}\n"
                    "  - {id: r4, rr: 10, q: 0.01, ev: E, by: ed, why: x}\n"
                    "  - {id: r5, rr: 10, q: 0.01, ev: E, by: ed, why: x}\n");
    small_condition(&s, "b", 10, "ache 0.5\n", "");
    const Kb *kb = small_end(&s);
    Case     *c = small_case(state, kb);
    answers(c, FROM_QUESTION, "r1 r2 r3 r4 r5");
    Differential d = rank_of(state, c);
    CHECK_NEAR(p_of(kb, &d, "a") / p_of(kb, &d, "b"), pow(10, 1.5), 0.1);
}

/* Without an age, the mean over people: half of them here, those from 45 on. */
TEST(an_unknown_age_is_the_mean_over_people)
{
    Small s = small_begin(state);
    small_finding(&s, "ache", "", 0.1, "symptom", "");
    small_condition(&s, "old", 10, "ache 0.5\n",
                    "age: {0: no, 1-4: no, 5-14: no, 15-29: no, 30-44: no}\n");
    small_condition(&s, "any", 10, "ache 0.5\n", "");
    const Kb    *kb = small_end(&s);
    Case        *c = small_case(state, kb);
    Differential d = rank_of(state, c);
    CHECK_NEAR(p_of(kb, &d, "old") / p_of(kb, &d, "any"), 0.20 + 0.15 + 0.09, 0.002);
    c->age_years = 45;
    d = rank_of(state, c);
    CHECK_NEAR(p_of(kb, &d, "old"), p_of(kb, &d, "any"), 1e-9);
    c->age_years = 44.9;
    d = rank_of(state, c);
    CHECK(p_of(kb, &d, "old") == 0);
}

TEST(an_unknown_sex_is_the_mean_of_both)
{
    Small s = small_begin(state);
    small_finding(&s, "ache", "", 0.1, "symptom", "");
    small_condition(&s, "hers", 10, "ache 0.5\n", "sex: {f: 3, m: no}\n");
    small_condition(&s, "any", 10, "ache 0.5\n", "");
    const Kb    *kb = small_end(&s);
    Case        *c = small_case(state, kb);
    Differential d = rank_of(state, c);
    CHECK_NEAR(p_of(kb, &d, "hers") / p_of(kb, &d, "any"), pow(10, 0.3) / 2, 0.005);
    c->sex = KB_FEMALE;
    d = rank_of(state, c);
    CHECK_NEAR(p_of(kb, &d, "hers") / p_of(kb, &d, "any"), pow(10, 0.3), 0.01);
    CHECK_STR(hyp(kb, &d, "hers")->bars[0].label, "female");
}

/* The number behind a parent that only its children name: that of the likeliest child. */
TEST(a_raised_parent_shows_the_number_it_was_raised_by)
{
    Small s = small_begin(state);
    small_finding(&s, "ache", "", 0.2, "symptom", "");
    small_finding(&s, "ache.day", "", 0.3, "symptom", "");
    small_finding(&s, "ache.night", "", 0.3, "symptom", "");
    small_finding(&s, "other", "", 0.3, "symptom", "");
    small_condition(&s, "a", 10, "ache.day 0.2\nache.night 0.7\n", "");
    small_condition(&s, "b", 10, "ache.day 0.7\nache.night 0.2\n", "");
    const Kb *kb = small_end(&s);
    Case     *c = small_case(state, kb);
    answers(c, FROM_QUESTION, "ache");
    Differential             d = rank_of(state, c);
    static const char *const id[2] = {"a", "b"};
    static const char *const child[2] = {"ache.night", "ache.day"};
    for (size_t i = 0; i < 2; i++) {
        const Hypothesis *h = hyp(kb, &d, id[i]);
        uint32_t          link = kb_find_link(kb, h->condition, finding_of(kb, child[i]));
        CHECK(h->n_bars == 1 && h->bars[0].number == kb_link(kb, link)->number);
    }
    const Hypothesis *null = hyp(kb, &d, "");
    CHECK(null->n_bars == 1 && null->bars[0].number == KB_NONE);
}

/* Of what must not be missed, three by probability times harm. */
TEST(what_must_not_be_missed_is_chosen_by_harm)
{
    Small s = small_begin(state);
    small_finding(&s, "ache", "", 0.1, "symptom", "");
    static const char *const danger2 = "harm: 2\nmust_ask: [ache]\n";
    static const char *const danger3 = "harm: 3\nmust_ask: [ache]\n";
    small_condition(&s, "common", 100, "ache 0.5\n", "");
    small_condition(&s, "d1", 1.5, "ache 0.5\n", danger2);
    small_condition(&s, "d2", 1.4, "ache 0.5\n", danger2);
    small_condition(&s, "d3", 1.3, "ache 0.5\n", danger2);
    small_condition(&s, "grave", 1.1, "ache 0.5\n", danger3);
    small_condition(&s, "seldom", 0.1, "ache 0.5\n", danger3);
    const Kb    *kb = small_end(&s);
    Differential d = rank_of(state, small_case(state, kb));
    CHECK(hyp(kb, &d, "common")->band == BAND_LIKELY);
    CHECK(hyp(kb, &d, "grave")->band == BAND_MUST_NOT_MISS);
    CHECK(hyp(kb, &d, "d1")->band == BAND_MUST_NOT_MISS);
    CHECK(hyp(kb, &d, "d2")->band == BAND_MUST_NOT_MISS);
    CHECK(hyp(kb, &d, "d3")->band == BAND_FOLDED);     /* no room */
    CHECK(hyp(kb, &d, "seldom")->band == BAND_FOLDED); /* below one in two hundred */
}

/* Levels by probability: 30, 20, 10 and 5 of 100 that need so much or more. */
TEST(each_level_has_its_threshold)
{
    static const char *const level[] = {"", "level: 1\n", "level: 2\n", "level: 3\n",
                                        "level: 4\n"};
    static const double      tau[] = {0, 0.30, 0.20, 0.10, 0.05};
    for (int i = 1; i <= 4; i++)
        for (int above = 0; above < 2; above++) {
            Small s = small_begin(state);
            small_finding(&s, "ache", "", 0.1, "symptom", "");
            double share = (tau[i] + (above ? 0.005 : -0.005)) / 0.7;
            small_condition(&s, "x", 100 * share, "ache 0.5\n", level[i]);
            small_condition(&s, "calm", 100 * (1 - share), "ache 0.5\n", "");
            const Kb *kb = small_end(&s);
            Triage    t = rank_of(state, small_case(state, kb)).triage;
            CHECK(t.level_by_probability == (above ? i : 0));
            CHECK(t.level == t.level_by_probability && t.n_fired == 0);
            CHECK_NEAR(t.p_at_least[i], tau[i] + (above ? 0.005 : -0.005), 0.001);
            CHECK_NEAR(t.p_at_least[0], 1, 1e-9);
        }
}

/* A red flag that makes the worst condition less likely: the level stays. */
TEST(a_warning_sign_does_not_talk_the_level_down)
{
    Small s = small_begin(state);
    small_finding(&s, "ache", "", 0.3, "symptom", "");
    small_finding(&s, "sign", "", 0.2, "symptom", "");
    small_condition(&s, "worst", 10, "ache 0.9\nsign 0\n", "level: 4\n");
    small_condition(&s, "mild", 50, "ache 0.3\nsign 0.95\n",
                    "red_flags:\n  - {if: [sign], level: 2, say: \"The sign.\"}\n");
    const Kb *kb = small_end(&s);
    Case     *c = small_case(state, kb);
    answers(c, FROM_QUESTION, "ache");
    CHECK(rank_of(state, c).triage.level == 4);
    answers(c, FROM_QUESTION, "sign");
    Triage t = rank_of(state, c).triage;
    CHECK(t.level_by_probability < 4 && t.n_fired == 1 && t.fired[0].level == 2);
    CHECK(t.level == 4);
    CHECK(str_starts(t.because, STR("Without the warning sign that was stated")));
}

/* Flipping may also mean that an absent finding were there. */
TEST(an_absence_can_be_what_the_answer_hangs_on)
{
    Small s = small_begin(state);
    small_finding(&s, "ache", "", 0.3, "symptom", "");
    small_condition(&s, "a", 30, "ache 0.9\n", "");
    const Kb      *kb = small_end(&s);
    ReasonSettings t = plain(0.5);
    Case          *c = small_case(state, kb);
    answers(c, FROM_QUESTION, "no ache");
    Differential d = rank_with(state, c, &t);
    CHECK(d.v[0].condition == KB_NONE && d.flip.n == 1);
    CHECK(d.flip.first == kb_find_condition(kb, STR("a")));
    CHECK_STR(d.flip.say, "If ache were present, condition a would come first.");
}

/* A dear answer must be worth more: the same information, at ten times the cost. */
TEST(cost_and_harm_order_the_questions)
{
    Small s = small_begin(state);
    small_finding(&s, "blood", "", 0.1, "lab", "");
    small_finding(&s, "told", "", 0.1, "symptom", "");
    small_condition(&s, "a", 30, "blood 0.6\n", "");
    small_condition(&s, "b", 30, "told 0.6\n", "");
    const Kb    *kb = small_end(&s);
    Differential d = rank_of(state, small_case(state, kb));
    CHECK(d.n_questions == 2);
    CHECK(d.questions[0].finding == finding_of(kb, "told"));
    CHECK_NEAR(d.questions[0].gain_bits, d.questions[1].gain_bits, 1e-3);
    CHECK_NEAR(d.questions[0].value, 10 * d.questions[1].value, 0.01);
    s = small_begin(state);
    small_finding(&s, "first", "", 0.1, "symptom", "");
    small_finding(&s, "second", "", 0.1, "symptom", "");
    small_condition(&s, "a", 30, "first 0.6\n", "");
    small_condition(&s, "b", 30, "second 0.6\n", "harm: 3\nmust_ask: [first]\n");
    kb = small_end(&s);
    ReasonSettings t = reason_defaults();
    t.must_ask_bonus = 0;
    d = rank_with(state, small_case(state, kb), &t);
    CHECK(d.questions[0].finding == finding_of(kb, "second")); /* it moves a danger */
    CHECK(d.questions[0].value > d.questions[0].gain_bits + 0.1);
}

/* Responsibility of one half, though p is below one half: a rare finding. */
TEST(a_rare_finding_is_explained_by_a_small_p)
{
    Small s = small_begin(state);
    small_finding(&s, "rare", "", 0.02, "symptom", "");
    small_finding(&s, "frequent", "", 0.4, "symptom", "");
    small_finding(&s, "half", "", 0.4, "symptom", ""); /* .35/(1 - .65*.6) = .57 */
    small_finding(&s, "smoker", "", 0.4, "exposure", "");
    small_condition(&s, "a", 90, "rare 0.3\nfrequent 0.2\nhalf 0.35\n", "");
    const Kb *kb = small_end(&s);
    Case     *c = small_case(state, kb);
    answers(c, FROM_QUESTION, "rare frequent half smoker");
    Differential d = rank_of(state, c);
    CHECK(d.v[0].condition == kb_find_condition(kb, STR("a")));
    CHECK(d.n_unexplained == 1 && d.unexplained[0] == finding_of(kb, "frequent"));
}

/* Of a parent and a child that are both absent, the parent says it all; and what lies
   below an absent parent is neither asked nor counted as not mentioned. */
TEST(only_the_topmost_absence_counts)
{
    Small s = small_begin(state);
    small_finding(&s, "ache", "", 0.3, "symptom", "");
    small_finding(&s, "ache.deep", "", 0.3, "symptom", "");
    small_finding(&s, "ache.deep.night", "", 0.3, "symptom", "");
    small_condition(&s, "a", 30, "ache 0.9\nache.deep 0.8\nache.deep.night 0.7\n",
                    "must_ask: [ache.deep.night]\nharm: 2\n");
    const Kb *kb = small_end(&s);
    Case     *one = small_case(state, kb), *both = small_case(state, kb);
    answers(one, FROM_NARRATIVE, "no ache");
    answers(both, FROM_NARRATIVE, "no ache no ache.deep");
    Differential x = rank_of(state, one), y = rank_of(state, both);
    CHECK(p_of(kb, &x, "a") == p_of(kb, &y, "a"));
    CHECK(hyp(kb, &y, "a")->n_bars == 1 && x.n_questions == 0 && y.n_questions == 0);
}

/* One in five smokes, and those who have it three times as often: 3*.2/(1 + .2*2). */
TEST(an_exposure_is_asked_by_its_implied_share)
{
    Small s = small_begin(state);
    small_finding(&s, "smoker", "", 0.2, "exposure", "");
    small_finding(&s, "ache", "", 0.3, "symptom", "");
    small_condition(&s, "a", 30, "ache 0.9\n",
                    "risk:\n  - {id: smoker, rr: 3, q: 0.2, ev: E, by: ed, why: x}\n");
    small_condition(&s, "b", 30, "ache 0.9\n", "");
    const Kb    *kb = small_end(&s);
    Differential d = rank_of(state, small_case(state, kb));
    double       p = 0.35 * 0.6 / 1.4 + 0.65 * 0.2;
    size_t       i = 0;
    while (i < d.n_questions && d.questions[i].finding != finding_of(kb, "smoker"))
        i++;
    CHECK(i < d.n_questions);
    CHECK_NEAR(d.questions[i].p_yes, p, 0.001);
    CHECK(d.questions[i].favours == kb_find_condition(kb, STR("a")));
}

/* Two warning signs that fire together: neither alone is one, the second then is. */
TEST(a_warning_sign_is_one_that_a_yes_completes)
{
    Small s = small_begin(state);
    small_finding(&s, "cold", "", 0.1, "sign", "");
    small_finding(&s, "sudden", "", 0.1, "symptom", "");
    small_finding(&s, "mild", "", 0.1, "symptom", "");
    small_condition(&s, "a", 30, "cold 0.6\nsudden 0.6\nmild 0.5\n",
                    "red_flags:\n  - {if: [cold, sudden], level: 4, say: \"Both.\"}\n"
                    "  - {if: [mild], level: 1, say: \"Mild.\"}\n");
    const Kb    *kb = small_end(&s);
    Case        *c = small_case(state, kb);
    Differential d = rank_of(state, c);
    for (size_t i = 0; i < d.n_questions; i++)
        CHECK(!d.questions[i].is_red_flag);
    answers(c, FROM_QUESTION, "cold");
    d = rank_of(state, c);
    CHECK(d.n_questions == 2);
    for (size_t i = 0; i < d.n_questions; i++)
        CHECK(d.questions[i].is_red_flag ==
              (d.questions[i].finding == finding_of(kb, "sudden")));
}

/* Two findings bring the same parent: it is listed once, under the first of them, and is
   as sure as the surer one. */
TEST(a_shared_parent_counts_once_and_as_surely_as_its_surest_child)
{
    Small s = small_begin(state);
    small_finding(&s, "ache", "", 0.2, "symptom", "");
    small_finding(&s, "ache.day", "", 0.4, "symptom", "");
    small_finding(&s, "ache.night", "", 0.4, "symptom", "");
    small_condition(&s, "a", 10, "ache 0.5\n", "");
    const Kb           *kb = small_end(&s);
    ReasonSettings      t = plain(0.5);
    static const double sure[2][2] = {{0.9, 0.3}, {0.3, 0.9}};
    for (int i = 0; i < 2; i++) {
        Case *c = small_case(state, kb);
        Err   e = {0};
        CHECK_OK(case_put(c,
                          (CaseFinding){finding_of(kb, "ache.day"), FINDING_PRESENT,
                                        FROM_QUESTION, sure[i][0], 0},
                          &e),
                 &e);
        CHECK_OK(case_put(c,
                          (CaseFinding){finding_of(kb, "ache.night"), FINDING_PRESENT,
                                        FROM_QUESTION, sure[i][1], 0},
                          &e),
                 &e);
        Differential      d = rank_with(state, c, &t);
        const Hypothesis *h = hyp(kb, &d, "a");
        CHECK(h->n_bars == 1 && h->bars[0].finding == finding_of(kb, "ache"));
        CHECK(h->bars[0].given == finding_of(kb, "ache.day"));
        CHECK_NEAR(h->bars[0].db, 0.9 * 10 * log10(0.6 / 0.2), 0.02);
    }
}

/* Water tablets are the risk; that somebody takes a certain one was said. */
TEST(a_risk_that_is_implied_names_what_was_given)
{
    Small s = small_begin(state);
    small_finding(&s, "tablet", "", 0.2, "drug", "");
    small_finding(&s, "tablet.strong", "", 0.2, "drug", "");
    small_finding(&s, "ache", "", 0.2, "symptom", "");
    small_condition(&s, "a", 10, "ache 0.5\n",
                    "risk:\n  - {id: tablet, rr: 3, q: 0.2, ev: E, by: ed, why: x}\n");
    const Kb *kb = small_end(&s);
    Case     *c = small_case(state, kb);
    answers(c, FROM_QUESTION, "tablet.strong");
    Differential d = rank_of(state, c);
    const Bar   *bar = &hyp(kb, &d, "a")->bars[0];
    CHECK(bar->kind == BAR_RISK && bar->finding == finding_of(kb, "tablet"));
    CHECK(bar->given == finding_of(kb, "tablet.strong"));
    CHECK(bar->number != KB_NONE);
}

/* One rule in two articles: once, in the words of the condition that it points to. */
TEST(a_rule_stated_twice_fires_once_in_the_words_of_its_condition)
{
    Small s = small_begin(state);
    small_finding(&s, "ache", "", 0.2, "symptom", "");
    small_finding(&s, "swelling", "", 0.1, "sign", "");
    small_condition(&s, "clot", 1, "swelling 0.5\n",
                    "level: 3\nred_flags:\n"
                    "  - {if: [swelling], level: 3, why: clot, say: \"Its words.\"}\n");
    small_condition(&s, "cramp", 90, "ache 0.5\n",
                    "red_flags:\n"
                    "  - {if: [swelling], level: 3, why: clot, say: \"Others.\"}\n"
                    "  - {if: [swelling, ache], level: 3, say: \"More.\"}\n");
    const Kb *kb = small_end(&s);
    Case     *c = small_case(state, kb);
    answers(c, FROM_QUESTION, "swelling");
    Triage t = rank_of(state, c).triage;
    CHECK(t.n_fired == 1);
    CHECK_STR(kb_red_flag(kb, t.fired[0].red_flag)->say, "Its words.");
    answers(c, FROM_QUESTION, "ache");
    CHECK(rank_of(state, c).triage.n_fired == 2); /* the rule of two is another one */
}

/* Estimates by editors move the answer widely, with findings and without. */
TEST(the_interval_comes_from_the_grades)
{
    Small s = small_begin(state);
    small_finding(&s, "ache", "", 0.2, "symptom", "");
    small_condition(&s, "a", 10, "ache 0.5\n", "");
    small_condition(&s, "b", 10, "ache 0.2\n", "");
    const Kb         *kb = small_end(&s);
    Case             *c = small_case(state, kb);
    Differential      d = rank_of(state, c);
    const Hypothesis *h = hyp(kb, &d, "a"); /* two rates that are worth six patients */
    CHECK(h->p_low < h->p_posterior - 0.05 && h->p_high > h->p_posterior + 0.05);
    CHECK(h->p_low > 0.1 && h->p_high < 0.65);
    double priors = h->p_high - h->p_low;
    answers(c, FROM_QUESTION, "ache");
    d = rank_of(state, c);
    h = hyp(kb, &d, "a");
    CHECK(h->p_high - h->p_low > priors); /* and two frequencies and a background */
}

TEST_MAIN("reason/rules", cmocka_unit_test(one_finding_has_a_limit),
          cmocka_unit_test(what_a_condition_is_never_without),
          cmocka_unit_test(a_risk_is_not_counted_twice),
          cmocka_unit_test(risks_together_have_a_limit),
          cmocka_unit_test(an_unknown_age_is_the_mean_over_people),
          cmocka_unit_test(an_unknown_sex_is_the_mean_of_both),
          cmocka_unit_test(a_raised_parent_shows_the_number_it_was_raised_by),
          cmocka_unit_test(what_must_not_be_missed_is_chosen_by_harm),
          cmocka_unit_test(each_level_has_its_threshold),
          cmocka_unit_test(a_warning_sign_does_not_talk_the_level_down),
          cmocka_unit_test(an_absence_can_be_what_the_answer_hangs_on),
          cmocka_unit_test(cost_and_harm_order_the_questions),
          cmocka_unit_test(a_rare_finding_is_explained_by_a_small_p),
          cmocka_unit_test(only_the_topmost_absence_counts),
          cmocka_unit_test(an_exposure_is_asked_by_its_implied_share),
          cmocka_unit_test(a_warning_sign_is_one_that_a_yes_completes),
          cmocka_unit_test(a_shared_parent_counts_once_and_as_surely_as_its_surest_child),
          cmocka_unit_test(a_risk_that_is_implied_names_what_was_given),
          cmocka_unit_test(a_rule_stated_twice_fires_once_in_the_words_of_its_condition),
          cmocka_unit_test(the_interval_comes_from_the_grades))
