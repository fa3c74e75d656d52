/*
 * app/consult_json.c - the whole consultation as one JSON document.
 *
 * Whatever a reader may open (the number behind a bar, the source behind a row or a
 * sentence) is listed once in "sources"; bars, rows and witnesses hold its index. So a
 * page needs no second request, and a saved report stays complete.
 */
#include "app/consult.h"

#include "json/json.h"

#include <math.h>

enum { JSON_MOST = 16 };

/* Something that can be opened: a number with its source, or a source alone. */
typedef struct Openable {
    uint32_t number, source;
} Openable;

typedef struct View {
    Json           j;
    Arena         *arena;
    const Kb      *kb;
    const Consult *c;
    Openable      *v;
    size_t         n, room;
} View;

/* The place of an openable in "sources"; null in JSON when there is none. */
static void write_source(View *w, uint32_t number, uint32_t source)
{
    if (number == KB_NONE && source == KB_NONE) {
        json_null(&w->j);
        return;
    }
    size_t i = 0;
    while (i < w->n && (w->v[i].number != number || w->v[i].source != source))
        i++;
    if (i == w->room) {
        size_t    room = w->room ? 2 * w->room : 64;
        Openable *v =
            arena_grow(w->arena, w->v, w->n, room, sizeof *v, &w->j.buf.failure);
        if (!v)
            return;
        w->v = v;
        w->room = room;
    }
    if (i == w->n)
        w->v[w->n++] = (Openable){number, source};
    json_int(&w->j, (int64_t)i);
}

static void key_str(View *w, const char *key, Str s)
{
    json_key(&w->j, key);
    json_str(&w->j, s);
}

static void key_text(View *w, const char *key, const char *s)
{
    key_str(w, key, str_from(s));
}

static void key_num(View *w, const char *key, double v, int decimals)
{
    json_key(&w->j, key);
    json_num(&w->j, v, decimals);
}

static void key_int(View *w, const char *key, int64_t v)
{
    json_key(&w->j, key);
    json_int(&w->j, v);
}

static void key_bool(View *w, const char *key, bool v)
{
    json_key(&w->j, key);
    json_bool(&w->j, v);
}

static void key_span(View *w, const char *key, Span s)
{
    json_key(&w->j, key);
    if (s.n == 0) {
        json_null(&w->j);
        return;
    }
    json_object(&w->j);
    key_int(w, "at", s.at);
    key_int(w, "n", s.n);
    json_end(&w->j);
}

static void open_list(View *w, const char *key)
{
    json_key(&w->j, key);
    json_array(&w->j);
}

static Str finding_id(const View *w, uint32_t f)
{
    return f == KB_NONE ? (Str){0} : kb_finding(w->kb, f)->id;
}

static void write_finding_ids(View *w, const char *key, const uint32_t *v, size_t n)
{
    open_list(w, key);
    for (size_t i = 0; i < n; i++)
        json_str(&w->j, finding_id(w, v[i]));
    json_end(&w->j);
}

static void write_finding_names(View *w, const char *key, const uint32_t *v, size_t n)
{
    open_list(w, key);
    for (size_t i = 0; i < n; i++)
        json_str(&w->j, kb_finding(w->kb, v[i])->name);
    json_end(&w->j);
}

/* ---- who, what was said, what was found ---------------------------------------- */

static const char *sex_letter(KbSex s)
{
    return s == KB_FEMALE ? "f" : s == KB_MALE ? "m" : "";
}

static void write_patient(View *w)
{
    json_key(&w->j, "patient");
    json_object(&w->j);
    key_num(w, "age", w->c->facts->age_years, 2);
    key_text(w, "sex", sex_letter(w->c->facts->sex));
    key_bool(w, "age_typed", w->c->age_was_typed);
    key_bool(w, "sex_typed", w->c->sex_was_typed);
    json_end(&w->j);
}

static void write_timing(View *w)
{
    const ConsultTiming *t = &w->c->timing;
    json_key(&w->j, "timing");
    json_object(&w->j);
    key_num(w, "audio_s", t->audio_s, 2);
    key_num(w, "speech_s", t->speech_s, 2);
    key_num(w, "transcribe_s", t->transcribe_s, 2);
    key_num(w, "findings_ms", t->findings_ms, 2);
    key_num(w, "rank_ms", t->rank_ms, 2);
    key_num(w, "guidance_ms", t->guidance_ms, 2);
    key_num(w, "note_ms", t->note_ms, 2);
    key_num(w, "peak_mib", (double)t->peak_memory_bytes / (double)MIB, 0);
    json_end(&w->j);
}

static void write_turn(View *w, const Turn *t)
{
    json_object(&w->j);
    key_text(w, "speaker", speaker_name(t->speaker));
    key_num(w, "p", t->p_speaker, 2);
    key_int(w, "at", t->span.at);
    key_int(w, "n", t->span.n);
    key_num(w, "from", t->from_s, 2);
    key_num(w, "to", t->to_s, 2);
    key_num(w, "confidence", t->confidence, 2);
    json_end(&w->j);
}

static void write_transcript(View *w)
{
    static const char *const kinds[] = {"speech", "dialogue", "prose"};
    const Transcript        *t = &w->c->transcript;
    json_key(&w->j, "transcript");
    json_object(&w->j);
    key_text(w, "kind", kinds[t->kind]);
    key_str(w, "text", t->text);
    open_list(w, "turns");
    for (size_t i = 0; i < t->n; i++)
        write_turn(w, &t->turns[i]);
    json_end(&w->j);
    json_end(&w->j);
}

static void write_evidence(View *w, const Evidence *v)
{
    json_object(&w->j);
    key_text(w, "status", status_name(v->status));
    key_text(w, "by", speaker_name(v->by));
    key_text(w, "rule", v->rule);
    key_span(w, "said", v->said);
    key_span(w, "question", v->question);
    key_num(w, "weight", v->weight, 2);
    json_end(&w->j);
}

static const char *class_name(KbClass c)
{
    static const char *const names[] = {"symptom", "sign",     "vital", "lab",
                                        "history", "exposure", "drug",  "context"};
    return names[c];
}

static void write_finding(View *w, size_t i)
{
    static const char *const sides[] = {"", "left", "right", "both"};
    const FoundFinding      *f = &w->c->findings.v[i];
    const KbFinding         *k = kb_finding(w->kb, f->finding);
    const Transcript        *t = &w->c->transcript;
    json_object(&w->j);
    key_int(w, "i", (int64_t)i);
    key_str(w, "id", k->id);
    key_str(w, "name", k->name);
    key_str(w, "plain", k->plain);
    key_text(w, "class", class_name(k->cls));
    key_text(w, "status", status_name(f->status));
    key_bool(w, "conflict", f->conflict);
    key_num(w, "certainty", f->certainty, 2);
    key_text(w, "side", sides[f->side]);
    key_str(w, "duration", transcript_span(t, f->duration));
    key_str(w, "severity", transcript_span(t, f->severity));
    key_str(w, "frequency", transcript_span(t, f->frequency));
    open_list(w, "evidence");
    for (size_t k2 = 0; k2 < f->n; k2++)
        write_evidence(w, &f->v[k2]);
    json_end(&w->j);
    json_end(&w->j);
}

static void write_medication(View *w, const Medication *m)
{
    const Transcript *t = &w->c->transcript;
    json_object(&w->j);
    key_str(w, "name", transcript_span(t, m->name));
    key_str(w, "class", finding_id(w, m->finding));
    key_str(w, "dose", transcript_span(t, m->dose));
    key_str(w, "frequency", transcript_span(t, m->frequency));
    key_text(w, "status", status_name(m->status));
    key_span(w, "said", m->name);
    json_end(&w->j);
}

static void write_findings(View *w)
{
    const Findings *f = &w->c->findings;
    open_list(w, "findings");
    for (size_t i = 0; i < f->n; i++)
        write_finding(w, i);
    json_end(&w->j);
    open_list(w, "medications");
    for (size_t i = 0; i < f->n_medications; i++)
        write_medication(w, &f->medications[i]);
    json_end(&w->j);
    open_list(w, "unmatched");
    for (size_t i = 0; i < f->n_unmatched; i++) {
        json_object(&w->j);
        key_int(w, "at", f->unmatched[i].at);
        key_int(w, "n", f->unmatched[i].n);
        key_str(w, "text", transcript_span(&w->c->transcript, f->unmatched[i]));
        json_end(&w->j);
    }
    json_end(&w->j);
}

/* ---- what it may be ------------------------------------------------------------- */

static void write_bar(View *w, const Bar *b)
{
    static const char *const kinds[] = {"risk", "present", "absent", "not_mentioned",
                                        "cluster"};
    const FoundFinding *f = b->given == KB_NONE ? NULL : consult_found(w->c, b->given);
    json_object(&w->j);
    key_text(w, "kind", kinds[b->kind]);
    key_str(w, "finding", finding_id(w, b->finding));
    key_str(w, "label", b->label);
    key_str(w, "given", finding_id(w, b->given));
    key_num(w, "db", b->db, 2);
    key_num(w, "loo", b->loo, 4);
    json_key(&w->j, "source");
    write_source(w, b->number, KB_NONE);
    json_key(&w->j, "finding_index");
    if (f)
        json_int(&w->j, (int64_t)(f - w->c->findings.v));
    else
        json_null(&w->j);
    json_end(&w->j);
}

static void write_explanation(View *w, const Explanation *x)
{
    key_str(w, "because", x->because);
    key_str(w, "but", x->but);
    key_str(w, "would_change", x->would_change);
    key_str(w, "if_cured", x->if_cured);
    key_str(w, "how_sure", x->how_sure);
    key_str(w, "not_considered", x->not_considered);
}

static void write_condition(View *w, uint32_t condition)
{
    key_str(w, "name", consult_name(w->kb, condition));
    json_key(&w->j, "condition");
    if (condition == KB_NONE) {
        json_null(&w->j);
        return;
    }
    const KbCondition *k = kb_condition(w->kb, condition);
    Buf                slug = buf_open(w->arena, 1 * KIB);
    Str                address = {0};
    json_str(&w->j, k->id);
    buf_text(&slug, "/e/");
    buf_str(&slug, k->id);
    if (!buf_done(&slug, &address, &w->j.buf.failure))
        return;
    key_str(w, "article", address);
    key_int(w, "harm", k->harm);
    key_int(w, "level", k->level);
}

static void write_hypothesis(View *w, size_t i)
{
    static const char *const bands[] = {"likely", "consider", "must_not_miss", "folded"};
    const Hypothesis        *h = &w->c->differential.v[i];
    json_object(&w->j);
    key_int(w, "rank", (int64_t)i + 1);
    write_condition(w, h->condition);
    key_num(w, "p", h->p_posterior, 4);
    key_num(w, "low", h->p_low, 4);
    key_num(w, "high", h->p_high, 4);
    key_num(w, "prior", h->p_prior, 4);
    key_num(w, "prior_db", h->prior_db, 2);
    key_num(w, "posterior_db", h->posterior_db, 2);
    key_str(w, "sure", h->sure);
    key_int(w, "first_in", h->first_in);
    key_int(w, "draws", REASON_DRAWS);
    key_text(w, "band", bands[h->band]);
    if (i < w->c->n_explained)
        write_explanation(w, &w->c->explanations[i]);
    open_list(w, "bars");
    for (size_t k = 0; k < h->n_bars; k++)
        write_bar(w, &h->bars[k]);
    json_end(&w->j);
    json_end(&w->j);
}

static void write_question(View *w, const Question *q)
{
    const KbFinding *f = kb_finding(w->kb, q->finding);
    json_object(&w->j);
    key_str(w, "finding", f->id);
    key_str(w, "name", f->name);
    key_str(w, "ask", f->ask_clinician);
    key_str(w, "ask_patient", f->ask_patient);
    key_str(w, "because", q->because);
    key_num(w, "gain_bits", q->gain_bits, 4);
    key_num(w, "p_yes", q->p_yes, 4);
    key_str(w, "first_if_yes", consult_name(w->kb, q->first_if_yes));
    key_str(w, "first_if_no", consult_name(w->kb, q->first_if_no));
    key_bool(w, "red_flag", q->is_red_flag);
    json_end(&w->j);
}

static void write_triage(View *w)
{
    const Triage *t = &w->c->differential.triage;
    json_key(&w->j, "triage");
    json_object(&w->j);
    key_int(w, "level", t->level);
    key_bool(w, "known", t->is_known);
    key_str(w, "name", t->level_name);
    key_str(w, "because", t->because);
    open_list(w, "fired");
    for (size_t i = 0; i < t->n_fired; i++) {
        const KbRedFlag *r = kb_red_flag(w->kb, t->fired[i].red_flag);
        json_object(&w->j);
        key_str(w, "say", r->say);
        key_int(w, "level", t->fired[i].level);
        json_key(&w->j, "source");
        write_source(w, KB_NONE, r->source);
        json_end(&w->j);
    }
    json_end(&w->j);
    open_list(w, "p_at_least");
    for (size_t i = 0; i < 5; i++)
        json_num(&w->j, t->p_at_least[i], 4);
    json_end(&w->j);
    json_end(&w->j);
}

static void write_thresholds(View *w)
{
    const ReasonSettings *s = &w->c->settings;
    json_key(&w->j, "thresholds");
    json_object(&w->j);
    key_num(w, "likely", s->likely, 4);
    key_num(w, "consider", s->consider, 4);
    key_num(w, "must_not_miss", s->must_not_miss, 4);
    json_end(&w->j);
}

static void write_differential(View *w)
{
    const Differential *d = &w->c->differential;
    json_key(&w->j, "differential");
    json_object(&w->j);
    open_list(w, "hypotheses");
    for (size_t i = 0; i < d->n; i++)
        write_hypothesis(w, i);
    json_end(&w->j);
    key_num(w, "p_null", d->p_null, 4);
    open_list(w, "questions");
    for (size_t i = 0; i < d->n_questions; i++)
        write_question(w, &d->questions[i]);
    json_end(&w->j);
    json_key(&w->j, "flip");
    json_object(&w->j);
    key_str(w, "say", d->flip.say);
    write_finding_ids(w, "findings", d->flip.findings, d->flip.n);
    json_end(&w->j);
    write_finding_names(w, "sufficient", d->sufficient, d->n_sufficient);
    write_finding_names(w, "unexplained", d->unexplained, d->n_unexplained);
    write_triage(w);
    write_thresholds(w);
    json_end(&w->j);
}

/* ---- what to do, and the note ---------------------------------------------------- */

static void write_row(View *w, const RowOutcome *o)
{
    static const char *const kinds[] = {"red_flag", "cause", "test",      "treat",
                                        "avoid",    "refer", "follow_up", "safety_net"};
    static const char *const fates[] = {"fired", "refused", "undecided"};
    const KbPathwayRow      *r = kb_pathway_row(w->kb, o->row);
    json_object(&w->j);
    key_str(w, "id", r->id);
    key_text(w, "kind", kinds[r->kind]);
    key_text(w, "fate", fates[o->fate]);
    key_str(w, "say", r->say);
    key_str(w, "patient", r->patient);
    key_str(w, "because", o->because);
    key_int(w, "level", r->level);
    json_key(&w->j, "source");
    write_source(w, KB_NONE, r->source);
    write_finding_ids(w, "facts", o->facts, o->n_facts);
    write_finding_names(w, "missing", o->missing, o->n_missing);
    json_end(&w->j);
}

static void write_walk(View *w, const Walk *walk)
{
    const KbPathway *p = kb_pathway(w->kb, walk->pathway);
    json_object(&w->j);
    key_str(w, "id", p->id);
    key_str(w, "title", p->title);
    key_str(w, "scope", p->scope);
    key_str(w, "updated", p->updated);
    key_bool(w, "applies", walk->applies);
    key_int(w, "level", walk->level);
    key_str(w, "ask", finding_id(w, walk->ask));
    key_str(w, "ask_words",
            walk->ask == KB_NONE ? (Str){0}
                                 : kb_finding(w->kb, walk->ask)->ask_clinician);
    open_list(w, "rows");
    for (size_t i = 0; i < walk->n; i++)
        write_row(w, &walk->v[i]);
    json_end(&w->j);
    json_end(&w->j);
}

static void write_witness(View *w, const Witness *v)
{
    static const char *const kinds[] = {"said", "knowledge", "reasoning", "typed"};
    json_object(&w->j);
    key_text(w, "kind", kinds[v->kind]);
    if (v->kind == WITNESS_SAID) {
        key_span(w, "said", v->said);
        key_span(w, "question", v->question);
    } else if (v->kind == WITNESS_KNOWLEDGE) {
        json_key(&w->j, "source");
        write_source(w, KB_NONE, v->source);
    } else if (v->kind == WITNESS_REASONING) {
        json_key(&w->j, "condition");
        json_str(&w->j, kb_condition(w->kb, v->condition)->id);
    }
    json_end(&w->j);
}

static void write_sentence(View *w, const NoteSentence *s)
{
    json_object(&w->j);
    key_str(w, "text", s->text);
    key_bool(w, "suggestion", s->is_suggestion);
    key_bool(w, "check", s->needs_check);
    open_list(w, "witnesses");
    for (size_t i = 0; i < s->n; i++)
        write_witness(w, &s->witnesses[i]);
    json_end(&w->j);
    json_end(&w->j);
}

static bool write_note(View *w, Err *e)
{
    const Note *n = &w->c->note;
    Str         plain;
    if (!note_text(&plain, w->arena, n, e))
        return false;
    json_key(&w->j, "note");
    json_object(&w->j);
    key_str(w, "profile", n->profile);
    key_str(w, "text", plain);
    open_list(w, "sections");
    for (size_t i = 0; i < n->n; i++) {
        json_object(&w->j);
        key_str(w, "id", n->sections[i].id);
        key_str(w, "title", n->sections[i].title);
        open_list(w, "sentences");
        for (size_t k = 0; k < n->sections[i].n; k++)
            write_sentence(w, &n->sections[i].v[k]);
        json_end(&w->j);
        json_end(&w->j);
    }
    json_end(&w->j);
    json_end(&w->j);
    return true;
}

/* ---- what everything rests on ---------------------------------------------------- */

static void write_known_source(View *w, const KbSource *s)
{
    key_str(w, "key", s->key);
    key_str(w, "title", s->title);
    key_str(w, "authors", s->authors);
    key_str(w, "published", s->published);
    if (s->year)
        key_int(w, "year", s->year);
    key_str(w, "doi", s->doi);
    key_str(w, "url", s->url);
    key_str(w, "read", s->read);
    key_str(w, "what", s->what);
    open_list(w, "taken");
    for (uint32_t i = 0; i < s->taken.n; i++)
        json_str(&w->j, kb_text_at(w->kb, s->taken.first + i));
    json_end(&w->j);
}

static void write_number(View *w, const KbNumber *n)
{
    char letter[2] = {kb_grade_letter(n->grade), '\0'};
    key_text(w, "grade", letter);
    key_text(w, "grade_text", kb_grade_text(n->grade));
    key_bool(w, "estimate", n->grade == KB_E);
    key_num(w, "value", n->value, 4);
    key_num(w, "low", n->low, 4);
    key_num(w, "high", n->high, 4);
    key_str(w, "why", n->why);
    key_str(w, "by", n->by);
    key_str(w, "file", n->file);
    key_int(w, "line", n->line);
}

static void write_sources(View *w)
{
    open_list(w, "sources");
    for (size_t i = 0; i < w->n; i++) {
        uint32_t source = w->v[i].source;
        json_object(&w->j);
        key_int(w, "i", (int64_t)i);
        if (w->v[i].number != KB_NONE) {
            const KbNumber *n = kb_number(w->kb, w->v[i].number);
            write_number(w, n);
            source = n->source;
        }
        if (source != KB_NONE)
            write_known_source(w, kb_source(w->kb, source));
        json_end(&w->j);
    }
    json_end(&w->j);
}

static void write_list(View *w, const char *key, const char *const *v, size_t n)
{
    open_list(w, key);
    for (size_t i = 0; i < n; i++)
        json_text(&w->j, v[i]);
    json_end(&w->j);
}

static void write_missing(View *w)
{
    open_list(w, "missing");
    if (isnan(w->c->facts->age_years))
        json_text(&w->j, "age");
    if (w->c->facts->sex == KB_SEX_UNKNOWN)
        json_text(&w->j, "sex");
    for (size_t i = 0; i < w->c->differential.n_questions; i++)
        json_str(&w->j, kb_finding(w->kb, w->c->differential.questions[i].finding)->name);
    json_end(&w->j);
}

static void count_numbers(View *w)
{
    int64_t estimates = 0, measured = 0;
    for (size_t i = 0; i < w->n; i++)
        if (w->v[i].number != KB_NONE)
            *(kb_number(w->kb, w->v[i].number)->grade == KB_E ? &estimates : &measured) +=
                1;
    key_int(w, "estimates", estimates);
    key_int(w, "measured", measured);
}

static void write_basis(View *w)
{
    static const char *const method[] = {
        "Findings are taken from the words by rules; each keeps the words it stands on.",
        "Each condition starts from how common it is for this age and sex in general "
        "practice.",
        "Each finding multiplies the odds by how much more often it occurs with the "
        "condition.",
        "The bars of a condition add up to its probability; nothing else changes it.",
        "Hard red-flag rules can raise the urgency and never lower it.",
    };
    static const char *const limits[] = {
        "It knows only the conditions of its own encyclopedia; others can be the cause.",
        "Numbers marked E are estimates by the editors and were measured by nobody.",
        "The content has not been reviewed by a clinician.",
        "Names of medicines are often misheard: check them.",
    };
    json_key(&w->j, "basis");
    json_object(&w->j);
    key_text(
        w, "intended_use",
        "Supports a clinician who checks every statement against its source. It does "
        "not diagnose, and it is not for emergencies.");
    write_list(w, "method", method, sizeof method / sizeof *method);
    write_list(w, "limits", limits, sizeof limits / sizeof *limits);
    key_int(w, "findings_used", (int64_t)w->c->facts->n);
    write_missing(w);
    count_numbers(w);
    json_end(&w->j);
}

bool app_consult_json(Str *out, Arena *a, const App *app, const Consult *c,
                      bool with_timing, Err *e)
{
    View w = {.j = json_open(a, JSON_MOST * MIB), .arena = a, .kb = app_kb(app), .c = c};
    json_object(&w.j);
    key_str(&w, "kb", c->kb_version);
    key_text(&w, "version", AUSCULT_VERSION);
    key_str(&w, "name", c->name);
    key_str(&w, "model", c->model);
    key_bool(&w, "audio", c->is_audio);
    write_patient(&w);
    if (with_timing)
        write_timing(&w);
    write_transcript(&w);
    write_findings(&w);
    write_differential(&w);
    open_list(&w, "guidance");
    for (size_t i = 0; i < c->guidance.n; i++)
        write_walk(&w, &c->guidance.v[i]);
    json_end(&w.j);
    if (!write_note(&w, e))
        return false;
    write_sources(&w);
    write_basis(&w);
    json_end(&w.j);
    return json_done(&w.j, out, e);
}
