/* tests/reason/explain_test.c - the sentences, and memory that runs out. */
#include "small.h"

#include <string.h>

/* Two conditions, a risk, a red flag, and a finding that concerns neither. */
static const Kb *two(void **state)
{
    Small s = small_begin(state);
    small_finding(&s, "ache", "", 0.1, "symptom", "");
    small_finding(&s, "ache.night", "", 0.4, "symptom", "");
    small_finding(&s, "alarm", "", 0.02, "symptom", "");
    small_finding(&s, "rash", "", 0.1, "sign", "");
    small_finding(&s, "smoker", "", 0.2, "exposure", "");
    small_condition(&s, "common", 40, "ache 0.9\nache.night 0.7\n", "");
    small_condition(
        &s, "grave", 4, "ache 0.6\nalarm 0.6\n",
        "risk:\n  - {id: smoker, rr: 4, q: 0.2, ev: E, by: ed, why: x}\nharm: 3\n"
        "red_flags:\n  - {if: [alarm], level: 4, why: grave, say: \"The alarm.\"}\n"
        "must_ask: [alarm]\n");
    return small_end(&s);
}

static Explanation explain(void **state, const Case *c, const Differential *d,
                           size_t rank)
{
    Err         e = {0};
    Explanation x = {0};
    CHECK_OK(reason_explain(&x, test_arena(state), c, d, rank, &e), &e);
    return x;
}

static void says(Str s, const char *words)
{
    if (str_find(s, str_from(words)) == STR_NONE)
        print_message("# \"" STR_F "\" lacks \"%s\"\n", STR_A(s), words);
    CHECK(str_find(s, str_from(words)) != STR_NONE);
}

/* A smoker: rates 40 and 4*4/1.6 = 10, so .56, .14 and .30. Ache .91 and .64 against .1,
   at night .763 against .4, all to the power 1/1.08: .56*14.0 : .14*5.6 : .30, 88 %. */
TEST(the_sentences_keep_their_contract)
{
    const Kb *kb = two(state);
    Case     *c = small_case(state, kb);
    c->age_years = 50;
    answers(c, FROM_QUESTION, "ache.night smoker rash");
    Differential d = rank_of(state, c);
    Explanation  x = explain(state, c, &d, 0);
    CHECK(d.v[0].condition == kb_find_condition(kb, STR("common")));
    says(x.because, "For it: ache.night (+");
    says(x.but, "Against it: nothing that was stated.");
    says(x.would_change, "If ache.night were absent, something else would come first.");
    says(x.if_cured, "It would not explain: rash.");
    says(x.how_sure, "Likely: about 88 of 100 such patients (from ");
    says(x.how_sure, "Before these findings it was about 56 of 100.");
    says(x.not_considered, "Only the 2 conditions of this knowledge base");
}

TEST(a_rare_one_is_explained_by_its_risk_and_asks_for_its_alarm)
{
    const Kb *kb = two(state);
    Case     *c = small_case(state, kb);
    answers(c, FROM_QUESTION, "ache smoker");
    Differential d = rank_of(state, c);
    size_t       rank = 0;
    while (d.v[rank].condition != kb_find_condition(kb, STR("grave")))
        rank++;
    Explanation x = explain(state, c, &d, rank);
    says(x.because, "More common to begin with: smoker (+4.0 dB).");
    says(x.would_change, "alarm would change it to");
    says(x.if_cured, "It would explain every complaint and sign that was stated.");
    CHECK(d.v[rank].band == BAND_MUST_NOT_MISS);
    CHECK(d.questions[0].finding == finding_of(kb, "alarm"));
    CHECK(d.questions[0].is_red_flag);
    says(d.questions[0].because,
         "A warning sign to rule out: a yes alone would ask for \"emergency\". "
         "It separates condition grave from");
}

TEST(a_missing_typical_finding_speaks_against)
{
    const Kb *kb = two(state);
    Case     *c = small_case(state, kb);
    answers(c, FROM_QUESTION, "ache no ache.night");
    Differential d = rank_of(state, c);
    size_t       rank = 0;
    while (d.v[rank].condition != kb_find_condition(kb, STR("common")))
        rank++;
    says(explain(state, c, &d, rank).but, "Against it: no ache.night (-");
}

TEST(a_red_flag_says_so_in_its_own_words)
{
    const Kb *kb = two(state);
    Case     *c = small_case(state, kb);
    answers(c, FROM_NARRATIVE, "alarm");
    Differential d = rank_of(state, c);
    CHECK(d.triage.level == 4 && d.triage.n_fired == 1 && d.triage.fired[0].level == 4);
    CHECK_STR(d.triage.because,
              "The alarm. This warning sign alone asks for: emergency.");
    c = small_case(state, kb);
    answers(c, FROM_NARRATIVE, "ache");
    d = rank_of(state, c);
    CHECK(d.triage.level == 0 && d.triage.n_fired == 0);
    says(d.triage.because, "No warning sign was stated");
}

/* A finding that concerns no condition changes no number, and leaving it out neither. */
TEST(an_irrelevant_finding_changes_nothing)
{
    const Kb *kb = two(state);
    Case     *c = small_case(state, kb), *more = small_case(state, kb);
    answers(c, FROM_QUESTION, "ache no alarm");
    answers(more, FROM_QUESTION, "ache no alarm rash");
    Differential x = rank_of(state, c), y = rank_of(state, more);
    CHECK(x.n == y.n && x.tempering == y.tempering);
    for (size_t i = 0; i < x.n; i++) {
        CHECK(x.v[i].p_posterior == y.v[i].p_posterior);
        CHECK(x.v[i].n_bars == y.v[i].n_bars && x.v[i].p_low == y.v[i].p_low);
        for (size_t k = 0; k < y.v[i].n_bars; k++)
            CHECK(y.v[i].bars[k].given != finding_of(kb, "rash"));
    }
}

/* The third of 43, 30, 14.3 and 12.9 of 100: the answer that puts the fourth before it
   is named, though another moves it more and leaves it among the first three. */
TEST(the_change_that_is_told_crosses_the_third_place)
{
    Small s = small_begin(state);
    small_finding(&s, "lifts", "", 0.1, "symptom", "");
    small_finding(&s, "moves", "", 0.1, "symptom", "");
    small_finding(&s, "other", "", 0.3, "symptom", "");
    small_condition(&s, "a", 30, "other 0.05\n", "");
    small_condition(&s, "third", 10, "moves 0.075\n", "");
    small_condition(&s, "fourth", 9, "lifts 0.04\n", "");
    const Kb    *kb = small_end(&s);
    Case        *c = small_case(state, kb);
    Differential d = rank_of(state, c);
    CHECK(d.v[2].condition == kb_find_condition(kb, STR("third")));
    says(explain(state, c, &d, 2).would_change,
         "A yes to lifts would change it to about 14 of 100 and move it to place 4.");
    says(explain(state, c, &d, 3).would_change, "A yes to lifts would change it to");
    says(explain(state, c, &d, 3).would_change, "and move it to place 3.");
}

TEST(memory_that_runs_out_leaves_the_answer_untouched)
{
    const Kb      *kb = two(state);
    ReasonSettings s = reason_defaults();
    Case          *c = small_case(state, kb);
    Err            e = {0};
    answers(c, FROM_NARRATIVE, "ache.night smoker alarm no rash");
    Differential d;
    Explanation  x;
    Pairwise     p;
    bool         done = false;
    for (size_t nth = 1; !done; nth++) {
        memset(&d, 0x5A, sizeof d);
        memset(&x, 0x5A, sizeof x);
        memset(&p, 0x5A, sizeof p);
        Arena *a = arena_new(MIB, &e);
        CHECK(a != NULL);
        Differential good = rank_of(state, c);
        arena_fail_at(nth);
        bool ok_d = reason_rank(&d, a, c, &s, &e);
        arena_fail_at(nth);
        bool ok_x = reason_explain(&x, a, c, &good, 0, &e);
        arena_fail_at(nth);
        bool ok_p = reason_pair(&p, a, c, 0, 1, &s, &e);
        arena_fail_at(0);
        CHECK(ok_d || (d.n == (size_t)0x5A5A5A5A5A5A5A5A && e.code == ERR_BUSY));
        CHECK(ok_x || x.because.n == (size_t)0x5A5A5A5A5A5A5A5A);
        CHECK(ok_p || p.n == (size_t)0x5A5A5A5A5A5A5A5A);
        done = ok_d && ok_x && ok_p;
        CHECK(nth > 1 || !(ok_d || ok_x || ok_p));
        arena_free(a);
    }
}

TEST_MAIN("reason/explain", cmocka_unit_test(the_sentences_keep_their_contract),
          cmocka_unit_test(a_rare_one_is_explained_by_its_risk_and_asks_for_its_alarm),
          cmocka_unit_test(a_missing_typical_finding_speaks_against),
          cmocka_unit_test(a_red_flag_says_so_in_its_own_words),
          cmocka_unit_test(an_irrelevant_finding_changes_nothing),
          cmocka_unit_test(the_change_that_is_told_crosses_the_third_place),
          cmocka_unit_test(memory_that_runs_out_leaves_the_answer_untouched))
