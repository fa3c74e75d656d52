/*
 * fuzz/fuzz_pedia.c - Markdown as a page of the encyclopedia.
 *
 * The input is the article of a condition. What becomes a page is well-formed: every tag
 * is a known one and closed in order, no script, no address that runs one, every section
 * good text. What does not is refused with file and line.
 */
#include "base/utf8.h"
#include "fuzz/bundle.h"
#include "fuzz/fuzz.h"
#include "kb/image.h"
#include "pedia/pedia.h"

#include <string.h>

enum { INPUT_MOST = 8192, OPEN_MOST = 256 };

static const Draft *small_draft(void)
{
    static Draft d;
    static bool  made;
    if (!made) {
        Err    e = {0};
        Arena *a = fuzz_arena(64 * MIB);
        CLAIM_OK(bundle_draft(&d, a, bundle_small(a), &e), &e);
        CLAIM(d.n_failures == 0);
        made = true;
    }
    return &d;
}

/* The small knowledge, its first condition with another article. */
static const Kb *knowledge_with(Arena *a, Str article)
{
    static const char version[] = "0000000000000000000000000000000000000000000000000000"
                                  "000000000000";
    Err               e = {0};
    Str               image = {0};
    const Kb         *kb = NULL;
    const Draft      *d = small_draft();
    DRAFT_AT(d, CONDITION, KbCondition, 0)->article = article;
    CLAIM_OK(image_write(&image, a, d->tables, str_from(version), &e), &e);
    CLAIM_OK(kb_load(&kb, a, image, &e), &e);
    return kb;
}

/* ---- the page -------------------------------------------------------------------- */

static const char *const tags[] = {
    "a",  "abbr", "blockquote", "br",  "code",  "div",   "em",     "h2", "h3",
    "h4", "h5",   "h6",         "hr",  "img",   "li",    "ol",     "p",  "pre",
    "s",  "span", "strong",     "sup", "table", "tbody", "td",     "th", "thead",
    "tr", "ul",   "h1",         "dl",  "dt",    "dd",    "section"};

static bool is_known(Str tag)
{
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (str_is(tag, tags[i]))
            return true;
    return false;
}

static bool is_void(Str tag)
{
    return str_is(tag, "br") || str_is(tag, "hr") || str_is(tag, "img");
}

static Str tag_name(Str tag)
{
    size_t n = 0;
    while (n < tag.n && tag.p[n] != ' ' && tag.p[n] != '/' && tag.p[n] != '>' &&
           tag.p[n] != '\n')
        n++;
    return str_sub(tag, 0, n);
}

/* Quoted values hold no '<' or '>' that is not escaped. */
static void claim_tags(Str html)
{
    Str    open[OPEN_MOST];
    size_t n_open = 0;
    Str    rest = html;
    for (;;) {
        size_t at = str_find_char(rest, '<');
        if (at == STR_NONE)
            break;
        rest = str_from_at(rest, at + 1);
        size_t end = str_find_char(rest, '>');
        CLAIM(end != STR_NONE);
        Str  tag = str_sub(rest, 0, end);
        bool closes = str_starts(tag, STR("/"));
        Str  name = tag_name(closes ? str_from_at(tag, 1) : tag);
        if (str_is(tag, "!-- raw HTML omitted --"))
            continue;
        CLAIM(is_known(name));
        CLAIM(str_find(tag, STR("javascript:")) == STR_NONE);
        if (closes) {
            CLAIM(n_open > 0 && str_eq(open[n_open - 1], name));
            n_open--;
        } else if (!is_void(name)) {
            CLAIM(n_open < OPEN_MOST);
            open[n_open++] = name;
        }
    }
    CLAIM(n_open == 0);
}

static void claim_part(Str id, Str title, Str html, Str text)
{
    CLAIM(id.n > 0 && utf8_fault(title) == STR_NONE);
    CLAIM(utf8_fault(html) == STR_NONE && utf8_fault(text) == STR_NONE);
    claim_tags(html);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Str text = {0};
    if (size > INPUT_MOST || !fuzz_text(&text, data, size))
        return 0;
    Err       e = {0};
    Arena    *a = fuzz_arena(64 * MIB);
    Article   page = {0};
    const Kb *kb = knowledge_with(a, text);
    if (pedia_article(&page, a, kb, 0, &e)) {
        for (size_t i = 0; i < page.n_sections; i++)
            claim_part(page.sections[i].id, page.sections[i].title, page.sections[i].html,
                       page.sections[i].text);
        for (size_t i = 0; i < page.n_questions; i++)
            claim_part(page.questions[i].id, page.questions[i].question,
                       page.questions[i].html, page.questions[i].text);
        for (size_t i = 0; i < page.n_sources; i++)
            CLAIM(page.sources[i] < kb_n_sources(kb));
    } else {
        fuzz_claim_error(&e);
    }
    arena_free(a);
    return 0;
}
