/*
 * reason/prior.c - how common each condition is in a person like this.
 *
 * Rates are multiplied in decibels: age band, sex, risk factors. A relative risk is
 * divided by its average over exposed and unexposed people, so not knowing an
 * exposure leaves the rate as it is, and knowing it either way averages back. A gate
 * (`requires`) is no relative risk: without the exposure the condition cannot be.
 */
#include "reason/model.h"

#include <math.h>

/* Share of people by age band: England and Wales, rounded (ONS mid-2020 estimates).
   It is used only while the age is unknown. */
static const double people[KB_AGE_BANDS] = {0.01, 0.05, 0.12, 0.18,
                                            0.20, 0.20, 0.15, 0.09};

/* All risk factors of a condition together: 15 dB. */
static const double most_risk = 31.622776601683793;

static double age_factor(const Model *m, size_t k, double age_years)
{
    const double *by_age = m->by_age + k * KB_AGE_BANDS;
    int           band = case_age_band(age_years);
    if (band >= 0)
        return by_age[band];
    double mean = 0;
    for (int i = 0; i < KB_AGE_BANDS; i++)
        mean += people[i] * by_age[i];
    return mean;
}

static double sex_factor(const Model *m, size_t k, KbSex sex)
{
    const double *by_sex = m->by_sex + 2 * k;
    return sex == KB_SEX_UNKNOWN ? (by_sex[0] + by_sex[1]) / 2 : by_sex[sex];
}

double prior_prevalence(const Kb *kb, uint32_t finding)
{
    const KbFinding *f = kb_finding(kb, finding);
    double           p = kb_b(kb, finding);
    for (uint32_t i = 0; i < f->closure.n; i++)
        p *= kb_b(kb, kb_index_at(kb, f->closure.first + i));
    return p;
}

static double risk_factor(const Kb *kb, const KbRisk *r, FindingState state)
{
    double rr = kb_number(kb, r->rr)->value, q = kb_number(kb, r->prevalence)->value;
    double mean = 1 + q * (rr - 1);
    return state == FINDING_PRESENT ? rr / mean : state == FINDING_ABSENT ? 1 / mean : 1;
}

static double gate_factor(const Eval *v, const KbCondition *c)
{
    if (c->requires == KB_NONE || v->state[c->requires] == FINDING_PRESENT)
        return 1;
    if (v->state[c->requires] == FINDING_ABSENT)
        return 0;
    return prior_prevalence(v->m->kb, c->requires);
}

static double all_risks(const Eval *v, const KbCondition *c)
{
    double product = 1;
    for (uint32_t i = 0; i < c->risks.n; i++) {
        const KbRisk *r = kb_risk(v->m->kb, c->risks.first + i);
        if (r->finding != c->requires)
            product *= risk_factor(v->m->kb, r, v->state[r->finding]);
    }
    return fmin(fmax(product, 1 / most_risk), most_risk);
}

static double rate_of(const Eval *v, const Facts *f, size_t k, const Shake *shake)
{
    const KbCondition *c = kb_condition(v->m->kb, (uint32_t)k);
    return kb_number(v->m->kb, c->prior)->value * age_factor(v->m, k, f->age_years) *
           sex_factor(v->m, k, f->sex) * gate_factor(v, c) * all_risks(v, c) *
           model_rate_shake(v->m, k, shake);
}

static int32_t score_of(double p)
{
    return p > 0 ? (int32_t)lround(1000 * log10(p)) : EVAL_NEVER;
}

void prior_scores(int32_t *out, double *rates, const Eval *v, const Facts *f,
                  const Shake *shake)
{
    size_t null = v->m->n_hyp - 1;
    double sum = 0;
    for (size_t k = 0; k < null; k++)
        sum += rates[k] = rate_of(v, f, k, shake);
    double p_null = sum > 0 ? v->m->s.p_null : 1;
    for (size_t k = 0; k < null; k++)
        out[k] = score_of(sum > 0 ? (1 - p_null) * rates[k] / sum : 0);
    out[null] = score_of(p_null);
}

/* ---- shown apart --------------------------------------------------------------- */

static const char *band_name(int band)
{
    static const char *const name[KB_AGE_BANDS] = {
        "age under 1", "age 1-4",   "age 5-14",  "age 15-29",
        "age 30-44",   "age 45-59", "age 60-74", "age 75 and over"};
    return name[band];
}

static void add_part(RiskPart *parts, size_t *n, RiskPart part)
{
    if (*n < RISK_PARTS_MAX && fabs(part.db) >= 0.005)
        parts[(*n)++] = part;
}

static void add_person(RiskPart *parts, size_t *n, const KbCondition *c, const Facts *f)
{
    int band = case_age_band(f->age_years);
    if (band >= 0)
        add_part(parts, n,
                 (RiskPart){BAR_RISK, KB_NONE, KB_NONE, c->age_db[band],
                            str_from(band_name(band))});
    if (f->sex != KB_SEX_UNKNOWN)
        add_part(parts, n,
                 (RiskPart){BAR_RISK, KB_NONE, KB_NONE, c->sex_db[f->sex],
                            f->sex == KB_FEMALE ? STR("female") : STR("male")});
}

size_t prior_parts(RiskPart parts[RISK_PARTS_MAX], const Eval *v, const Facts *f,
                   size_t k)
{
    const Kb *kb = v->m->kb;
    size_t    n = 0;
    if (k >= kb_n_conditions(kb))
        return 0;
    const KbCondition *c = kb_condition(kb, (uint32_t)k);
    add_person(parts, &n, c, f);
    if (c->requires != KB_NONE && v->state[c->requires] == FINDING_PRESENT)
        add_part(parts, &n,
                 (RiskPart){BAR_RISK, c->requires, c->prior,
                            -10 * log10(prior_prevalence(kb, c->requires)),
                            kb_finding(kb, c->requires)->name});
    for (uint32_t i = 0; i < c->risks.n; i++) {
        const KbRisk *r = kb_risk(kb, c->risks.first + i);
        if (r->finding != c->requires && v->state[r->finding] != FINDING_UNKNOWN)
            add_part(parts, &n,
                     (RiskPart){BAR_RISK, r->finding, r->rr,
                                10 * log10(risk_factor(kb, r, v->state[r->finding])),
                                kb_finding(kb, r->finding)->name});
    }
    return n;
}

double prior_exposed(const Kb *kb, size_t k, uint32_t finding, double base)
{
    const KbCondition *c = kb_condition(kb, (uint32_t)k);
    if (c->requires == finding)
        return 0.998;
    for (uint32_t i = 0; i < c->risks.n; i++) {
        const KbRisk *r = kb_risk(kb, c->risks.first + i);
        double        rr = kb_number(kb, r->rr)->value;
        if (r->finding == finding)
            return base * rr / (1 + base * (rr - 1));
    }
    return base;
}
