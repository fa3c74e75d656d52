/*
 * pedia/pedia.h - the encyclopedia: articles made of condition files.
 *
 * The article a patient reads is the Markdown of the same file the engine's numbers
 * come from. References in it ({{fact:..}}, {{red_flags}}, [@source]) are filled from
 * the structured part, so prose and model cannot drift. Rendering is cmark-gfm in safe
 * mode: no raw HTML, no script addresses.
 *
 *     Kb ─ pedia_article ─> sections of HTML + sources + related pages, with reasons
 *     Kb ─ pedia_build ──> content.db: passages for full-text search
 *
 * A page's address is /e/<id of the condition>. Every paragraph, list entry, heading and
 * table of it has an id ("causes-3", "faq-2-1"), numbered within its section, so that
 * feedback and pointers can name it. A cited source is a superscript number that links
 * to #source-n, n being its place in `sources`. Where an article lists its red flags
 * (section "help"), the text has them, the most urgent first, and the HTML has an empty
 * <div class="red-flags"> in their place: a page builds the boxes from the Kb, so that
 * they look the same everywhere. Their sources are among `sources`.
 *
 * Memory  in the arena given; the parser's own memory ends with it
 * Threads pure
 * Errors  ERR_CONTENT names file:line for an unknown reference or a missing heading
 * Limits  an article of at most 64 KiB of Markdown
 */
#ifndef PEDIA_PEDIA_H
#define PEDIA_PEDIA_H

#include "kb/kb.h"

typedef struct ArticleSection {
    Str id, title; /* "treatment", "Treatment and prevention" */
    Str html;      /* safe */
    Str text;      /* the same without markup, a line for each paragraph */
} ArticleSection;

typedef struct ArticleQuestion {
    Str id, question, html, text;
} ArticleQuestion;

typedef struct RelatedPage {
    uint32_t condition;
    Str      reason; /* "can cause this, can look like this" */
} RelatedPage;

typedef struct Article {
    uint32_t               condition;
    Str                    title, plain_title, summary;
    const ArticleSection  *sections; /* definition, causes, symptoms, treatment, help */
    size_t                 n_sections;
    const ArticleQuestion *questions;
    size_t                 n_questions;
    const uint32_t        *sources; /* numbered in the order of first citation */
    size_t                 n_sources;
    const RelatedPage     *related; /* causes, then look-alikes, then warning signs */
    size_t                 n_related;
    size_t                 n_estimates, n_measured; /* numbers by grade E and A..D, X */
} Article;

MUST_USE bool pedia_article(Article *out, Arena *a, const Kb *kb, uint32_t condition,
                            Err *e);

/* Writes content.db (whole file, replacing it): names, words and passages for search/,
   and the version. The same knowledge gives the same bytes. */
MUST_USE bool pedia_build(Arena *a, const Kb *kb, Str path, Err *e);

#endif
