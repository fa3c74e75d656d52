/*
 * fuzz/fuzz_search.c - anything typed into the search box.
 *
 * The words never become the language of the full-text index: every text gives a result,
 * at least one hit, good text in each field, marks in pairs, the best first.
 */
#include "base/os.h"
#include "base/utf8.h"
#include "fuzz/fuzz.h"
#include "fuzz/knowledge.h"
#include "pedia/pedia.h"
#include "search/query.h"
#include "search/search.h"

#include <stdio.h>

enum { INPUT_MOST = 512 };

static Search *build(Arena *a)
{
    Err       e = {0};
    Str       folder = {0}, path = {0};
    Search   *s = NULL;
    const Kb *kb = fuzz_knowledge();
    CLAIM_OK(os_temp_folder(&folder, a, &e), &e);
    CLAIM_OK(os_path(&path, a, folder, STR("content.db"), &e), &e);
    CLAIM_OK(pedia_build(a, kb, path, &e), &e);
    CLAIM_OK(search_open(&s, a, path, kb_version(kb), &e), &e);
    CLAIM_OK(os_remove(path, &e), &e); /* the open database stays readable */
    (void)remove(folder.p);
    return s;
}

static Search *encyclopedia(void)
{
    static Search *s;
    if (!s)
        s = build(fuzz_arena(256 * MIB));
    return s;
}

static void claim_snippet(Str s)
{
    bool is_open = false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != 2 && s.p[i] != 3)
            continue;
        CLAIM(is_open == (s.p[i] == 3));
        is_open = !is_open;
    }
    CLAIM(!is_open && utf8_fault(s) == STR_NONE);
}

static void claim_result(const SearchResult *r)
{
    CLAIM(r->n >= 1 && r->n <= 20);
    for (size_t i = 0; i < r->n; i++) {
        const SearchHit *h = &r->v[i];
        CLAIM(kb_find_condition(fuzz_knowledge(), h->slug) != KB_NONE);
        CLAIM(h->title.n > 0 && h->matched_by.n > 0);
        CLAIM(utf8_fault(h->matched_by) == STR_NONE);
        CLAIM(i == 0 || r->v[i - 1].score >= h->score);
        claim_snippet(h->snippet);
    }
}

static void claim_query(Arena *a, Str text)
{
    Err         e = {0};
    SearchQuery q = {0};
    CLAIM_OK(query_read(&q, a, text, &e), &e);
    CLAIM(q.n_terms <= QUERY_TERMS && q.n_terms <= q.n_words);
    for (size_t i = 0; i < q.n_terms; i++)
        CLAIM(q.terms[i].word.n > 0 && q.terms[i].at < q.n_words);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Err          e = {0};
    Str          text = {0};
    SearchResult r = {0};
    if (size > INPUT_MOST || !fuzz_text(&text, data, size))
        return 0;
    Arena *a = fuzz_arena(16 * MIB);
    claim_query(a, text);
    CLAIM_OK(search_run(&r, a, encyclopedia(), text, &e), &e);
    claim_result(&r);
    arena_free(a);
    return 0;
}
