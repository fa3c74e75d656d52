/*
 * pedia/build.c - content.db is made in memory and written whole.
 *
 * A reader sees the old file or the new one. Each page is rendered in a scratch arena of
 * its own, so that building six hundred articles needs the memory of one.
 */
#include "base/os.h"
#include "db/db.h"
#include "pedia/passages_sql.h"
#include "pedia/pedia.h"
#include "pedia/words.h"

static const char format[] = "1"; /* of the tables; search/ checks it */

enum { SCRATCH_BYTES = 16 * 1024 * 1024 };

typedef struct Build {
    const Kb *kb;
    Db       *db;
    DbQuery  *about, *page, *name, *words, *passage, *word;
    Words     seen; /* of all pages */
    int64_t   n_names, n_passages;
} Build;

static bool prepare(Build *b, Err *e)
{
    return db_prepare(&b->about, b->db, STR(PASSAGES_ABOUT), e) &&
           db_prepare(&b->page, b->db, STR(PASSAGES_PAGE), e) &&
           db_prepare(&b->name, b->db, STR(PASSAGES_NAME), e) &&
           db_prepare(&b->words, b->db, STR(PASSAGES_WORDS), e) &&
           db_prepare(&b->passage, b->db, STR(PASSAGES_PASSAGE), e) &&
           db_prepare(&b->word, b->db, STR(PASSAGES_WORD), e);
}

static bool add_name(Build *b, Arena *a, uint32_t page, const char *kind, Str name,
                     Err *e)
{
    Str     key = {0};
    int64_t n_words = 0;
    if (name.n == 0)
        return true;
    b->n_names++;
    return words_key(&key, &n_words, a, name, e) && words_add(&b->seen, a, name, e) &&
           db_run(b->name,
                  DB_ARGS(DB_INT(b->n_names), DB_INT(page), DB_TEXT(str_from(kind)),
                          DB_TEXT(name), DB_TEXT(key), DB_INT(n_words)),
                  e);
}

static bool add_names(Build *b, Arena *a, uint32_t page, Err *e)
{
    const KbCondition *c = kb_condition(b->kb, page);
    bool               plain_differs = !str_eq(c->plain_name, c->name);
    if (!add_name(b, a, page, "title", c->name, e) ||
        (plain_differs && !add_name(b, a, page, "plain", c->plain_name, e)) ||
        !add_name(b, a, page, "code", c->icd10, e))
        return false;
    for (uint32_t i = 0; i < c->aka.n; i++)
        if (!add_name(b, a, page, "aka", kb_text_at(b->kb, c->aka.first + i), e))
            return false;
    return true;
}

static bool add_words(Build *b, Arena *a, uint32_t page, Err *e)
{
    PageWords w = {0};
    return words_of_page(&w, a, b->kb, page, e) && words_add(&b->seen, a, w.usual, e) &&
           words_add(&b->seen, a, w.possible, e) &&
           words_add(&b->seen, a, w.exposures, e) &&
           db_run(b->words,
                  DB_ARGS(DB_INT(page), DB_TEXT(w.usual), DB_TEXT(w.possible),
                          DB_TEXT(w.exposures)),
                  e);
}

static bool add_passage(Build *b, Arena *a, uint32_t page, const ArticleSection *s,
                        Err *e)
{
    b->n_passages++;
    return words_add(&b->seen, a, s->title, e) && words_add(&b->seen, a, s->text, e) &&
           db_run(b->passage,
                  DB_ARGS(DB_INT(b->n_passages), DB_INT(page), DB_TEXT(s->id),
                          DB_TEXT(s->title), DB_TEXT(s->text)),
                  e);
}

static bool add_article(Build *b, Arena *a, uint32_t page, Err *e)
{
    Article article = {0};
    if (!pedia_article(&article, a, b->kb, page, e))
        return false;
    for (size_t i = 0; i < article.n_sections; i++)
        if (!add_passage(b, a, page, &article.sections[i], e))
            return false;
    for (size_t i = 0; i < article.n_questions; i++) {
        const ArticleQuestion *q = &article.questions[i];
        ArticleSection         s = {.id = q->id, .title = q->question, .text = q->text};
        if (!add_passage(b, a, page, &s, e))
            return false;
    }
    return db_run(b->page,
                  DB_ARGS(DB_INT(page), DB_TEXT(kb_condition(b->kb, page)->id),
                          DB_TEXT(article.title), DB_TEXT(article.summary)),
                  e);
}

static bool add_page(Build *b, uint32_t page, Err *e)
{
    Arena *scratch = arena_new(SCRATCH_BYTES, e);
    if (!scratch)
        return false;
    bool added = add_names(b, scratch, page, e) && add_words(b, scratch, page, e) &&
                 add_article(b, scratch, page, e);
    arena_free(scratch);
    return added;
}

static bool add_seen(Build *b, Err *e)
{
    words_sort(&b->seen);
    for (size_t i = 0; i < b->seen.n; i++)
        if (!db_run(b->word, DB_ARGS(DB_TEXT(b->seen.v[i].word), DB_INT(b->seen.v[i].n)),
                    e))
            return false;
    return true;
}

static bool fill(Build *b, Err *e)
{
    if (!db_run(b->about, DB_ARGS(DB_TEXT(STR("format")), DB_TEXT(str_from(format))),
                e) ||
        !db_run(b->about, DB_ARGS(DB_TEXT(STR("version")), DB_TEXT(kb_version(b->kb))),
                e))
        return false;
    for (uint32_t i = 0; i < kb_n_conditions(b->kb); i++)
        if (!add_page(b, i, e))
            return false;
    return add_seen(b, e) && db_script(b->db, STR(PASSAGES_FINISH), e);
}

bool pedia_build(Arena *a, const Kb *kb, Str path, Err *e)
{
    Build b = {.kb = kb};
    Str   image = {0};
    return db_open(&b.db, a, STR(""), DB_MEMORY, e) && words_open(&b.seen, a, e) &&
           db_begin(b.db, e) && db_script(b.db, STR(PASSAGES_SCHEMA), e) &&
           prepare(&b, e) && fill(&b, e) && db_commit(b.db, e) &&
           db_image(&image, a, b.db, e) && os_write_file(path, image, e);
}
