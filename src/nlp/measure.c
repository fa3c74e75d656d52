/*
 * nlp/measure.c - durations, how often, how bad, doses, ages, sides.
 *
 * A small grammar over numbers (digits or words) and the units of units.tsv:
 *
 *     duration  about? N unit | N/7 N/52 N/12 | since ...        "for about three weeks"
 *     often     N times|nights per | twice a week | most nights
 *     dose      N mg                                             "2.5 milligrams"
 *     age       N years old | i am N | aged N
 *
 * The length of one attack ("lasts a couple of minutes") is no duration of the illness:
 * spans under a quarter of a day count only with "ago" or "since".
 */
#include "nlp/reading.h"

#include <math.h>

#define SHORTEST_ILLNESS_DAYS 0.25

static const Row *row_at(const Reading *r, const Line *line, uint32_t at, UnitKind kind,
                         uint32_t *n)
{
    const Row *best = NULL;
    *n = 0;
    for (uint32_t k = 0; k < line->n_matches; k++) {
        const Match *m = &r->matches[line->first_match + k];
        if (m->entry.kind != ENTRY_UNIT || m->from != at)
            continue;
        const Row *row = lexicon_row(r->lex, m->entry);
        if (row->kind == (unsigned)kind && m->to - at > *n) {
            *n = m->to - at;
            best = row;
        }
    }
    return best;
}

static bool word_is(const Reading *r, const Line *line, uint32_t i, const char *norm)
{
    return i >= line->from && i < line->to && str_is(r->words[i].norm, norm);
}

/* One number at `at`: digits, or words with their tens ("sixty eight"). Gives words. */
static uint32_t plain_number(const Reading *r, const Line *line, uint32_t at,
                             double *value)
{
    uint32_t n, m;
    if (at >= line->to)
        return 0;
    if (r->words[at].kind == TOKEN_NUMBER) {
        *value = r->words[at].value;
        return isnan(*value) ? 0U : 1U;
    }
    const Row *row = row_at(r, line, at, UNIT_NUMBER, &n);
    if (!row)
        return 0;
    *value = row->value;
    const Row *next = row_at(r, line, at + n, UNIT_NUMBER, &m);
    if (next && *value >= 20 && *value < 100 && next->value >= 1 && next->value < 10 &&
        m == 1) {
        *value += next->value;
        n += m;
    } else if (next && next->value >= 100 && *value >= 1 && *value < 100) {
        *value *= next->value;
        n += m;
    }
    return n;
}

/* "two or three", "2-3", "two to three": the middle. */
static uint32_t number_at(const Reading *r, const Line *line, uint32_t at, double *value)
{
    double   upper;
    uint32_t n = plain_number(r, line, at, value);
    if (!n)
        return 0;
    uint32_t joint = at + n;
    bool     range = word_is(r, line, joint, "or") || word_is(r, line, joint, "to") ||
                 word_is(r, line, joint, "-") || word_is(r, line, joint, "and");
    if (!range)
        return n;
    uint32_t m = plain_number(r, line, joint + 1, &upper);
    bool     half = word_is(r, line, joint, "and") && m && upper < 1;
    if (half) {
        *value += upper;
        return n + 1 + m;
    }
    if (!m || upper < *value || word_is(r, line, joint, "and"))
        return n;
    *value = (*value + upper) / 2;
    return n + 1 + m;
}

static void add(Measures *out, MeasureKind kind, uint32_t from, uint32_t to, double value)
{
    if (out->n < sizeof out->v / sizeof *out->v)
        out->v[out->n++] = (Measure){kind, from, to, value};
}

/* "3/7" of written notes: days, weeks, months. Gives words. */
static uint32_t fraction_at(const Reading *r, const Line *line, uint32_t at, double *days)
{
    if (at + 2 >= line->to || !word_is(r, line, at + 1, "/") ||
        r->words[at].kind != TOKEN_NUMBER || r->words[at + 2].kind != TOKEN_NUMBER)
        return 0;
    double unit = r->words[at + 2].value;
    *days = unit == 7 ? 1 : unit == 52 ? 7 : unit == 12 ? 30.4 : NAN;
    if (isnan(*days))
        return 0;
    *days *= r->words[at].value;
    return 3;
}

/* Words before a span of time that make it something else: "in two weeks", "every hour".
 */
static bool is_not_past(const Reading *r, const Line *line, uint32_t from)
{
    return word_is(r, line, from - 1, "in") || word_is(r, line, from - 1, "within") ||
           word_is(r, line, from - 1, "every") || word_is(r, line, from - 1, "next") ||
           word_is(r, line, from - 1, "each");
}

static void add_duration(Measures *out, const Reading *r, const Line *line, uint32_t from,
                         uint32_t to, double days)
{
    uint32_t n;
    bool     past =
        row_at(r, line, to, UNIT_AGO, &n) != NULL || word_is(r, line, from - 1, "since");
    if (is_not_past(r, line, from) || (days < SHORTEST_ILLNESS_DAYS && !past))
        return;
    add(out, MEASURE_DURATION, from, to, days);
}

/* What follows a number decides what it measures. Gives the first word behind. */
static uint32_t after_number(Measures *out, const Reading *r, const Line *line,
                             uint32_t from, uint32_t at, double value)
{
    uint32_t   n, m;
    const Row *row = row_at(r, line, at, UNIT_AGE, &n);
    if (row) {
        add(out, MEASURE_AGE, from, at + n, value);
        return at + n;
    }
    row = row_at(r, line, at, UNIT_TIMES, &n);
    const Row *per = row_at(r, line, at + (row ? n : 0), UNIT_PER, &m);
    if (per) {
        add(out, MEASURE_FREQUENCY, from, at + (row ? n : 0) + m, value * per->value);
        return at + (row ? n : 0) + m;
    }
    row = row_at(r, line, at, UNIT_TIME, &n);
    if (row) {
        add_duration(out, r, line, from, at + n, value * row->value);
        return at + n;
    }
    row = row_at(r, line, at, UNIT_DOSE, &n);
    if (row) {
        add(out, MEASURE_DOSE, from, at + n, value);
        return at + n;
    }
    row = row_at(r, line, at, UNIT_SEVERITY, &n);
    if (row && !row->name.n) { /* "eight out of ten" */
        add(out, MEASURE_SEVERITY, from, at + n, value);
        return at + n;
    }
    return at;
}

static uint32_t worded_at(Measures *out, const Reading *r, const Line *line, uint32_t at)
{
    uint32_t   n;
    const Row *row = row_at(r, line, at, UNIT_OFTEN, &n);
    if (row) {
        add(out, MEASURE_FREQUENCY, at, at + n, row->value > 0 ? row->value : NAN);
        return at + n;
    }
    row = row_at(r, line, at, UNIT_WHEN, &n);
    if (row) {
        add(out, MEASURE_WHEN, at, at + n, NAN);
        return at + n;
    }
    row = row_at(r, line, at, UNIT_SINCE, &n);
    if (row) {
        add(out, MEASURE_DURATION, at, at + n, row->value > 0 ? row->value : NAN);
        return at + n;
    }
    row = row_at(r, line, at, UNIT_SEVERITY, &n);
    if (row && row->name.n) {
        add(out, MEASURE_SEVERITY, at, at + n, NAN);
        return at + n;
    }
    return at;
}

void measure_line(Measures *out, const Reading *r, const Line *line)
{
    out->n = 0;
    for (uint32_t at = line->from; at < line->to;) {
        double   value;
        uint32_t n = fraction_at(r, line, at, &value);
        if (n) {
            add_duration(out, r, line, at, at + n, value);
            at += n;
            continue;
        }
        uint32_t behind = worded_at(out, r, line, at);
        if (behind == at) {
            n = number_at(r, line, at, &value);
            behind = n ? after_number(out, r, line, at, at + n, value) : at;
        }
        at = behind > at ? behind : at + 1;
    }
}

Side measure_side(const Reading *r, const Line *line, uint32_t from, uint32_t to)
{
    enum { NEAR = 3 };
    bool left = false, right = false, both = false;
    for (uint32_t at = line->from; at < line->to;) {
        uint32_t   n;
        const Row *row = row_at(r, line, at, UNIT_SIDE, &n);
        if (row && at + n + NEAR > from && at < to + NEAR) {
            left = left || str_is(row->name, "left");
            right = right || str_is(row->name, "right");
            both = both || str_is(row->name, "both");
        }
        at += row ? n : 1;
    }
    if (both && !left && !right)
        return SIDE_BOTH;
    if (left == right) /* neither, or both named: nobody can choose */
        return SIDE_NONE;
    return left ? SIDE_LEFT : SIDE_RIGHT;
}

/* ---- the person ---------------------------------------------------------------- */

static bool asks_age(const Reading *r, const Line *line)
{
    for (uint32_t i = line->from; i < line->to; i++) {
        if (word_is(r, line, i, "old") || word_is(r, line, i, "age") ||
            word_is(r, line, i, "ages"))
            return true;
    }
    return false;
}

/* "I'm 68", "aged 68", or a bare number to the question after the age. */
static bool age_at(const Reading *r, const Line *line, uint32_t at, bool asked)
{
    bool i_am = word_is(r, line, at - 1, "am") && at >= line->from + 2 &&
                word_is(r, line, at - 2, "i");
    bool aged = word_is(r, line, at - 1, "aged") || word_is(r, line, at - 1, "age");
    return asked || i_am || aged;
}

static bool unit_follows(const Reading *r, const Line *line, uint32_t at)
{
    uint32_t n;
    return row_at(r, line, at, UNIT_TIME, &n) || row_at(r, line, at, UNIT_DOSE, &n) ||
           row_at(r, line, at, UNIT_TIMES, &n) || row_at(r, line, at, UNIT_PER, &n) ||
           word_is(r, line, at, "%") || word_is(r, line, at, "/") ||
           word_is(r, line, at, ":");
}

static bool written_sex(const Reading *r, const Line *line, uint32_t at, KbSex *sex)
{
    bool male = word_is(r, line, at, "m"), female = word_is(r, line, at, "f");
    *sex = male ? KB_MALE : KB_FEMALE;
    return male || female;
}

static bool take_age(Findings *out, const Reading *r, const Line *line, bool asked)
{
    Measures m;
    measure_line(&m, r, line);
    for (size_t i = 0; i < m.n; i++) {
        if (m.v[i].kind == MEASURE_AGE && m.v[i].value <= 120) {
            out->age_years = m.v[i].value;
            out->age_said = reading_span(r, m.v[i].from, m.v[i].to);
            return true;
        }
    }
    for (uint32_t at = line->from; at < line->to; at++) {
        double   value;
        KbSex    sex;
        uint32_t n = number_at(r, line, at, &value);
        if (!n || value < 1 || value > 120 || unit_follows(r, line, at + n))
            continue;
        bool letter = r->words[at].kind == TOKEN_NUMBER && value >= 10 &&
                      written_sex(r, line, at + n, &sex);
        bool said_so = r->words[at].kind == TOKEN_NUMBER || value >= 10; /* "I am a" */
        if (!letter && !(said_so && age_at(r, line, at, asked)))
            continue;
        out->age_years = value;
        out->age_said = reading_span(r, at, at + n);
        if (letter && out->sex == KB_SEX_UNKNOWN) {
            out->sex = sex;
            out->sex_said = reading_span(r, at + n, at + n + 1);
        }
        return true;
    }
    return false;
}

static bool is_same_person(const Reading *r, const Line *line, const Match *m)
{
    bool about_self =
        word_is(r, line, m->from - 1, "a") &&
        (word_is(r, line, m->from - 2, "am") || word_is(r, line, m->from - 2, "is"));
    return about_self || r->t->kind == TRANSCRIPT_PROSE;
}

static void take_sex(Findings *out, const Reading *r, const Line *line, bool with_age)
{
    for (uint32_t k = 0; k < line->n_matches && out->sex == KB_SEX_UNKNOWN; k++) {
        const Match *m = &r->matches[line->first_match + k];
        if (m->entry.kind != ENTRY_PERSON)
            continue;
        unsigned kind = lexicon_row(r->lex, m->entry)->kind;
        if ((kind == PERSON_WOMAN || kind == PERSON_MAN) &&
            (with_age || is_same_person(r, line, m))) {
            out->sex = kind == PERSON_WOMAN ? KB_FEMALE : KB_MALE;
            out->sex_said = reading_span(r, m->from, m->to);
        }
    }
}

void measure_person(Findings *out, const Reading *r)
{
    bool asked = false;
    out->age_years = NAN;
    out->sex = KB_SEX_UNKNOWN;
    for (size_t i = 0; i < r->n_lines; i++) {
        const Line *line = &r->lines[i];
        bool        patient = line->speaker != SPEAKER_CLINICIAN;
        bool        relatives = scan_has_person(r, line, PERSON_KIN);
        bool        with_age = false;
        if (!relatives && isnan(out->age_years) && (patient || !line->is_question))
            with_age = take_age(out, r, line, asked && patient);
        if (!relatives && (patient || with_age))
            take_sex(out, r, line, with_age || asked);
        if (!patient)
            asked = line->is_question && asks_age(r, line) && !relatives;
    }
}
