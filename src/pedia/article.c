/* pedia/article.c - one page: its parts filled and rendered, its numbers counted. */
#include "pedia/fill.h"
#include "pedia/pedia.h"
#include "pedia/related.h"

static bool render(Str *html, Str *text, Fill *f, const Part *part, Err *e)
{
    return fill_part(f, part, e) && markdown_text(text, f->a, part->body, e) &&
           fill_hide_flags(f, part, e) && markdown_html(html, f->a, part->body, e);
}

static bool add_section(ArticleSection *out, Fill *f, const Part *part, Err *e)
{
    *out = (ArticleSection){.id = part->id, .title = part->title};
    return render(&out->html, &out->text, f, part, e);
}

static bool add_question(ArticleQuestion *out, Fill *f, const Part *part, Err *e)
{
    *out = (ArticleQuestion){.id = part->id, .question = part->title};
    return render(&out->html, &out->text, f, part, e);
}

static bool write_parts(Article *out, Arena *a, Fill *f, Parts parts, Err *e)
{
    ArticleSection  *sections = ARENA_ARRAY(a, ArticleSection, parts.n, e);
    ArticleQuestion *questions =
        sections ? ARENA_ARRAY(a, ArticleQuestion, parts.n, e) : NULL;
    if (!questions)
        return false;
    for (size_t i = 0; i < parts.n; i++) {
        const Part *part = &parts.v[i];
        if (part->is_question ? !add_question(&questions[out->n_questions++], f, part, e)
                              : !add_section(&sections[out->n_sections++], f, part, e))
            return false;
    }
    out->sections = sections;
    out->questions = questions;
    out->sources = f->sources;
    out->n_sources = f->n_sources;
    return true;
}

/* ---- how many numbers were measured ---------------------------------------------- */

static void count_grade(Article *out, KbGrade grade)
{
    out->n_estimates += grade == KB_E;
    out->n_measured += grade <= KB_D || grade == KB_X;
}

static void count_number(Article *out, const Kb *kb, uint32_t number)
{
    if (number != KB_NONE)
        count_grade(out, kb_number(kb, number)->grade);
}

static void count_numbers(Article *out, const Kb *kb, const KbCondition *c)
{
    count_number(out, kb, c->prior);
    for (uint32_t i = 0; i < c->links.n; i++)
        count_number(out, kb, kb_link(kb, c->links.first + i)->number);
    for (uint32_t i = 0; i < c->risks.n; i++) {
        count_number(out, kb, kb_risk(kb, c->risks.first + i)->rr);
        count_number(out, kb, kb_risk(kb, c->risks.first + i)->prevalence);
    }
    count_number(out, kb, c->duration_from_d);
    count_number(out, kb, c->duration_to_d);
    for (uint32_t i = 0; i < c->published_lr.n; i++) {
        const KbPublishedLr *lr = kb_published_lr(kb, c->published_lr.first + i);
        count_number(out, kb, lr->positive);
        count_number(out, kb, lr->negative);
    }
    for (uint32_t i = 0; i < c->facts.n; i++)
        count_grade(out, kb_fact(kb, c->facts.first + i)->grade);
}

bool pedia_article(Article *out, Arena *a, const Kb *kb, uint32_t condition, Err *e)
{
    const KbCondition *c = kb_condition(kb, condition);
    Parts              parts = {0};
    Fill               f;
    Article            page = {.condition = condition,
                               .title = c->name,
                               .plain_title = c->plain_name.n ? c->plain_name : c->name,
                               .summary = c->summary};
    if (!markdown_parts(&parts, a, c, e) || !fill_open(&f, a, kb, c, e) ||
        !write_parts(&page, a, &f, parts, e) ||
        !related_pages(&page, a, kb, condition, e))
        return false;
    count_numbers(&page, kb, c);
    *out = page;
    return true;
}
