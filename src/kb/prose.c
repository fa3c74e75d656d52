/*
 * kb/prose.c - what can be checked in an article without rendering it.
 *
 * Line by line: the six headings in their order, every {{...}}, [@...] and link known,
 * and no measured number typed in prose, where it would drift from its source.
 */
#include "kb/chapters.h"

static const char *const headings[] = {
    "Definition",
    "Causes",
    "Symptoms",
    "Treatment and prevention",
    "When to seek medical attention",
    "FAQs",
};
enum { N_HEADINGS = 6, SEEK_HELP = 4, FAQS = 5 };

typedef struct Article {
    Draft             *draft;
    const Page        *page;
    const KbCondition *condition;
    uint32_t           line;
    size_t             n_headings, n_questions;
    bool               shows_red_flags;
} Article;

static Place place_in(const Article *a, size_t column)
{
    return (Place){a->page->file->path, a->line, 1 + (uint32_t)column};
}

static void check_heading(Article *a, Str title)
{
    if (a->n_headings < N_HEADINGS && str_is(title, headings[a->n_headings])) {
        a->n_headings++;
        return;
    }
    const char *expected =
        a->n_headings < N_HEADINGS ? headings[a->n_headings] : "no more";
    draft_fail(a->draft, place_in(a, 0), "headings",
               "\"## " STR_F
               "\" stands where \"## %s\" is expected; use the six headings "
               "in their order",
               STR_A(title), expected);
    for (size_t i = 0; i < N_HEADINGS; i++)
        if (str_is(title, headings[i]))
            a->n_headings = i + 1;
}

static void check_title(Article *a, Str line)
{
    if (str_starts(line, STR("## ")))
        check_heading(a, str_trim(str_from_at(line, 3)));
    else if (str_starts(line, STR("# ")))
        draft_fail(a->draft, place_in(a, 0), "headings",
                   "the title comes from the front matter; remove this heading");
    else if (str_starts(line, STR("### ")) && a->n_headings == FAQS + 1)
        a->n_questions++;
}

static bool has_fact(const Article *a, Str id)
{
    KbRange facts = a->condition->facts;
    for (uint32_t i = 0; i < facts.n; i++)
        if (str_eq(DRAFT_AT(a->draft, FACT, KbFact, facts.first + i)->id, id))
            return true;
    return false;
}

static void check_insert(Article *a, Str name, size_t column)
{
    if (str_is(name, "red_flags")) {
        a->shows_red_flags = true;
        if (a->n_headings != SEEK_HELP + 1)
            draft_fail(a->draft, place_in(a, column), "red-flags-place",
                       "{{red_flags}} belongs under \"## %s\"; move it",
                       headings[SEEK_HELP]);
    } else if (!str_starts(name, STR("fact:")) || !has_fact(a, str_from_at(name, 5))) {
        draft_fail(a->draft, place_in(a, column), "unknown-reference",
                   "{{" STR_F "}} is no fact of this file; correct it or add it to facts",
                   STR_A(name));
    }
}

static void check_citation(Article *a, Str key, size_t column)
{
    if (map_get(a->draft->sources, key) == MAP_NONE && !a->draft->sources_partial)
        draft_fail(a->draft, place_in(a, column), "unknown-source",
                   "there is no source \"" STR_F "\"; correct it or add it to "
                   "content/sources/",
                   STR_A(key));
}

static void check_link(Article *a, Str target, size_t column)
{
    if (map_get(a->draft->conditions, target) == MAP_NONE)
        draft_fail(a->draft, place_in(a, column), "unknown-link",
                   "there is no article \"" STR_F
                   "\"; link to a condition's id, and cite pages elsewhere with [@key]",
                   STR_A(target));
}

/* The text between `at` and the next `close`; empty p when there is none. */
static Str until(Str line, size_t at, Str close)
{
    Str    rest = str_from_at(line, at);
    size_t n = str_find(rest, close);
    return n == STR_NONE ? (Str){0} : str_sub(rest, 0, n);
}

static void check_marks(Article *a, Str line)
{
    for (size_t i = 0; i + 1 < line.n; i++) {
        Str  rest = str_from_at(line, i), inner = {0};
        bool insert = str_starts(rest, STR("{{")), cite = str_starts(rest, STR("[@"));
        bool link = str_starts(rest, STR("]("));
        if (!insert && !cite && !link)
            continue;
        inner = until(line, i + 2, insert ? STR("}}") : cite ? STR("]") : STR(")"));
        if (!inner.p)
            draft_fail(a->draft, place_in(a, i), "unknown-reference",
                       "this mark is not closed on its line; close it");
        else if (insert)
            check_insert(a, inner, i);
        else if (cite)
            check_citation(a, inner, i);
        else
            check_link(a, inner, i);
    }
}

static bool is_digit(Str s, size_t i)
{
    return i < s.n && s.p[i] >= '0' && s.p[i] <= '9';
}

/* Is what follows a number (from `at`) the mark of a measured one? */
static bool is_measure(Str line, size_t at)
{
    Str rest = str_from_at(line, at);
    if (str_starts(rest, STR("%")))
        return true;
    if (!str_starts(rest, STR(" ")))
        return false;
    rest = str_from_at(rest, 1);
    if (str_starts(rest, STR("%")) || str_starts(rest, STR("per cent")) ||
        str_starts(rest, STR("percent")))
        return true;
    return (str_starts(rest, STR("in ")) && is_digit(rest, 3)) ||
           (str_starts(rest, STR("out of ")) && is_digit(rest, 7));
}

static void check_numbers(Article *a, Str line)
{
    for (size_t i = 0; i < line.n; i++) {
        if (!is_digit(line, i))
            continue;
        size_t first = i;
        while (is_digit(line, i) ||
               (i < line.n && (line.p[i] == '.' || line.p[i] == ',') &&
                is_digit(line, i + 1)))
            i++;
        if (is_measure(line, i))
            draft_fail(a->draft, place_in(a, first), "number-in-prose",
                       "a measured number is typed here; add it to facts and write "
                       "{{fact:its_id}}");
    }
}

static void check_whole(Article *a)
{
    a->line = a->page->body_line;
    if (a->n_headings < N_HEADINGS)
        draft_fail(a->draft, place_in(a, 0), "headings",
                   "the heading \"## %s\" is missing; add it", headings[a->n_headings]);
    else if (!a->n_questions)
        draft_fail(a->draft, place_in(a, 0), "headings",
                   "\"## FAQs\" has no question; write each as a ### heading");
    if (a->condition->red_flags.n && !a->shows_red_flags)
        draft_fail(a->draft, place_in(a, 0), "red-flags-place",
                   "the red flags are not shown; add {{red_flags}} under \"## %s\"",
                   headings[SEEK_HELP]);
}

void prose_check(Draft *d, const Page *page, const KbCondition *c)
{
    Article a = {.draft = d, .page = page, .condition = c, .line = page->body_line};
    Str     rest = page->body, line;
    if (d->failure.code)
        return;
    for (; str_next(&rest, '\n', &line); a.line++) {
        check_title(&a, line);
        check_marks(&a, line);
        check_numbers(&a, line);
    }
    check_whole(&a);
}
