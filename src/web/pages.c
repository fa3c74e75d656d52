/* web/pages.c - home, search, one source, about, and the shell of the consultation. */
#include "web/route.h"

#include <stdlib.h>

/* Condition indices in the order of the names that readers see. */
typedef struct Entry {
    Str      name;
    uint32_t condition;
} Entry;

static int by_name(const void *a, const void *b)
{
    const Entry *x = a, *y = b;
    int          order = str_cmp(x->name, y->name);
    return order ? order : (x->condition > y->condition) - (x->condition < y->condition);
}

static Entry *sorted(Arena *a, const Kb *kb, Err *e)
{
    size_t n = kb_n_conditions(kb);
    Entry *v = ARENA_ARRAY(a, Entry, n, e);
    for (uint32_t i = 0; v && i < n; i++) {
        const KbCondition *k = kb_condition(kb, i);
        v[i] = (Entry){k->plain_name.n ? k->plain_name : k->name, i};
    }
    if (v)
        qsort(v, n, sizeof *v, by_name);
    return v;
}

static void entry_item(Html *h, const Visit *v, const Entry *entry)
{
    const KbCondition *k = kb_condition(app_kb(v->web->config.app), entry->condition);
    Str                address;
    if (!str_fmt(&address, v->rq->arena, &h->buf.failure, "/e/" STR_F, STR_A(k->id)))
        return;
    html_open(h, "li");
    html_link(h, address, NULL, entry->name);
    html_leaf(h, "p", NULL, k->summary);
    html_close(h);
}

bool home_get(Visit *v, Err *e)
{
    const Kb    *kb = app_kb(v->web->config.app);
    const Frame  frame = {.body_class = "page-home", .title = STR("Encyclopedia")};
    const Entry *entries = sorted(v->rq->arena, kb, e);
    if (!entries)
        return false;
    Html h = frame_open(v, &frame);
    html_class(&h, "section", "hero");
    html_leaf(&h, "h1", NULL, STR("A medical encyclopedia that shows why"));
    html_leaf(
        &h, "p", NULL,
        STR("Every statement leads to its source, every number has a grade, and what "
            "is not known is said. It runs on this computer, without a network."));
    html_open(&h, "p");
    html_link(&h, STR("/e/nocturnal_leg_cramps"), "button", STR("Read about leg cramps"));
    html_text(&h, STR(" "));
    html_link(&h, STR("/consult"), "button button-quiet", STR("Open the consultation"));
    html_close(&h);
    html_close(&h);
    html_open(&h, "section");
    html_leaf(&h, "h2", NULL, STR("All articles"));
    html_class(&h, "ul", "az");
    for (size_t i = 0; i < kb_n_conditions(kb); i++)
        entry_item(&h, v, &entries[i]);
    html_close(&h);
    html_close(&h);
    return frame_close(v, &h, 200, e);
}

/* Plain text in which U+0002 .. U+0003 marks what matched. */
static void snippet(Html *h, Str s)
{
    Str part, rest = s;
    html_class(h, "p", "snippet");
    for (bool marked = false; str_next(&rest, marked ? '\3' : '\2', &part);
         marked = !marked) {
        if (marked)
            html_leaf(h, "mark", NULL, part);
        else
            html_text(h, part);
    }
    html_close(h);
}

static void hit(Html *h, const Visit *v, const SearchHit *s)
{
    Str address;
    if (!str_fmt(&address, v->rq->arena, &h->buf.failure,
                 s->section_id.n ? "/e/" STR_F "#" STR_F : "/e/" STR_F "%.*s",
                 STR_A(s->slug), STR_A(s->section_id)))
        return;
    html_class(h, "li", "hit");
    html_link(h, address, NULL, s->title);
    if (s->section.n) {
        html_text(h, STR(" "));
        html_leaf(h, "span", "where", s->section);
    }
    snippet(h, s->snippet);
    html_leaf(h, "p", "why", s->matched_by);
    html_close(h);
}

static void no_answer(Html *h, const SearchResult *r)
{
    html_leaf(h, "h1", NULL, STR("We do not have that"));
    html_leaf(
        h, "p", NULL,
        r->n ? STR("No article answers this. The nearest titles are below; or look "
                   "through all articles on the first page.")
             : STR("No article answers this. Try another word for it, or look through "
                   "all articles on the first page."));
}

bool search_get(Visit *v, Err *e)
{
    Str          query;
    SearchResult r = {0};
    if (!http_query(&query, v->rq, "q", e))
        return false;
    query = str_trim(str_sub(query, 0, 200));
    if (query.n && !app_search(&r, v->rq->arena, v->web->config.app, query, e))
        return false;
    const Frame frame = {
        .body_class = "page-search", .title = STR("Search"), .query = query};
    Html h = frame_open(v, &frame);
    if (query.n && r.found) {
        html_open(&h, "h1");
        html_text(&h, STR("Results for "));
        html_leaf(&h, "q", NULL, query);
        html_close(&h);
    } else if (query.n) {
        no_answer(&h, &r);
    } else {
        html_leaf(&h, "h1", NULL, STR("Search"));
        html_leaf(&h, "p", NULL, STR("Type a symptom, a condition or a medicine above."));
    }
    html_class(&h, "ol", "hits");
    for (size_t i = 0; i < r.n; i++)
        hit(&h, v, &r.v[i]);
    html_close(&h);
    return frame_close(v, &h, 200, e);
}

/* ---- one source -------------------------------------------------------------------- */

static void fact(Html *h, const char *name, Str value)
{
    if (!value.n)
        return;
    html_leaf(h, "dt", NULL, str_from(name));
    html_leaf(h, "dd", NULL, value);
}

static void source_facts(Html *h, const Visit *v, const KbSource *s)
{
    char year[NUM_TEXT_MAX];
    Str  doi;
    if (!str_fmt(&doi, v->rq->arena, &h->buf.failure, "https://doi.org/" STR_F,
                 STR_A(s->doi)))
        return;
    html_class(h, "dl", "facts");
    fact(h, "Authors", s->authors);
    fact(h, "Published", s->published);
    fact(h, "Year", kb_year(year, s));
    fact(h, "Kind", s->kind);
    fact(h, "Read on", s->read);
    fact(h, "Opened", s->what);
    if (s->doi.n) {
        html_leaf(h, "dt", NULL, STR("DOI"));
        html_open(h, "dd");
        html_link(h, doi, NULL, s->doi);
        html_close(h);
    }
    if (s->url.n) {
        html_leaf(h, "dt", NULL, STR("Address"));
        html_open(h, "dd");
        html_link(h, s->url, NULL, s->url);
        html_close(h);
    }
    html_close(h);
}

static void source_numbers(Html *h, const Visit *v, uint32_t source)
{
    const Kb *kb = app_kb(v->web->config.app);
    html_leaf(h, "h2", NULL, STR("Numbers that rest on it"));
    html_class(h, "ul", "numbers");
    for (uint32_t i = 0; i < kb_n_numbers(kb); i++) {
        const KbNumber *n = kb_number(kb, i);
        if (n->source != source)
            continue;
        char grade[2] = {kb_grade_letter(n->grade), '\0'};
        html_open(h, "li");
        html_text(h, STR(""));
        buf_num(&h->buf, n->value, 3);
        html_text(h, STR(" "));
        html_leaf(h, "span", "grade", str_from(grade));
        html_text(h, STR(" "));
        html_text(h, n->file);
        html_text(h, STR(", line "));
        buf_int(&h->buf, n->line);
        html_close(h);
    }
    html_close(h);
}

bool source_get(Visit *v, Err *e)
{
    const Kb *kb = app_kb(v->web->config.app);
    uint32_t  i = kb_find_source(kb, v->part);
    if (i == KB_NONE)
        return err_set(e, ERR_MISSING, "no source has this name");
    const KbSource *s = kb_source(kb, i);
    const Frame     frame = {.body_class = "page-source", .title = s->title};
    Html            h = frame_open(v, &frame);
    html_leaf(&h, "h1", NULL, s->title);
    source_facts(&h, v, s);
    html_leaf(&h, "h2", NULL, STR("What was taken from it"));
    html_open(&h, "ul");
    for (uint32_t k = 0; k < s->taken.n; k++)
        html_leaf(&h, "li", NULL, kb_text_at(kb, s->taken.first + k));
    html_close(&h);
    source_numbers(&h, v, i);
    return frame_close(v, &h, 200, e);
}

/* ---- about, and the consultation's shell ---------------------------------------------
 */

static void about_numbers(Html *h, const Kb *kb)
{
    int64_t estimates = 0;
    for (uint32_t i = 0; i < kb_n_numbers(kb); i++)
        estimates += kb_number(kb, i)->grade == KB_E;
    html_open(h, "p");
    html_text(h, STR("It knows "));
    buf_int(&h->buf, (int64_t)kb_n_conditions(kb));
    html_text(h, STR(" conditions and "));
    buf_int(&h->buf, (int64_t)kb_n_findings(kb));
    html_text(h, STR(" findings, from "));
    buf_int(&h->buf, (int64_t)kb_n_sources(kb));
    html_text(h, STR(" sources. Of its "));
    buf_int(&h->buf, (int64_t)kb_n_numbers(kb));
    html_text(h, STR(" numbers "));
    buf_int(&h->buf, estimates);
    html_text(h,
              STR(" are estimates by the editors; each is marked E where it is used."));
    html_close(h);
}

bool about_get(Visit *v, Err *e)
{
    const Frame frame = {.body_class = "page-about", .title = STR("About")};
    Html        h = frame_open(v, &frame);
    html_leaf(&h, "h1", NULL, STR("What Auscult is, and is not"));
    html_leaf(
        &h, "p", NULL,
        STR("Auscult supports a clinician or a student who checks what it says. It does "
            "not diagnose, it does not decide, and it is not for emergencies. It is not "
            "a certified medical device, and its content has not been reviewed by a "
            "clinician."));
    about_numbers(&h, app_kb(v->web->config.app));
    html_leaf(&h, "h2", NULL, STR("Privacy"));
    html_leaf(
        &h, "p", NULL,
        STR("Recordings and texts stay in this computer's memory and are gone when the "
            "program ends. Nothing is sent to any other computer."));
    html_leaf(&h, "h2", NULL, STR("Licences"));
    html_leaf(&h, "p", NULL,
              STR("The program is free software under the AGPL, version 3 or later; its "
                  "content is under CC BY 4.0. The file NOTICE names everything it is "
                  "built from."));
    return frame_close(v, &h, 200, e);
}

bool consult_get(Visit *v, Err *e)
{
    const Frame frame = {.body_class = "page-consult",
                         .title = STR("Consultation"),
                         .script = "consult.js"};
    Html        h = frame_open(v, &frame);
    html_open(&h, "div");
    html_attr(&h, "id", STR("consult"));
    html_leaf(&h, "h1", NULL, STR("Consultation"));
    html_open(&h, "noscript");
    html_leaf(
        &h, "p", NULL,
        STR("This page needs JavaScript. The encyclopedia works without it, and so does "
            "the command: auscult consult FILE --html report.html"));
    html_close(&h);
    html_close(&h);
    return frame_close(v, &h, 200, e);
}
