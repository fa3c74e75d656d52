/* tests/reason/property_test.c - what must hold for every case, on the real content. */
#include "small.h"

#include <string.h>

enum { ROUNDS = 25 };

static const Kb *content(void **state) { return small_load(state, STR("content")); }

static uint32_t below(size_t n) { return (uint32_t)(test_random() % n); }

typedef struct Answers {
    CaseFinding v[12];
    size_t      n;
} Answers;

/* Up to ten findings, two in three of them present. */
static Answers random_answers(const Kb *kb, FindingOrigin origin)
{
    Answers a = {.n = 1 + below(10)};
    for (size_t i = 0; i < a.n; i++)
        a.v[i] = (CaseFinding){below(kb_n_findings(kb)),
                               below(3) ? FINDING_PRESENT : FINDING_ABSENT, origin, 1, 0};
    return a;
}

static Case *case_from(void **state, const Kb *kb, const Answers *a)
{
    Err   e = {0};
    Case *c = small_case(state, kb);
    c->age_years = 67;
    c->sex = KB_FEMALE;
    for (size_t i = 0; i < a->n; i++)
        CHECK_OK(case_put(c, a->v[i], &e), &e);
    return c;
}

static Case *random_case(void **state, const Kb *kb, FindingOrigin origin)
{
    Answers a = random_answers(kb, origin);
    return case_from(state, kb, &a);
}

static void dump_hypothesis(Buf *b, const Hypothesis *h, bool with_loo)
{
    buf_fmt(b, "%u %u %d ", h->condition, h->first_in, (int)h->band);
    buf_num(b, h->p_posterior, 9);
    buf_char(b, ' ');
    buf_num(b, h->p_low, 9);
    buf_char(b, ' ');
    buf_num(b, h->p_high, 9);
    for (size_t i = 0; i < h->n_bars; i++) {
        const Bar *bar = &h->bars[i];
        buf_fmt(b, "\n  %d %u %u %u ", (int)bar->kind, bar->finding, bar->given,
                bar->number);
        buf_num(b, bar->db, 9);
        buf_char(b, ' ');
        buf_num(b, with_loo ? bar->loo : 0, 9);
    }
    buf_char(b, '\n');
}

/* All that a reader can see; without leave-one-out and the flips when `core`. */
static Str dump(void **state, const Differential *d, bool core)
{
    Err e = {0};
    Str out;
    Buf b = buf_open(test_arena(state), 4 * MIB);
    for (size_t i = 0; i < d->n; i++)
        dump_hypothesis(&b, &d->v[i], !core);
    for (size_t i = 0; i < d->n_questions; i++) {
        const Question *q = &d->questions[i];
        buf_fmt(&b, "ask %u ", q->finding);
        buf_num(&b, q->value, 9);
        buf_fmt(&b, " " STR_F "\n", STR_A(q->because));
    }
    buf_fmt(&b, "level %d\n", d->triage.level);
    if (!core) {
        buf_fmt(&b, STR_F "\n" STR_F "\n", STR_A(d->flip.say), STR_A(d->triage.because));
        for (size_t i = 0; i < d->n_sufficient; i++)
            buf_fmt(&b, "needs %u\n", d->sufficient[i]);
        for (size_t i = 0; i < d->n_unexplained; i++)
            buf_fmt(&b, "unexplained %u\n", d->unexplained[i]);
    }
    CHECK_OK(buf_done(&b, &out, &e), &e);
    return out;
}

static void check_same(Str a, Str b)
{
    if (!str_eq(a, b))
        print_message("# " STR_F "\n# but\n" STR_F "\n", STR_A(a), STR_A(b));
    CHECK(str_eq(a, b));
}

TEST(order_and_repetition_do_not_matter)
{
    const Kb *kb = content(state);
    for (int round = 0; round < 6; round++) {
        Answers a = random_answers(kb, FROM_NARRATIVE), b = a;
        for (size_t i = 0; i < a.n; i++) /* the last word on a finding counts */
            for (size_t j = 0; j < i; j++)
                if (a.v[j].finding == a.v[i].finding)
                    a.v[j].state = b.v[j].state = a.v[i].state;
        for (size_t i = 0; i < a.n; i++)
            b.v[i] = a.v[a.n - 1 - i];
        b.v[b.n++] = a.v[0];
        Differential x = rank_of(state, case_from(state, kb, &a));
        Differential y = rank_of(state, case_from(state, kb, &b));
        check_same(dump(state, &x, false), dump(state, &y, false));
    }
}

TEST(an_implied_parent_adds_nothing)
{
    const Kb *kb = content(state);
    Case     *c = small_case(state, kb);
    answers(c, FROM_NARRATIVE, "leg_cramp.at_night no calf_swelling_unilateral");
    Differential x = rank_of(state, c);
    answers(c, FROM_NARRATIVE, "leg_cramp leg_discomfort");
    Differential y = rank_of(state, c);
    check_same(dump(state, &x, true), dump(state, &y, true));
}

TEST(what_is_unknown_adds_nothing)
{
    const Kb *kb = content(state);
    Case     *c = random_case(state, kb, FROM_QUESTION);
    Err       e = {0};
    uint32_t  f = 0;
    while (case_find(c, f))
        f++;
    Differential x = rank_of(state, c);
    CHECK_OK(case_put(c, (CaseFinding){f, FINDING_UNKNOWN, FROM_QUESTION, 1, 0}, &e), &e);
    Differential y = rank_of(state, c);
    check_same(dump(state, &x, false), dump(state, &y, false));
}

static double bar_sum(const Hypothesis *h)
{
    double sum = 0;
    for (size_t i = 0; i < h->n_bars; i++)
        sum += h->bars[i].kind == BAR_RISK ? 0 : h->bars[i].db;
    return sum;
}

TEST(bars_and_probabilities_add_up)
{
    const Kb *kb = content(state);
    for (int round = 0; round < ROUNDS; round++) {
        Differential d =
            rank_of(state, random_case(state, kb, (FindingOrigin)(round % 3)));
        double   p = 0, prior = 0;
        uint32_t first = 0;
        for (size_t i = 0; i < d.n; i++) {
            const Hypothesis *h = &d.v[i];
            p += h->p_posterior;
            prior += h->p_prior;
            first += h->first_in;
            CHECK(h->p_low <= h->p_posterior && h->p_posterior <= h->p_high);
            if (!(h->p_posterior > 0))
                continue;
            CHECK_NEAR(h->prior_db + bar_sum(h), h->posterior_db, 0.05);
            CHECK_NEAR(h->p_posterior / (1 - h->p_posterior),
                       pow(10, h->posterior_db / 10),
                       1e-6 * pow(10, h->posterior_db / 10));
        }
        CHECK_NEAR(p, 1, 1e-9);
        CHECK_NEAR(prior, 1, 1e-9);
        CHECK(first == REASON_DRAWS);
        CHECK(d.n == kb_n_conditions(kb) + 1);
    }
}

TEST(bars_stand_in_canonical_order)
{
    const Kb *kb = content(state);
    for (int round = 0; round < ROUNDS; round++) {
        Differential      d = rank_of(state, random_case(state, kb, FROM_NARRATIVE));
        const Hypothesis *h = &d.v[0];
        for (size_t i = 1; i < h->n_bars; i++) {
            const Bar *a = &h->bars[i - 1], *b = &h->bars[i];
            CHECK(b->kind != BAR_RISK || a->kind == BAR_RISK); /* risks stand first */
            if (a->kind == BAR_RISK || a->kind != b->kind || a->kind == BAR_CLUSTER ||
                b->finding == KB_NONE)
                continue;
            uint32_t above_a = kb_finding(kb, a->finding)->closure.n;
            uint32_t above_b = kb_finding(kb, b->finding)->closure.n;
            CHECK(above_a < above_b || (above_a == above_b && a->finding < b->finding));
        }
    }
}

/* In a narrative dozens of complaints go unsaid; a reader gets one line for the rest. */
TEST(small_silences_share_one_bar)
{
    const Kb *kb = content(state);
    Case     *c = small_case(state, kb);
    answers(c, FROM_NARRATIVE, "leg_cramp.at_night");
    Differential d = rank_of(state, c);
    for (size_t i = 0; i < d.n; i++) {
        size_t small = 0, rest = 0;
        for (size_t k = 0; k < d.v[i].n_bars; k++) {
            const Bar *b = &d.v[i].bars[k];
            small += b->kind == BAR_NOT_MENTIONED && b->finding != KB_NONE &&
                     fabs(b->db) < 0.1;
            rest += b->kind == BAR_NOT_MENTIONED && b->finding == KB_NONE;
        }
        CHECK(small == 0 && rest == (d.v[i].n_bars > 0));
    }
}

static bool is_never_without(const Kb *kb, uint32_t finding)
{
    for (uint32_t k = 0; k < kb_n_conditions(kb); k++) {
        const KbRange *r = &kb_condition(kb, k)->never_without;
        for (uint32_t i = 0; i < r->n; i++)
            if (kb_index_at(kb, r->first + i) == finding)
                return true;
    }
    return false;
}

static bool is_told(KbClass c) { return c == KB_SYMPTOM || c == KB_SIGN || c == KB_LAB; }

static Differential answered(void **state, Case *c, uint32_t f, FindingState s,
                             const ReasonSettings *settings)
{
    Err e = {0};
    CHECK_OK(case_put(c, (CaseFinding){f, s, FROM_QUESTION, 1, 0}, &e), &e);
    Differential d = rank_with(state, c, settings);
    CHECK_OK(case_put(c, (CaseFinding){f, FINDING_UNKNOWN, FROM_QUESTION, 1, 0}, &e), &e);
    return d;
}

static double p_same(const Differential *d, uint32_t condition)
{
    for (size_t i = 0; i < d->n; i++)
        if (d->v[i].condition == condition)
            return d->v[i].p_posterior;
    return NAN;
}

/* An absence below an unknown parent would also say something about that parent. */
static void only_root_absences(Case *c)
{
    size_t n = 0;
    for (size_t i = 0; i < c->n; i++)
        if (c->v[i].state == FINDING_PRESENT ||
            kb_finding(c->kb, c->v[i].finding)->parents.n == 0)
            c->v[n++] = c->v[i];
    c->n = n;
}

/* Without tempering, P(yes) P(k|yes) + P(no) P(k|no) = P(k). */
TEST(both_answers_average_back)
{
    const Kb      *kb = content(state);
    ReasonSettings s = reason_defaults();
    s.saturation = 0;
    s.cluster_decay = 1;
    size_t checked = 0;
    for (int round = 0; round < 8; round++) {
        Case *c = random_case(state, kb, FROM_QUESTION);
        only_root_absences(c);
        Differential now = rank_with(state, c, &s);
        for (size_t i = 0; i < now.n_questions && i < 3; i++) {
            const Question *q = &now.questions[i];
            if (is_never_without(kb, q->finding) ||
                !is_told(kb_finding(kb, q->finding)->cls))
                continue;
            Differential yes = answered(state, c, q->finding, FINDING_PRESENT, &s);
            Differential no = answered(state, c, q->finding, FINDING_ABSENT, &s);
            for (size_t k = 0; k < now.n; k++) {
                uint32_t id = now.v[k].condition;
                CHECK_NEAR(q->p_yes * p_same(&yes, id) + (1 - q->p_yes) * p_same(&no, id),
                           now.v[k].p_posterior, 0.003);
            }
            checked++;
        }
    }
    CHECK(checked > 5);
}

/* A finding more frequent in x than in y never speaks for y. */
TEST(raw_evidence_is_monotone)
{
    const Kb      *kb = content(state);
    ReasonSettings s = reason_defaults();
    Err            e = {0};
    s.saturation = 0;
    for (int round = 0; round < 200; round++) {
        Case    *c = small_case(state, kb);
        uint32_t f = below(kb_n_findings(kb)), x = below(kb_n_conditions(kb)),
                 y = below(kb_n_conditions(kb));
        Pairwise       before, after;
        const KbRange *up = &kb_finding(kb, f)->closure;
        if (kb_finding(kb, f)->cls != KB_SYMPTOM || kb_q(kb, x, f) <= kb_q(kb, y, f))
            continue;
        for (uint32_t i = 0; i < up->n; i++)
            CHECK_OK(case_put(c,
                              (CaseFinding){kb_index_at(kb, up->first + i),
                                            FINDING_PRESENT, FROM_QUESTION, 1, 0},
                              &e),
                     &e);
        CHECK_OK(reason_pair(&before, test_arena(state), c, x, y, &s, &e), &e);
        CHECK_OK(case_put(c, (CaseFinding){f, FINDING_PRESENT, FROM_QUESTION, 1, 0}, &e),
                 &e);
        CHECK_OK(reason_pair(&after, test_arena(state), c, x, y, &s, &e), &e);
        if (isfinite(before.total_db))
            CHECK(after.total_db >= before.total_db - 1e-9);
    }
}

TEST(the_impossible_has_no_probability)
{
    const Kb *kb = content(state);
    Case     *c = small_case(state, kb);
    answers(c, FROM_QUESTION, "leg_cramp.at_night");
    c->sex = KB_MALE;
    c->age_years = 40;
    Differential d = rank_of(state, c);
    CHECK(p_of(kb, &d, "pregnancy_leg_cramps") == 0);
    CHECK(p_of(kb, &d, "nocturnal_leg_cramps") > 0.2);
    c->age_years = 3;
    d = rank_of(state, c);
    CHECK(p_of(kb, &d, "nocturnal_leg_cramps") == 0);
    CHECK(hyp(kb, &d, "nocturnal_leg_cramps")->posterior_db == -INFINITY);
}

/* Whatever is known, stating a whole red flag never lowers the level. */
TEST(a_red_flag_never_lowers_the_level)
{
    const Kb *kb = content(state);
    Err       e = {0};
    for (int round = 0; round < 3 * ROUNDS; round++) {
        Case            *c = random_case(state, kb, (FindingOrigin)(round % 2));
        const KbRedFlag *r = kb_red_flag(kb, below(kb_n_red_flags(kb)));
        bool             contradicts = false;
        Differential     before = rank_of(state, c);
        for (uint32_t i = 0; i < r->all_of.n; i++)
            contradicts |=
                case_state(c, kb_index_at(kb, r->all_of.first + i)) == FINDING_ABSENT;
        if (contradicts)
            continue; /* taking back a "no" is not adding a finding */
        for (uint32_t i = 0; i < r->all_of.n; i++)
            CHECK_OK(case_put(c,
                              (CaseFinding){kb_index_at(kb, r->all_of.first + i),
                                            FINDING_PRESENT, FROM_QUESTION, 1, 0},
                              &e),
                     &e);
        Differential after = rank_of(state, c);
        CHECK(after.triage.level >= before.triage.level);
        CHECK(after.triage.level >= r->level);
        CHECK(after.triage.level >= after.triage.level_by_probability);
        CHECK(after.triage.n_fired > 0 && after.triage.because.n > 0);
    }
}

TEST(questions_are_open_informative_and_best_first)
{
    const Kb *kb = content(state);
    for (int round = 0; round < ROUNDS; round++) {
        Case        *c = random_case(state, kb, FROM_QUESTION);
        Differential d = rank_of(state, c);
        CHECK(d.n_questions > 0 && d.n_questions <= 12);
        for (size_t i = 0; i < d.n_questions; i++) {
            const Question *q = &d.questions[i];
            CHECK(!case_find(c, q->finding));
            CHECK(case_state(c, q->finding) != FINDING_PRESENT);
            CHECK(q->gain_bits > 0 && q->gain_bits <= 1);
            CHECK(q->p_yes > 0 && q->p_yes < 1);
            CHECK(q->favours != q->against && q->because.n > 0);
            CHECK(i == 0 || d.questions[i - 1].value >= q->value);
        }
    }
}

/* A patient at home is asked nothing that needs an examination or a blood test. */
TEST(a_patient_is_asked_what_a_patient_can_tell)
{
    const Kb *kb = content(state);
    Case     *c = small_case(state, kb);
    c->setting = SETTING_SELF;
    answers(c, FROM_QUESTION, "leg_pain.on_walking_relieved_by_rest");
    Differential d = rank_of(state, c);
    for (size_t i = 0; i < d.n_questions; i++) {
        KbClass cls = kb_finding(kb, d.questions[i].finding)->cls;
        CHECK(cls != KB_SIGN && cls != KB_LAB);
    }
}

static Differential flipped(void **state, Case *c, const Counterfactual *flip)
{
    Err e = {0};
    for (int twice = 0; twice < 2; twice++) {
        for (size_t i = 0; i < flip->n; i++) {
            CaseFinding f = *case_find(c, flip->findings[i]);
            f.state = f.state == FINDING_PRESENT ? FINDING_ABSENT : FINDING_PRESENT;
            CHECK_OK(case_put(c, f, &e), &e);
        }
        if (twice == 0) {
            Differential d = rank_of(state, c);
            CHECK(d.v[0].condition == flip->first);
        }
    }
    return rank_of(state, c);
}

TEST(a_counterfactual_does_what_it_says_and_is_smallest)
{
    const Kb *kb = content(state);
    size_t    found = 0;
    for (int round = 0; round < ROUNDS; round++) {
        Case        *c = random_case(state, kb, FROM_QUESTION);
        Differential d = rank_of(state, c);
        found += d.flip.n > 0;
        if (d.flip.n == 0)
            continue;
        CHECK(d.flip.first != d.v[0].condition);
        Differential again = flipped(state, c, &d.flip);
        CHECK(again.v[0].condition == d.v[0].condition);
        for (size_t i = 0; d.flip.n > 1 && i < c->n; i++) {
            FindingState was = c->v[i].state;
            c->v[i].state = was == FINDING_PRESENT ? FINDING_ABSENT : FINDING_PRESENT;
            Differential single = rank_of(state, c);
            CHECK(single.v[0].condition == d.v[0].condition);
            c->v[i].state = was;
        }
    }
    CHECK(found > 0);
}

TEST(a_sufficient_set_keeps_the_first_place_alone)
{
    const Kb *kb = content(state);
    for (int round = 0; round < ROUNDS; round++) {
        Case        *c = random_case(state, kb, FROM_QUESTION);
        Differential d = rank_of(state, c);
        Answers      alone = {0};
        for (size_t i = 0; i < d.n_sufficient; i++)
            alone.v[alone.n++] = *case_find(c, d.sufficient[i]);
        Differential x = rank_of(state, case_from(state, kb, &alone));
        CHECK(x.v[0].condition == d.v[0].condition);
    }
}

TEST(bands_have_room_for_few_and_their_thresholds_hold)
{
    const Kb *kb = content(state);
    for (int round = 0; round < ROUNDS; round++) {
        Differential d = rank_of(state, random_case(state, kb, FROM_NARRATIVE));
        size_t       n[4] = {0};
        for (size_t i = 0; i < d.n; i++) {
            const Hypothesis *h = &d.v[i];
            if (h->condition == KB_NONE)
                continue;
            n[h->band]++;
            CHECK(h->band != BAND_LIKELY || h->p_posterior >= d.settings.likely);
            CHECK(h->band != BAND_CONSIDER || h->p_posterior >= d.settings.consider);
            CHECK(h->band != BAND_MUST_NOT_MISS ||
                  (h->p_posterior > d.settings.must_not_miss &&
                   kb_condition(kb, h->condition)->harm >= 2));
            CHECK(i == 0 || d.v[i - 1].p_posterior >= h->p_posterior);
        }
        CHECK(n[BAND_LIKELY] <= 5 && n[BAND_CONSIDER] <= 5 && n[BAND_MUST_NOT_MISS] <= 3);
    }
}

TEST(no_findings_give_the_priors)
{
    const Kb    *kb = content(state);
    Differential d = rank_of(state, small_case(state, kb));
    for (size_t i = 0; i < d.n; i++) {
        CHECK_NEAR(d.v[i].p_posterior, d.v[i].p_prior, 1e-12);
        CHECK(d.v[i].n_bars == 0);
    }
    CHECK_NEAR(d.p_null, d.settings.p_null, 1e-3);
    CHECK(d.n_sufficient == 0 && d.flip.n == 0 && d.tempering == 1);
    CHECK(str_eq(d.kb_version, kb_version(kb)) && d.kb_version.n == 16);
}

TEST(leaving_one_out_is_the_difference_of_two_answers)
{
    const Kb *kb = content(state);
    Case     *c = small_case(state, kb), *less = small_case(state, kb);
    c->age_years = less->age_years = 68;
    answers(c, FROM_QUESTION, "smoker leg_cramp.at_night no leg_pain.sudden_severe");
    answers(less, FROM_QUESTION, "leg_cramp.at_night no leg_pain.sudden_severe");
    Differential      d = rank_of(state, c), without = rank_of(state, less);
    const Hypothesis *h = hyp(kb, &d, "peripheral_arterial_disease");
    bool              found = false;
    for (size_t i = 0; i < h->n_bars; i++)
        if (h->bars[i].kind == BAR_RISK &&
            h->bars[i].finding == finding_of(kb, "smoker")) {
            CHECK_NEAR(h->bars[i].loo,
                       h->p_posterior - p_of(kb, &without, "peripheral_arterial_disease"),
                       1e-12);
            found = h->bars[i].loo > 0.01;
        }
    CHECK(found);
}

TEST(pairs_add_up_and_turn_round)
{
    const Kb      *kb = content(state);
    ReasonSettings s = reason_defaults();
    Err            e = {0};
    for (int round = 0; round < ROUNDS; round++) {
        Case    *c = random_case(state, kb, FROM_NARRATIVE);
        Pairwise xy, yx;
        uint32_t x = below(kb_n_conditions(kb)), y = below(kb_n_conditions(kb));
        CHECK_OK(reason_pair(&xy, test_arena(state), c, x, y, &s, &e), &e);
        CHECK_OK(reason_pair(&yx, test_arena(state), c, y, x, &s, &e), &e);
        double sum = xy.prior_db;
        for (size_t i = 0; i < xy.n; i++) {
            sum += xy.v[i].db;
            CHECK(i == 0 || fabs(xy.v[i - 1].db) >= fabs(xy.v[i].db));
        }
        if (!isfinite(sum))
            continue;
        CHECK_NEAR(sum, xy.total_db, 1e-9);
        CHECK_NEAR(xy.total_db, -yx.total_db, 1e-9);
        Differential d = rank_of(state, c);
        double       px = p_same(&d, x), py = p_same(&d, y);
        if (px > 0)
            CHECK_NEAR(10 * log10(px / py), xy.total_db, 0.02);
    }
}

TEST_MAIN("reason/property", cmocka_unit_test(order_and_repetition_do_not_matter),
          cmocka_unit_test(an_implied_parent_adds_nothing),
          cmocka_unit_test(what_is_unknown_adds_nothing),
          cmocka_unit_test(bars_and_probabilities_add_up),
          cmocka_unit_test(bars_stand_in_canonical_order),
          cmocka_unit_test(small_silences_share_one_bar),
          cmocka_unit_test(both_answers_average_back),
          cmocka_unit_test(raw_evidence_is_monotone),
          cmocka_unit_test(the_impossible_has_no_probability),
          cmocka_unit_test(a_red_flag_never_lowers_the_level),
          cmocka_unit_test(questions_are_open_informative_and_best_first),
          cmocka_unit_test(a_patient_is_asked_what_a_patient_can_tell),
          cmocka_unit_test(a_counterfactual_does_what_it_says_and_is_smallest),
          cmocka_unit_test(a_sufficient_set_keeps_the_first_place_alone),
          cmocka_unit_test(bands_have_room_for_few_and_their_thresholds_hold),
          cmocka_unit_test(no_findings_give_the_priors),
          cmocka_unit_test(leaving_one_out_is_the_difference_of_two_answers),
          cmocka_unit_test(pairs_add_up_and_turn_round))
