/*
 * app/consult_note.c - gathers what the note may say, each piece with its witnesses.
 *
 * Statuses that are not the patient's own facts (hypothetical, discussed, unknown) are
 * left out here; what is doubtful goes in marked, so that the clinician sees it.
 */
#include "app/consult.h"

#include <math.h>

enum { THOUGHTS_MOST = 4 };

Str consult_name(const Kb *kb, uint32_t condition)
{
    return condition == KB_NONE ? STR("Something else, or nothing found")
                                : kb_condition(kb, condition)->name;
}

const FoundFinding *consult_found(const Consult *c, uint32_t finding)
{
    for (size_t i = 0; i < c->findings.n; i++)
        if (c->findings.v[i].finding == finding)
            return &c->findings.v[i];
    return NULL;
}

static bool is_for_note(Status s)
{
    return s != STATUS_HYPOTHETICAL && s != STATUS_DISCUSSED && s != STATUS_UNKNOWN;
}

static Str words(const Consult *c, Span s)
{
    return s.n ? transcript_span(&c->transcript, s) : (Str){0};
}

static bool witnesses_of(NoteFinding *out, Arena *a, const FoundFinding *f, Err *e)
{
    Witness *v = ARENA_ARRAY(a, Witness, f->n, e);
    if (!v)
        return false;
    for (size_t i = 0; i < f->n; i++)
        v[i] = (Witness){
            .kind = WITNESS_SAID, .said = f->v[i].said, .question = f->v[i].question};
    out->witnesses = v;
    out->n = f->n;
    return true;
}

/* Nobody but the patient spoke of it, asked or unasked. */
static bool was_reported(const FoundFinding *f)
{
    for (size_t i = 0; i < f->n; i++)
        if (f->v[i].by != SPEAKER_PATIENT)
            return false;
    return f->n > 0;
}

static bool note_finding(NoteFinding *out, Arena *a, const Consult *c,
                         const FoundFinding *f, Err *e)
{
    static const char *const sides[] = {"", "left", "right", "both"};
    *out =
        (NoteFinding){.finding = f->finding,
                      .is_absent = f->status == STATUS_ABSENT,
                      .is_past = f->status == STATUS_PAST || f->status == STATUS_RESOLVED,
                      .is_family = f->status == STATUS_FAMILY,
                      .is_possible = f->status == STATUS_POSSIBLE,
                      .conflict = f->conflict,
                      .is_reported = was_reported(f),
                      .side = str_from(sides[f->side]),
                      .severity = words(c, f->severity),
                      .duration = words(c, f->duration),
                      .frequency = words(c, f->frequency)};
    return witnesses_of(out, a, f, e);
}

static bool take_findings(NoteInput *in, Arena *a, const Consult *c, Err *e)
{
    NoteFinding *v = ARENA_ARRAY(a, NoteFinding, c->findings.n, e);
    if (!v)
        return false;
    for (size_t i = 0; i < c->findings.n; i++) {
        const FoundFinding *f = &c->findings.v[i];
        if (is_for_note(f->status) && f->n &&
            !note_finding(&v[in->n_findings++], a, c, f, e))
            return false;
    }
    in->findings = v;
    return true;
}

static bool take_drugs(NoteInput *in, Arena *a, const Consult *c, Err *e)
{
    const Findings *f = &c->findings;
    NoteDrug       *v = ARENA_ARRAY(a, NoteDrug, f->n_medications, e);
    if (!v)
        return false;
    for (size_t i = 0; i < f->n_medications; i++) {
        const Medication *m = &f->medications[i];
        Witness          *w = ARENA_NEW(a, Witness, e);
        if (!w)
            return false;
        if (!is_for_note(m->status))
            continue;
        *w = (Witness){.kind = WITNESS_SAID, .said = m->name};
        v[in->n_drugs++] = (NoteDrug){.name = words(c, m->name),
                                      .dose = words(c, m->dose),
                                      .frequency = words(c, m->frequency),
                                      .stopped_or_denied = m->status != STATUS_PRESENT,
                                      .witnesses = w,
                                      .n = 1};
    }
    in->drugs = v;
    return true;
}

/* Which section a kind of sentence goes to, and whose words count there. */
static const char *section_of(const Sentence *s)
{
    bool patient = s->speaker == SPEAKER_PATIENT;
    switch (s->kind) {
    case SENTENCE_COMPLAINT: return patient ? "pc" : NULL;
    case SENTENCE_ICE: return patient ? "ice" : NULL;
    case SENTENCE_EXAM: return patient ? NULL : "exam";
    case SENTENCE_PLAN: return patient ? NULL : "plan";
    case SENTENCE_SAFETY_NET: return patient ? NULL : "safety_net";
    case SENTENCE_FOLLOW_UP: return patient ? NULL : "follow_up";
    default: return NULL;
    }
}

static Speaker speaker_at(const Consult *c, Span s)
{
    const Turn *t = transcript_turn_at(&c->transcript, s.at);
    return t ? t->speaker : SPEAKER_UNKNOWN;
}

static bool take_said(NoteInput *in, Arena *a, const Consult *c, Err *e)
{
    const Findings *f = &c->findings;
    NoteSaid       *v = ARENA_ARRAY(a, NoteSaid, f->n_sentences + 1, e);
    if (!v)
        return false;
    bool has_complaint = f->complaint.n > 0;
    if (has_complaint)
        v[in->n_said++] =
            (NoteSaid){STR("pc"), f->complaint, speaker_at(c, f->complaint)};
    for (size_t i = 0; i < f->n_sentences; i++) {
        const char *section = section_of(&f->sentences[i]);
        if (!section || (has_complaint && f->sentences[i].kind == SENTENCE_COMPLAINT))
            continue;
        v[in->n_said++] =
            (NoteSaid){str_from(section), f->sentences[i].span, f->sentences[i].speaker};
    }
    in->said = v;
    return true;
}

static bool thought(NoteThought *out, Arena *a, const Kb *kb, const Hypothesis *h,
                    const char *opening, Err *e)
{
    out->condition = h->condition;
    int of_100 = (int)(h->p_posterior * 100 + 0.5);
    Str name = consult_name(kb, h->condition);
    if (of_100 < 1)
        return str_fmt(&out->text, a, e,
                       "%s" STR_F " (" STR_F "; fewer than 1 of 100 such patients).",
                       opening, STR_A(name), STR_A(h->sure));
    return str_fmt(&out->text, a, e,
                   "%s" STR_F " (" STR_F "; about %d of 100 such patients).", opening,
                   STR_A(name), STR_A(h->sure), of_100);
}

/* Does anything that was stated speak for it? Without that a rank says only how common
   a condition is, and that is no thought about this patient. */
static bool is_supported(const Hypothesis *h)
{
    const double least_db = 1;
    for (size_t i = 0; i < h->n_bars; i++)
        if (h->bars[i].kind == BAR_PRESENT && h->bars[i].db >= least_db)
            return true;
    return false;
}

/* What a hypothesis is called in the note; NULL when it is not named there. */
static const char *opening_of(const Hypothesis *h, bool leads, size_t n_likely,
                              size_t n_danger)
{
    if (h->condition == KB_NONE || !is_supported(h))
        return NULL;
    if (h->band == BAND_LIKELY && n_likely < 2)
        return n_likely                         ? "Also possible: "
               : leads && h->p_posterior >= 0.5 ? "Working diagnosis: "
                                                : "Possible: ";
    return h->band == BAND_MUST_NOT_MISS && n_danger < 2 ? "Keep in mind: " : NULL;
}

/* The first two that are likely, then what must not be missed: suggestions all. */
static bool take_thoughts(NoteInput *in, Arena *a, const Kb *kb, const Consult *c, Err *e)
{
    NoteThought *v = ARENA_ARRAY(a, NoteThought, THOUGHTS_MOST, e);
    size_t       n_likely = 0, n_danger = 0;
    if (!v)
        return false;
    for (size_t i = 0; i < c->differential.n && in->n_thoughts < THOUGHTS_MOST; i++) {
        const Hypothesis *h = &c->differential.v[i];
        const char       *opening = opening_of(h, i == 0, n_likely, n_danger);
        if (!opening)
            continue;
        n_likely += h->band == BAND_LIKELY;
        n_danger += h->band == BAND_MUST_NOT_MISS;
        if (!thought(&v[in->n_thoughts++], a, kb, h, opening, e))
            return false;
    }
    in->thoughts = v;
    return true;
}

static const char *advice_section(KbRowKind kind)
{
    switch (kind) {
    case KB_ROW_SAFETY_NET: return "safety_net";
    case KB_ROW_FOLLOW_UP: return "follow_up";
    case KB_ROW_CAUSE: return NULL; /* a thought, not something to do */
    default: return "plan";
    }
}

/* The words of the talk behind the first fact of a fired row. */
static Span because_said(const Consult *c, const RowOutcome *o)
{
    for (size_t i = 0; i < o->n_facts; i++) {
        const FoundFinding *f = consult_found(c, o->facts[i]);
        if (f && f->n)
            return f->v[0].said;
    }
    return (Span){0};
}

static size_t n_rows(const Walks *w)
{
    size_t n = 0;
    for (size_t i = 0; i < w->n; i++)
        n += w->v[i].n;
    return n;
}

static bool take_advice(NoteInput *in, Arena *a, const Kb *kb, const Consult *c, Err *e)
{
    NoteAdvice *v = ARENA_ARRAY(a, NoteAdvice, n_rows(&c->guidance) + 1, e);
    for (size_t i = 0; v && i < c->guidance.n; i++) {
        const Walk *w = &c->guidance.v[i];
        for (size_t k = 0; w->applies && k < w->n; k++) {
            const KbPathwayRow *row = kb_pathway_row(kb, w->v[k].row);
            const char         *section = advice_section(row->kind);
            if (w->v[k].fate == ROW_FIRED && section && row->source != KB_NONE)
                v[in->n_advice++] = (NoteAdvice){str_from(section), row->say, row->source,
                                                 because_said(c, &w->v[k])};
        }
    }
    in->advice = v;
    return v != NULL;
}

static Witness typed_or_said(bool was_typed, Span said)
{
    return was_typed ? (Witness){.kind = WITNESS_TYPED}
                     : (Witness){.kind = WITNESS_SAID, .said = said};
}

static void take_person(NoteInput *in, const Consult *c)
{
    bool has_age = c->age_was_typed || c->findings.age_said.n;
    bool has_sex = c->sex_was_typed || c->findings.sex_said.n;
    in->age_years = has_age ? c->facts->age_years : NAN;
    in->sex = has_sex ? c->facts->sex : KB_SEX_UNKNOWN;
    in->age_witness = typed_or_said(c->age_was_typed, c->findings.age_said);
    in->sex_witness = typed_or_said(c->sex_was_typed, c->findings.sex_said);
}

bool consult_note(Note *out, Arena *a, const Kb *kb, const Consult *c, Err *e)
{
    NoteInput in = {.kb = kb, .transcript = &c->transcript};
    take_person(&in, c);
    return take_findings(&in, a, c, e) && take_drugs(&in, a, c, e) &&
           take_said(&in, a, c, e) && take_thoughts(&in, a, kb, c, e) &&
           take_advice(&in, a, kb, c, e) && note_write(out, a, &in, e);
}
