/*
 * app/consult_text.c - the consultation for a person at a terminal, 80 columns wide.
 *
 * Sentences first, then the bars that make them: the same order as on the page.
 */
#include "app/consult.h"

#include "base/buf.h"

#include <math.h>

enum { WIDTH = 80, TEXT_MOST_MIB = 8, BAR_WIDTH = 20 };

static void heading(Buf *b, const char *text)
{
    buf_char(b, '\n');
    buf_text(b, text);
    buf_char(b, '\n');
    for (Str s = str_from(text); s.n; s = str_from_at(s, 1))
        buf_char(b, '-');
    buf_char(b, '\n');
}

static size_t columns(Str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
    return n;
}

/* Writes words, breaking lines at WIDTH with `indent` spaces before each later line. */
static void wrap(Buf *b, Str text, size_t indent, size_t column)
{
    Str  rest = text, word;
    bool first = true;
    while (str_next(&rest, ' ', &word)) {
        if (!word.n)
            continue;
        if (!first && column + 1 + columns(word) > WIDTH) {
            buf_char(b, '\n');
            buf_pad(b, indent);
            column = indent;
        } else if (!first) {
            buf_char(b, ' ');
            column++;
        }
        buf_str(b, word);
        column += columns(word);
        first = false;
    }
    buf_char(b, '\n');
}

static void line(Buf *b, size_t indent, Str text)
{
    buf_pad(b, indent);
    wrap(b, text, indent, indent);
}

static void labelled(Buf *b, size_t indent, const char *label, Str text)
{
    if (!text.n)
        return;
    buf_pad(b, indent);
    buf_fmt(b, "%-14s", label);
    wrap(b, text, indent + 14, indent + 14);
}

static void write_transcript(Buf *b, const Consult *c)
{
    const Transcript *t = &c->transcript;
    heading(b, "Transcript");
    for (size_t i = 0; i < t->n; i++) {
        const Turn *turn = &t->turns[i];
        size_t      start = b->n;
        if (!isnan(turn->from_s)) {
            int64_t s = (int64_t)turn->from_s;
            buf_fmt(b, "%2d:%02d  ", (int)(s / 60), (int)(s % 60));
        }
        buf_fmt(b, "%-10s",
                turn->speaker == SPEAKER_UNKNOWN ? "" : speaker_name(turn->speaker));
        size_t indent = b->n - start;
        wrap(b, transcript_span(t, turn->span), indent, indent);
    }
}

/* At most `most` bytes in quotation marks, cut between characters. */
static void quoted(Buf *b, Str s, size_t most)
{
    size_t n = s.n;
    if (n > most)
        for (n = most; n > 0 && ((unsigned char)s.p[n] & 0xC0) == 0x80;)
            n--;
    buf_char(b, '"');
    buf_str(b, str_sub(s, 0, n));
    buf_text(b, n < s.n ? "...\"" : "\"");
}

static void write_evidence(Buf *b, const Consult *c, const FoundFinding *f)
{
    if (!f->n)
        return;
    const Evidence *v = &f->v[0];
    Str             said = transcript_span(&c->transcript, v->said);
    Str             asked = transcript_span(&c->transcript, v->question);
    buf_pad(b, 46);
    buf_char(b, ' ');
    quoted(b, said, 60);
    if (asked.n) {
        buf_text(b, " to ");
        quoted(b, asked, 40);
    }
}

static void write_findings(Buf *b, const Consult *c, const Kb *kb)
{
    heading(b, "Findings, and the words they stand on");
    for (size_t i = 0; i < c->findings.n; i++) {
        const FoundFinding *f = &c->findings.v[i];
        buf_fmt(b, "  %-13s", status_name(f->status));
        buf_str(b, kb_finding(kb, f->finding)->name);
        if (f->conflict)
            buf_text(b, " (said both ways)");
        write_evidence(b, c, f);
        buf_char(b, '\n');
    }
    for (size_t i = 0; i < c->findings.n_medications; i++) {
        const Medication *m = &c->findings.medications[i];
        buf_fmt(b, "  %-13s",
                m->status == STATUS_PRESENT ? "takes" : status_name(m->status));
        buf_str(b, transcript_span(&c->transcript, m->name));
        if (m->dose.n) {
            buf_char(b, ' ');
            buf_str(b, transcript_span(&c->transcript, m->dose));
        }
        if (m->finding != KB_NONE) {
            buf_text(b, " (");
            buf_str(b, kb_finding(kb, m->finding)->name);
            buf_char(b, ')');
        }
        buf_char(b, '\n');
    }
    if (!c->findings.n && !c->findings.n_medications)
        buf_text(b, "  none understood\n");
}

static void write_percent(Buf *b, double p)
{
    if (p < 0.01)
        buf_text(b, "<1");
    else
        buf_num(b, p * 100, 0);
    buf_text(b, " %");
}

static void write_bar(Buf *b, const Bar *bar, const Kb *kb)
{
    buf_text(b, "      ");
    buf_text(b, bar->db < 0 ? "" : "+");
    buf_num(b, bar->db, 2);
    buf_text(b, " dB");
    buf_pad(b, 19);
    size_t n = (size_t)(fabs(bar->db) * 2 + 0.5);
    for (size_t i = 0; i < n && i < BAR_WIDTH; i++)
        buf_char(b, bar->db < 0 ? '-' : '+');
    buf_pad(b, 19 + BAR_WIDTH + 1);
    buf_str(b, bar->label);
    if (bar->number != KB_NONE) {
        const KbNumber *n2 = kb_number(kb, bar->number);
        buf_fmt(b, "  [%c", kb_grade_letter(n2->grade));
        if (n2->source != KB_NONE) {
            buf_char(b, ' ');
            buf_str(b, kb_source(kb, n2->source)->key);
        }
        buf_char(b, ']');
    }
    buf_char(b, '\n');
}

/* Age, sex and exposures are within the start: they stand above it, not in the sum.
   Gives how many there are. */
static size_t write_risks(Buf *b, const Hypothesis *h, const Kb *kb)
{
    size_t n = 0;
    for (; n < h->n_bars && h->bars[n].kind == BAR_RISK; n++)
        write_bar(b, &h->bars[n], kb);
    return n;
}

static void write_hypothesis(Buf *b, const Consult *c, const Kb *kb, size_t i)
{
    const Hypothesis  *h = &c->differential.v[i];
    const Explanation *x = &c->explanations[i];
    buf_char(b, '\n');
    buf_pad(b, 2);
    write_percent(b, h->p_posterior);
    buf_pad(b, 9);
    buf_str(b, consult_name(kb, h->condition));
    buf_text(b, " (");
    buf_str(b, h->sure);
    buf_text(b, "; ");
    write_percent(b, h->p_low);
    buf_text(b, " to ");
    write_percent(b, h->p_high);
    buf_text(b, ")\n");
    labelled(b, 4, "because", x->because);
    labelled(b, 4, "but", x->but);
    labelled(b, 4, "would change", x->would_change);
    labelled(b, 4, "if cured", x->if_cured);
    labelled(b, 4, "how sure", x->how_sure);
    size_t n_risks = write_risks(b, h, kb);
    buf_text(b, "      ");
    buf_num(b, h->prior_db, 2);
    buf_text(b, " dB");
    buf_pad(b, 40);
    buf_text(b, n_risks ? "before the findings, the above in it\n"
                        : "before the findings\n");
    for (size_t k = n_risks; k < h->n_bars; k++)
        write_bar(b, &h->bars[k], kb);
    buf_text(b, "      ");
    buf_num(b, h->posterior_db, 2);
    buf_text(b, " dB");
    buf_pad(b, 40);
    buf_text(b, "the sum\n");
}

static void write_band(Buf *b, const Consult *c, const Kb *kb, Band band,
                       const char *title)
{
    bool any = false;
    for (size_t i = 0; i < c->n_explained; i++) {
        if (c->differential.v[i].band != band)
            continue;
        if (!any)
            heading(b, title);
        any = true;
        write_hypothesis(b, c, kb, i);
    }
}

static void write_questions(Buf *b, const Consult *c, const Kb *kb)
{
    const Differential *d = &c->differential;
    if (d->n_questions)
        heading(b, "Ask next");
    for (size_t i = 0; i < d->n_questions && i < 5; i++) {
        line(b, 2, kb_finding(kb, d->questions[i].finding)->ask_clinician);
        line(b, 6, d->questions[i].because);
    }
}

static void write_triage(Buf *b, const Consult *c, const Kb *kb)
{
    const Triage *t = &c->differential.triage;
    heading(b, "Urgency");
    buf_text(b, "  ");
    if (t->is_known)
        buf_fmt(b, "level %d: ", t->level);
    buf_str(b, t->level_name);
    buf_char(b, '\n');
    line(b, 2, t->because);
    for (size_t i = 0; i < t->n_fired; i++)
        line(b, 4, kb_red_flag(kb, t->fired[i].red_flag)->say);
}

static const char *row_sign(RowFate f)
{
    return f == ROW_FIRED ? "yes" : f == ROW_REFUSED ? "no" : "?";
}

static void write_guidance(Buf *b, const Consult *c, const Kb *kb)
{
    for (size_t i = 0; i < c->guidance.n; i++) {
        const Walk      *w = &c->guidance.v[i];
        const KbPathway *p = kb_pathway(kb, w->pathway);
        if (!w->applies)
            continue;
        heading(b, "Guidance");
        line(b, 2, p->title);
        for (size_t k = 0; k < w->n; k++) {
            const KbPathwayRow *r = kb_pathway_row(kb, w->v[k].row);
            if (w->v[k].fate == ROW_REFUSED)
                continue;
            buf_fmt(b, "  %-4s", row_sign(w->v[k].fate));
            wrap(b, r->say, 6, 6);
            buf_pad(b, 6);
            buf_str(b, w->v[k].because);
            if (r->source != KB_NONE) {
                buf_text(b, " [");
                buf_str(b, kb_source(kb, r->source)->key);
                buf_char(b, ']');
            }
            buf_char(b, '\n');
        }
    }
}

static void write_note(Buf *b, const Consult *c)
{
    if (!c->note.n)
        return;
    heading(b, "Note (each line opens its witness in the page and in --json)");
    for (size_t i = 0; i < c->note.n; i++) {
        const NoteSection *s = &c->note.sections[i];
        line(b, 2, s->title);
        for (size_t k = 0; k < s->n; k++) {
            buf_text(b, s->v[k].is_suggestion ? "    ? " : "    ");
            wrap(b, s->v[k].text, 6, s->v[k].is_suggestion ? 6 : 4);
        }
    }
}

static void write_head(Buf *b, const Consult *c)
{
    buf_str(b, c->name);
    buf_char(b, '\n');
    if (c->is_audio) {
        buf_num(b, c->timing.audio_s, 1);
        buf_text(b, " s of sound, ");
        buf_num(b, c->timing.speech_s, 1);
        buf_text(b, " s of speech, recognised by ");
        buf_str(b, c->model);
        buf_text(b, " on this computer\n");
    }
}

static void write_person(Buf *b, const Consult *c)
{
    heading(b, "Patient");
    buf_text(b, "  ");
    if (isnan(c->facts->age_years))
        buf_text(b, "age unknown");
    else
        buf_num(b, c->facts->age_years, 0);
    buf_text(b, c->facts->sex == KB_FEMALE ? ", female"
                : c->facts->sex == KB_MALE ? ", male"
                                           : ", sex unknown");
    buf_text(b, c->age_was_typed ? " (entered)\n" : "\n");
}

bool app_consult_text(Str *out, Arena *a, const App *app, const Consult *c, Err *e)
{
    const Kb *kb = app_kb(app);
    Buf       b = buf_open(a, TEXT_MOST_MIB * MIB);
    write_head(&b, c);
    write_transcript(&b, c);
    write_person(&b, c);
    write_findings(&b, c, kb);
    write_band(&b, c, kb, BAND_LIKELY, "Likely");
    write_band(&b, c, kb, BAND_CONSIDER, "Consider");
    write_band(&b, c, kb, BAND_MUST_NOT_MISS, "Must not miss");
    write_triage(&b, c, kb);
    write_questions(&b, c, kb);
    write_guidance(&b, c, kb);
    write_note(&b, c);
    buf_text(&b, "\nSupports a clinician who checks it; not reviewed by a clinician. "
                 "Knowledge ");
    buf_str(&b, c->kb_version);
    buf_text(&b, "\n");
    return buf_done(&b, out, e);
}

bool app_findings_text(Str *out, Arena *a, const App *app, const Consult *c, Err *e)
{
    Buf b = buf_open(a, TEXT_MOST_MIB * MIB);
    write_findings(&b, c, app_kb(app));
    if (c->findings.n_unmatched)
        heading(&b, "Clinical-looking words that were not understood");
    for (size_t i = 0; i < c->findings.n_unmatched; i++)
        line(&b, 2, transcript_span(&c->transcript, c->findings.unmatched[i]));
    return buf_done(&b, out, e);
}

bool app_triage_text(Str *out, Arena *a, const App *app, const Consult *c, Err *e)
{
    Buf b = buf_open(a, TEXT_MOST_MIB * MIB);
    write_triage(&b, c, app_kb(app));
    return buf_done(&b, out, e);
}

bool app_guidance_text(Str *out, Arena *a, const App *app, const Consult *c, Err *e)
{
    Buf b = buf_open(a, TEXT_MOST_MIB * MIB);
    write_guidance(&b, c, app_kb(app));
    for (size_t i = 0; i < c->guidance.n; i++)
        if (!c->guidance.v[i].applies)
            buf_text(&b, "This pathway does not apply to these facts, or not yet.\n");
    return buf_done(&b, out, e);
}
