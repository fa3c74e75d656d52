/* search/search.c - from a ranking to hits that say why they are there. */
#include "search/search.h"

#include "search/rank.h"

enum { MOST_HITS = 20, MOST_NEAREST = 5 };

static const double least_covered = 0.5; /* of the query, by the best page */
static const double least_of_best = 0.2; /* hits far behind the first are noise */

struct Search {
    Store store;
};

bool search_open(Search **out, Arena *a, Str path, Str version, Err *e)
{
    Search *s = ARENA_NEW(a, Search, e);
    if (!s || !store_open(&s->store, a, path, version, e))
        return false;
    *out = s;
    return true;
}

/* ---- why ------------------------------------------------------------------------- */

/* The corrected words among the terms found on the page. */
static bool name_corrections(Str *out, Arena *a, const SearchQuery *q, uint32_t terms,
                             Err *e)
{
    *out = (Str){0};
    for (size_t i = 0; i < q->n_terms; i++) {
        const Term *t = &q->terms[i];
        if (!(terms >> i & 1) || t->reading != READ_CORRECTED)
            continue;
        if (!str_fmt(out, a, e, STR_F "%s" STR_F, STR_A(*out),
                     out->n ? ", " : "spelling close to ", STR_A(t->nearest)))
            return false;
    }
    return true;
}

static bool name_place(Str *out, Arena *a, const Store *s, const PageRank *p, Err *e)
{
    bool name_tells = p->by_name >= p->by_words && p->by_name >= p->by_passage;
    if (p->is_named || (p->by_name > 0 && name_tells)) {
        const StoreName *n = &s->names[p->best_name];
        if (n->kind == NAME_CODE)
            return str_fmt(out, a, e, "code: " STR_F, STR_A(n->name));
        if (n->kind == NAME_AKA)
            return str_fmt(out, a, e, "another name: " STR_F, STR_A(n->name));
        *out = STR("title");
        return true;
    }
    *out = p->by_words >= p->by_passage
               ? STR("words people use for its symptoms, causes or medicines")
               : STR("words in the text");
    return true;
}

static bool explain(Str *out, Arena *a, const Store *s, const SearchQuery *q,
                    const PageRank *p, Err *e)
{
    if (!name_corrections(out, a, q, p->terms, e))
        return false;
    return out->n > 0 || name_place(out, a, s, p, e);
}

/* ---- hits ------------------------------------------------------------------------ */

static bool add_hit(SearchHit *out, Arena *a, const Store *s, const SearchQuery *q,
                    const PageRank *p, Str match, Err *e)
{
    const StorePage *page = &s->pages[p->page];
    *out = (SearchHit){.slug = page->slug,
                       .title = page->title,
                       .snippet = page->summary,
                       .score = p->score};
    if (p->best_passage != RANK_NONE) {
        const StorePassage *passage = &s->passages[p->best_passage];
        out->section_id = passage->section_id;
        out->section = passage->section;
        if (!store_snippet(&out->snippet, a, s, p->best_passage, match, e))
            return false;
    }
    return explain(&out->matched_by, a, s, q, p, e);
}

static bool take_hits(SearchResult *out, Arena *a, const Store *s, const SearchQuery *q,
                      Ranking ranking, Err *e)
{
    Str    match = {0};
    size_t n = ranking.n < MOST_HITS ? ranking.n : MOST_HITS;
    while (n > 1 && ranking.v[n - 1].score < least_of_best * ranking.v[0].score)
        n--;
    SearchHit *v = ARENA_ARRAY(a, SearchHit, n, e);
    if (!v || !query_any(&match, a, q, e))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!add_hit(&v[i], a, s, q, &ranking.v[i], match, e))
            return false;
    *out = (SearchResult){.found = true, .v = v, .n = n};
    return true;
}

/* ---- nothing fits ---------------------------------------------------------------- */

static bool is_listed(const SearchHit *v, size_t n, Str slug)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(v[i].slug, slug))
            return true;
    return false;
}

static void list_page(SearchHit *v, size_t *n, const StorePage *page, Str why)
{
    if (*n < MOST_NEAREST && !is_listed(v, *n, page->slug))
        v[(*n)++] = (SearchHit){.slug = page->slug,
                                .title = page->title,
                                .snippet = page->summary,
                                .matched_by = why};
}

/* Pages that share a word, then names that share letters, then the first of all pages:
   never blank. */
static bool take_nearest(SearchResult *out, Arena *a, const Store *s,
                         const SearchQuery *q, Ranking ranking, Err *e)
{
    Str        letters = {0};
    StoreHits  near = {0};
    size_t     n = 0;
    SearchHit *v = ARENA_ARRAY(a, SearchHit, MOST_NEAREST, e);
    if (!v || !query_letters(&letters, a, q, e) ||
        !store_nearest(&near, a, s, letters, e))
        return false;
    for (size_t i = 0; i < ranking.n; i++)
        list_page(v, &n, &s->pages[ranking.v[i].page], STR("some of the words"));
    for (size_t i = 0; i < near.n; i++)
        list_page(v, &n, &s->pages[s->names[near.v[i].id].page],
                  STR("a title with similar letters"));
    for (size_t i = 0; i < s->n_pages && n < MOST_NEAREST; i++)
        list_page(v, &n, &s->pages[i], STR("one of the pages here"));
    *out = (SearchResult){.v = v, .n = n};
    return true;
}

/* "what is it" stands in every text and asks for none; "re" begins a name. */
static bool fits(const SearchQuery *q, Ranking r)
{
    return r.n > 0 && r.v[0].covered >= least_covered &&
           (!q->is_grammar || r.v[0].is_named);
}

bool search_run(SearchResult *out, Arena *a, Search *search, Str query, Err *e)
{
    const Store *s = &search->store;
    SearchQuery  q;
    Ranking      ranking = {0};
    if (!query_read(&q, a, query, e) || !rank_pages(&ranking, a, s, &q, e))
        return false;
    return fits(&q, ranking) ? take_hits(out, a, s, &q, ranking, e)
                             : take_nearest(out, a, s, &q, ranking, e);
}
