/*
 * reason/model.c - the tables are filled once per request, not kept in the image.
 *
 * At the size of today's content this costs a fraction of a millisecond, and every
 * weight then comes from the numbers an editor can open. When the content grows
 * beyond some hundred conditions, the rows belong into the image.
 */
#include "reason/model.h"

#include <assert.h>
#include <math.h>

ReasonSettings reason_defaults(void)
{
    /* differential.md's measured values; see docs/decisions/0005-inference.md */
    return (ReasonSettings){.p_null = 0.30,
                            .reporting = 0.2,
                            .omega = {1.0, 0.5, 0.3},
                            .saturation = 0.08,
                            .cluster_decay = 0.5,
                            .likely = 0.20,
                            .consider = 0.02,
                            .must_not_miss = 0.005,
                            .triage = {0, 0.30, 0.20, 0.10, 0.05},
                            .harm_weight = 0.5,
                            .red_flag_bonus = 0.05,
                            .must_ask_bonus = 0.02};
}

int32_t model_cdb(double ratio)
{
    double cdb = 1000 * log10(ratio);
    if (!(cdb < EVIDENCE_CAP_CDB))
        return EVIDENCE_CAP_CDB;
    return cdb > -EVIDENCE_CAP_CDB ? (int32_t)lround(cdb) : -EVIDENCE_CAP_CDB;
}

bool model_is_risk(const Kb *kb, size_t k, uint32_t finding)
{
    if (k >= kb_n_conditions(kb))
        return false;
    const KbCondition *c = kb_condition(kb, (uint32_t)k);
    if (c->requires != KB_NONE && c->requires == finding)
        return true;
    for (uint32_t i = 0; i < c->risks.n; i++)
        if (kb_risk(kb, c->risks.first + i)->finding == finding)
            return true;
    return false;
}

uint32_t model_number(const Kb *kb, size_t k, uint32_t finding)
{
    if (k >= kb_n_conditions(kb))
        return KB_NONE;
    uint32_t own = kb_find_link(kb, (uint32_t)k, finding);
    if (own != KB_NONE)
        return kb_link(kb, own)->number;
    /* Raised from a child: the child with the highest p stands behind it. */
    const KbCondition *c = kb_condition(kb, (uint32_t)k);
    uint32_t           best = KB_NONE;
    for (uint32_t i = 0; i < c->links.n; i++) {
        const KbLink *l = kb_link(kb, c->links.first + i);
        if (kb_implies(kb, l->finding, finding) &&
            (best == KB_NONE ||
             kb_number(kb, l->number)->value > kb_number(kb, best)->value))
            best = l->number;
    }
    return best;
}

Str model_name(const Kb *kb, uint32_t condition)
{
    return condition == KB_NONE ? STR("something else")
                                : kb_condition(kb, condition)->name;
}

/* ---- opening ------------------------------------------------------------------- */

static bool must_have(const Kb *kb, const KbCondition *c, uint32_t finding)
{
    for (uint32_t i = 0; i < c->never_without.n; i++)
        if (kb_index_at(kb, c->never_without.first + i) == finding)
            return true;
    return false;
}

static void fill_cell(Model *m, uint32_t f, size_t k)
{
    size_t at = (size_t)f * m->n_hyp + k;
    double b = kb_b(m->kb, f), q = b;
    if (m->q[at] == b && !model_is_risk(m->kb, k, f))
        q = kb_q(m->kb, (uint32_t)k, f);
    if (q == b) /* or it was filled before */
        return;
    m->q[at] = q;
    double rho = kb_finding(m->kb, f)->cls == KB_SYMPTOM ? m->s.reporting : 0;
    m->present[at] = (int16_t)model_cdb(q / b);
    m->absent[at] = (int16_t)model_cdb((1 - q) / (1 - b));
    m->silent[at] = (int16_t)model_cdb((1 - rho * q) / (1 - rho * b));
    if (must_have(m->kb, kb_condition(m->kb, (uint32_t)k), f))
        m->absent[at] = -EVIDENCE_CAP_CDB;
    if (m->present[at] || m->absent[at])
        m->informs[f] = true;
}

/* Every hypothesis begins with the background of the finding. */
static void fill_row(Model *m, uint32_t f)
{
    double b = kb_b(m->kb, f);
    for (size_t k = 0; k < m->n_hyp; k++)
        m->q[(size_t)f * m->n_hyp + k] = b;
}

/* Only what a condition's file names, and what that implies, differs from it: of some
   hundred findings a few dozen. */
static void fill_condition(Model *m, uint32_t k)
{
    KbRange links = kb_condition(m->kb, k)->links;
    for (uint32_t i = 0; i < links.n; i++) {
        uint32_t       f = kb_link(m->kb, links.first + i)->finding;
        const KbRange *up = &kb_finding(m->kb, f)->closure;
        fill_cell(m, f, k);
        for (uint32_t j = 0; j < up->n; j++)
            fill_cell(m, kb_index_at(m->kb, up->first + j), k);
    }
}

static void fill_cluster(Model *m, uint32_t f)
{
    Str name = kb_finding(m->kb, f)->cluster;
    m->cluster[f] = KB_NONE;
    for (uint32_t g = 0; name.n > 0 && g <= f; g++)
        if (str_eq(kb_finding(m->kb, g)->cluster, name)) {
            m->cluster[f] = g;
            return;
        }
}

/* A finding has more ancestors than any of its parents, so their number is an order
   that puts roots before children. */
static void fill_canonical(Model *m)
{
    for (uint32_t f = 0; f < m->n_findings; f++) {
        size_t at = f;
        for (; at > 0 && kb_finding(m->kb, m->canonical[at - 1])->closure.n >
                             kb_finding(m->kb, f)->closure.n;
             at--)
            m->canonical[at] = m->canonical[at - 1];
        m->canonical[at] = f;
    }
}

double model_times(double db) { return isinf(db) ? 0 : pow(10, db / 10); }

static void fill_person(Model *m, size_t k)
{
    const KbCondition *c = kb_condition(m->kb, (uint32_t)k);
    for (size_t i = 0; i < KB_AGE_BANDS; i++)
        m->by_age[k * KB_AGE_BANDS + i] = model_times(c->age_db[i]);
    for (size_t i = 0; i < 2; i++)
        m->by_sex[2 * k + i] = model_times(c->sex_db[i]);
}

static bool make_room(Model *m, Arena *a, Err *e)
{
    size_t cells = m->n_findings * m->n_hyp;
    return (m->q = ARENA_ARRAY(a, double, cells, e)) &&
           (m->present = ARENA_ARRAY(a, int16_t, cells, e)) &&
           (m->absent = ARENA_ARRAY(a, int16_t, cells, e)) &&
           (m->silent = ARENA_ARRAY(a, int16_t, cells, e)) &&
           (m->informs = ARENA_ARRAY(a, bool, m->n_findings, e)) &&
           (m->cluster = ARENA_ARRAY(a, uint32_t, m->n_findings, e)) &&
           (m->canonical = ARENA_ARRAY(a, uint32_t, m->n_findings, e)) &&
           (m->by_age = ARENA_ARRAY(a, double, m->n_hyp *KB_AGE_BANDS, e)) &&
           (m->by_sex = ARENA_ARRAY(a, double, m->n_hyp * 2, e)) &&
           (m->hash = ARENA_ARRAY(a, uint64_t, m->n_findings, e)) &&
           (m->hypothesis = ARENA_ARRAY(a, uint64_t, m->n_hyp, e));
}

bool model_open(Model **out, Arena *a, const Kb *kb, const ReasonSettings *s, Err *e)
{
    Model *m = ARENA_NEW(a, Model, e);
    if (!m)
        return false;
    *m = (Model){.kb = kb,
                 .s = *s,
                 .n_findings = kb_n_findings(kb),
                 .n_hyp = kb_n_conditions(kb) + 1};
    if (!make_room(m, a, e))
        return false;
    for (uint32_t f = 0; f < m->n_findings; f++) {
        fill_row(m, f);
        fill_cluster(m, f);
        m->hash[f] = str_hash(kb_finding(kb, f)->id);
    }
    fill_canonical(m);
    for (uint32_t k = 0; k + 1 < m->n_hyp; k++) {
        fill_condition(m, k);
        fill_person(m, k);
        m->hypothesis[k] = str_hash(kb_condition(kb, k)->id);
    }
    m->hypothesis[m->n_hyp - 1] = str_hash(STR("background"));
    *out = m;
    return true;
}

/* ---- what the grades leave open ------------------------------------------------ */

/* As many patients as the number is worth (differential.md 4, "uncertainty"). */
static double patients_behind(KbGrade g)
{
    static const double n[] = {[KB_A] = 100, [KB_B] = 40, [KB_C] = 15, [KB_D] = 15,
                               [KB_E] = 6,   [KB_I] = 10, [KB_X] = 100};
    return n[g];
}

/* A standard normal number that belongs to the three keys: eight bytes, added. */
static double normal_from(uint64_t a, uint64_t b, uint64_t c)
{
    uint64_t z = a * 3 + (b << 17 | b >> 47) + (c + 1) * 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    z ^= z >> 31;
    uint32_t sum = 0;
    for (unsigned i = 0; i < 8; i++)
        sum += (uint32_t)(z >> (8 * i)) & 255u;
    return ((double)sum - 1020) / 209.02; /* mean and deviation of eight bytes */
}

static double shaken(double p, double n, double z)
{
    double inside = p < 0.02 ? 0.02 : p > 0.98 ? 0.98 : p;
    double spread = 1 / sqrt(n * inside * (1 - inside));
    double odds = p / (1 - p) * exp(spread * z);
    double moved = odds / (1 + odds);
    return moved < 0.002 ? 0.002 : moved > 0.998 ? 0.998 : moved;
}

static double shaken_background(const Model *m, uint32_t f, const Shake *shake)
{
    const KbNumber *n = kb_number(m->kb, kb_finding(m->kb, f)->background);
    double          z = normal_from(m->hash[f], m->hypothesis[m->n_hyp - 1], shake->draw);
    return shaken(kb_b(m->kb, f), patients_behind(n->grade), z);
}

bool model_is_silent(const Model *m, size_t k, uint32_t f)
{
    const double *row = m->q + (size_t)f * m->n_hyp;
    return row[k] == row[m->n_hyp - 1];
}

double model_q(const Model *m, size_t k, uint32_t f, const Shake *shake)
{
    double q = m->q[(size_t)f * m->n_hyp + k];
    if (!shake)
        return q;
    if (model_is_silent(m, k, f))
        return shaken_background(m, f, shake);
    uint32_t number = model_number(m->kb, k, f);
    KbGrade  g = number == KB_NONE ? KB_E : kb_number(m->kb, number)->grade;
    return shaken(q, patients_behind(g),
                  normal_from(m->hash[f], m->hypothesis[k], shake->draw));
}

double model_rate_shake(const Model *m, size_t k, const Shake *shake)
{
    if (!shake || k + 1 == m->n_hyp)
        return 1;
    KbGrade g = kb_number(m->kb, kb_condition(m->kb, (uint32_t)k)->prior)->grade;
    double  z = normal_from(0, m->hypothesis[k], shake->draw);
    return exp(z / sqrt(patients_behind(g)));
}
