/*
 * web/report.c - a consultation as one HTML file: no script, no network, prints well.
 *
 * Every sentence of the note and every bar is a <details>: opening it shows the words,
 * the turn they stand in, or the number with its source. The only raw bytes are our own
 * style sheet.
 */
#include "web/html.h"
#include "web/web.h"

#include "base/os.h"

#include <math.h>

enum { REPORT_MOST = 16, EXPLAINED_MOST = 13 };

typedef struct Report {
    Html           h;
    Arena         *arena;
    const Kb      *kb;
    const Consult *c;
} Report;

bool web_report_css(Str *out, Arena *a, Str share, Err *e)
{
    Str folder, path;
    return os_path(&folder, a, share, STR("web"), e) &&
           os_path(&path, a, folder, STR("report.css"), e) &&
           os_read_file(out, a, path, 1 * MIB, e);
}

static void leaf(Report *r, const char *tag, const char *name, Str text)
{
    html_leaf(&r->h, tag, name, text);
}

static void percent(Report *r, double p)
{
    html_text(&r->h, STR(""));
    if (p < 0.01)
        html_text(&r->h, STR("<1 %"));
    else {
        buf_num(&r->h.buf, p * 100, 0);
        html_text(&r->h, STR(" %"));
    }
}

static void number_attr(Report *r, const char *name, const char *stem, size_t i)
{
    Str text;
    if (str_fmt(&text, r->arena, &r->h.buf.failure, "%s%zu", stem, i))
        html_attr(&r->h, name, text);
}

/* ---- transcript ----------------------------------------------------------------------
 */

static void one_turn(Report *r, size_t i)
{
    const Turn *t = &r->c->transcript.turns[i];
    html_class(&r->h, "li", speaker_name(t->speaker));
    number_attr(r, "id", "turn-", i + 1);
    if (!isnan(t->from_s)) {
        int64_t s = (int64_t)t->from_s;
        html_open(&r->h, "time");
        html_text(&r->h, STR(""));
        buf_fmt(&r->h.buf, "%d:%02d", (int)(s / 60), (int)(s % 60));
        html_close(&r->h);
    }
    if (t->speaker != SPEAKER_UNKNOWN)
        leaf(r, "b", NULL, str_from(speaker_name(t->speaker)));
    leaf(r, "span", "words", transcript_span(&r->c->transcript, t->span));
    html_close(&r->h);
}

static void transcript(Report *r)
{
    html_class(&r->h, "section", "transcript");
    leaf(r, "h2", NULL, STR("Transcript"));
    html_open(&r->h, "ol");
    for (size_t i = 0; i < r->c->transcript.n; i++)
        one_turn(r, i);
    html_close(&r->h);
    html_close(&r->h);
}

/* The words in quotation marks, linked to the turn they stand in. */
static void quoted(Report *r, const char *label, Span s)
{
    const Turn *t = transcript_turn_at(&r->c->transcript, s.at);
    if (!s.n)
        return;
    html_open(&r->h, "p");
    html_text(&r->h, str_from(label));
    html_text(&r->h, STR(" "));
    html_open(&r->h, "a");
    if (t)
        number_attr(r, "href", "#turn-", (size_t)(t - r->c->transcript.turns) + 1);
    leaf(r, "q", NULL, transcript_span(&r->c->transcript, s));
    html_close(&r->h);
    html_close(&r->h);
}

/* ---- numbers and sources -------------------------------------------------------------
 */

static void source_line(Report *r, uint32_t source)
{
    const KbSource *s = kb_source(r->kb, source);
    char            year[NUM_TEXT_MAX];
    html_class(&r->h, "p", "source");
    html_text(&r->h, STR("Source: "));
    if (s->url.n)
        html_link(&r->h, s->url, NULL, s->title);
    else
        leaf(r, "span", NULL, s->title);
    html_text(&r->h, STR(". "));
    html_text(&r->h, s->published);
    html_text(&r->h, STR(", "));
    html_text(&r->h, kb_year(year, s));
    html_text(&r->h, STR(" (read "));
    html_text(&r->h, s->read);
    html_text(&r->h, STR(")."));
    html_close(&r->h);
}

static void number_block(Report *r, uint32_t number)
{
    if (number == KB_NONE) {
        leaf(r, "p", NULL,
             STR("Background only: the condition's file is silent on this."));
        return;
    }
    const KbNumber *n = kb_number(r->kb, number);
    char            grade[2] = {kb_grade_letter(n->grade), '\0'};
    html_open(&r->h, "p");
    html_text(&r->h, STR("Number "));
    buf_num(&r->h.buf, n->value, 3);
    html_text(&r->h, STR(", grade "));
    leaf(r, "span", "grade", str_from(grade));
    html_text(&r->h, STR(" ("));
    html_text(&r->h, str_from(kb_grade_text(n->grade)));
    html_text(&r->h, STR("), "));
    html_text(&r->h, n->file);
    html_text(&r->h, STR(" line "));
    buf_int(&r->h.buf, n->line);
    html_text(&r->h, STR(". "));
    html_text(&r->h, n->why);
    html_close(&r->h);
    if (n->source != KB_NONE)
        source_line(r, n->source);
}

/* ---- findings ------------------------------------------------------------------------
 */

static void findings(Report *r)
{
    const Findings *f = &r->c->findings;
    html_open(&r->h, "section");
    leaf(r, "h2", NULL, STR("Findings"));
    html_class(&r->h, "ul", "findings");
    for (size_t i = 0; i < f->n; i++) {
        html_class(&r->h, "li", status_name(f->v[i].status));
        html_open(&r->h, "details");
        html_open(&r->h, "summary");
        leaf(r, "b", NULL, str_from(status_name(f->v[i].status)));
        html_text(&r->h, STR(" "));
        html_text(&r->h, kb_finding(r->kb, f->v[i].finding)->name);
        html_close(&r->h);
        for (size_t k = 0; k < f->v[i].n; k++) {
            quoted(r, "Asked:", f->v[i].v[k].question);
            quoted(r, "Said:", f->v[i].v[k].said);
        }
        html_close(&r->h);
        html_close(&r->h);
    }
    html_close(&r->h);
    html_close(&r->h);
}

/* ---- differential --------------------------------------------------------------------
 */

static void bar(Report *r, const Bar *b)
{
    html_open(&r->h, "details");
    html_attr(&r->h, "class", b->db < 0 ? STR("bar against") : STR("bar for"));
    html_open(&r->h, "summary");
    html_open(&r->h, "meter");
    html_attr(&r->h, "min", STR("0"));
    html_attr(&r->h, "max", STR("12"));
    char room[32];
    Buf  value = buf_open(r->arena, sizeof room * 4);
    Str  text = {0};
    buf_num(&value, fabs(b->db) > 12 ? 12 : fabs(b->db), 2);
    if (!buf_done(&value, &text, &r->h.buf.failure))
        return;
    html_attr(&r->h, "value", text);
    html_text(&r->h, text);
    html_close(&r->h);
    html_text(&r->h, b->db < 0 ? STR(" ") : STR(" +"));
    buf_num(&r->h.buf, b->db, 2);
    html_text(&r->h, STR(" dB "));
    html_text(&r->h, b->label);
    html_text(&r->h, b->kind == BAR_RISK ? STR(" (within the start)") : STR(""));
    html_close(&r->h);
    number_block(r, b->number);
    html_close(&r->h);
}

static void said(Report *r, const char *label, Str text)
{
    if (!text.n)
        return;
    leaf(r, "dt", NULL, str_from(label));
    leaf(r, "dd", NULL, text);
}

static void hypothesis(Report *r, size_t i)
{
    const Hypothesis  *h = &r->c->differential.v[i];
    const Explanation *x = &r->c->explanations[i];
    html_class(&r->h, "article", "hypothesis");
    number_attr(r, "id", "hypothesis-", i + 1);
    html_open(&r->h, "h4");
    html_text(&r->h, h->condition == KB_NONE ? STR("Something else, or nothing found")
                                             : kb_condition(r->kb, h->condition)->name);
    html_text(&r->h, STR(": "));
    percent(r, h->p_posterior);
    html_text(&r->h, STR(", "));
    html_text(&r->h, h->sure);
    html_close(&r->h);
    html_open(&r->h, "dl");
    said(r, "Because", x->because);
    said(r, "But", x->but);
    said(r, "What would change it", x->would_change);
    said(r, "If it were cured", x->if_cured);
    said(r, "How sure", x->how_sure);
    said(r, "Not considered", x->not_considered);
    html_close(&r->h);
    html_class(&r->h, "p", "sum");
    html_text(&r->h, STR("Before the findings "));
    buf_num(&r->h.buf, h->prior_db, 2);
    html_text(&r->h, STR(" dB, age, sex and exposures within it; after the other bars "));
    buf_num(&r->h.buf, h->posterior_db, 2);
    html_text(&r->h, STR(" dB."));
    html_close(&r->h);
    for (size_t k = 0; k < h->n_bars; k++)
        bar(r, &h->bars[k]);
    html_close(&r->h);
}

static void band(Report *r, Band which, const char *title)
{
    bool any = false;
    for (size_t i = 0; i < r->c->n_explained && i < EXPLAINED_MOST; i++) {
        if (r->c->differential.v[i].band != which)
            continue;
        if (!any)
            leaf(r, "h3", NULL, str_from(title));
        any = true;
        hypothesis(r, i);
    }
}

static void differential(Report *r)
{
    const Triage *t = &r->c->differential.triage;
    html_class(&r->h, "section", "differential");
    leaf(r, "h2", NULL, STR("Differential"));
    html_class(&r->h, "p", "urgency");
    html_text(&r->h, STR("Urgency: "));
    html_text(&r->h, t->level_name);
    html_text(&r->h, STR(". "));
    html_text(&r->h, t->because);
    html_close(&r->h);
    band(r, BAND_LIKELY, "Likely");
    band(r, BAND_CONSIDER, "Consider");
    band(r, BAND_MUST_NOT_MISS, "Must not miss");
    html_close(&r->h);
}

/* ---- guidance and note ----------------------------------------------------------------
 */

static void row(Report *r, const RowOutcome *o)
{
    const KbPathwayRow *p = kb_pathway_row(r->kb, o->row);
    html_open(&r->h, "li");
    html_open(&r->h, "details");
    html_open(&r->h, "summary");
    leaf(r, "b", NULL, o->fate == ROW_FIRED ? STR("Applies: ") : STR("Not decided: "));
    html_text(&r->h, p->say);
    html_close(&r->h);
    leaf(r, "p", NULL, o->because);
    if (p->source != KB_NONE)
        source_line(r, p->source);
    html_close(&r->h);
    html_close(&r->h);
}

static void guidance(Report *r)
{
    for (size_t i = 0; i < r->c->guidance.n; i++) {
        const Walk *w = &r->c->guidance.v[i];
        if (!w->applies)
            continue;
        html_class(&r->h, "section", "guidance");
        html_open(&r->h, "h2");
        html_text(&r->h, STR("Guidance: "));
        html_text(&r->h, kb_pathway(r->kb, w->pathway)->title);
        html_close(&r->h);
        html_open(&r->h, "ul");
        for (size_t k = 0; k < w->n; k++)
            if (w->v[k].fate != ROW_REFUSED)
                row(r, &w->v[k]);
        html_close(&r->h);
        html_close(&r->h);
    }
}

static void witness(Report *r, const Witness *w)
{
    if (w->kind == WITNESS_SAID) {
        quoted(r, "Asked:", w->question);
        quoted(r, "Said:", w->said);
    } else if (w->kind == WITNESS_KNOWLEDGE && w->source != KB_NONE) {
        source_line(r, w->source);
    } else if (w->kind == WITNESS_TYPED) {
        leaf(r, "p", NULL, STR("Entered by the user."));
    } else if (w->kind == WITNESS_REASONING) {
        for (size_t i = 0; i < r->c->n_explained; i++) {
            if (r->c->differential.v[i].condition != w->condition)
                continue;
            html_open(&r->h, "p");
            html_open(&r->h, "a");
            number_attr(r, "href", "#hypothesis-", i + 1);
            html_text(&r->h, STR("The bars that make this number"));
            html_close(&r->h);
            html_close(&r->h);
        }
    }
}

static void note(Report *r)
{
    html_class(&r->h, "section", "note");
    leaf(r, "h2", NULL, STR("Note"));
    leaf(r, "p", "hint",
         STR("Open a line to see what it stands on. Lines marked "
             "\"suggested\" were said by nobody: accept or delete them."));
    for (size_t i = 0; i < r->c->note.n; i++) {
        const NoteSection *s = &r->c->note.sections[i];
        leaf(r, "h3", NULL, s->title);
        for (size_t k = 0; k < s->n; k++) {
            html_class(&r->h, "details", s->v[k].needs_check ? "line check" : "line");
            html_open(&r->h, "summary");
            if (s->v[k].is_suggestion)
                leaf(r, "b", NULL, STR("suggested: "));
            html_text(&r->h, s->v[k].text);
            html_close(&r->h);
            for (size_t m = 0; m < s->v[k].n; m++)
                witness(r, &s->v[k].witnesses[m]);
            html_close(&r->h);
        }
    }
    html_close(&r->h);
}

static void head(Report *r, Str css)
{
    html_open(&r->h, "head");
    html_open(&r->h, "meta");
    html_attr(&r->h, "charset", STR("utf-8"));
    html_void(&r->h);
    html_open(&r->h, "meta");
    html_attr(&r->h, "name", STR("viewport"));
    html_attr(&r->h, "content", STR("width=device-width, initial-scale=1"));
    html_void(&r->h);
    html_open(&r->h, "title");
    html_text(&r->h, r->c->name);
    html_text(&r->h, STR(" - Auscult"));
    html_close(&r->h);
    html_open(&r->h, "style");
    html_raw(&r->h, css);
    html_close(&r->h);
    html_close(&r->h);
}

static void foot(Report *r)
{
    html_open(&r->h, "footer");
    html_open(&r->h, "p");
    html_text(&r->h, STR("Made by Auscult " AUSCULT_VERSION " from knowledge "));
    html_text(&r->h, r->c->kb_version);
    html_text(&r->h,
              STR(". It supports a clinician who checks it against its sources; it does "
                  "not diagnose and is not for emergencies. The content has not been "
                  "reviewed by a clinician."));
    html_close(&r->h);
    html_close(&r->h);
}

bool web_report(Str *out, Arena *a, const App *app, const Consult *c, Str css, Err *e)
{
    Report r = {html_start(a, REPORT_MOST * MIB), a, app_kb(app), c};
    html_open(&r.h, "html");
    html_attr(&r.h, "lang", STR("en-GB"));
    head(&r, css);
    html_class(&r.h, "body", "report");
    html_open(&r.h, "main");
    html_open(&r.h, "h1");
    html_text(&r.h, STR("Consultation: "));
    html_text(&r.h, c->name);
    html_close(&r.h);
    note(&r);
    findings(&r);
    differential(&r);
    guidance(&r);
    transcript(&r);
    foot(&r);
    html_close(&r.h);
    html_close(&r.h);
    html_close(&r.h);
    return html_done(&r.h, out, e);
}
