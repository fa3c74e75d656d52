/*
 * pedia/markdown.h - private to pedia: an article cut into its fixed parts.
 *
 *     ## Definition            part "definition"
 *     ## Causes                part "causes"      ...
 *     ## FAQs
 *     ### Who gets them?       part "faq-1", a question
 *
 * Each part is a cmark document of its own, so that it is rendered alone.
 *
 * Memory  in the arena; the cmark trees are freed with it
 * Errors  ERR_CONTENT names file:line
 */
#ifndef PEDIA_MARKDOWN_H
#define PEDIA_MARKDOWN_H

#include "kb/kb.h"

#include <cmark-gfm.h>

typedef struct Part {
    Str         id, title;
    bool        is_question;
    cmark_node *body;
} Part;

typedef struct Parts {
    Part  *v;
    size_t n;
} Parts;

MUST_USE bool markdown_parts(Parts *out, Arena *a, const KbCondition *c, Err *e);

MUST_USE bool markdown_html(Str *out, Arena *a, cmark_node *body, Err *e);
/* The words alone, a line for each paragraph; HTML around custom nodes is left out. */
MUST_USE bool markdown_text(Str *out, Arena *a, cmark_node *body, Err *e);

/* Is it a block of this extension's kind ("table", "table_row")? */
bool markdown_is(cmark_node *node, const char *type);
/* Is it a custom block whose HTML opens so ("<thead")? */
bool markdown_opens(cmark_node *node, const char *html);

/* The line of the condition's file on which a node stands. */
uint32_t markdown_line(const KbCondition *c, cmark_node *node);

#endif
