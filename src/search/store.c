/* search/store.c - ids of content.db begin at 1 for names and passages and at 0 for
   pages; here all are places in an array. */
#include "search/store.h"

#include "base/buf.h"
#include "search/search_sql.h"

static const char format[] = "1"; /* of the tables; pedia/ writes it */

/* Any failure to read content.db has one remedy. */
static bool unusable(Str path, Err *e)
{
    if (e->code == ERR_BUSY || e->code == ERR_LIMIT)
        return false;
    Err was = *e;
    return err_set(e, ERR_CONTENT,
                   STR_F ": the search index cannot be used (%s); run `auscult kb build`",
                   STR_A(path), err_text(was.code));
}

/* ---- reading whole tables -------------------------------------------------------- */

typedef struct Loading {
    Arena   *a;
    DbQuery *q;
    size_t   room;
} Loading;

static bool begin(Loading *l, Arena *a, Db *d, Str sql, Err *e)
{
    *l = (Loading){.a = a};
    return db_prepare(&l->q, d, sql, e) && db_start(l->q, DB_NO_ARGS, e);
}

/* Piece n of an array that grows as it is filled; NULL when it cannot. */
static void *piece(void **array, size_t n, size_t size, Loading *l, Err *e)
{
    if (n == l->room) {
        size_t room = l->room ? 2 * l->room : 256;
        void  *larger = arena_grow(l->a, *array, n, room, size, e);
        if (!larger)
            return NULL;
        *array = larger;
        l->room = room;
    }
    return (char *)*array + n * size;
}

static bool text(Str *out, Loading *l, int column, Err *e)
{
    return str_copy(out, l->a, db_text(l->q, column), e);
}

static bool load_pages(Store *s, Arena *a, Db *d, Err *e)
{
    Loading l;
    void   *v = NULL;
    bool    row = false;
    if (!begin(&l, a, d, STR(SEARCH_PAGES), e))
        return false;
    for (;; s->n_pages++) {
        if (!db_next(&row, l.q, e))
            return false;
        if (!row)
            break;
        StorePage *p = piece(&v, s->n_pages, sizeof *p, &l, e);
        if (!p)
            return false;
        *p = (StorePage){0};
        if (!text(&p->slug, &l, 0, e) || !text(&p->title, &l, 1, e) ||
            !text(&p->summary, &l, 2, e))
            return false;
    }
    s->pages = v;
    return s->n_pages > 0 || err_set(e, ERR_CONTENT, "it holds no pages");
}

static NameKind kind_of(Str word)
{
    return str_is(word, "title")   ? NAME_TITLE
           : str_is(word, "plain") ? NAME_PLAIN
           : str_is(word, "aka")   ? NAME_AKA
                                   : NAME_CODE;
}

static bool load_names(Store *s, Arena *a, Db *d, Err *e)
{
    Loading l;
    void   *v = NULL;
    bool    row = false;
    if (!begin(&l, a, d, STR(SEARCH_NAMES), e))
        return false;
    for (;; s->n_names++) {
        if (!db_next(&row, l.q, e))
            return false;
        if (!row)
            break;
        StoreName *n = piece(&v, s->n_names, sizeof *n, &l, e);
        if (!n)
            return false;
        *n = (StoreName){.page = (uint32_t)db_int(l.q, 0),
                         .kind = kind_of(db_text(l.q, 1)),
                         .n_words = db_int(l.q, 4)};
        if (!text(&n->name, &l, 2, e) || !text(&n->key, &l, 3, e))
            return false;
        if (n->page >= s->n_pages)
            return err_set(e, ERR_CONTENT, "a name belongs to no page");
    }
    s->names = v;
    return true;
}

static bool load_passages(Store *s, Arena *a, Db *d, Err *e)
{
    Loading l;
    void   *v = NULL;
    bool    row = false;
    if (!begin(&l, a, d, STR(SEARCH_PASSAGES), e))
        return false;
    for (;; s->n_passages++) {
        if (!db_next(&row, l.q, e))
            return false;
        if (!row)
            break;
        StorePassage *p = piece(&v, s->n_passages, sizeof *p, &l, e);
        if (!p)
            return false;
        *p = (StorePassage){.page = (uint32_t)db_int(l.q, 0)};
        if (!text(&p->section_id, &l, 1, e) || !text(&p->section, &l, 2, e))
            return false;
        if (p->page >= s->n_pages)
            return err_set(e, ERR_CONTENT, "a passage belongs to no page");
    }
    s->passages = v;
    return true;
}

static bool load_vocabulary(Store *s, Arena *a, Db *d, Err *e)
{
    Loading l;
    void   *v = NULL;
    bool    row = false;
    size_t  n = 0;
    if (!begin(&l, a, d, STR(SEARCH_VOCABULARY), e))
        return false;
    for (;; n++) {
        if (!db_next(&row, l.q, e))
            return false;
        if (!row)
            break;
        KnownWord *w = piece(&v, n, sizeof *w, &l, e);
        if (!w)
            return false;
        *w = (KnownWord){.n = db_int(l.q, 1)};
        if (!text(&w->word, &l, 0, e))
            return false;
    }
    s->vocabulary = (Vocabulary){v, n};
    return true;
}

/* ---- opening --------------------------------------------------------------------- */

static bool about_is(Db *d, Str key, Str wanted, Err *e)
{
    DbQuery *q = NULL;
    bool     row = false;
    if (!db_prepare(&q, d, STR(SEARCH_ABOUT), e) ||
        !db_start(q, DB_ARGS(DB_TEXT(key)), e) || !db_next(&row, q, e))
        return false;
    bool same = row && str_eq(db_text(q, 0), wanted);
    db_stop(q);
    return same || err_set(e, ERR_CONTENT, "it is of another version");
}

static bool prepare(Store *s, Db *d, Err *e)
{
    return db_prepare(&s->find[IN_NAMES], d, STR(SEARCH_IN_NAMES), e) &&
           db_prepare(&s->find[IN_WORDS], d, STR(SEARCH_IN_WORDS), e) &&
           db_prepare(&s->find[IN_PASSAGES], d, STR(SEARCH_IN_PASSAGES), e) &&
           db_prepare(&s->nearest, d, STR(SEARCH_NEAREST), e) &&
           db_prepare(&s->snippet, d, STR(SEARCH_SNIPPET), e) &&
           db_prepare(&s->passage, d, STR(SEARCH_PASSAGE), e);
}

bool store_open(Store *out, Arena *a, Str path, Str version, Err *e)
{
    Store s = {0};
    Db   *d = NULL;
    if (!db_open(&d, a, path, DB_FINISHED, e) ||
        !about_is(d, STR("format"), str_from(format), e) ||
        !about_is(d, STR("version"), version, e) || !load_pages(&s, a, d, e) ||
        !load_names(&s, a, d, e) || !load_passages(&s, a, d, e) ||
        !load_vocabulary(&s, a, d, e) || !prepare(&s, d, e))
        return unusable(path, e);
    *out = s;
    return true;
}

/* ---- looking up ------------------------------------------------------------------ */

static size_t count_of(const Store *s, StorePlace place)
{
    return place == IN_NAMES   ? s->n_names
           : place == IN_WORDS ? s->n_pages
                               : s->n_passages;
}

uint32_t store_page_of(const Store *s, StorePlace place, uint32_t id)
{
    return place == IN_NAMES   ? s->names[id].page
           : place == IN_WORDS ? id
                               : s->passages[id].page;
}

/* Row number of a hit as a place in our arrays; false for one that is not there. */
static bool id_of(uint32_t *out, const Store *s, StorePlace place, int64_t rowid)
{
    int64_t id = rowid - (place == IN_WORDS ? 0 : 1);
    if (id < 0 || id >= (int64_t)count_of(s, place))
        return false;
    *out = (uint32_t)id;
    return true;
}

static bool collect(StoreHits *out, Arena *a, const Store *s, StorePlace place,
                    DbQuery *q, Err *e)
{
    Loading l = {.a = a};
    void   *v = NULL;
    size_t  n = 0;
    double  strongest = 0;
    bool    row = false;
    for (;;) {
        uint32_t id = 0;
        if (!db_next(&row, q, e))
            return false;
        if (!row)
            break;
        if (!id_of(&id, s, place, db_int(q, 0)))
            return err_set(e, ERR_CONTENT, "the search index points beyond its end");
        StoreHit *hit = piece(&v, n++, sizeof *hit, &l, e);
        if (!hit)
            return false;
        double strength = -db_real(q, 1);
        *hit = (StoreHit){id, strength};
        strongest = strength > strongest ? strength : strongest;
    }
    *out = (StoreHits){v, n};
    for (size_t i = 0; i < n; i++)
        out->v[i].strength = strongest > 0 ? out->v[i].strength / strongest : 1;
    return true;
}

bool store_find(StoreHits *out, Arena *a, const Store *s, StorePlace place, Str match,
                Err *e)
{
    return db_start(s->find[place], DB_ARGS(DB_TEXT(match)), e) &&
           collect(out, a, s, place, s->find[place], e);
}

bool store_nearest(StoreHits *out, Arena *a, const Store *s, Str letters, Err *e)
{
    *out = (StoreHits){0};
    return letters.n == 0 || (db_start(s->nearest, DB_ARGS(DB_TEXT(letters)), e) &&
                              collect(out, a, s, IN_NAMES, s->nearest, e));
}

/* Breaks between paragraphs become spaces; long texts are cut at a word. */
static bool one_line(Str *out, Arena *a, Str s, size_t most, Err *e)
{
    Buf  b = buf_open(a, 64 * KIB);
    bool is_cut = s.n > most;
    if (is_cut) {
        s.n = most;
        while (s.n > 0 && s.p[s.n] != ' ' && s.p[s.n] != '\n')
            s.n--;
    }
    s = str_trim(s);
    for (Str line; str_next(&s, '\n', &line);) {
        if (b.n)
            buf_char(&b, ' ');
        buf_str(&b, line);
    }
    if (is_cut)
        buf_text(&b, "\xE2\x80\xA6");
    return buf_done(&b, out, e);
}

enum { SNIPPET_BYTES = 400, OPENING_BYTES = 170 };

bool store_snippet(Str *out, Arena *a, const Store *s, uint32_t passage, Str match,
                   Err *e)
{
    bool  row = false;
    DbArg id = DB_INT((int64_t)passage + 1);
    if (!db_start(s->snippet,
                  DB_ARGS(DB_TEXT(match), id, DB_TEXT(STR("\x02")), DB_TEXT(STR("\x03")),
                          DB_TEXT(STR("\xE2\x80\xA6"))),
                  e) ||
        !db_next(&row, s->snippet, e))
        return false;
    if (row && str_find_char(db_text(s->snippet, 0), '\x02') != STR_NONE) {
        bool done = one_line(out, a, db_text(s->snippet, 0), SNIPPET_BYTES, e);
        db_stop(s->snippet);
        return done;
    }
    db_stop(s->snippet);
    if (!db_start(s->passage, DB_ARGS(id), e) || !db_next(&row, s->passage, e))
        return false;
    bool done =
        one_line(out, a, row ? db_text(s->passage, 0) : STR(""), OPENING_BYTES, e);
    db_stop(s->passage);
    return done;
}
