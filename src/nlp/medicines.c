/*
 * nlp/medicines.c - what is taken, and the clinical words nobody understood.
 *
 * A medicine is a finding of class drug, or a word that the tables or its ending mark as
 * one. Its dose and how often it is taken are the nearest such words in the same
 * sentence. Nothing is corrected: a name that is not known is listed as it was said.
 */
#include "nlp/reading.h"

enum { DOSE_NEAR = 6, OFTEN_NEAR = 12 };

/* Does another medicine stand between these words? Then the dose is its own. */
static bool has_drug_between(const Reading *r, const Line *line, uint32_t from,
                             uint32_t to)
{
    for (uint32_t k = 0; k < line->n_matches; k++) {
        const Match *m = &r->matches[line->first_match + k];
        bool         drug = false;
        if (m->entry.kind == ENTRY_FINDING)
            drug = kb_finding(r->lex->kb, m->entry.id)->cls == KB_DRUG;
        else if (m->entry.kind == ENTRY_CLINICAL)
            drug = lexicon_row(r->lex, m->entry)->kind == CLINICAL_DRUG;
        if (drug && m->from >= from && m->to <= to)
            return true;
    }
    return false;
}

/* The nearest measure behind the name, or "5 mg of" directly before it. */
static const Measure *nearest(const Reading *r, const Line *line, const Measures *m,
                              MeasureKind kind, Match name)
{
    uint32_t       most = kind == MEASURE_DOSE ? DOSE_NEAR : OFTEN_NEAR;
    const Measure *best = NULL;
    uint32_t       best_gap = most + 1;
    for (size_t i = 0; i < m->n; i++) {
        const Measure *x = &m->v[i];
        bool           before = kind == MEASURE_DOSE && x->to <= name.from &&
                      (x->to == name.from ||
                       (x->to + 1 == name.from && str_is(r->words[x->to].norm, "of")));
        uint32_t gap = before || x->from < name.to ? 0 : x->from - name.to;
        bool behind = x->from >= name.to && !has_drug_between(r, line, name.to, x->from);
        if (x->kind == kind && (before || behind) && gap < best_gap) {
            best = x;
            best_gap = gap;
        }
    }
    return best;
}

static void take_dose(Medication *out, const Reading *r, const Line *line, uint32_t from,
                      uint32_t to)
{
    Measures m;
    measure_line(&m, r, line);
    Match          name = {.from = from, .to = to};
    const Measure *dose = nearest(r, line, &m, MEASURE_DOSE, name);
    const Measure *often = nearest(r, line, &m, MEASURE_FREQUENCY, name);
    if (!often)
        often = nearest(r, line, &m, MEASURE_WHEN, name);
    if (dose)
        out->dose = reading_span(r, dose->from, dose->to);
    if (often)
        out->frequency = reading_span(r, often->from, often->to);
}

static const Mention *best_mention(const Reading *r, const FoundFinding *f)
{
    const Mention *best = NULL;
    for (size_t i = 0; i < r->n_clues; i++) {
        const Clue *c = &r->clues[i];
        if (c->finding == f->finding && c->evidence.status == f->status) {
            const Mention *m = &r->mentions[c->mention];
            Medication     dose = {0};
            take_dose(&dose, r, &r->lines[m->line], m->from, m->to);
            if (!best || dose.dose.n)
                best = m;
            if (dose.dose.n)
                break;
        }
    }
    return best;
}

/* The general word ("water tablet") says nothing beside the medicine itself. */
static bool has_finer(const Findings *out, const Kb *kb, uint32_t finding)
{
    for (size_t i = 0; i < out->n; i++) {
        const FoundFinding *f = &out->v[i];
        if (f->finding != finding && f->status == STATUS_PRESENT &&
            kb_implies(kb, f->finding, finding))
            return true;
    }
    return false;
}

/* "clot" within "blood clot" is not listed again. */
static bool is_inner(const Reading *r, const Line *line, const Match *m)
{
    for (uint32_t k = 0; k < line->n_matches; k++) {
        const Match *other = &r->matches[line->first_match + k];
        bool         outer = other->from <= m->from && other->to >= m->to &&
                     other->to - other->from > m->to - m->from;
        if (outer && other->entry.kind == ENTRY_CLINICAL &&
            lexicon_row(r->lex, other->entry)->kind <= CLINICAL_DRUG)
            return true;
    }
    return false;
}

static bool overlaps_finding(const Reading *r, const Line *line, const Match *m)
{
    for (uint32_t k = 0; k < line->n_matches; k++) {
        const Match *other = &r->matches[line->first_match + k];
        if ((other->entry.kind == ENTRY_FINDING ||
             other->entry.kind == ENTRY_LOOKS_LIKE) &&
            !other->entry.needs_topic && other->from < m->to && other->to > m->from)
            return true;
    }
    return false;
}

static bool same_words(const Reading *r, Span x, Span y)
{
    return str_eq_nocase(transcript_span(r->t, x), transcript_span(r->t, y));
}

typedef struct MedicationList {
    Medication *v;
    size_t      n, room;
} MedicationList;

static bool add_medication(MedicationList *l, const Reading *r, Medication m, Err *e)
{
    for (size_t i = 0; i < l->n; i++) {
        if (l->v[i].finding == KB_NONE && m.finding == KB_NONE &&
            same_words(r, l->v[i].name, m.name))
            return true;
    }
    void *v = l->v;
    if (!reading_room(r->a, &v, l->n, &l->room, sizeof *l->v, e))
        return false;
    l->v = v;
    l->v[l->n++] = m;
    return true;
}

/* A word that names a medicine which no finding stands for. */
static bool is_unknown_drug(const Reading *r, const Line *line, const Match *m)
{
    if (m->entry.kind != ENTRY_CLINICAL ||
        lexicon_row(r->lex, m->entry)->kind != CLINICAL_DRUG)
        return false;
    return !overlaps_finding(r, line, m);
}

static bool take_unknown_drugs(MedicationList *l, const Reading *r, const Line *line,
                               Err *e)
{
    bool patient = line->speaker != SPEAKER_CLINICIAN;
    for (uint32_t k = 0; patient && k < line->n_matches; k++) {
        const Match *m = &r->matches[line->first_match + k];
        if (!is_unknown_drug(r, line, m))
            continue;
        Mention named = {.finding = KB_NONE, .from = m->from, .to = m->to};
        assert_status(r, line, &named);
        Medication drug = {.name = reading_span(r, m->from, m->to),
                           .finding = KB_NONE,
                           .status = named.status};
        take_dose(&drug, r, line, m->from, m->to);
        if (!add_medication(l, r, drug, e))
            return false;
    }
    return true;
}

bool gather_medications(Findings *out, const Reading *r, Err *e)
{
    MedicationList l = {0};
    for (size_t i = 0; i < out->n; i++) {
        const FoundFinding *f = &out->v[i];
        const Mention      *m = best_mention(r, f);
        if (kb_finding(r->lex->kb, f->finding)->cls != KB_DRUG || !m ||
            has_finer(out, r->lex->kb, f->finding))
            continue;
        Medication drug = {.name = reading_span(r, m->from, m->to),
                           .finding = f->finding,
                           .status = f->status};
        take_dose(&drug, r, &r->lines[m->line], m->from, m->to);
        if (!add_medication(&l, r, drug, e))
            return false;
    }
    for (size_t i = 0; i < r->n_lines; i++) {
        if (!take_unknown_drugs(&l, r, &r->lines[i], e))
            return false;
    }
    out->medications = l.v;
    out->n_medications = l.n;
    return true;
}

/* ---- what was not understood --------------------------------------------------- */

typedef struct SpanList {
    Span  *v;
    size_t n, room;
} SpanList;

static bool add_unmatched(SpanList *l, const Reading *r, Span s, Err *e)
{
    for (size_t i = 0; i < l->n; i++) {
        if (same_words(r, l->v[i], s))
            return true;
    }
    void *v = l->v;
    if (!reading_room(r->a, &v, l->n, &l->room, sizeof *l->v, e))
        return false;
    l->v = v;
    l->v[l->n++] = s;
    return true;
}

/* A sensation counts with its part of the body: "pain" alone is too common. */
static bool with_part(const Reading *r, const Line *line, Match *m)
{
    for (uint32_t k = 0; k < line->n_matches; k++) {
        const Match *part = &r->matches[line->first_match + k];
        if (part->entry.kind == ENTRY_PART && scan_goes_with(r, m, part)) {
            m->from = part->from < m->from ? part->from : m->from;
            m->to = part->to > m->to ? part->to : m->to;
            return true;
        }
    }
    return false;
}

static bool take_table_words(SpanList *l, const Reading *r, const Line *line, Err *e)
{
    for (uint32_t k = 0; k < line->n_matches; k++) {
        Match m = r->matches[line->first_match + k];
        if (m.entry.kind != ENTRY_CLINICAL || is_inner(r, line, &m) ||
            overlaps_finding(r, line, &m))
            continue;
        unsigned kind = lexicon_row(r->lex, m.entry)->kind;
        bool     named = kind == CLINICAL_SYMPTOM || kind == CLINICAL_DISEASE;
        if (kind == CLINICAL_SENSATION)
            named = with_part(r, line, &m) && !overlaps_finding(r, line, &m);
        if (named && !add_unmatched(l, r, reading_span(r, m.from, m.to), e))
            return false;
    }
    return true;
}

static bool take_endings(SpanList *l, const Reading *r, const Line *line, Err *e)
{
    for (uint32_t i = line->from; i < line->to; i++) {
        Match m = {.from = i, .to = i + 1};
        if (r->words[i].kind == TOKEN_WORD &&
            lexicon_looks_clinical(r->lex, r->words[i].norm) &&
            !overlaps_finding(r, line, &m) && !add_unmatched(l, r, r->words[i].span, e))
            return false;
    }
    return true;
}

bool gather_unmatched(Findings *out, const Reading *r, Err *e)
{
    SpanList l = {0};
    for (size_t i = 0; i < r->n_lines; i++) {
        if (!take_table_words(&l, r, &r->lines[i], e) ||
            !take_endings(&l, r, &r->lines[i], e))
            return false;
    }
    out->unmatched = l.v;
    out->n_unmatched = l.n;
    return true;
}
