/*
 * text/word.c - folding, distance and stems of single words.
 *
 * Folding is done by utf8proc (case folding, compatibility decomposition, marks
 * stripped), so a word typed with ligatures or accents meets the same table row. The
 * common case, plain ASCII, never reaches it.
 */
#include "text/text.h"

#include <libstemmer.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

static bool is_ascii(Str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
    }
    return true;
}

/* Ligatures that compatibility decomposition keeps. */
static bool open_ligatures(Str *out, Arena *a, Str s, Err *e)
{
    static const struct {
        Str from, to;
    } pairs[] = {{STR_INIT("\xc5\x93"), STR_INIT("oe")},
                 {STR_INIT("\xc3\xa6"), STR_INIT("ae")}};
    char  *p = arena_alloc(a, s.n + 1, e);
    size_t n = 0;
    if (!p)
        return false;
    for (size_t i = 0; i < s.n;) {
        Str    rest = str_from_at(s, i);
        size_t k = 0;
        while (k < 2 && !str_starts(rest, pairs[k].from))
            k++;
        if (k < 2) {
            p[n++] = pairs[k].to.p[0];
            p[n++] = pairs[k].to.p[1];
            i += 2;
        } else {
            p[n++] = s.p[i++];
        }
    }
    *out = (Str){p, n};
    return true;
}

bool text_fold(Str *out, Arena *a, Str s, Err *e)
{
    if (is_ascii(s))
        return str_lower(out, a, s, e);
    utf8proc_uint8_t *folded = NULL;
    /* utf8proc allocates its result; it is copied and freed at once */
    utf8proc_ssize_t n = utf8proc_map(
        (const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.n, &folded,
        (utf8proc_option_t)(UTF8PROC_CASEFOLD | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE |
                            UTF8PROC_STRIPMARK | UTF8PROC_STABLE));
    if (n < 0) {
        free(folded);
        return err_set(e, n == UTF8PROC_ERROR_NOMEM ? ERR_BUSY : ERR_INPUT,
                       "a word cannot be read as UTF-8 text; save the file as UTF-8");
    }
    bool ok = open_ligatures(out, a, (Str){(const char *)folded, (size_t)n}, e);
    free(folded);
    return ok;
}

enum { DISTANCE_WORD = 64 };

static unsigned least(unsigned x, unsigned y) { return x < y ? x : y; }

unsigned text_distance(Str x, Str y, unsigned most)
{
    unsigned char row[3][DISTANCE_WORD + 1];
    size_t        gap = x.n > y.n ? x.n - y.n : y.n - x.n;
    if (x.n > DISTANCE_WORD || y.n > DISTANCE_WORD || gap > most)
        return most + 1;
    for (size_t j = 0; j <= y.n; j++)
        row[0][j] = (unsigned char)j;
    for (size_t i = 1; i <= x.n; i++) {
        unsigned char *now = row[i % 3], *last = row[(i + 2) % 3],
                      *before = row[(i + 1) % 3];
        now[0] = (unsigned char)i;
        for (size_t j = 1; j <= y.n; j++) {
            unsigned d = least(last[j] + 1U, now[j - 1] + 1U);
            d = least(d, last[j - 1] + (x.p[i - 1] == y.p[j - 1] ? 0U : 1U));
            if (i > 1 && j > 1 && x.p[i - 1] == y.p[j - 2] && x.p[i - 2] == y.p[j - 1])
                d = least(d, before[j - 2] + 1U);
            now[j] = (unsigned char)d;
        }
    }
    unsigned d = row[x.n % 3][y.n];
    return d > most ? most + 1 : d;
}

struct Stemmer {
    struct sb_stemmer *snowball;
};

static void close_snowball(void *p) { sb_stemmer_delete(p); }

bool text_stemmer_open(Stemmer **out, Arena *a, Err *e)
{
    Stemmer *s = ARENA_NEW(a, Stemmer, e);
    if (!s)
        return false;
    s->snowball = sb_stemmer_new("english", "UTF_8");
    if (!s->snowball)
        return err_set(e, ERR_BUSY,
                       "stemmer: there is no memory for its tables; try again");
    if (!arena_defer(a, close_snowball, s->snowball, e))
        return false;
    *out = s;
    return true;
}

bool text_stem(Str *out, Arena *a, Stemmer *s, Str word, Err *e)
{
    const sb_symbol *p =
        sb_stemmer_stem(s->snowball, (const sb_symbol *)word.p, (int)word.n);
    if (!p)
        return err_set(e, ERR_BUSY, "stemmer: there is no memory for a word; try again");
    return str_copy(out, a,
                    (Str){(const char *)p, (size_t)sb_stemmer_length(s->snowball)}, e);
}
