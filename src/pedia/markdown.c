/*
 * pedia/markdown.c - cmark-gfm parses and renders; here the tree is only cut.
 *
 * cmark-gfm is in safe mode unless asked otherwise, so raw HTML could not get through;
 * it is refused all the same, because an editor should learn that it does nothing.
 */
#include "pedia/markdown.h"

#include "base/buf.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <string.h>
#include <threads.h>

enum { ARTICLE_MOST_BYTES = 64 * 1024, HTML_MOST_BYTES = 1024 * 1024 };

typedef struct Heading {
    const char *id, *title;
} Heading;

static const Heading headings[] = {
    {"definition", "Definition"},
    {"causes", "Causes"},
    {"symptoms", "Symptoms"},
    {"treatment", "Treatment and prevention"},
    {"help", "When to seek medical attention"},
    {"faq", "FAQs"},
};
enum { N_HEADINGS = sizeof headings / sizeof *headings, FAQ = N_HEADINGS - 1 };

/* cmark-gfm keeps one list of extensions for the whole program. */
static once_flag extensions_once = ONCE_FLAG_INIT;

static void free_tree(void *root) { cmark_node_free(root); }

static bool parse(cmark_node **out, Arena *a, Str text, Err *e)
{
    call_once(&extensions_once, cmark_gfm_core_extensions_ensure_registered);
    cmark_parser *parser = cmark_parser_new(CMARK_OPT_VALIDATE_UTF8);
    cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension("table"));
    cmark_parser_feed(parser, text.p ? text.p : "", text.n);
    cmark_node *root = cmark_parser_finish(parser);
    cmark_parser_free(parser);
    cmark_consolidate_text_nodes(root);
    if (!arena_defer(a, free_tree, root, e))
        return false;
    *out = root;
    return true;
}

bool markdown_is(cmark_node *node, const char *type)
{
    return strcmp(cmark_node_get_type_string(node), type) == 0;
}

bool markdown_opens(cmark_node *node, const char *html)
{
    return cmark_node_get_type(node) == CMARK_NODE_CUSTOM_BLOCK &&
           str_starts(str_from(cmark_node_get_on_enter(node)), str_from(html));
}

uint32_t markdown_line(const KbCondition *c, cmark_node *node)
{
    while (node && cmark_node_get_start_line(node) < 1)
        node = cmark_node_parent(node);
    int line = node ? cmark_node_get_start_line(node) : 1;
    return c->article_line + (uint32_t)line - 1;
}

static int heading_level(cmark_node *node)
{
    return cmark_node_get_type(node) == CMARK_NODE_HEADING
               ? cmark_node_get_heading_level(node)
               : 0;
}

static bool begins_part(cmark_node *node, size_t n_headings)
{
    int level = heading_level(node);
    return level == 2 || (level == 3 && n_headings == N_HEADINGS);
}

static bool new_part(Part *out, Arena *a, Part part, Err *e)
{
    part.body = cmark_node_new(CMARK_NODE_DOCUMENT);
    if (!arena_defer(a, free_tree, part.body, e))
        return false;
    *out = part;
    return true;
}

typedef struct Cut {
    Arena             *a;
    const KbCondition *c;
    Parts              parts;
    size_t             n_headings;  /* second-level headings so far */
    size_t             n_questions; /* below FAQs */
} Cut;

/* A second-level heading must be the next of the list; FAQs itself is not a part. */
static bool open_section(Cut *cut, cmark_node *node, Str title, Err *e)
{
    uint32_t line = markdown_line(cut->c, node);
    if (cut->n_headings == N_HEADINGS)
        return err_set(e, ERR_CONTENT,
                       STR_F ":%u: \"" STR_F "\" is not one of the six headings; make it "
                             "a question below FAQs or remove it",
                       STR_A(cut->c->file), line, STR_A(title));
    const Heading *wanted = &headings[cut->n_headings++];
    if (!str_is(title, wanted->title))
        return err_set(e, ERR_CONTENT,
                       STR_F ":%u: the heading \"" STR_F "\" stands where \"## %s\" is "
                             "expected",
                       STR_A(cut->c->file), line, STR_A(title), wanted->title);
    if (cut->n_headings == N_HEADINGS)
        return true;
    Part part = {.id = str_from(wanted->id), .title = str_from(wanted->title)};
    return new_part(&cut->parts.v[cut->parts.n++], cut->a, part, e);
}

static bool open_question(Cut *cut, Str title, Err *e)
{
    Part part = {.title = title, .is_question = true};
    if (!str_fmt(&part.id, cut->a, e, "%s-%zu", headings[FAQ].id, ++cut->n_questions))
        return false;
    return new_part(&cut->parts.v[cut->parts.n++], cut->a, part, e);
}

static bool take(Cut *cut, cmark_node *node, Err *e)
{
    int  level = heading_level(node);
    Str  title = {0};
    bool faq_opened = cut->n_headings == N_HEADINGS;
    if (begins_part(node, cut->n_headings)) {
        if (!markdown_text(&title, cut->a, node, e))
            return false;
        title = str_trim(title);
        return level == 2 ? open_section(cut, node, title, e)
                          : open_question(cut, title, e);
    }
    if (cut->parts.n == 0 || (faq_opened && cut->n_questions == 0))
        return err_set(e, ERR_CONTENT,
                       STR_F ":%u: text stands before the first %s; move it below one",
                       STR_A(cut->c->file), markdown_line(cut->c, node),
                       faq_opened ? "question" : "heading");
    cmark_node_unlink(node);
    cmark_node_append_child(cut->parts.v[cut->parts.n - 1].body, node);
    return true;
}

static size_t count_parts(cmark_node *root)
{
    size_t n = 0;
    for (cmark_node *x = cmark_node_first_child(root); x; x = cmark_node_next(x))
        n += heading_level(x) == 2 || heading_level(x) == 3;
    return n;
}

bool markdown_parts(Parts *out, Arena *a, const KbCondition *c, Err *e)
{
    cmark_node *root = NULL;
    if (c->article.n > ARTICLE_MOST_BYTES)
        return err_set(e, ERR_CONTENT,
                       STR_F ": an article has at most %d KiB; split it into two",
                       STR_A(c->file), ARTICLE_MOST_BYTES / 1024);
    if (!parse(&root, a, c->article, e))
        return false;
    Cut cut = {.a = a, .c = c};
    cut.parts.v = ARENA_ARRAY(a, Part, count_parts(root) + 1, e);
    if (!cut.parts.v)
        return false;
    for (cmark_node *node = cmark_node_first_child(root), *next; node; node = next) {
        next = cmark_node_next(node);
        if (!take(&cut, node, e))
            return false;
    }
    if (cut.n_headings < N_HEADINGS)
        return err_set(e, ERR_CONTENT, STR_F ": the heading \"## %s\" is missing",
                       STR_A(c->file), headings[cut.n_headings].title);
    *out = cut.parts;
    return true;
}

bool markdown_html(Str *out, Arena *a, cmark_node *body, Err *e)
{
    char *html = cmark_render_html(body, CMARK_OPT_DEFAULT, NULL);
    Str   view = str_from(html);
    bool  copied =
        view.n <= HTML_MOST_BYTES
             ? str_copy(out, a, view, e)
             : err_set(e, ERR_CONTENT, "a section of an article became too large");
    cmark_get_default_mem_allocator()->free(html);
    return copied;
}

static bool ends_line(cmark_node *node)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_PARAGRAPH:
    case CMARK_NODE_HEADING:
    case CMARK_NODE_CUSTOM_BLOCK:
    case CMARK_NODE_ITEM: return true;
    default: return false;
    }
}

static bool is_cell(cmark_node *node)
{
    return markdown_opens(node, "<td") || markdown_opens(node, "<th ");
}

static void end_of(Buf *b, cmark_node *node)
{
    bool in_line = b->n > 0 && b->p[b->n - 1] != '\n';
    if (in_line && ends_line(node))
        buf_text(b, is_cell(node) ? " " : "\n");
}

static void begin_of(Buf *b, cmark_node *node)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT:
    case CMARK_NODE_CODE: buf_text(b, cmark_node_get_literal(node)); break;
    case CMARK_NODE_SOFTBREAK:
    case CMARK_NODE_LINEBREAK: buf_char(b, ' '); break;
    default: break;
    }
}

bool markdown_text(Str *out, Arena *a, cmark_node *body, Err *e)
{
    Buf              b = buf_open(a, HTML_MOST_BYTES);
    cmark_iter      *walk = cmark_iter_new(body);
    cmark_event_type event = CMARK_EVENT_NONE;
    while ((event = cmark_iter_next(walk)) != CMARK_EVENT_DONE) {
        if (event == CMARK_EVENT_ENTER)
            begin_of(&b, cmark_iter_get_node(walk));
        else
            end_of(&b, cmark_iter_get_node(walk));
    }
    cmark_iter_free(walk);
    return buf_done(&b, out, e);
}
