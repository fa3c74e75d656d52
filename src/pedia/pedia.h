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
 * Memory  in the arena given
 * Threads pure
 * Errors  ERR_CONTENT names file:line for an unknown reference or a missing heading
 * Limits  an article of at most 64 KiB of Markdown
 */
#ifndef PEDIA_PEDIA_H
#define PEDIA_PEDIA_H

#include "kb/kb.h"

typedef struct ArticleSection {
    Str id, title; /* "treatment", "Treatment and prevention" */
    Str html;      /* safe; may be empty for sections the page builds itself */
    Str text;      /* the same without markup */
} ArticleSection;

typedef struct ArticleQuestion {
    Str id, question, html, text;
} ArticleQuestion;

typedef struct RelatedPage {
    uint32_t condition;
    Str      reason; /* "can look like this" */
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
    const RelatedPage     *related;
    size_t                 n_related;
    size_t                 n_estimates, n_measured; /* numbers by grade E and A..D, X */
} Article;

MUST_USE bool pedia_article(Article *out, Arena *a, const Kb *kb, uint32_t condition,
                            Err *e);

/* Writes content.db (whole file, replacing it): passages for search/ and its version. */
MUST_USE bool pedia_build(Arena *a, const Kb *kb, Str path, Err *e);

#endif
