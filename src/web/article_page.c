/*
 * web/article_page.c - GET /e/{}: one article, complete without a script.
 *
 * Section bodies are HTML from pedia/ (cmark-gfm in safe mode), the only bytes of this
 * program that enter a page unescaped besides our own assets.
 */
#include "web/route.h"

static const char *const levels[3] = {"box box-red", "box box-amber", "box box-green"};
static const char *const level_titles[3] = {
    "Call an ambulance now if", "Get help today if", "Make an appointment if"};

/* Which of the three boxes a triage level belongs to. */
static size_t box_of(uint8_t level) { return level >= 4 ? 0 : level >= 3 ? 1 : 2; }

static bool source_mark(Html *h, const Visit *v, const Article *art, uint32_t source)
{
    for (size_t i = 0; source != KB_NONE && i < art->n_sources; i++) {
        Str address, number;
        if (art->sources[i] != source)
            continue;
        if (!str_fmt(&address, v->rq->arena, &h->buf.failure, "#source-%zu", i + 1) ||
            !str_fmt(&number, v->rq->arena, &h->buf.failure, "%zu", i + 1))
            return false;
        html_class(h, "sup", "cite");
        html_link(h, address, NULL, number);
        html_close(h);
    }
    return true;
}

static void red_flag_box(Html *h, const Visit *v, const Article *art, size_t box)
{
    const Kb          *kb = app_kb(v->web->config.app);
    const KbCondition *k = kb_condition(kb, art->condition);
    bool               any = false;
    for (uint32_t i = 0; i < k->red_flags.n; i++) {
        const KbRedFlag *r = kb_red_flag(kb, k->red_flags.first + i);
        if (box_of(r->level) != box || !r->say.n)
            continue;
        if (!any) {
            html_class(h, "aside", levels[box]);
            html_attr(h, "aria-label", str_from(level_titles[box]));
            html_leaf(h, "h3", NULL, str_from(level_titles[box]));
            html_open(h, "ul");
        }
        any = true;
        html_open(h, "li");
        html_text(h, r->say);
        source_mark(h, v, art, r->source);
        html_close(h);
    }
    if (any) {
        html_close(h);
        html_close(h);
    }
}

static void sections(Html *h, const Visit *v, const Article *art)
{
    for (size_t i = 0; i < art->n_sections; i++) {
        const ArticleSection *s = &art->sections[i];
        html_open(h, "section");
        html_attr(h, "id", s->id);
        html_leaf(h, "h2", NULL, s->title);
        if (str_is(s->id, "help"))
            for (size_t box = 0; box < 3; box++)
                red_flag_box(h, v, art, box);
        html_raw(h, s->html);
        html_close(h);
    }
}

static void questions(Html *h, const Article *art)
{
    if (!art->n_questions)
        return;
    html_open(h, "section");
    html_attr(h, "id", STR("faqs"));
    html_leaf(h, "h2", NULL, STR("Frequently asked questions"));
    for (size_t i = 0; i < art->n_questions; i++) {
        const ArticleQuestion *q = &art->questions[i];
        html_class(h, "details", "faq");
        html_attr(h, "id", q->id);
        html_leaf(h, "summary", NULL, q->question);
        html_open(h, "div");
        html_raw(h, q->html);
        html_close(h);
        html_close(h);
    }
    html_close(h);
}

static void one_source(Html *h, const Visit *v, const KbSource *s, size_t number)
{
    char year[NUM_TEXT_MAX];
    Str  id, address;
    if (!str_fmt(&id, v->rq->arena, &h->buf.failure, "source-%zu", number) ||
        !str_fmt(&address, v->rq->arena, &h->buf.failure, "/sources/" STR_F,
                 STR_A(s->key)))
        return;
    html_open(h, "li");
    html_attr(h, "id", id);
    html_link(h, address, NULL, s->title);
    html_text(h, STR(". "));
    html_text(h, s->published);
    html_text(h, STR(", "));
    html_text(h, kb_year(year, s));
    html_text(h, STR(". Read "));
    html_text(h, s->read);
    html_text(h, STR(" ("));
    html_text(h, s->what);
    html_text(h, STR(")."));
    html_close(h);
}

static void sources(Html *h, const Visit *v, const Article *art)
{
    const Kb *kb = app_kb(v->web->config.app);
    html_open(h, "section");
    html_attr(h, "id", STR("sources"));
    html_leaf(h, "h2", NULL, STR("Sources"));
    html_class(h, "ol", "sources");
    for (size_t i = 0; i < art->n_sources; i++)
        one_source(h, v, kb_source(kb, art->sources[i]), i + 1);
    html_close(h);
    html_class(h, "p", "grades");
    html_text(h, STR("Behind this page and its engine stand "));
    buf_int(&h->buf, (int64_t)art->n_measured);
    html_text(h, STR(" numbers with a source and "));
    buf_int(&h->buf, (int64_t)art->n_estimates);
    html_text(h, STR(" estimates by the editors, which nobody measured."));
    html_close(h);
    html_close(h);
}

static void related(Html *h, const Visit *v, const Article *art)
{
    const Kb *kb = app_kb(v->web->config.app);
    if (!art->n_related)
        return;
    html_open(h, "section");
    html_attr(h, "id", STR("related"));
    html_leaf(h, "h2", NULL, STR("See more"));
    html_class(h, "ul", "related");
    for (size_t i = 0; i < art->n_related; i++) {
        const KbCondition *k = kb_condition(kb, art->related[i].condition);
        Str                address;
        if (!str_fmt(&address, v->rq->arena, &h->buf.failure, "/e/" STR_F, STR_A(k->id)))
            return;
        html_open(h, "li");
        html_link(h, address, NULL, k->plain_name.n ? k->plain_name : k->name);
        html_text(h, STR(" "));
        html_leaf(h, "span", "reason", art->related[i].reason);
        html_close(h);
    }
    html_close(h);
    html_close(h);
}

static void changes(Html *h, const Visit *v, const KbCondition *k)
{
    const Kb *kb = app_kb(v->web->config.app);
    html_open(h, "section");
    html_attr(h, "id", STR("changes"));
    html_leaf(h, "h2", NULL, STR("Last updated"));
    html_open(h, "p");
    html_text(h, STR("Last updated on "));
    html_leaf(h, "time", NULL, k->updated);
    html_text(h, STR("; the next check is due by "));
    html_leaf(h, "time", NULL, k->review_due);
    html_text(h, STR("."));
    html_close(h);
    if (k->changes.n) {
        html_class(h, "ul", "changes");
        for (uint32_t i = 0; i + 1 < k->changes.n; i += 2) {
            html_open(h, "li");
            html_leaf(h, "time", NULL, kb_text_at(kb, k->changes.first + i));
            html_text(h, STR(": "));
            html_text(h, kb_text_at(kb, k->changes.first + i + 1));
            html_close(h);
        }
        html_close(h);
    }
    html_close(h);
}

static void feedback(Html *h, const Visit *v, const KbCondition *k)
{
    Str address;
    if (!str_fmt(&address, v->rq->arena, &h->buf.failure, "/e/" STR_F "/feedback",
                 STR_A(k->id)))
        return;
    html_open(h, "section");
    html_attr(h, "id", STR("feedback"));
    html_leaf(h, "h2", NULL, STR("Is something wrong or missing?"));
    html_class(h, "form", "feedback");
    html_attr(h, "method", STR("post"));
    html_attr(h, "action", address);
    html_open(h, "label");
    html_attr(h, "for", STR("remark"));
    html_text(h,
              STR("Tell the editors. Please write nothing about yourself or a patient."));
    html_close(h);
    html_open(h, "textarea");
    html_attr(h, "id", STR("remark"));
    html_attr(h, "name", STR("remark"));
    html_attr(h, "rows", STR("4"));
    html_attr(h, "maxlength", STR("4000"));
    html_flag(h, "required");
    html_close(h);
    html_open(h, "button");
    html_attr(h, "type", STR("submit"));
    html_text(h, STR("Send to the editors"));
    html_close(h);
    html_leaf(
        h, "p", "hint",
        STR("It is kept in this computer's inbox for the people who run Auscult here."));
    html_close(h);
    html_close(h);
}

static void contents(Html *h, const Visit *v, const Article *art)
{
    html_class(h, "nav", "toc");
    html_attr(h, "aria-label", STR("On this page"));
    html_open(h, "ul");
    for (size_t i = 0; i < art->n_sections; i++) {
        Str address;
        if (!str_fmt(&address, v->rq->arena, &h->buf.failure, "#" STR_F,
                     STR_A(art->sections[i].id)))
            return;
        html_open(h, "li");
        html_link(h, address, NULL, art->sections[i].title);
        html_close(h);
    }
    if (art->n_questions) {
        html_open(h, "li");
        html_link(h, STR("#faqs"), NULL, STR("Questions"));
        html_close(h);
    }
    html_open(h, "li");
    html_link(h, STR("#sources"), NULL, STR("Sources"));
    html_close(h);
    html_close(h);
    html_close(h);
}

static void other_names(Html *h, const Visit *v, const KbCondition *k)
{
    const Kb *kb = app_kb(v->web->config.app);
    if (!k->aka.n)
        return;
    html_class(h, "p", "aka");
    html_text(h, STR("Also called "));
    for (uint32_t i = 0; i < k->aka.n; i++) {
        html_text(h, i == 0 ? STR("") : i + 1 == k->aka.n ? STR(" or ") : STR(", "));
        html_text(h, kb_text_at(kb, k->aka.first + i));
    }
    html_text(h, STR("."));
    html_close(h);
}

static void title_block(Html *h, const Visit *v, const Article *art)
{
    const KbCondition *k = kb_condition(app_kb(v->web->config.app), art->condition);
    html_open(h, "header");
    html_leaf(h, "h1", NULL, art->plain_title.n ? art->plain_title : art->title);
    if (art->plain_title.n && !str_eq(art->plain_title, art->title))
        html_leaf(h, "p", "clinical-name", art->title);
    html_leaf(h, "p", "summary", art->summary);
    other_names(h, v, k);
    html_class(h, "p", "meta");
    html_text(h, STR("Last updated on "));
    html_leaf(h, "time", NULL, k->updated);
    html_close(h);
    if (!k->reviewed_by.n)
        html_leaf(h, "div", "banner unreviewed",
                  STR("This page has not been reviewed by a clinician."));
    html_close(h);
}

bool article_get(Visit *v, Err *e)
{
    const Kb *kb = app_kb(v->web->config.app);
    uint32_t  condition = kb_find_condition(kb, v->part);
    Article   art;
    if (condition == KB_NONE)
        return err_set(e, ERR_MISSING,
                       "the encyclopedia has no article at this address; "
                       "search for it, or look at the list");
    if (!pedia_article(&art, v->rq->arena, kb, condition, e))
        return false;
    const Frame frame = {.body_class = "page-article",
                         .title = art.plain_title.n ? art.plain_title : art.title};
    Html        h = frame_open(v, &frame);
    html_class(&h, "article", "entry");
    title_block(&h, v, &art);
    contents(&h, v, &art);
    sections(&h, v, &art);
    questions(&h, &art);
    changes(&h, v, kb_condition(kb, condition));
    sources(&h, v, &art);
    related(&h, v, &art);
    feedback(&h, v, kb_condition(kb, condition));
    html_leaf(
        &h, "p", "disclaimer",
        STR("This page gives general information. It does not replace a talk with a "
            "health professional who can examine you. In an emergency call your "
            "local emergency number."));
    html_close(&h);
    return frame_close(v, &h, 200, e);
}
