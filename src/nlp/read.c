/*
 * nlp/read.c - the order of the passes, and the case they make.
 *
 * Each pass only adds to the Reading; nothing looks ahead except the dialogue, which
 * waits for answers. A transcript without speakers is given some first, because the
 * pairing of questions and answers is worth more than any other step.
 */
#include "nlp/reading.h"

#include <math.h>

static bool nobody_is_known(const Transcript *t)
{
    for (size_t i = 0; i < t->n; i++) {
        if (t->turns[i].speaker != SPEAKER_UNKNOWN)
            return false;
    }
    return true;
}

static bool copy_sentences(Findings *out, const Reading *r, Err *e)
{
    Sentence *v = ARENA_ARRAY(r->a, Sentence, r->n_lines + 1, e);
    if (!v)
        return false;
    for (size_t i = 0; i < r->n_lines; i++) {
        const Line *line = &r->lines[i];
        v[i] = (Sentence){line->span, line->speaker, line->kind, line->turn};
    }
    out->sentences = v;
    out->n_sentences = r->n_lines;
    return true;
}

static bool tells_symptom(const Reading *r, const Line *line)
{
    for (uint32_t k = 0; k < line->n_mentions; k++) {
        const Mention *m = &r->mentions[line->first_mention + k];
        KbClass        cls = kb_finding(r->lex->kb, m->finding)->cls;
        if (m->status == STATUS_PRESENT && (cls == KB_SYMPTOM || cls == KB_SIGN))
            return true;
    }
    return false;
}

static bool tells_complaint(const Reading *r, const Line *line)
{
    for (uint32_t k = 0; k < line->n_matches; k++) {
        const Match *m = &r->matches[line->first_match + k];
        if (m->entry.kind == ENTRY_CLINICAL &&
            lexicon_row(r->lex, m->entry)->kind <= CLINICAL_DISEASE)
            return true;
    }
    return tells_symptom(r, line);
}

static size_t line_after_opening(const Reading *r)
{
    for (size_t i = 0; i < r->n_lines; i++) {
        if (r->lines[i].speaker == SPEAKER_CLINICIAN &&
            scan_has_speech(r, &r->lines[i], SAY_OPENING))
            return i + 1;
    }
    return 0;
}

/* The reason for encounter: the first thing the patient tells that has a symptom in it,
   or else the first sentence of some length. */
static void mark_complaint(Findings *out, Reading *r)
{
    enum { LOOK_AT = 8, LENGTH = 4 };
    Line  *best = NULL;
    size_t seen = 0;
    for (size_t i = line_after_opening(r); i < r->n_lines && seen < LOOK_AT; i++) {
        Line *line = &r->lines[i];
        if (line->speaker == SPEAKER_CLINICIAN || line->is_question)
            continue;
        seen++;
        if (tells_complaint(r, line)) {
            best = line;
            break;
        }
        if (!best && line->to - line->from >= LENGTH)
            best = line;
    }
    if (!best)
        return;
    out->complaint = best->span;
    if (best->kind == SENTENCE_OTHER)
        best->kind = SENTENCE_COMPLAINT;
}

static bool understand(Findings *out, Reading *r, Err *e)
{
    if (!scan_talk(r, e))
        return false;
    kinds_mark(r);
    if (!assert_mentions(r, e) || !dialogue_read(r, e))
        return false;
    mark_complaint(out, r);
    measure_person(out, r);
    return gather_findings(out, r, e) && gather_medications(out, r, e) &&
           gather_unmatched(out, r, e) && copy_sentences(out, r, e);
}

bool nlp_read(Findings *out, Arena *a, const Lexicon *lex, const Transcript *t, Err *e)
{
    Transcript with_speakers;
    Findings   f = {0};
    if (t->kind == TRANSCRIPT_SPEECH && nobody_is_known(t)) {
        if (!nlp_speakers(&with_speakers, a, lex, t, e))
            return false;
        t = &with_speakers;
    }
    Reading r = {.lex = lex, .t = t, .a = a};
    if (!understand(&f, &r, e))
        return false;
    *out = f;
    return true;
}

static FindingOrigin origin_of(const FoundFinding *f)
{
    for (size_t i = 0; i < f->n; i++) {
        if (f->v[i].status == f->status && f->v[i].question.n)
            return FROM_QUESTION;
    }
    return FROM_NARRATIVE;
}

bool nlp_case(Case **out, Arena *a, const Kb *kb, const Findings *f, Err *e)
{
    Case *c;
    if (!case_open(&c, a, kb, e))
        return false;
    c->age_years = f->age_years;
    c->sex = f->sex;
    for (size_t i = 0; i < f->n; i++) {
        const FoundFinding *found = &f->v[i];
        bool                present = found->status == STATUS_PRESENT,
             absent = found->status == STATUS_ABSENT;
        if (!present && !absent)
            continue;
        CaseFinding put = {.finding = found->finding,
                           .state = present ? FINDING_PRESENT : FINDING_ABSENT,
                           .origin = origin_of(found),
                           .certainty = fmin(1, fmax(0, found->certainty)),
                           .tag = (uint32_t)i};
        if (!case_put(c, put, e))
            return false;
    }
    for (size_t i = 0; i < f->n_medications; i++) {
        const Medication *m = &f->medications[i];
        if (m->finding == KB_NONE || m->status != STATUS_PRESENT ||
            case_find(c, m->finding))
            continue;
        CaseFinding put = {.finding = m->finding,
                           .state = FINDING_PRESENT,
                           .origin = FROM_NARRATIVE,
                           .certainty = 1,
                           .tag = (uint32_t)(f->n + i)};
        if (!case_put(c, put, e))
            return false;
    }
    *out = c;
    return true;
}
