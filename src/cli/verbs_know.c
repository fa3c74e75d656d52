/* cli/verbs_know.c - the verbs of the encyclopedia, the knowledge files and measuring. */
#include "base/os.h"
#include "cli/command.h"
#include "eval/eval.h"
#include "json/json.h"

/* ---- encyclopedia
 * ---------------------------------------------------------------------- */

static bool find_article(Article *art, const Command *c, App **app, Err *e)
{
    if (!command_words(c, "article", 1, 1, e) || !command_app(app, c, e))
        return false;
    uint32_t condition = kb_find_condition(app_kb(*app), c->words[0]);
    if (condition == KB_NONE)
        return err_set(e, ERR_MISSING,
                       "there is no article " STR_F "; try auscult search",
                       STR_A(c->words[0]));
    return pedia_article(art, c->arena, app_kb(*app), condition, e);
}

static void article_text(Buf *b, const Kb *kb, const Article *art)
{
    const KbCondition *k = kb_condition(kb, art->condition);
    buf_fmt(b, STR_F "\n" STR_F "\nLast updated " STR_F "%s\n", STR_A(art->title),
            STR_A(art->summary), STR_A(k->updated),
            k->reviewed_by.n ? "" : "; not reviewed by a clinician");
    for (size_t i = 0; i < art->n_sections; i++)
        buf_fmt(b, "\n" STR_F "\n\n" STR_F "\n", STR_A(art->sections[i].title),
                STR_A(art->sections[i].text));
    for (size_t i = 0; i < art->n_questions; i++)
        buf_fmt(b, "\n" STR_F "\n" STR_F "\n", STR_A(art->questions[i].question),
                STR_A(art->questions[i].text));
    buf_text(b, "\nSources\n\n");
    for (size_t i = 0; i < art->n_sources; i++) {
        const KbSource *s = kb_source(kb, art->sources[i]);
        char            year[NUM_TEXT_MAX];
        buf_fmt(b, "%zu. " STR_F ". " STR_F ", " STR_F ". " STR_F "\n", i + 1,
                STR_A(s->title), STR_A(s->published), STR_A(kb_year(year, s)),
                STR_A(s->url));
    }
}

static void article_json(Json *j, const Kb *kb, const Article *art)
{
    const KbCondition *k = kb_condition(kb, art->condition);
    json_object(j);
    json_key(j, "slug");
    json_str(j, k->id);
    json_key(j, "title");
    json_str(j, art->title);
    json_key(j, "summary");
    json_str(j, art->summary);
    json_key(j, "updated");
    json_str(j, k->updated);
    json_key(j, "reviewed_by");
    json_str(j, k->reviewed_by);
    json_key(j, "sections");
    json_array(j);
    for (size_t i = 0; i < art->n_sections; i++) {
        json_object(j);
        json_key(j, "id");
        json_str(j, art->sections[i].id);
        json_key(j, "title");
        json_str(j, art->sections[i].title);
        json_key(j, "html");
        json_str(j, art->sections[i].html);
        json_end(j);
    }
    json_end(j);
    json_end(j);
    buf_char(&j->buf, '\n');
}

bool verb_article(Command *c, Err *e)
{
    App    *app;
    Article art = {0};
    Str     text = {0};
    if (!find_article(&art, c, &app, e))
        return false;
    if (c->given[OPTION_JSON]) {
        Json j = json_open(c->arena, 4 * MIB);
        article_json(&j, app_kb(app), &art);
        return json_done(&j, &text, e) && command_print(text, e);
    }
    Buf b = buf_open(c->arena, 4 * MIB);
    article_text(&b, app_kb(app), &art);
    return buf_done(&b, &text, e) && command_print(text, e);
}

static void hit_json(Json *j, const SearchHit *h)
{
    json_object(j);
    json_key(j, "slug");
    json_str(j, h->slug);
    json_key(j, "title");
    json_str(j, h->title);
    json_key(j, "section");
    json_str(j, h->section);
    json_key(j, "snippet");
    json_str(j, h->snippet);
    json_key(j, "matched_by");
    json_str(j, h->matched_by);
    json_end(j);
}

/* The snippet without its match marks. */
static void put_snippet(Buf *b, Str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != '\2' && s.p[i] != '\3')
            buf_char(b, (char)(s.p[i] == '\n' ? ' ' : s.p[i]));
}

bool verb_search(Command *c, Err *e)
{
    App         *app;
    SearchResult r;
    Str          query, name, text;
    if (!command_words(c, "search", 1, 10000, e) ||
        !command_text(&query, &name, c, 0, e) || !command_app(&app, c, e) ||
        !app_search(&r, c->arena, app, query, e))
        return false;
    if (c->given[OPTION_JSON]) {
        Json j = json_open(c->arena, 1 * MIB);
        json_object(&j);
        json_key(&j, "found");
        json_bool(&j, r.found);
        json_key(&j, "hits");
        json_array(&j);
        for (size_t i = 0; i < r.n; i++)
            hit_json(&j, &r.v[i]);
        json_end(&j);
        json_end(&j);
        buf_char(&j.buf, '\n');
        return json_done(&j, &text, e) && command_print(text, e);
    }
    Buf b = buf_open(c->arena, 1 * MIB);
    if (!r.found)
        buf_text(&b, "We do not have that. The nearest titles:\n");
    for (size_t i = 0; i < r.n; i++) {
        buf_fmt(&b, "%zu. " STR_F " (" STR_F ")  " STR_F "\n   ", i + 1,
                STR_A(r.v[i].title), STR_A(r.v[i].slug), STR_A(r.v[i].section));
        put_snippet(&b, r.v[i].snippet);
        buf_fmt(&b, "\n   " STR_F "\n", STR_A(r.v[i].matched_by));
    }
    return buf_done(&b, &text, e) && command_print(text, e);
}

/* ---- knowledge files
 * ----------------------------------------------------------------------- */

static void complaint_text(Buf *b, const KbReport *r)
{
    for (size_t i = 0; i < r->n; i++) {
        const KbComplaint *k = &r->v[i];
        buf_fmt(b, STR_F ":%u:%u: %s: " STR_F " [" STR_F "]\n", STR_A(k->file), k->line,
                k->column, k->severity == KB_FAILURE ? "failure" : "warning",
                STR_A(k->text), STR_A(k->rule));
    }
    buf_fmt(b, "%zu failure%s, %zu warning%s\n", r->n_failures,
            r->n_failures == 1 ? "" : "s", r->n_warnings, r->n_warnings == 1 ? "" : "s");
}

static void complaint_json(Json *j, const KbReport *r)
{
    json_array(j);
    for (size_t i = 0; i < r->n; i++) {
        const KbComplaint *k = &r->v[i];
        json_object(j);
        json_key(j, "file");
        json_str(j, k->file);
        json_key(j, "line");
        json_int(j, k->line);
        json_key(j, "column");
        json_int(j, k->column);
        json_key(j, "severity");
        json_text(j, k->severity == KB_FAILURE ? "failure" : "warning");
        json_key(j, "rule");
        json_str(j, k->rule);
        json_key(j, "text");
        json_str(j, k->text);
        json_end(j);
    }
    json_end(j);
    buf_char(&j->buf, '\n');
}

static bool print_report(const Command *c, const KbReport *r, Err *e)
{
    Str text = {0};
    if (c->given[OPTION_JSON]) {
        Json j = json_open(c->arena, 64 * MIB);
        complaint_json(&j, r);
        return json_done(&j, &text, e) && command_print(text, e);
    }
    Buf b = buf_open(c->arena, 64 * MIB);
    complaint_text(&b, r);
    return buf_done(&b, &text, e) && command_print(text, e);
}

static bool lint(const Command *c, Str content, Err *e)
{
    KbReport r;
    Str      image;
    if (!kb_build(&image, &r, c->arena, content, e) || !print_report(c, &r, e))
        return false;
    return r.n_failures == 0 ||
           err_set(e, ERR_CONTENT,
                   "%zu failure%s in the knowledge files; mend the lines named above",
                   r.n_failures, r.n_failures == 1 ? "" : "s");
}

static bool build(const Command *c, Str content, Err *e)
{
    KbReport r;
    Str      share, text;
    if (!command_share(&share, c, e) || !app_build(&r, c->arena, content, share, e))
        return false;
    if (c->given[OPTION_JSON])
        return print_report(c, &r, e);
    return str_fmt(&text, c->arena, e,
                   STR_F "/auscult.kb and content.db written (%zu warnings)\n",
                   STR_A(share), r.n_warnings) &&
           command_print(text, e);
}

static bool stat_json(const Command *c, const KbStat *n, Err *e)
{
    const struct Row {
        const char *name;
        size_t      value;
    } rows[] = {{"conditions", n->conditions},
                {"reviewed", n->reviewed},
                {"findings", n->findings},
                {"links", n->links},
                {"links_sourced", n->links_sourced},
                {"sources", n->sources},
                {"pathways", n->pathways},
                {"red_flags", n->red_flags},
                {"numbers", n->numbers}};
    Json j = json_open(c->arena, 64 * KIB);
    Str  text = {0};
    json_object(&j);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        json_key(&j, rows[i].name);
        json_int(&j, (int64_t)rows[i].value);
    }
    json_key(&j, "by_grade");
    json_object(&j);
    for (int g = KB_A; g <= KB_X; g++) {
        const char letter[2] = {kb_grade_letter((KbGrade)g), '\0'};
        json_key(&j, letter);
        json_int(&j, (int64_t)n->by_grade[g]);
    }
    json_end(&j);
    json_end(&j);
    buf_char(&j.buf, '\n');
    return json_done(&j, &text, e) && command_print(text, e);
}

static bool stat(const Command *c, Err *e)
{
    App *app;
    Str  text = {0};
    if (!command_app(&app, c, e))
        return false;
    const KbStat n = kb_stat(app_kb(app));
    if (c->given[OPTION_JSON])
        return stat_json(c, &n, e);
    Buf b = buf_open(c->arena, 64 * KIB);
    buf_fmt(&b,
            "conditions %zu\nfindings   %zu\nlinks      %zu\nsources    %zu\nnumbers    "
            "%zu\n",
            n.conditions, n.findings, n.links, n.sources, n.numbers);
    for (int g = KB_A; g <= KB_X; g++)
        buf_fmt(&b, "  grade %c  %zu  %s\n", kb_grade_letter((KbGrade)g), n.by_grade[g],
                kb_grade_text((KbGrade)g));
    return buf_done(&b, &text, e) && command_print(text, e);
}

bool verb_kb(Command *c, Err *e)
{
    Str content = c->given[OPTION_CONTENT] ? c->value[OPTION_CONTENT] : STR("content");
    if (!command_words(c, "kb", 1, 1, e))
        return false;
    if (str_is(c->words[0], "lint"))
        return lint(c, content, e);
    if (str_is(c->words[0], "build"))
        return build(c, content, e);
    if (str_is(c->words[0], "stat"))
        return stat(c, e);
    return err_set(e, ERR_INPUT, "auscult kb does build, lint or stat, not '" STR_F "'",
                   STR_A(c->words[0]));
}

/* ---- measuring
 * -------------------------------------------------------------------------------- */

bool verb_eval(Command *c, Err *e)
{
    ConsultInput in = {0};
    Str          share, text;
    if (!command_words(c, "eval", 2, 2, e) || !command_input(&in, c, e))
        return false;
    if (!str_is(c->words[0], "osce_audio"))
        return err_set(e, ERR_INPUT,
                       "there is no evaluation '" STR_F "'; known: osce_audio",
                       STR_A(c->words[0]));
    if (!in.models.n && (!command_share(&share, c, e) ||
                         !os_path(&in.models, c->arena, share, STR("models"), e)))
        return false;
    const EvalSpeech what = {.folder = c->words[1],
                             .models = in.models,
                             .model = in.model,
                             .predictions = c->value[OPTION_OUT],
                             .as_json = c->given[OPTION_JSON],
                             .progress = command_progress};
    return eval_osce_audio(&text, c->arena, &what, e) && command_print(text, e);
}
