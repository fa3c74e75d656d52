/*
 * search/rank.c - one look-up for each term and place, added up here.
 *
 * SQLite could rank the whole query at once, but then nobody could say which word fitted
 * where, a word that stands on most pages would count for nothing even in a title (its
 * bm25 idf is clamped to zero), and a misspelt word could not be told from a missing one.
 */
#include "search/rank.h"

#include <math.h>
#include <stdlib.h>

static const double name_share = 1.5, words_share = 1.0, passage_share = 0.6;
static const double phrase_share = 0.7;     /* of the mean weight of its two words */
static const double exact_name = 1.3;       /* the query is the name */
static const double begun_name = 0.8;       /* the query begins the name */
static const double told_by_name = 0.15;    /* what the name says already */
static const double asked_section = 0.35;   /* "treatment" asks for that section */
static const double opening_section = 0.05; /* the definition, when all else is equal */

typedef struct Sums {
    const Store       *s;
    const SearchQuery *q;
    PageRank          *pages;
    uint32_t          *name_terms;           /* by name: set of terms */
    double            *in_words;             /* by page */
    double            *in_passage;           /* by passage */
    uint32_t          *passage_terms;        /* by passage: set of terms */
    double             weights[QUERY_TERMS]; /* of terms, with their quality */
    double             asked;                /* sum of the weights without quality */
} Sums;

typedef struct Found {
    StoreHits in[N_PLACES];
} Found;

static bool open_sums(Sums *m, Arena *a, const Store *s, const SearchQuery *q, Err *e)
{
    *m = (Sums){.s = s, .q = q};
    m->pages = ARENA_ARRAY(a, PageRank, s->n_pages, e);
    m->name_terms = m->pages ? ARENA_ARRAY(a, uint32_t, s->n_names, e) : NULL;
    m->in_words = m->name_terms ? ARENA_ARRAY(a, double, s->n_pages, e) : NULL;
    m->in_passage = m->in_words ? ARENA_ARRAY(a, double, s->n_passages, e) : NULL;
    m->passage_terms = m->in_passage ? ARENA_ARRAY(a, uint32_t, s->n_passages, e) : NULL;
    return m->passage_terms != NULL;
}

static bool find_all(Found *out, Arena *a, const Store *s, Str match, Err *e)
{
    for (StorePlace p = IN_NAMES; p < N_PLACES; p++)
        if (!store_find(&out->in[p], a, s, p, match, e))
            return false;
    return true;
}

static size_t count_hits(const Found *f)
{
    return f->in[IN_NAMES].n + f->in[IN_WORDS].n + f->in[IN_PASSAGES].n;
}

static bool find_term(Found *out, Arena *a, const Store *s, SearchQuery *q, size_t term,
                      Err *e)
{
    if (!find_all(out, a, s, q->terms[term].match, e))
        return false;
    if (count_hits(out) > 0)
        return true;
    return query_reread(q, term, a, &s->vocabulary, e) &&
           (q->terms[term].reading == READ_UNKNOWN ||
            find_all(out, a, s, q->terms[term].match, e));
}

/* ---- terms ----------------------------------------------------------------------- */

/* Marks the term on every page that holds it; gives how many do. */
static size_t mark_pages(Sums *m, const Found *f, size_t term)
{
    size_t   n = 0;
    uint32_t bit = 1u << term;
    for (StorePlace p = IN_NAMES; p < N_PLACES; p++)
        for (size_t i = 0; i < f->in[p].n; i++) {
            PageRank *page = &m->pages[store_page_of(m->s, p, f->in[p].v[i].id)];
            n += !(page->terms & bit);
            page->terms |= bit;
        }
    return n;
}

static void add_term(Sums *m, const Found *f, size_t term)
{
    size_t n = mark_pages(m, f, term);
    double rarity = log(1 + (double)m->s->n_pages / (0.5 + (double)n));
    double weight = rarity * m->q->terms[term].quality;
    m->asked += rarity;
    m->weights[term] = weight;
    for (size_t i = 0; i < f->in[IN_NAMES].n; i++)
        m->name_terms[f->in[IN_NAMES].v[i].id] |= 1u << term;
    for (size_t i = 0; i < f->in[IN_WORDS].n; i++)
        m->in_words[f->in[IN_WORDS].v[i].id] += weight * f->in[IN_WORDS].v[i].strength;
    for (size_t i = 0; i < f->in[IN_PASSAGES].n; i++) {
        StoreHit hit = f->in[IN_PASSAGES].v[i];
        m->in_passage[hit.id] += weight * hit.strength;
        m->passage_terms[hit.id] |= 1u << term;
    }
}

/* ---- phrases --------------------------------------------------------------------- */

static bool add_phrase(Sums *m, Arena *a, size_t first, Err *e)
{
    Str         match = {0};
    StoreHits   hits = {0};
    const Term *x = &m->q->terms[first], *y = x + 1;
    double      weight = phrase_share * (m->weights[first] + m->weights[first + 1]) / 2;
    if (!query_phrase(&match, a, m->q, x->at, y->at, e) ||
        !store_find(&hits, a, m->s, IN_WORDS, match, e))
        return false;
    for (size_t i = 0; i < hits.n; i++)
        m->in_words[hits.v[i].id] += weight * hits.v[i].strength;
    if (!store_find(&hits, a, m->s, IN_PASSAGES, match, e))
        return false;
    for (size_t i = 0; i < hits.n; i++)
        m->in_passage[hits.v[i].id] += weight * hits.v[i].strength;
    return true;
}

/* Two terms side by side, or with one word of grammar between ("pins and needles"). */
static bool add_phrases(Sums *m, Arena *a, Err *e)
{
    const SearchQuery *q = m->q;
    for (size_t i = 0; i + 1 < q->n_terms; i++) {
        bool as_typed = q->terms[i].reading == READ_AS_TYPED &&
                        q->terms[i + 1].reading == READ_AS_TYPED;
        if (as_typed && q->terms[i + 1].at - q->terms[i].at <= 2 &&
            !add_phrase(m, a, i, e))
            return false;
    }
    return true;
}

/* ---- names ----------------------------------------------------------------------- */

static double weight_of(const Sums *m, uint32_t terms, size_t *n)
{
    double sum = 0;
    *n = 0;
    for (size_t i = 0; i < m->q->n_terms; i++)
        if (terms >> i & 1) {
            sum += m->weights[i];
            ++*n;
        }
    return sum;
}

/* A code is longer the more exact it is: G25.81 is a kind of G25.8. */
static bool is_kind_of_code(Str asked, const StoreName *name)
{
    return name->kind == NAME_CODE && name->key.n >= 3 && str_starts(asked, name->key);
}

static double name_score(const Sums *m, uint32_t name)
{
    const StoreName *n = &m->s->names[name];
    Str              key = m->q->key;
    size_t           n_terms = 0;
    double           weight = weight_of(m, m->name_terms[name], &n_terms), score = 0;
    if (n_terms > 0 && n->n_words > 0)
        score = weight / m->asked * sqrt(fmin(1, (double)n_terms / (double)n->n_words));
    if (str_eq(key, n->key) || is_kind_of_code(key, n))
        return exact_name;
    if (key.n >= 2 && str_starts(n->key, key)) {
        double begun = begun_name + 0.2 * (double)key.n / (double)n->key.n;
        score = fmax(score, begun);
    }
    return score;
}

static bool is_asked_whole(const Sums *m, uint32_t name)
{
    size_t n = 0;
    (void)weight_of(m, m->name_terms[name], &n);
    return m->pages[m->s->names[name].page].by_name >= begun_name ||
           (int64_t)n >= m->s->names[name].n_words;
}

static void rank_names(Sums *m)
{
    for (uint32_t i = 0; i < m->s->n_names; i++) {
        PageRank *page = &m->pages[m->s->names[i].page];
        double    score = name_score(m, i);
        if (score > page->by_name) {
            page->by_name = score;
            page->best_name = i;
            page->is_named = is_asked_whole(m, i);
        }
    }
}

/* ---- passages -------------------------------------------------------------------- */

typedef struct Asks {
    const char *word, *section_id;
} Asks;

/* Words that ask for a section; the beginning of the word is enough. */
static const Asks asks[] = {
    {"treat", "treatment"},  {"cure", "treatment"},    {"remed", "treatment"},
    {"stop", "treatment"},   {"prevent", "treatment"}, {"avoid", "treatment"},
    {"relie", "treatment"},  {"why", "causes"},        {"cause", "causes"},
    {"symptom", "symptoms"}, {"sign", "symptoms"},     {"worr", "help"},
    {"doctor", "help"},      {"hospital", "help"},     {"emergenc", "help"},
    {"urgent", "help"},      {"serious", "help"},      {"danger", "help"},
};

static bool is_asked_for(const SearchQuery *q, Str section_id)
{
    for (size_t i = 0; i < q->n_words; i++)
        for (size_t k = 0; k < sizeof asks / sizeof *asks; k++)
            if (str_is(section_id, asks[k].section_id) &&
                str_starts(q->words[i], str_from(asks[k].word)))
                return true;
    return false;
}

/* How well a passage answers what the page's name does not say already. */
static double passage_fit(const Sums *m, uint32_t passage)
{
    const StorePassage *p = &m->s->passages[passage];
    const PageRank     *page = &m->pages[p->page];
    size_t              n = 0;
    double              fit = m->in_passage[passage] / m->asked;
    if (page->best_name != RANK_NONE) {
        uint32_t told = m->name_terms[page->best_name] & m->passage_terms[passage];
        double   all = weight_of(m, m->passage_terms[passage], &n);
        double   already = weight_of(m, told, &n);
        fit *= all > 0 ? 1 - (1 - told_by_name) * already / all : 1;
    }
    if (is_asked_for(m->q, p->section_id))
        fit += asked_section;
    return fit + (str_is(p->section_id, "definition") ? opening_section : 0);
}

static bool rank_passages(Sums *m, Arena *a, Err *e)
{
    double *best_fit = ARENA_ARRAY(a, double, m->s->n_pages, e);
    if (!best_fit)
        return false;
    for (uint32_t i = 0; i < m->s->n_passages; i++) {
        uint32_t  at = m->s->passages[i].page;
        PageRank *page = &m->pages[at];
        double    fit = passage_fit(m, i);
        page->by_passage = fmax(page->by_passage, m->in_passage[i] / m->asked);
        if (page->best_passage == RANK_NONE || fit > best_fit[at]) {
            page->best_passage = i;
            best_fit[at] = fit;
        }
    }
    return true;
}

/* ---- pages ----------------------------------------------------------------------- */

static int by_score(const void *x, const void *y)
{
    const PageRank *a = x, *b = y;
    if (a->score != b->score)
        return a->score > b->score ? -1 : 1;
    return a->page < b->page ? -1 : 1;
}

static Ranking sorted(Sums *m)
{
    size_t n = 0, ignored;
    for (uint32_t i = 0; i < m->s->n_pages; i++) {
        PageRank p = m->pages[i];
        p.by_words = m->in_words[i] / m->asked;
        p.score = name_share * p.by_name + words_share * p.by_words +
                  passage_share * p.by_passage;
        p.covered = fmax(weight_of(m, p.terms, &ignored) / m->asked, fmin(1, p.by_name));
        if (p.score > 0)
            m->pages[n++] = p;
    }
    if (n)
        qsort(m->pages, n, sizeof *m->pages, by_score);
    return (Ranking){m->pages, n};
}

bool rank_pages(Ranking *out, Arena *a, const Store *s, SearchQuery *q, Err *e)
{
    Sums m;
    *out = (Ranking){0};
    if (q->n_terms == 0)
        return true;
    if (!open_sums(&m, a, s, q, e))
        return false;
    for (uint32_t i = 0; i < s->n_pages; i++)
        m.pages[i] =
            (PageRank){.page = i, .best_name = RANK_NONE, .best_passage = RANK_NONE};
    for (size_t i = 0; i < q->n_terms; i++) {
        Found found = {0};
        if (!find_term(&found, a, s, q, i, e))
            return false;
        add_term(&m, &found, i);
    }
    if (!add_phrases(&m, a, e))
        return false;
    rank_names(&m);
    if (!rank_passages(&m, a, e))
        return false;
    *out = sorted(&m);
    return true;
}
