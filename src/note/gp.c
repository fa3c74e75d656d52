/*
 * note/gp.c - the general-practice note: what was found, in the order a GP reads it.
 *
 * Sentences are rendered from findings, not from the talk: the talk is the witness.
 * What the clinician said of examination and plan has no finding behind it and is
 * rewritten (rewrite.c), or quoted when no clean sentence can be made of it.
 */
#include "note/writer.h"

#include <math.h>

enum { SENTENCE_MOST = 4 * 1024, GROUP_MOST = 64 };

typedef struct Group { /* findings that are rendered in one sentence */
    const NoteFinding *v[GROUP_MOST];
    size_t             n;
} Group;

static const KbFinding *known(const NoteInput *in, const NoteFinding *f)
{
    return kb_finding(in->kb, f->finding);
}

/* "leg_cramp.at_night" has the stem "leg_cramp". */
static Str stem(Str id)
{
    size_t dot = str_find_char(id, '.');
    return dot == STR_NONE ? id : str_sub(id, 0, dot);
}

static void capital(Buf *b, size_t at)
{
    if (!b->failure.code && at < b->n && b->p[at] >= 'a' && b->p[at] <= 'z')
        b->p[at] = (char)(b->p[at] - 'a' + 'A');
}

/* "a", "a or b", "a, b or c" */
static void list_sign(Buf *b, size_t i, size_t n, const char *last)
{
    if (i == 0)
        return;
    buf_text(b, i + 1 == n ? last : ", ");
}

/* All witnesses of a group, one after the other. */
static void add_group(NoteWriter *w, const Group *g, Str text, bool needs_check)
{
    Witness all[GROUP_MOST];
    size_t  n = 0;
    for (size_t i = 0; i < g->n; i++)
        for (size_t k = 0; k < g->v[i]->n && n < GROUP_MOST; k++)
            all[n++] = g->v[i]->witnesses[k];
    writer_add(w, (NoteSentence){text, all, n, false, needs_check});
}

static void detail(Buf *b, const char *label, Str words)
{
    if (!words.n)
        return;
    buf_text(b, "; ");
    buf_text(b, label);
    buf_str(b, words);
}

/* The words of a refinement that its stem does not already say: " at night". */
static Str refinement(Str whole, Str head)
{
    return str_starts(whole, head) ? str_trim(str_from_at(whole, head.n)) : whole;
}

static void write_attributes(Buf *b, const Group *g)
{
    for (size_t i = 0; i < g->n; i++) {
        detail(b, "side: ", g->v[i]->side);
        detail(b, "for ", g->v[i]->duration);
        detail(b, "frequency: ", g->v[i]->frequency);
        detail(b, "severity: ", g->v[i]->severity);
    }
}

/* One sentence for a complaint and its refinements. */
static void present_sentence(NoteWriter *w, const NoteInput *in, const Group *g)
{
    Buf  b = buf_open(w->arena, SENTENCE_MOST);
    bool check = false;
    Str  head = known(in, g->v[0])->name;
    if (g->v[0]->is_possible)
        buf_text(&b, "possible ");
    buf_str(&b, head);
    for (size_t i = 1; i < g->n; i++) {
        buf_text(&b, i == 1 ? ": " : ", ");
        buf_str(&b, refinement(known(in, g->v[i])->name, head));
    }
    write_attributes(&b, g);
    for (size_t i = 0; i < g->n; i++)
        check = check || g->v[i]->conflict || g->v[i]->is_possible;
    if (check && !g->v[0]->is_possible)
        buf_text(&b, " (said both present and absent: check)");
    buf_char(&b, '.');
    capital(&b, 0);
    add_group(w, g, writer_text(w, &b), check);
}

typedef bool Chooses(const NoteInput *in, const NoteFinding *f);

static bool is_plain(const NoteFinding *f)
{
    return !f->is_absent && !f->is_past && !f->is_family;
}

static bool is_symptom(const NoteInput *in, const NoteFinding *f)
{
    KbClass c = known(in, f)->cls;
    return is_plain(f) && (c == KB_SYMPTOM || c == KB_CONTEXT);
}

static bool is_sign(const NoteInput *in, const NoteFinding *f)
{
    KbClass c = known(in, f)->cls;
    return is_plain(f) && (c == KB_SIGN || c == KB_VITAL || c == KB_LAB);
}

static bool is_history(const NoteInput *in, const NoteFinding *f)
{
    return (is_plain(f) && known(in, f)->cls == KB_HISTORY) ||
           (f->is_past && !f->is_absent && !f->is_family);
}

static bool is_exposure(const NoteInput *in, const NoteFinding *f)
{
    return is_plain(f) && known(in, f)->cls == KB_EXPOSURE;
}

static bool is_family(const NoteInput *in, const NoteFinding *f)
{
    (void)in;
    return f->is_family;
}

static bool is_absent_symptom(const NoteInput *in, const NoteFinding *f)
{
    KbClass c = known(in, f)->cls;
    return f->is_absent && !f->is_family && c != KB_SIGN && c != KB_DRUG;
}

static bool is_absent_sign(const NoteInput *in, const NoteFinding *f)
{
    return f->is_absent && known(in, f)->cls == KB_SIGN;
}

/* Is `f` the first of its stem among those chosen, and if so, who follows it? The head
   of a group is the stem itself when it was said, otherwise the first refinement. */
static bool group_of(Group *g, const NoteInput *in, size_t at, Chooses *chooses)
{
    Str          own = stem(known(in, &in->findings[at])->id);
    const size_t none = in->n_findings;
    size_t       head = none;
    g->n = 0;
    for (size_t i = 0; i < in->n_findings && g->n < GROUP_MOST; i++) {
        const NoteFinding *f = &in->findings[i];
        if (!chooses(in, f) || !str_eq(stem(known(in, f)->id), own))
            continue;
        if (i < at)
            return false;
        if (str_eq(known(in, f)->id, own))
            head = g->n;
        g->v[g->n++] = f;
    }
    if (head != none && head > 0) {
        const NoteFinding *first = g->v[head];
        for (size_t i = head; i > 0; i--)
            g->v[i] = g->v[i - 1];
        g->v[0] = first;
    }
    return g->n > 0;
}

static void present_sentences(NoteWriter *w, const NoteInput *in, Chooses *chooses)
{
    for (size_t i = 0; i < in->n_findings; i++) {
        Group g;
        if (chooses(in, &in->findings[i]) && group_of(&g, in, i, chooses))
            present_sentence(w, in, &g);
    }
}

/* "No calf swelling, weakness or numbness." */
static void absent_sentence(NoteWriter *w, const NoteInput *in, Chooses *chooses)
{
    Group g = {.n = 0};
    bool  check = false;
    for (size_t i = 0; i < in->n_findings && g.n < GROUP_MOST; i++)
        if (chooses(in, &in->findings[i]))
            g.v[g.n++] = &in->findings[i];
    if (g.n == 0)
        return;
    Buf b = buf_open(w->arena, SENTENCE_MOST);
    buf_text(&b, "No ");
    for (size_t i = 0; i < g.n; i++) {
        list_sign(&b, i, g.n, " or ");
        buf_str(&b, known(in, g.v[i])->name);
        if (g.v[i]->conflict) {
            buf_text(&b, " (said both ways: check)");
            check = true;
        }
    }
    buf_char(&b, '.');
    add_group(w, &g, writer_text(w, &b), check);
}

static void family_sentences(NoteWriter *w, const NoteInput *in)
{
    for (size_t i = 0; i < in->n_findings; i++) {
        const NoteFinding *f = &in->findings[i];
        if (!is_family(in, f))
            continue;
        Buf b = buf_open(w->arena, SENTENCE_MOST);
        buf_text(&b, f->is_absent ? "No family history of " : "Family history of ");
        buf_str(&b, known(in, f)->name);
        buf_char(&b, '.');
        writer_add(w, (NoteSentence){writer_text(w, &b), f->witnesses, f->n, false,
                                     f->conflict});
    }
}

static void drug_sentences(NoteWriter *w, const NoteInput *in)
{
    for (size_t i = 0; i < in->n_drugs; i++) {
        const NoteDrug *d = &in->drugs[i];
        Buf             b = buf_open(w->arena, SENTENCE_MOST);
        buf_text(&b, d->stopped_or_denied ? "not taking " : "");
        buf_str(&b, d->name);
        if (d->dose.n)
            buf_fmt(&b, " " STR_F, STR_A(d->dose));
        if (d->frequency.n)
            buf_fmt(&b, " " STR_F, STR_A(d->frequency));
        buf_char(&b, '.');
        capital(&b, 0);
        writer_add(w, (NoteSentence){writer_text(w, &b), d->witnesses, d->n, false,
                                     d->dose.n == 0 && !d->stopped_or_denied});
    }
}

/* A sentence of the talk: rewritten, or in quotation marks with its speaker. */
static void said_sentences(NoteWriter *w, const NoteInput *in, const char *section)
{
    for (size_t i = 0; i < in->n_said && !w->failure.code; i++) {
        const NoteSaid *s = &in->said[i];
        if (!str_is(s->section, section))
            continue;
        Str words = str_trim(transcript_span(in->transcript, s->span)), text;
        if (!note_rewrite(&text, w->arena, words, s->by, &w->failure))
            return;
        bool quoted = text.n == 0;
        if (quoted) {
            Buf b = buf_open(w->arena, SENTENCE_MOST);
            buf_text(&b, s->by == SPEAKER_PATIENT ? "Patient: \"" : "Clinician: \"");
            buf_str(&b, words);
            buf_char(&b, '"');
            text = writer_text(w, &b);
        }
        const Witness witness = {.kind = WITNESS_SAID, .said = s->span};
        writer_add(w, (NoteSentence){text, &witness, 1, false, false});
    }
}

static void thought_sentences(NoteWriter *w, const NoteInput *in)
{
    for (size_t i = 0; i < in->n_thoughts; i++) {
        const Witness witness = {.kind = WITNESS_REASONING,
                                 .condition = in->thoughts[i].condition};
        writer_add(w, (NoteSentence){in->thoughts[i].text, &witness, 1, true, false});
    }
}

static void advice_sentences(NoteWriter *w, const NoteInput *in, const char *section)
{
    for (size_t i = 0; i < in->n_advice; i++) {
        const NoteAdvice *ad = &in->advice[i];
        if (!str_is(ad->section, section))
            continue;
        Witness v[2] = {{.kind = WITNESS_KNOWLEDGE, .source = ad->source},
                        {.kind = WITNESS_SAID, .said = ad->because}};
        writer_add(w, (NoteSentence){ad->text, v, ad->because.n ? 2 : 1, true, false});
    }
}

/* Who the patient is, when the talk or the user said so. */
static void person_sentence(NoteWriter *w, const NoteInput *in)
{
    if (!in->has_age_sex_witness || isnan(in->age_years))
        return;
    Buf b = buf_open(w->arena, SENTENCE_MOST);
    buf_int(&b, (int64_t)in->age_years);
    buf_text(&b, in->sex == KB_FEMALE ? "-year-old woman."
                 : in->sex == KB_MALE ? "-year-old man."
                                      : " years old.");
    writer_add(w,
               (NoteSentence){writer_text(w, &b), &in->age_sex_witness, 1, false, false});
}

bool note_write(Note *out, Arena *a, const NoteInput *in, Err *e)
{
    NoteWriter w = writer_open(a);
    writer_section(&w, STR("pc"), STR("Presenting complaint"));
    person_sentence(&w, in);
    said_sentences(&w, in, "pc");
    writer_section(&w, STR("hpc"), STR("History of presenting complaint"));
    present_sentences(&w, in, is_symptom);
    writer_section(&w, STR("negatives"), STR("Asked and absent"));
    absent_sentence(&w, in, is_absent_symptom);
    writer_section(&w, STR("pmh"), STR("Past medical history"));
    present_sentences(&w, in, is_history);
    writer_section(&w, STR("dh"), STR("Medicines"));
    drug_sentences(&w, in);
    said_sentences(&w, in, "allergy");
    writer_section(&w, STR("fh"), STR("Family history"));
    family_sentences(&w, in);
    writer_section(&w, STR("sh"), STR("Social history"));
    present_sentences(&w, in, is_exposure);
    writer_section(&w, STR("ice"), STR("Ideas, concerns and expectations"));
    said_sentences(&w, in, "ice");
    writer_section(&w, STR("exam"), STR("Examination"));
    present_sentences(&w, in, is_sign);
    absent_sentence(&w, in, is_absent_sign);
    said_sentences(&w, in, "exam");
    writer_section(&w, STR("impression"), STR("Impression"));
    thought_sentences(&w, in);
    writer_section(&w, STR("plan"), STR("Plan"));
    said_sentences(&w, in, "plan");
    advice_sentences(&w, in, "plan");
    writer_section(&w, STR("safety_net"), STR("Safety-netting"));
    said_sentences(&w, in, "safety_net");
    advice_sentences(&w, in, "safety_net");
    writer_section(&w, STR("follow_up"), STR("Follow-up"));
    said_sentences(&w, in, "follow_up");
    advice_sentences(&w, in, "follow_up");
    return writer_done(&w, out, e);
}

bool note_text(Str *out, Arena *a, const Note *n, Err *e)
{
    Buf b = buf_open(a, 256 * KIB);
    for (size_t i = 0; i < n->n; i++) {
        const NoteSection *s = &n->sections[i];
        buf_text(&b, i ? "\n" : "");
        buf_str(&b, s->title);
        buf_char(&b, '\n');
        for (size_t k = 0; k < s->n; k++) {
            buf_text(&b, s->v[k].is_suggestion ? "  [suggested] " : "  ");
            buf_str(&b, s->v[k].text);
            buf_char(&b, '\n');
        }
    }
    return buf_done(&b, out, e);
}
