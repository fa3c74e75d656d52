/*
 * note/gp.c - the general-practice note: what was found, in the order a GP reads it.
 *
 * Sentences are rendered from findings, not from the talk: the talk is the witness.
 * What the clinician said of examination and plan has no finding behind it and is
 * rewritten (rewrite.c), or quoted when no clean sentence can be made of it.
 */
#include "note/words.h"
#include "note/writer.h"

#include <math.h>

enum { QUOTE_MOST = 600 };
static const size_t sentence_most = 1 * MIB; /* far beyond any; it only bounds a fault */

typedef struct Group { /* findings that are rendered in one sentence */
    const NoteFinding **v;
    size_t              n;
} Group;

/* Room for every finding; false (remembered by the writer) without memory. */
static bool group_open(Group *g, NoteWriter *w, const NoteInput *in)
{
    *g = (Group){.n = 0};
    if (!w->failure.code)
        g->v =
            ARENA_ARRAY(w->arena, const NoteFinding *, in->n_findings + 1, &w->failure);
    return g->v != NULL;
}

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
    size_t n = 0;
    for (size_t i = 0; i < g->n; i++)
        n += g->v[i]->n;
    Witness *all =
        w->failure.code ? NULL : ARENA_ARRAY(w->arena, Witness, n + 1, &w->failure);
    if (!all)
        return;
    n = 0;
    for (size_t i = 0; i < g->n; i++)
        for (size_t k = 0; k < g->v[i]->n; k++)
            all[n++] = g->v[i]->witnesses[k];
    writer_add(w, (NoteSentence){text, all, n, false, needs_check});
}

/* The words of a refinement that its stem does not already say: " at night". */
static Str refinement(Str whole, Str head)
{
    Str rest = str_starts(whole, head) ? str_trim(str_from_at(whole, head.n)) : whole;
    return rest.n ? rest : whole;
}

static Str side_of(const NoteFinding *f) { return f->side; }
static Str duration_of(const NoteFinding *f) { return f->duration; }
static Str frequency_of(const NoteFinding *f) { return f->frequency; }
static Str severity_of(const NoteFinding *f) { return f->severity; }

static bool holds_nocase(Str text, Str part)
{
    for (size_t i = 0; i + part.n <= text.n; i++)
        if (str_eq_nocase(str_sub(text, i, part.n), part))
            return true;
    return false;
}

/* Is the wording of member `at` in a name of the group, or an earlier member's? */
static bool was_said(const NoteInput *in, const Group *g, size_t at,
                     Str (*wording)(const NoteFinding *))
{
    Str words = str_trim(wording(g->v[at]));
    for (size_t i = 0; i < g->n; i++)
        if (holds_nocase(known(in, g->v[i])->name, words) ||
            (i < at && str_eq_nocase(str_trim(wording(g->v[i])), words)))
            return true;
    return false;
}

/* "Three times a week" in the middle of a sentence; "GP" and "I" stay as they are. */
static void write_inside(Buf *b, Str words)
{
    bool is_word = words.n > 1 && words.p[0] >= 'A' && words.p[0] <= 'Z' &&
                   words.p[1] >= 'a' && words.p[1] <= 'z';
    if (is_word)
        buf_char(b, (char)(words.p[0] - 'A' + 'a'));
    buf_str(b, str_from_at(words, is_word));
}

/* "; frequency: every night, at the weekend": each distinct wording once. */
static void write_attribute(Buf *b, const NoteInput *in, const Group *g,
                            const char *label, Str (*wording)(const NoteFinding *))
{
    bool any = false;
    for (size_t i = 0; i < g->n; i++) {
        Str words = str_trim(wording(g->v[i]));
        if (!words.n || was_said(in, g, i, wording))
            continue;
        buf_text(b, any ? ", " : label);
        write_inside(b, words);
        any = true;
    }
}

static void write_member(Buf *b, const NoteFinding *f, Str words, bool is_history)
{
    buf_text(b, f->is_possible ? "possible " : "");
    buf_str(b, words);
    buf_text(b, f->is_past && !is_history ? " (in the past)" : "");
    buf_text(b, f->conflict ? " (said both present and absent: check)" : "");
}

/* One sentence for a complaint and its refinements. */
static void present_sentence(NoteWriter *w, const NoteInput *in, const Group *g)
{
    Buf  b = buf_open(w->arena, sentence_most);
    bool check = false;
    Str  head = known(in, g->v[0])->name;
    for (size_t i = 0; i < g->n; i++) {
        const KbFinding *k = known(in, g->v[i]);
        buf_text(&b, i == 0 ? "" : i == 1 ? ": " : ", ");
        write_member(&b, g->v[i], i ? refinement(k->name, head) : head,
                     k->cls == KB_HISTORY);
        check = check || g->v[i]->conflict || g->v[i]->is_possible;
    }
    write_attribute(&b, in, g, "; side: ", side_of);
    write_attribute(&b, in, g, "; for ", duration_of);
    write_attribute(&b, in, g, "; frequency: ", frequency_of);
    write_attribute(&b, in, g, "; severity: ", severity_of);
    buf_char(&b, '.');
    capital(&b, 0);
    add_group(w, g, writer_text(w, &b), check);
}

typedef bool Chooses(const NoteInput *in, const NoteFinding *f);

static bool is_plain(const NoteFinding *f)
{
    return !f->is_absent && !f->is_past && !f->is_family;
}

/* Seen or measured by the clinician; what the patient tells of it is history. */
static bool is_examined(const NoteInput *in, const NoteFinding *f)
{
    KbClass c = known(in, f)->cls;
    return c == KB_VITAL || c == KB_LAB || (c == KB_SIGN && !f->is_reported);
}

static bool is_symptom(const NoteInput *in, const NoteFinding *f)
{
    KbClass c = known(in, f)->cls;
    return is_plain(f) &&
           (c == KB_SYMPTOM || c == KB_CONTEXT || (c == KB_SIGN && !is_examined(in, f)));
}

static bool is_sign(const NoteInput *in, const NoteFinding *f)
{
    return is_plain(f) && is_examined(in, f);
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
    return f->is_absent && !f->is_family && !is_examined(in, f) &&
           known(in, f)->cls != KB_DRUG;
}

static bool is_absent_sign(const NoteInput *in, const NoteFinding *f)
{
    return f->is_absent && !f->is_family && is_examined(in, f);
}

/* Is `f` the first of its stem among those chosen, and if so, who follows it? The head
   of a group is the stem itself when it was said, otherwise the first refinement. */
static bool group_of(Group *g, const NoteInput *in, size_t at, Chooses *chooses)
{
    Str          own = stem(known(in, &in->findings[at])->id);
    const size_t none = in->n_findings;
    size_t       head = none;
    g->n = 0;
    for (size_t i = 0; i < in->n_findings; i++) {
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
    Group g;
    if (!group_open(&g, w, in))
        return;
    for (size_t i = 0; i < in->n_findings; i++)
        if (chooses(in, &in->findings[i]) && group_of(&g, in, i, chooses))
            present_sentence(w, in, &g);
}

/* "No calf swelling, weakness or numbness." */
static void absent_sentence(NoteWriter *w, const NoteInput *in, Chooses *chooses)
{
    Group g;
    bool  check = false;
    if (!group_open(&g, w, in))
        return;
    for (size_t i = 0; i < in->n_findings; i++)
        if (chooses(in, &in->findings[i]))
            g.v[g.n++] = &in->findings[i];
    if (g.n == 0)
        return;
    Buf b = buf_open(w->arena, sentence_most);
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
        Buf b = buf_open(w->arena, sentence_most);
        buf_text(&b, f->is_absent ? "No family history of " : "Family history of ");
        buf_str(&b, known(in, f)->name);
        buf_char(&b, '.');
        writer_add(w, (NoteSentence){writer_text(w, &b), f->witnesses, f->n, false,
                                     f->conflict});
    }
}

/* The words of a drug's name as a note has them: "tablet for my cholesterol" without
   the possessive. */
static void write_drug_name(Buf *b, Str name)
{
    Words w;
    bool  any = false;
    if (!words_split(&w, name)) {
        buf_str(b, name);
        return;
    }
    for (size_t i = 0; i < w.n; i++) {
        if (words_same(w.v[i], "my") || words_same(w.v[i], "your"))
            continue;
        buf_text(b, any ? " " : "");
        buf_str(b, w.v[i]);
        any = true;
    }
}

/* What the name says already ("a tablet" of a "water tablet") is not said again. */
static void write_unless_named(Buf *b, Str name, Str words)
{
    Words w;
    Str   core = str_trim(words);
    if (words_split(&w, core) && w.n > 1 &&
        (words_same(w.v[0], "a") || words_same(w.v[0], "an") ||
         words_same(w.v[0], "the")))
        core = str_span(w.v[1].p, core.p + core.n);
    if (!core.n || holds_nocase(name, core))
        return;
    buf_char(b, ' ');
    buf_str(b, str_trim(words));
}

static void drug_sentences(NoteWriter *w, const NoteInput *in)
{
    for (size_t i = 0; i < in->n_drugs; i++) {
        const NoteDrug *d = &in->drugs[i];
        Buf             b = buf_open(w->arena, sentence_most);
        buf_text(&b, d->stopped_or_denied ? "not taking " : "");
        write_drug_name(&b, d->name);
        write_unless_named(&b, d->name, d->dose);
        write_unless_named(&b, d->name, d->frequency);
        buf_char(&b, '.');
        capital(&b, 0);
        writer_add(w, (NoteSentence){writer_text(w, &b), d->witnesses, d->n, false,
                                     d->dose.n == 0 && !d->stopped_or_denied});
    }
}

/* The words in quotation marks on one line, cut at a word when they run on. */
static Str quotation(NoteWriter *w, Str words, Speaker by)
{
    Buf b = buf_open(w->arena, sentence_most);
    Str rest = words;
    if (rest.n > QUOTE_MOST) {
        size_t n = QUOTE_MOST;
        while (n > 0 && rest.p[n] != ' ')
            n--;
        while (n == 0 || ((unsigned char)rest.p[n] & 0xC0) == 0x80)
            n = n ? n - 1 : QUOTE_MOST;
        rest = str_trim(str_sub(rest, 0, n));
    }
    buf_text(&b, by == SPEAKER_PATIENT     ? "Patient: \""
                 : by == SPEAKER_CLINICIAN ? "Clinician: \""
                                           : "In the text: \"");
    for (size_t i = 0; i < rest.n; i++)
        buf_char(&b, (char)((unsigned char)rest.p[i] < ' ' ? ' ' : rest.p[i]));
    buf_text(&b, rest.n < words.n ? " ...\"" : "\"");
    return writer_text(w, &b);
}

/* "Let me examine your legs." announces and finds nothing; with a comma there may be
   a finding behind it. */
static bool is_announcement(Str sentence)
{
    static const char *const openings[] = {
        "let me", "let's",         "i'm going to",   "i'll",
        "i will", "i am going to", "can i",          "could i",
        "may i",  "i'd like to",   "i would like to"};
    Words w;
    if (!words_split(&w, sentence) || str_find_char(sentence, ',') != STR_NONE)
        return false;
    size_t at = words_same(w.v[0], "now") || words_same(w.v[0], "so") ||
                words_same(w.v[0], "okay");
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++)
        if (words_phrase_at(&w, at, openings[i]))
            return true;
    return false;
}

/* A sentence of the talk: rewritten, or in quotation marks with its speaker. */
static void said_sentences(NoteWriter *w, const NoteInput *in, const char *section)
{
    for (size_t i = 0; i < in->n_said && !w->failure.code; i++) {
        const NoteSaid *s = &in->said[i];
        if (!str_is(s->section, section))
            continue;
        Str text;
        Str words = words_without_courtesy(transcript_span(in->transcript, s->span));
        if (!words.n || (str_is(s->section, "exam") && is_announcement(words)))
            continue;
        if (!note_rewrite(&text, w->arena, words, s->by, &w->failure))
            return;
        if (!text.n)
            text = quotation(w, words, s->by);
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

/* "67-year-old ", "8-month-old ", "3-week-old " */
static void write_age(Buf *b, double years)
{
    const double weeks_of_year = 365.25 / 7;
    bool         in_years = years >= 2, in_months = years * 12 >= 1;
    buf_int(b, (int64_t)(in_years    ? years
                         : in_months ? years * 12
                                     : years * weeks_of_year));
    buf_text(b, in_years ? "-year-old " : in_months ? "-month-old " : "-week-old ");
}

/* Who the patient is, as far as the talk or the user said so. */
static void person_sentence(NoteWriter *w, const NoteInput *in)
{
    static const char *const words[2][3] = {{"girl", "boy", "child"},
                                            {"woman", "man", "adult"}};
    bool has_age = !isnan(in->age_years), has_sex = in->sex != KB_SEX_UNKNOWN;
    bool is_adult = !has_age || in->age_years >= 18;
    if (!has_age && !has_sex)
        return;
    Buf b = buf_open(w->arena, sentence_most);
    if (has_age)
        write_age(&b, in->age_years);
    buf_text(&b, has_age                ? words[is_adult][in->sex]
                 : in->sex == KB_FEMALE ? "female"
                                        : "male");
    buf_text(&b, has_age ? "." : ", age not known.");
    capital(&b, 0);
    Witness v[2];
    size_t  n = 0;
    if (has_age)
        v[n++] = in->age_witness;
    if (has_sex && !(n && in->sex_witness.kind == WITNESS_TYPED &&
                     in->age_witness.kind == WITNESS_TYPED))
        v[n++] = in->sex_witness;
    writer_add(w, (NoteSentence){writer_text(w, &b), v, n, false, false});
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
